// SPDX-License-Identifier: Apache-2.0
#include "frontends/fdl/parser.hpp"
#include "model/iso8601.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::frontends::fdl {

namespace {

constexpr std::string_view kAll = "FnF.ALL";
constexpr std::size_t kMostBranches = 100;

}  // namespace

void Parser::task(const Item& item, Step& step) {
  resource(item, step);
  const std::string pattern = text(item, "pattern");
  if (pattern == "sync") {
    step.pattern = Pattern::Sync;
  } else if (pattern == "waitForCallback") {
    step.pattern = Pattern::WaitForCallback;
  } else if (!pattern.empty() && pattern != "requestResponse") {
    error(*item.find("pattern"), "fdl-value",
          fmt::format("pattern must be requestResponse, sync or waitForCallback, not '{}'", pattern));
  }
  step.timeout = whole(item, "timeoutSeconds", 0, 1);
  if (const Item* parameters = item.find("serviceParams"); parameters != nullptr) {
    if (is(*parameters, Item::Kind::Map, "'serviceParams'")) {
      for (const auto& [key, value] : parameters->members) {
        const bool known = !step.runs_flow || key.text == "Input" || key.text == "ExecutionName";
        if (!known) error(key, "fdl-field", fmt::format("a flow is not started with '{}'", key.text));
        step.parameters.push_back({key.text, value_source(value)});
      }
    }
  }
  mappings(item, "errorMappings", step.errors);
  retries(item, step);
  catches(item, step);
}

// `acs:fc:…/functions/NAME`, `acs:mns:…/topics/NAME/messages`, `acs:fnf:…:flow/NAME`, or `!Ref A/b`.
void Parser::resource(const Item& item, Step& step) {
  const std::string arn = required_text(item, "resourceArn", "a task");
  if (arn.empty()) return;
  std::string_view path = arn;
  const std::size_t flow = path.find("flow/");
  step.runs_flow = path.starts_with("acs:fnf:") && flow != std::string_view::npos;
  if (step.runs_flow) {
    step.resource = path.substr(flow + 5);
  } else {
    constexpr std::string_view kMessages = "/messages";
    if (path.ends_with(kMessages)) path.remove_suffix(kMessages.size());
    const std::size_t slash = path.find_last_of("/:");
    step.resource = slash == std::string_view::npos ? path : path.substr(slash + 1);
  }
  if (step.resource.empty()) {
    error(*item.find("resourceArn"), "fdl-value", fmt::format("'{}' does not say what is to be run", arn));
  }
}

void Parser::wait(const Item& item, Step& step) {
  const Item* duration = item.find("duration");
  const Item* timestamp = item.find("timestamp");
  if ((duration == nullptr) == (timestamp == nullptr)) {
    error(item, "fdl-missing", "a wait needs either 'duration' or 'timestamp'");
    return;
  }
  step.is_instant = timestamp != nullptr;
  const Item& time = step.is_instant ? *timestamp : *duration;
  if (!is(time, Item::Kind::Text, step.is_instant ? "'timestamp'" : "'duration'")) return;
  step.time = value_source(time);
  if (time.text.starts_with('$')) return;
  const model::Value value = value_of(time);
  if (!step.is_instant && (!value.is_number() || value.to_number() < 0)) {
    error(time, "fdl-value", "'duration' must be a number of seconds or a path");
  }
  if (step.is_instant && !model::parse_instant(time.text)) {
    error(time, "fdl-value", "'timestamp' must be a time such as 2026-01-31T08:00:00Z or a path");
  }
}

void Parser::choice(const Item& item, int depth, Step& step) {
  const Item* choices = required(item, "choices", "a choice");
  if (choices != nullptr && is(*choices, Item::Kind::List, "'choices'")) {
    if (choices->items.empty()) error(*choices, "fdl-value", "'choices' must not be empty");
    for (const Item& one : choices->items) branch(one, depth, true, step);
  }
  const Item* otherwise = item.find("default");
  if (otherwise == nullptr) return;
  branch(*otherwise, depth, false, step);
  step.has_default = true;
}

void Parser::branch(const Item& item, int depth, bool has_condition, Step& step) {
  Branch& branch = step.branches.emplace_back();
  branch.where = item.where;
  if (!is(item, Item::Kind::Map, has_condition ? "a choice" : "'default'")) return;
  static constexpr std::array<std::string_view, 3> kConditional{"condition", "steps", "goto"};
  static constexpr std::array<std::string_view, 2> kOther{"steps", "goto"};
  if (has_condition) {
    check_fields(item, "a choice", kConditional);
    branch.condition.text = required_text(item, "condition", "a choice");
    if (const Item* condition = item.find("condition")) {
      branch.condition.where = condition->where;
      if (condition->quoted) ++branch.condition.where.column;
    }
  } else {
    check_fields(item, "'default'", kOther);
  }
  if (const Item* inside = item.find("steps")) branch.steps = steps(*inside, depth + 1);
  branch.target = text(item, "goto");
  if (const Item* target = item.find("goto")) branch.where = target->where;
}

