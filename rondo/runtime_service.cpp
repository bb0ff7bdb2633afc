// SPDX-License-Identifier: Apache-2.0
#include "rondo/changes.hpp"
#include "rondo/correlation.hpp"
#include "rondo/execution_list.hpp"
#include "rondo/instance_search.hpp"
#include "rondo/messages.hpp"
#include "rondo/services.hpp"
#include "rondo/snapshot.hpp"
#include "rondo/start_conditions.hpp"
#include "rondo/suspension.hpp"
#include "rondo/task_tokens.hpp"

#include "agenda/steps.hpp"

#include "agenda/graceful_ending.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace rondo {

namespace {

using agenda::Command;
using agenda::ExecutionId;
using agenda::kNone;
using model::Handle;
using model::HandleKind;

void record_names(Command& command, ExecutionId execution, std::string_view id, std::string_view operation,
                  const Variables& variables) {
  if (!command.records_operations(execution)) return;
  std::string names;
  for (const auto& [name, value] : variables) names.append(names.empty() ? "" : ", ").append(name);
  command.record_operation(execution, operation, {model::parse_handle(id), std::move(names)});
}

class Runtime final : public RuntimeService {
 public:
  explicit Runtime(EngineCore& core) : core_(core) {}

  StartedInstance start(std::string_view key, const Variables& variables,
                        const StartOptions& options) override {
    const agenda::DeployedProcess* process = options.version > 0
                                                 ? core_.definitions().version(key, options.version)
                                                 : core_.definitions().latest(key);
    if (process == nullptr) {
      throw Error(ErrorKind::NotFound,
                  options.version > 0 ? fmt::format("process '{}' has no version {}", key, options.version)
                                      : fmt::format("no process '{}' is deployed", key));
    }
    return core_.start(*process, variables, options, {});
  }

  void trigger(std::string_view id, const Variables& variables) override {
    on_execution(id, [&](Command& command, ExecutionId execution) {
      if (!command.tree().at(execution).is(agenda::flag::kWaiting)) {
        throw Error(ErrorKind::InvalidState, fmt::format("execution '{}' is not waiting", id));
      }
      if (command.records_operations(execution))
        command.record_operation(execution, "trigger", {model::parse_handle(id)});
      set_variables(command, execution, variables);
      command.plan_trigger(execution, {command.tree().at(execution).node});
    });
  }

  CorrelationResult correlate(const MessageCorrelation& message, const Variables& variables) override {
    return correlate_message(core_, message, variables);
  }
  PublishResult publish(const PublishedMessage& message, const Variables& variables) override {
    return publish_message(core_, message, variables);
  }
  void deliver_messages() override { offer_messages(core_); }
  std::string export_instance(std::string_view id, const SnapshotOptions& options) const override {
    return export_snapshot(core_, id, options);
  }
  std::string import_instance(std::string_view document, const ImportOptions& options) override {
    return import_snapshot(core_, document, options);
  }
  std::vector<MessageInfo> messages(std::string_view name) const override;
  std::size_t signal(std::string_view name, const Variables& variables) override {
    return broadcast_signal(core_, name, variables);
  }
  void signal_execution(std::string_view name, std::string_view id, const Variables& variables) override {
    deliver_signal(core_, name, id, variables);
  }

  void evaluate_conditions(std::string_view id, const Variables& variables) override {
    on_execution(id, [&](Command& command, ExecutionId execution) {
      set_variables(command, execution, variables);
      command.evaluate_conditions(execution);
    });
  }
  std::vector<StartedInstance> evaluate_start_conditions(const Variables& variables,
                                                         const StartOptions& options) override {
    return start_by_conditions(core_, variables, options);
  }

