// SPDX-License-Identifier: Apache-2.0
#include "cli/instant.hpp"
#include "cli/steps.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <utility>

namespace rondo::cli {

namespace {

void deploy_modified(World& world, const Arguments& arguments) {
  const std::size_t index = arguments.count("file");
  const auto& files = world.scenario().files;
  if (index >= files.size()) throw StepFailure(fmt::format("the scenario has no file {}", index));
  std::vector<Resource> resources = world.resources({files[index]});
  std::string& content = resources.front().content;
  for (const auto& [old_text, replacement] : arguments.variables("replace")) {
    const std::string new_text = to_text(replacement);
    std::size_t at = content.find(old_text);
    if (at == std::string::npos)
      throw StepFailure(fmt::format("'{}' does not occur in {}", old_text, files[index]));
    for (; at != std::string::npos; at = content.find(old_text, at + new_text.size())) {
      content.replace(at, old_text.size(), new_text);
    }
  }
  world.engine().repository().deploy(resources);
  world.prepare([resources](Engine& engine) { register_missing(engine, resources); });
}

UnhandledAction unhandled_action(const std::string& name) {
  if (name.empty() || name == "terminate") return UnhandledAction::Terminate;
  if (name == "cancel") return UnhandledAction::Cancel;
  if (name == "abort") return UnhandledAction::Abort;
  throw StepFailure("'on_unhandled' must be cancel, terminate or abort, not '" + name + "'");
}

void start(World& world, const Arguments& arguments) {
  StartOptions options;
  options.on_unhandled = unhandled_action(arguments.optional_text("on_unhandled"));
  options.business_key = arguments.optional_text("business_key");
  options.user = world.user;
  const auto instance = world.engine().runtime().start(arguments.text("key"), arguments.variables(), options);
  world.started(instance.id, arguments.optional_text("as"));
}

std::vector<TaskInfo> open_tasks(World& world, const Arguments& arguments) {
  TaskQuery query;
  query.instance_id = world.instance();
  const std::string task = arguments.text("task");
  if (task != "$any") (arguments.optional_text("by") == "name" ? query.name : query.key) = task;
  return world.engine().tasks().list(query);
}

TaskInfo open_task(World& world, const Arguments& arguments) {
  const auto tasks = open_tasks(world, arguments);
  const std::size_t index = arguments.has("index") ? arguments.count("index") : 0;
  if (index < tasks.size()) return tasks[index];
  const std::string name = arguments.text("task");
  if (tasks.empty()) throw Error(ErrorKind::NotFound, fmt::format("no task '{}' is open", name));
  throw Error(ErrorKind::NotFound, fmt::format("only {} tasks '{}' are open", tasks.size(), name));
}

void complete_task(World& world, const Arguments& arguments) {
  world.engine().tasks().complete(open_task(world, arguments).id, arguments.variables());
}

void set_user(World& world, const Arguments& arguments) { world.user = arguments.optional_text("id"); }

void set_assignee(World& world, const Arguments& arguments) {
  world.engine().tasks().set_assignee(open_task(world, arguments).id, arguments.optional_text("user"));
}

void trigger(World& world, const Arguments& arguments) {
  world.engine().runtime().trigger(world.execution_at(arguments.text("activity")).id, arguments.variables());
}

// Signals the executions of one instance that wait for it, at one activity when that is given.
void signal_to(World& world, const Arguments& arguments, const std::string& instance,
               const std::string& activity) {
  const std::string name = arguments.text("name");
  std::vector<std::string> receivers;
  for (const SubscriptionInfo& wait : world.engine().runtime().subscriptions(instance)) {
    if (wait.type != "signal" || wait.name != name) continue;
    if (activity.empty() || wait.activity_id == activity) receivers.push_back(wait.execution_id);
  }
  if (receivers.empty())
    throw Error(ErrorKind::NotFound, fmt::format("nothing there waits for the signal '{}'", name));
  for (const std::string& execution : receivers) {
    world.engine().runtime().signal_execution(name, execution, arguments.variables());
  }
}

void signal(World& world, const Arguments& arguments) {
  const std::string to = arguments.optional_text("to");
  if (const std::string id = world.named(to); !id.empty()) return signal_to(world, arguments, id, {});
  if (!to.empty()) return signal_to(world, arguments, world.instance(), to);
  if (arguments.has("of")) return signal_to(world, arguments, world.instance(), {});
  world.engine().runtime().signal(arguments.text("name"), arguments.variables());
}

void message(World& world, const Arguments& arguments) {
  MessageCorrelation correlation;
  correlation.name = arguments.text("name");
  if (arguments.has("of")) correlation.instance_id = world.instance();
  const std::string to = arguments.optional_text("to");
  if (std::string id = world.named(to); !id.empty()) {
    correlation.instance_id = std::move(id);
  } else {
    correlation.activity_id = to;
  }
  const Variables narrowing = arguments.variables("correlation");
  const Arguments restriction(narrowing);
  correlation.business_key = restriction.optional_text("business_key");
  correlation.correlation = restriction.variables();
  if (const Value* key = restriction.find("key")) correlation.key = *key;
  const auto result = world.engine().runtime().correlate(correlation, arguments.variables());
  if (result.started) world.started(result.instance_id, arguments.optional_text("as"));
}

std::string_view outcome_name(PublishResult::Outcome outcome) {
  constexpr std::array<std::string_view, 4> kNames{"received", "kept", "repeated", "dropped"};
  return kNames.at(static_cast<std::size_t>(outcome));
}

void publish(World& world, const Arguments& arguments) {
  PublishedMessage message;
  message.name = arguments.text("name");
  if (const Value* key = arguments.find("key")) message.key = *key;
  message.business_key = arguments.optional_text("business_key");
  message.message_id = arguments.optional_text("id");
  if (const std::string life = arguments.optional_text("ttl"); !life.empty()) {
    const auto end = add_duration(world.clock().now(), life);
    if (!end) throw StepFailure(fmt::format("'{}' is not an ISO 8601 duration", life));
    message.time_to_live = *end - world.clock().now();
  }
  const PublishResult result = world.engine().runtime().publish(message, arguments.variables());
  if (result.started) world.started(result.instance_id, arguments.optional_text("as"));
  const std::string expected = arguments.optional_text("outcome");
  if (!expected.empty() && expected != outcome_name(result.outcome)) {
    throw StepFailure(fmt::format("expected {}, the message was {}", expected, outcome_name(result.outcome)));
  }
}

void throw_error(World& world, const Arguments& arguments) {
  world.engine().runtime().throw_error(world.execution_at(arguments.text("activity")).id,
                                       arguments.text("code"), arguments.optional_text("message"),
                                       arguments.variables());
}

void throw_escalation(World& world, const Arguments& arguments) {
  world.engine().runtime().throw_escalation(world.execution_at(arguments.text("activity")).id,
                                            arguments.text("code"), arguments.variables());
}

void evaluate_conditions(World& world, const Arguments& arguments) {
  world.engine().runtime().evaluate_conditions(world.instance(), arguments.variables());
}

void evaluate_start_conditions(World& world, const Arguments& arguments) {
  for (const auto& instance : world.engine().runtime().evaluate_start_conditions(arguments.variables())) {
    world.started(instance.id, arguments.optional_text("as"));
  }
}

// Of a multi-instance sub-process the first instance that runs.
std::string adhoc_scope(World& world, const Arguments& arguments) {
  const std::string id = arguments.text("subprocess");
  for (const ExecutionInfo& execution : world.executions_at(id)) {
    if (execution.kind == "scope") return execution.id;
  }
  throw Error(ErrorKind::NotFound, fmt::format("no ad-hoc sub-process '{}' is running", id));
}

void adhoc_enable(World& world, const Arguments& arguments) {
  world.engine().runtime().start_adhoc_activity(adhoc_scope(world, arguments), arguments.text("activity"),
                                                arguments.variables());
}

void adhoc_complete(World& world, const Arguments& arguments) {
  world.engine().runtime().complete_adhoc(adhoc_scope(world, arguments));
}

bool is_local(const Arguments& arguments) {
  const Value* local = arguments.find("local");
  return local != nullptr && !local->is_null() && !(*local == Value(false));
}

// The id of the open task whose own variable is meant; empty when none is.
std::string local_task(World& world, const Arguments& arguments) {
  if (arguments.optional_text("local") != "task") return {};
  const ExecutionInfo at = world.execution_at(arguments.text("at"));
  TaskQuery query;
  query.instance_id = at.instance_id;
  for (const TaskInfo& task : world.engine().tasks().list(query)) {
    if (task.execution_id == at.id) return task.id;
  }
  throw Error(ErrorKind::NotFound, fmt::format("no task is open at '{}'", at.activity_id));
}

void set_var(World& world, const Arguments& arguments) {
  const Variables variables{{arguments.text("name"), arguments.value("value")}};
  if (const std::string task = local_task(world, arguments); !task.empty()) {
    return world.engine().tasks().set_local_variables(task, variables);
  }
  const std::string scope = world.scope_of(arguments.optional_text("at"));
  if (is_local(arguments)) {
    world.engine().runtime().set_local_variables(scope, variables);
  } else {
    world.engine().runtime().set_variables(scope, variables);
  }
}

void remove_var(World& world, const Arguments& arguments) {
  if (const std::string task = local_task(world, arguments); !task.empty()) {
    return world.engine().tasks().remove_local_variable(task, arguments.text("name"));
  }
  world.engine().runtime().remove_variable(world.scope_of(arguments.optional_text("at")),
                                           arguments.text("name"), is_local(arguments));
}

void set_data_store(World& world, const Arguments& arguments) {
  world.engine().runtime().set_data_store(arguments.text("store"), arguments.value("value"));
}

void advance_clock(World& world, const Arguments& arguments) {
  const std::string duration = arguments.text("duration");
  const auto instant = add_duration(world.clock().now(), duration);
  if (!instant) throw StepFailure(fmt::format("'{}' is not an ISO 8601 duration", duration));
  world.clock().set(*instant);
}

void set_clock(World& world, const Arguments& arguments) {
  const std::string text = arguments.text("to");
  const auto instant = parse_instant(text);
  if (!instant) throw StepFailure(fmt::format("'{}' is not an ISO 8601 instant", text));
  world.clock().set(*instant);
}

void run_jobs(World& world, const Arguments& arguments) {
  const std::size_t limit =
      arguments.has("count") ? arguments.count("count") : std::numeric_limits<std::size_t>::max();
  world.engine().management().run_due(limit, arguments.optional_text("kind"));
}

// A second report goes to the token of the first one.
void report_task(World& world, const Arguments& arguments) {
  const std::string activity = arguments.text("activity");
  std::string& token = world.task_tokens[activity];
  std::size_t before = arguments.has("index") ? arguments.count("index") : 0;
  for (const ExecutionInfo& execution : world.executions_at(activity)) {
    if (execution.task_token.empty() || before-- > 0) continue;
    token = execution.task_token;
    break;
  }
  if (token.empty()) throw Error(ErrorKind::NotFound, fmt::format("'{}' waits for no report", activity));
  if (arguments.has("error")) {
    world.engine().runtime().report_failed(token, arguments.text("error"), arguments.optional_text("cause"));
    return;
  }
  const Value* output = arguments.find("output");
  world.engine().runtime().report_succeeded(token, output == nullptr ? Value(Object()) : *output);
}

void stop(World& world, const Arguments& arguments) {
  const std::string cause = arguments.optional_text(arguments.has("cause") ? "cause" : "reason");
  if (arguments.has("scope")) {
    return world.engine().runtime().stop_activity(world.execution_at(arguments.text("scope")).id,
                                                  arguments.optional_text("error"), cause);
  }
  world.engine().runtime().stop(world.instance(), arguments.optional_text("error"), cause);
}

void remove(World& world, const Arguments& arguments) {
  world.engine().runtime().remove(world.instance(), arguments.optional_text("reason"));
}

void cancel(World& world, const Arguments&) { world.engine().runtime().cancel(world.instance()); }

void terminate_instance(World& world, const Arguments& arguments) {
  world.engine().runtime().terminate(world.instance(), arguments.optional_text("reason"));
}

void abort_instance(World& world, const Arguments& arguments) {
  world.engine().runtime().abort(world.instance(), arguments.optional_text("reason"));
}

void suspend(World& world, const Arguments&) { world.engine().runtime().suspend(world.instance()); }

void resume(World& world, const Arguments&) { world.engine().runtime().resume(world.instance()); }

// Left out when the store is in memory, which would not survive it.
void restart_engine(World& world, const Arguments&) { world.restart(); }

constexpr std::array kActingSteps{
    StepKind{"deploy_modified", deploy_modified},
    StepKind{"start", start},
    StepKind{"complete_task", complete_task},
    StepKind{"set_user", set_user},
    StepKind{"set_assignee", set_assignee},
    StepKind{"trigger", trigger},
    StepKind{"signal", signal},
    StepKind{"message", message},
    StepKind{"publish", publish},
    StepKind{"throw_error", throw_error},
    StepKind{"set_var", set_var},
    StepKind{"remove_var", remove_var},
    StepKind{"set_data_store", set_data_store},
    StepKind{"advance_clock", advance_clock},
    StepKind{"set_clock", set_clock},
    StepKind{"run_jobs", run_jobs},
    StepKind{"stop", stop},
    StepKind{"cancel", cancel},
    StepKind{"terminate", terminate_instance},
    StepKind{"abort", abort_instance},
    StepKind{"delete", remove},
    StepKind{"suspend", suspend},
    StepKind{"resume", resume},
    StepKind{"restart_engine", restart_engine},
    StepKind{"throw_escalation", throw_escalation},
    StepKind{"evaluate_conditions", evaluate_conditions},
    StepKind{"evaluate_start_conditions", evaluate_start_conditions},
    StepKind{"adhoc_enable", adhoc_enable},
    StepKind{"adhoc_complete", adhoc_complete},
    StepKind{"report_task", report_task},
};

}  // namespace

std::span<const StepKind> acting_steps() { return kActingSteps; }

void deploy(World& world, const std::vector<std::string>& files) {
  const std::vector<Resource> resources = world.resources(files);
  world.engine().repository().deploy(resources);
  world.prepare([resources](Engine& engine) { register_missing(engine, resources); });
}

}  // namespace rondo::cli
