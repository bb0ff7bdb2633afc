// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/definition.hpp"
#include "model/instance_state.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::model {

/// Names one thing inside one root instance: the slot that holds it and how often that slot was used
/// before, for the root instance and for the thing. A handle of something that is gone finds nothing.
/// Outside the engine a handle is a text: `12.1` for a root process instance, `12.1.p3.1` for a called
/// one, `12.1.e5.2` for an execution, `12.1.w4.1` for a task, job or subscription.
struct Handle {
  std::uint32_t root = 0, root_generation = 0;
  std::uint32_t slot = 0, generation = 0;
  friend bool operator==(const Handle&, const Handle&) = default;
};

/// What a handle names, as shown by the letter in its text.
enum class HandleKind : char { Instance = 'p', Execution = 'e', Wait = 'w' };

[[nodiscard]] std::string to_text(const Handle& handle, HandleKind kind);
/// Reads a handle and its kind; nullopt when the text is none.
[[nodiscard]] std::optional<std::pair<Handle, HandleKind>> parse_handle(std::string_view text) noexcept;

// Records are what a store keeps: plain values, shared and never changed once made. They point into
// process definitions, which live as long as the engine.

/// State of a process instance, as records call it.
using RecordState = InstanceState;

/// A process instance, running or ended.
struct InstanceRecord {
  Handle id;
  const ProcessDefinition* definition = nullptr;
  std::int32_t version = 0;
  std::string business_key, name;
  std::optional<Handle> caller;  ///< The calling process instance.
  NodeId caller_node = kNoNode;  ///< Its call activity, in caller_definition.
  const ProcessDefinition* caller_definition = nullptr;
  RecordState state = RecordState::Active;
  std::string error, cause, delete_reason;
  std::string starter;  ///< The user who started it; may be empty.
  bool is_new = false;  ///< In a change set: the first record of it.
  bool kept = true;     ///< History keeps it when it has ended.
  Instant start{};
  std::optional<Instant> end;
  std::optional<Instant> removal;  ///< When history may forget it with all that it called; of root instances.
  std::uint64_t sequence = 0;      ///< Counts instances of the engine in order of start.
  /// Sequence of the instance that began the conversation in which a message has started this one; 0: none.
  std::uint64_t conversation = 0;
};

/// An open user task.
struct TaskRecord {
  Handle id, instance, execution;
  const ProcessDefinition* definition = nullptr;
  NodeId node = kNoNode;
  std::string name, description, assignee, owner;
  std::vector<std::string> candidate_users, candidate_groups;
  std::string due, follow_up, form_key, category;
  std::int64_t priority = 50;
  Instant created{};
  bool delegated = false;
  Value locals;                ///< An object: variables of the task alone; null when it has none.
  std::uint64_t sequence = 0;  ///< Counts waits of the engine in order of creation.
};

/// A message, signal … subscription of a waiting execution.
struct SubscriptionRecord {
  Handle id, instance, execution;
  const ProcessDefinition* definition = nullptr;
  NodeId node = kNoNode;  ///< The event that is waited for.
  EventKind kind = EventKind::Message;
  std::string name;
  Value key;          ///< Correlation key; null when it has none.
  Value correlation;  ///< Values that the instance's correlation keys have, by id; null when they have none.
  bool instance_scope = false;
  std::uint64_t sequence = 0;
};

/// A message that was sent and not received yet; kept until somebody waits for it or its time is over.
struct MessageRecord {
  std::uint64_t sequence = 0;  ///< Names it; counts things of the engine in order of creation.
  std::string name;
  std::string process, element;    ///< BPMN ids of the receiver that it is addressed to; empty: any.
  Value key;                       ///< Correlation key; null when it has none.
  std::string business_key;        ///< Of the sender.
  std::uint64_t conversation = 0;  ///< Of the sender, see InstanceRecord; 0: of nobody's.
  std::string message_id;          ///< Given by the sender; a repeat of it is dropped. May be empty.
  Object variables;
  Instant sent{};
  std::optional<Instant> expiry;  ///< nullopt: kept without end.
  bool received = false;          ///< Has reached its receiver; only its message_id is still remembered.
};

/// Work to be done later for one execution.
struct JobRecord {
  enum class Kind : std::uint8_t { Timer, AsyncBefore, AsyncAfter } kind = Kind::Timer;
  Handle id, instance, execution;
  const ProcessDefinition* definition = nullptr;
  NodeId node = kNoNode;
  Instant due{};
  std::int32_t retries = 3;
  std::string error;
  bool exclusive = true;
  std::int64_t repeats = 0;  ///< How often a cycle fires after this time; < 0: without end.
  std::int64_t period_ms = 0;
  std::string cycle;  ///< Calendar pattern of a cycle that is no fixed period (cron); else empty.
  std::optional<Instant> until;
  std::uint64_t sequence = 0;
  std::int64_t priority = 0;  ///< Of jobs that are due those with the highest run first.
  std::uint8_t held = 0;      ///< Why it does not run although it is due: bits of job_hold.
  /// Who runs it at the moment, and until when it is believed to be alive. Known to the store only: whatever
  /// a command writes is not locked.
  std::string lock_owner;
  Instant locked_until{};

  [[nodiscard]] bool runnable() const noexcept { return retries > 0 && held == 0; }
};

