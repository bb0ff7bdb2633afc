// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "agenda/steps.hpp"
#include "behaviors/registry.hpp"
#include "behaviors/throwing.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace rondo::behaviors {

namespace {

using agenda::Command;
using agenda::ExecutionContext;
using agenda::ExecutionId;
using model::NameId;
using model::Value;
using model::VariableMapping;

model::Object members_of(const ExecutionContext& caller, const VariableMapping& mapping) {
  const Value object = caller.evaluate(mapping.source_expression);
  if (object.is_object()) return object.as_object();
  throw Error(ErrorKind::Execution,
              fmt::format("the input of a process must be an object, not {}", model::name_of(object.type())),
              caller.node().id, caller.node().where);
}

// Copies variables between a calling execution and a called instance. The mappings' expressions belong
// to the caller's process, whichever side they are evaluated on.
class Copier {
 public:
  Copier(const ExecutionContext& caller, const ExecutionContext& from, ExecutionId to, bool to_local)
      : command_(caller.command()), caller_(caller), from_(from), to_(to), to_local_(to_local) {}

  void copy(const VariableMapping& mapping) const {
    if (mapping.what == VariableMapping::What::BusinessKey) return;
    if (mapping.what == VariableMapping::What::All) return copy_all(mapping.local);
    if (mapping.what == VariableMapping::What::Members) {
      for (const auto& [name, value] : members_of(caller_, mapping)) write(name, value);
      return;
    }
    std::string target = mapping.target;
    if (mapping.target_expression != model::kNoExpression) {
      target = caller_.text(mapping.target_expression);
    }
    write(target, value_of(mapping));
  }

  void copy_all(bool local) const {
    const model::Object variables =
        local ? command_.own_variables(from_.id()) : command_.all_variables(from_.id());
    for (const auto& [name, value] : variables) {
      const NameId id = names().intern(name);
      if (static_cast<std::uint32_t>(id) >= agenda::reserved::kLoopNames) write(name, value);
    }
  }

 private:
  Value value_of(const VariableMapping& mapping) const {
    if (mapping.source_expression != model::kNoExpression) {
      return command_.evaluate(from_.id(), caller_.process(), mapping.source_expression);
    }
    const NameId name = names().intern(mapping.source);
    Value value;
    if (!mapping.local) {
      (void)command_.find_variable(from_.id(), name, value);
    } else if (const Value* found = command_.tree().local(from_.id(), name)) {
      value = *found;
    }
    return value;
  }

  void write(const std::string& name, Value value) const {
    const NameId id = names().intern(name);
    if (to_local_) {
      command_.set_local(to_, id, std::move(value));
    } else {
      command_.set_variable(to_, id, std::move(value));
    }
  }

  [[nodiscard]] model::NameTable& names() const { return caller_.process().names(); }

