// SPDX-License-Identifier: Apache-2.0
#include "agenda/graceful_ending.hpp"
#include "agenda/merges.hpp"
#include "agenda/steps.hpp"

#include <utility>

namespace rondo::agenda {

namespace {

constexpr std::uint16_t kEndsWithLeaving =
    flag::kWaiting | flag::kLeaving | flag::kScope | flag::kAdHoc | flag::kPasses;

// What the activity itself has waited for has happened, as opposed to the events at its boundary.
void remove_own_waits(Command& command, ExecutionId id) {
  const ExecutionTree& tree = command.tree();
  for (std::uint32_t wait = tree.at(id).waits; wait != kNone;) {
    const std::uint32_t next = tree.wait(wait).next;
    const bool own = tree.wait(wait).node == tree.at(id).node;
    if (own && tree.wait(wait).kind != Wait::Kind::Compensation) command.remove_wait(wait);
    wait = next;
  }
}

}  // namespace

void Command::leave(ExecutionId id) {
  const Execution& token = tree_.at(id);
  if (token.is(flag::kLeaving)) return;
  if (token.compiled->is(CompiledNode::Finishes) && token.compiled->element->async_after) {
    remove_own_waits(*this, id);
    add_async_job(id, model::JobRecord::Kind::AsyncAfter);
    return;
  }
  leave_now(id);
}

void Command::leave_last(ExecutionId id) {
  constexpr int kMore =
      CompiledNode::Finishes | CompiledNode::AtOnce | CompiledNode::Routes | CompiledNode::Step;
  Execution& token = tree_.edit(id);
  const bool alone = passes_unseen() && !token.compiled->is(kMore) && !tree_.graceful();
  if (!alone || token.is(flag::kLeaving | flag::kLoopChild)) return leave(id);
  token.flags |= flag::kLeaving;
  run_take_outgoing(id);
}

void Command::loop_completed(ExecutionId root) {
  const model::MultiInstance* multi = node_of(root).multi_instance.get();
  if (multi != nullptr && multi->async_after) return add_async_job(root, model::JobRecord::Kind::AsyncAfter);
  if (compiled(root).is(CompiledNode::AtOnce)) return plan_next(OperationKind::TakeOutgoing, root);
  plan(OperationKind::TakeOutgoing, root);
}

void Command::leave_now(ExecutionId id) {
  Execution& token = tree_.edit(id);
  if (token.is(flag::kLoopChild)) {
    ExecutionContext instance = context(id);
    token.compiled->loop->instance_completed(instance);
    return;
  }
  token.flags |= flag::kLeaving;
  if (token.compiled->is(CompiledNode::AtOnce)) return plan_next(OperationKind::TakeOutgoing, id);
  plan(OperationKind::TakeOutgoing, id);
}

void Command::complete_activity(ExecutionId id) {
  const CompiledNode& compiled_node = compiled(id);
  // What is skipped has not been done.
  const bool compensable = compiled_node.is(CompiledNode::Compensable) && !tree_.at(id).is(flag::kPasses);
  if (tree_.at(id).waits != kNone && !compensable) remove_waits(id);
  if (compiled_node.is(CompiledNode::Step)) complete_step(*this, id);
  if (compiled_node.is(CompiledNode::Finishes) && tree_.at(id).is(flag::kEntered)) {
    const model::FlowNode& node = node_of(id);
    if (node.extras != nullptr && !skip_io_) {
      for (const model::Parameter& output : node.extras->io.outputs) write_output(id, output);
    }
    notify(id, node.listeners, model::Listener::Event::End, node.id);
  }
  record_left(id);
  if (compensable) remember_completed(id);
}

// Activiti: TakeOutgoingSequenceFlowsOperation.
void Command::run_take_outgoing(ExecutionId id) {
  if (tree_.graceful() && GracefulEnding(*this).begins_nothing(id)) [[unlikely]]
    return;
  {
    // Most tokens leave nothing behind.
    Execution& token = tree_.edit(id);
    const CompiledNode& node = *token.compiled;
    const bool bare =
        token.waits == kNone && token.variables == kNone && !token.is(flag::kLoopRoot | flag::kScope) &&
        !node.is(CompiledNode::Finishes | CompiledNode::Compensable | CompiledNode::Routes) && !shows(node);
    if (bare) {
      token.flags &= static_cast<std::uint16_t>(~(flag::kEntered | kEndsWithLeaving));
      token.phase = 0;
      return take_way_out(id);
    }
  }
  if (compiled(id).is(CompiledNode::Routes)) choose_outcomes(id);
  if (tree_.at(id).is(flag::kLoopRoot)) {
    if (compiled(id).is(CompiledNode::Compensable)) remember_loop(id);
    remove_waits(id);
    tree_.release_loop(id);
  } else {
    complete_activity(id);
  }
  // Conditions see the data of the step that chooses.
  const bool chooses = compiled(id).is(CompiledNode::Step) && !compiled(id).is(CompiledNode::OneWayOut) &&
                       !compiled(id).is(CompiledNode::EndsDirectly);
  if (chooses) {
    chosen_.clear();
    choose_flows(id, chosen_);
  }
  tree_.clear_locals(id);
  if (tree_.at(id).is(flag::kScope)) tree_.close_scope(id);
  tree_.clear_flags(id, kEndsWithLeaving);
  // How its canceling has come is no concern of the node behind.
  if (tree_.at(id).phase != 0) [[unlikely]]
    tree_.edit(id).phase = 0;
  if (chooses) return take_flows(id, chosen_);
  take_way_out(id);
}

void Command::take_way_out(ExecutionId id) {
  const CompiledNode& node = compiled(id);
  if (node.is(CompiledNode::AtOnce) && Merges::is_drained(*this, tree_.at(id).parent)) return run_end(id);
  if (node.is(CompiledNode::OneWayOut)) {
    tree_.take(id, node.outgoing.front());
    return plan(OperationKind::Continue, id);
  }
  if (node.is(CompiledNode::EndsDirectly)) {
    return node.is(CompiledNode::AtOnce) ? run_end(id) : plan(OperationKind::EndExecution, id);
  }
  if (node.is(CompiledNode::Merges | CompiledNode::Routes)) return route(id);
  chosen_.clear();
  choose_flows(id, chosen_);
  take_flows(id, chosen_);
}

void Command::choose_flows(ExecutionId id, std::vector<const CompiledFlow*>& chosen) {
  const CompiledNode& node = compiled(id);
  const FlowChoice choice = node.behavior->flow_choice();
  const CompiledFlow* otherwise = nullptr;
  for (const CompiledFlow& flow : node.outgoing) {
    if (choice != FlowChoice::All) {
      if (flow.id == node.element->default_flow) {
        otherwise = &flow;
        continue;
      }
      if (flow.condition != model::kNoExpression && !evaluate_condition(id, flow.condition)) continue;
    }
    chosen.push_back(&flow);
    if (choice == FlowChoice::FirstTrue) break;
  }
  if (!chosen.empty()) return;
  if (otherwise == nullptr) {
    throw Error(ErrorKind::Execution,
                "no outgoing sequence flow can be taken: no condition holds and there is no default flow",
                node.element->id, node.element->where);
  }
  chosen.push_back(otherwise);
}

// The first token goes on in this execution; all are made before any of them moves.
void Command::take_flows(ExecutionId id, const std::vector<const CompiledFlow*>& chosen) {
  const ExecutionId scope = tree_.at(id).parent;
  const std::int64_t quantity = node_of(id).completion_quantity;
  const bool in_turn = tree_.depth_first() && definition_of(id).depth_first;
  std::size_t made = 0;
  for (const CompiledFlow* flow : chosen) {
    for (std::int64_t i = 0; i < quantity; ++i) {
      ExecutionId token = id;
      if (made++ == 0) {
        tree_.take(id, *flow);
      } else {
        token = tree_.create_child(scope, flow->target->id);
        tree_.edit(token).flow = flow->id;
      }
      if (!in_turn) plan(OperationKind::Continue, token);
    }
  }
  if (!in_turn) return;
  // Each is put before everything else, so that the first to move is planned last.
  ExecutionId token = tree_.at(scope).last_child;
  for (; made > 1; --made) {
    plan_next(OperationKind::Continue, token);
    token = tree_.at(token).previous;
  }
  plan_next(OperationKind::Continue, id);
}

}  // namespace rondo::agenda
