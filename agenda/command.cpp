// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "agenda/steps.hpp"

#include "agenda/graceful_ending.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace rondo::agenda {

Command::Command(ExecutionTree& tree, model::Handle root, Host& host, model::ChangeSet& changes,
                 CommandMemory& memory)
    : tree_(tree),
      root_(root),
      host_(host),
      changes_(changes),
      agenda_(memory.agenda),
      settings_(host.settings()),
      observer_(host.observer()),
      watched_(host.has_subscribers()),
      errors_(memory.errors),
      wakenings_(memory.wakenings),
      started_(memory.started),
      chosen_(memory.chosen),
      called_starts_(memory.called_starts),
      timers_to_set_(memory.timers_to_set),
      outcomes_(memory.outcomes),
      detached_(memory.detached),
      clock_(host) {
  memory.clear();
}

// --- first steps

std::uint32_t Command::create_process(const DeployedProcess& process, ExecutionId caller) {
  const std::uint32_t id = tree_.create_process(process, caller);
  ProcessInstance& instance = tree_.edit_process(id);
  if (process.history() != model::HistoryLevel::None || watched_) date(instance);
  if (caller != kNone) {
    if (const std::string_view user = host_.acting_user(); !user.empty()) instance.initiator = user;
  }
  started_.push_back(id);
  // Where there is an input, the data come behind it (gather_input).
  const bool begins_with_data =
      !process.initial_data(model::ScopeId{0}).empty() && process.definition().input_variable.empty();
  if (begins_with_data) create_data(instance.execution, model::ScopeId{0});
  return id;
}

// Without history only instances that outlive the command are recorded: others need no date.
void Command::date(ProcessInstance& instance) {
  instance.start = now();
  instance.sequence = host_.next_sequence();
}

void Command::begin_process(std::uint32_t id, model::NodeId at, std::uint16_t definition) {
  const ProcessInstance& instance = tree_.process(id);
  const DeployedProcess& process = *instance.process;
  const ExecutionId root = instance.execution;
  if (!process.definition().input_variable.empty()) gather_input(root);
  if (process.definition().step != nullptr) begin_series(*this, root);
  notify(root, process.definition().listeners, model::Listener::Event::Start, process.definition().id);
  open_event_subprocesses(root);
  const auto note_initiator = [&](model::NodeId node) {
    const std::string& initiator = process.definition().node(node).initiator;
    if (!initiator.empty()) set_local(root, process.names().intern(initiator), instance.initiator);
  };
  const auto begin = [&](model::NodeId node) {
    note_initiator(node);
    plan(OperationKind::Continue, tree_.create_child(root, node));
  };
  if (at != model::kNoNode) {
    const bool passes = process.compiled(at).behavior->starts_by_entering();
    if (passes) return begin(at);
    note_initiator(at);
    return begin_at(root, at, definition);
  }
  const auto& initial = process.initial_nodes(model::ScopeId{0});
  for (const model::NodeId node : initial) begin(node);
  if (initial.empty()) finish_process(root);
}

// --- the loop

void Command::run() {
  std::uint64_t steps = 0;
  for (;;) {
    drain(steps);
    if (tree_.has_unsettled_scopes()) {
      settle_joins();
    } else if ((detached_.empty() || !start_detached()) && (unfinished_ == nullptr || !settle_ends())) {
      return;
    }
  }
}

