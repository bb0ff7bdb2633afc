// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/error.hpp"
#include "rondo/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// State of a process instance.
enum class InstanceState : std::uint8_t {
  Active,
  Suspended,
  Completed,
  Terminated,  ///< By a terminate end event, or withdrawn together with its caller's activity.
  Failed,      ///< By an uncaught error, with `uncaught_errors = FailInstance`.
  Stopped,
  TimedOut,
  Canceled,
  Faulted,
  Deleted
};
/// `active`, `suspended`, `completed` …, as in scenario files.
[[nodiscard]] std::string_view name_of(InstanceState state) noexcept;

/// Result of a start.
struct StartedInstance {
  std::string id;
  bool ended = false;  ///< Whether it already ran to its end.
};

/// How to start an instance.
struct StartOptions {
  std::string business_key;
  std::string user;  ///< For the start event's `initiator`.
  std::string name;
  std::int32_t version = 0;  ///< 0: the newest.
};

/// A process instance, running or ended (then from history).
struct InstanceInfo {
  std::string id;
  std::string process_key;
  std::int32_t process_version = 0;
  std::string business_key;
  std::string name;
  InstanceState state = InstanceState::Active;
  std::string error;  ///< Error code of a failed or stopped instance.
  std::string cause;
  std::string delete_reason;
  std::string caller_instance_id;  ///< The calling instance; empty when there is none.
  std::string caller_activity_id;  ///< Its call activity.
  Instant start_time;
  std::optional<Instant> end_time;
};

/// A node of the execution tree of a running instance, called instances not included.
struct ExecutionInfo {
  std::string id;
  std::string parent_id;  ///< Empty for the process instance.
  std::string instance_id;
  std::string activity_id;  ///< Empty for the process instance.
  std::string activity_name;
  std::string kind;                ///< "instance", "token", "scope", "multi-instance root".
  bool active = true;              ///< False while it waits in a join or for its children.
  bool waiting = false;            ///< A leaf wait state.
  std::int64_t loop_counter = -1;  ///< Of an instance of a multi-instance activity, from 0.
  std::string called_instance_id;
};

/// A message, signal … subscription of a running instance.
struct SubscriptionInfo {
  std::string type;  ///< "message", "signal", …
  std::string name;
  std::string activity_id;
  std::string execution_id;
  std::string instance_id;
};

/// Which instances are meant; empty members do not restrict.
struct InstanceQuery {
  std::string process_key;
  std::string business_key;
  std::string caller_instance_id;
  bool include_ended = false;
};

/// A message to correlate; empty members do not restrict.
struct MessageCorrelation {
  std::string name;
  std::string business_key;
  Variables correlation;     ///< Variables that the instance must have with these values.
  std::optional<Value> key;  ///< Value of the subscription's correlation key.
  std::string instance_id;
  std::string activity_id;  ///< The receiving element.
};

/// Where a message went.
struct CorrelationResult {
  std::string instance_id;
  bool started = false;  ///< A new instance was started by a message start event.
};

/// Starts instances and moves them on (Activiti: RuntimeService). Thread-safe: commands on different
/// root instances run in parallel, commands on one are serialized. Each command is all or nothing. All
/// throw Error: NotFound for an unknown id, InvalidState for a suspended instance, and what the process
/// itself raises (Expression, BpmnError, Delegate, Execution …).
class RuntimeService {
 public:
  virtual ~RuntimeService() = default;

  virtual StartedInstance start(std::string_view process_key, const Variables& variables = {},
                                const StartOptions& options = {}) = 0;
  /// Lets a waiting activity (receive task, wait state) go on.
  virtual void trigger(std::string_view execution_id, const Variables& variables = {}) = 0;
  /// Correlates to exactly one waiting execution, else to a message start event. Throws Error
  /// (Correlation) when nothing or more than one thing matches; then nothing is changed.
  virtual CorrelationResult correlate(const MessageCorrelation& message, const Variables& variables = {}) = 0;
  /// Reaches every subscription in the engine, and starts processes with such a start event.
  /// Returns how many executions and starts it reached.
  virtual std::size_t signal(std::string_view name, const Variables& variables = {}) = 0;
  /// Reaches the subscriptions of one execution.
  virtual void signal_execution(std::string_view name, std::string_view execution_id,
                                const Variables& variables = {}) = 0;
  /// Reports a BPMN error or escalation at a waiting activity.
  virtual void throw_error(std::string_view execution_id, std::string_view code,
                           std::string_view message = {}, const Variables& variables = {}) = 0;

  /// Ends an instance without running any handler; a calling process sees `error` at its call activity,
  /// where a boundary event may catch it.
  virtual void stop(std::string_view instance_id, std::string_view error = {},
                    std::string_view cause = {}) = 0;
  /// Withdraws what runs, compensates what is completed (in running scopes and called instances as well),
  /// newest first, and ends the instance as canceled once the handlers are done; they may wait. Canceling
  /// again changes nothing. Throws Error (InvalidState) for a called instance.
  virtual void cancel(std::string_view instance_id) = 0;
  /// Withdraws everything; history keeps the reason (default "process instance deleted").
  virtual void remove(std::string_view instance_id, std::string_view reason = {}) = 0;
  virtual void suspend(std::string_view instance_id) = 0;
  virtual void resume(std::string_view instance_id) = 0;

  /// Variables of an execution or instance, by their ids: as visible there, or only its own.
  [[nodiscard]] virtual std::optional<Value> variable(std::string_view execution_id,
                                                      std::string_view name) const = 0;
  [[nodiscard]] virtual Variables variables(std::string_view execution_id) const = 0;
  [[nodiscard]] virtual Variables local_variables(std::string_view execution_id) const = 0;
  virtual void set_variables(std::string_view execution_id, const Variables& variables) = 0;
  virtual void set_local_variables(std::string_view execution_id, const Variables& variables) = 0;
  virtual void remove_variable(std::string_view execution_id, std::string_view name, bool local = false) = 0;

  /// A running or (as far as history is kept) ended instance; nullopt when unknown.
  [[nodiscard]] virtual std::optional<InstanceInfo> instance(std::string_view instance_id) const = 0;
  /// In order of start.
  [[nodiscard]] virtual std::vector<InstanceInfo> instances(const InstanceQuery& query = {}) const = 0;
  [[nodiscard]] virtual std::size_t count_running(std::string_view process_key = {}) const = 0;
  /// The execution tree of a running instance, parents before children; empty when it has ended.
  [[nodiscard]] virtual std::vector<ExecutionInfo> executions(std::string_view instance_id) const = 0;
  /// Subscriptions of an instance, or of all running ones when the id is empty.
  [[nodiscard]] virtual std::vector<SubscriptionInfo> subscriptions(
      std::string_view instance_id = {}) const = 0;
};

}  // namespace rondo
