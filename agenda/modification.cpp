// SPDX-License-Identifier: Apache-2.0
// Putting tokens where no flow has brought them, and taking them away (Camunda 7: process instance
// modification; Flowable: change of activity state).
#include "agenda/modification.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace rondo::agenda {

namespace {

[[noreturn]] void refuse_step(const model::FlowNode& node, const std::string& message) {
  throw Error(ErrorKind::InvalidState, message, node.id);
}

// The execution after `at`, parents first, in the tree below `top`; kNone behind the last.
ExecutionId next_below(const ExecutionTree& tree, ExecutionId top, ExecutionId at) {
  if (tree.at(at).first_child != kNone) return tree.at(at).first_child;
  while (at != top && tree.at(at).next == kNone) at = tree.at(at).parent;
  return at == top ? kNone : tree.at(at).next;
}

bool is_present(const Execution& execution) {
  return !execution.is(flag::kRetired | flag::kEventScope | flag::kCompensating);
}

}  // namespace

// --- finding

std::vector<ExecutionId> TokenPlacer::executions_at(std::uint32_t process, model::NodeId node) const {
  std::vector<ExecutionId> found;
  const ExecutionId root = tree_.process(process).execution;
  for (ExecutionId at = root; at != kNone; at = next_below(tree_, root, at)) {
    const Execution& execution = tree_.at(at);
    if (execution.node == node && is_present(execution) && !execution.is(flag::kLoopChild))
      found.push_back(at);
  }
  return found;
}

// Scopes that are about to be left hold no token any more.
std::vector<ExecutionId> TokenPlacer::running_scopes(ExecutionId within, model::ScopeId scope) const {
  std::vector<ExecutionId> found;
  for (ExecutionId at = within; at != kNone; at = next_below(tree_, within, at)) {
    const Execution& execution = tree_.at(at);
    if (!execution.is(flag::kScope) || !is_present(execution) || command_.scope_of(at) != scope) continue;
    if (execution.tokens > 0 || execution.is(flag::kInstance | flag::kAdHoc)) found.push_back(at);
  }
  return found;
}

ExecutionId TokenPlacer::scope_around(ExecutionId id, model::NodeId target) const {
  const model::ProcessDefinition& definition = command_.definition_of(id);
  for (ExecutionId at = tree_.at(id).parent; at != kNone; at = tree_.at(at).parent) {
    if (!tree_.at(at).is(flag::kScope)) continue;
    for (model::ScopeId scope = definition.node(target).scope; scope != model::kNoScope;
         scope = definition.scope(scope).parent) {
      if (command_.scope_of(at) == scope) return at;
    }
  }
  return tree_.process_of(id).execution;
}

// --- starting

ExecutionId TokenPlacer::place(const Placement& where) {
  const DeployedProcess& process = *tree_.process(where.process).process;
  const model::FlowNode& node = process.definition().node(where.node);
  if (node.is_for_compensation || node.triggered_by_event) {
    refuse_step(node, fmt::format("'{}' is started by its event only", node.id));
  }
  const bool names_loop = where.ancestor != kNone && tree_.at(where.ancestor).is(flag::kLoopRoot);
  if (names_loop && tree_.at(where.ancestor).node == where.node) return add_instance(where.ancestor);
  const ExecutionId scope = open_scopes(where, node);
  if (process.compiled(where.node).loop != nullptr && where.flow == model::kNoFlow && !where.whole_loop) {
    return place_instance(scope, where.node);
  }
  const ExecutionId token = tree_.create_child(scope, where.node);
  tree_.edit(token).flow = where.flow;
  if (node.attached_to != model::kNoNode && node.interrupting) {
    withdraw_at(scope, node.attached_to, "boundary event");
  }
  return token;
}

void TokenPlacer::run(ExecutionId token) {
  const bool instance = tree_.at(token).is(flag::kLoopChild);
  command_.plan(instance ? OperationKind::ContinueMultiInstance : OperationKind::Continue, token);
}

