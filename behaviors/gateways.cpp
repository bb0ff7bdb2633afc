// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "behaviors/registry.hpp"

namespace rondo::behaviors {

namespace {

using agenda::ExecutionContext;
using agenda::FlowChoice;

// Each token passes on its own, over the first flow whose condition holds (BPMN 2.0 §13.4.2).
class ExclusiveGateway final : public agenda::PassingBehavior {
 public:
  FlowChoice flow_choice() const override { return FlowChoice::FirstTrue; }
};

// Goes on when one token of each incoming flow is there; surplus tokens wait for the next round (BPMN
// 2.0 §13.4.1).
class ParallelGateway final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    if (context.node().joins) return context.leave();  // told to go on already
    if (context.definition().incoming(context.node_id()).size() <= 1) return context.leave();
    const agenda::ExecutionId scope = context.execution().parent;
    const model::NodeId node = context.node_id();
    if (!context.command().arrive_at_join(context.id())) return;
    context.command().leave(context.command().fire_join(scope, node));
  }
  FlowChoice flow_choice() const override { return FlowChoice::All; }
};

// Goes on when no token elsewhere can still come over a flow that has none (BPMN 2.0 §13.4.3); the
// agenda decides that once everything rests.
class InclusiveGateway final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    if (context.definition().incoming(context.node_id()).size() <= 1) return context.leave();
    const agenda::ExecutionId scope = context.execution().parent;
    const model::NodeId node = context.node_id();
    if (!context.command().arrive_at_join(context.id())) return;
    context.command().leave(context.command().fire_join(scope, node));
  }
  bool joins_by_reachability() const override { return true; }
};

// Waits for all events behind it; the first to happen takes the token (BPMN 2.0 §13.4.4). One that starts
// instances in parallel needs all of its events: each gets a token.
class EventBasedGateway final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    if (context.node().parallel_event_gateway) return context.leave();
    for (const model::FlowId flow : context.definition().outgoing(context.node_id())) {
      context.subscribe(context.definition().flow(flow).target);
    }
    context.wait();
  }
};

// Goes on when its activation condition holds, and then waits to be reset (BPMN 2.0 §13.4.5); the agenda
// keeps count.
class ComplexGateway final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    context.command().arrive_at_complex(context.id());
  }
  void leave_later(ExecutionContext& context) const override {
    context.command().leave_complex_later(context.id());
  }
  bool joins_by_reachability() const override { return true; }
};

template <typename Behavior>
BehaviorRow gateway() {
  BehaviorRow row;
  row.on(model::EventKind::None, std::make_unique<Behavior>());
  return row;
}

}  // namespace

BehaviorRow make_ExclusiveGateway() { return gateway<ExclusiveGateway>(); }
BehaviorRow make_ParallelGateway() { return gateway<ParallelGateway>(); }
BehaviorRow make_InclusiveGateway() { return gateway<InclusiveGateway>(); }
BehaviorRow make_EventBasedGateway() { return gateway<EventBasedGateway>(); }
BehaviorRow make_ComplexGateway() { return gateway<ComplexGateway>(); }

}  // namespace rondo::behaviors
