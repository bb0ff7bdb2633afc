// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/diagnostics.hpp"
#include "model/element_kind.hpp"
#include "model/guard.hpp"
#include "model/history_level.hpp"
#include "model/implementation.hpp"
#include "model/iso8601.hpp"
#include "model/step.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::model {

/// How tokens of a scope meet where several flows come together; of notations in which every node may join.
/// Without one each token passes for itself (BPMN). With one a scope is worked off strictly in order: a node
/// that is done is left at once, and what follows goes behind everything that is planned. docs/elements.md.
enum class Merging : std::uint8_t {
  None,
  Counted,  ///< By how often the nodes before have been executed.
  Paths,    ///< By flows that were taken, and flows that never will be.
  Tokens    ///< By tokens that lie on the flows.
};

/// When a node goes on where several flows come together, in a scope with a Merging.
enum class MergeMode : std::uint8_t {
  Implicit,   ///< As the scope has it.
  All,        ///< When all flows have come. With Merging::Tokens: but those that close a circle.
  Every,      ///< When all flows have come, also those that close a circle. Only with Merging::Tokens.
  AllActive,  ///< When all flows have come that still can.
  Any,        ///< When the first has come; what is before it is withdrawn.
  Each        ///< Each time one comes.
};

/// What becomes of a failure that nothing catches.
enum class FailurePolicy : std::uint8_t {
  Undo,      ///< The command fails and leaves everything as it was, or the instance fails (BPMN).
  Fault,     ///< An incident is left; what is planned is done; then the instance ends as faulted.
  Incident,  ///< An incident is left at the activity, and the rest goes on.
};

/// Which outcomes a node has had when it is left, by rules in their order.
struct OutcomeRule {
  std::string name;                        ///< The outcome; empty: `names` or `variable` gives it.
  ExpressionId condition = kNoExpression;  ///< When the rule counts; none: always.
  ExpressionId names = kNoExpression;      ///< Gives a text or a list of texts.
  std::string variable;                    ///< Own variable that gives the same, if the node has set it.
};

/// Which vendor's habits a file follows, told by the namespaces that it uses.
enum class Dialect : std::uint8_t { Standard, Activiti, Flowable, Camunda, Zeebe };

/// Whom a message flow leads to: an element that catches, or a whole process.
struct MessageTarget {
  std::string process, element;  ///< BPMN ids; no element: whatever catches it in the process.
  std::string name;              ///< Of the message, as it is caught there.
};

/// One event definition of an event (BPMN 2.0 §10.5.5), with its references resolved.
struct EventDefinition {
  EventKind kind = EventKind::None;
  std::string id;
  SourcePosition where;
  /// Message, signal or link name; error or escalation code. Empty: none given (catches all).
  std::string name;
  /// Name computed at run time (`messageExpression`, `${…}` in a message's or signal's name).
  ExpressionId name_expression = kNoExpression;
  /// Id of the referenced message, signal, error or escalation element; empty when there is none.
  std::string reference;
  /// Correlation key of a message (Activiti `correlationKey`, zeebe `subscription`).
  ExpressionId correlation_key = kNoExpression;
  /// Of a message or signal: what its content is called here, by the data input or output; may be empty.
  std::string item;
  std::vector<MessageTarget> targets;  ///< Of a thrown message, by its message flows; empty: anybody.
  /// A signal that reaches only its own process instance (Activiti/Flowable `scope="processInstance"`).
  bool instance_scope = false;

  using TimerKind = model::TimerKind;
  TimerKind timer = TimerKind::None;
  ExpressionId timer_value = kNoExpression;
  bool at_once = false;  ///< No duration passes at once, and a negative one is an exception.
  ExpressionId timer_end = kNoExpression;  ///< Last instant of a cycle (`endDate`).

