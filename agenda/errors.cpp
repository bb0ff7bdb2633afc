// SPDX-License-Identifier: Apache-2.0
#include "agenda/ascent.hpp"
#include "agenda/carried_compensations.hpp"
#include "agenda/graceful_ending.hpp"
#include "agenda/steps.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::agenda {

using model::EventDefinition;
using model::EventKind;
using model::NodeId;

namespace {

// What history says of a step that an error ends, where steps have errors of their own: `error CODE` when it
// is caught, else `failed CODE`. Of one that was to be reported and has failed before: `error-at-once CODE`.
std::string reason_of(std::string_view what, const RaisedError& error) {
  return std::string(what) + " " + error.code + (error.message.empty() ? "" : ": " + error.message);
}

std::string outcome_of(const ExecutionTree& tree, ExecutionId source, std::string what) {
  const Execution& failed = tree.at(source);
  const bool reports = failed.compiled != nullptr && failed.compiled->element->triggerable;
  return reports && !failed.is(flag::kWaiting) ? what + "-at-once" : what;
}

// Those of a scope's event sub-processes that can take what comes out of the one that `handler` is: never
// that one itself, and none once it has interrupted the scope.
std::vector<NodeId> others_than(NodeId handler, std::span<const NodeId> starts,
                                const model::ProcessDefinition& definition) {
  std::vector<NodeId> others;
  for (const NodeId start : starts) {
    if (definition.node(start).scope != definition.node(handler).body) {
      others.push_back(start);
    } else if (definition.node(start).interrupting) {
      return {};
    }
  }
  return others;
}

// The event sub-process that an execution is the body of.
NodeId handler_of(const Execution& execution) noexcept {
  return execution.is(flag::kEventBody) ? execution.node : model::kNoNode;
}

}  // namespace

// Among the events of one level: by code first, then one that catches all (BPMN 2.0 §10.5.6).
std::optional<Catcher> Command::match(ExecutionId at, std::span<const NodeId> events, EventKind kind,
                                      const std::string& code) const {
  const model::ProcessDefinition& definition = tree_.process_of(at).process->definition();
  std::optional<Catcher> any;
  for (const NodeId node : events) {
    const auto& definitions = definition.node(node).events;
    for (std::size_t i = 0; i < definitions.size(); ++i) {
      const EventDefinition& event = definitions[i];
      const bool caught = event.kind == kind && (event.name.empty() || event.name == code);
      if (!caught || (any && event.name.empty())) continue;
      if (definition.outcomes.own) return Catcher{at, node, static_cast<std::uint16_t>(i), false, {}};
      const auto number = static_cast<std::uint16_t>(i);
      if (definition.node(node).event == EventKind::ParallelMultiple && !needs(at, node, number)) continue;
      if (!event.name.empty()) return Catcher{at, node, number, false, {}};
      any = Catcher{at, node, number, false, {}};
    }
  }
  return any;
}

// A parallel multiple event catches an escalation that it still needs. An error ends what it happens in: it
// is caught only by an event that needs nothing else.
bool Command::needs(ExecutionId at, NodeId node, std::uint16_t number) const {
  bool needed = false, others = false;
  for (std::uint32_t wait = tree_.at(at).waits; wait != kNone; wait = tree_.wait(wait).next) {
    if (tree_.wait(wait).node != node) continue;
    (tree_.wait(wait).definition == number ? needed : others) = true;
  }
  return needed && (!others || tree_.process_of(at).process->definition().node(node).events[number].kind !=
                                   EventKind::Error);
}

// The innermost handler, up through the scopes and from called instances to their callers. In each scope its
// event sub-processes come before the boundary events around it.
std::optional<Catcher> Command::find_catcher(ExecutionId source, EventKind kind,
                                             const std::string& code) const {
  NodeId handler = model::kNoNode;  // the event sub-process that it comes out of
  for (ExecutionId at = source; at != kNone;) {
    const Execution& execution = tree_.at(at);
    const DeployedProcess& process = *tree_.process_of(at).process;
    const model::ProcessDefinition& definition = process.definition();
    if (execution.is(flag::kScope)) {
      const auto starts = process.event_starts(scope_of(at));
      auto found = handler == model::kNoNode
                       ? match(at, starts, kind, code)
                       : match(at, others_than(handler, starts, definition), kind, code);
      if (found) {
        found->event_subprocess = true;
        return found;
      }
    }
    // Boundary events belong to whole activities; an event sub-process has none (BPMN 2.0 §10.3.5).
    const bool whole_activity =
        !execution.is(flag::kLoopChild | flag::kEventBody) && execution.is(flag::kEntered | flag::kLoopRoot);
    if (whole_activity && kind == EventKind::Error) {
      if (const auto retry = retry_rule(at, code)) return Catcher{at, execution.node, 0, false, retry};
    }
    if (whole_activity && compiled(at).is(CompiledNode::HasBoundary)) {
      const auto found = match(at, definition.boundary_events(execution.node), kind, code);
      if (found) return found;
    }
    handler = handler_of(execution);
    if (execution.is(flag::kInstance) && definition.outcomes.own && kind == EventKind::Error) break;
    at = around(tree_, execution);
  }
  return std::nullopt;
}

void Command::bind_caught(ExecutionId scope, const Catcher& catcher, const RaisedError& error) {
  const EventDefinition& caught =
      tree_.process_of(scope).process->definition().node(catcher.node).events[catcher.definition];
  model::NameTable& names = tree_.process_of(scope).process->names();
  if (!caught.code_variable.empty()) set_variable(scope, names.intern(caught.code_variable), error.code);
  if (!caught.message_variable.empty()) {
    set_variable(scope, names.intern(caught.message_variable), error.message);
  }
}

