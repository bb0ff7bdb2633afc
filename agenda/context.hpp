// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/deployed_process.hpp"
#include "agenda/execution.hpp"
#include "model/records.hpp"

#include <string>
#include <string_view>

namespace rondo::agenda {

class Command;
enum class InvocationResult : std::uint8_t;

/// What a behavior may see and ask for: one execution, in one command. Cheap to copy.
class ExecutionContext {
 public:
  ExecutionContext(Command& command, ExecutionId id) noexcept : command_(&command), id_(id) {}

  [[nodiscard]] Command& command() const noexcept { return *command_; }
  [[nodiscard]] ExecutionId id() const noexcept { return id_; }

  // --- where it is
  [[nodiscard]] const Execution& execution() const noexcept;
  [[nodiscard]] const DeployedProcess& process() const noexcept;
  [[nodiscard]] const model::ProcessDefinition& definition() const noexcept;
  /// The node it is at. Precondition: it is no process instance.
  [[nodiscard]] const model::FlowNode& node() const noexcept;
  [[nodiscard]] model::NodeId node_id() const noexcept;

  // --- data; errors name the element. At a step whose code gives a result, variables are first the members
  // of what it gets, and those that are set become members of the result.
  /// Whether it is at such a step.
  [[nodiscard]] bool gives_result() const noexcept;
  /// Reads the variable visible here; false when there is none.
  bool find(std::string_view name, model::Value& result) const;
  void set_variable(std::string_view name, model::Value value) const;
  void set_local(std::string_view name, model::Value value) const;
  [[nodiscard]] model::Value evaluate(model::ExpressionId expression) const;
  /// A condition: must give a boolean.
  [[nodiscard]] bool is_true(model::ExpressionId condition) const;
  /// The expression's value as text; empty for null and kNoExpression.
  [[nodiscard]] std::string text(model::ExpressionId expression) const;

  // --- moving on
  /// The node is done: leaves it, or completes one instance of its loop.
  void leave() const;
  /// The same as the last thing that the behavior does; cheaper.
  void leave_last() const;
  /// The path ends here.
  void end() const;
  /// Starts the body of a sub-process in this execution, which becomes its scope.
  void start_body() const;
  /// Rests until triggered.
  void wait() const;
  /// Rests until the completion that gets this handle is used.
  [[nodiscard]] model::Handle wait_for_completion() const;
  /// A BPMN error is raised here.
  void throw_error(std::string code, std::string message) const;
  /// Subscribes and arms timers for all event definitions of `node`.
  void subscribe(model::NodeId node) const;
  /// Runs the code of the node itself.
  InvocationResult invoke(const model::Implementation& implementation, model::Value& result) const;

 private:
  Command* command_;
  ExecutionId id_;
};

}  // namespace rondo::agenda
