// SPDX-License-Identifier: Apache-2.0
#include "agenda/graceful_ending.hpp"
#include "behaviors/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace rondo::behaviors {

namespace {

using agenda::Command;
using agenda::ExecutionContext;
using agenda::ExecutionId;
using agenda::OperationKind;

std::uint32_t maximum(const ExecutionContext& root) {
  const model::StandardLoop& loop = *root.node().standard_loop;
  if (loop.maximum == model::kNoExpression) return std::numeric_limits<std::uint32_t>::max();
  const model::Value value = root.evaluate(loop.maximum);
  if (!value.is_integer() || value.as_integer() < 0 ||
      value.as_integer() >= std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorKind::Execution,
                fmt::format("loopMaximum must be a whole number from 0, not {}", model::to_json(value)),
                root.node().id, loop.where);
  }
  return static_cast<std::uint32_t>(value.as_integer());
}

// Repeats the body while the condition holds, at most loopMaximum times (BPMN 2.0 §13.3.6). Each round
// is a child execution, as in a sequential multi-instance activity, so that no round sees the locals of
// the one before.
class StandardLoop final : public agenda::LoopBehavior {
 public:
  void enter(ExecutionContext& root) const override {
    Command& command = root.command();
    const std::uint32_t slot = command.tree().create_loop(root.id());
    const std::uint32_t most = maximum(root);
    command.tree().edit_loop(slot).total = most;
    if (most == 0) return finish(root);
    const ExecutionId first = start_round(root);
    if (root.node().standard_loop->test_before && !continues(command.context(first))) return finish(root);
    command.plan(OperationKind::ContinueMultiInstance, first);
  }

  void instance_completed(ExecutionContext& round) const override {
    Command& command = round.command();
    const ExecutionContext root = command.context(round.execution().parent);
    command.complete_activity(round.id());
    agenda::Loop& state = command.tree().edit_loop(root.execution().detail);
    ++state.completed;
    --state.active;
    if (state.completed == state.total || !continues(round)) return finish(root);
    if ((root.execution().phase & agenda::phase::kCancels) != 0)
      return agenda::GracefulEnding(command).end_canceled(root.id());
    const ExecutionId next = start_round(root);
    if (round.execution().is(agenda::flag::kScope)) {
      command.tree().retire(round.id());
      command.plan(OperationKind::DestroyScope, round.id());
    } else {
      command.tree().remove(round.id());
    }
    command.plan(OperationKind::ContinueMultiInstance, next);
  }

  void instance_canceled(ExecutionContext& root) const override {
    agenda::GracefulEnding(root.command()).end_canceled(root.id());
  }

  void instance_stopped(ExecutionContext& root) const override {
    const bool has_rounds = root.command().tree().loop(root.execution().detail).completed > 0;
    if (has_rounds) return finish(root);
    root.command().stop_activity(root.id(), {}, {});
  }

  ExecutionId add_instance(ExecutionContext& root) const override {
    agenda::ExecutionTree& tree = root.command().tree();
    if (root.execution().is(agenda::flag::kLoopRoot)) {
      throw Error(ErrorKind::InvalidState, "a round runs, and others run after it", root.node().id);
    }
    const std::uint32_t slot = tree.create_loop(root.id());
    tree.edit_loop(slot).total = std::max(maximum(root), 1U);
    return start_round(root);
  }

 private:
  static ExecutionId start_round(const ExecutionContext& root) {
    Command& command = root.command();
    const ExecutionId child = command.tree().create_child(root.id(), root.node_id());
    agenda::Loop& state = command.tree().edit_loop(root.execution().detail);
    ++state.active;
    agenda::Execution& execution = command.tree().edit(child);
    execution.flags |= agenda::flag::kLoopChild;
    execution.loop_counter = static_cast<std::int32_t>(state.created++);
    return child;
  }

  // Without a condition only the maximum ends the loop; without either the body runs once.
  static bool continues(const ExecutionContext& round) {
    const model::StandardLoop& loop = *round.node().standard_loop;
    if (loop.condition == model::kNoExpression) return loop.maximum != model::kNoExpression;
    return round.is_true(loop.condition);
  }

  static void finish(const ExecutionContext& root) {
    root.command().withdraw_children(root.id(), {});
    root.command().plan(OperationKind::TakeOutgoing, root.id());
  }
};

}  // namespace

std::unique_ptr<const agenda::LoopBehavior> make_standard_loop() { return std::make_unique<StandardLoop>(); }

}  // namespace rondo::behaviors
