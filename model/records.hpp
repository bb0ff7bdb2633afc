// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/definition.hpp"
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

/// State of a process instance (semantics of the names: see the documentation of final states).
enum class RecordState : std::uint8_t {
  Active,
  Suspended,
  Completed,
  Terminated,
  Failed,
  Stopped,
  TimedOut,
  Canceled,
  Faulted,
  Deleted
};

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
  Instant start{};
  std::optional<Instant> end;
  std::uint64_t sequence = 0;  ///< Counts instances of the engine in order of start.
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
};

/// One line of history.
struct HistoryEvent {
  enum class Kind : std::uint8_t { Entered, Left, Withdrawn, CalledInstance, Assigned } kind{};
  Handle instance;
  std::uint32_t visit = 0;  ///< Counts the visits of nodes of that instance, from 0.
  NodeId node = kNoNode;
  const ProcessDefinition* definition = nullptr;
  Handle other;  ///< Execution (Entered) or called instance (CalledInstance).
  Instant time{};
  std::string text;  ///< Reason (Withdrawn) or user (Assigned).
};

/// What a data store holds: a value that all instances of the engine share (BPMN 2.0 §10.4.1).
struct DataStoreRecord {
  std::string id;  ///< BPMN id of the data store.
  Value value;
};

/// The last values of an ended instance's own variables.
struct FinalVariables {
  Handle instance;
  Object values;
};

/// Something that needs a person.
struct IncidentRecord {
  Handle id, instance, execution;
  const ProcessDefinition* definition = nullptr;
  NodeId node = kNoNode;
  std::string kind, message;
  Instant time{};
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
  std::vector<FinalVariables> final_variables;

  [[nodiscard]] bool empty() const noexcept;
  void clear() noexcept;
};

}  // namespace rondo::model
