// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/command_clock.hpp"
#include "agenda/command_memory.hpp"
#include "agenda/command_parts.hpp"
#include "agenda/context.hpp"
#include "agenda/host.hpp"
#include "model/error.hpp"
#include "model/records.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::agenda {

/// One command on one root instance: plans its first operations, runs the agenda until every token
/// rests in a wait state or is gone, and collects what changed. All or nothing: when run() throws, the
/// caller rolls the tree back and drops the changes. Used by one thread, which holds the root's lock.
class Command {
 public:
  /// `root`: slot and generation of the root instance in its engine (only these two members are used).
  Command(ExecutionTree& tree, model::Handle root, Host& host, model::ChangeSet& changes,
          CommandMemory& memory);

  // --- first steps
  /// Creates a process instance with its data objects; variables may then be set at its execution.
  std::uint32_t create_process(const DeployedProcess& process, ExecutionId caller);
  /// Runs the instance's start listeners and plans its first tokens; `at` picks a start event (kNoNode: the
  /// none start event, else where the process starts implicitly). `definition`: which of its events happened.
  void begin_process(std::uint32_t process, model::NodeId at = model::kNoNode, std::uint16_t definition = 0);
  /// Runs the agenda empty. Throws Error.
  void run();
  /// Writes the records of what is new or changed. Call once, after run().
  void finish();
  [[nodiscard]] model::Instant now() const { return clock_.now(); }
  /// Whether more than history keeps was collected, for those who want to be told.
  [[nodiscard]] bool watched() const noexcept { return watched_; }
  /// Withdraws a process instance as a whole and ends it in that state.
  void end_instance(std::uint32_t process, model::RecordState state, std::string_view reason,
                    std::string_view error = {}, std::string_view cause = {});
  /// Ends a process instance because its time is over; its caller sees that as an error.
  void time_out(std::uint32_t process);

  /// Gives the store a new record of a process instance whose state has changed.
  void update_record(std::uint32_t process);
  /// Gives the process instance of the execution another business key or name.
  void relabel(ExecutionId id, std::string ProcessInstance::*label, std::string text);

  [[nodiscard]] ExecutionTree& tree() noexcept { return tree_; }
  [[nodiscard]] const ExecutionTree& tree() const noexcept { return tree_; }
  [[nodiscard]] Host& host() noexcept { return host_; }
  [[nodiscard]] model::ChangeSet& changes() noexcept { return changes_; }
  [[nodiscard]] ExecutionContext context(ExecutionId id) noexcept { return {*this, id}; }
  [[nodiscard]] model::Handle execution_handle(ExecutionId id) const noexcept;
  [[nodiscard]] model::Handle instance_handle(std::uint32_t process) const noexcept;
  [[nodiscard]] model::Handle wait_handle(std::uint32_t wait) const noexcept;

  // --- planning
  void plan(OperationKind kind, ExecutionId execution, std::uint32_t argument = kNone) {
    if (tree_.depth_first()) [[unlikely]]
      return plan_in_turn(kind, execution, argument);
    agenda_.plan({kind, execution, tree_.executions().generation(execution), argument});
  }
  /// Behind everything else, even in a process that runs depth first.
  void plan_last(OperationKind kind, ExecutionId execution, std::uint32_t argument = kNone);
  /// Whether the process of the execution runs one branch after another.
  [[nodiscard]] bool runs_depth_first(ExecutionId id) const noexcept { return definition_of(id).depth_first; }
  void plan_next(OperationKind kind, ExecutionId execution, std::uint32_t argument = kNone);
  void plan_trigger(ExecutionId execution, const Wakening& wakening);
  void plan_trigger_next(ExecutionId execution, const Wakening& wakening);
  void plan_error(ExecutionId source, std::string code, std::string message);
  void plan_escalation(ExecutionId source, std::string code);
  /// A signal is thrown: what waits for it in this root instance is triggered, behind what is planned; one
  /// that is not confined to its instance is sent to the others once the command is committed.
  void plan_signal(ExecutionId source, ThrownSignal signal);
  void throw_signal(ExecutionId source, ThrownSignal signal);  ///< The same at once.
  /// Sets what a message or signal has brought, if it is one thing, by the name of the event's data output.
  void name_content(ExecutionId id, const model::EventDefinition& event, const model::Object& variables);
  /// A message is thrown, with what it carries and whom it is for: it is delivered once the command is
  /// committed, and kept until then. Does nothing when no process can ever receive it (messages.cpp).
  void throw_message(ExecutionId thrower, model::MessageRecord message);
  /// A message of that name, with what it carries, is sent or received by the instance of that execution: its
  /// correlation keys have their values from now on.
  void note_correlation(ExecutionId id, std::string_view message, const model::Object& variables);
  /// Signals that must reach the other root instances and messages to be delivered, after the commit.
  [[nodiscard]] std::vector<ThrownEvent>& thrown() noexcept { return thrown_; }

