// SPDX-License-Identifier: Apache-2.0
// A process instance goes on in another version of its process (Camunda 7: process instance migration).
#include "agenda/migration.hpp"

#include "agenda/modification.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace rondo::agenda {

namespace {

bool is_event(const Wait& wait) {
  const bool timer = wait.job != nullptr && wait.job->kind == model::JobRecord::Kind::Timer;
  return wait.subscription != nullptr || (timer && (wait.definition & kListenerTimer) == 0);
}

bool is_token(const Execution& execution) {
  return !execution.is(flag::kRetired | flag::kEventScope | flag::kCompensating | flag::kInstance);
}

// Of a gateway: it rests, and not because a job has to go on with it.
bool waits_for_events(const ExecutionTree& tree, const Execution& execution) {
  if (!execution.is(flag::kWaiting)) return false;
  for (std::uint32_t wait = execution.waits; wait != kNone; wait = tree.wait(wait).next) {
    if (tree.wait(wait).node == execution.node) return false;
  }
  return true;
}

}  // namespace

std::vector<ExecutionId> Migrator::executions_of(std::uint32_t process) const {
  std::vector<ExecutionId> found;
  for (ExecutionId id = 0; id < tree_.executions().bound(); ++id) {
    if (tree_.executions().live(id) && tree_.at(id).process == process) found.push_back(id);
  }
  return found;
}

// --- what stands in the way

std::vector<MigrationObstacle> Migrator::obstacles(std::uint32_t process) const {
  std::vector<MigrationObstacle> found;
  for (const ExecutionId id : executions_of(process)) {
    const Execution& execution = tree_.at(id);
    if (execution.is(flag::kInstance)) continue;
    // What completed activities have left is dropped if need be, unless it is being compensated.
    if (execution.is(flag::kEventScope) && execution.parent == kNone) continue;
    if (map_.node(execution.node) == model::kNoNode) {
      found.push_back({execution.node, "it is running, and is not mapped"});
    } else if (execution.is(flag::kJoined)) {
      check_join(execution, found);
    }
  }
  return found;
}

void Migrator::check_join(const Execution& token, std::vector<MigrationObstacle>& found) const {
  const model::ProcessDefinition& target = map_.target->definition();
  const model::NodeId node = map_.node(token.node);
  const model::FlowId flow = map_.flow(token.flow);
  if (token.flow != model::kNoFlow && (flow == model::kNoFlow || target.flow(flow).target != node)) {
    found.push_back({token.node, "a token waits in its join that came over a flow which the target has not"});
  }
  const Execution& parent = tree_.at(token.parent);
  const model::NodeId around = map_.node(parent.node);
  const model::ScopeId scope = parent.is(flag::kInstance) ? model::ScopeId{0}
                               : around == model::kNoNode ? model::kNoScope
                                                          : target.node(around).body;
  if (target.node(node).scope != scope) {
    found.push_back({token.node, "a token waits in its join, which lies in another scope of the target"});
  }
}

// --- doing it

void Migrator::run(std::uint32_t process) {
  const std::vector<ExecutionId> executions = executions_of(process);
  std::vector<Renewal> renewals;
  for (const ExecutionId id : executions) {
    if (tree_.executions().live(id)) migrate_waits(id, renewals);
  }
  tree_.edit_process(process).process = map_.target;
  for (const ExecutionId id : executions) {
    if (!tree_.executions().live(id) || tree_.at(id).node == model::kNoNode) continue;
    const model::NodeId node = map_.node(tree_.at(id).node);
    tree_.set_place(id, node, map_.flow(tree_.at(id).flow), map_.target->compiled(node));
  }
  for (const ExecutionId id : executions) {
    if (tree_.executions().live(id)) migrate_joins(id);
  }
  for (const ExecutionId id : executions) {
    if (tree_.executions().live(id) && is_token(tree_.at(id))) migrate_scope(id);
  }
  for (const ExecutionId id : executions_of(process)) {
    if (tree_.at(id).is(flag::kScope)) tree_.recount(id);
  }
  for (const Renewal& renewal : renewals) command_.subscribe(renewal.execution, renewal.node);
  for (const ExecutionId id : executions) {
    if (tree_.executions().live(id)) subscribe_new(id);
  }
  command_.update_record(process);
  update_called(process);
}

void Migrator::migrate_waits(ExecutionId id, std::vector<Renewal>& renewals) {
  const model::ProcessDefinition& target = map_.target->definition();
  for (std::uint32_t wait = tree_.at(id).waits; wait != kNone;) {
    const std::uint32_t next = tree_.wait(wait).next;
    const Wait& waiting = tree_.wait(wait);
    const model::NodeId node = map_.node(waiting.node);
    bool stays = node != model::kNoNode;
    if (waiting.boundary != model::kNoNode) stays = stays && map_.node(waiting.boundary) != model::kNoNode;
    if (waiting.kept != kNone) stays = stays && is_mapped_below(waiting.kept);
    if (stays && (waiting.definition & kListenerTimer) != 0) {
      const std::size_t listener = waiting.definition & ~kListenerTimer;
      stays = listener < target.node(node).task_listeners.size() &&
              target.node(node).task_listeners[listener].timer_value != model::kNoExpression;
    }
    if (stays && is_event(waiting) && map_.renews[model::index(waiting.node)]) {
      // All definitions of one event begin anew together.
      const auto same = [&](const Renewal& one) { return one.execution == id && one.node == node; };
      if (std::none_of(renewals.begin(), renewals.end(), same)) renewals.push_back({id, node});
      stays = false;
    }
    if (stays) {
      migrate_wait(wait, node);
    } else {
      command_.remove_wait(wait);
    }
    wait = next;
  }
}

