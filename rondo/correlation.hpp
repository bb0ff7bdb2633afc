// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace rondo {

/// Finds the one execution or message start event that the message is for, and delivers it.
/// What the receiver throws in turn is put into `outbox`, or sent when there is none.
CorrelationResult correlate_message(EngineCore& core, const MessageCorrelation& message,
                                    const Variables& variables, EngineCore::Outbox* outbox = nullptr);
/// Delivers a signal to all subscriptions and start events; gives how many it reached.
std::size_t broadcast_signal(EngineCore& core, std::string_view name, const Variables& variables);
/// Sends signals that instances have thrown to all other root instances, delivers the messages that they have
/// thrown or begun to wait for, and what the receivers throw in turn, until none is left. A receiver that
/// fails is logged and keeps its state.
void send_thrown(EngineCore& core, EngineCore::Outbox& outbox);
/// What waits for the message in running instances with that business key, in order of creation; found by
/// indexes, however many others wait for it.
[[nodiscard]] std::vector<persistence::SubscriptionPtr> waiting_with_key(EngineCore& core,
                                                                         std::string_view message,
                                                                         std::string_view business_key);
/// Whether the execution still waits. Precondition: the command is on its root instance.
[[nodiscard]] bool still_there(agenda::Command& command, const model::SubscriptionRecord& subscription);
/// Sets the variables and plans the event at the execution that waits for it. Precondition: it is still
/// there. Throws Error (InvalidState) when its instance is suspended.
void plan_delivery(agenda::Command& command, const model::SubscriptionRecord& subscription,
                   const Variables& variables);
/// What a message or signal brings besides its variables, for the execution that receives it: its content
/// under the name that the event gives it, and a message's values of correlation keys.
void note_content(agenda::Command& command, agenda::ExecutionId execution,
                  const model::EventDefinition& event, const Variables& variables);
/// Delivers a signal to the subscriptions of one execution.
void deliver_signal(EngineCore& core, std::string_view name, std::string_view execution_id,
                    const Variables& variables);

}  // namespace rondo
