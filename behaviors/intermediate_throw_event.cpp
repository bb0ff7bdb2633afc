// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "behaviors/registry.hpp"
#include "behaviors/throwing.hpp"

#include <memory>

namespace rondo::behaviors {

namespace {

using agenda::ExecutionContext;

class NoneThrowEvent final : public agenda::PassingBehavior {};

class EscalationThrowEvent final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    context.command().plan_escalation(context.id(), context.node().events.front().name);
    context.leave();
  }
};

class SignalThrowEvent final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    throw_signal(context, context.node().events.front());
    context.leave();
  }
};

// Goes on at the catch event of that name in the same scope (BPMN 2.0 §10.5.5.8).
class LinkThrowEvent final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    context.command().jump(context.id(), context.process().link_target(context.node_id()));
  }
};

}  // namespace

void throw_signal(ExecutionContext& context, const model::EventDefinition& event) {
  context.command().plan_signal(context.id(), signal_of(context, event));
}

BehaviorRow make_IntermediateThrowEvent() {
  BehaviorRow row;
  row.on(model::EventKind::Detach, make_detach());
  row.on(model::EventKind::None, std::make_unique<NoneThrowEvent>());
  row.on(model::EventKind::Escalation, std::make_unique<EscalationThrowEvent>());
  row.on(model::EventKind::Signal, std::make_unique<SignalThrowEvent>());
  row.on(model::EventKind::Message, make_message_throw());
  row.on(model::EventKind::Multiple, make_multiple_throw());
  row.on(model::EventKind::Compensation, make_compensation_throw());
  row.on(model::EventKind::Link, std::make_unique<LinkThrowEvent>());
  row.on(model::EventKind::Error, make_exception_throw());
  row.on(model::EventKind::Terminate, make_failing());
  row.on(model::EventKind::Cancel, make_race_winner());
  return row;
}

}  // namespace rondo::behaviors
