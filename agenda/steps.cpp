// SPDX-License-Identifier: Apache-2.0
// Data of steps: what a step gets, what it gives, and the objects of the series that it belongs to.
#include "agenda/steps.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace rondo::agenda {

namespace {

using model::Object;
using model::Value;

const Value& empty_object() {
  static const Value kEmpty{Object()};
  return kEmpty;
}

bool has_members(const Value* value) {
  return value != nullptr && value->is_object() && !value->as_object().empty();
}

void add_members(Value& target, const Value& source) {
  if (!source.is_object()) return;
  for (const auto& [name, value] : source.as_object()) target.edit_object().set(name, value);
}

// What paths of a mapping see: the objects that they begin at, and nothing else.
class StepEnvironment final : public expression::Environment {
 public:
  StepEnvironment(ExecutionContext context, Value input, Value local)
      : context_(context), input_(std::move(input)), local_(std::move(local)) {}

  bool variable(model::NameId name, Value& result) override {
    if (name == reserved::kInput) {
      result = input_;
    } else if (name == reserved::kLocal) {
      result = local_;
    } else if (name == reserved::kContext) {
      result = surroundings();
    } else {
      return false;
    }
    return true;
  }
  bool variable_named(std::string_view, Value&) override { return false; }
  expression::HostObject* object(std::string_view) override { return nullptr; }
  bool call(std::string_view, std::string_view, std::span<const expression::Operand>,
            expression::Operand&) override {
    return false;
  }
  void assign(model::NameId, Value) override {}
  model::Instant now() override { return context_.command().host().now(); }

 private:
  Value surroundings() {
    Object context;
    const ProcessInstance& instance = context_.command().tree().process(context_.execution().process);
    context.set("execution", Object{{"name", instance.business_key}});
    context.set("flow", Object{{"name", context_.definition().id}});
    if (context_.execution().compiled != nullptr &&
        context_.execution().compiled->is(CompiledNode::GivesResult)) {
      context.set("task", Object{{"token", task_token(context_.command(), context_.id())}});
    }
    return context;
  }

  ExecutionContext context_;
  Value input_, local_;
};

}  // namespace

Value step_input(const Command& command, ExecutionId id) {
  Value input;
  return command.find_variable(id, reserved::kInput, input) && input.is_object() ? input : empty_object();
}

Value step_local(const Command& command, ExecutionId id) {
  const Value* local = command.tree().local(id, reserved::kLocal);
  return local == nullptr ? empty_object() : *local;
}

Value map_step(Command& command, ExecutionId id, const std::vector<model::StepMapping>& mappings, Value input,
               Value local) {
  const DeployedProcess& process = *command.tree().process_of(id).process;
  StepEnvironment environment(command.context(id), std::move(input), std::move(local));
  Object result;
  for (const model::StepMapping& mapping : mappings) {
    result.set(mapping.target, process.expression(mapping.source)->evaluate(environment));
  }
  return result;
}

// What a step without mappings gets: all that its scope has.
Value scope_data(const Command& command, ExecutionId scope) {
  Value input = step_input(command, scope);
  if (const Value* local = command.tree().local(scope, reserved::kLocal)) add_members(input, *local);
  return input;
}

// How much of the limit is used, by objects without members nothing.
std::size_t size_of(const Value& value) {
  const bool empty = value.is_null() || (value.is_object() && value.as_object().empty());
  return empty ? 0 : model::to_json(value).size();
}

void check_size(Command& command, ExecutionId id, std::size_t size) {
  const std::size_t limit = command.host().settings().step_data_limit;
  if (size <= limit) return;
  const std::string& name = command.node_of(id).name;
  throw DataLimitExceeded{
      command.tree().at(id).process,
      fmt::format("input, local and output of {} have {} bytes together; {} are allowed",
                  name.empty() ? std::string("a branch") : fmt::format("the step '{}'", name), size, limit)};
}

bool has_limit(Command& command, ExecutionId id) {
  return command.host().settings().step_data_limit != 0 &&
         !command.definition_of(id).outcomes.too_large.empty();
}

void check_step_input(Command& command, ExecutionId id) {
  if (!has_limit(command, id) || command.node_of(id).implicit) return;
  const bool own = command.tree().local(id, reserved::kInput) != nullptr;
  check_size(command, id,
             size_of(own ? step_input(command, id) : scope_data(command, command.tree().at(id).parent)));
}

