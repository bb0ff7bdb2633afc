// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"

#include <utility>

namespace rondo::agenda {

void Command::leave(ExecutionId id) {
  if (tree_.at(id).is(flag::kLeaving)) return;
  if (node_of(id).async_after) {
    add_async_job(id, model::JobRecord::Kind::AsyncAfter);
    return;
  }
  leave_now(id);
}

void Command::leave_now(ExecutionId id) {
  if (tree_.at(id).is(flag::kLoopChild)) {
    ExecutionContext instance = context(id);
    compiled(id).loop->instance_completed(instance);
    return;
  }
  tree_.set_flags(id, flag::kLeaving);
  plan(OperationKind::TakeOutgoing, id);
}

void Command::complete_activity(ExecutionId id) {
  const CompiledNode& compiled_node = compiled(id);
  const bool compensable = (compiled_node.traits & CompiledNode::Compensable) != 0;
  if (tree_.at(id).waits != kNone && !compensable) remove_waits(id);
  if ((compiled_node.traits & CompiledNode::Finishes) != 0 && tree_.at(id).is(flag::kEntered)) {
    const model::FlowNode& node = node_of(id);
    if (node.extras != nullptr) {
      for (const model::Parameter& output : node.extras->io.outputs) {
        model::Value value = evaluate_parameter(id, output.value);
        const model::NameId target = tree_.process_of(id).process->names().intern(output.target);
        set_variable(tree_.at(id).parent, target, std::move(value));
      }
    }
    notify(id, node.listeners, model::Listener::Event::End, node.id);
  }
  record_left(id);
  if (compensable) remember_completed(id);
}

// Activiti: TakeOutgoingSequenceFlowsOperation.
void Command::run_take_outgoing(ExecutionId id) {
  if (tree_.at(id).is(flag::kLoopRoot)) {
    if ((compiled(id).traits & CompiledNode::Compensable) != 0) remember_loop(id);
    remove_waits(id);
    tree_.release_loop(id);
  } else {
    complete_activity(id);
  }
  tree_.clear_locals(id);
  tree_.clear_flags(id, flag::kWaiting | flag::kLeaving | flag::kScope);
  if ((compiled(id).traits & CompiledNode::EndsDirectly) != 0) {
    plan(OperationKind::EndExecution, id);
    return;
  }
  chosen_.clear();
  choose_flows(id, chosen_);
  take_flows(id, chosen_);
}

void Command::choose_flows(ExecutionId id, std::vector<model::FlowId>& chosen) {
  const model::ProcessDefinition& definition = definition_of(id);
  const model::FlowNode& node = node_of(id);
  const FlowChoice choice = compiled(id).behavior->flow_choice();
  for (const model::FlowId flow : definition.outgoing(tree_.at(id).node)) {
    if (choice != FlowChoice::All) {
      if (flow == node.default_flow) continue;
      const model::ExpressionId condition = definition.flow(flow).condition;
      if (condition != model::kNoExpression && !evaluate_condition(id, condition)) continue;
    }
    chosen.push_back(flow);
    if (choice == FlowChoice::FirstTrue) break;
  }
  if (!chosen.empty()) return;
  if (node.default_flow == model::kNoFlow) {
    throw Error(ErrorKind::Execution,
                "no outgoing sequence flow can be taken: no condition holds and there is no default flow",
                node.id, node.where);
  }
  chosen.push_back(node.default_flow);
}

// The first token goes on in this execution; all are made before any of them moves.
void Command::take_flows(ExecutionId id, const std::vector<model::FlowId>& chosen) {
  const model::ProcessDefinition& definition = definition_of(id);
  const ExecutionId scope = tree_.at(id).parent;
  const std::int64_t quantity = node_of(id).completion_quantity;
  bool first = true;
  for (const model::FlowId flow : chosen) {
    const model::NodeId target = definition.flow(flow).target;
    for (std::int64_t i = 0; i < quantity; ++i) {
      ExecutionId token = id;
      if (first) {
        tree_.move(id, target);
      } else {
        token = tree_.create_child(scope, target);
      }
      first = false;
      tree_.edit(token).flow = flow;
      plan(OperationKind::Continue, token);
    }
  }
}

}  // namespace rondo::agenda
