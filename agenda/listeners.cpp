// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"

#include <array>

namespace rondo::agenda {

namespace {

std::string_view name_of(model::Listener::Event event) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "start", "end", "take", "create", "assignment", "update", "complete", "delete", "timeout"};
  return kNames[static_cast<std::size_t>(event)];
}

}  // namespace

InvocationResult Command::invoke(ExecutionId id, const Invocation& invocation, model::Value& result) {
  invoked_ = id;
  // A script that is nothing but a value needs nobody.
  if (invocation.implementation.kind == model::Implementation::Kind::Script && !host_.replaces_scripts()) {
    const DeployedProcess& process = *tree_.process_of(id).process;
    const expression::Compiled* script = process.expression(invocation.implementation.expression);
    if (script != nullptr && script->is_constant()) {
      result = *script->constant();
      return InvocationResult::Done;
    }
  }
  // Time goes on.
  if (!timers_to_set_.empty()) plan_timers();
  ExecutionContext here = context(id);
  const CommandClock::InCode in_code(clock_);
  return host_.invoke(here, invocation, result);
}

void Command::notify(ExecutionId id, const std::vector<model::Listener>& listeners,
                     model::Listener::Event event, std::string_view element_id,
                     const model::TaskRecord* task) {
  for (const model::Listener& listener : listeners) {
    if (listener.event != event && !listener.all_events) continue;
    notify_one(id, listener, event, element_id, task);
  }
}

void Command::notify_one(ExecutionId id, const model::Listener& listener, model::Listener::Event event,
                         std::string_view element_id, const model::TaskRecord* task) {
  if (skip_listeners_) return;
  const std::string_view outer = event_;
  event_ = name_of(event);
  model::Value ignored;
  try {
    invoke(id, {listener.implementation, element_id, event_, task}, ignored);
  } catch (const Error&) {
    if (!deleting_) throw;
  }
  event_ = outer;
}

}  // namespace rondo::agenda
