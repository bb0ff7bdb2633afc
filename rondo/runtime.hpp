// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "model/instance_state.hpp"
#include "rondo/error.hpp"
#include "rondo/migration.hpp"
#include "rondo/modification.hpp"
#include "rondo/value.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

using model::InstanceState;
/// `active`, `suspended`, `completed` …, as in scenario files.
[[nodiscard]] RONDO_API std::string_view name_of(InstanceState state) noexcept;

/// Result of a start.
struct StartedInstance {
  std::string id;      ///< Of the process instance.
  bool ended = false;  ///< Whether it already ran to its end.
};

/// How to start an instance.
struct StartOptions {
  std::string business_key;  ///< What the host calls the case; need not be unique.
  std::string user;          ///< For the start event's `initiator`; else the ActingUser.
  std::string name;          ///< A name for people.
  std::int32_t version = 0;  ///< 0: the newest.
  /// What an exception does that nothing takes, in processes that end gracefully.
  model::UnhandledAction on_unhandled = model::UnhandledAction::Terminate;
};

/// A process instance, running or ended (then from history).
struct InstanceInfo {
  std::string id;                               ///< Of the process instance.
  std::uint64_t number = 0;                     ///< Counts the instances of the engine in order of start.
  std::string process_key;                      ///< Id of the process element.
  std::int32_t process_version = 0;             ///< Version that it runs in.
  std::string business_key;                     ///< As given at the start; may be empty.
  std::string name;                             ///< As given at the start; may be empty.
  InstanceState state = InstanceState::Active;  ///< Whether and how it ended.
  std::string error;                            ///< Error code of a failed or stopped instance.
  std::string cause;                            ///< What led to the error.
  std::string delete_reason;                    ///< Of a deleted instance.
  std::string starter;                          ///< The user who started it; may be empty.
  std::string caller_instance_id;               ///< The calling instance; empty when there is none.
  std::string caller_activity_id;               ///< Its call activity.
  Instant start_time;                           ///< When it was started.
  std::optional<Instant> end_time;              ///< When it ended; nullopt while it runs.
};

/// A node of the execution tree of a running instance, called instances not included.
struct ExecutionInfo {
  std::string id;                  ///< Of the execution.
  std::string parent_id;           ///< Empty for the process instance.
  std::string instance_id;         ///< Its process instance.
  std::string activity_id;         ///< Empty for the process instance.
  std::string activity_name;       ///< May be empty.
  std::string kind;                ///< "instance", "token", "scope", "multi-instance root".
  bool active = true;              ///< False while it waits in a join or for its children.
  bool waiting = false;            ///< A leaf wait state.
  std::int64_t loop_counter = -1;  ///< Of an instance of a multi-instance activity, from 0.
  std::string called_instance_id;  ///< Of a call activity that waits.
  std::string task_token;          ///< Of a step that waits for a report of its outcome; else empty.
};

/// A message, signal or condition that a running instance or a process start event waits for.
struct SubscriptionInfo {
  std::string type;          ///< "message", "signal", …
  std::string name;          ///< Of the message or signal.
  std::string activity_id;   ///< The element that waits.
  std::string execution_id;  ///< The execution that waits; empty for a process start event.
  std::string instance_id;   ///< Its process instance; likewise.
};

/// Which instances are meant; empty members do not restrict.
struct InstanceQuery {
  std::string process_key;         ///< Instances of this process.
  std::string business_key;        ///< With this business key.
  std::string caller_instance_id;  ///< Called by this instance.
  bool include_ended = false;      ///< Also those that history knows.
  Variables variables{};           ///< Whose own variables have, or when they ended had, these values.
};

/// A message to correlate; empty members do not restrict.
struct MessageCorrelation {
  std::string name;          ///< Of the message.
  std::string business_key;  ///< Of the instance.
  Variables correlation;     ///< Variables that the instance must have with these values.
  std::optional<Value> key;  ///< Value of the subscription's correlation key.
  std::string instance_id;   ///< The instance itself.
  std::string activity_id;   ///< The receiving element.
};

/// Where a message went.
struct CorrelationResult {
  std::string instance_id;  ///< Where the message went.
  bool started = false;     ///< A new instance was started by a message start event.
};

