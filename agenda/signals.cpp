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

void Command::plan_signal(ExecutionId source, ThrownSignal signal) {
  if (!signal.instance_scope) thrown_.push_back({signal, nullptr});
  const std::uint32_t process = tree_.at(source).process;
  signals_.push_back({process, tree_.processes().generation(process), std::move(signal)});
  plan(OperationKind::ThrowSignal, outermost(source), static_cast<std::uint32_t>(signals_.size() - 1));
}

void Command::run_signal(std::uint32_t number) {
  const PlannedSignal planned = signals_[number];
  // What is confined to an instance that has ended meanwhile reaches nothing.
  const bool there = tree_.processes().holds(planned.process, planned.generation);
  trigger_signal(there ? planned.process : kNone, planned.signal);
}

void Command::throw_signal(ExecutionId source, ThrownSignal signal) {
  trigger_signal(tree_.at(source).process, signal);
  if (!signal.instance_scope) thrown_.push_back({std::move(signal), nullptr});
}

void Command::trigger_signal(std::uint32_t process, const ThrownSignal& signal) {
  for (std::uint32_t id = 0; id < tree_.waits().bound(); ++id) {
    if (!tree_.waits().live(id)) continue;
    const Wait& wait = tree_.wait(id);
    if (wait.subscription == nullptr || wait.subscription->kind != model::EventKind::Signal) continue;
    if (wait.subscription->name != signal.name) continue;
    const bool confined = signal.instance_scope || wait.subscription->instance_scope;
    if (confined && tree_.at(wait.execution).process != process) continue;
    const ExecutionId execution = wait.execution;
    const Wakening wakening{wait.node, wait.definition, id, tree_.waits().generation(id)};
    if (signal.content != nullptr) {
      const ExecutionContext receiver = context(execution);
      const model::Object& variables = signal.content->variables;
      for (const auto& [name, value] : variables) receiver.set_variable(name, value);
      name_content(execution, receiver.process().definition().node(wakening.node).events[wakening.definition],
                   variables);
    }
    plan_trigger(execution, wakening);
  }
}

void Command::name_content(ExecutionId id, const model::EventDefinition& event,
                           const model::Object& variables) {
  if (event.item.empty() || variables.size() != 1 || variables.contains(event.item)) return;
  context(id).set_variable(event.item, variables.begin()->second);
}

}  // namespace rondo::agenda
