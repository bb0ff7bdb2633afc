// SPDX-License-Identifier: Apache-2.0
#include "cli/stand_ins.hpp"

#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

namespace rondo::cli {

namespace {

// One entry of a stand-in's description, with the number of its calls so far.
struct ScriptedAction {
  Object fields;
  std::int64_t calls = 0;

  // Whether a failing action still fails in this call.
  bool strikes() {
    ++calls;
    const Value* times = fields.find("times");
    return times == nullptr || !times->is_integer() || calls <= times->as_integer();
  }
};

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

// Takes `word` from the front of `text` when it stands there as a whole word.
bool take_word(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  if (text.size() > word.size() && is_name_character(text[word.size()])) return false;
  text.remove_prefix(word.size());
  return true;
}

std::string take_name(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && is_name_character(text[length])) ++length;
  std::string name(text.substr(0, length));
  text.remove_prefix(length);
  return name;
}

// The value of the placeholder at the front of `text`, which it takes away; nullopt when there is none.
std::optional<Value> take_placeholder(std::string_view& text, const DelegateExecution& execution) {
  if (text.starts_with("$field.")) {
    text.remove_prefix(7);
    return execution.field(take_name(text)).value_or(Value());
  }
  if (take_word(text, "$activity")) return Value(execution.activity_id());
  if (take_word(text, "$event")) return Value(execution.event_name());
  if (take_word(text, "$business_key")) return Value(execution.business_key());
  if (take_word(text, "$instance")) return Value(execution.process_instance_id());
  return std::nullopt;
}

// A text that is one placeholder keeps the type of what it stands for.
Value expand(const Value& value, const DelegateExecution& execution) {
  if (!value.is_string()) return value;
  std::string_view rest = value.as_string();
  if (rest.find('$') == std::string_view::npos) return value;
  std::string result;
  while (!rest.empty()) {
    if (rest.front() == '$') {
      const bool first = result.empty() && rest.size() == value.as_string().size();
      if (auto found = take_placeholder(rest, execution)) {
        if (first && rest.empty()) return *found;
        result += found->is_null() ? std::string() : to_text(*found);
        continue;
      }
    }
    result += rest.front();
    rest.remove_prefix(1);
  }
  return result;
}

std::string expand_text(const Value& value, const DelegateExecution& execution) {
  return to_text(expand(value, execution));
}

const Object& members(const Value& value, std::string_view name) {
  if (!value.is_object())
    throw std::runtime_error(fmt::format("stand-in '{}' must map names to values", name));
  return value.as_object();
}

// What an action is told: its own value, and everything around it.
struct Call {
  const Value& value;
  ScriptedAction& action;
  DelegateExecution& execution;
  Logs& logs;
};

void run_set(const Call& call) {
  for (const auto& [name, value] : members(call.value, "set")) {
    call.execution.set_variable(name, expand(value, call.execution));
  }
}

void run_set_local(const Call& call) {
  for (const auto& [name, value] : members(call.value, "set_local")) {
    call.execution.set_local_variable(name, expand(value, call.execution));
  }
}

void run_set_expr(const Call& call) {
  for (const auto& [name, value] : members(call.value, "set_expr")) {
    call.execution.set_variable(name, call.execution.evaluate(expand_text(value, call.execution)));
  }
}

void run_increment(const Call& call) {
  const std::string name = expand_text(call.value, call.execution);
  const Value present = call.execution.variable(name).value_or(Value());
  if (present.is_double()) {
    call.execution.set_variable(name, present.as_double() + 1);
    return;
  }
  if (!present.is_null() && !present.is_integer()) {
    throw std::runtime_error(fmt::format("'{}' is not a number: {}", name, to_json(present)));
  }
  call.execution.set_variable(name, present.is_null() ? std::int64_t{1} : present.as_integer() + 1);
}

void run_append(const Call& call) {
  for (const auto& [name, value] : members(call.value, "append")) {
    const Value present = call.execution.variable(name).value_or(Value());
    List list = present.is_list() ? present.as_list() : List();
    list.push_back(expand(value, call.execution));
    call.execution.set_variable(name, std::move(list));
  }
}

void run_log(const Call& call) {
  const Value* source = call.action.fields.find("source");
  call.logs[source == nullptr ? std::string() : to_text(*source)].push_back(
      expand_text(call.value, call.execution));
}

void run_bpmn_error(const Call& call) {
  if (!call.action.strikes()) return;
  const Value* message = call.action.fields.find("message");
  throw BpmnError(expand_text(call.value, call.execution),
                  message == nullptr ? std::string() : expand_text(*message, call.execution));
}

void run_escalation(const Call& call) {
  call.execution.throw_escalation(expand_text(call.value, call.execution));
}

void run_fail(const Call& call) {
  if (call.action.strikes()) throw std::runtime_error(expand_text(call.value, call.execution));
}

void run_wait(const Call& call) {
  if (call.value == Value(true)) call.execution.wait_for_trigger();
}

struct ActionKind {
  std::string_view name;
  void (*run)(const Call&);
};

void run_result(const Call& call) { call.execution.set_result(expand(call.value, call.execution)); }

constexpr std::array kActionKinds{ActionKind{"set", run_set},
                                  ActionKind{"set_local", run_set_local},
                                  ActionKind{"set_expr", run_set_expr},
                                  ActionKind{"append", run_append},
                                  ActionKind{"increment", run_increment},
                                  ActionKind{"log", run_log},
                                  ActionKind{"wait", run_wait},
                                  ActionKind{"result", run_result},
                                  ActionKind{"bpmn_error", run_bpmn_error},
                                  ActionKind{"fail", run_fail},
                                  ActionKind{"escalation", run_escalation}};

void run_action(ScriptedAction& action, DelegateExecution& execution, Logs& logs) {
  bool known = action.fields.empty();
  for (const ActionKind& kind : kActionKinds) {
    const Value* value = action.fields.find(kind.name);
    if (value == nullptr) continue;
    known = true;
    kind.run({*value, action, execution, logs});
  }
  if (!known) throw std::runtime_error(fmt::format("unknown stand-in {}", to_json(Value(action.fields))));
}

std::vector<ScriptedAction> actions_of(const std::string& name, const Value& described) {
  std::vector<ScriptedAction> actions;
  if (described.is_object()) {
    actions.push_back({described.as_object(), 0});
  } else if (described.is_list()) {
    for (const Value& item : described.as_list()) {
      if (!item.is_object())
        throw StepFailure(fmt::format("delegate '{}': {} is no stand-in", name, to_json(item)));
      actions.push_back({item.as_object(), 0});
    }
  } else if (!described.is_null()) {
    throw StepFailure(fmt::format("delegate '{}': {} is no stand-in", name, to_json(described)));
  }
  return actions;
}

}  // namespace

std::function<void(Engine&)> stand_ins(const Object& described, Logs& logs) {
  using Named = std::pair<std::string, std::shared_ptr<std::vector<ScriptedAction>>>;
  std::vector<Named> all;
  for (const auto& [name, description] : described) {
    all.emplace_back(name, std::make_shared<std::vector<ScriptedAction>>(actions_of(name, description)));
  }
  return [all, &logs](Engine& engine) {
    for (const auto& [name, actions] : all) {
      engine.delegates().add(name, [own = actions, &logs](DelegateExecution& execution) {
        for (ScriptedAction& action : *own) run_action(action, execution, logs);
      });
    }
  };
}

void register_missing(Engine& engine, const std::vector<Resource>& resources) {
  for (const RequiredDelegate& code : engine.repository().required_delegates(resources)) {
    if (code.registered) continue;
    const std::string message = fmt::format("no delegate is registered for {} '{}'", code.kind, code.name);
    engine.delegates().add(code.kind == "script" ? "script:" + code.element_id : code.name,
                           [message](DelegateExecution&) { throw Error(ErrorKind::Delegate, message); });
  }
}

}  // namespace rondo::cli