/// A message to publish. Nobody has to wait for it yet.
struct PublishedMessage {
  std::string name;          ///< Of the message.
  std::optional<Value> key;  ///< Only for subscriptions with this correlation key, or without any.
  std::string business_key;  ///< Decides among several that wait; an instance that is started gets it.
  /// Names it for the sender: another one of the same name, key and id is dropped while this one is kept, and
  /// after it was received as long as its time to live is not over. Empty: none.
  std::string message_id;
  /// How long it is kept when nobody waits for it; zero: not at all, nullopt: without end.
  std::optional<std::chrono::milliseconds> time_to_live;
};

/// What became of a published message.
struct PublishResult {
  /// What may become of it.
  enum class Outcome : std::uint8_t {
    Received,  ///< By the one that waited for it, or by a new instance.
    Kept,      ///< Until somebody waits for it.
    Repeated,  ///< Dropped: it was published before.
    Dropped    ///< Nobody waits for it, and it is not to be kept.
  };
  Outcome outcome = Outcome::Dropped;  ///< What became of it.
  std::string instance_id;             ///< Who received it.
  bool started = false;                ///< A new instance was started by a message start event.
};

/// A message that is kept until somebody waits for it.
struct MessageInfo {
  std::string name;                  ///< Of the message.
  std::optional<Value> key;          ///< Its correlation key.
  std::string message_id;            ///< As given by the sender; may be empty.
  Variables variables;               ///< What it carries.
  Instant sent_time;                 ///< When it was published or thrown.
  std::optional<Instant> drop_time;  ///< When it is forgotten; nullopt: never.
};

/// How a process instance is exported.
struct SnapshotOptions {
  bool with_sources = false;  ///< The files of its processes go along, to be deployed where they are missing.
};

/// How a process instance is imported.
struct ImportOptions {
  bool new_id = false;  ///< It gets a new id, and so do its executions, tasks, jobs and called instances.
};

/// Starts instances and moves them on (Activiti: RuntimeService). Thread-safe: commands on different
/// root instances run in parallel, commands on one are serialized. Each command is all or nothing. All
/// throw Error: NotFound for an unknown id, InvalidState for a suspended instance, and what the process
/// itself raises (Expression, BpmnError, Delegate, Execution …).
class RONDO_API RuntimeService {
 public:
  virtual ~RuntimeService() = default;

