// SPDX-License-Identifier: Apache-2.0
// Outcomes of nodes, scopes that are completed from inside, and failures that do not undo the command.
#include "agenda/command.hpp"
#include "agenda/merges.hpp"

#include <algorithm>
#include <utility>

namespace rondo::agenda {

namespace {

void add_names(std::vector<std::string>& names, const model::Value& value) {
  if (value.is_list()) {
    for (const model::Value& item : value.as_list()) add_names(names, item);
  } else if (!value.is_null()) {
    names.push_back(value.is_string() ? std::string(value.as_string()) : model::to_json(value));
  }
}

// The definition that holds what is in a scope.
const model::ProcessDefinition& body_of(const ExecutionTree& tree, ExecutionId scope) {
  return tree.process_of(scope).process->definition();
}

}  // namespace

// While the variables of the node are still there.
void Command::choose_outcomes(ExecutionId id) {
  outcomes_.clear();
  const model::ActivityExtras* extras = node_of(id).extras.get();
  if (extras == nullptr) return;
  for (const model::OutcomeRule& rule : extras->outcomes) {
    if (rule.condition != model::kNoExpression && !evaluate_condition(id, rule.condition)) continue;
    const std::size_t before = outcomes_.size();
    if (!rule.name.empty()) outcomes_.push_back(rule.name);
    if (rule.names != model::kNoExpression) add_names(outcomes_, evaluate(id, rule.names));
    if (!rule.variable.empty()) {
      const auto name = tree_.process_of(id).process->names().intern(rule.variable);
      if (const model::Value* own = tree_.local(id, name)) add_names(outcomes_, *own);
    }
    if (extras->first_outcome && outcomes_.size() > before) return;
  }
  if (outcomes_.empty() && !extras->outcomes.empty()) outcomes_.push_back(extras->otherwise);
}

bool Command::is_taken(ExecutionId id, const CompiledFlow& flow) const {
  const std::string& outcome = definition_of(id).flow(flow.id).outcome;
  if (outcomes_.empty() || !compiled(id).is(CompiledNode::Routes)) return outcome.empty();
  return !outcome.empty() && std::find(outcomes_.begin(), outcomes_.end(), outcome) != outcomes_.end();
}

// The way out of a node whose flows have outcomes, or lie in a scope with merges.
void Command::route(ExecutionId id) {
  chosen_.clear();
  for (const CompiledFlow& flow : compiled(id).outgoing) {
    if (is_taken(id, flow)) chosen_.push_back(&flow);
  }
  if (compiled(id).is(CompiledNode::Merges)) return Merges(*this, tree_.at(id).parent).leave(id, chosen_);
  if (!chosen_.empty()) return take_flows(id, chosen_);
  if (compiled(id).is(CompiledNode::AtOnce)) return run_end(id);
  plan(OperationKind::EndExecution, id);
}

void Command::arrive_at_merge(ExecutionId id) {
  if (!compiled(id).is(CompiledNode::Merges)) return leave(id);
  Merges(*this, tree_.at(id).parent).arrive(id);
}

// --- ends

// What runs in it is withdrawn; what has not begun is done all the same, unless the event drops it, but
// nothing follows.
void Command::complete_scope(ExecutionId id, const model::EventDefinition& event) {
  ExecutionId scope = tree_.at(id).parent;
  if (event.completed_scope == model::kNoScope && Merges::is_drained(*this, scope)) {
    complete_activity(id);
    return run_end(id);
  }
  model::Value outcomes;
  if (event.result != model::kNoExpression) outcomes = evaluate(id, event.result);
  complete_activity(id);
  if (compiled(id).is(CompiledNode::Merges)) Merges(*this, scope).ended_at(tree_.at(id).node);
  const auto is_meant = [&](ExecutionId at) {
    return tree_.at(at).is(flag::kInstance) ||
           (!tree_.at(at).is(flag::kLoopRoot) && scope_of(at) == event.completed_scope);
  };
  while (event.completed_scope != model::kNoScope && !is_meant(scope)) scope = tree_.at(scope).parent;
  const bool drops = event.drops_planned || tree_.at(scope).is(flag::kLoopChild);
  const Merges merges(*this, scope);
  for (ExecutionId child = tree_.at(scope).last_child; child != kNone;) {
    const ExecutionId previous = tree_.at(child).previous;
    if (drops || merges.has_begun(child) || child == id) withdraw(child, "completed");
    child = previous;
  }
  tree_.release_joins(scope);
  if (!outcomes.is_null())
    set_local(scope, tree_.process_of(scope).process->names().intern("outcomes"), outcomes);
  if (tree_.at(scope).tokens == 0) return token_gone(scope);
  Merges(*this, scope).drain();
  if (!tree_.at(scope).is(flag::kInstance)) leave_drained(scope);
}

// Another token leaves for the scope, which stays until what was planned in it is done.
void Command::leave_drained(ExecutionId scope) {
  const ExecutionId token = tree_.create_child(tree_.at(scope).parent, tree_.at(scope).node);
  tree_.edit(token).flow = tree_.at(scope).flow;
  tree_.edit(token).visit = tree_.at(scope).visit;
  tree_.copy_locals(scope, token);
  tree_.set_flags(token, flag::kEntered);
  tree_.clear_flags(scope, flag::kEntered);
  leave(token);
}

bool Command::end_drained(ExecutionId scope) {
  if (!compiled(scope).is(CompiledNode::AtOnce) || !Merges::is_drained(*this, scope)) return false;
  const ExecutionId above = tree_.at(scope).parent;
  withdraw(scope, {}, false);
  token_gone(above);
  return true;
}

// --- what does not go on

Unfinished& Command::unfinished() {
  if (unfinished_ == nullptr) unfinished_ = std::make_unique<Unfinished>();
  return *unfinished_;
}

void Command::note_stalled(ExecutionId scope, model::NodeId node) {
  unfinished().stalled.push_back({scope, tree_.executions().generation(scope), node});
}

void Command::note_canceled(ExecutionId scope, model::NodeId node, model::FlowId flow) {
  Merges(*this, scope).withdrawn(node);
  if (tree_.at(scope).tokens == 0) return token_gone(scope);
  Merges(*this, scope).path_ended(node, flow);
  note_stalled(scope, node);
}

// When everything rests: dead ends are reported, and instances with faults end. True when something is
// planned.
bool Command::settle_ends() {
  const std::unique_ptr<Unfinished> found = std::move(unfinished_);
  for (const Stalled& stalled : found->stalled) {
    if (!tree_.executions().holds(stalled.scope, stalled.generation)) continue;
    // It may have been left since then.
    const bool is_scope = tree_.at(stalled.scope).is(flag::kScope | flag::kInstance);
    if (!is_scope || scope_of(stalled.scope) != body_of(tree_, stalled.scope).node(stalled.node).scope)
      continue;
    Merges merges(*this, stalled.scope);
    if (!merges.is_stalled()) continue;
    merges.reported();
    const std::string& name = body_of(tree_, stalled.scope).node(stalled.node).id;
    changes_.incidents.push_back(
        {execution_handle(stalled.scope), instance_handle(tree_.at(stalled.scope).process),
         execution_handle(stalled.scope), &body_of(tree_, stalled.scope), stalled.node, "deadlock",
         "nothing can happen any more that '" + name + "' waits for", now()});
  }
  for (const Faulted& faulted : found->faulted) {
    if (!tree_.runs(faulted.process, faulted.generation)) continue;
    const ExecutionId caller = tree_.process(faulted.process).caller;
    end_instance(faulted.process, model::RecordState::Faulted, "faulted", faulted.error.code,
                 faulted.error.message);
    if (caller != kNone) plan_error(caller, faulted.error.code, faulted.error.message);
  }
  return !agenda_.empty() || unfinished_ != nullptr;
}

// The activity stays as it is, for somebody to see; nothing goes on from it.
void Command::leave_fault(ExecutionId source, const RaisedError& error) {
  const std::uint32_t process = tree_.at(source).process;
  const model::ProcessDefinition& definition = tree_.process(process).process->definition();
  if (definition.failures == model::FailurePolicy::Fault || tree_.at(source).node == model::kNoNode) {
    unfinished().faulted.push_back({process, tree_.processes().generation(process), error});
  }
  if (tree_.at(source).node == model::kNoNode) return;
  if (tree_.at(source).waits != kNone) remove_waits(source);
  tree_.clear_flags(source, flag::kWaiting);
  const std::string message = error.message.empty() ? error.code : error.code + ": " + error.message;
  changes_.incidents.push_back({execution_handle(source), instance_handle(process), execution_handle(source),
                                &definition, tree_.at(source).node, "faulted_activity", message, now()});
}

}  // namespace rondo::agenda