  ExpressionId condition = kNoExpression;    ///< Of a conditional event.
  std::string variable_name;                 ///< camunda `variableName` filter; empty = any.
  std::vector<std::string> variable_events;  ///< camunda `variableEvents` filter; empty = all.
  std::string code_variable;                 ///< Variable that receives a caught code.
  std::string message_variable;              ///< Variable that receives a caught error's message.
  std::string activity_ref;                  ///< Of a compensation: id of the activity; empty = all.
  bool wait_for_completion = true;           ///< Of a compensation throw.
  bool terminate_all = false;                ///< Flowable/Activiti: ends the whole call hierarchy.
  /// Terminate: ends the scope around as done, with its running activities; what is planned in it still runs.
  bool completes_scope = false;
  ScopeId completed_scope = kNoScope;  ///< Which scope around that is; none: the innermost.
  bool drops_planned = false;          ///< What is planned in it does not run.
  ExpressionId value = kNoExpression;  ///< Message of a thrown exception; what is undone or confirmed.
  bool confirms = false;               ///< Compensation: confirms what it would undo.
  bool rethrows = false;               ///< Error: throws the exception that is being handled once more.
  bool fails_instance = false;         ///< Terminate: the instance ends as faulted, and no handler runs.
  bool ends_thread = false;            ///< Terminate: ends its thread only, without any trace of failure.
  bool times_out = false;              ///< Terminate: the instance ends as timed out.
  std::string
      raises;  ///< Of a boundary timer: the error that it raises at its activity, instead of leaving it.
  std::string message;  ///< Of a thrown error: what led to it.
  bool passes_when_due =
      false;  ///< Of a timer that is waited for: nothing is waited for when its time is over.
  ExpressionId result = kNoExpression;    ///< Of an end event with ends_thread: result of the thread.
  std::vector<NodeId> threads;            ///< Of a Detach: the sub-processes that it starts.
  bool terminate_multi_instance = false;  ///< Flowable/Activiti: ends the multi-instance activity.
  std::string link_target;                ///< Of a link throw: target name when given separately.
  std::unique_ptr<Implementation> implementation;  ///< Of a message throw (camunda, zeebe jobs).
  /// Payload mappings of a signal or message throw (camunda `in` inside the event definition).
  std::vector<VariableMapping> payload;
};

/// A correlation key of the conversations that a process takes part in (BPMN 2.0 §8.4.2): values by which the
/// messages of one conversation are told from those of another.
struct CorrelationKey {
  struct Property {
    std::string id;
    /// Gives the value from the variables that a message carries, by the name of the message.
    std::vector<std::pair<std::string, ExpressionId>> message_paths;
    /// Gives it from the process itself (`correlationSubscription`).
    ExpressionId data_path = kNoExpression;
  };
  std::string id;
  std::vector<Property> properties;
};

/// Multi-instance loop characteristics (BPMN 2.0 §10.3.8; Activiti, Flowable, Camunda attributes).
struct MultiInstance {
  SourcePosition where;
  bool sequential = false;
  ExpressionId cardinality = kNoExpression;
  /// Expression, or the name of a variable as `${name}`, that gives the collection.
  ExpressionId collection = kNoExpression;
  std::string collection_store;  ///< Id of the data store that holds the collection; empty = none.
  ExpressionId completion_condition = kNoExpression;
  std::string element_variable;   ///< Receives the item; empty = none.
  std::string index_variable;     ///< `elementIndexVariable`; empty = loopCounter only.
  std::string output_collection;  ///< Variable that receives the list of outputs; empty = none.
  std::string output_store;       ///< Id of a data store that receives it instead; empty = none.
  ExpressionId output_element = kNoExpression;  ///< Evaluated in a finished instance.
  /// Flowable `variableAggregation`: each output is an object of these members.
  std::vector<VariableMapping> aggregation;
  bool no_wait_states_async_leave = false;
  /// Asynchronous continuations around all instances together; those of each instance are the activity's own.
  bool async_before = false, async_after = false, exclusive = true;
  enum class Behavior : std::uint8_t { All, None, One, Complex } behavior = Behavior::All;
  std::string none_event_ref, one_event_ref;
  std::unique_ptr<EventDefinition> event;  ///< Thrown with the behavior None or One, when it names one.
  struct ComplexBehavior {
    SourcePosition where;
    ExpressionId condition = kNoExpression;
    EventDefinition event;
  };
  std::vector<ComplexBehavior> complex_behaviors;
};

/// Standard loop characteristics (BPMN 2.0 §10.3.8).
struct StandardLoop {
  SourcePosition where;
  bool test_before = false;
  ExpressionId condition = kNoExpression;
  ExpressionId maximum = kNoExpression;
};

