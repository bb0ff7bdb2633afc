// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "behaviors/registry.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::behaviors {

namespace {

using agenda::ExecutionContext;
using model::Listener;
using model::Value;

void add_names(std::string_view text, std::vector<std::string>& names) {
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    std::string_view name = text.substr(0, comma);
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    if (!name.empty()) names.emplace_back(name);
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
}

// Each expression may give one name, a comma list or a list.
std::vector<std::string> candidates(const ExecutionContext& context,
                                    const std::vector<model::ExpressionId>& expressions) {
  std::vector<std::string> names;
  for (const model::ExpressionId expression : expressions) {
    const Value value = context.evaluate(expression);
    if (value.is_string()) add_names(value.as_string(), names);
    if (!value.is_list()) continue;
    for (const Value& item : value.as_list()) {
      if (item.is_string()) names.emplace_back(item.as_string());
    }
  }
  return names;
}

std::int64_t priority(const ExecutionContext& context, model::ExpressionId expression) {
  const std::string text = context.text(expression);
  if (text.empty()) return 50;
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || end != text.data() + text.size()) {
    throw Error(ErrorKind::Expression, fmt::format("the priority '{}' is no whole number", text),
                context.node().id, context.node().where);
  }
  return number;
}

model::TaskRecord make_task(const ExecutionContext& context) {
  const model::FlowNode& node = context.node();
  model::TaskRecord task;
  task.name = node.name;
  task.description = node.documentation;
  if (node.user_task == nullptr) return task;
  const model::UserTaskProperties& properties = *node.user_task;
  if (properties.name != model::kNoExpression) task.name = context.text(properties.name);
  if (properties.documentation != model::kNoExpression) {
    task.description = context.text(properties.documentation);
  }
  task.assignee = context.text(properties.assignee);
  task.owner = context.text(properties.owner);
  task.candidate_users = candidates(context, properties.candidate_users);
  task.candidate_groups = candidates(context, properties.candidate_groups);
  task.due = context.text(properties.due_date);
  task.follow_up = context.text(properties.follow_up_date);
  task.form_key = context.text(properties.form_key);
  task.category = context.text(properties.category);
  task.priority = priority(context, properties.priority);
  return task;
}

// Waits until somebody completes the task (Activiti: UserTaskActivityBehavior).
class UserTask final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    agenda::Command& command = context.command();
    command.add_task(context.id(), make_task(context));
    arm_listeners(context);
    const auto task = command.open_task(context.id());
    // Activiti tells of the assignment before the creation.
    if (!task->assignee.empty()) tell(context, Listener::Event::Assignment, *task);
    tell(context, Listener::Event::Create, *task);
  }

  void trigger(ExecutionContext& context, const agenda::Wakening& wakening) const override {
    if ((wakening.definition & agenda::kListenerTimer) != 0) return time_out(context, wakening);
    if (const auto task = context.command().open_task(context.id())) {
      tell(context, Listener::Event::Complete, *task);
    }
    context.leave();
  }

 private:
  static void arm_listeners(const ExecutionContext& context) {
    const auto& listeners = context.node().task_listeners;
    for (std::size_t i = 0; i < listeners.size(); ++i) {
      if (listeners[i].event == Listener::Event::Timeout)
        context.command().add_listener_timer(context.id(), i);
    }
  }

  // Camunda: a listener for `timeout` is told, and the task goes on.
  static void time_out(ExecutionContext& context, const agenda::Wakening& wakening) {
    const auto listener = static_cast<std::size_t>(wakening.definition & ~agenda::kListenerTimer);
    const auto task = context.command().open_task(context.id());
    if (task == nullptr) return;
    context.command().notify_one(context.id(), context.node().task_listeners[listener],
                                 Listener::Event::Timeout, context.node().id, task.get());
  }

  static void tell(ExecutionContext& context, Listener::Event event, const model::TaskRecord& task) {
    context.command().notify(context.id(), context.node().task_listeners, event, context.node().id, &task);
  }
};

}  // namespace

BehaviorRow make_UserTask() {
  BehaviorRow row;
  row.on(model::EventKind::None, std::make_unique<UserTask>());
  return row;
}

}  // namespace rondo::behaviors
