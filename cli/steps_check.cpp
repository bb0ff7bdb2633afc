// SPDX-License-Identifier: Apache-2.0
#include "cli/compare.hpp"
#include "cli/instant.hpp"
#include "cli/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace rondo::cli {

namespace {

// The instance a check is limited to; empty, all of them, unless the step says `of`.
std::string restriction(const World& world, const Arguments& arguments) {
  return arguments.has("of") ? world.instance() : std::string();
}

InstanceInfo instance_info(World& world) {
  const std::string id = world.instance();
  if (auto info = world.engine().runtime().instance(id)) return *info;
  throw Error(ErrorKind::NotFound, fmt::format("there is no instance {}", id));
}

bool is_over(const InstanceInfo& info) {
  return info.state != InstanceState::Active && info.state != InstanceState::Suspended;
}

void assert_active(World& world, const Arguments& arguments) {
  std::vector<std::string> active;
  for (const ExecutionInfo& execution : world.engine().runtime().executions(world.instance())) {
    if (execution.waiting) active.push_back(execution.activity_id);
  }
  expect_same(arguments.texts("activities"), std::move(active), "active");
}

void assert_tasks(World& world, const Arguments& arguments) {
  TaskQuery query;
  query.instance_id = world.instance();
  const bool by_name = arguments.optional_text("by") == "name";
  std::vector<std::string> open;
  for (const TaskInfo& task : world.engine().tasks().list(query))
    open.push_back(by_name ? task.name : task.key);
  expect_same(arguments.texts("tasks"), std::move(open), "open");
}

Value sorted(List list) {
  std::sort(list.begin(), list.end(), [](const Value& a, const Value& b) { return to_json(a) < to_json(b); });
  return list;
}

Value as_list(const std::vector<std::string>& names) { return sorted(List(names.begin(), names.end())); }

// A property by its name in scenarios; nullopt when there is no such property.
std::optional<Value> property(const TaskInfo& task, std::string_view name) {
  if (name == "name") return Value(task.name);
  if (name == "description") return Value(task.description);
  if (name == "assignee") return Value(task.assignee);
  if (name == "owner") return Value(task.owner);
  if (name == "candidate_users") return as_list(task.candidate_users);
  if (name == "candidate_groups") return as_list(task.candidate_groups);
  if (name == "due") return Value(task.due);
  if (name == "follow_up") return Value(task.follow_up);
  if (name == "priority") return Value(task.priority);
  if (name == "form_key") return Value(task.form_key);
  if (name == "category") return Value(task.category);
  if (name == "lanes") return as_list(task.lanes);
  return std::nullopt;
}

bool property_matches(const World& world, const Value& expected, const Value& actual) {
  if (expected.is_null()) return actual == Value("");
  if (expected.is_list()) return sorted(expected.as_list()) == actual;
  if (matches(world, expected, actual)) return true;
  // Dates may be written in several ways.
  if (!expected.is_string() || !actual.is_string()) return false;
  const auto instant = parse_instant(expected.as_string());
  return instant && instant == parse_instant(actual.as_string());
}

// What is not as expected of the task, as text; empty when all is.
std::string differences(const World& world, const TaskInfo& task, const Object& expected) {
  for (const auto& [name, value] : expected) {
    if (name == "task" || name == "of" || name == "by" || name == "assignee_set") continue;
    const auto actual = property(task, name);
    if (!actual) throw StepFailure(fmt::format("tasks have no property '{}'", name));
    if (!property_matches(world, value, *actual)) {
      return fmt::format("expected {} {}, got {}", name, to_json(value), to_json(*actual));
    }
  }
  return {};
}

void assert_task_property(World& world, const Arguments& arguments) {
  TaskQuery query;
  query.instance_id = world.instance();
  (arguments.optional_text("by") == "name" ? query.name : query.key) = arguments.text("task");
  const auto tasks = world.engine().tasks().list(query);
  if (tasks.empty())
    throw Error(ErrorKind::NotFound, fmt::format("no task '{}' is open", arguments.text("task")));
  if (arguments.has("assignee_set")) {
    std::vector<std::string> assignees;
    assignees.reserve(tasks.size());
    for (const TaskInfo& task : tasks) assignees.push_back(task.assignee);
    expect_same(arguments.texts("assignee_set"), std::move(assignees), "assignees");
  }
  std::string difference;
  for (const TaskInfo& task : tasks) {
    difference = differences(world, task, arguments.fields());
    if (difference.empty()) return;
  }
  throw StepFailure(difference);
}

void assert_ended(World& world, const Arguments&) {
  const InstanceInfo info = instance_info(world);
  if (!is_over(info))
    throw StepFailure(fmt::format("expected the instance to be over, it is {}", name_of(info.state)));
}

void assert_state(World& world, const Arguments& arguments) {
  const InstanceInfo info = instance_info(world);
  expect_value(world, "the state", arguments.value("state"), std::string(name_of(info.state)));
  if (arguments.has("error")) expect_value(world, "the error", arguments.value("error"), info.error);
  if (arguments.has("cause")) expect_value(world, "the cause", arguments.value("cause"), info.cause);
}

// The values of a variable as seen from `at`: one for each execution there, or that of the instance.
std::vector<std::optional<Value>> values_seen(World& world, const Arguments& arguments) {
  const std::string name = arguments.text("name");
  const std::string at = arguments.optional_text("at");
  const RuntimeService& runtime = world.engine().runtime();
  std::vector<std::optional<Value>> result;
  if (!at.empty()) {
    (void)world.execution_at(at);
    for (const auto& execution : world.executions_at(at))
      result.push_back(runtime.variable(execution.id, name));
    return result;
  }
  if (!is_over(instance_info(world))) return {runtime.variable(world.instance(), name)};
  const Variables last = world.engine().history().variables(world.instance());
  const Value* value = last.find(name);
  result.push_back(value == nullptr ? std::nullopt : std::optional(*value));
  return result;
}

void assert_var(World& world, const Arguments& arguments) {
  const std::string name = arguments.text("name");
  const Value& expected = arguments.value("value");
  const auto values = values_seen(world, arguments);
  for (const auto& value : values) {
    if (value && matches(world, expected, *value)) return;
  }
  if (!values.front()) {
    throw StepFailure(fmt::format("expected {} {}, there is no such variable", name, to_json(expected)));
  }
  expect_value(world, name, expected, *values.front());
}

void assert_no_var(World& world, const Arguments& arguments) {
  for (const auto& value : values_seen(world, arguments)) {
    if (value)
      throw StepFailure(
          fmt::format("expected no variable '{}', it is {}", arguments.text("name"), to_json(*value)));
  }
}

void assert_local_var_set(World& world, const Arguments& arguments) {
  const std::string name = arguments.text("name");
  std::vector<std::string> expected;
  for (const Value& value : arguments.list("values")) expected.push_back(to_json(value));
  std::vector<std::string> actual;
  for (const ExecutionInfo& execution : world.executions_at(arguments.text("activity"))) {
    const Variables local = world.engine().runtime().local_variables(execution.id);
    if (const Value* value = local.find(name)) {
      actual.push_back(to_json(*value));
    } else if (name == "loopCounter" && execution.loop_counter >= 0) {
      actual.push_back(to_json(execution.loop_counter));
    }
  }
  expect_same(std::move(expected), std::move(actual), "found");
}

void assert_instances(World& world, const Arguments& arguments) {
  const std::string key = arguments.optional_text("key");
  expect_count(arguments.count("count"), world.engine().runtime().count_running(key), "running instances");
}

void assert_jobs(World& world, const Arguments& arguments) {
  JobQuery query;
  query.instance_id = restriction(world, arguments);
  query.kind = arguments.optional_text("kind");
  query.activity_id = arguments.optional_text("activity");
  expect_count(arguments.count("count"), world.engine().management().jobs(query).size(), "jobs");
}

void assert_subscriptions(World& world, const Arguments& arguments) {
  std::string type = arguments.text("type");
  if (type == "compensate") type = "compensation";  // as the engines with a database call it
  const std::string name = arguments.optional_text("name");
  const std::string at = arguments.optional_text("at");
  std::size_t count = 0;
  for (const auto& wait : world.engine().runtime().subscriptions(restriction(world, arguments))) {
    if (wait.type != type || (!name.empty() && wait.name != name)) continue;
    if (at.empty() || wait.activity_id == at) ++count;
  }
  expect_count(arguments.count("count"), count, fmt::format("{} subscriptions", type));
}

void assert_data_store(World& world, const Arguments& arguments) {
  const std::string store = arguments.text("store");
  const Value actual = world.engine().runtime().data_store(store);
  const Value& expected = arguments.value("value");
  if (!(actual == expected)) {
    throw StepFailure(
        fmt::format("data store '{}': expected {}, it holds {}", store, to_json(expected), to_json(actual)));
  }
}

void assert_task_var(World& world, const Arguments& arguments) {
  TaskQuery query;
  query.instance_id = world.instance();
  query.key = arguments.text("task");
  const auto tasks = world.engine().tasks().list(query);
  if (tasks.empty()) throw StepFailure(fmt::format("no task '{}' is open", query.key));
  const Variables seen = arguments.has("local") ? world.engine().tasks().local_variables(tasks.front().id)
                                                : world.engine().tasks().variables(tasks.front().id);
  const std::string name = arguments.text("name");
  const Value* actual = seen.find(name);
  const Value none;
  const Value& expected = arguments.value("value");
  if (!((actual != nullptr ? *actual : none) == expected)) {
    throw StepFailure(fmt::format("task variable '{}': expected {}, it is {}", name, to_json(expected),
                                  to_json(actual != nullptr ? *actual : none)));
  }
}

void assert_messages(World& world, const Arguments& arguments) {
  expect_count(arguments.count("count"),
               world.engine().runtime().messages(arguments.optional_text("name")).size(), "kept messages");
}

void assert_incidents(World& world, const Arguments& arguments) {
  const std::string activity = arguments.optional_text("activity");
  const std::string kind = arguments.optional_text("kind");
  std::size_t count = 0;
  for (const auto& incident : world.engine().management().incidents(restriction(world, arguments))) {
    if (!activity.empty() && incident.activity_id != activity) continue;
    if (kind.empty() || incident.kind == kind) ++count;
  }
  expect_count(arguments.count("count"), count, "incidents");
}

constexpr std::array kCheckingSteps{
    StepKind{"assert_active", assert_active},
    StepKind{"assert_tasks", assert_tasks},
    StepKind{"assert_task_property", assert_task_property},
    StepKind{"assert_ended", assert_ended},
    StepKind{"assert_state", assert_state},
    StepKind{"assert_var", assert_var},
    StepKind{"assert_no_var", assert_no_var},
    StepKind{"assert_local_var_set", assert_local_var_set},
    StepKind{"assert_instances", assert_instances},
    StepKind{"assert_jobs", assert_jobs},
    StepKind{"assert_subscriptions", assert_subscriptions},
    StepKind{"assert_messages", assert_messages},
    StepKind{"assert_data_store", assert_data_store},
    StepKind{"assert_task_var", assert_task_var},
    StepKind{"assert_incidents", assert_incidents},
};

}  // namespace

std::span<const StepKind> checking_steps() { return kCheckingSteps; }

}  // namespace rondo::cli