/// A data object, property or data store reference of a scope.
struct DataItem {
  enum class Kind : std::uint8_t { DataObject, Property, DataStore } kind = Kind::DataObject;
  std::string id, name;
  SourcePosition where;
  std::string type;  ///< Structure reference without prefix, such as "string" or "int"; may be empty.
  bool is_collection = false;
  std::string store;             ///< Of a reference to a data store: its id, if there is one.
  std::optional<Value> initial;  ///< From the dialects' `value` extension, converted to `type`.
};

/// What a user task adds (Activiti, Flowable, Camunda, zeebe attributes). Texts may be composite.
struct UserTaskProperties {
  ExpressionId assignee = kNoExpression, owner = kNoExpression;
  std::vector<ExpressionId> candidate_users, candidate_groups;  ///< Each may give a comma list.
  ExpressionId due_date = kNoExpression, follow_up_date = kNoExpression, priority = kNoExpression;
  ExpressionId form_key = kNoExpression, category = kNoExpression, name = kNoExpression;
  ExpressionId documentation = kNoExpression;
  std::string business_calendar;
};

/// What a call activity calls, and what it passes (BPMN 2.0 §10.3.6). A send task with it starts an instance
/// that goes on without its own.
struct CallProperties {
  ExpressionId called_element = kNoExpression;  ///< Key, or key by expression.
  enum class Binding : std::uint8_t { Latest, Deployment, Version, VersionTag } binding = Binding::Latest;
  ExpressionId version = kNoExpression;  ///< With Binding::Version or VersionTag.
  std::string unsupported_type;          ///< `calledElementType`, decision or case; empty = process.
  std::vector<VariableMapping> in, out;
  bool inherit_variables = false;      ///< All variables of the caller are passed in.
  bool propagate_all_outputs = false;  ///< All variables of the callee are copied out.
  bool local_out_parameters = false;   ///< Flowable `useLocalScopeForOutParameters`.
  ExpressionId business_key = kNoExpression;
  bool inherit_business_key = false;
  bool unique_business_key = false;  ///< An instance that has existed with the business key is an error.
  std::string instance_id_variable;  ///< Flowable `processInstanceIdVariableName`.
  ExpressionId instance_name = kNoExpression;
};

/// How a failed job of an activity is tried again, such as `R5/PT5M` or `PT1M,PT5M`.
struct RetryCycle {
  ExpressionId text = kNoExpression;
};

/// An exception type that becomes a BPMN error (`mapException`).
struct ExceptionMapping {
  std::string exception;  ///< Class or type name; empty = any.
  std::string error_code;
  bool include_children = false;
};

/// A rarely needed part of an activity; allocated only when present.
struct ActivityExtras {
  InputOutput io;  ///< Local input and output mappings.
  std::vector<ExceptionMapping> exceptions;
  RetryCycle retry;
  ExpressionId skip_expression = kNoExpression;
  ExpressionId job_priority = kNoExpression;
  std::vector<std::pair<std::string, std::string>> properties;  ///< `properties/property`, task headers.
  ExpressionId completion_condition = kNoExpression;            ///< Of an ad-hoc sub-process.
  bool ad_hoc_sequential = false;
  bool cancel_remaining_instances = true;
  std::string transaction_method;
  /// Variable of its thread that is told how the activity ended: `{result, runtimeError}`.
  std::string outcome_variable;
  bool sets_thread_result = false;    ///< What its code gives becomes the result of its thread.
  std::vector<OutcomeRule> outcomes;  ///< Its outcomes, which choose among flows that name one.
  bool first_outcome = false;         ///< Only the first rule that holds counts.
  std::string otherwise;              ///< The outcome when no rule holds; empty: none.
  std::vector<RetryRule> retries;     ///< The first that fits an error counts, before any handler.
};

/// Properties of all activities and, as far as they apply, of events and gateways.
struct FlowNode {
  ElementKind kind{};
  EventKind event = EventKind::None;  ///< Of events: what they wait for or throw.
  std::string id;                     ///< As in the file; made up (`_` + tag + number) when it has none.
  std::string name;
  std::string documentation;
  SourcePosition where;

