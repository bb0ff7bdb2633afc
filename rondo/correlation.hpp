// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace rondo {

/// Finds the one execution or message start event that the message is for, and delivers it.
CorrelationResult correlate_message(EngineCore& core, const MessageCorrelation& message,
                                    const Variables& variables);
/// Delivers a signal to all subscriptions and start events; gives how many it reached.
std::size_t broadcast_signal(EngineCore& core, std::string_view name, const Variables& variables);
/// Sends signals that instances have thrown to all other root instances, and what these throw in turn, until
/// none is left. A receiver that fails is logged and keeps its state.
void send_signals(EngineCore& core, EngineCore::Outbox& outbox);
/// Delivers a signal to the subscriptions of one execution.
void deliver_signal(EngineCore& core, std::string_view name, std::string_view execution_id,
                    const Variables& variables);

}  // namespace rondo
