// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"

#include <bit>

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

namespace {

// Whether a token that can reach the flows `reached` has to be waited for.
bool hinders(const Bits& reached, const Bits& marked) {
  bool reaches_unmarked = false;
  for (std::size_t i = 0; i < reached.words(); ++i) {
    if ((reached.word(i) & marked.word(i)) != 0) return false;
    if ((reached.word(i) & ~marked.word(i)) != 0) reaches_unmarked = true;
  }
  return reaches_unmarked;
}

}  // namespace

// BPMN 2.0 §13.4.3: every token elsewhere that can reach a flow without a token, without passing the gateway,
// can also reach a flow that has one. A complex gateway is reset likewise; for it a flow also counts whose
// token has activated it. Looks only at the nodes that hold tokens, with what was computed at deployment.
bool Command::may_fire(ExecutionId scope, const Join& join) const {
  const DeployedProcess& process = *tree_.process_of(scope).process;
  const JoinReach* reach = process.reach(join.node);
  if (reach == nullptr) return false;
  const Census& census = tree_.census(tree_.at(scope).census);
  const std::uint32_t own = process.number_in_scope(join.node);
  if (census.counts[own] > join.waiting) return false;  // a token is about to arrive
  Bits marked = join.marks;
  if (join.phase == Join::Phase::Reset) {
    for (std::size_t flow = 0; flow < join.flows.size(); ++flow) {
      if (join.flows[flow].taken) marked.set(flow);
    }
  }
  for (std::size_t i = 0; i < census.occupied.words(); ++i) {
    Bits::Word places = census.occupied.word(i) & reach->places.word(i);
    for (; places != 0; places &= places - 1) {
      const std::size_t place = i * Bits::kPerWord + static_cast<std::size_t>(std::countr_zero(places));
      if (place != own && hinders(reach->by_place[place], marked)) return false;
    }
  }
  return true;
}

}  // namespace rondo::agenda
