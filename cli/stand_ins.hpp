// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::cli {

/// What delegates wrote, by source. Belongs to the test, not to the engine: it stays when a command is
/// rolled back.
using Logs = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Registers what stands in for the code of a process: one delegate for each member of `described`
/// (docs/scenarios.md, Delegates). `logs` must outlive the engine.
void register_stand_ins(Engine& engine, const Object& described, Logs& logs);

/// Registers a delegate that fails, when it is called, for each piece of code that the files need and
/// nobody registered: a scenario names only what its run comes to.
void register_missing(Engine& engine, const std::vector<Resource>& resources);

}  // namespace rondo::cli