  // --- moving (operations_enter.cpp, operations_leave.cpp, operations_end.cpp)
  void enter(ExecutionId id);
  void leave(ExecutionId id);
  void leave_last(ExecutionId id);  ///< For behaviors that do nothing more: a lone token is not planned.
  void start_body(ExecutionId scope, model::ScopeId body);
  void loop_completed(ExecutionId root);  ///< All its instances are complete: it is left.
  /// Goes on with a leave that asyncAfter had put off.
  void leave_now(ExecutionId id);
  /// What an activity does on completion, besides moving on: output mappings, listeners, history.
  void complete_activity(ExecutionId id);
  void record_entered(ExecutionId id);
  void record_left(ExecutionId id);
  void record_call(ExecutionId caller, std::uint32_t called);
  void record_assignee(ExecutionId id, std::string_view user);
  /// Whether history wants to know of operations at the execution.
  [[nodiscard]] bool records_operations(ExecutionId id) const noexcept {
    return tree_.process_of(id).process->history() == model::HistoryLevel::Full;
  }
  /// Somebody has asked for something at the execution; `operation` is a literal.
  void record_operation(ExecutionId id, std::string_view operation, OperationDetail detail = {});
  /// Looks whether `scope` is done, after one of its tokens is gone.
  void token_gone(ExecutionId scope);

  // --- withdrawing (withdraw.cpp)
  /// Withdraws an execution with everything below it, newest first, and removes it.
  void withdraw(ExecutionId id, std::string_view reason, bool listeners = true);
  /// Withdraws what is in an activity, which then sees the error; without one its path ends.
  void stop_activity(ExecutionId id, std::string error, std::string cause);
  /// Withdraws what is inside an execution, not itself.
  void withdraw_children(ExecutionId id, std::string_view reason, ExecutionId except = kNone);
  /// Replaces an execution and all below it by a token at a boundary event of its node.
  ExecutionId interrupt(ExecutionId id, model::NodeId boundary, std::string_view reason = "boundary event");
  /// Starts an event sub-process of the scope whose start event has happened.
  void start_event_subprocess(ExecutionId scope, model::NodeId start);
  /// Goes on at another node of the same scope, without a flow (link events).
  void jump(ExecutionId id, model::NodeId target);
  /// Moves a token that waited at an event-based gateway to the event behind it that has happened.
  void move_to_event(ExecutionId id, model::NodeId event);
  /// Whether what its node waits for has created the instance; true once. Of a parallel multiple event others
  /// may still be waited for.
  bool has_happened(ExecutionId id);
  [[nodiscard]] bool awaits_event(ExecutionId id) const;

  /// Whether with this event all have happened that its node waits for at `id`: of a parallel multiple event
  /// the one is noted, and the others are waited for (parallel_events.cpp).
  bool all_happened(ExecutionId id, const Wakening& wakening);

  // --- for modifications (modification.cpp)
  /// The instance that the call activity at `caller` is about to call begins at one of its own activities.
  void begin_called_at(ExecutionId caller, std::string activity);
  /// Begins a called instance where it starts, or where begin_called_at() has said.
  void begin_called(std::uint32_t process);
  /// What this command is not to run: listeners; input and output mappings.
  void skip(bool listeners, bool io_mappings) noexcept {
    skip_listeners_ = listeners;
    skip_io_ = io_mappings;
  }
  /// The inside of a scope.
  [[nodiscard]] model::ScopeId scope_of(ExecutionId id) const noexcept;
  void open_event_subprocesses(ExecutionId scope);
  void close_event_subprocesses(ExecutionId scope);
  /// Data, input mappings and start listeners of an activity that is entered.
  void prepare_data(ExecutionId id);