// What an operation throws becomes an operation too, where the process can catch it. Entering a try block for
// each operation would cost more than some operations do.
void Command::drain(std::uint64_t& steps) {
  while (!agenda_.empty()) {
    Operation operation;
    try {
      perform_all(operation, steps);
    } catch (const BpmnError& error) {
      if (operation.kind == OperationKind::ThrowError) throw;
      const bool known = invoked_ != kNone && tree_.executions().live(invoked_);
      plan_error(known ? invoked_ : operation.execution, error.code(), error.message());
    } catch (const DataLimitExceeded& failure) {
      if (operation.kind == OperationKind::ThrowError) throw;
      const ProcessInstance& instance = tree_.process(failure.process);
      plan_error(instance.execution, instance.process->definition().outcomes.too_large, failure.message);
    } catch (const Error& failure) {
      // An error that nothing catches leaves the loop here; it must not be thrown again.
      if (operation.kind == OperationKind::ThrowError || !raise_exception(operation.execution, failure))
        throw;
    }
    if (settings_.step_limit != 0 && steps > settings_.step_limit) [[unlikely]] {
      throw Error(ErrorKind::Execution,
                  fmt::format("no wait state reached after {} operations: an endless loop?", steps - 1),
                  std::string(element_of(operation)));
    }
  }
}

void Command::perform_all(Operation& operation, std::uint64_t& steps) {
  while (!agenda_.empty()) {
    operation = agenda_.take();
    if (!tree_.executions().holds(operation.execution, operation.generation)) continue;
    if (settings_.step_limit != 0 && ++steps > settings_.step_limit) [[unlikely]]
      return;
    if (observer_ != nullptr) [[unlikely]] {
      const Operation seen = operation;
      operation.kind =
          OperationKind::ThrowError;  // what an observer throws fails the command, like an uncaught error
      observer_->operation(seen.kind, context(seen.execution), element_of(seen));
      operation = seen;
    }
    perform(operation);
  }
}

inline void Command::perform(const Operation& operation) {
  const ExecutionId id = operation.execution;
  switch (operation.kind) {
    case OperationKind::Continue:
      return run_continue(id);
    case OperationKind::ContinueMultiInstance:
      return enter(id);
    case OperationKind::TakeOutgoing:
      return run_take_outgoing(id);
    case OperationKind::EndExecution:
      return run_end(id);
    case OperationKind::Trigger:
      return run_trigger(id, operation.argument);
    case OperationKind::DestroyScope:
      return run_destroy_scope(id);
    case OperationKind::ExecuteInactive:
      if (operation.argument == kMerges) return arrive_at_merge(id);
      return operation.argument == kResets ? leave_complex(id, false) : leave(id);
    case OperationKind::CallActivityCompleting:
      return run_completing(id, operation.argument);
    case OperationKind::CallActivityCompleted:
      return run_completed(id);
    case OperationKind::ThrowError:
      return run_error(id, operation.argument);
    case OperationKind::ThrowEscalation:
      return run_escalation(id, operation.argument);
    case OperationKind::ContinueAsync:
      return run_async(id, operation.argument);
    case OperationKind::EvaluateConditions:
      return run_conditions();
    case OperationKind::ThrowSignal:
      return run_signal(operation.argument);
    case OperationKind::Compensate:
      return run_compensate(id);
    case OperationKind::Cancel:
      return GracefulEnding(*this).run_cancel(id);
    case OperationKind::EndCanceled:
      return GracefulEnding(*this).run_end_canceled(id);
  }
}

std::string_view Command::element_of(const Operation& operation) const {
  const Execution& execution = tree_.at(operation.execution);
  const model::ProcessDefinition& definition = definition_of(operation.execution);
  model::NodeId node = execution.node;
  if (operation.kind == OperationKind::Trigger && operation.argument != kNone) {
    node = wakenings_[operation.argument].node;
  }
  return node == model::kNoNode ? std::string_view(definition.id) : definition.node(node).id;
}

// --- planning

void Command::plan_last(OperationKind kind, ExecutionId execution, std::uint32_t argument) {
  agenda_.plan({kind, execution, tree_.executions().generation(execution), argument});
}

// Apart from plan(), which is short without it.
void Command::plan_in_turn(OperationKind kind, ExecutionId execution, std::uint32_t argument) {
  runs_depth_first(execution) ? plan_next(kind, execution, argument) : plan_last(kind, execution, argument);
}

void Command::plan_next(OperationKind kind, ExecutionId execution, std::uint32_t argument) {
  agenda_.plan_next({kind, execution, tree_.executions().generation(execution), argument});
}

