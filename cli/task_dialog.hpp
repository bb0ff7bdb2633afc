// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/tasks.hpp"

#include <iosfwd>
#include <optional>
#include <string>

namespace rondo::cli {

/// A task for people: `user task approve "Approve order", assigned to ada, due 2026-05-01`.
[[nodiscard]] std::string describe(const TaskInfo& task);

/// Asks for the variables that a task is completed with: `name=value`, several in a line or line by line;
/// an empty line ends them. A line that cannot be read is told and asked for again. nullopt when the input
/// is over.
[[nodiscard]] std::optional<Variables> ask_for_variables(const TaskInfo& task, std::istream& input);

}  // namespace rondo::cli