  std::vector<std::string> adhoc_activities(std::string_view id) const override {
    std::vector<std::string> result;
    read(id, [&](Command& command, ExecutionId scope) {
      for (const model::NodeId node : command.enabled_ad_hoc(scope)) {
        result.push_back(command.definition_of(scope).node(node).id);
      }
    });
    return result;
  }
  void start_adhoc_activity(std::string_view id, std::string_view activity,
                            const Variables& variables) override {
    on_execution(id, [&](Command& command, ExecutionId scope) {
      command.record_operation(scope, "start_adhoc_activity",
                               {model::parse_handle(id), "activity", {}, std::string(activity)});
      set_variables(command, scope, variables);
      const model::NodeId node = command.definition_of(scope).find(activity);
      if (node == model::kNoNode) throw Error(ErrorKind::NotFound, fmt::format("there is no '{}'", activity));
      command.enable_ad_hoc(scope, node);
    });
  }
  void complete_adhoc(std::string_view id) override {
    on_execution(id, [&](Command& command, ExecutionId scope) {
      command.record_operation(scope, "complete_adhoc", {model::parse_handle(id)});
      command.complete_ad_hoc(scope);
    });
  }

  void throw_error(std::string_view id, std::string_view code, std::string_view message,
                   const Variables& variables) override {
    on_execution(id, [&](Command& command, ExecutionId execution) {
      command.record_operation(execution, "throw_error",
                               {model::parse_handle(id), "code", {}, std::string(code)});
      set_variables(command, execution, variables);
      command.plan_error(execution, std::string(code), std::string(message));
    });
  }
  void throw_escalation(std::string_view id, std::string_view code, const Variables& variables) override {
    on_execution(id, [&](Command& command, ExecutionId execution) {
      command.record_operation(execution, "throw_escalation",
                               {model::parse_handle(id), "code", {}, std::string(code)});
      set_variables(command, execution, variables);
      command.plan_escalation(execution, std::string(code));
    });
  }

  void report_succeeded(std::string_view token, const Value& output) override {
    report_task(core_, token, [&](Command& command, ExecutionId task, const agenda::Wakening& wakening) {
      agenda::give_result(command, task, output);
      command.plan_trigger(task, wakening);
    });
  }
  void report_failed(std::string_view token, std::string_view error, std::string_view cause) override {
    report_task(core_, token, [&](Command& command, ExecutionId task, const agenda::Wakening& reported) {
      command.remove_wait(reported.wait);  // it has ended: nobody tells it to stop
      command.plan_error(task, std::string(error), std::string(cause));
    });
  }

  void stop(std::string_view id, std::string_view error, std::string_view cause) override {
    end(id, model::RecordState::Stopped, {}, error, cause);
  }
  void stop_activity(std::string_view id, std::string_view error, std::string_view cause) override {
    on_execution(id, [&](Command& command, ExecutionId execution) {
      if (command.tree().at(execution).is(agenda::flag::kInstance)) {
        throw Error(ErrorKind::Argument, fmt::format("'{}' is an instance, not an activity", id));
      }
      command.record_operation(execution, "stop_activity",
                               {model::parse_handle(id), "reason", {}, std::string(error)});
      command.stop_activity(execution, std::string(error), std::string(cause));
    });
  }
  void remove(std::string_view id, std::string_view reason) override {
    end(id, model::RecordState::Deleted, reason.empty() ? "process instance deleted" : reason, {}, {});
  }
  void cancel(std::string_view id) override;
  void terminate(std::string_view id, std::string_view reason) override {
    end_as_faulted(id, reason, "terminated", {});
  }
  void abort(std::string_view id, std::string_view reason) override {
    end_as_faulted(id, reason, "aborted", "aborted");
  }
  void modify(const ModificationPlan& plan) override { modify_instance(core_, plan); }
  MigrationPlan plan_migration(std::string_view key, std::int32_t source, std::int32_t target,
                               bool update_event_triggers) const override {
    return generate_migration(core_, key, source, target, update_event_triggers);
  }
  std::vector<MigrationProblem> validate(const MigrationPlan& plan) const override {
    return problems_of(core_, plan);
  }
  std::vector<MigrationReport> migrate(const MigrationPlan& plan, const std::vector<std::string>& instances,
                                       MigrationMode mode) override {
    return migrate_instances(core_, plan, instances, mode);
  }
  void suspend(std::string_view id) override { set_instance_suspended(core_, id, true); }
  void resume(std::string_view id) override {
    set_instance_suspended(core_, id, false);
    offer_messages(core_);
  }