void Command::plan_trigger(ExecutionId execution, const Wakening& wakening) {
  wakenings_.push_back(wakening);
  plan(OperationKind::Trigger, execution, static_cast<std::uint32_t>(wakenings_.size() - 1));
}

void Command::plan_trigger_next(ExecutionId execution, const Wakening& wakening) {
  wakenings_.push_back(wakening);
  plan_next(OperationKind::Trigger, execution, static_cast<std::uint32_t>(wakenings_.size() - 1));
}

// Errors take effect before anything else that is planned: what they interrupt must not go on.
void Command::plan_error(ExecutionId source, std::string code, std::string message) {
  errors_.push_back({std::move(code), std::move(message)});
  plan_next(OperationKind::ThrowError, source, static_cast<std::uint32_t>(errors_.size() - 1));
}

// It may interrupt its thrower, which must not move on before that is known.
void Command::plan_escalation(ExecutionId source, std::string code) {
  errors_.push_back({std::move(code), {}});
  plan_next(OperationKind::ThrowEscalation, source, static_cast<std::uint32_t>(errors_.size() - 1));
}

// --- identity

model::Handle Command::execution_handle(ExecutionId id) const noexcept {
  return {root_.root, root_.root_generation, id, tree_.executions().generation(id)};
}

std::string Command::execution_text(ExecutionId id) const {
  const Execution& execution = tree_.at(id);
  if (execution.is(flag::kInstance)) {
    return to_text(instance_handle(execution.process), model::HandleKind::Instance);
  }
  return to_text(execution_handle(id), model::HandleKind::Execution);
}

model::Handle Command::instance_handle(std::uint32_t process) const noexcept {
  return {root_.root, root_.root_generation, process, tree_.processes().generation(process)};
}

model::Handle Command::wait_handle(std::uint32_t wait) const noexcept {
  return {root_.root, root_.root_generation, wait, tree_.waits().generation(wait)};
}

// --- records

std::shared_ptr<model::InstanceRecord> Command::make_record(std::uint32_t id) const {
  const ProcessInstance& instance = tree_.process(id);
  auto record = std::make_shared<model::InstanceRecord>();
  record->id = instance_handle(id);
  record->definition = &instance.process->definition();
  record->version = instance.process->version;
  record->business_key = instance.business_key;
  record->name = instance.name;
  if (instance.caller != kNone) {
    record->caller = instance_handle(tree_.at(instance.caller).process);
    record->caller_node = tree_.at(instance.caller).node;
    record->caller_definition = &definition_of(instance.caller);
  }
  record->state = instance.suspended ? model::RecordState::Suspended : model::RecordState::Active;
  record->starter = instance.initiator;
  record->is_new = !instance.recorded;
  record->kept = instance.process->history() != model::HistoryLevel::None;
  record->start = instance.start;
  record->sequence = instance.sequence;
  record->conversation = instance.conversation;
  return record;
}

void Command::update_record(std::uint32_t process) {
  const auto record = make_record(process);
  tree_.edit_process(process).recorded = true;
  changes_.instances.push_back(record);
}

void Command::relabel(ExecutionId id, std::string ProcessInstance::*label, std::string text) {
  const std::uint32_t process = tree_.at(id).process;
  tree_.edit_process(process).*label = std::move(text);
  if (tree_.process(process).recorded) update_record(process);
}

void Command::finish() {
  if (!timers_to_set_.empty()) set_timers();
  for (const std::uint32_t id : started_) {
    if (!tree_.processes().live(id) || tree_.process(id).kept || tree_.process(id).recorded) continue;
    if (tree_.process(id).sequence == 0) date(tree_.edit_process(id));
    update_record(id);
  }
  if (!changes_.resolved_incidents.empty()) changes_.time = now();
  if (!changes_.variables.empty()) changes_.user = host_.acting_user();
}

}  // namespace rondo::agenda
