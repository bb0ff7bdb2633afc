// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"

#include <utility>

namespace rondo::agenda {

// The instance that no other one outlives.
ExecutionId Command::outermost(ExecutionId id) const noexcept {
  ExecutionId root = tree_.process_of(id).execution;
  while (tree_.process_of(root).caller != kNone) {
    root = tree_.process_of(tree_.process_of(root).caller).execution;
  }
  return root;
}

void Command::plan_signal(ExecutionId source, const std::string& name, bool instance_scope) {
  if (!instance_scope) thrown_.push_back({name, nullptr});
  const std::uint32_t process = tree_.at(source).process;
  signals_.push_back({process, tree_.processes().generation(process), name, instance_scope});
  plan(OperationKind::ThrowSignal, outermost(source), static_cast<std::uint32_t>(signals_.size() - 1));
}

void Command::run_signal(std::uint32_t number) {
  const PlannedSignal signal = signals_[number];
  // What is confined to an instance that has ended meanwhile reaches nothing.
  const bool there = tree_.processes().holds(signal.process, signal.generation);
  trigger_signal(there ? signal.process : kNone, signal.name, signal.instance_scope);
}

void Command::throw_signal(ExecutionId source, const std::string& name, bool instance_scope) {
  if (!instance_scope) thrown_.push_back({name, nullptr});
  trigger_signal(tree_.at(source).process, name, instance_scope);
}

void Command::trigger_signal(std::uint32_t process, const std::string& name, bool instance_scope) {
  for (std::uint32_t id = 0; id < tree_.waits().bound(); ++id) {
    if (!tree_.waits().live(id)) continue;
    const Wait& wait = tree_.wait(id);
    if (wait.subscription == nullptr || wait.subscription->kind != model::EventKind::Signal) continue;
    if (wait.subscription->name != name) continue;
    const bool confined = instance_scope || wait.subscription->instance_scope;
    if (confined && tree_.at(wait.execution).process != process) continue;
    plan_trigger(wait.execution, {wait.node, wait.definition, id, tree_.waits().generation(id)});
  }
}

}  // namespace rondo::agenda