  // --- compensation (compensation.cpp)
  /// Compensates what has been completed in the thrower's scope, or the activity that `event` names, newest
  /// first. True when the thrower has to wait for it: it will be triggered.
  bool throw_compensation(ExecutionId thrower, const model::EventDefinition& event, bool waits = true);
  /// Withdraws a transaction's body, compensates what it had completed, and leaves by its cancel event.
  void cancel_transaction(ExecutionId scope);
  /// Withdraws what runs in an instance that nobody called, compensates it and ends it as canceled.
  void cancel_instance(std::uint32_t process);
  /// What the scope has completed can no longer be compensated.
  void forget_completed(ExecutionId scope);

  // --- waiting (waits.cpp)
  void subscribe(ExecutionId id, model::NodeId node);
  void remove_wait(std::uint32_t wait);
  void remove_waits(ExecutionId id);
  std::uint32_t add_trigger_wait(ExecutionId id, Wait::Kind kind);
  void add_task(ExecutionId id, model::TaskRecord task);
  /// The open task of an execution, or nullptr.
  [[nodiscard]] std::shared_ptr<const model::TaskRecord> open_task(ExecutionId id) const;
  void replace_task(std::uint32_t wait, model::TaskRecord task);
  void add_async_job(ExecutionId id, model::JobRecord::Kind kind);
  void add_timer(ExecutionId id, model::NodeId node, std::uint16_t definition);
  /// Whether the time that the timer of its node would wait for is over already.
  [[nodiscard]] bool is_due(ExecutionId id, std::uint16_t definition);
  /// Arms the timer of a task listener for `timeout`, by its place among the listeners. Its wakening has
  /// kListenerTimer set in its definition.
  void add_listener_timer(ExecutionId id, std::size_t listener);
  /// A timer job fires: gone, or armed again when it is a cycle.
  void rearm_or_remove(std::uint32_t wait);
  void replace_job(std::uint32_t wait, model::JobRecord job);
  /// A job has failed: it is tried again after its activity's retry cycle, else after the pause of the
  /// settings, until its retries are used up; then an incident is left.
  void fail_job(std::uint32_t wait, const std::string& message);

  // --- joins (joins.cpp)
  /// The token waits at its node's join; true when a token of each incoming flow is there.
  bool arrive_at_join(ExecutionId id);
  /// Takes one token per marked incoming flow and gives the oldest of them, which goes on for all.
  ExecutionId fire_join(ExecutionId scope, model::NodeId node);

  /// A token has come to a complex gateway: it waits, or activates the gateway (complex_joins.cpp).
  void arrive_at_complex(ExecutionId id);
  /// Goes on with a leave that asyncAfter had put off.
  void leave_complex_later(ExecutionId token);

  // --- scopes with merges (merges.cpp, outcomes.cpp)
  /// A token has come to a join of such a scope: it goes on, or waits to be told of others.
  void arrive_at_merge(ExecutionId id);
  /// Ends the scope around `id` that the event means, as one that is done.
  void complete_scope(ExecutionId id, const model::EventDefinition& event);
  /// What came to `node` over the flow has been canceled: the scope is done if nothing else is left in it.
  void note_canceled(ExecutionId scope, model::NodeId node, model::FlowId flow);
  /// A token has come to its end before `node`; when everything rests it is known whether that is a dead end.
  void note_stalled(ExecutionId scope, model::NodeId node);

  // --- ad-hoc sub-processes (ad_hoc.cpp)
  /// The activities that can start in the ad-hoc sub-process `scope` now; none when it is none.
  [[nodiscard]] std::vector<model::NodeId> enabled_ad_hoc(ExecutionId scope) const;
  /// Starts an activity in the ad-hoc sub-process `scope`. Throws Error (InvalidState) when it cannot start
  /// now.
  void enable_ad_hoc(ExecutionId scope, model::NodeId activity);
  /// Ends the ad-hoc sub-process. Throws Error (InvalidState) when activities in it must be waited for.
  void complete_ad_hoc(ExecutionId scope);