// An instance joins those that run. Where there are none, Camunda begins with this one alone, others with
// all.
ExecutionId TokenPlacer::place_instance(ExecutionId scope, model::NodeId node) {
  ExecutionId root = kNone;
  for (ExecutionId child = tree_.at(scope).first_child; child != kNone; child = tree_.at(child).next) {
    if (tree_.at(child).node != node || !tree_.at(child).is(flag::kLoopRoot)) continue;
    if (root != kNone)
      refuse_step(command_.definition_of(scope).node(node),
                  "the multi-instance activity runs more than once");
    root = child;
  }
  if (root != kNone) return add_instance(root);
  const ExecutionId token = tree_.create_child(scope, node);
  if (command_.definition_of(scope).dialect != model::Dialect::Camunda) return token;
  subscribe_boundary(token);
  return add_instance(token);
}

ExecutionId TokenPlacer::add_instance(ExecutionId root) {
  ExecutionContext whole = command_.context(root);
  return command_.compiled(root).loop->add_instance(whole);
}

void TokenPlacer::subscribe_boundary(ExecutionId id) {
  for (const model::NodeId event : command_.definition_of(id).boundary_events(tree_.at(id).node))
    command_.subscribe(id, event);
}

// Goes outwards until something runs, and inwards again through what has to be made.
ExecutionId TokenPlacer::open_scopes(const Placement& where, const model::FlowNode& node) {
  const model::ProcessDefinition& definition = tree_.process(where.process).process->definition();
  const ExecutionId within = where.within != kNone ? where.within : tree_.process(where.process).execution;
  std::vector<model::ScopeId> missing;
  ExecutionId holder = kNone;
  for (model::ScopeId scope = node.scope; holder == kNone; scope = definition.scope(scope).parent) {
    if (scope == model::kNoScope)
      refuse_step(node, fmt::format("'{}' does not lie in the named ancestor", node.id));
    if (where.ancestor != kNone) {
      const Execution& ancestor = tree_.at(where.ancestor);
      if (ancestor.is(flag::kLoopRoot) && definition.scope(scope).owner == ancestor.node) {
        holder = add_instance(where.ancestor);
        enter_scope(holder);
      } else if (ancestor.is(flag::kScope) && command_.scope_of(where.ancestor) == scope) {
        holder = where.ancestor;
      }
    } else {
      const auto running = running_scopes(within, scope);
      if (running.size() > 1) {
        refuse_step(
            node,
            fmt::format("more than one scope runs in which '{}' can be started: name the ancestor", node.id));
      }
      if (!running.empty()) holder = running.front();
    }
    if (holder == kNone) missing.push_back(scope);
  }
  std::reverse(missing.begin(), missing.end());
  for (const auto scope : missing) holder = make_scope(holder, definition.scope(scope).owner);
  return holder;
}

ExecutionId TokenPlacer::make_scope(ExecutionId parent, model::NodeId owner) {
  const model::ProcessDefinition& definition = command_.definition_of(parent);
  const model::FlowNode& node = definition.node(owner);
  for (const model::NodeId start :
       tree_.process_of(parent).process->event_starts(command_.scope_of(parent))) {
    if (definition.node(start).scope != node.body || !definition.node(start).interrupting) continue;
    command_.withdraw_children(parent, "event sub-process");
    command_.close_event_subprocesses(parent);
  }
  ExecutionId scope = tree_.create_child(parent, owner);
  if (command_.compiled(scope).loop != nullptr) {
    subscribe_boundary(scope);
    scope = add_instance(scope);
  }
  enter_scope(scope);
  return scope;
}

// What happens when a token enters a sub-process, but for its content.
void TokenPlacer::enter_scope(ExecutionId id) {
  const model::FlowNode& node = command_.node_of(id);
  tree_.set_flags(id, flag::kScope);
  // Only in ad-hoc sub-processes, which always have such properties, tokens start nowhere by themselves.
  const bool starts = !tree_.process_of(id).process->initial_nodes(node.body).empty();
  if (!starts && node.extras != nullptr) tree_.set_flags(id, flag::kAdHoc);
  if (node.triggered_by_event) {
    tree_.set_flags(id, flag::kEventBody);
    ++tree_.edit(tree_.at(id).parent).event_bodies;
  }
  command_.record_entered(id);
  command_.prepare_data(id);
  if (command_.compiled(id).loop == nullptr) subscribe_boundary(id);
  command_.create_data(id, node.body);
  command_.open_event_subprocesses(id);
}

