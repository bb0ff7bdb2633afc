// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/command.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rondo::agenda {

/// The part of a command that ends executions gracefully: they are asked to cancel, exceptions find who takes
/// them, what was completed is undone or confirmed (docs/cancellation.md). Without state of its own: all of
/// it is in the tree. Made where it is needed, for processes that end so.
class GracefulEnding {
 public:
  explicit GracefulEnding(Command& command) noexcept : command_(command), tree_(command.tree()) {}

  // --- operations and what the loop asks
  void run_cancel(ExecutionId id);
  void run_end_canceled(ExecutionId id);
  /// An exception looks for who takes it.
  void run_fault(ExecutionId source, const RaisedError& error);
  /// The next of what is to be undone or confirmed.
  void run_settling(ExecutionId id);
  /// True when the token, which has done what is at its node, would begin something in a scope that begins
  /// nothing any more: the scope is canceled then, and the token ends.
  [[nodiscard]] bool begins_nothing(ExecutionId id);
  /// A token has come to the end of its path.
  void end_branch(ExecutionId id);
  /// One of several tokens in a scope has ended: may be that this is enough.
  void branch_ended(ExecutionId scope);
  /// Whether that is enough, by a condition that is evaluated at `at`; nullopt when an exception of it is on
  /// its way from the scope.
  [[nodiscard]] std::optional<bool> is_enough(ExecutionId scope, ExecutionId at,
                                              model::ExpressionId condition);
  /// True when the instance has to undo or confirm something before it ends.
  [[nodiscard]] bool settles_first(ExecutionId root);
  /// The innermost call activity around the execution that lies in a process that ends gracefully; kNone.
  [[nodiscard]] ExecutionId graceful_caller(ExecutionId id) const noexcept;

  // --- canceling (canceling.cpp)
  /// Asks all that is inside an execution to cancel, the oldest first; of a loop the newest.
  void cancel_children(ExecutionId id, ExecutionId except = kNone);
  /// The execution has been canceled: it is gone with all in it, next of all, and its parent is told.
  void end_canceled(ExecutionId id);
  /// The body of a sub-process holds no token any more: what was remembered in it gets its variables.
  void refresh_captured(ExecutionId scope);
  /// The body of a sub-process with a guard holds no token any more: its handlers follow, or it ends.
  void guarded_body_ended(ExecutionId id);
  /// The first token of a scope with a race that comes here wins: the others are canceled, and it goes on
  /// when everything that runs rests. Later ones end.
  void win_race(ExecutionId id);
  void go_on_as_winner(ExecutionId id);
  void winner_goes_on(ExecutionId scope);

  // --- exceptions (faults.cpp)
  /// True when the failure has become an exception of that execution.
  [[nodiscard]] bool raise(ExecutionId id, const Error& failure) {
    return command_.raise_exception(id, failure);
  }
  /// The exception that is handled around the execution is thrown again.
  void rethrow(ExecutionId id);
  /// The instance ends as faulted, with everything in it, and no handler runs.
  void fail_instance(ExecutionId id, const std::string& code, const std::string& message,
                     std::string_view reason = {});

  // --- undoing and confirming (settling.cpp)
  /// Undoes (`confirms`: confirms) what a token of compensable work names, or without one all that the
  /// handler around the thrower is about. True when the thrower has to wait. An exception
  /// (InvalidOperationException) is planned when there is no such work, or it has been dealt with otherwise.
  [[nodiscard]] bool settle(ExecutionId thrower, bool confirms, model::ExpressionId token);

 private:
  [[nodiscard]] const model::Guard* guard_of(ExecutionId id) const noexcept;
  // canceling.cpp
  void cancel_called(ExecutionId caller);
  [[nodiscard]] bool cancel_work(ExecutionId id);
  void begin_on_demand(ExecutionId scope, model::NodeId node);
  void begin_handling(ExecutionId id);
  void begin_last(ExecutionId id);
  void end_guarded(ExecutionId id);
  // faults.cpp
  [[nodiscard]] bool leaves_by_event(ExecutionId at, ExecutionId source, const RaisedError& error);
  void leave_by_event(ExecutionId id);
  [[nodiscard]] bool takes_fault(ExecutionId from, const RaisedError& error);
  [[nodiscard]] bool fails_for_good(ExecutionId at) const noexcept;
  [[nodiscard]] const model::CatchRule* find_rule(ExecutionId scope, const std::string& type) const;
  void leave_unhandled(ExecutionId source, const RaisedError& error);
  void begin_catch(ExecutionId scope);
  // settling.cpp
  void remember_compensable(ExecutionId id);
  // surroundings.cpp
  void capture_surroundings(ExecutionId work, ExecutionId holder, ExecutionId kept);
  bool refresh(ExecutionId kept, const std::string& name, ExecutionId scope);
  void refresh_running(ExecutionId kept, const model::Object& around);
  [[nodiscard]] ExecutionId place_of_settling(ExecutionId kept, ExecutionId thrower);
  // settling.cpp
  void begin_settling(ExecutionId id, std::uint16_t how);
  void settle_rest(ExecutionId id, bool confirms);
  void go_on_settling(ExecutionId id);
  void finish_settling(ExecutionId id);
  void settle_listed(ExecutionId run, std::uint32_t wait);
  [[nodiscard]] std::string token_of(ExecutionId kept) const;
  [[nodiscard]] std::uint32_t find_settleable(const std::string& token) const;
  [[nodiscard]] bool settle_named(ExecutionId thrower, bool confirms, const model::Value& token);
  [[nodiscard]] bool settle_around(ExecutionId thrower, bool confirms);
  void refuse(ExecutionId thrower, std::string message);

  Command& command_;
  ExecutionTree& tree_;
};

/// Names an execution of this tree in what is kept in variables; one that takes its place has another name.
[[nodiscard]] std::string lasting_name(const ExecutionTree& tree, ExecutionId execution);

}  // namespace rondo::agenda
