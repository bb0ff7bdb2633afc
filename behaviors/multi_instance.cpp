// SPDX-License-Identifier: Apache-2.0
#include "agenda/graceful_ending.hpp"
#include "agenda/steps.hpp"
#include "behaviors/multi_instance_events.hpp"
#include "behaviors/registry.hpp"

#include <fmt/format.h>

#include <limits>
#include <string>
#include <utility>

namespace rondo::behaviors {

namespace {

using agenda::Command;
using agenda::ExecutionContext;
using agenda::ExecutionId;
using agenda::OperationKind;
using model::Value;

[[noreturn]] void fail(const ExecutionContext& context, const std::string& message) {
  const model::MultiInstance& loop = *context.node().multi_instance;
  throw Error(ErrorKind::Execution, message, context.node().id, loop.where);
}

Value read_items(const ExecutionContext& root, const model::MultiInstance& loop) {
  Value items = loop.collection_store.empty() ? root.evaluate(loop.collection)
                                              : root.command().data_store(loop.collection_store);
  if (items.is_list()) return items;
  // Of an object the values, but not in a flow of steps.
  if (items.is_object() && root.node().step == nullptr) {
    model::List values;
    for (const auto& member : items.as_object()) values.push_back(member.second);
    return values;
  }
  fail(root, fmt::format("the collection of a {} must be a list, not {}",
                         root.node().step != nullptr ? "foreach step" : "multi-instance activity",
                         model::name_of(items.type())));
}

std::uint32_t read_cardinality(const ExecutionContext& root, const model::MultiInstance& loop) {
  Value count = root.evaluate(loop.cardinality);
  if (count.is_string()) {
    std::string error;
    count = model::parse_json(count.as_string(), error);
  }
  if (count.is_double() &&
      count.as_double() == static_cast<double>(static_cast<std::int64_t>(count.as_double()))) {
    count = Value(static_cast<std::int64_t>(count.as_double()));
  }
  if (!count.is_integer() || count.as_integer() < 0 ||
      count.as_integer() >= std::numeric_limits<std::uint32_t>::max()) {
    fail(root,
         fmt::format("the cardinality of a multi-instance activity must be a whole number from 0, not {}",
                     model::to_json(count)));
  }
  return static_cast<std::uint32_t>(count.as_integer());
}

// The root is the activity as a whole; each child runs the body once. Children are freed as they
// complete, and two counters say when all have (Activiti: MultiInstanceActivityBehavior).
class MultiInstance final : public agenda::LoopBehavior {
 public:
  void enter(ExecutionContext& root) const override {
    Command& command = root.command();
    const model::MultiInstance& loop = *root.node().multi_instance;
    const bool counts = loop.collection == model::kNoExpression && loop.collection_store.empty();
    const Value items = counts ? Value() : read_items(root, loop);
    const std::uint32_t total =
        items.is_list() ? static_cast<std::uint32_t>(items.as_list().size()) : read_cardinality(root, loop);
    const bool collects = collects_outputs(root, loop);
    if (total == 0) {
      if (collects) write_outputs(root, loop, {});
      return command.loop_completed(root.id());
    }
    const std::uint32_t slot = command.tree().create_loop(root.id());
    command.tree().edit_loop(slot).total = total;
    command.tree().edit_loop(slot).items = items;
    if (collects) command.tree().create_outputs(slot, total);
    const std::uint32_t at_once = loop.sequential ? 1 : total;
    for (std::uint32_t i = 0; i < at_once; ++i) {
      command.plan(OperationKind::ContinueMultiInstance, create_instance(root));
    }
  }

  void instance_completed(ExecutionContext& instance) const override {
    Command& command = instance.command();
    const ExecutionContext root = command.context(instance.execution().parent);
    const std::uint32_t slot = root.execution().detail;
    const model::MultiInstance& loop = *instance.node().multi_instance;
    if (collects_outputs(instance, loop)) {
      command.tree().set_output(slot, static_cast<std::size_t>(instance.execution().loop_counter),
                                output_of(instance, loop));
    }
    command.complete_activity(instance.id());
    agenda::Loop& state = command.tree().edit_loop(slot);
    ++state.completed;
    --state.active;
    if (loop.behavior != model::MultiInstance::Behavior::All)
      throw_events(root, instance, loop, state.completed);
    if (command.is_graceful(root.id())) return go_on_gracefully(instance, root, loop);
    const bool done = state.completed == state.total || (loop.completion_condition != model::kNoExpression &&
                                                         instance.is_true(loop.completion_condition));
    if (done) return finish(root, loop);
    const ExecutionId next = loop.sequential ? create_instance(root) : agenda::kNone;
    drop(instance);
    if (loop.sequential) command.plan(OperationKind::ContinueMultiInstance, next);
  }

  void instance_canceled(ExecutionContext& root) const override {
    agenda::Loop& state = root.command().tree().edit_loop(root.execution().detail);
    ++state.completed;
    --state.active;
    finish_gracefully(root, *root.node().multi_instance);
  }

  void instance_stopped(ExecutionContext& root) const override {
    Command& command = root.command();
    const model::MultiInstance& loop = *root.node().multi_instance;
    const agenda::Loop& state = command.tree().loop(root.execution().detail);
    if (state.active > 0) return;
    if (state.completed < state.total) {
      command.plan(OperationKind::ContinueMultiInstance, create_instance(root));
    } else if (state.completed > 0) {
      finish(root, loop);
    } else {
      command.stop_activity(root.id(), {}, {});
    }
  }

