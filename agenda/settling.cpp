// SPDX-License-Identifier: Apache-2.0
// Compensable work in processes that end gracefully: it is undone, or confirmed, by request or at the end of
// the instance (docs/cancellation.md). What is completed is listed at the compensable activity around it,
// else at the instance, newest first.
#include "agenda/graceful_ending.hpp"

#include <fmt/format.h>

#include <utility>

namespace rondo::agenda {

namespace {

using model::NodeId;
using model::Object;
using model::Value;

constexpr std::string_view kDealtWith = "_settled";

}  // namespace

// --- remembering

std::string GracefulEnding::token_of(ExecutionId kept) const {
  return fmt::format("{}.{}", kept, tree_.executions().generation(kept));
}

// Its variables and what was completed in it stay; the execution itself goes on.
void GracefulEnding::remember_compensable(ExecutionId id) {
  ExecutionId holder = tree_.at(id).parent;
  while (!tree_.at(holder).is(flag::kInstance)) {
    const model::Guard* around = guard_of(holder);
    if (around != nullptr && around->compensable) break;
    if (tree_.at(holder).is(flag::kEventScope | flag::kCompensating)) return;
    holder = tree_.at(holder).parent;
  }
  const ExecutionId kept = tree_.create_event_scope(tree_.at(id).process, tree_.at(id).node);
  tree_.copy_locals(id, kept);
  capture_surroundings(id, holder, kept);
  tree_.move_compensations(id, kept, true);
  Wait wait;
  wait.kind = Wait::Kind::Compensation;
  wait.execution = holder;
  wait.node = tree_.at(id).node;
  wait.kept = kept;
  tree_.add_wait(std::move(wait));
  const std::string& token = command_.node_of(id).guard->token;
  if (!token.empty()) command_.context(id).set_variable(token, Value(token_of(kept)));
}

std::uint32_t GracefulEnding::find_settleable(const std::string& token) const {
  for (std::uint32_t wait = 0; wait < tree_.waits().bound(); ++wait) {
    if (!tree_.waits().live(wait) || tree_.wait(wait).kept == kNone) continue;
    if (token_of(tree_.wait(wait).kept) == token) return wait;
  }
  return kNone;
}

// --- dealing with one

void GracefulEnding::begin_settling(ExecutionId id, std::uint16_t how) {
  const model::Guard& guard = *command_.node_of(id).guard;
  Execution& work = tree_.edit(id);
  work.phase |= how | phase::kShielded;
  work.phase &= static_cast<std::uint16_t>(~phase::kCancels);
  const NodeId handler = how == phase::kGivesUp  ? guard.cancellation_handler
                         : how == phase::kUndoes ? guard.compensation_handler
                                                 : guard.confirmation_handler;
  if (handler == model::kNoNode) return settle_rest(id, how == phase::kConfirms);
  work.phase |= phase::kHandling;
  begin_on_demand(id, handler);
}

// What was completed inside follows the work itself; behind a handler it is confirmed.
void GracefulEnding::settle_rest(ExecutionId id, bool confirms) {
  Execution& work = tree_.edit(id);
  work.phase &= static_cast<std::uint16_t>(~phase::kHandling);
  work.phase |= phase::kFinishing;
  if (tree_.newest_compensation(id) == kNone) return finish_settling(id);
  CompensationRun run;
  run.confirms = confirms;
  const ExecutionId settling = tree_.create_run(id, tree_.at(id).node, run);
  tree_.move_compensations(id, settling, false);
  command_.plan_next(OperationKind::Compensate, settling);
}

void GracefulEnding::go_on_settling(ExecutionId id) {
  if (tree_.at(id).in(phase::kHandling)) return settle_rest(id, true);
  finish_settling(id);
}

void GracefulEnding::finish_settling(ExecutionId id) {
  const Execution& work = tree_.at(id);
  if (!work.is(flag::kEventScope)) return end_canceled(id);
  const ExecutionId run = work.parent;
  command_.drop_event_scope(id);
  command_.plan_next(OperationKind::Compensate, run);
}

// A run takes one after another; compensable work in it goes on when its handler, or what it held, is done.
void GracefulEnding::run_settling(ExecutionId id) {
  const Execution& settling = tree_.at(id);
  if (settling.tokens > 0) return;
  if (settling.is(flag::kEventScope)) return go_on_settling(id);
  const std::uint32_t wait = tree_.newest_compensation(id);
  if (wait != kNone) return settle_listed(id, wait);
  const ExecutionId parent = settling.parent;
  const CompensationRun run = tree_.run(settling.detail);
  tree_.remove(id);
  if (tree_.executions().holds(run.execution, run.generation)) {
    command_.plan_trigger(run.execution, {tree_.at(run.execution).node});
  }
  command_.token_gone(parent);
}

void GracefulEnding::settle_listed(ExecutionId run, std::uint32_t wait) {
  const ExecutionId kept = tree_.wait(wait).kept;
  tree_.edit_wait(wait).kept = kNone;
  command_.remove_wait(wait);
  tree_.attach_event_scope(kept, run);
  begin_settling(kept, tree_.run(tree_.at(run).detail).confirms ? phase::kConfirms : phase::kUndoes);
}

// --- asking for it

bool GracefulEnding::settle(ExecutionId thrower, bool confirms, model::ExpressionId token) {
  if (token == model::kNoExpression) return settle_around(thrower, confirms);
  return settle_named(thrower, confirms, command_.evaluate(thrower, token));
}

void GracefulEnding::refuse(ExecutionId thrower, std::string message) {
  command_.plan_error(thrower, "InvalidOperationException", std::move(message));
}

// Asking once more for the same changes nothing.
bool GracefulEnding::settle_named(ExecutionId thrower, bool confirms, const Value& token) {
  const std::string name = token.is_string() ? std::string(token.as_string()) : std::string();
  const ExecutionId root = tree_.process_of(thrower).execution;
  const model::NameId known = tree_.process_of(thrower).process->names().intern(kDealtWith);
  const Value* noted = tree_.local(root, known);
  Object settled = noted == nullptr ? Object() : noted->as_object();
  const std::uint32_t wait = name.empty() ? kNone : find_settleable(name);
  if (wait == kNone) {
    const Value* how = settled.find(name);
    if (how != nullptr && *how == Value(confirms)) return false;
    refuse(thrower, "there is nothing completed that could be undone or confirmed");
    return true;
  }
  settled.set(name, Value(confirms));
  command_.set_local(root, known, std::move(settled));
  CompensationRun run;
  run.execution = thrower;
  run.generation = tree_.executions().generation(thrower);
  run.confirms = confirms;
  const ExecutionId place = place_of_settling(tree_.wait(wait).kept, thrower);
  const ExecutionId settling = tree_.create_run(place, tree_.at(thrower).node, run);
  command_.plan_next(OperationKind::Compensate, settling);
  tree_.move_compensation(wait, settling);
  return true;
}

// In a handler: all that was completed in what it is about.
bool GracefulEnding::settle_around(ExecutionId thrower, bool confirms) {
  ExecutionId work = tree_.at(thrower).parent;
  while (work != kNone && !(tree_.at(work).in(phase::kSettles) && tree_.at(work).in(phase::kHandling))) {
    work = tree_.at(work).parent;
  }
  if (work == kNone) {
    refuse(thrower, "outside of a handler it must be said what is meant");
    return true;
  }
  if (tree_.newest_compensation(work) == kNone) return false;
  CompensationRun run;
  run.execution = thrower;
  run.generation = tree_.executions().generation(thrower);
  run.confirms = confirms;
  const ExecutionId settling = tree_.create_run(work, tree_.at(thrower).node, run);
  tree_.move_compensations(work, settling, false);
  command_.plan_next(OperationKind::Compensate, settling);
  return true;
}

// --- the end of an instance

// What is still remembered is confirmed, or undone when the instance was canceled. True when there is such.
bool GracefulEnding::settles_first(ExecutionId root) {
  if (tree_.newest_compensation(root) == kNone || !command_.definition_of(root).graceful) return false;
  CompensationRun run;
  run.confirms = !tree_.at(root).in(phase::kCanceled);
  const ExecutionId settling = tree_.create_run(root, model::kNoNode, run);
  tree_.move_compensations(root, settling, false);
  command_.plan_next(OperationKind::Compensate, settling);
  return true;
}

}  // namespace rondo::agenda
