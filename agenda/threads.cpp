// SPDX-License-Identifier: Apache-2.0
// Threads: parts of an instance that do not wait for each other, their results, and how they end.
#include "agenda/command.hpp"

#include <utility>

namespace rondo::agenda {

namespace {

using model::Object;
using model::Value;

bool is_thread(const Execution& execution) {
  return execution.is(flag::kInstance) ||
         (execution.compiled != nullptr && execution.compiled->element->detached);
}

// What a failure is called as an error. Errors of the engine's use are no errors of the process.
std::string exception_class(const Error& failure, bool graceful) {
  if (const auto* script = dynamic_cast<const ScriptError*>(&failure)) return script->exception_class();
  switch (failure.kind()) {
    case ErrorKind::Expression:
      return graceful ? "InvalidOperationException" : "ExpressionException";
    case ErrorKind::Delegate:
      return graceful ? "ApplicationException" : "RuntimeException";
    case ErrorKind::Execution:
      return graceful ? "InvalidOperationException" : "IllegalStateException";
    default:
      return {};
  }
}

// The same where the notation has names of its own for what fails.
std::string outcome_name(const model::Outcomes& outcomes, const Error& failure) {
  switch (failure.kind()) {
    case ErrorKind::Delegate:
      return outcomes.code_failed;
    case ErrorKind::NotFound:
      return outcomes.not_found;
    case ErrorKind::Expression:
    case ErrorKind::Execution:
      return outcomes.expression_failed;
    default:
      return {};
  }
}

}  // namespace

void Command::detach(ExecutionId from, model::NodeId node) {
  const ExecutionId thread = tree_.create_child(tree_.process_of(from).execution, node);
  detached_.push_back({OperationKind::Continue, thread, tree_.executions().generation(thread), kNone});
}

// The first thread that has not begun; false when there is none.
bool Command::start_detached() {
  if (detached_.empty()) return false;
  agenda_.plan(detached_.front());
  detached_.erase(detached_.begin());
  return true;
}

ExecutionId Command::thread_of(ExecutionId id) const noexcept {
  while (!is_thread(tree_.at(id))) id = tree_.at(id).parent;
  return id;
}

namespace {

// What has become of an activity that has given `result`.
Value outcome_of(const Value& result) {
  static const Value kNothing = Value(Object{{"result", nullptr}, {"runtimeError", nullptr}}).keep_forever();
  return result.is_null() ? kNothing : Value(Object{{"result", result}, {"runtimeError", nullptr}});
}

void set_result_at(Command& command, ExecutionId thread, const Place& place, Value result) {
  ExecutionTree& tree = command.tree();
  const bool followed = tree.process_of(thread).process->follows_variables();
  Value* const known = followed ? nullptr : tree.unrecorded_local(thread, place);
  if (known == nullptr) return command.set_local(thread, place.name, std::move(result));
  *known = std::move(result);
}

}  // namespace

void Command::set_thread_result(ExecutionId id, Value result) {
  const ExecutionId thread = thread_of(id);
  const Place& place = tree_.process_of(thread).process->thread_result();
  if (place.name != model::kNoName) set_result_at(*this, thread, place, std::move(result));
}

void Command::record_result(ExecutionId id, Value result) {
  const CompiledNode& node = compiled(id);
  const DeployedProcess& process = *node.process;
  const ExecutionId thread = thread_of(id);
  const Place& outcome = process.outcome(node.id);
  const Place& last = process.thread_result();
  const bool kept = node.element->extras->sets_thread_result && last.name != model::kNoName;
  if (kept && !process.follows_variables()) {
    Value* both[] = {tree_.unrecorded_local(thread, outcome), tree_.unrecorded_local(thread, last)};
    if (both[0] != nullptr && both[1] != nullptr) {
      *both[0] = outcome_of(result);
      *both[1] = std::move(result);
      return;
    }
  }
  if (outcome.name != model::kNoName) set_result_at(*this, thread, outcome, outcome_of(result));
  if (kept) set_result_at(*this, thread, last, std::move(result));
}

void Command::record_failure(ExecutionId id, const std::string& code, const std::string& message) {
  if (tree_.at(id).node == model::kNoNode) return;
  const CompiledNode& node = compiled(id);
  const Place& place = node.process->outcome(node.id);
  if (place.name == model::kNoName) return;
  set_result_at(*this, thread_of(id), place,
                Object{{"result", nullptr}, {"runtimeError", Object{{"class", code}, {"message", message}}}});
}

void Command::end_thread(ExecutionId id, Value result) {
  set_thread_result(id, std::move(result));
  const ExecutionId thread = thread_of(id);
  for (ExecutionId child = tree_.at(thread).last_child; child != kNone;) {
    const ExecutionId previous = tree_.at(child).previous;
    if (!is_thread(tree_.at(child))) withdraw(child, "exit", false);
    child = previous;
  }
  tree_.release_joins(thread);
  forget_completed(thread);
  token_gone(thread);
}

// A thread that fails leaves an incident; the others go on.
void Command::fail_thread(ExecutionId thread, ExecutionId source, const RaisedError& error) {
  const ExecutionId root = tree_.at(thread).parent;
  const std::string message = error.message.empty() ? error.code : error.code + ": " + error.message;
  changes_.incidents.push_back({execution_handle(thread), instance_handle(tree_.at(thread).process),
                                execution_handle(thread), &definition_of(thread), tree_.at(source).node,
                                "failed_thread", message, now()});
  withdraw(thread, message, false);
  token_gone(root);
}

// True when the failure has become an error on its way to what catches it.
bool Command::raise_exception(ExecutionId id, const Error& failure) {
  if (!tree_.executions().live(id) || !definition_of(id).exceptions_are_errors) return false;
  const model::Outcomes& outcomes = definition_of(id).outcomes;
  std::string name =
      outcomes.own ? outcome_name(outcomes, failure) : exception_class(failure, is_graceful(id));
  if (name.empty()) return false;
  plan_error(id, std::move(name), failure.message());
  return true;
}

void Command::gather_input(ExecutionId root) {
  const DeployedProcess& process = *tree_.process_of(root).process;
  // They were given as the object that they would become.
  if (tree_.at(root).is(flag::kPasses)) {
    tree_.clear_flags(root, flag::kPasses);
  } else {
    Object input = own_variables(root);
    if (process.follows_variables()) {
      for (const auto& [name, value] : input) remove_local(root, process.names().intern(name));
    } else {
      tree_.clear_locals(root);
    }
    set_local(root, process.names().intern(process.definition().input_variable), std::move(input));
  }
  create_data(root, model::ScopeId{0});
}

}  // namespace rondo::agenda
