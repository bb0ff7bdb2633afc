// SPDX-License-Identifier: Apache-2.0
// Sub-processes whose activities begin when code of the host says so (docs/cancellation.md).
#include "agenda/conducting.hpp"

#include "agenda/graceful_ending.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace rondo::agenda {

namespace {

using model::ConductedActivity;
using model::Object;
using model::Value;
using Kind = ConductorCall::Kind;

// Holds, by run, what is to be called in place of the usual.
constexpr std::string_view kCallbacks = "_callbacks";
constexpr std::string_view kOnEnded = "ended";
constexpr std::string_view kOnFailed = "failed";

}  // namespace

bool Conducting::conducts(Command& command, ExecutionId scope) noexcept {
  const Execution& execution = command.tree().at(scope);
  const bool is_body =
      execution.is(flag::kScope) && !execution.is(flag::kInstance | flag::kLoopRoot | flag::kEventScope);
  if (!is_body) return false;
  const model::Guard* guard = command.node_of(scope).guard.get();
  return guard != nullptr && guard->conductor != nullptr;
}

// --- telling

// False when the code has nothing for such a call, or has failed.
bool Conducting::tell(ConductorCall& call) {
  const std::uint32_t generation = tree_.executions().generation(scope_);
  bool told = false;
  try {
    told = command_.host().conduct(*this, call);
  } catch (const BpmnError& error) {
    over_ = true;
    command_.plan_error(scope_, error.code(), error.message());
  } catch (const Error& failure) {
    over_ = true;
    if (!GracefulEnding(command_).raise(scope_, failure)) throw;
  }
  if (over_ || !aborts_) return told && !over_;
  over_ = true;
  if (tree_.executions().holds(scope_, generation))
    GracefulEnding(command_).fail_instance(scope_, "WorkflowAbortedException", *aborts_, "aborted");
  return false;
}

// Nothing runs in it any more: it has ended.
void Conducting::settle() {
  if (!over_ && tree_.at(scope_).tokens == 0) command_.token_gone(scope_);
}

void Conducting::begins() {
  ConductorCall call;
  (void)tell(call);
  settle();
}

void Conducting::ended(model::NodeId node, const std::string& run, RunEnd end) {
  const ConductedActivity* activity = activity_at(node);
  if (activity == nullptr) return settle();
  ConductorCall call;
  call.kind = Kind::Ended;
  call.activity = activity;
  call.run = run;
  call.end = end;
  call.callback = callback_of(run, kOnEnded, true);
  if (!activity->bookmark || end == RunEnd::Completed) (void)tell(call);
  settle();
}

bool Conducting::failed(ExecutionId token, const RaisedError& error) {
  const ConductedActivity* activity = activity_at(tree_.at(token).node);
  if (activity == nullptr) return false;
  ConductorCall call;
  call.kind = Kind::Failed;
  call.activity = activity;
  call.run = lasting_name(tree_, token);
  call.error = &error;
  call.callback = callback_of(call.run, kOnFailed, false);
  return (tell(call) && call.handled) || over_;
}

void Conducting::asked_to_cancel() {
  ConductorCall call;
  call.kind = Kind::Canceled;
  if (!tell(call) && !over_) return cancel_by_default();
  settle();
}

// --- what was begun

std::string Conducting::run_of(const Command& command, ExecutionId token) {
  return lasting_name(command.tree(), token);
}

const ConductedActivity* Conducting::activity_at(model::NodeId node) const noexcept {
  for (const ConductedActivity& activity : guard().conducted) {
    if (activity.node == node) return &activity;
  }
  return nullptr;
}

ExecutionId Conducting::find_run(std::string_view run) const {
  for (ExecutionId child = tree_.at(scope_).first_child; child != kNone; child = tree_.at(child).next) {
    if (lasting_name(tree_, child) == run) return child;
  }
  return kNone;
}

void Conducting::remember(const std::string& run, std::string_view on_ended, std::string_view on_failed) {
  if (on_ended.empty() && on_failed.empty()) return;
  const model::NameId name = tree_.process_of(scope_).process->names().intern(kCallbacks);
  const Value* noted = tree_.local(scope_, name);
  Object callbacks = noted == nullptr ? Object() : noted->as_object();
  callbacks.set(run, Object{{std::string(kOnEnded), std::string(on_ended)},
                            {std::string(kOnFailed), std::string(on_failed)}});
  command_.set_local(scope_, name, std::move(callbacks));
}

std::string Conducting::callback_of(const std::string& run, std::string_view which, bool forgets) {
  const model::NameId name = tree_.process_of(scope_).process->names().intern(kCallbacks);
  const Value* noted = tree_.local(scope_, name);
  const Value* own = noted == nullptr ? nullptr : noted->as_object().find(run);
  if (own == nullptr) return {};
  std::string callback(own->as_object().find(which)->as_string());
  if (forgets) {
    Object rest = noted->as_object();
    rest.erase(run);
    command_.set_local(scope_, name, std::move(rest));
  }
  return callback;
}

// --- asking

std::vector<std::pair<const ConductedActivity*, std::string>> Conducting::runs() const {
  std::vector<std::pair<const ConductedActivity*, std::string>> found;
  for (ExecutionId child = tree_.at(scope_).first_child; child != kNone; child = tree_.at(child).next) {
    if (tree_.at(child).in(phase::kEnding)) continue;
    if (const ConductedActivity* activity = activity_at(tree_.at(child).node)) {
      found.emplace_back(activity, lasting_name(tree_, child));
    }
  }
  return found;
}

std::string Conducting::begin(std::string_view name, bool bookmark, const Value& argument,
                              std::string_view on_ended, std::string_view on_failed) {
  const ConductedActivity* wanted = nullptr;
  for (const ConductedActivity& activity : guard().conducted) {
    if (activity.name == name && activity.bookmark == bookmark) wanted = &activity;
  }
  if (wanted == nullptr) {
    throw Error(ErrorKind::NotFound,
                fmt::format("there is no {} '{}'", bookmark ? "bookmark" : "activity", name),
                command_.node_of(scope_).id, command_.node_of(scope_).where);
  }
  if (tree_.at(scope_).in(phase::kCancels)) {
    mark_canceled();
    return {};
  }
  const ExecutionId token = tree_.create_child(scope_, wanted->node);
  if (!wanted->argument.empty()) {
    command_.set_local(token, tree_.process_of(scope_).process->names().intern(wanted->argument), argument);
  }
  command_.plan_next(OperationKind::Continue, token);
  std::string run = lasting_name(tree_, token);
  remember(run, on_ended, on_failed);
  return run;
}

bool Conducting::cancel_run(std::string_view run) {
  const ExecutionId token = find_run(run);
  if (token == kNone) return false;
  command_.plan_next(OperationKind::Cancel, token);
  return true;
}

void Conducting::cancel_runs() { GracefulEnding(command_).cancel_children(scope_); }

bool Conducting::remove_bookmark(std::string_view run) {
  const ExecutionId token = find_run(run);
  if (token == kNone) return false;
  const ConductedActivity* activity = activity_at(tree_.at(token).node);
  if (activity == nullptr || !activity->bookmark) return false;
  (void)callback_of(std::string(run), kOnEnded, true);
  command_.withdraw(token, "removed");
  return true;
}

void Conducting::mark_canceled() { tree_.edit(scope_).phase |= phase::kCanceled; }

void Conducting::cancel_by_default() {
  tree_.edit(scope_).phase |= phase::kCancels;
  cancel_runs();
}

bool Conducting::is_cancellation_requested() const noexcept { return tree_.at(scope_).in(phase::kRequested); }

}  // namespace rondo::agenda