  /// Starts the newest version of a process, or the one of the options, and runs it to its first wait states.
  virtual StartedInstance start(std::string_view process_key, const Variables& variables = {},
                                const StartOptions& options = {}) = 0;
  /// Lets a waiting activity (receive task, wait state) go on.
  virtual void trigger(std::string_view execution_id, const Variables& variables = {}) = 0;
  /// Correlates to exactly one waiting execution, else to a message start event. Throws Error
  /// (Correlation) when nothing or more than one thing matches; then nothing is changed.
  virtual CorrelationResult correlate(const MessageCorrelation& message, const Variables& variables = {}) = 0;
  /// Sends a message to one execution that waits for it, else to the process that it starts. Of several
  /// executions the one with the business key gets it, else the one that has waited longest. When nobody
  /// waits the message is kept until somebody does, or a process is deployed that it starts, or its time to
  /// live is over. Throws what the receiver raises, and Error (Correlation) when it would start several
  /// processes; then nothing is kept.
  virtual PublishResult publish(const PublishedMessage& message, const Variables& variables = {}) = 0;
  /// Tries to deliver all messages that are kept: those whose receiver has failed, and in a durable store
  /// those of an engine that has ended before it delivered them. To be called when code is registered.
  virtual void deliver_messages() = 0;
  /// Messages that are kept, published ones and those that processes have thrown, in order of sending.
  [[nodiscard]] virtual std::vector<MessageInfo> messages(std::string_view name = {}) const = 0;
  /// Reaches every subscription in the engine, and starts processes with such a start event.
  /// Returns how many executions and starts it reached.
  virtual std::size_t signal(std::string_view name, const Variables& variables = {}) = 0;
  /// Reaches the subscriptions of one execution.
  virtual void signal_execution(std::string_view name, std::string_view execution_id,
                                const Variables& variables = {}) = 0;
  /// Sets variables and evaluates once all conditional events that the execution or instance waits for; they
  /// are also evaluated by themselves when a variable changes that they read. An event whose condition holds
  /// happens, a non-interrupting one as often as this is called.
  virtual void evaluate_conditions(std::string_view execution_id, const Variables& variables = {}) = 0;
  /// Starts one instance, with these variables, for each conditional start event of the newest versions whose
  /// condition holds with them. A condition about other variables does not hold.
  virtual std::vector<StartedInstance> evaluate_start_conditions(const Variables& variables,
                                                                 const StartOptions& options = {}) = 0;
  /// Activities that can be started in an ad-hoc sub-process now, by the execution of the sub-process.
  [[nodiscard]] virtual std::vector<std::string> adhoc_activities(std::string_view execution_id) const = 0;
  /// Starts one of them. Throws Error (InvalidState) when it cannot be started now.
  virtual void start_adhoc_activity(std::string_view execution_id, std::string_view activity_id,
                                    const Variables& variables = {}) = 0;
  /// Ends an ad-hoc sub-process. Throws Error (InvalidState) when activities in it still run and it does not
  /// cancel its remaining instances.
  virtual void complete_adhoc(std::string_view execution_id) = 0;
  /// Reports a BPMN error at a waiting activity.
  virtual void throw_error(std::string_view execution_id, std::string_view code,
                           std::string_view message = {}, const Variables& variables = {}) = 0;
  /// Reports an escalation at a waiting activity, which goes on waiting unless what catches it interrupts.
  /// One that nothing catches is nothing.
  virtual void throw_escalation(std::string_view execution_id, std::string_view code,
                                const Variables& variables = {}) = 0;

  /// Reports the outcome of a step that waits, by its token; each token once. Throws Error (InvalidState)
  /// when the outcome has been reported before, or nobody waits for it any more.
  /// @{
  virtual void report_succeeded(std::string_view task_token, const Value& output) = 0;
  virtual void report_failed(std::string_view task_token, std::string_view error,
                             std::string_view cause = {}) = 0;
  /// @}

  /// Ends an instance without running any handler; a calling process sees `error` at its call activity,
  /// where a boundary event may catch it. Without an error the path of the call activity ends.
  virtual void stop(std::string_view instance_id, std::string_view error = {},
                    std::string_view cause = {}) = 0;
  /// Stops one activity with all that is in it, without running any handler inside. `error` is seen at the
  /// activity, where a boundary event may catch it, and goes on outwards as any BPMN error; without one its
  /// path ends, and the other instances of a loop go on.
  virtual void stop_activity(std::string_view execution_id, std::string_view error = {},
                             std::string_view cause = {}) = 0;
  /// Withdraws what runs, compensates what is completed (in running scopes and called instances as well),
  /// newest first, and ends the instance as canceled once the handlers are done; they may wait. Canceling
  /// again changes nothing. In a process that ends gracefully what runs is asked to cancel, and may go on for
  /// a while or to its end (docs/cancellation.md). Throws Error (InvalidState) for a called instance.
  virtual void cancel(std::string_view instance_id) = 0;
  /// Ends an instance that nobody called as faulted, at once: no handler and no compensation runs. One that
  /// is aborted has `aborted` as its delete reason: its host has given it up; with OnAbort::RollBack it stays
  /// as it is.
  /// @{
  virtual void terminate(std::string_view instance_id, std::string_view reason = {}) = 0;
  virtual void abort(std::string_view instance_id, std::string_view reason = {}) = 0;
  /// @}
  /// Withdraws everything; history keeps the reason (default "process instance deleted").
  virtual void remove(std::string_view instance_id, std::string_view reason = {}) = 0;