  std::optional<Value> variable(std::string_view id, std::string_view name) const override {
    std::optional<Value> result;
    read(id, [&](Command& command, ExecutionId execution) {
      Value value;
      if (command.context(execution).find(name, value)) result = std::move(value);
    });
    return result;
  }
  Variables variables(std::string_view id) const override {
    Variables result;
    read(id, [&](Command& command, ExecutionId execution) { result = command.all_variables(execution); });
    return result;
  }
  Variables local_variables(std::string_view id) const override {
    Variables result;
    read(id, [&](Command& command, ExecutionId execution) { result = command.own_variables(execution); });
    return result;
  }
  void set_variables(std::string_view id, const Variables& variables) override {
    on_execution(id, [&](Command& command, ExecutionId execution) {
      record_names(command, execution, id, "set_variables", variables);
      rondo::set_variables(command, execution, variables);
    });
  }
  void set_local_variables(std::string_view id, const Variables& variables) override {
    on_execution(id, [&](Command& command, ExecutionId execution) {
      record_names(command, execution, id, "set_local_variables", variables);
      for (const auto& [name, value] : variables) command.context(execution).set_local(name, value);
    });
  }
  void remove_variable(std::string_view id, std::string_view name, bool local) override {
    on_execution(id, [&](Command& command, ExecutionId execution) {
      command.record_operation(execution, "remove_variable", {model::parse_handle(id), std::string(name)});
      const model::NameId number = core_.names().intern(name);
      if (local) {
        command.remove_local(execution, number);
      } else {
        command.remove_variable(execution, number);
      }
    });
  }

  Value data_store(std::string_view id) const override { return core_.data_store(id); }
  void set_data_store(std::string_view id, const Value& value) override {
    model::ChangeSet changes;
    changes.data_stores.push_back({std::string(id), value});
    core_.commit(changes);
    EngineCore::Outbox outbox;
    outbox.push_back({{}, {}, {}, std::string(id)});
    send_thrown(core_, outbox);
  }

  std::optional<InstanceInfo> instance(std::string_view id) const override {
    const auto parsed = model::parse_handle(id);
    if (!parsed || parsed->second != HandleKind::Instance) return std::nullopt;
    const auto record = core_.store().instance(parsed->first);
    return record == nullptr ? std::nullopt : std::optional(rondo::to_info(*record));
  }
  std::vector<InstanceInfo> instances(const InstanceQuery& query) const override;
  std::size_t count_running(std::string_view key) const override { return core_.store().running_count(key); }
  std::vector<ExecutionInfo> executions(std::string_view id) const override {
    return list_executions(core_, id);
  }
  std::vector<SubscriptionInfo> subscriptions(std::string_view id) const override {
    return list_subscriptions(core_, id);
  }

 private:
  using ExecutionStep = std::function<void(Command&, ExecutionId)>;

  static void set_variables(Command& command, ExecutionId id, const Variables& variables) {
    rondo::set_variables(command, id, variables);
  }

  void on_execution(std::string_view id, const ExecutionStep& step) const {
    core_.run_on(execution_or_instance(id), [&](Command& command) {
      const ExecutionId execution = require_execution(command, id);
      require_active(command, execution);
      step(command, execution);
    });
  }

  void read(std::string_view id, const ExecutionStep& look) const {
    const bool found = core_.read(execution_or_instance(id),
                                  [&](Command& command) { look(command, require_execution(command, id)); });
    if (!found) throw Error(ErrorKind::NotFound, fmt::format("execution '{}' is not running any more", id));
  }

  void end_as_faulted(std::string_view id, std::string_view reason, std::string_view type,
                      std::string_view how);
  void end(std::string_view id, model::RecordState state, std::string_view reason, std::string_view error,
           std::string_view cause);

