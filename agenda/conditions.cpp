// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace rondo::agenda {

namespace {

std::string_view name_of(Command::Change change) {
  if (change == Command::Change::Created) return "create";
  return change == Command::Change::Updated ? "update" : "delete";
}

bool is_condition(const Wait& wait) {
  return wait.subscription != nullptr && wait.subscription->kind == model::EventKind::Conditional;
}

}  // namespace

void Command::variable_changed(ExecutionId scope, model::NameId name, Change change) {
  if (!tree_.process_of(scope).process->watches(name)) return;
  ConditionCheck check;
  check.what = ConditionCheck::What::Variable;
  check.at = scope;
  check.name = name;
  check.change = change;
  plan_check(check);
}

void Command::evaluate_conditions(ExecutionId scope) {
  // What led here has set its variables already: one evaluation is for them as well.
  checks_.clear();
  ConditionCheck check;
  check.at = scope;
  plan_check(check);
}

// A condition that holds already when it is first waited for is an event at once (Camunda).
void Command::condition_subscribed(std::uint32_t wait) {
  ConditionCheck check;
  check.what = ConditionCheck::What::Wait;
  check.at = tree_.wait(wait).execution;
  check.wait = wait;
  check.wait_generation = tree_.waits().generation(wait);
  plan_check(check);
}

// One operation for all that changes until it runs: before anything that was planned, so that an activity
// that is interrupted does not go on. It belongs to the outermost instance, which no other outlives.
void Command::plan_check(ConditionCheck check) {
  check.generation = tree_.executions().generation(check.at);
  checks_.push_back(check);
  if (std::exchange(checks_planned_, true)) return;
  plan_next(OperationKind::EvaluateConditions, outermost(check.at));
}

void Command::run_conditions() {
  std::vector<std::uint32_t> waits;
  for (const ConditionCheck& check : checks_) {
    if (!tree_.executions().holds(check.at, check.generation)) continue;
    if (check.what != ConditionCheck::What::Wait) {
      collect_below(check, waits);
    } else if (tree_.waits().holds(check.wait, check.wait_generation)) {
      waits.push_back(check.wait);
    }
  }
  checks_.clear();
  checks_planned_ = false;
  std::set<std::uint32_t> seen;
  std::vector<std::uint32_t> happened;
  for (const std::uint32_t wait : waits) {
    if (seen.insert(wait).second && holds(tree_.wait(wait))) happened.push_back(wait);
  }
  std::reverse(happened.begin(), happened.end());
  for (const std::uint32_t id : happened) {
    const Wait& wait = tree_.wait(id);
    wakenings_.push_back({wait.node, wait.definition, id, tree_.waits().generation(id)});
    plan_next(OperationKind::Trigger, wait.execution, static_cast<std::uint32_t>(wakenings_.size() - 1));
  }
}

// Parents before children, without recursion. A variable of the same name further down hides the change.
void Command::collect_below(const ConditionCheck& check, std::vector<std::uint32_t>& waits) const {
  ExecutionId at = check.at;
  for (;;) {
    const bool hidden = check.what == ConditionCheck::What::Variable && at != check.at &&
                        tree_.local(at, check.name) != nullptr;
    if (!hidden) {
      const std::size_t first = waits.size();
      for (std::uint32_t wait = tree_.at(at).waits; wait != kNone; wait = tree_.wait(wait).next) {
        if (concerns(check, tree_.wait(wait))) waits.push_back(wait);
      }
      // The newest wait comes first in an execution's list.
      std::reverse(waits.begin() + static_cast<std::ptrdiff_t>(first), waits.end());
    }
    if (!hidden && tree_.at(at).first_child != kNone) {
      at = tree_.at(at).first_child;
      continue;
    }
    while (at != check.at && tree_.at(at).next == kNone) at = tree_.at(at).parent;
    if (at == check.at) return;
    at = tree_.at(at).next;
  }
}

bool Command::concerns(const ConditionCheck& check, const Wait& wait) const {
  if (!is_condition(wait)) return false;
  if (check.what == ConditionCheck::What::All) return true;
  const DeployedProcess& process = *tree_.process_of(wait.execution).process;
  const model::EventDefinition& event = process.definition().node(wait.node).events[wait.definition];
  if (!process.watches(event, check.name)) return false;
  const auto& changes = event.variable_events;
  return changes.empty() || std::find(changes.begin(), changes.end(), name_of(check.change)) != changes.end();
}

// A condition about a variable that is not there does not hold; what else fails is an error.
bool Command::holds(const Wait& wait) {
  const ExecutionId id = wait.execution;
  const DeployedProcess& process = *tree_.process_of(id).process;
  const model::ExpressionId condition =
      process.definition().node(wait.node).events[wait.definition].condition;
  try {
    return evaluate_condition(id, condition);
  } catch (const ExpressionError&) {
    const expression::Compiled* compiled = process.expression(condition);
    if (compiled == nullptr) throw;
    const auto reads = compiled->reads();
    if (std::all_of(reads.begin(), reads.end(), [&](auto name) { return has_variable(id, name); })) throw;
    return false;
  }
}

// An activity that has set the variable itself, or has thrown the escalation, is about to leave: its boundary
// event still comes before that (Camunda).
bool Command::may_stop_leaving(ExecutionId id, const Wakening& wakening) const {
  const auto& events = definition_of(id).node(wakening.node).events;
  if (wakening.definition < events.size() &&
      events[wakening.definition].kind == model::EventKind::Escalation) {
    return true;
  }
  if (wakening.wait == kNone || !tree_.waits().holds(wakening.wait, wakening.wait_generation)) return false;
  const Wait& wait = tree_.wait(wakening.wait);
  return is_condition(wait) && definition_of(wait.execution).node(wait.node).attached_to != model::kNoNode;
}

}  // namespace rondo::agenda