  Command& command_;
  ExecutionContext caller_, from_;
  ExecutionId to_;
  bool to_local_;
};

const agenda::DeployedProcess& called_process(const ExecutionContext& context) {
  const model::CallProperties& call = *context.node().call;
  const std::string key = context.text(call.called_element);
  const std::string version = context.text(call.version);
  const agenda::DeployedProcess* process =
      context.command().host().find_process({key, call.binding, version, &context.process()});
  if (process == nullptr) {
    throw Error(ErrorKind::NotFound,
                version.empty() ? fmt::format("the called process '{}' is not deployed", key)
                                : fmt::format("the called process '{}' has no version '{}'", key, version),
                context.node().id, context.node().where);
  }
  if (process->suspended.load(std::memory_order_relaxed)) {
    throw Error(ErrorKind::InvalidState, fmt::format("the called process '{}' is suspended", key),
                context.node().id, context.node().where);
  }
  return *process;
}

std::string business_key(const ExecutionContext& context) {
  const model::CallProperties& call = *context.node().call;
  if (call.business_key != model::kNoExpression) return context.text(call.business_key);
  for (const VariableMapping& mapping : call.in) {
    if (mapping.what == VariableMapping::What::BusinessKey) return context.text(mapping.source_expression);
  }
  if (!call.inherit_business_key) return {};
  return context.command().tree().process(context.execution().process).business_key;
}

// Instances that others know of, and those that this command has started or asked for.
bool is_taken(Command& command, const std::string& process, const std::string& key) {
  if (command.host().has_instance(process, key)) return true;
  for (const auto& message : command.changes().messages) {
    if (message->process == process && message->business_key == key) return true;
  }
  const auto& running = command.tree().processes();
  for (std::uint32_t i = 0; i < running.bound(); ++i) {
    if (running.live(i) && running[i].business_key == key && running[i].process->definition().id == process) {
      return true;
    }
  }
  return false;
}

// False when there has been an instance of that business key: an error is on its way.
bool is_free(const ExecutionContext& context, const agenda::DeployedProcess& process,
             const std::string& key) {
  if (!context.node().call->unique_business_key || key.empty()) return true;
  if (!is_taken(context.command(), process.definition().id, key)) return true;
  context.throw_error(context.definition().outcomes.key_taken,
                      fmt::format("'{}' has an execution '{}' already", process.definition().id, key));
  return false;
}

// Runs another process as a part of this one (Activiti: CallActivityBehavior): execute creates it,
// completing copies its data, completed goes on.
class CallActivity final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    Command& command = context.command();
    const model::CallProperties& call = *context.node().call;
    const agenda::DeployedProcess& process = called_process(context);
    std::string key = business_key(context);
    const std::string name = context.text(call.instance_name);
    if (!is_free(context, process, key)) return;
    const std::uint32_t called = command.create_process(process, context.id());
    agenda::ProcessInstance& instance = command.tree().edit_process(called);
    instance.business_key = std::move(key);
    instance.name = name;
    const ExecutionContext inside = command.context(instance.execution);
    const Copier copier(context, context, inside.id(), true);
    if (call.inherit_variables) copier.copy_all(false);
    for (const VariableMapping& mapping : call.in) copier.copy(mapping);
    command.record_call(context.id(), called);
    if (!call.instance_id_variable.empty()) {
      context.set_variable(call.instance_id_variable,
                           to_text(command.instance_handle(called), model::HandleKind::Instance));
    }
    context.wait();
    command.begin_called(called);
  }

  // All of the called instance may be there for the output mappings of the activity alone (Zeebe).
  void completing(ExecutionContext& caller, ExecutionContext& called) const override {
    const model::FlowNode& node = caller.node();
    if (caller.gives_result()) return give_output(caller, called);
    const model::CallProperties& call = *node.call;
    // In a multi-instance call the outputs of one instance must not be mistaken for another's before
    // they are collected.
    const bool collects = caller.execution().is(agenda::flag::kLoopChild) && node.multi_instance != nullptr &&
                          !node.multi_instance->output_collection.empty();
    const ExecutionId target =
        call.local_out_parameters && !collects ? caller.execution().parent : caller.id();
    const Copier copier(caller, called, target, call.local_out_parameters || collects);
    if (call.propagate_all_outputs) copier.copy_all(true);
    for (const VariableMapping& mapping : call.out) {
      const bool is_for_outputs =
          !call.propagate_all_outputs && mapping.what == VariableMapping::What::All && mapping.local;
      if (is_for_outputs) {
        Copier(caller, called, caller.id(), true).copy_all(true);
      } else {
        copier.copy(mapping);
      }
    }
  }

  // A called instance goes on by itself; only its end lets the caller go on.
  void trigger(ExecutionContext& context, const agenda::Wakening&) const override {
    throw Error(ErrorKind::InvalidState, "a call activity goes on when the called instance ends",
                context.node().id, context.node().where);
  }

 private:
  // A series of steps has an output; of another process all variables are one.
  static void give_output(const ExecutionContext& caller, const ExecutionContext& called) {
    const Value* output = called.definition().step == nullptr
                              ? nullptr
                              : caller.command().tree().local(called.id(), agenda::reserved::kOutput);
    agenda::give_result(caller.command(), caller.id(),
                        output != nullptr ? *output : Value(caller.command().own_variables(called.id())));
  }
};

}  // namespace

void start_independent(ExecutionContext& context) {
  Command& command = context.command();
  const agenda::DeployedProcess& process = called_process(context);
  model::MessageRecord message;
  message.business_key = business_key(context);
  if (!is_free(context, process, message.business_key)) return;
  const std::string& key = process.definition().id;
  // Nobody else knows a series of steps that has no name.
  if (message.business_key.empty() && process.definition().step != nullptr)
    message.business_key = fmt::format("{}-{}", key, command.host().next_sequence());
  message.name = model::start_message(key);
  message.process = key;
  for (const VariableMapping& mapping : context.node().call->in) {
    if (mapping.what != VariableMapping::What::Members) continue;
    for (const auto& [name, value] : members_of(context, mapping)) message.variables.set(name, value);
  }
  if (!command.host().may_receive(message)) {
    throw Error(ErrorKind::NotFound, fmt::format("the process '{}' cannot be started by another one", key),
                context.node().id, context.node().where);
  }
  if (context.node().triggerable) {
    (void)agenda::task_token(command, context.id());
    context.wait();
  } else if (!context.gives_result()) {
    context.leave();
  } else {
    agenda::give_member(command, context.id(), "FlowName", key);
    agenda::give_member(command, context.id(), "Name", message.business_key);
    context.leave();
  }
  command.throw_message(context.id(), std::move(message));
}

BehaviorRow make_CallActivity() {
  BehaviorRow row;
  row.on(model::EventKind::None, std::make_unique<CallActivity>());
  return row;
}

}  // namespace rondo::behaviors
