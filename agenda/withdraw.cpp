// SPDX-License-Identifier: Apache-2.0
#include "agenda/ascent.hpp"
#include "agenda/command.hpp"

#include <exception>
#include <memory>
#include <string>

namespace rondo::agenda {

namespace {

// The called instance of an execution at a call activity, or kNone.
std::uint32_t called_process(const Execution& execution) {
  return execution.is(flag::kLoopRoot | flag::kJoined | flag::kCompensating) ? kNone : execution.detail;
}

}  // namespace

// Depth first, newest first, without recursion: nesting is bounded by memory, not by the stack.
void Command::withdraw(ExecutionId id, std::string_view reason, bool listeners) {
  ExecutionId at = id;
  for (;;) {
    for (;;) {
      const Execution& execution = tree_.at(at);
      if (execution.last_child != kNone) {
        at = execution.last_child;
      } else if (called_process(execution) != kNone) {
        at = tree_.process(called_process(execution)).execution;
      } else {
        break;
      }
    }
    const Execution& execution = tree_.at(at);
    const ExecutionId above = around(tree_, execution);
    const bool last = at == id;
    forget_execution(at, reason, listeners);
    if (last) return;
    at = above;
  }
}

void Command::withdraw_children(ExecutionId id, std::string_view reason, ExecutionId except) {
  ExecutionId child = tree_.at(id).last_child;
  while (child != kNone) {
    const ExecutionId previous = tree_.at(child).previous;
    if (child != except) withdraw(child, reason);
    child = previous;
  }
  tree_.release_joins(id);
}

void Command::stop_activity(ExecutionId id, std::string error, std::string cause) {
  if (error.empty()) {
    const ExecutionId scope = tree_.at(id).parent;
    const bool is_instance = tree_.at(id).is(flag::kLoopChild);
    withdraw(id, "stopped");
    if (!is_instance) return token_gone(scope);
    Loop& loop = tree_.edit_loop(tree_.at(scope).detail);
    --loop.total;
    --loop.active;
    ExecutionContext root = context(scope);
    return compiled(scope).loop->instance_stopped(root);
  }
  withdraw_children(id, "stopped");
  tree_.clear_flags(id, flag::kScope);  // its own event sub-processes are handlers inside
  plan_error(id, std::move(error), std::move(cause));
}

void Command::forget_execution(ExecutionId id, std::string_view reason, bool listeners) {
  const Execution& execution = tree_.at(id);
  if (execution.is(flag::kInstance)) {
    const std::uint32_t process = execution.process;
    if (tree_.process(process).kept) return drop_event_scope(id);
    const std::size_t before = changes_.instances.size();
    const bool own = tree_.process(process).process->definition().outcomes.own;
    end_process(process, own ? model::RecordState::Stopped : model::RecordState::Terminated, listeners);
    for (std::size_t i = before; i < changes_.instances.size(); ++i) {
      auto record = std::make_shared<model::InstanceRecord>(*changes_.instances[i]);
      record->delete_reason = reason;
      changes_.instances[i] = std::move(record);
    }
    return;
  }
  if (execution.is(flag::kEntered)) {
    const model::FlowNode& node = node_of(id);
    if (listeners && !node.listeners.empty())
      notify(id, node.listeners, model::Listener::Event::End, node.id);
    tree_.clear_flags(id, flag::kEntered);
    if (shows(compiled(id))) {
      changes_.history.push_back({model::HistoryEvent::Kind::Withdrawn,
                                  instance_handle(execution.process),
                                  execution.visit,
                                  execution.node,
                                  &definition_of(id),
                                  {},
                                  now(),
                                  std::string(reason),
                                  compiled(id).recorded});
    }
  }
  if (execution.waits != kNone) {
    const auto task = open_task(id);
    if (task != nullptr && listeners) {
      notify(id, node_of(id).task_listeners, model::Listener::Event::Delete, node_of(id).id, task.get());
    }
    stop_work(id);
    withdrawn_ = reason;
    remove_waits(id);
    withdrawn_.reset();
  }
  tree_.remove(id);
}

// Where instances are stopped, what runs elsewhere for them is told so. That it cannot be does not hinder it.
void Command::stop_work(ExecutionId id) {
  if (!definition_of(id).outcomes.own || node_of(id).implementation == nullptr) return;
  for (std::uint32_t wait = tree_.at(id).waits; wait != kNone; wait = tree_.wait(wait).next) {
    if (tree_.wait(wait).kind != Wait::Kind::External) continue;
    ExecutionContext here = context(id);
    try {
      (void)host_.cancel_work(here, {*node_of(id).implementation, node_of(id).id, {}});
    } catch (const std::exception&) {
      return;
    }
  }
}

// The token at the boundary event is a new execution: whatever was planned for the interrupted one finds
// nothing any more.
ExecutionId Command::interrupt(ExecutionId id, model::NodeId boundary, std::string_view reason) {
  const ExecutionId token = tree_.create_child(tree_.at(id).parent, boundary);
  withdraw(id, reason);
  return token;
}

void Command::jump(ExecutionId id, model::NodeId target) {
  complete_activity(id);
  tree_.clear_locals(id);
  tree_.move(id, target);
  tree_.edit(id).flow = model::kNoFlow;
  plan(OperationKind::Continue, id);
}

void Command::leave_for_event(ExecutionId id, model::NodeId event) {
  const model::ProcessDefinition& definition = definition_of(id);
  complete_activity(id);
  tree_.clear_flags(id, flag::kWaiting);
  for (const model::FlowId flow : definition.outgoing(tree_.at(id).node)) {
    if (definition.flow(flow).target != event) continue;
    tree_.edit(id).flow = flow;
    notify(id, definition.flow(flow).listeners, model::Listener::Event::Take, definition.flow(flow).id);
    break;
  }
  tree_.move(id, event);
}

void Command::move_to_event(ExecutionId id, model::NodeId event) {
  leave_for_event(id, event);
  record_entered(id);
  if (compiled(id).is(CompiledNode::Prepares)) prepare(id);
}

}  // namespace rondo::agenda