// What a completed activity has left is kept only if all of it can be compensated in the target.
bool Migrator::is_mapped_below(ExecutionId kept) const {
  if (tree_.process_of(kept).process != map_.source) return true;
  if (tree_.at(kept).node != model::kNoNode && map_.node(tree_.at(kept).node) == model::kNoNode) return false;
  for (std::uint32_t wait = tree_.at(kept).waits; wait != kNone; wait = tree_.wait(wait).next) {
    if (map_.node(tree_.wait(wait).node) == model::kNoNode) return false;
  }
  return true;
}

void Migrator::migrate_wait(std::uint32_t id, model::NodeId node) {
  const model::ProcessDefinition& definition = map_.target->definition();
  Wait& wait = tree_.edit_wait(id);
  wait.node = node;
  wait.boundary = map_.node(wait.boundary);
  if (wait.task != nullptr) {
    model::TaskRecord task = *wait.task;
    task.definition = &definition;
    task.node = node;
    command_.replace_task(id, std::move(task));
  }
  if (wait.subscription != nullptr) {
    auto subscription = std::make_shared<model::SubscriptionRecord>(*wait.subscription);
    subscription->definition = &definition;
    subscription->node = node;
    command_.changes().subscriptions.push_back(subscription);
    wait.subscription = std::move(subscription);
  }
  if (wait.job == nullptr) return;
  model::JobRecord job = *wait.job;
  job.definition = &definition;
  job.node = node;
  const bool held = map_.target->suspended.load(std::memory_order_relaxed);
  job.held = static_cast<std::uint8_t>(held ? job.held | model::job_hold::kDefinition
                                            : job.held & ~model::job_hold::kDefinition);
  command_.replace_job(id, std::move(job));
}

// The flows into a join may have another order in the target.
void Migrator::migrate_joins(ExecutionId scope) {
  const model::ProcessDefinition& source = map_.source->definition();
  const model::ProcessDefinition& target = map_.target->definition();
  for (std::uint32_t id = tree_.at(scope).joins; id != kNone; id = tree_.join(id).next) {
    Join& join = tree_.edit_join(id);
    const model::NodeId before = join.node;
    join.node = map_.node(before);
    const auto incoming = source.incoming(before);
    if (join.flows.size() != incoming.size()) continue;  // tokens that are collected until there are enough
    decltype(join.flows) flows(target.incoming(join.node).size());
    for (std::size_t i = 0; i < incoming.size(); ++i) {
      const model::FlowId flow = map_.flow(incoming[i]);
      if (flow == model::kNoFlow || target.flow(flow).target != join.node) continue;
      flows[map_.target->incoming_position(flow)] = join.flows[i];
    }
    join.flows = std::move(flows);
  }
}

// The target may have put the node into a scope that was not there: it begins around what runs.
void Migrator::migrate_scope(ExecutionId id) {
  const ExecutionId parent = tree_.at(id).parent;
  if (!tree_.at(parent).is(flag::kScope) || tree_.at(id).is(flag::kLoopChild)) return;
  const model::FlowNode& node = command_.node_of(id);
  if (node.scope == command_.scope_of(parent)) return;
  Placement where;
  where.process = tree_.at(id).process;
  where.node = tree_.at(id).node;
  where.within = parent;
  tree_.reparent(id, TokenPlacer(command_).open_scopes(where, node));
}

// Events that the source did not have. Those that it had, and that are not waited for any more, have
// happened.
void Migrator::subscribe_new(ExecutionId id) {
  const Execution& execution = tree_.at(id);
  if (execution.is(flag::kEventScope | flag::kCompensating | flag::kRetired)) return;
  const auto listen = [&](model::NodeId event) {
    if (!map_.images[model::index(event)]) command_.subscribe(id, event);
  };
  const model::ProcessDefinition& definition = map_.target->definition();
  const bool runs = execution.is(flag::kEntered | flag::kLoopRoot) && !execution.is(flag::kLoopChild);
  if (runs && !execution.is(flag::kInstance)) {
    for (const model::NodeId event : definition.boundary_events(execution.node)) listen(event);
    const bool gateway = family_of(command_.node_of(id).kind) == model::ElementFamily::Gateway;
    if (gateway && waits_for_events(tree_, execution)) {
      for (const model::FlowId flow : definition.outgoing(execution.node))
        listen(definition.flow(flow).target);
    }
  }
  const bool open = execution.is(flag::kScope) && execution.tokens > execution.event_bodies;
  if (!open) return;
  for (const model::NodeId start : map_.target->event_starts(command_.scope_of(id))) listen(start);
}

// Their records name the definition of the call activity.
void Migrator::update_called(std::uint32_t process) {
  for (std::uint32_t called = 0; called < tree_.processes().bound(); ++called) {
    if (!tree_.processes().live(called) || tree_.process(called).kept) continue;
    const ExecutionId caller = tree_.process(called).caller;
    if (caller != kNone && tree_.at(caller).process == process) command_.update_record(called);
  }
}

}  // namespace rondo::agenda