  /// Begins a change of where a running instance is; nothing happens before Modification::execute().
  [[nodiscard]] Modification modify(std::string_view instance_id) {
    return {*this, std::string(instance_id)};
  }
  /// Does what Modification has collected.
  virtual void modify(const ModificationPlan& plan) = 0;
  /// A plan that maps every element to the one of the target with the same id, as far as kind and scope
  /// agree; `update_event_triggers`: for all events. Throws Error (NotFound) for a version that there is not.
  [[nodiscard]] virtual MigrationPlan plan_migration(std::string_view process_key,
                                                     std::int32_t source_version, std::int32_t target_version,
                                                     bool update_event_triggers = false) const = 0;
  /// What is wrong with a plan, whatever the instances; nothing if it can be used.
  [[nodiscard]] virtual std::vector<MigrationProblem> validate(const MigrationPlan& plan) const = 0;
  /// Migrates these instances, or all running ones of the source version when there are none: each as one
  /// command, all or nothing, without running anything. Variables, tasks, timers and subscriptions are kept;
  /// instances that they have called stay as they are. Reports what became of each; one that cannot be
  /// migrated stays as it is. Throws Error (Argument) when the plan itself has problems.
  virtual std::vector<MigrationReport> migrate(const MigrationPlan& plan,
                                               const std::vector<std::string>& instance_ids = {},
                                               MigrationMode mode = MigrationMode::Execute) = 0;

  /// A process instance that nobody has called, running or ended, with all that it called, as a JSON
  /// document: where it is, variables, tasks, jobs, subscriptions, incidents, history, and which processes it
  /// needs. It stays as it is here. Throws Error: NotFound; InvalidState for a called instance.
  [[nodiscard]] virtual std::string export_instance(std::string_view instance_id,
                                                    const SnapshotOptions& options = {}) const = 0;
  /// Takes in what export_instance() gave, here or in another engine, where it goes on as it would have.
  /// Gives its id: the same, or a new one. Its processes must be deployed here with the same files, in
  /// whatever version, or come along. All or nothing but for the deployment of files that came along. Throws
  /// Error: Argument for a document that is none, of a later version or damaged; NotFound for a process that
  /// is not deployed; InvalidState when the id cannot be kept, as it never can in memory.
  virtual std::string import_instance(std::string_view document, const ImportOptions& options = {}) = 0;

  /// An instance that is suspended refuses every step until it is resumed.
  /// @{
  virtual void suspend(std::string_view instance_id) = 0;
  virtual void resume(std::string_view instance_id) = 0;
  /// @}

  /// Variables of an execution or instance, by their ids: as visible there, or only its own.
  /// @{
  [[nodiscard]] virtual std::optional<Value> variable(std::string_view execution_id,
                                                      std::string_view name) const = 0;
  [[nodiscard]] virtual Variables variables(std::string_view execution_id) const = 0;
  [[nodiscard]] virtual Variables local_variables(std::string_view execution_id) const = 0;
  virtual void set_variables(std::string_view execution_id, const Variables& variables) = 0;
  virtual void set_local_variables(std::string_view execution_id, const Variables& variables) = 0;
  virtual void remove_variable(std::string_view execution_id, std::string_view name, bool local = false) = 0;
  /// @}

  /// What a data store holds, by its BPMN id; null until somebody has written it. It is shared by all
  /// instances.
  [[nodiscard]] virtual Value data_store(std::string_view id) const = 0;
  /// Writes a data store.
  virtual void set_data_store(std::string_view id, const Value& value) = 0;

  /// A running or (as far as history is kept) ended instance; nullopt when unknown.
  [[nodiscard]] virtual std::optional<InstanceInfo> instance(std::string_view instance_id) const = 0;
  /// In order of start.
  [[nodiscard]] virtual std::vector<InstanceInfo> instances(const InstanceQuery& query = {}) const = 0;
  /// How many instances run, of one process or of all.
  [[nodiscard]] virtual std::size_t count_running(std::string_view process_key = {}) const = 0;
  /// The execution tree of a running instance, parents before children; empty when it has ended.
  [[nodiscard]] virtual std::vector<ExecutionInfo> executions(std::string_view instance_id) const = 0;
  /// Subscriptions of an instance, or of all running ones and of process start events when the id is empty.
  [[nodiscard]] virtual std::vector<SubscriptionInfo> subscriptions(
      std::string_view instance_id = {}) const = 0;
};

}  // namespace rondo
