// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"

#include <algorithm>
#include <utility>

namespace rondo::agenda {

namespace {

using model::Value;

constexpr const char* kWaitingForStart = "waitingForStart";
constexpr const char* kActivationCount = "activationCount";

}  // namespace

// Decided at each arrival while the gateway waits for its start; tokens that come before it is reset are kept
// for that, or for the next round.
void Command::arrive_at_complex(ExecutionId id) {
  const ExecutionId scope = tree_.at(id).parent;
  const model::NodeId node = tree_.at(id).node;
  const bool joins = definition_of(id).incoming(node).size() > 1;
  if (!joins && node_of(id).activation_condition == model::kNoExpression) return leave_complex(id, true);
  (void)arrive_at_join(id);
  const std::uint32_t join = tree_.find_join(scope, node);
  if (tree_.join(join).phase == Join::Phase::Plain) tree_.edit_join(join).phase = Join::Phase::Start;
  if (tree_.join(join).phase == Join::Phase::Start) activate_complex(scope, node);
}

// `activationCount` is the number of tokens that have come; each incoming flow's own count goes by its id
// (BPMN 2.0 table 13.5). Without a condition a token of each flow is needed.
bool Command::activates(ExecutionId token, std::uint32_t id) {
  const Join& join = tree_.join(id);
  const model::FlowNode& node = definition_of(token).node(join.node);
  if (node.activation_condition == model::kNoExpression) return join.marked == join.flows.size();
  model::NameTable& names = tree_.process_of(token).process->names();
  std::vector<std::pair<model::NameId, std::uint32_t>> counts;
  std::uint32_t all = 0;
  const auto incoming = definition_of(token).incoming(join.node);
  for (std::size_t flow = 0; flow < join.flows.size() && flow < incoming.size(); ++flow) {
    all += join.flows[flow].count;
    counts.emplace_back(names.intern(definition_of(token).flow(incoming[flow]).id), join.flows[flow].count);
  }
  counts.emplace_back(names.intern(kActivationCount), all);
  for (const auto& [name, count] : counts) tree_.set_local(token, name, Value(count));
  const bool holds = evaluate_condition(token, node.activation_condition);
  for (const auto& [name, count] : counts) tree_.remove_local(token, name);
  return holds;
}

void Command::activate_complex(ExecutionId scope, model::NodeId node) {
  const std::uint32_t join = tree_.find_join(scope, node);
  const auto& flows = tree_.join(join).flows;
  const auto first =
      std::find_if(flows.begin(), flows.end(), [](const auto& flow) { return flow.count > 0; });
  if (first == flows.end() || !activates(first->first, join)) return;
  ExecutionId leader = kNone;
  for (std::size_t flow = 0; flow < tree_.join(join).flows.size(); ++flow) {
    if (tree_.join(join).flows[flow].count == 0) continue;
    const ExecutionId token = tree_.take_arrival(join, flow);
    tree_.edit_join(join).flows[flow].taken = true;
    if (leader == kNone) {
      leader = token;
      continue;
    }
    record_left(token);
    tree_.remove(token);
  }
  // With a single incoming flow there is nothing to wait for.
  const bool resets = tree_.join(join).flows.size() > 1;
  tree_.edit_join(join).phase = resets ? Join::Phase::Reset : Join::Phase::Start;
  if (!resets && tree_.join(join).marked == 0) tree_.release_join(scope, join);
  leave_complex(leader, true);
}

// The standard evaluates the conditions again when the gateway is reset, with waitingForStart = false. Only
// flows that ask for it can mean that round: a plain flow would pass on each late token, and a discriminator
// could not be drawn.
void Command::choose_complex(ExecutionId token, bool starting, std::vector<const CompiledFlow*>& chosen) {
  const DeployedProcess& process = *tree_.process_of(token).process;
  const model::FlowNode& node = node_of(token);
  const model::NameId phase = process.names().intern(kWaitingForStart);
  tree_.set_local(token, phase, Value(starting));
  const auto asks_for_phase = [&](model::ExpressionId condition) {
    const expression::Compiled* compiled = process.expression(condition);
    return compiled != nullptr &&
           std::binary_search(compiled->reads().begin(), compiled->reads().end(), phase);
  };
  const CompiledFlow* otherwise = nullptr;
  for (const CompiledFlow& flow : compiled(token).outgoing) {
    if (flow.id == node.default_flow) {
      otherwise = &flow;
      continue;
    }
    if (!starting && !asks_for_phase(flow.condition)) continue;
    if (flow.condition == model::kNoExpression || evaluate_condition(token, flow.condition)) {
      chosen.push_back(&flow);
    }
  }
  tree_.remove_local(token, phase);
  if (!starting || !chosen.empty() || compiled(token).outgoing.empty()) return;
  if (otherwise == nullptr) {
    throw Error(ErrorKind::Execution,
                "no outgoing sequence flow can be taken: no condition holds and there is no default flow",
                node.id, node.where);
  }
  chosen.push_back(otherwise);
}

// With asyncAfter the conditions are evaluated when the job runs; `waitingForStart` is kept for them.
void Command::leave_complex(ExecutionId token, bool starting) {
  if (!node_of(token).async_after) return leave_complex_now(token, starting);
  set_local(token, tree_.process_of(token).process->names().intern(kWaitingForStart), Value(starting));
  add_async_job(token, model::JobRecord::Kind::AsyncAfter);
}

void Command::leave_complex_later(ExecutionId token) {
  const Value* starting =
      tree_.local(token, tree_.process_of(token).process->names().intern(kWaitingForStart));
  leave_complex_now(token, starting == nullptr || *starting == Value(true));
}

void Command::leave_complex_now(ExecutionId token, bool starting) {
  std::vector<const CompiledFlow*> chosen;
  choose_complex(token, starting, chosen);
  complete_activity(token);
  tree_.clear_locals(token);
  tree_.clear_flags(token, flag::kWaiting);
  if (chosen.empty()) {
    plan(OperationKind::EndExecution, token);
  } else {
    take_flows(token, chosen);
  }
}

// One token goes on for all that came late, also when none did: it evaluates the conditions.
void Command::reset_complex(ExecutionId scope, model::NodeId node) {
  const std::uint32_t join = tree_.find_join(scope, node);
  std::vector<ExecutionId> late;
  for (std::size_t flow = 0; flow < tree_.join(join).flows.size(); ++flow) {
    const Join::Arrivals& arrivals = tree_.join(join).flows[flow];
    if (!arrivals.taken && arrivals.count > 0) late.push_back(tree_.take_arrival(join, flow));
    tree_.edit_join(join).flows[flow].taken = false;
  }
  if (late.empty()) late.push_back(tree_.create_child(scope, node));
  for (std::size_t i = 1; i < late.size(); ++i) {
    record_left(late[i]);
    tree_.remove(late[i]);
  }
  plan(OperationKind::ExecuteInactive, late.front(), kResets);
  tree_.edit_join(join).phase = Join::Phase::Start;
  if (tree_.join(join).marked == 0) {
    tree_.release_join(scope, join);
  } else {
    activate_complex(scope, node);
  }
}

}  // namespace rondo::agenda
