// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"

namespace rondo::agenda {

bool Command::arrive_at_join(ExecutionId id) {
  const Execution& token = tree_.at(id);
  const model::ProcessDefinition& definition = definition_of(id);
  const std::size_t flows = definition.incoming(token.node).size();
  const std::uint32_t join = tree_.join_at(token.parent, token.node, flows);
  const std::size_t position =
      token.flow == model::kNoFlow ? 0 : tree_.process_of(id).process->incoming_position(token.flow);
  tree_.arrive(join, position, id);
  return tree_.join(join).marked == flows;
}

ExecutionId Command::fire_join(ExecutionId scope, model::NodeId node) {
  const std::uint32_t join = tree_.find_join(scope, node);
  ExecutionId leader = kNone;
  for (std::size_t flow = 0; flow < tree_.join(join).flows.size(); ++flow) {
    if (tree_.join(join).flows[flow].count == 0) continue;
    const ExecutionId token = tree_.take_arrival(join, flow);
    if (leader == kNone) {
      leader = token;
      continue;
    }
    record_left(token);
    tree_.remove(token);
  }
  if (tree_.join(join).marked == 0) tree_.release_join(scope, join);
  return leader;
}

// Inclusive joins are decided when everything that can move has moved: what is then elsewhere in the
// scope rests there (Activiti: ExecuteInactiveBehaviorsOperation).
void Command::settle_joins() {
  for (const ExecutionId scope : tree_.take_unsettled_scopes()) settle_scope(scope);
}

// One join of a scope goes on at a time: its token may be what another join has to wait for. As it moves on
// the scope is looked at again. Complex gateways are reset first: the token of another join may be the last
// one of the scope.
void Command::settle_scope(ExecutionId scope) {
  if (!tree_.executions().live(scope)) return;
  for (std::uint32_t id = tree_.at(scope).joins; id != kNone; id = tree_.join(id).next) {
    const Join& join = tree_.join(id);
    if (join.phase == Join::Phase::Reset && may_fire(scope, join)) return reset_complex(scope, join.node);
  }
  for (std::uint32_t id = tree_.at(scope).joins; id != kNone; id = tree_.join(id).next) {
    const Join& join = tree_.join(id);
    if (join.phase != Join::Phase::Plain || join.marked == 0 || !may_fire(scope, join)) continue;
    return plan(OperationKind::ExecuteInactive, fire_join(scope, join.node));
  }
}

// BPMN 2.0 §13.4.3: every token elsewhere that can reach a flow without a token, without passing the gateway,
// can also reach a flow that has one. A complex gateway is reset likewise; for it a flow also counts whose
// token has activated it.
bool Command::may_fire(ExecutionId scope, const Join& join) const {
  const DeployedProcess& process = *tree_.process_of(scope).process;
  const JoinReach* reach = process.reach(join.node);
  if (reach == nullptr) return false;
  const std::vector<std::uint32_t>& counts = tree_.census(tree_.at(scope).census).counts;
  std::uint32_t arrived = 0;
  for (const Join::Arrivals& arrivals : join.flows) arrived += arrivals.count;
  const std::uint32_t own = process.number_in_scope(join.node);
  if (counts[own] > arrived) return false;  // a token is about to arrive
  for (std::size_t place = 0; place < counts.size(); ++place) {
    if (counts[place] == 0 || place == own) continue;
    bool reaches_unmarked = false, reaches_marked = false;
    for (std::size_t flow = 0; flow < join.flows.size(); ++flow) {
      if (!reach->by_flow[flow][place]) continue;
      const bool marked = join.flows[flow].taken || join.flows[flow].count > 0;
      (marked ? reaches_marked : reaches_unmarked) = true;
    }
    if (reaches_unmarked && !reaches_marked) return false;
  }
  return true;
}

}  // namespace rondo::agenda
