// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/delegate_registry.hpp"
#include "rondo/repository.hpp"

#include "model/definition.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// The type of the built-in code that writes a line for people; code of that name takes its place.
inline constexpr std::string_view kConsole = "console";

/// The name inside a delegate expression: `sendMail` of `${sendMail}`; empty when it is more than a name.
[[nodiscard]] std::string_view bean_name(std::string_view delegate_expression) noexcept;

/// The code that the tasks of a process need, and whether it is registered. Expressions are not listed:
/// what they need shows only when they run.
[[nodiscard]] std::vector<RequiredDelegate> required_code(const model::ProcessDefinition& definition,
                                                          const DelegateRegistry& registry);

}  // namespace rondo