// --- canceling

void TokenPlacer::withdraw_at(ExecutionId scope, model::NodeId node, std::string_view reason) {
  ExecutionId child = tree_.at(scope).last_child;
  while (child != kNone) {
    const ExecutionId previous = tree_.at(child).previous;
    if (tree_.at(child).node == node && is_present(tree_.at(child))) withdraw_alone(child, reason);
    child = previous;
  }
}

// What others know of it is put right first.
void TokenPlacer::withdraw_alone(ExecutionId id, std::string_view reason) {
  const Execution& execution = tree_.at(id);
  if (execution.is(flag::kJoined)) tree_.leave_join(id);
  if (execution.is(flag::kLoopChild)) {
    Loop& loop = tree_.edit_loop(tree_.at(execution.parent).detail);
    --loop.total;
    --loop.active;
  }
  command_.withdraw(id, reason);
}

// A scope that loses its last token goes as well; the process instance may still get others.
void TokenPlacer::withdraw_with_scopes(ExecutionId id, std::string_view reason) {
  if (!tree_.at(id).is(flag::kInstance) && command_.compiled(id).is(CompiledNode::AtOnce)) {
    const ExecutionId scope = tree_.at(id).parent;
    const model::NodeId node = tree_.at(id).node;
    const model::FlowId flow = tree_.at(id).flow;
    withdraw_alone(id, reason);
    return command_.note_canceled(scope, node, flow);
  }
  for (;;) {
    const ExecutionId parent = tree_.at(id).parent;
    if (parent == kNone || tree_.at(parent).is(flag::kInstance | flag::kAdHoc)) break;
    if (tree_.at(parent).tokens > 1 || tree_.at(parent).is(flag::kCompensating | flag::kEventScope)) break;
    id = parent;
  }
  if (tree_.at(id).is(flag::kInstance)) return command_.withdraw_children(id, reason);
  withdraw_alone(id, reason);
}

void TokenPlacer::end_if_empty(std::uint32_t process, std::string_view reason) {
  const ProcessInstance& instance = tree_.process(process);
  if (tree_.at(instance.execution).tokens > 0) return;
  if (instance.caller == kNone) return command_.end_instance(process, model::RecordState::Terminated, reason);
  const std::uint32_t calling = tree_.at(instance.caller).process;
  withdraw_with_scopes(instance.caller, reason);
  end_if_empty(calling, reason);
}

// --- called instances

void Command::begin_called_at(ExecutionId caller, std::string activity) {
  called_starts_.push_back({caller, tree_.executions().generation(caller), std::move(activity)});
}

void Command::begin_called(std::uint32_t process) {
  const ExecutionId caller = tree_.process(process).caller;
  for (const CalledStart& start : called_starts_) {
    const bool meant = start.caller == caller || start.caller == tree_.at(caller).parent;
    if (!meant || !tree_.executions().holds(start.caller, start.generation)) continue;
    const DeployedProcess& called = *tree_.process(process).process;
    const ExecutionId root = tree_.process(process).execution;
    const model::NodeId node = called.definition().find(start.activity);
    if (node == model::kNoNode) {
      throw Error(ErrorKind::NotFound,
                  fmt::format("process '{}' has no '{}'", called.definition().id, start.activity));
    }
    if (!called.definition().input_variable.empty()) gather_input(root);
    notify(root, called.definition().listeners, model::Listener::Event::Start, called.definition().id);
    open_event_subprocesses(root);
    Placement where;
    where.process = process;
    where.node = node;
    TokenPlacer placer(*this);
    return placer.run(placer.place(where));
  }
  begin_process(process);
}

}  // namespace rondo::agenda