  /// Whether the process of the execution ends gracefully.
  [[nodiscard]] bool is_graceful(ExecutionId id) const noexcept {
    return tree_.graceful() && definition_of(id).graceful;
  }
  // --- data (variables.cpp)
  [[nodiscard]] bool find_variable(ExecutionId id, model::NameId name, model::Value& result) const;
  [[nodiscard]] bool has_variable(ExecutionId id, model::NameId name) const;
  void set_variable(ExecutionId id, model::NameId name, model::Value value);
  void set_local(ExecutionId id, model::NameId name, model::Value value);
  bool remove_variable(ExecutionId id, model::NameId name);
  bool remove_local(ExecutionId id, model::NameId name);
  [[nodiscard]] model::Object all_variables(ExecutionId id) const;
  [[nodiscard]] model::Object own_variables(ExecutionId id) const;
  [[nodiscard]] model::Value evaluate(ExecutionId id, model::ExpressionId expression);
  /// Evaluates an expression that belongs to `owner`, not to the process of the execution.
  [[nodiscard]] model::Value evaluate(ExecutionId id, const DeployedProcess& owner,
                                      model::ExpressionId expression);
  [[nodiscard]] bool evaluate_condition(ExecutionId id, model::ExpressionId expression);
  [[nodiscard]] std::string evaluate_text(ExecutionId id, model::ExpressionId expression);
  [[nodiscard]] model::Value evaluate_parameter(ExecutionId id, const model::ParameterValue& value);
  /// What a data store holds; what this command has written itself comes first.
  [[nodiscard]] model::Value data_store(const std::string& id) const;
  void create_data(ExecutionId scope, model::ScopeId body);

  // --- conditional events (conditions.cpp)
  /// How a variable has changed, as `variableEvents` of Camunda names it.
  using Change = agenda::Change;
  /// A variable of `scope` has changed: conditions below that read it are evaluated before anything else goes
  /// on. Free of cost unless the process has conditional events.
  void variable_changed(ExecutionId scope, model::NameId name, Change change);
  /// Evaluates all conditions that are waited for at `scope` and below.
  void evaluate_conditions(ExecutionId scope);

  // --- threads (threads.cpp)
  /// Starts the thread `node`, a detached sub-process of the root scope, which nothing waits for but the end
  /// of the instance. It begins when everything that is planned already rests or has ended, threads in their
  /// order.
  void detach(ExecutionId from, model::NodeId node);
  /// The execution of the thread that `id` belongs to: a detached sub-process, else the process instance.
  [[nodiscard]] ExecutionId thread_of(ExecutionId id) const noexcept;
  /// Ends the thread of `id` at once with a result, whatever in it is still running; other threads go on.
  void end_thread(ExecutionId id, model::Value result);
  /// Remembers the last result of the thread; without `thread_result` of the process nothing is done.
  void set_thread_result(ExecutionId id, model::Value result);
  /// Tells the variable that the activity names how it ended.
  void record_result(ExecutionId id, model::Value result);
  void record_failure(ExecutionId id, const std::string& code, const std::string& message);
  /// All variables of a new instance become members of the one that its process names; its data come behind.
  void gather_input(ExecutionId root);

  // --- code (listeners.cpp)
  InvocationResult invoke(ExecutionId id, const Invocation& invocation, model::Value& result);
  void notify(ExecutionId id, const std::vector<model::Listener>& listeners, model::Listener::Event event,
              std::string_view element_id, const model::TaskRecord* task = nullptr);
  void notify_one(ExecutionId id, const model::Listener& listener, model::Listener::Event event,
                  std::string_view element_id, const model::TaskRecord* task);

  /// The id of an execution as the outside knows it: that of the instance for its root.
  [[nodiscard]] std::string execution_text(ExecutionId id) const;
  /// Event of the listener that runs; empty outside listeners.
  [[nodiscard]] std::string_view event_name() const noexcept { return event_; }

  [[nodiscard]] const DeployedProcess& deployed_of(ExecutionId id) const noexcept {
    const CompiledNode* node = tree_.at(id).compiled;
    return node != nullptr ? *node->process : *tree_.process_of(id).process;
  }
  [[nodiscard]] const model::ProcessDefinition& definition_of(ExecutionId id) const noexcept {
    return deployed_of(id).definition();
  }
  /// Precondition of both: the execution is no process instance.
  [[nodiscard]] const model::FlowNode& node_of(ExecutionId id) const noexcept {
    return *tree_.at(id).compiled->element;
  }
  [[nodiscard]] const CompiledNode& compiled(ExecutionId id) const noexcept { return *tree_.at(id).compiled; }

 private:
  friend class CarriedCompensations;
  friend class GracefulEnding;

