// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/behavior.hpp"
#include "agenda/context.hpp"
#include "agenda/thrown_event.hpp"
#include "behaviors/registry.hpp"

#include <memory>

namespace rondo::behaviors {

/// The signal of that definition, with what it sends along.
[[nodiscard]] agenda::ThrownSignal signal_of(const agenda::ExecutionContext& context,
                                             const model::EventDefinition& event);
/// Throws the signal of that definition; used by throw and end events alike.
void throw_signal(agenda::ExecutionContext& context, const model::EventDefinition& event);
/// Throws the message of that definition: it goes to the one execution that waits for it, or starts the one
/// process that it starts. A definition without a message is nothing.
void throw_message(agenda::ExecutionContext& context, const model::EventDefinition& event);
/// Does for a message event what it names: code as of a service task, or the message. False when the code
/// waits.
bool send(agenda::ExecutionContext& context, const model::EventDefinition& event);
/// Ends what a terminate end event with that definition ends.
void terminate(agenda::ExecutionContext& context, const model::EventDefinition& event);
/// Cancels the transaction that the context's token ends in.
void cancel(agenda::ExecutionContext& context);
/// Runs code for the node and keeps its result. False when it waits.
bool run_code(agenda::ExecutionContext& context, const model::Implementation& code);

/// Before a delegate runs for an activity whose result is kept: it gives its value by the variable that is
/// named as the result of a thread, which is the task's own until the task ends.
void prepare_result(const agenda::ExecutionContext& context);

/// Starts an instance of the process that the node's call names; it goes on without the one that starts it.
/// The node leaves, or waits for its token.
void start_independent(agenda::ExecutionContext& context);

/// What message and multiple throw and end events do.
[[nodiscard]] std::unique_ptr<const agenda::FlowNodeBehavior> make_message_throw();
[[nodiscard]] std::unique_ptr<const agenda::FlowNodeBehavior> make_multiple_throw();

/// Compensation throw and end events (compensation.cpp).
[[nodiscard]] std::unique_ptr<const FlowNodeBehavior> make_compensation_throw();
/// Cancel end event of a transaction.
[[nodiscard]] std::unique_ptr<const FlowNodeBehavior> make_cancel_end();

/// Starts the threads that the event names, and goes on.
[[nodiscard]] std::unique_ptr<const FlowNodeBehavior> make_detach();

/// Throws an exception, or the one that is being handled once more.
[[nodiscard]] std::unique_ptr<const FlowNodeBehavior> make_exception_throw();
/// Ends the instance as faulted.
[[nodiscard]] std::unique_ptr<const FlowNodeBehavior> make_failing();
/// Cancels what else runs in its scope, if it is the first to come.
[[nodiscard]] std::unique_ptr<const FlowNodeBehavior> make_race_winner();

}  // namespace rondo::behaviors
