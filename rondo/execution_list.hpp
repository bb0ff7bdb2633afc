// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/runtime.hpp"

#include <string_view>
#include <vector>

namespace rondo {

class EngineCore;

/// The executions of a process instance, parents before children. Throws Error (NotFound).
[[nodiscard]] std::vector<ExecutionInfo> list_executions(EngineCore& core, std::string_view instance);

/// What is waited for: by one process instance, or by all of them and by start events.
[[nodiscard]] std::vector<SubscriptionInfo> list_subscriptions(EngineCore& core, std::string_view instance);

}  // namespace rondo
