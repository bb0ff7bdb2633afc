// SPDX-License-Identifier: Apache-2.0
#include "agenda/carried_compensations.hpp"

#include "agenda/ascent.hpp"
#include "agenda/command.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace rondo::agenda {

namespace {

// The scopes that are canceled, and the event scopes that keep their variables for handlers that still run.
using KeptScopes = std::vector<std::pair<ExecutionId, ExecutionId>>;

std::vector<ExecutionId> runs_below(const ExecutionTree& tree, ExecutionId root, ExecutionId except) {
  std::vector<ExecutionId> runs, to_visit = {root};
  while (!to_visit.empty()) {
    const Execution& execution = tree.at(to_visit.back());
    to_visit.pop_back();
    for (ExecutionId child = execution.first_child; child != kNone; child = tree.at(child).next) {
      if (child == except || tree.at(child).is(flag::kJoined)) continue;
      (tree.at(child).is(flag::kCompensating) ? runs : to_visit).push_back(child);
    }
    const bool calls = !execution.is(flag::kLoopRoot) && !execution.is(flag::kInstance);
    if (calls && execution.detail != kNone) to_visit.push_back(tree.process(execution.detail).execution);
  }
  return runs;
}

}  // namespace

CarriedCompensations::CarriedCompensations(Command& command) : command_(command), tree_(command.tree_) {}

std::vector<ExecutionId> CarriedCompensations::carry(ExecutionId root, ExecutionId into) {
  KeptScopes kept;
  std::vector<ExecutionId> called;
  for (const ExecutionId run : runs_below(tree_, root, into)) {
    tree_.edit_run(tree_.at(run).detail) = CompensationRun{};  // who asked for it is withdrawn
    std::vector<ExecutionId> scopes;                           // around it, innermost first
    for (ExecutionId at = tree_.at(run).parent; at != root; at = around(tree_, tree_.at(at))) {
      scopes.push_back(at);
    }
    ExecutionId above = into;
    for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope) {
      const auto known =
          std::find_if(kept.begin(), kept.end(), [&](const auto& pair) { return pair.first == *scope; });
      if (known == kept.end()) {
        const bool calls = scope + 1 != scopes.rend() && tree_.at(*(scope + 1)).is(flag::kInstance);
        kept.emplace_back(*scope, keep_scope(*scope, above, calls));
        if (tree_.at(*scope).is(flag::kInstance)) called.push_back(*scope);
        above = kept.back().second;
      } else {
        above = known->second;
      }
    }
    tree_.reparent(run, above);
  }
  return called;
}

ExecutionId CarriedCompensations::keep_scope(ExecutionId scope, ExecutionId above, bool calls) {
  if (tree_.at(scope).is(flag::kInstance)) return scope;
  const ExecutionId kept = tree_.create_event_scope(tree_.at(scope).process, tree_.at(scope).node);
  tree_.copy_locals(scope, kept);
  if (tree_.at(scope).is(flag::kLoopChild)) {
    command_.set_local(kept, reserved::kLoopCounter, model::Value(tree_.at(scope).loop_counter));
  }
  if (calls) {
    const std::uint32_t process = std::exchange(tree_.edit(scope).detail, kNone);
    tree_.edit(kept).detail = process;
    tree_.edit_process(process).caller = kept;
  }
  tree_.attach_event_scope(kept, above);
  return kept;
}

void CarriedCompensations::withdraw_others(ExecutionId id, std::string_view reason) {
  for (ExecutionId child = tree_.at(id).last_child; child != kNone;) {
    const ExecutionId previous = tree_.at(child).previous;
    if (!tree_.at(child).is(flag::kCompensating | flag::kEventScope)) command_.withdraw(child, reason);
    child = previous;
  }
  tree_.release_joins(id);
}

void CarriedCompensations::end_called(ExecutionId root, std::string_view reason) {
  withdraw_others(root, reason);
  command_.end_process(tree_.at(root).process, model::RecordState::Canceled, true, true);
  tree_.set_flags(root, flag::kCompensating);
}

void CarriedCompensations::give_back(ExecutionId scope) {
  std::vector<ExecutionId> to_visit = {scope};
  while (!to_visit.empty()) {
    const ExecutionId at = to_visit.back();
    to_visit.pop_back();
    for (ExecutionId child = tree_.at(at).first_child; child != kNone; child = tree_.at(child).next) {
      if (tree_.at(child).is(flag::kEventBody)) to_visit.push_back(child);
      if (!tree_.at(child).is(flag::kCompensating)) continue;
      give_back_content(child);
      tree_.move_compensations(child, scope, false);
    }
  }
}

// What a sub-process that is being compensated still holds; innermost first.
void CarriedCompensations::give_back_content(ExecutionId run) {
  std::vector<ExecutionId> order;
  for (ExecutionId at = run; at != kNone; at = tree_.at(at).first_child) {
    if (at != run && !tree_.at(at).is(flag::kEventScope)) break;
    order.push_back(at);
  }
  for (std::size_t i = order.size(); i-- > 1;) {
    const ExecutionId left = order[i];
    if (tree_.newest_compensation(left) == kNone) continue;
    const ExecutionId kept = tree_.create_event_scope(tree_.at(left).process, tree_.at(left).node);
    tree_.move_locals(left, kept);
    tree_.set_flags(kept, flag::kCompensating);
    tree_.move_compensations(left, kept, true);
    command_.add_compensation(tree_.at(left).parent, tree_.at(left).node, model::kNoNode, kept);
  }
}

}  // namespace rondo::agenda
