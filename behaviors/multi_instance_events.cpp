// SPDX-License-Identifier: Apache-2.0
#include "behaviors/multi_instance_events.hpp"

#include "agenda/command.hpp"
#include "behaviors/throwing.hpp"

namespace rondo::behaviors {

namespace {

using agenda::ExecutionContext;
using model::EventDefinition;
using model::EventKind;
using Behavior = model::MultiInstance::Behavior;

// Signals take effect before the next instance begins, which they may prevent.
void throw_at(ExecutionContext root, const EventDefinition& event) {
  switch (event.kind) {
    case EventKind::Signal:
      return root.command().throw_signal(root.id(), signal_of(root, event));
    case EventKind::Message:
      return throw_message(root, event);
    case EventKind::Escalation:
      return root.command().plan_escalation(root.id(), event.name);
    case EventKind::Error:
      return root.throw_error(event.name, {});
    case EventKind::Compensation: {
      // The instances go on meanwhile: nobody waits.
      (void)root.command().throw_compensation(root.id(), event, false);
      return;
    }
    default:
      return;  // refused at deployment
  }
}

}  // namespace

void throw_events(const ExecutionContext& root, const ExecutionContext& instance,
                  const model::MultiInstance& loop, std::uint32_t completed) {
  const bool once = loop.behavior == Behavior::One;
  if (loop.event != nullptr && (!once || completed == 1)) throw_at(root, *loop.event);
  if (loop.behavior != Behavior::Complex) return;
  for (const model::MultiInstance::ComplexBehavior& complex : loop.complex_behaviors) {
    if (complex.event.kind == EventKind::None) continue;
    if (complex.condition == model::kNoExpression || instance.is_true(complex.condition)) {
      throw_at(root, complex.event);
    }
  }
}

}  // namespace rondo::behaviors
