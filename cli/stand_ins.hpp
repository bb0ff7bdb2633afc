// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::cli {

/// What delegates wrote, by source. Belongs to the test, not to the engine: it stays when a command is
/// rolled back.
using Logs = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Gives what registers the stand-ins for the code of a process: one delegate for each member of `described`
/// (docs/scenarios.md, Delegates). They count their calls whichever engine makes them. `logs` must outlive
/// the engines.
[[nodiscard]] std::function<void(Engine&)> stand_ins(const Object& described, Logs& logs);

/// Registers a delegate that fails, when it is called, for each piece of code that the files need and
/// nobody registered: a scenario names only what its run comes to.
void register_missing(Engine& engine, const std::vector<Resource>& resources);

}  // namespace rondo::cli
