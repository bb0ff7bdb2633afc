// SPDX-License-Identifier: Apache-2.0
// Scripts whose statements are read in a way of their own: cases, pipelines, settings.
#include "expression/groovy/machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

// The word that a statement begins with, when it is a word, a call or a command.
const Syntax* head_of(const Syntax& statement) {
  if (statement.form == Form::Name) return &statement;
  if (statement.form != Form::Call || statement.children.front()->form != Form::Name) return nullptr;
  return statement.children.front().get();
}

}  // namespace

Value Machine::run_cases(const Syntax& script) {
  frame_ = &arena_.frame();
  std::int64_t number = 0;
  for (const SyntaxPtr& child : script.children) {
    const bool assigns =
        child->form == Form::Assign && child->op == Op::None && child->children[0]->form == Form::Name;
    if (!assigns && child->form != Form::Declare) {
      raise("IllegalArgumentException", "a case is written as NAME = condition", child->offset);
    }
    const Datum holds = evaluate(*child->children.back());
    if (is_true(holds)) return finish(Value(number), child->offset);
    ++number;
  }
  raise("IllegalStateException", "no case: none of the conditions is true", script.offset);
}

Value Machine::run_settings(const Syntax& script) {
  frame_ = &arena_.frame();
  MapData& settings = new_map();
  for (const SyntaxPtr& child : script.children) {
    step(child->offset);
    if (child->form == Form::Assign && child->op == Op::None && child->children[0]->form == Form::Name) {
      settings[child->children[0]->text] = evaluate(*child->children[1]);
      continue;
    }
    const Syntax* head = head_of(*child);
    Datum known;
    if (child->form == Form::Call && head != nullptr && !lookup(*head, known) &&
        child->children.size() >= 2) {
      std::vector<Datum> values = argument_values(*child, 1);
      if (values.size() == 1) {
        settings[head->text] = values.front();
        continue;
      }
      // `header 'Accept', 'json'`: a list.
      ListData& several = new_list();
      several.items = std::move(values);
      settings[head->text] = several;
      continue;
    }
    // The last expression may be a map of settings, too.
    execute(*child);
    if (child.get() != script.children.back().get() || result_.map() == nullptr) continue;
    for (const auto& [key, value] : std::vector(result_.map()->entries)) settings[key] = value;
  }
  return finish(settings, script.offset);
}

namespace {

/// The values that go through a pipeline, step by step.
class Pipeline {
 public:
  explicit Pipeline(Machine& machine) : machine_(machine) {}

  // One step; true when it is the last: `result` is its value.
  bool run(std::string_view name, Arguments arguments, std::size_t offset, Datum& result) {
    if (name == "from") {
      begin(arguments);
    } else if (name == "delay") {
      // Nothing waits inside of a task; what comes after it is the same.
    } else if (name == "filter") {
      apply("findAll", arguments, offset);
    } else if (name == "map") {
      apply("collect", arguments, offset);
    } else if (name == "flatMap") {
      apply("collectMany", arguments, offset);
    } else if (name == "limit") {
      apply("take", arguments, offset);
    } else if (name == "skip") {
      apply("drop", arguments, offset);
    } else if (name == "distinct") {
      apply("unique", arguments, offset);
    } else if (name == "sorted") {
      apply("sort", arguments, offset);
    } else if (name == "peek") {
      apply("each", arguments, offset);
    } else {
      return end(name, arguments, offset, result);
    }
    return false;
  }

  [[nodiscard]] Datum values() {
    ListData& made = machine_.new_list();
    made.items = values_;
    return made;
  }

 private:
  void begin(Arguments arguments) {
    if (arguments.size() == 1) {
      values_ = machine_.sequence(arguments[0]);
    } else {
      values_.assign(arguments.begin(), arguments.end());
    }
  }

  void apply(std::string_view method, Arguments arguments, std::size_t offset) {
    values_ = machine_.sequence(machine_.call_method(values(), method, arguments, offset));
  }

  bool end(std::string_view name, Arguments arguments, std::size_t offset, Datum& result) {
    if (name == "list") {
      result = values();
    } else if (name == "first") {
      result = values_.empty() ? Datum() : values_.front();
    } else if (name == "count") {
      result = Value(values_.size());
    } else if (name == "anyMatch" || name == "allMatch" || name == "noneMatch") {
      const bool any = name != "allMatch";
      result = machine_.call_method(values(), any ? "any" : "every", arguments, offset);
      if (name == "noneMatch") result = Value(!machine_.is_true(result));
    } else if (name == "groupBy") {
      result = machine_.call_method(values(), "groupBy", arguments, offset);
    } else {
      machine_.raise("MissingMethodException", fmt::format("a pipeline has no step '{}'", name), offset);
    }
    return true;
  }

  Machine& machine_;
  std::vector<Datum> values_;
};

}  // namespace

Value Machine::run_pipeline(const Syntax& script) {
  frame_ = &arena_.frame();
  Pipeline pipeline(*this);
  for (const SyntaxPtr& child : script.children) {
    const Syntax* head = head_of(*child);
    if (head == nullptr) {
      // Preparation: `def list = …`.
      execute(*child);
      continue;
    }
    std::vector<Datum> arguments;
    if (child->form == Form::Call) arguments = argument_values(*child, 1);
    Datum result;
    if (pipeline.run(head->text, arguments, child->offset, result)) return finish(result, child->offset);
  }
  return finish(pipeline.values(), script.offset);
}

}  // namespace rondo::expression::groovy