  ExecutionId add_instance(ExecutionContext& root) const override {
    const model::MultiInstance& loop = *root.node().multi_instance;
    agenda::ExecutionTree& tree = root.command().tree();
    if (!root.execution().is(agenda::flag::kLoopRoot)) {
      const std::uint32_t slot = tree.create_loop(root.id());
      if (collects_outputs(root, loop)) tree.create_outputs(slot, 1);
    } else if (loop.sequential) {
      throw Error(ErrorKind::InvalidState, "an instance runs, and others run after it", root.node().id);
    }
    ++tree.edit_loop(root.execution().detail).total;
    return create_instance(root);
  }

 private:
  static void decide(const ExecutionContext& instance, const ExecutionContext& root) {
    root.command().tree().edit(root.id()).phase |= agenda::phase::kDecided;
    agenda::GracefulEnding(root.command()).cancel_children(root.id(), instance.id());
  }

  // What the completion condition does not need any more is canceled, and waited for.
  static void go_on_gracefully(const ExecutionContext& instance, const ExecutionContext& root,
                               const model::MultiInstance& loop) {
    namespace phase = agenda::phase;
    Command& command = root.command();
    const std::uint16_t before = root.execution().phase;
    if ((before & (phase::kRequested | phase::kDecided)) == 0 &&
        loop.completion_condition != model::kNoExpression) {
      const auto enough =
          agenda::GracefulEnding(command).is_enough(root.id(), instance.id(), loop.completion_condition);
      if (!enough) return drop(instance);
      if (*enough) decide(instance, root);
    }
    drop(instance);
    const agenda::Loop& state = command.tree().loop(root.execution().detail);
    const bool more =
        loop.sequential && state.completed < state.total && (root.execution().phase & phase::kDecided) == 0;
    if (!more) return finish_gracefully(root, loop);
    if ((root.execution().phase & phase::kCancels) != 0) {
      command.tree().edit(root.id()).phase |= phase::kCanceled;
      return finish_gracefully(root, loop);
    }
    command.plan(OperationKind::ContinueMultiInstance, create_instance(root));
  }

  static void finish_gracefully(const ExecutionContext& root, const model::MultiInstance& loop) {
    Command& command = root.command();
    if (command.tree().loop(root.execution().detail).active > 0) return;
    if ((root.execution().phase & agenda::phase::kCanceled) != 0)
      return agenda::GracefulEnding(command).end_canceled(root.id());
    finish(root, loop);
  }

  static ExecutionId create_instance(const ExecutionContext& root) {
    Command& command = root.command();
    const model::MultiInstance& loop = *root.node().multi_instance;
    const ExecutionId child = command.tree().create_child(root.id(), root.node_id());
    agenda::Loop& state = command.tree().edit_loop(root.execution().detail);
    const std::uint32_t number = state.created++;
    ++state.active;
    agenda::Execution& execution = command.tree().edit(child);
    execution.flags |= agenda::flag::kLoopChild;
    execution.loop_counter = static_cast<std::int32_t>(number);
    const ExecutionContext instance = command.context(child);
    const bool has_item = state.items.is_list() && number < state.items.as_list().size();
    if (!loop.element_variable.empty() && has_item) {
      instance.set_local(loop.element_variable, state.items.as_list()[number]);
    }
    if (!loop.index_variable.empty()) instance.set_local(loop.index_variable, number);
    if (const model::StepData* step = root.node().step.get()) {
      const Value* item = has_item ? &state.items.as_list()[number] : nullptr;
      command.set_local(child, agenda::reserved::kInput,
                        agenda::loop_input(command, root.id(), *step, item, number));
    }
    return child;
  }

  // An instance that was a scope is removed by an operation of its own, as Activiti does.
  static void drop(const ExecutionContext& instance) {
    agenda::ExecutionTree& tree = instance.command().tree();
    if (instance.execution().is(agenda::flag::kScope)) {
      tree.retire(instance.id());
      instance.command().plan(OperationKind::DestroyScope, instance.id());
    } else {
      tree.remove(instance.id());
    }
  }

  static void finish(const ExecutionContext& root, const model::MultiInstance& loop) {
    Command& command = root.command();
    command.withdraw_children(root.id(), "multi-instance completion condition");
    if (collects_outputs(root, loop)) {
      write_outputs(root, loop, command.tree().take_outputs(root.execution().detail));
    }
    command.loop_completed(root.id());
  }

  static bool collects_outputs(const ExecutionContext& context, const model::MultiInstance& loop) {
    return !loop.output_collection.empty() || context.node().step != nullptr;
  }

  static Value output_of(const ExecutionContext& instance, const model::MultiInstance& loop) {
    if (instance.node().step != nullptr) return agenda::step_local(instance.command(), instance.id());
    if (loop.aggregation.empty()) {
      return loop.output_element == model::kNoExpression ? Value() : instance.evaluate(loop.output_element);
    }
    model::Object members;
    for (const model::VariableMapping& member : loop.aggregation) {
      Value value;
      if (member.source_expression != model::kNoExpression) {
        value = instance.evaluate(member.source_expression);
      } else {
        (void)instance.find(member.source, value);
      }
      members.set(member.target.empty() ? member.source : member.target, std::move(value));
    }
    return members;
  }

  static void write_outputs(const ExecutionContext& root, const model::MultiInstance& loop,
                            std::vector<Value> outputs) {
    if (!loop.output_store.empty()) {
      root.command().changes().data_stores.push_back({loop.output_store, Value(std::move(outputs))});
      return;
    }
    const ExecutionContext scope = root.command().context(root.execution().parent);
    if (root.node().step != nullptr) {
      return agenda::give_result(root.command(), scope.id(), Value(std::move(outputs)));
    }
    scope.set_variable(loop.output_collection, Value(std::move(outputs)));
  }
};

}  // namespace

std::unique_ptr<const agenda::LoopBehavior> make_multi_instance() {
  return std::make_unique<MultiInstance>();
}

}  // namespace rondo::behaviors
