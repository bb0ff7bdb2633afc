// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/execution_tree.hpp"

namespace rondo::agenda {

/// What is directly around an execution: its parent, or of a process instance the execution that called it;
/// kNone for an instance that nobody called.
[[nodiscard]] inline ExecutionId around(const ExecutionTree& tree, const Execution& execution) noexcept {
  return execution.is(flag::kInstance) ? tree.process(execution.process).caller : execution.parent;
}

}  // namespace rondo::agenda
