// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/groovy.hpp"

#include "expression/failure.hpp"
#include "expression/groovy/lexer.hpp"
#include "expression/groovy/machine.hpp"
#include "expression/groovy/parser.hpp"
#include "model/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

struct NamedReading {
  std::string_view language;
  Reading reading;
};

constexpr std::array<NamedReading, 9> kReadings{{{"groovy", Reading::Script},
                                                 {"text/x-groovy", Reading::Script},
                                                 {"groovy.script", Reading::Script},
                                                 {"application/x-groovy", Reading::Script},
                                                 {"groovy.boolean", Reading::Boolean},
                                                 {"groovy.integer", Reading::Integer},
                                                 {"groovy.cases", Reading::Cases},
                                                 {"groovy.pipeline", Reading::Pipeline},
                                                 {"groovy.settings", Reading::Settings}}};

constexpr std::array<std::string_view, 17> kSteps{
    "from",  "filter", "map",   "flatMap", "limit",    "skip",     "distinct",  "sorted", "peek",
    "delay", "list",   "first", "count",   "anyMatch", "allMatch", "noneMatch", "groupBy"};

// A case is `NAME = condition`.
void check_cases(const Syntax& script) {
  for (const SyntaxPtr& child : script.children) {
    const bool assigns =
        child->form == Form::Assign && child->op == Op::None && child->children[0]->form == Form::Name;
    if (!assigns && (child->form != Form::Declare || child->children.empty()))
      fail(child->offset, "a case is written as NAME = condition");
  }
  if (script.children.empty()) fail(script.offset, "there is no case: NAME = condition");
}

// The steps of a pipeline are known, and `from` is one of them.
void check_pipeline(const Syntax& script) {
  bool begins = false;
  for (const SyntaxPtr& child : script.children) {
    const bool call = child->form == Form::Call && child->children.front()->form == Form::Name;
    if (!call && child->form != Form::Name) continue;
    const Syntax& head = call ? *child->children.front() : *child;
    if (std::find(kSteps.begin(), kSteps.end(), head.text) == kSteps.end()) {
      fail(head.offset,
           fmt::format("a pipeline has no step '{}'; there are {}", head.text, fmt::join(kSteps, ", ")));
    }
    begins = begins || head.text == "from";
  }
  if (!begins) fail(script.offset, "a pipeline begins with 'from'");
}

class ScriptNode final : public Node {
 public:
  ScriptNode(SyntaxPtr script, Reading reading)
      : Node(0, 1), script_(std::move(script)), reading_(reading), literal_(literal_of(*script_, reading)) {}

  [[nodiscard]] Operand evaluate(Environment& environment) const override {
    if (literal_ != nullptr) return *literal_;
    Machine machine(environment);
    try {
      return run(machine);
    } catch (const Thrown& thrown) {
      let_out(machine, thrown);
    }
  }

  [[nodiscard]] const Value* constant() const noexcept override { return literal_; }

 private:
  [[nodiscard]] Value run(Machine& machine) const {
    switch (reading_) {
      case Reading::Cases:
        return machine.run_cases(*script_);
      case Reading::Pipeline:
        return machine.run_pipeline(*script_);
      case Reading::Settings:
        return machine.run_settings(*script_);
      default:
        break;
    }
    Value value = machine.run(*script_);
    if (reading_ == Reading::Boolean && !value.is_boolean()) {
      throw Raised{0, "IllegalArgumentException",
                   fmt::format("a boolean is needed, not {}", machine.text(machine.from_value(value)))};
    }
    if (reading_ == Reading::Integer && !value.is_integer()) {
      throw Raised{0, "IllegalArgumentException",
                   fmt::format("a whole number is needed, not {}", machine.text(machine.from_value(value)))};
    }
    return value;
  }

  [[noreturn]] static void let_out(Machine& machine, const Thrown& thrown) {
    MapData& exception = *thrown.exception.map();
    const auto part = [&](std::string_view name) {
      const Datum* found = exception.find(name);
      return found == nullptr || found->is_null() ? std::string() : machine.text(*found);
    };
    if (part("class") == "BpmnError") throw BpmnError(part("errorCode"), part("message"));
    throw Raised{thrown.offset, part("class"), part("message")};
  }

  // A script that is nothing but a literal needs no machine.
  static const Value* literal_of(const Syntax& script, Reading reading) {
    const bool alone = script.form == Form::Block && script.children.size() == 1;
    const Syntax& only = alone ? *script.children.front() : script;
    if (only.form != Form::Literal) return nullptr;
    const bool fits = reading == Reading::Script ||
                      (reading == Reading::Boolean && only.value.is_boolean()) ||
                      (reading == Reading::Integer && only.value.is_integer());
    return fits ? &only.value : nullptr;
  }

  SyntaxPtr script_;
  Reading reading_;
  const Value* literal_;  // of script_
};

}  // namespace

std::optional<Reading> reading_of(std::string_view language) noexcept {
  for (const NamedReading& row : kReadings) {
    if (row.language == language) return row.reading;
  }
  return std::nullopt;
}

Script parse(std::string_view text, Reading reading, model::NameTable& names) {
  Mentions mentions;
  SyntaxPtr root = Parser(tokens_of(text), names, mentions).script();
  if (reading == Reading::Cases) check_cases(*root);
  if (reading == Reading::Pipeline) check_pipeline(*root);
  Script script;
  script.root = std::make_unique<ScriptNode>(std::move(root), reading);
  script.names = std::move(mentions.names);
  script.uses_execution = mentions.execution;
  return script;
}

}  // namespace rondo::expression::groovy