void Parser::parallel(const Item& item, int depth, Step& step) {
  const Item* branches = required(item, "branches", "a parallel step");
  if (branches == nullptr || !is(*branches, Item::Kind::List, "'branches'")) return;
  if (branches->items.empty() || branches->items.size() > kMostBranches) {
    error(*branches, "fdl-value", fmt::format("a parallel step has 1 to {} branches", kMostBranches));
  }
  static constexpr std::array<std::string_view, 1> kKnown{"steps"};
  for (const Item& one : branches->items) {
    Branch& branch = step.branches.emplace_back();
    branch.where = one.where;
    if (!is(one, Item::Kind::Map, "a branch")) continue;
    check_fields(one, "a branch", kKnown);
    if (const Item* inside = required(one, "steps", "a branch")) branch.steps = steps(*inside, depth + 1);
  }
}

void Parser::foreach (const Item& item, int depth, Step & step) {
  const Item* mapping = required(item, "iterationMapping", "a foreach step");
  if (mapping != nullptr && is(*mapping, Item::Kind::Map, "'iterationMapping'")) {
    static constexpr std::array<std::string_view, 3> kKnown{"collection", "item", "index"};
    check_fields(*mapping, "'iterationMapping'", kKnown);
    if (const Item* collection = required(*mapping, "collection", "'iterationMapping'")) {
      step.collection = value_source(*collection);
    }
    step.item = required_text(*mapping, "item", "'iterationMapping'");
    step.index = text(*mapping, "index");
  }
  if (const Item* inside = required(item, "steps", "a foreach step")) step.steps = steps(*inside, depth + 1);
}

std::vector<std::string> Parser::errors(const Item& rule) {
  std::vector<std::string> result;
  const Item* list = required(rule, "errors", "a rule");
  if (list == nullptr || !is(*list, Item::Kind::List, "'errors'")) return result;
  if (list->items.empty()) error(*list, "fdl-value", "'errors' must not be empty");
  for (const Item& name : list->items) {
    if (is(name, Item::Kind::Text, "the name of an error")) result.push_back(name.text);
  }
  return result;
}

void Parser::retries(const Item& item, Step& step) {
  const Item* list = item.find("retry");
  if (list == nullptr || !is(*list, Item::Kind::List, "'retry'")) return;
  static constexpr std::array<std::string_view, 5> kKnown{"errors", "intervalSeconds", "maxIntervalSeconds",
                                                          "maxAttempts", "multiplier"};
  for (const Item& one : list->items) {
    if (!is(one, Item::Kind::Map, "a rule of 'retry'")) continue;
    check_fields(one, "a rule of 'retry'", kKnown);
    model::RetryRule& rule = step.retries.emplace_back();
    rule.errors = errors(one);
    if (std::find(rule.errors.begin(), rule.errors.end(), kAll) != rule.errors.end()) rule.errors.clear();
    rule.interval = number(one, "intervalSeconds", rule.interval);
    rule.max_interval = number(one, "maxIntervalSeconds", rule.max_interval);
    rule.multiplier = number(one, "multiplier", rule.multiplier);
    rule.max_attempts = whole(one, "maxAttempts", rule.max_attempts, 0);
  }
}

void Parser::catches(const Item& item, Step& step) {
  const Item* list = item.find("catch");
  if (list == nullptr || !is(*list, Item::Kind::List, "'catch'")) return;
  static constexpr std::array<std::string_view, 2> kKnown{"errors", "goto"};
  bool all = false;
  for (const Item& one : list->items) {
    if (!is(one, Item::Kind::Map, "a rule of 'catch'")) continue;
    check_fields(one, "a rule of 'catch'", kKnown);
    Catch& rule = step.catches.emplace_back();
    rule.errors = errors(one);
    rule.target = required_text(one, "goto", "a rule of 'catch'");
    const Item* target = one.find("goto");
    rule.where = target != nullptr ? target->where : one.where;
    if (all) {
      diagnostics_.warning(one.where, "fdl-unreachable", "the rule before this one takes all errors",
                           element_);
    }
    if (std::find(rule.errors.begin(), rule.errors.end(), kAll) == rule.errors.end()) continue;
    rule.errors.clear();
    all = true;
  }
}

}  // namespace rondo::frontends::fdl