  void drain(std::uint64_t& steps);
  void perform_all(Operation& operation, std::uint64_t& steps);
  void perform(const Operation& operation);
  void plan_in_turn(OperationKind kind, ExecutionId execution, std::uint32_t argument);
  void run_continue(ExecutionId id);
  void run_take_outgoing(ExecutionId id);
  void run_end(ExecutionId id);
  void run_trigger(ExecutionId id, std::uint32_t argument);
  void run_destroy_scope(ExecutionId id);
  void run_completing(ExecutionId caller, std::uint32_t called);
  void run_completed(ExecutionId caller);
  void run_error(ExecutionId source, std::uint32_t error);
  void run_escalation(ExecutionId source, std::uint32_t escalation);
  void run_async(ExecutionId id, std::uint32_t kind);
  void run_conditions();
  void run_signal(std::uint32_t number);
  void trigger_signal(std::uint32_t process, const ThrownSignal& signal);
  [[nodiscard]] ExecutionId outermost(ExecutionId id) const noexcept;
  [[nodiscard]] std::uint64_t conversation_of(ExecutionId id);
  [[nodiscard]] model::Value expected_correlation(ExecutionId id);
  void write_output(ExecutionId id, const model::Parameter& output);
  void plan_check(ConditionCheck check);
  void condition_subscribed(std::uint32_t wait);
  void collect_below(const ConditionCheck& check, std::vector<std::uint32_t>& waits) const;
  [[nodiscard]] bool concerns(const ConditionCheck& check, const Wait& wait) const;
  [[nodiscard]] bool holds(const Wait& wait);
  [[nodiscard]] bool may_stop_leaving(ExecutionId id, const Wakening& wakening) const;

  /// Whether somebody learns of visits of the node: history, or those who want to be told.
  [[nodiscard]] bool shows(const CompiledNode& node) const noexcept {
    return node.recorded || (watched_ && !node.is(CompiledNode::Unseen));
  }
  void date(ProcessInstance& instance);
  [[nodiscard]] std::string path_of(ExecutionId id) const;
  void stop_work(ExecutionId id);  // withdraw.cpp
  void record_variable(ExecutionId id, model::NameId name, model::VariableChange change,
                       const model::Value& value);
  void record_task(model::TaskEvent::Kind kind, ExecutionId id,
                   const std::shared_ptr<const model::TaskRecord>& task);
  void run_compensate(ExecutionId id);
  void remember_completed(ExecutionId id);
  void remember_loop(ExecutionId root);
  void keep_activity(ExecutionId id, ExecutionId scope, model::NodeId boundary);
  void keep_variables(ExecutionId id, ExecutionId kept);
  void keep_called(std::uint32_t process);
  [[nodiscard]] bool can_compensate_call(ExecutionId caller, std::uint32_t called) const;
  void add_compensation(ExecutionId scope, model::NodeId activity, model::NodeId boundary, ExecutionId kept);
  void remove_event_waits(ExecutionId id);
  void drop_event_scope(ExecutionId id);
  void compensate(ExecutionId id, std::uint32_t wait);
  void compensate_content(ExecutionId id, ExecutionId kept);
  void finish_compensation(ExecutionId id);
  void gather_completed(ExecutionId root);
  void gather_execution(ExecutionId id);
  void leave_canceled(ExecutionId id);

