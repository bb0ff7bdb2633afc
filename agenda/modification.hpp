// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/command.hpp"

#include <string_view>
#include <vector>

namespace rondo::agenda {

/// Where a token is put.
struct Placement {
  std::uint32_t process = kNone;
  model::NodeId node = model::kNoNode;
  model::FlowId flow = model::kNoFlow;  ///< The flow over which it comes, if any.
  ExecutionId ancestor = kNone;         ///< The scope or loop in which it is put, whatever else runs.
  ExecutionId within = kNone;           ///< Without that: only scopes in this one are considered.
  bool whole_loop = false;              ///< All instances of a loop, not a single one.
};

/// Puts tokens where no flow has brought them, and takes them away, within one command (Camunda 7: process
/// instance modification; Flowable: change of activity state).
class TokenPlacer {
 public:
  explicit TokenPlacer(Command& command) noexcept : command_(command), tree_(command.tree()) {}

  /// Creates a token, with the scopes around it that do not run yet. It does nothing before run().
  /// Throws Error (InvalidState) when the place is ambiguous or no token can be there.
  [[nodiscard]] ExecutionId place(const Placement& where);
  void run(ExecutionId token);
  /// Makes the scopes around a node that do not run yet; gives the innermost one.
  ExecutionId open_scopes(const Placement& where, const model::FlowNode& node);
  /// Everything at a node of a process instance; of a loop the whole.
  [[nodiscard]] std::vector<ExecutionId> executions_at(std::uint32_t process, model::NodeId node) const;
  /// The innermost scope around an execution in which also `target` lies.
  [[nodiscard]] ExecutionId scope_around(ExecutionId id, model::NodeId target) const;
  /// Withdraws an execution, and the scopes that hold nothing else; of a process instance its content.
  void withdraw_with_scopes(ExecutionId id, std::string_view reason);
  /// Ends a process instance in which no token is left; what called it is withdrawn with it.
  void end_if_empty(std::uint32_t process, std::string_view reason);

 private:
  [[nodiscard]] std::vector<ExecutionId> running_scopes(ExecutionId within, model::ScopeId scope) const;
  ExecutionId place_instance(ExecutionId scope, model::NodeId node);
  ExecutionId add_instance(ExecutionId root);
  void subscribe_boundary(ExecutionId id);
  ExecutionId make_scope(ExecutionId parent, model::NodeId owner);
  void enter_scope(ExecutionId id);
  void withdraw_at(ExecutionId scope, model::NodeId node, std::string_view reason);
  void withdraw_alone(ExecutionId id, std::string_view reason);

  Command& command_;
  ExecutionTree& tree_;
};

}  // namespace rondo::agenda
