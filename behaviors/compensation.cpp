// SPDX-License-Identifier: Apache-2.0
#include "agenda/graceful_ending.hpp"
#include "behaviors/throwing.hpp"

namespace rondo::behaviors {

namespace {

using agenda::Command;
using agenda::ExecutionContext;
using agenda::ExecutionId;

// Rests without being a wait state of its own: the handlers are what is waited for (BPMN 2.0 §10.5.5,
// waitForCompletion).
class CompensationThrow final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    const model::EventDefinition& event = context.node().events.front();
    Command& command = context.command();
    const bool waits = command.is_graceful(context.id())
                           ? agenda::GracefulEnding(command).settle(context.id(), event.confirms, event.value)
                           : command.throw_compensation(context.id(), event);
    if (!waits) context.leave();
  }
};

// Stands directly in its transaction (BPMN 2.0 §10.3.5, §13.5.5).
class CancelEnd final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override { cancel(context); }
};

}  // namespace

void cancel(ExecutionContext& context) {
  Command& command = context.command();
  const ExecutionId transaction = context.execution().parent;
  command.complete_activity(context.id());
  command.cancel_transaction(transaction);
}

std::unique_ptr<const FlowNodeBehavior> make_compensation_throw() {
  return std::make_unique<CompensationThrow>();
}

std::unique_ptr<const FlowNodeBehavior> make_cancel_end() { return std::make_unique<CancelEnd>(); }

}  // namespace rondo::behaviors
