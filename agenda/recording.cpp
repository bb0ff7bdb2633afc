// SPDX-License-Identifier: Apache-2.0
// What history learns of variables, tasks and operations. Each line costs the same, however much there is.
#include "agenda/command.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace rondo::agenda {

using model::HistoryLevel;
using model::VariableChange;

// Of a variable that is set over and over again in one command the last value is enough, and what it is
// already is no news, unless each update counts. Only the newest lines are looked at, so that recording stays
// cheap.
void Command::record_variable(ExecutionId id, model::NameId name, VariableChange change,
                              const model::Value& value) {
  constexpr std::ptrdiff_t kLook = 4;
  const Execution& execution = tree_.at(id);
  if (execution.is(flag::kEventScope)) return;
  const DeployedProcess& process = *tree_.process_of(id).process;
  const std::string_view text = process.names().text(name);
  const model::Handle scope = execution_handle(id);
  const bool detailed = process.history() == HistoryLevel::Full;
  auto& lines = changes_.variables;
  if (!detailed && change == VariableChange::Updated) {
    if (const model::Value* former = tree_.local(id, name); former != nullptr && *former == value) return;
    const auto newest = lines.rbegin();
    const auto last = newest + std::min(kLook, lines.rend() - newest);
    const auto same = std::find_if(newest, last, [&](const model::VariableEvent& line) {
      return line.name.data() == text.data() && line.scope == scope;
    });
    if (same != last && same->change != VariableChange::Removed) {
      same->value = value;
      return;
    }
  }
  lines.push_back({change, !execution.is(flag::kInstance), detailed, instance_handle(execution.process),
                   scope, text, value, now()});
}

// The scopes around an execution in a series of steps, the outermost first: `ID` or, of those that history
// does not show, `ID:NODE`, with `/` between. Elsewhere nothing.
std::string Command::path_of(ExecutionId id) const {
  if (definition_of(id).step == nullptr) return {};
  std::string path;
  for (ExecutionId at = tree_.at(id).parent; !tree_.at(at).is(flag::kInstance); at = tree_.at(at).parent) {
    if (tree_.at(at).is(flag::kLoopRoot) || tree_.at(at).node == model::kNoNode) continue;
    std::string scope = execution_text(at);
    if (node_of(at).implicit) scope.append(1, ':').append(node_of(at).id);
    if (!path.empty()) scope.append(1, '/').append(path);
    path = std::move(scope);
  }
  return path;
}

void Command::record_task(model::TaskEvent::Kind kind, ExecutionId id,
                          const std::shared_ptr<const model::TaskRecord>& task) {
  if (tree_.process_of(id).process->history() < HistoryLevel::Audit) return;
  std::string_view text;
  if (kind == model::TaskEvent::Kind::Completed) text = host_.acting_user();
  if (kind == model::TaskEvent::Kind::Withdrawn) text = withdrawn_.value_or(text);
  changes_.task_events.push_back({kind, task, tree_.at(id).visit, now(), std::string(text)});
}

void Command::record_operation(ExecutionId id, std::string_view operation, OperationDetail detail) {
  if (!records_operations(id)) return;
  model::OperationEvent& line = changes_.operations.emplace_back();
  line.instance = instance_handle(tree_.at(id).process);
  line.operation = operation;
  line.subject = detail.subject;
  line.definition = &definition_of(id);
  line.node = tree_.at(id).node;
  line.time = now();
  line.user = host_.acting_user();
  line.property = std::move(detail.property);
  line.before = std::move(detail.before);
  line.after = std::move(detail.after);
}

}  // namespace rondo::agenda
