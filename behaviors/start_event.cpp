// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "behaviors/registry.hpp"

namespace rondo::behaviors {

namespace {

// A token is here because its scope starts; whatever event started it has happened. The start event of an
// event sub-process is waited for by the scope around; only a parallel multiple one may rest here for more.
class StartEvent : public agenda::PassingBehavior {
 public:
  void trigger(agenda::ExecutionContext& context, const agenda::Wakening& wakening) const override {
    if (!context.command().all_happened(context.id(), wakening)) return;
    if (context.node_id() == wakening.node) return context.leave();
    context.command().start_event_subprocess(context.id(), wakening.node);
  }

  bool starts_by_entering() const override { return true; }
};

// The first of its events starts the instance, in which the others are waited for.
class ParallelStartEvent final : public StartEvent {
 public:
  bool starts_by_entering() const override { return false; }
};

}  // namespace

BehaviorRow make_StartEvent() {
  BehaviorRow row;
  for (const auto event :
       {model::EventKind::None, model::EventKind::Message, model::EventKind::Signal, model::EventKind::Timer,
        model::EventKind::Error, model::EventKind::Escalation, model::EventKind::Conditional,
        model::EventKind::Multiple, model::EventKind::Compensation}) {
    row.on(event, std::make_unique<StartEvent>());
  }
  row.on(model::EventKind::ParallelMultiple, std::make_unique<ParallelStartEvent>());
  return row;
}

}  // namespace rondo::behaviors
