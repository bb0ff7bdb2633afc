// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "behaviors/registry.hpp"
#include "model/iso8601.hpp"

namespace rondo::behaviors {

namespace {

using agenda::ExecutionContext;

// Waits for its event, or has been waited for by the event-based gateway before it.
class CatchEvent final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    if (context.command().has_happened(context.id())) {
      return context.command().awaits_event(context.id()) ? context.wait() : context.leave();
    }
    // A delay of nothing is none (Workflow Foundation: Delay).
    if (!context.node().events.empty() && context.node().events.front().at_once) {
      const auto duration = model::parse_duration(context.text(context.node().events.front().timer_value));
      if (duration && duration->is_zero()) return context.leave();
      if (duration && duration->is_negative()) {
        return context.throw_error("ArgumentOutOfRangeException", "a delay cannot be negative");
      }
    }
    const auto& events = context.node().events;
    if (!events.empty() && events.front().passes_when_due && context.command().is_due(context.id(), 0)) {
      return context.leave();
    }
    context.subscribe(context.node_id());
    context.wait();
  }

  void trigger(ExecutionContext& context, const agenda::Wakening& wakening) const override {
    if (!context.command().all_happened(context.id(), wakening)) return;
    if (context.execution().is(agenda::flag::kPasses)) return;  // not entered yet
    if (context.node_id() != wakening.node) {
      context.command().move_to_event(context.id(), wakening.node);
    }
    context.leave();
  }
};

// The token jumps here from a throw event of the same name.
class LinkCatchEvent final : public agenda::PassingBehavior {};

}  // namespace

BehaviorRow make_IntermediateCatchEvent() {
  BehaviorRow row;
  for (const auto event :
       {model::EventKind::Message, model::EventKind::Signal, model::EventKind::Timer,
        model::EventKind::Conditional, model::EventKind::Multiple, model::EventKind::ParallelMultiple}) {
    row.on(event, std::make_unique<CatchEvent>());
  }
  row.on(model::EventKind::Link, std::make_unique<LinkCatchEvent>());
  return row;
}

}  // namespace rondo::behaviors