/// What keeps jobs from running (semantics: suspension in Activiti and Camunda 7); several may hold.
namespace job_hold {
inline constexpr std::uint8_t kJob = 1;         ///< The job itself is suspended.
inline constexpr std::uint8_t kInstance = 2;    ///< Its process instance is.
inline constexpr std::uint8_t kDefinition = 4;  ///< Its process definition is.
}  // namespace job_hold

/// One line of history.
struct HistoryEvent {
  enum class Kind : std::uint8_t { Entered, Left, Withdrawn, CalledInstance, Assigned } kind{};
  Handle instance;
  std::uint32_t visit = 0;  ///< Counts the visits of nodes of that instance, from 0.
  NodeId node = kNoNode;
  const ProcessDefinition* definition = nullptr;
  Handle other;  ///< Execution (Entered) or called instance (CalledInstance).
  Instant time{};
  /// Reason (Withdrawn) or user (Assigned); of Entered, in a series of steps, the scopes around it.
  std::string text;
  bool kept = true;  ///< False: only those who want to be told learn of it; it never comes to a store.
};

/// What a data store holds: a value that all instances of the engine share (BPMN 2.0 §10.4.1).
struct DataStoreRecord {
  std::string id;  ///< BPMN id of the data store.
  Value value;
};

/// What became of a variable.
enum class VariableChange : std::uint8_t { Created, Updated, Removed };

/// A variable has been set or removed.
struct VariableEvent {
  VariableChange change = VariableChange::Created;
  bool local = false;     ///< Belongs to an execution below the process instance.
  bool detailed = false;  ///< The update itself is remembered, not only the last value.
  Handle instance;
  Handle scope;           ///< The execution that it belongs to.
  std::string_view name;  ///< Lives as long as the engine.
  Value value;            ///< Null when removed.
  Instant time{};
  std::uint32_t revision = 0;  ///< How often it was set, this time included; 0: once more than before.
};

/// A user task has been created or changed, or is over.
struct TaskEvent {
  enum class Kind : std::uint8_t { Created, Changed, Completed, Withdrawn } kind{};
  std::shared_ptr<const TaskRecord> task;
  std::uint32_t visit = 0;  ///< The visit of the node that it belongs to.
  Instant time{};
  std::string text;  ///< Reason (Withdrawn) or user (Completed).
};

/// Something was asked of the engine.
struct OperationEvent {
  Handle instance;
  std::string_view operation;  ///< "claim", "complete", "suspend" …; lives as long as the program.
  std::optional<std::pair<Handle, HandleKind>> subject;  ///< The task, job or execution, if one was meant.
  const ProcessDefinition* definition = nullptr;
  NodeId node = kNoNode;  ///< Where, if at a node.
  Instant time{};
  std::string user, property, before, after;
};

/// Something that needs a person.
struct IncidentRecord {
  Handle id, instance, execution;
  const ProcessDefinition* definition = nullptr;
  NodeId node = kNoNode;
  std::string kind, message;
  Instant time{};
  bool kept = true;  ///< History keeps it when it is over.
};

/// A timer start event of a process's newest version, and when it fires.
struct StartTimerRecord {
  std::uint64_t number = 0;  ///< The store's.
  const ProcessDefinition* definition = nullptr;
  NodeId node = kNoNode;
  std::uint16_t event = 0;  ///< Which of the node's event definitions.
  Instant due{};
  std::int64_t repeats = 0;
  std::string cycle;
  std::optional<Instant> until;
};

/// That a start timer has fired, which must not happen twice.
struct FiredTimer {
  std::uint64_t number = 0;
  Instant due{};                         ///< When it was due.
  std::optional<StartTimerRecord> next;  ///< How it goes on; nullopt: it is gone.
};

/// Everything that one command changed, committed as a whole.
struct ChangeSet {
  std::vector<std::shared_ptr<const InstanceRecord>> instances;  ///< New or changed; ended ones too.
  std::vector<std::shared_ptr<const TaskRecord>> tasks;          ///< New or changed.
  std::vector<std::shared_ptr<const TaskRecord>> removed_tasks;
  std::vector<std::shared_ptr<const SubscriptionRecord>> subscriptions;
  std::vector<std::shared_ptr<const SubscriptionRecord>> removed_subscriptions;
  std::vector<std::shared_ptr<const JobRecord>> jobs;
  std::vector<std::shared_ptr<const JobRecord>> removed_jobs;
  std::vector<std::shared_ptr<const MessageRecord>> messages;  ///< New or changed.
  std::vector<std::shared_ptr<const MessageRecord>> removed_messages;
  std::vector<DataStoreRecord> data_stores;  ///< Written ones, in order.
  std::vector<IncidentRecord> incidents;
  std::vector<Handle> resolved_incidents;
  std::vector<HistoryEvent> history;
  std::vector<VariableEvent> variables;
  std::vector<TaskEvent> task_events;
  std::vector<OperationEvent> operations;
  Instant time{};                        ///< When it was made; set if incidents are resolved.
  std::string user;                      ///< Who acted; set if updates of variables are remembered.
  std::vector<FiredTimer> fired_timers;  ///< Only of stores that keep start timers.

  [[nodiscard]] bool empty() const noexcept;
  void clear() noexcept;
};

}  // namespace rondo::model
