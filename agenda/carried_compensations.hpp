// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/execution_tree.hpp"

#include <string_view>
#include <vector>

namespace rondo::agenda {

class Command;

/// Compensation that is under way when what it belongs to is canceled or interrupted. Lives as long as a
/// call.
class CarriedCompensations {
 public:
  explicit CarriedCompensations(Command& command);

  /// Puts what is being compensated in `root`, at any depth, below `into`, which waits for it; it goes on
  /// there to its end, with the variables of the scopes around it (BPMN 2.0 §10.3.5: what a canceled
  /// transaction has done is undone, and a handler that runs is not begun anew). What ran around it is left
  /// for the caller to withdraw. Gives the called instances in which something is being compensated; they
  /// are kept for it.
  [[nodiscard]] std::vector<ExecutionId> carry(ExecutionId root, ExecutionId into);
  /// Withdraws what is in `scope`, except for what compensates.
  void withdraw_others(ExecutionId scope, std::string_view reason);
  /// Ends a called instance for everybody but what is being compensated in it.
  void end_called(ExecutionId root, std::string_view reason);
  /// Lists again at `scope`, which is interrupted and goes on with an event sub-process, what a compensation
  /// under way in it had not come to. A handler that was running is terminated (figure 13.2).
  void give_back(ExecutionId scope);

 private:
  [[nodiscard]] ExecutionId keep_scope(ExecutionId scope, ExecutionId above, bool calls);
  void give_back_content(ExecutionId run);

  Command& command_;
  ExecutionTree& tree_;
};

}  // namespace rondo::agenda