// A step that gets what its scope has, and whose scope has nothing of its own yet, needs no object.
void prepare_step(Command& command, ExecutionId id) {
  const Execution& execution = command.tree().at(id);
  if (execution.is(flag::kLoopChild)) return;
  const model::StepData& step = *command.node_of(id).step;
  const ExecutionId scope = execution.parent;
  const Value* local = command.tree().local(scope, reserved::kLocal);
  if (step.maps_input) {
    command.set_local(
        id, reserved::kInput,
        map_step(command, id, step.inputs, step_input(command, scope), step_local(command, scope)));
  } else if (has_members(local)) {
    command.set_local(id, reserved::kInput, scope_data(command, scope));
  }
}

void complete_step(Command& command, ExecutionId id) {
  if (command.tree().at(id).is(flag::kLoopChild)) return;
  const model::StepData& step = *command.node_of(id).step;
  const ExecutionId scope = command.tree().at(id).parent;
  if (step.place >= 0) {
    Value list = step_local(command, scope);
    if (!list.is_list()) list = model::List();
    const auto place = static_cast<std::size_t>(step.place);
    if (list.as_list().size() <= place) list.edit_list().resize(place + 1);
    list.edit_list()[place] = step_local(command, id);
    command.set_local(scope, reserved::kLocal, std::move(list));
    return;
  }
  Value output;
  if (step.maps_output) {
    output = map_step(command, id, step.outputs, step_input(command, id), step_local(command, id));
  } else if (!step.drops_local && has_members(command.tree().local(id, reserved::kLocal))) {
    output = step_local(command, id);
  }
  if (has_limit(command, id)) {
    check_size(command, id,
               size_of(step_input(command, id)) + size_of(step_local(command, id)) + size_of(output));
  }
  add_to_local(command, scope, output);
}

void add_to_local(Command& command, ExecutionId scope, const Value& members) {
  const Value* present = command.tree().local(scope, reserved::kLocal);
  if (!has_members(&members)) return;
  if (present == nullptr) return command.set_local(scope, reserved::kLocal, members);
  Value local = *present;
  add_members(local, members);
  command.set_local(scope, reserved::kLocal, std::move(local));
}

Value loop_input(const Command& command, ExecutionId loop, const model::StepData& step, const Value* item,
                 std::uint32_t index) {
  Value input = step_input(command, loop);
  if (!step.item.empty() && item != nullptr) input.edit_object().set(step.item, *item);
  if (!step.index.empty()) input.edit_object().set(step.index, Value(index));
  return input;
}

void give_result(Command& command, ExecutionId id, Value result) {
  command.set_local(id, reserved::kLocal, std::move(result));
}

void give_member(Command& command, ExecutionId id, std::string_view name, Value value) {
  Value local = step_local(command, id);
  if (!local.is_object()) local = Object();
  local.edit_object().set(name, std::move(value));
  command.set_local(id, reserved::kLocal, std::move(local));
}

// False when the step has given what is no object: an error is on its way.
bool accept_result(Command& command, ExecutionId id) {
  const Value* local = command.tree().local(id, reserved::kLocal);
  if (local == nullptr || local->is_object()) return true;
  command.plan_error(id, command.definition_of(id).outcomes.invalid_result,
                     "a task must give an object, not " + std::string(name_of(local->type())));
  return false;
}

std::string known_token(const Command& command, ExecutionId id) {
  const ExecutionTree& tree = command.tree();
  for (std::uint32_t wait = tree.at(id).waits; wait != kNone; wait = tree.wait(wait).next) {
    if (tree.wait(wait).kind != Wait::Kind::External) continue;
    return to_text(command.wait_handle(wait), model::HandleKind::Wait);
  }
  return {};
}

std::string task_token(Command& command, ExecutionId id) {
  if (std::string known = known_token(command, id); !known.empty()) return known;
  return to_text(command.wait_handle(command.add_trigger_wait(id, Wait::Kind::External)),
                 model::HandleKind::Wait);
}

void begin_series(Command& command, ExecutionId root) {
  const model::StepData& step = *command.definition_of(root).step;
  if (step.maps_input) {
    command.set_local(root, reserved::kInput,
                      map_step(command, root, step.inputs, step_input(command, root), empty_object()));
  }
}

void finish_series(Command& command, ExecutionId root) {
  const model::StepData& step = *command.definition_of(root).step;
  Value output = step_local(command, root);
  if (step.maps_output)
    output = map_step(command, root, step.outputs, step_input(command, root), std::move(output));
  command.set_local(root, reserved::kOutput, std::move(output));
}

Value caught_output(Command& command, ExecutionId id, const RaisedError& error) {
  const model::StepData* step =
      command.tree().at(id).compiled == nullptr ? nullptr : command.node_of(id).step.get();
  if (step == nullptr || step->error_outputs.empty()) return {};
  const Object failure{{"error", error.code}, {"cause", error.message}, {"code", error.code}};
  return map_step(command, id, step->error_outputs, step_input(command, id), failure);
}

}  // namespace rondo::agenda