  void enter_now(ExecutionId id);
  void begin_loop(ExecutionId id);
  void begin_in_turn(ExecutionId scope, const std::vector<model::NodeId>& nodes);
  [[nodiscard]] bool passes_unseen() const noexcept {
    return agenda_.empty() && observer_ == nullptr && (settings_.step_limit | settings_.step_data_limit) == 0;
  }
  void go_through(ExecutionId id);
  bool work(ExecutionId id, Execution& token);
  bool prepare(ExecutionId id);
  [[nodiscard]] bool skips(ExecutionId id);
  void begin_at(ExecutionId root, model::NodeId at, std::uint16_t definition);
  void begin_behind_gateway(ExecutionId root, model::NodeId event, std::uint16_t definition);
  void enter_waiting(ExecutionId id);
  std::uint32_t add_event_wait(ExecutionId id, Wait::Kind kind, model::NodeId node, std::uint16_t definition);
  void leave_for_event(ExecutionId id, model::NodeId event);
  ExecutionId collect_start_tokens(ExecutionId id);
  void take_way_out(ExecutionId id);
  void choose_flows(ExecutionId id, std::vector<const CompiledFlow*>& chosen);
  void take_flows(ExecutionId id, const std::vector<const CompiledFlow*>& chosen);
  void choose_outcomes(ExecutionId id);
  [[nodiscard]] bool is_taken(ExecutionId id, const CompiledFlow& flow) const;
  void route(ExecutionId id);
  void leave_drained(ExecutionId scope);
  bool end_drained(ExecutionId scope);
  Unfinished& unfinished();
  bool settle_ends();
  void leave_fault(ExecutionId source, const RaisedError& error);
  void finish_process(ExecutionId root);
  void finish_canceled(std::uint32_t process);
  void end_process(std::uint32_t process, model::RecordState state, bool listeners, bool keeps = false);
  void forget_execution(ExecutionId id, std::string_view reason, bool listeners);
  void settle_joins();
  void settle_scope(ExecutionId scope);
  [[nodiscard]] bool may_fire(ExecutionId scope, const Join& join) const;
  void activate_complex(ExecutionId scope, model::NodeId node);
  void reset_complex(ExecutionId scope, model::NodeId node);
  [[nodiscard]] bool activates(ExecutionId token, std::uint32_t join);
  void choose_complex(ExecutionId token, bool starting, std::vector<const CompiledFlow*>& chosen);
  void leave_complex(ExecutionId token, bool starting);
  void leave_complex_now(ExecutionId token, bool starting);
  [[nodiscard]] std::string retry_text(ExecutionId id, const model::FlowNode& node);
  void add_job(std::uint32_t wait, model::JobRecord job);
  void set_timers();
  void plan_timers();
  void arm_timer(ExecutionId id, model::NodeId node, std::uint16_t definition, const TimerSource& timer);
  [[nodiscard]] std::optional<Catcher> find_catcher(ExecutionId source, model::EventKind kind,
                                                    const std::string& code) const;
  void return_outputs(ExecutionId source, ExecutionId catcher);
  [[nodiscard]] std::optional<std::size_t> retry_rule(ExecutionId id, const std::string& code) const;
  void repeat_later(ExecutionId id, std::size_t rule);
  void repeat(ExecutionId id);
  void add_repeat_timer(ExecutionId id, model::Instant due);
  void fail_called(ExecutionId root, const RaisedError& error);
  [[nodiscard]] std::optional<Catcher> match(ExecutionId at, std::span<const model::NodeId> events,
                                             model::EventKind kind, const std::string& code) const;
  [[nodiscard]] bool needs(ExecutionId at, model::NodeId node, std::uint16_t number) const;
  void bind_caught(ExecutionId scope, const Catcher& catcher, const RaisedError& error);
  [[nodiscard]] bool raise_exception(ExecutionId id, const Error& failure);
  bool start_detached();
  void fail_thread(ExecutionId thread, ExecutionId source, const RaisedError& error);
  void raise_uncaught(ExecutionId source, const RaisedError& error);
  [[nodiscard]] std::shared_ptr<model::InstanceRecord> make_record(std::uint32_t process) const;
  [[nodiscard]] std::string_view element_of(const Operation& operation) const;

  ExecutionTree& tree_;
  model::Handle root_;
  Host& host_;
  model::ChangeSet& changes_;
  Agenda& agenda_;
  const Settings& settings_;
  Observer* observer_;
  const bool watched_;
  std::vector<RaisedError>& errors_;
  std::vector<Wakening>& wakenings_;
  std::vector<std::uint32_t>& started_;
  std::vector<const CompiledFlow*>& chosen_;
  std::vector<ConditionCheck> checks_;
  bool checks_planned_ = false;
  std::vector<PlannedSignal> signals_;
  std::vector<ThrownEvent> thrown_;
  std::vector<CalledStart>& called_starts_;
  std::vector<TimerToSet>& timers_to_set_;
  bool skip_listeners_ = false, skip_io_ = false;
  std::unique_ptr<Unfinished> unfinished_;  // made when there is any
  std::vector<std::string>& outcomes_;      // of the node that is being left
  std::vector<Operation>& detached_;        // threads that have not begun yet
  bool deleting_ = false;                   // listeners cannot hinder a deletion
  CommandClock clock_;
  ExecutionId invoked_ = kNone;                // whose user code ran last: where a BPMN error comes from
  std::string_view event_;                     // of the listener that runs
  std::optional<std::string_view> withdrawn_;  // why, while the waits of a withdrawn execution are removed
};

}  // namespace rondo::agenda
