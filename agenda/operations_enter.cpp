// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "agenda/steps.hpp"

#include <utility>

namespace rondo::agenda {

namespace {

using model::Listener;

void create_properties(Command& command, ExecutionId id, const std::vector<model::DataItem>& items) {
  model::NameTable& names = command.tree().process_of(id).process->names();
  for (const model::DataItem& item : items) {
    if (item.kind == model::DataItem::Kind::DataStore) continue;
    const std::string& name = item.name.empty() ? item.id : item.name;
    command.set_local(id, names.intern(name), item.initial.value_or(model::Value()));
  }
}

const CompiledNode* follow(Execution& token, const CompiledNode& node) {
  const CompiledFlow& flow = node.outgoing.front();
  token.flow = flow.id;
  return flow.target;
}

}  // namespace

// A token goes over its flow and enters the node at its end (Activiti: ContinueProcessOperation).
void Command::run_continue(ExecutionId id) {
  const CompiledNode& node = compiled(id);
  if (node.passes && !shows(node) && settings_.step_data_limit == 0) {
    if (passes_unseen()) return go_through(id);
    tree_.edit(id).flags |= flag::kEntered | flag::kLeaving;
    if (node.is(CompiledNode::AtOnce)) return plan_next(OperationKind::TakeOutgoing, id);
    return plan(OperationKind::TakeOutgoing, id);
  }
  if (node.works && !shows(node) && passes_unseen() && !tree_.graceful()) return go_through(id);
  if (node.is(CompiledNode::HearsTake) && tree_.at(id).flow != model::kNoFlow) {
    const model::SequenceFlow& flow = definition_of(id).flow(tree_.at(id).flow);
    if (!flow.listeners.empty()) notify(id, flow.listeners, Listener::Event::Take, flow.id);
  }
  if (node.is(CompiledNode::Prepares)) {
    id = collect_start_tokens(id);
    if (id == kNone) return;
  }
  if (node.loop == nullptr) return enter(id);
  const model::MultiInstance* multi = node.element->multi_instance.get();
  if (multi != nullptr && multi->async_before) return add_async_job(id, model::JobRecord::Kind::AsyncBefore);
  begin_loop(id);
}

void Command::begin_loop(ExecutionId id) {
  const CompiledNode& node = compiled(id);
  // Boundary events belong to the activity as a whole, not to its instances.
  if (node.is(CompiledNode::HasBoundary)) {
    for (const model::NodeId event : definition_of(id).boundary_events(node.id)) subscribe(id, event);
  }
  ExecutionContext root = context(id);
  node.loop->enter(root);
}

// The operations of a token that is alone on the agenda follow each other; where nobody watches and nothing
// is recorded, what they do at elements that are only passed, or that do their work at once, is done in one
// go.
void Command::go_through(ExecutionId id) {
  Execution& token = tree_.edit(id);
  const CompiledNode* node = token.compiled;
  for (;;) {
    while (node->passes && node->is(CompiledNode::OneWayOut) && !node->is(CompiledNode::PassedSingly) &&
           !shows(*node)) {
      node = follow(token, *node);
    }
    token.node = node->id;
    token.compiled = node;
    if (!node->works || shows(*node) || tree_.graceful()) break;
    if (!work(id, token)) return;
    node = follow(token, *node);
  }
  if (!node->passes || shows(*node)) return plan(OperationKind::Continue, id);
  token.flags |= flag::kEntered | flag::kLeaving;
  plan(OperationKind::TakeOutgoing, id);
}

// False: the token waits, or something else comes before it goes on.
bool Command::work(ExecutionId id, Execution& token) {
  const CompiledNode& node = *token.compiled;
  if (node.is(CompiledNode::GivesConstant) && !host_.replaces_scripts()) {
    record_result(id, *node.process->expression(node.element->implementation->expression)->constant());
    return true;
  }
  const std::uint32_t generation = tree_.executions().generation(id);
  token.flags |= flag::kEntered;
  ExecutionContext here = context(id);
  if (!node.behavior->work(here) || !tree_.executions().holds(id, generation)) return false;
  const bool bare = token.waits == kNone && token.variables == kNone && token.compiled == &node &&
                    token.phase == 0 && !token.is(flag::kLeaving | flag::kLoopRoot | flag::kScope);
  if (bare && passes_unseen() && !tree_.graceful()) {
    token.flags &= static_cast<std::uint16_t>(~flag::kEntered);
    return true;
  }
  leave(id);
  return false;
}

// startQuantity: the activity begins when so many tokens have come (BPMN 2.0 §13.3.2). Gives the token
// that goes on for all of them, or kNone.
ExecutionId Command::collect_start_tokens(ExecutionId id) {
  const std::int64_t quantity = node_of(id).start_quantity;
  if (quantity <= 1) return id;
  const ExecutionId scope = tree_.at(id).parent;
  const std::uint32_t join = tree_.join_at(scope, tree_.at(id).node, 1);
  tree_.arrive(join, 0, id);
  if (tree_.join(join).flows[0].count < static_cast<std::uint64_t>(quantity)) return kNone;
  const ExecutionId leader = tree_.take_arrival(join, 0);
  while (tree_.join(join).marked > 0) tree_.remove(tree_.take_arrival(join, 0));
  tree_.release_join(scope, join);
  return leader;
}

void Command::enter(ExecutionId id) {
  if (compiled(id).is(CompiledNode::AsyncBefore)) {
    add_async_job(id, model::JobRecord::Kind::AsyncBefore);
    return;
  }
  enter_now(id);
}

void Command::enter_now(ExecutionId id) {
  const CompiledNode& node = compiled(id);
  record_entered(id);
  if (node.is(CompiledNode::Prepares) && !prepare(id)) return leave(id);
  if (settings_.step_data_limit != 0) [[unlikely]]
    check_step_input(*this, id);
  if (node.is(CompiledNode::HasBoundary) && node.loop == nullptr) {
    for (const model::NodeId event : definition_of(id).boundary_events(node.id)) subscribe(id, event);
  }
  ExecutionContext here = context(id);
  node.behavior->execute(here);
}

// False when the activity is to be skipped.
bool Command::prepare(ExecutionId id) {
  if (skips(id)) {
    tree_.set_flags(id, flag::kPasses);
    return false;
  }
  prepare_data(id);
  return true;
}

void Command::prepare_data(ExecutionId id) {
  const model::FlowNode& node = node_of(id);
  if (!node.properties.empty()) create_properties(*this, id, node.properties);
  if (node.step != nullptr) prepare_step(*this, id);
  if (node.extras != nullptr && !skip_io_) {
    for (const model::Parameter& input : node.extras->io.inputs) {
      model::Value value = evaluate_parameter(id, input.value);
      set_local(id, tree_.process_of(id).process->names().intern(input.target), std::move(value));
    }
  }
  if (!node.listeners.empty()) notify(id, node.listeners, Listener::Event::Start, node.id);
}

// Activiti, Flowable: skip expressions count only while a variable switches them on.
bool Command::skips(ExecutionId id) {
  const model::FlowNode& node = node_of(id);
  if (node.extras == nullptr || node.extras->skip_expression == model::kNoExpression) return false;
  const ExecutionContext here = context(id);
  for (const char* name : {"_ACTIVITI_SKIP_EXPRESSION_ENABLED", "_FLOWABLE_SKIP_EXPRESSION_ENABLED"}) {
    model::Value enabled;
    if (here.find(name, enabled) && enabled == model::Value(true)) {
      return evaluate_condition(id, node.extras->skip_expression);
    }
  }
  return false;
}

void Command::start_body(ExecutionId scope, model::ScopeId body) {
  tree_.set_flags(scope, flag::kScope);
  tree_.clear_flags(scope, flag::kWaiting);
  create_data(scope, body);
  open_event_subprocesses(scope);
  const auto& initial = tree_.process_of(scope).process->initial_nodes(body);
  if (tree_.depth_first() && runs_depth_first(scope)) [[unlikely]] {
    begin_in_turn(scope, initial);
  } else {
    for (const model::NodeId node : initial) plan(OperationKind::Continue, tree_.create_child(scope, node));
  }
  // In an ad-hoc sub-process activities start when they are enabled.
  if (initial.empty() && !tree_.at(scope).is(flag::kAdHoc)) token_gone(scope);
}

// Each is put before everything else, so that the first to begin is planned last.
void Command::begin_in_turn(ExecutionId scope, const std::vector<model::NodeId>& nodes) {
  for (const model::NodeId node : nodes) (void)tree_.create_child(scope, node);
  for (ExecutionId child = tree_.at(scope).last_child; child != kNone; child = tree_.at(child).previous) {
    plan_next(OperationKind::Continue, child);
  }
}

void Command::record_entered(ExecutionId id) {
  if (!shows(compiled(id))) {
    tree_.set_flags(id, flag::kEntered);
    return;
  }
  Execution& execution = tree_.edit(id);
  ProcessInstance& instance = tree_.edit_process(execution.process);
  execution.visit = instance.visits++;
  execution.flags |= flag::kEntered;
  changes_.history.push_back({model::HistoryEvent::Kind::Entered, instance_handle(execution.process),
                              execution.visit, execution.node, &instance.process->definition(),
                              execution_handle(id), now(), path_of(id), compiled(id).recorded});
}

void Command::record_left(ExecutionId id) {
  if (!tree_.at(id).is(flag::kEntered)) return;
  tree_.clear_flags(id, flag::kEntered);
  if (!shows(compiled(id))) return;
  const Execution& execution = tree_.at(id);
  changes_.history.push_back({model::HistoryEvent::Kind::Left,
                              instance_handle(execution.process),
                              execution.visit,
                              execution.node,
                              &definition_of(id),
                              {},
                              now(),
                              {},
                              compiled(id).recorded});
}

void Command::record_call(ExecutionId caller, std::uint32_t called) {
  if (!shows(compiled(caller))) return;
  const Execution& execution = tree_.at(caller);
  changes_.history.push_back({model::HistoryEvent::Kind::CalledInstance,
                              instance_handle(execution.process),
                              execution.visit,
                              execution.node,
                              &definition_of(caller),
                              instance_handle(called),
                              now(),
                              {},
                              compiled(caller).recorded});
}

void Command::record_assignee(ExecutionId id, std::string_view user) {
  if (!shows(compiled(id))) return;
  const Execution& execution = tree_.at(id);
  changes_.history.push_back({model::HistoryEvent::Kind::Assigned,
                              instance_handle(execution.process),
                              execution.visit,
                              execution.node,
                              &definition_of(id),
                              {},
                              now(),
                              std::string(user),
                              compiled(id).recorded});
}

// An asynchronous continuation goes on (Activiti: ContinueProcessOperation, synchronous).
void Command::run_async(ExecutionId id, std::uint32_t kind) {
  tree_.clear_flags(id, flag::kWaiting);
  if (static_cast<model::JobRecord::Kind>(kind) == model::JobRecord::Kind::AsyncBefore) {
    const bool whole_loop = compiled(id).loop != nullptr && !tree_.at(id).is(flag::kLoopChild);
    return whole_loop ? begin_loop(id) : enter_now(id);
  }
  ExecutionContext here = context(id);
  compiled(id).behavior->leave_later(here);
}

}  // namespace rondo::agenda