// What crosses a call activity on its way to the catcher brings the called instance's outputs along
// (Camunda).
void Command::return_outputs(ExecutionId source, ExecutionId catcher) {
  for (ExecutionId at = source; at != catcher;) {
    const Execution& execution = tree_.at(at);
    if (!execution.is(flag::kInstance)) {
      at = execution.parent;
      continue;
    }
    const ExecutionId caller = tree_.process(execution.process).caller;
    ExecutionContext calling = context(caller);
    ExecutionContext called = context(at);
    compiled(caller).behavior->completing(calling, called);
    at = caller;
  }
}

void Command::run_error(ExecutionId source, std::uint32_t number) {
  const RaisedError error = errors_[number];
  record_failure(source, error.code, error.message);
  if (is_graceful(source)) return GracefulEnding(*this).run_fault(source, error);
  const auto catcher = find_catcher(source, EventKind::Error, error.code);
  if (!catcher) return raise_uncaught(source, error);
  return_outputs(source, catcher->at);
  if (catcher->retry) return repeat_later(catcher->at, *catcher->retry);
  if (catcher->event_subprocess) {
    bind_caught(catcher->at, *catcher, error);
    plan_trigger(catcher->at, {catcher->node, catcher->definition});
    // Nothing of what was interrupted may go on meanwhile.
    CarriedCompensations(*this).give_back(catcher->at);
    withdraw_children(catcher->at, "error");
    return;
  }
  const model::Value output = caught_output(*this, catcher->at, error);
  const bool own = definition_of(catcher->at).outcomes.own;
  const ExecutionId token =
      own ? interrupt(catcher->at, catcher->node, reason_of(outcome_of(tree_, source, "error"), error))
          : interrupt(catcher->at, catcher->node);
  bind_caught(tree_.at(token).parent, *catcher, error);
  add_to_local(*this, tree_.at(token).parent, output);
  plan_trigger(token, {catcher->node, catcher->definition});
}

// An escalation that nothing catches is nothing (BPMN 2.0 §10.5.6). What catches it does so before anything
// else goes on, which it may interrupt.
void Command::run_escalation(ExecutionId source, std::uint32_t number) {
  const RaisedError raised = errors_[number];
  const auto catcher = find_catcher(source, EventKind::Escalation, raised.code);
  if (!catcher) return;
  return_outputs(source, catcher->at);
  const ExecutionId scope = catcher->event_subprocess ? catcher->at : tree_.at(catcher->at).parent;
  bind_caught(scope, *catcher, raised);
  plan_trigger_next(catcher->at, {catcher->node, catcher->definition});
}

void Command::raise_uncaught(ExecutionId source, const RaisedError& error) {
  if (definition_of(source).failures != model::FailurePolicy::Undo) return leave_fault(source, error);
  std::string element;
  model::SourcePosition where;
  if (tree_.at(source).node != model::kNoNode) {
    element = node_of(source).id;
    where = node_of(source).where;
  }
  const ExecutionId thread = thread_of(source);
  // Of several steps that end with the instance the one with the error is told from the others.
  if (definition_of(source).outcomes.own && !tree_.at(source).is(flag::kInstance)) {
    const ExecutionId root = tree_.process_of(source).execution;
    withdraw(source, reason_of(outcome_of(tree_, source, "failed"), error), false);
    source = root;
  }
  if (!tree_.at(thread).is(flag::kInstance)) return fail_thread(thread, source, error);
  if (const ExecutionId caller = GracefulEnding(*this).graceful_caller(source); caller != kNone) {
    return plan_error(caller, error.code, error.message);
  }
  ExecutionId root = tree_.process_of(source).execution;
  while (tree_.process_of(root).caller != kNone) {
    if (definition_of(root).outcomes.own) return fail_called(root, error);
    root = tree_.process_of(tree_.process_of(root).caller).execution;
  }
  if (!settings_.fail_uncaught && !definition_of(root).exceptions_are_errors) {
    throw BpmnError(error.code, error.message, element, where);
  }
  end_instance(tree_.at(root).process, model::RecordState::Failed, {}, error.code, error.message);
}

// The instance ends by itself; what it was called for sees the error.
void Command::fail_called(ExecutionId root, const RaisedError& error) {
  const RaisedError passed = error;
  const std::uint32_t process = tree_.at(root).process;
  const ExecutionId caller = tree_.process(process).caller;
  end_instance(process, model::RecordState::Failed, {}, passed.code, passed.message);
  plan_error(caller, passed.code, passed.message);
}

void Command::time_out(std::uint32_t process) {
  const model::Outcomes& outcomes = tree_.process(process).process->definition().outcomes;
  const ExecutionId caller = tree_.process(process).caller;
  end_instance(process, model::RecordState::TimedOut, {}, outcomes.timed_out, {});
  if (caller != kNone) plan_error(caller, outcomes.timed_out, "the called instance has timed out");
}

void Command::run_trigger(ExecutionId id, std::uint32_t argument) {
  const Wakening wakening = wakenings_[argument];
  if (tree_.at(id).is(flag::kLeaving) && !may_stop_leaving(id, wakening)) return;
  if (wakening.wait != kNone && !tree_.waits().holds(wakening.wait, wakening.wait_generation)) return;
  if (wakening.definition == kRepeatTimer) return repeat(id);
  const DeployedProcess& process = *tree_.process_of(id).process;
  ExecutionContext here = context(id);
  process.compiled(wakening.node).behavior->trigger(here, wakening);
}

}  // namespace rondo::agenda
