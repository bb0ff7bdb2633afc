// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "behaviors/registry.hpp"

namespace rondo::behaviors {

namespace {

// Waits for its message, if it names one, or to be triggered.
class ReceiveTask final : public FlowNodeBehavior {
 public:
  void execute(agenda::ExecutionContext& context) const override {
    if (context.command().has_happened(context.id())) return context.leave();
    context.subscribe(context.node_id());
    context.wait();
  }

  void trigger(agenda::ExecutionContext& context, const agenda::Wakening& wakening) const override {
    // Behind an event-based gateway the gateway waited for the message.
    if (context.node_id() != wakening.node) context.command().move_to_event(context.id(), wakening.node);
    context.leave();
  }
};

}  // namespace

BehaviorRow make_ReceiveTask() {
  BehaviorRow row;
  row.on(model::EventKind::None, std::make_unique<ReceiveTask>());
  row.on(model::EventKind::Message, std::make_unique<ReceiveTask>());
  return row;
}

}  // namespace rondo::behaviors