  ScopeId scope{};                   ///< The scope that it lies in.
  ScopeId body = kNoScope;           ///< The scope that it opens, of a sub-process.
  NodeId attached_to = kNoNode;      ///< Of a boundary event.
  bool interrupting = true;          ///< Boundary: cancelActivity. Event sub-process start: isInterrupting.
  bool triggered_by_event = false;   ///< Of an event sub-process.
  bool is_for_compensation = false;  ///< A compensation handler, outside the normal flow.
  bool instantiate = false;          ///< Receive task or event-based gateway that starts an instance.
  bool parallel_event_gateway = false;  ///< eventGatewayType="Parallel".
  bool async_before = false, async_after = false, exclusive = true;
  bool implicit = false;     ///< Made up: the notation has no such element, and the history does not show it.
  bool detached = false;     ///< A sub-process that is a thread: tokens in its process do not wait for it.
  bool triggerable = false;  ///< Flowable: a service task that waits for a trigger afterwards.
  bool on_demand = false;    ///< Begins only when its scope's guard asks for it.
  bool ignores_cancel = false;  ///< Who asks it to be canceled waits until it has ended by itself.

  bool joins = false;  ///< In a scope with a Merging: nothing but a join, which is told of each arrival.
  MergeMode merge = MergeMode::Implicit;

  std::int64_t start_quantity = 1, completion_quantity = 1;
  FlowId default_flow = kNoFlow;
  std::vector<EventDefinition> events;
  std::string initiator;  ///< Start event: variable that receives the starter's user id.
  std::unique_ptr<Implementation> implementation;  ///< Of tasks that run code.
  std::unique_ptr<UserTaskProperties> user_task;
  std::unique_ptr<CallProperties> call;
  std::unique_ptr<MultiInstance> multi_instance;
  std::unique_ptr<StandardLoop> standard_loop;
  std::unique_ptr<ActivityExtras> extras;
  std::unique_ptr<Guard> guard;  ///< Of a sub-process.
  std::unique_ptr<StepData> step;
  std::vector<Listener> listeners;                    ///< Execution listeners.
  std::vector<Listener> task_listeners;               ///< Of a user task.
  std::vector<DataItem> properties;                   ///< BPMN `property` elements of an activity.
  ExpressionId activation_condition = kNoExpression;  ///< Of a complex gateway.
  NodeId compensation_handler = kNoNode;  ///< Of a compensation boundary event: the associated activity.
};

/// A sequence flow (BPMN 2.0 §8.4.13).
struct SequenceFlow {
  std::string id, name;
  SourcePosition where;
  NodeId source = kNoNode, target = kNoNode;
  ExpressionId condition = kNoExpression;
  ExpressionId skip_expression = kNoExpression;
  std::string outcome;  ///< Taken only when the source has had this outcome; empty: when it has had none.
  std::vector<Listener> listeners;  ///< `take` listeners.
};

/// The inside of a process or sub-process: what shares variables and ends together.
struct Scope {
  NodeId owner = kNoNode;  ///< The sub-process; kNoNode for the process itself.
  ScopeId parent = kNoScope;
  std::vector<DataItem> data;
  Merging merging = Merging::None;
  NodeId start = kNoNode;  ///< Where its token starts, if the notation says so.
  // Filled by ProcessBuilder::build:
  std::vector<NodeId> nodes;   ///< In document order.
  std::vector<NodeId> starts;  ///< Where a token starts: none start events, else (no start
                               ///< event at all) nodes without incoming flow.
  std::vector<NodeId> event_subprocesses;
};

/// A lane, for display and as metadata.
struct Lane {
  std::string id, name;
  std::vector<NodeId> nodes;
};

/// One process, immutable once built. Shared by all instances and threads.
class ProcessDefinition {
 public:
  std::string id;  ///< The `id` of the process element; its key.
  std::string name, documentation;
  SourcePosition where;
  std::string file;  ///< Source file, for messages.
  bool executable = true;
  Dialect dialect = Dialect::Standard;
  std::string version_tag;
  std::vector<ExpressionId> candidate_starters;
  std::optional<Duration> history_time_to_live;  ///< How long ended instances are remembered.
  std::optional<HistoryLevel> history_level;     ///< What the file asks for; else the engine's.
  ExpressionId job_priority = kNoExpression;     ///< Of jobs whose element has none of its own.
  std::string input_variable;  ///< Variable that holds all that an instance is started with, as an object.
  std::string thread_result;   ///< Variable of a thread that holds the last result in it; empty: none.
  /// What fails is an error named as the exception; uncaught it ends the thread.
  bool exceptions_are_errors = false;
  FailurePolicy failures = FailurePolicy::Undo;
  /// Whoever is canceled, or fails, ends step by step: handlers run, may wait, and are waited for
  /// (docs/cancellation.md). Otherwise what is withdrawn is gone at once, as BPMN has it.
  bool graceful = false;
  /// Branches run one after another, each as far as it can (depth first), instead of taking turns.
  bool depth_first = false;
  std::vector<ErrorType>
      error_types;  ///< Types of exceptions; those not listed are derived from "Exception".
  Outcomes outcomes;
  std::unique_ptr<StepData> step;  ///< The process is a series of steps; it gives the variable `output`.
  std::vector<Listener> listeners;
  std::vector<Lane> lanes;
  std::vector<CorrelationKey> correlation_keys;

