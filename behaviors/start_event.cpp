// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "behaviors/registry.hpp"

namespace rondo::behaviors {

namespace {

// A token is here because its scope starts; whatever event started it has happened. The start event of an
// event sub-process is waited for by the scope around.
class StartEvent final : public FlowNodeBehavior {
 public:
  void execute(agenda::ExecutionContext& context) const override { context.leave(); }

  void trigger(agenda::ExecutionContext& context, const agenda::Wakening& wakening) const override {
    context.command().start_event_subprocess(context.id(), wakening.node);
  }
};

}  // namespace

BehaviorRow make_StartEvent() {
  BehaviorRow row;
  for (const auto event :
       {model::EventKind::None, model::EventKind::Message, model::EventKind::Signal, model::EventKind::Timer,
        model::EventKind::Error, model::EventKind::Escalation, model::EventKind::Compensation}) {
    row.on(event, std::make_unique<StartEvent>());
  }
  return row;
}

}  // namespace rondo::behaviors
