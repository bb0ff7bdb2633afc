// SPDX-License-Identifier: Apache-2.0
// What the handlers of compensable work see of the variables around it, although the scopes that held them
// may have ended (docs/cancellation.md). What is remembered has a copy, which is brought up to date when such
// a scope ends; while it runs, a handler that it asks for sees the scope itself.
#include "agenda/graceful_ending.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <utility>

namespace rondo::agenda {

namespace {

using model::List;
using model::NameId;
using model::Object;
using model::Value;

constexpr std::string_view kAround = "_around";      // of what is remembered: scopes, and what it has of each
constexpr std::string_view kCaptured = "_captured";  // of a scope: how many have something of it

}  // namespace

std::string lasting_name(const ExecutionTree& tree, ExecutionId execution) {
  return fmt::format("{}.{}", execution, tree.executions().generation(execution));
}

// Of scopes with a variable of one name the innermost counts.
void GracefulEnding::capture_surroundings(ExecutionId work, ExecutionId holder, ExecutionId kept) {
  model::NameTable& names = tree_.process_of(work).process->names();
  const NameId captured = names.intern(kCaptured);
  Object around;
  for (ExecutionId at = tree_.at(work).parent; at != holder; at = tree_.at(at).parent) {
    const VariableScope* scope = tree_.locals(at);
    if (scope == nullptr) continue;
    List taken;
    for (const Variable& variable : scope->variables) {
      if (variable.name == captured || tree_.local(kept, variable.name) != nullptr) continue;
      tree_.set_local(kept, variable.name, variable.value);
      taken.push_back(Value(std::string(names.text(variable.name))));
    }
    if (taken.empty()) continue;
    around.set(lasting_name(tree_, at), Value(std::move(taken)));
    const Value* count = tree_.local(at, captured);
    command_.set_local(at, captured, Value(count == nullptr ? std::int64_t{1} : count->as_integer() + 1));
  }
  if (!around.empty()) tree_.set_local(kept, names.intern(kAround), Value(std::move(around)));
}

// Those that were remembered in it are among the newest that are listed further out.
void GracefulEnding::refresh_captured(ExecutionId scope) {
  model::NameTable& names = tree_.process_of(scope).process->names();
  const NameId captured = names.find(kCaptured);
  const Value* count = captured == model::kNoName ? nullptr : tree_.local(scope, captured);
  if (count == nullptr) return;
  std::int64_t left = count->as_integer();
  const std::string name = lasting_name(tree_, scope);
  for (ExecutionId holder = scope; holder != kNone && left > 0; holder = tree_.at(holder).parent) {
    for (std::uint32_t wait = tree_.at(holder).waits; wait != kNone && left > 0;
         wait = tree_.wait(wait).next) {
      if (tree_.wait(wait).kind != Wait::Kind::Compensation || tree_.wait(wait).kept == kNone) continue;
      if (refresh(tree_.wait(wait).kept, name, scope)) --left;
    }
  }
}

// True when it has something of the scope.
bool GracefulEnding::refresh(ExecutionId kept, const std::string& name, ExecutionId scope) {
  model::NameTable& names = tree_.process_of(scope).process->names();
  const Value* around = tree_.local(kept, names.intern(kAround));
  const Value* taken = around == nullptr ? nullptr : around->as_object().find(name);
  if (taken == nullptr) return false;
  const List known = taken->as_list();
  for (const Value& one : known) {
    const NameId variable = names.intern(one.as_string());
    if (const Value* value = tree_.local(scope, variable)) command_.set_local(kept, variable, *value);
  }
  return true;
}

// Where the handler of what is remembered belongs when an execution asks for it: the innermost scope around
// both, whose variables it then sees instead of copies.
ExecutionId GracefulEnding::place_of_settling(ExecutionId kept, ExecutionId thrower) {
  model::NameTable& names = tree_.process_of(thrower).process->names();
  const Value* noted = tree_.local(kept, names.intern(kAround));
  if (noted == nullptr) return tree_.process_of(thrower).execution;
  const Object around = noted->as_object();
  ExecutionId place = kNone;
  for (ExecutionId at = tree_.at(thrower).parent; at != kNone; at = tree_.at(at).parent) {
    const Value* taken = around.find(lasting_name(tree_, at));
    if (taken == nullptr) continue;
    if (place == kNone) place = at;
    const List known = taken->as_list();
    for (const Value& one : known) command_.remove_local(kept, names.intern(one.as_string()));
  }
  refresh_running(kept, around);
  return place == kNone ? tree_.process_of(thrower).execution : place;
}

// Scopes beside who asks for it may still run.
void GracefulEnding::refresh_running(ExecutionId kept, const Object& around) {
  for (const auto& [name, taken] : around) {
    const std::string text(name);
    const auto scope = static_cast<ExecutionId>(std::stoul(text));
    if (!tree_.executions().live(scope) || lasting_name(tree_, scope) != text) continue;
    for (const Value& one : taken.as_list()) {
      const NameId variable = tree_.process_of(kept).process->names().intern(one.as_string());
      const Value* value = tree_.local(kept, variable) == nullptr ? nullptr : tree_.local(scope, variable);
      if (value != nullptr) command_.set_local(kept, variable, *value);
    }
  }
}

}  // namespace rondo::agenda
