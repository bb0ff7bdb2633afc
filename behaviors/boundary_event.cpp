// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "behaviors/registry.hpp"

namespace rondo::behaviors {

namespace {

using agenda::Command;
using agenda::ExecutionContext;
using agenda::ExecutionId;

// The event is subscribed for by the activity's execution. When it happens, its token replaces the
// activity, or joins it when the event does not interrupt (Activiti: BoundaryEventActivityBehavior).
class BoundaryEvent final : public agenda::PassingBehavior {
 public:
  void trigger(ExecutionContext& context, const agenda::Wakening& wakening) const override {
    Command& command = context.command();
    if (!command.all_happened(context.id(), wakening)) return;
    const model::EventDefinition& event =
        context.definition().node(wakening.node).events[wakening.definition];
    if (!event.raises.empty()) return context.throw_error(event.raises, "the time of the activity is over");
    ExecutionId token = context.id();
    if (context.node_id() != wakening.node) {
      token = context.definition().node(wakening.node).interrupting
                  ? command.interrupt(token, wakening.node)
                  : command.tree().create_child(context.execution().parent, wakening.node);
    }
    command.enter(token);
  }
};

}  // namespace

BehaviorRow make_BoundaryEvent() {
  BehaviorRow row;
  for (const auto event :
       {model::EventKind::Message, model::EventKind::Signal, model::EventKind::Timer, model::EventKind::Error,
        model::EventKind::Escalation, model::EventKind::Conditional, model::EventKind::Multiple,
        model::EventKind::ParallelMultiple, model::EventKind::Compensation, model::EventKind::Cancel}) {
    row.on(event, std::make_unique<BoundaryEvent>());
  }
  return row;
}

}  // namespace rondo::behaviors