  EngineCore& core_;
};

// Another stop of an instance that has ended is refused where instances have such an end.
void require_running(EngineCore& core, const Handle& handle, std::string_view id) {
  const auto record = core.store().instance(handle);
  if (record == nullptr || !record->end || !record->definition->outcomes.own) return;
  throw Error(ErrorKind::InvalidState, fmt::format("the execution '{}' has ended already", id));
}

void Runtime::end(std::string_view id, model::RecordState state, std::string_view reason,
                  std::string_view error, std::string_view cause) {
  const Handle handle = require_handle(id, HandleKind::Instance, "process instance");
  require_running(core_, handle, id);
  core_.run_on(handle, [&](Command& command) {
    if (!command.tree().runs(handle.slot, handle.generation)) {
      throw Error(ErrorKind::NotFound, fmt::format("process instance '{}' is not running any more", id));
    }
    ExecutionId caller = command.tree().process(handle.slot).caller;
    command.record_operation(command.tree().process(handle.slot).execution,
                             state == model::RecordState::Stopped ? "stop" : "remove",
                             {{}, "reason", {}, std::string(error.empty() ? reason : error)});
    const std::string stopped = command.tree().process(handle.slot).process->definition().outcomes.stopped;
    command.end_instance(handle.slot, state, reason, error, cause);
    if (caller == kNone) return;
    if (state == model::RecordState::Stopped) {
      // The caller sees it as an error at its call activity; without an error the path of that ends.
      const std::string code(error.empty() ? stopped : error);
      if (code.empty()) return command.stop_activity(caller, {}, {});
      command.plan_error(caller, code, std::string(cause));
      return;
    }
    // Nothing can ever complete the call: what waits for it is deleted with it.
    std::uint32_t process = command.tree().at(caller).process;
    while ((caller = command.tree().process(process).caller) != kNone) {
      process = command.tree().at(caller).process;
    }
    command.end_instance(process, state, reason);
  });
}

void Runtime::cancel(std::string_view id) {
  const Handle handle = require_handle(id, HandleKind::Instance, "process instance");
  core_.run_on(handle, [&](Command& command) {
    if (!command.tree().runs(handle.slot, handle.generation)) {
      throw Error(ErrorKind::NotFound, fmt::format("process instance '{}' is not running any more", id));
    }
    const agenda::ProcessInstance& instance = command.tree().process(handle.slot);
    require_active(command, instance.execution);
    if (instance.caller != kNone) {
      throw Error(ErrorKind::InvalidState,
                  "a called instance is canceled by canceling the one that called it");
    }
    command.record_operation(instance.execution, "cancel");
    command.cancel_instance(handle.slot);
  });
}

void Runtime::end_as_faulted(std::string_view id, std::string_view reason, std::string_view type,
                             std::string_view how) {
  const Handle handle = require_handle(id, HandleKind::Instance, "process instance");
  core_.run_on(handle, [&](Command& command) {
    if (!command.tree().runs(handle.slot, handle.generation)) {
      throw Error(ErrorKind::NotFound, fmt::format("process instance '{}' is not running any more", id));
    }
    const agenda::ProcessInstance& instance = command.tree().process(handle.slot);
    if (instance.caller != kNone) {
      throw Error(ErrorKind::InvalidState, "a called instance ends with the one that called it");
    }
    // It is only forgotten what has not been committed, and between commands that is nothing.
    if (!how.empty() && core_.options().on_abort == OnAbort::RollBack) return;
    command.record_operation(instance.execution, how.empty() ? "terminate" : "abort",
                             {{}, "reason", {}, std::string(reason)});
    agenda::GracefulEnding(command).fail_instance(instance.execution, std::string(type), std::string(reason),
                                                  how);
  });
}

std::vector<MessageInfo> Runtime::messages(std::string_view name) const {
  drop_expired_messages(core_);
  std::vector<MessageInfo> result;
  core_.notice_messages();
  for (const auto& message : core_.messages().waiting()) {
    if (!name.empty() && message->name != name) continue;
    MessageInfo info;
    info.name = message->name;
    if (!message->key.is_null()) info.key = message->key;
    info.message_id = message->message_id;
    info.variables = message->variables;
    info.sent_time = message->sent;
    info.drop_time = message->expiry;
    result.push_back(std::move(info));
  }
  return result;
}

std::vector<InstanceInfo> Runtime::instances(const InstanceQuery& query) const {
  const auto found = find_instances(core_, query);
  std::vector<InstanceInfo> result;
  result.reserve(found.size());
  for (const auto& record : found) result.push_back(rondo::to_info(*record));
  return result;
}

}  // namespace

std::unique_ptr<RuntimeService> make_runtime_service(EngineCore& core) {
  return std::make_unique<Runtime>(core);
}

}  // namespace rondo