  [[nodiscard]] std::span<const FlowNode> nodes() const noexcept { return nodes_; }
  [[nodiscard]] std::span<const SequenceFlow> flows() const noexcept { return flows_; }
  [[nodiscard]] std::span<const Scope> scopes() const noexcept { return scopes_; }
  [[nodiscard]] std::span<const ExpressionSource> expressions() const noexcept { return expressions_; }

  [[nodiscard]] const FlowNode& node(NodeId id) const noexcept { return nodes_[index(id)]; }
  [[nodiscard]] const SequenceFlow& flow(FlowId id) const noexcept { return flows_[index(id)]; }
  [[nodiscard]] const Scope& scope(ScopeId id) const noexcept { return scopes_[index(id)]; }
  [[nodiscard]] const ExpressionSource& expression(ExpressionId id) const noexcept {
    return expressions_[index(id)];
  }
  /// The process level, always ScopeId 0.
  [[nodiscard]] const Scope& root() const noexcept { return scopes_.front(); }

  /// Flows leaving / entering `node`, in document order.
  [[nodiscard]] std::span<const FlowId> outgoing(NodeId node) const noexcept;
  [[nodiscard]] std::span<const FlowId> incoming(NodeId node) const noexcept;
  /// Boundary events attached to `node`, in document order.
  [[nodiscard]] std::span<const NodeId> boundary_events(NodeId node) const noexcept;
  /// The node with that BPMN id, or kNoNode.
  [[nodiscard]] NodeId find(std::string_view node_id) const noexcept;

 private:
  friend class ProcessBuilder;
  std::vector<FlowNode> nodes_;
  std::vector<SequenceFlow> flows_;
  std::vector<Scope> scopes_;
  std::vector<ExpressionSource> expressions_;
  std::vector<FlowId> outgoing_, incoming_;
  std::vector<NodeId> boundary_;
  std::vector<std::uint32_t> first_outgoing_, first_incoming_, first_boundary_;
  std::vector<std::pair<std::string, NodeId>> by_id_;  // sorted
};

/// The only writer of a ProcessDefinition. Scope 0 exists from the start.
///
/// Nodes and flows keep the order in which they are added: the document order of conditions.
class ProcessBuilder {
 public:
  ProcessBuilder();
  ~ProcessBuilder();
  ProcessBuilder(const ProcessBuilder&) = delete;
  ProcessBuilder& operator=(const ProcessBuilder&) = delete;

  /// Header of the process: id, name, listeners … are set here.
  [[nodiscard]] ProcessDefinition& process() noexcept { return *definition_; }

  ScopeId add_scope(NodeId owner, ScopeId parent);
  NodeId add_node(FlowNode node);
  FlowId add_flow(SequenceFlow flow);
  ExpressionId add_expression(ExpressionSource source);

  [[nodiscard]] FlowNode& node(NodeId id) noexcept { return definition_->nodes_[index(id)]; }
  [[nodiscard]] SequenceFlow& flow(FlowId id) noexcept { return definition_->flows_[index(id)]; }
  [[nodiscard]] Scope& scope(ScopeId id) noexcept { return definition_->scopes_[index(id)]; }
  [[nodiscard]] std::size_t node_count() const noexcept { return definition_->nodes_.size(); }

  /// Computes all that can be known before running (rows of flows, start nodes, event sub-processes)
  /// and hands out the finished definition. Precondition: every flow joins two existing nodes of one
  /// scope; the reader has reported and dropped the others.
  [[nodiscard]] std::shared_ptr<const ProcessDefinition> build();

 private:
  void connect();
  void index_nodes();
  void fill_scopes();

  std::unique_ptr<ProcessDefinition> definition_;
};

}  // namespace rondo::model
