// SPDX-License-Identifier: Apache-2.0
#include "frontends/fdl/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace rondo::frontends::fdl {

namespace {

using Fields = std::vector<std::string_view>;

constexpr int kDeepestSteps = 40;

struct NamedKind {
  std::string_view name;
  StepKind kind;
};
constexpr std::array<NamedKind, 8> kKinds{{{"task", StepKind::Task},
                                           {"pass", StepKind::Pass},
                                           {"wait", StepKind::Wait},
                                           {"choice", StepKind::Choice},
                                           {"parallel", StepKind::Parallel},
                                           {"foreach", StepKind::Foreach},
                                           {"succeed", StepKind::Succeed},
                                           {"fail", StepKind::Fail}}};

Fields own_fields(StepKind kind) {
  switch (kind) {
    case StepKind::Task:
      return {"resourceArn", "pattern", "timeoutSeconds", "serviceParams", "errorMappings", "retry", "catch"};
    case StepKind::Wait:
      return {"duration", "timestamp"};
    case StepKind::Choice:
      return {"choices", "default"};
    case StepKind::Parallel:
      return {"branches"};
    case StepKind::Foreach:
      return {"iterationMapping", "steps"};
    case StepKind::Fail:
      return {"error", "cause"};
    default:
      return {};
  }
}

}  // namespace

Flow Parser::run(const Item& document) {
  Flow flow;
  flow.where = document.where.line == 0 ? model::SourcePosition{1, 1} : document.where;
  if (document.find("StartAt") != nullptr || document.find("SpecVersion") != nullptr) {
    error(document, "fdl-language",
          "this is the state machine language of Serverless Workflow, which is not read; write a flow of "
          "version v1");
    return flow;
  }
  if (!is(document, Item::Kind::Map, "a flow")) return flow;
  static constexpr std::array<std::string_view, 8> kKnown{
      "version", "type", "name", "description", "steps", "inputMappings", "outputMappings", "timeoutSeconds"};
  check_fields(document, "a flow", kKnown);
  const std::string version = required_text(document, "version", "a flow");
  if (!version.empty() && version != "v1" && version != "v1beta1") {
    error(*document.find("version"), "fdl-value",
          fmt::format("version must be v1 or v1beta1, not '{}'", version));
  }
  const std::string type = required_text(document, "type", "a flow");
  if (!type.empty() && type != "flow") {
    error(*document.find("type"), "fdl-value",
          fmt::format("the type of a file must be flow, not '{}'", type));
  }
  flow.description = text(document, "description");
  (void)text(document, "name");
  mappings(document, "inputMappings", flow.inputs);
  mappings(document, "outputMappings", flow.outputs);
  flow.timeout = whole(document, "timeoutSeconds", 0, 1);
  if (const Item* item = required(document, "steps", "a flow")) flow.steps = steps(*item, 0);
  return flow;
}

std::vector<Step> Parser::steps(const Item& item, int depth) {
  std::vector<Step> result;
  if (!is(item, Item::Kind::List, "'steps'")) return result;
  if (item.items.empty()) error(item, "fdl-value", "'steps' must not be empty");
  if (depth > kDeepestSteps) {
    error(item, "fdl-value", fmt::format("steps may be nested {} deep", kDeepestSteps));
    return result;
  }
  const std::string around = element_;
  for (const Item& one : item.items) {
    element_ = around;
    step(one, depth, result);
  }
  element_ = around;
  check_names(result);
  check_targets(result);
  return result;
}

std::optional<StepKind> Parser::kind_of(const Item& item) {
  const std::string name = required_text(item, "type", "a step");
  if (name.empty()) return std::nullopt;
  const auto found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const NamedKind& kind) { return kind.name == name; });
  if (found != kKinds.end()) return found->kind;
  error(*item.find("type"), "fdl-value", fmt::format("there is no step of type '{}'", name));
  return std::nullopt;
}

void Parser::step(const Item& item, int depth, std::vector<Step>& result) {
  if (!is(item, Item::Kind::Map, "a step")) return;
  Step step;
  step.where = item.where;
  if (const Item* name = item.find("name"); name != nullptr && name->kind == Item::Kind::Text)
    element_ = name->text;
  step.name = required_text(item, "name", "a step");
  const auto kind = kind_of(item);
  step.ends = flag(item, "end");
  mappings(item, "inputMappings", step.inputs);
  mappings(item, "outputMappings", step.outputs);
  if (kind) {
    step.kind = *kind;
    Fields known = own_fields(*kind);
    for (const std::string_view common :
         {"type", "name", "description", "end", "inputMappings", "outputMappings"}) {
      known.push_back(common);
    }
    check_fields(item, fmt::format("a step of type {}", item.find("type")->text), known);
    switch (*kind) {
      case StepKind::Task:
        task(item, step);
        break;
      case StepKind::Wait:
        wait(item, step);
        break;
      case StepKind::Choice:
        choice(item, depth, step);
        break;
      case StepKind::Parallel:
        parallel(item, depth, step);
        break;
      case StepKind::Foreach:
        foreach (item, depth, step)
          ;
        break;
      case StepKind::Fail:
        step.error = text(item, "error");
        step.cause = text(item, "cause");
        break;
      case StepKind::Pass:
      case StepKind::Succeed:
        break;
    }
  }
  result.push_back(std::move(step));
}

void Parser::check_names(const std::vector<Step>& steps) {
  std::map<std::string, model::SourcePosition, std::less<>> known;
  for (const Step& step : steps) {
    if (step.name.empty()) continue;
    const auto [first, is_new] = known.emplace(step.name, step.where);
    if (is_new) continue;
    diagnostics_.error(
        step.where, "fdl-name",
        fmt::format("the name '{}' is that of a step in line {} already", step.name, first->second.line),
        step.name);
  }
}

void Parser::check_targets(const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    for (const Catch& rule : step.catches) check_target(steps, step, rule.target, rule.where);
    if (step.kind != StepKind::Choice) continue;
    for (const Branch& branch : step.branches) check_target(steps, step, branch.target, branch.where);
  }
}

void Parser::check_target(const std::vector<Step>& steps, const Step& from, const std::string& target,
                          model::SourcePosition where) {
  if (target.empty()) return;
  const bool known =
      std::any_of(steps.begin(), steps.end(), [&](const Step& step) { return step.name == target; });
  if (known) return;
  diagnostics_.error(where, "fdl-goto", fmt::format("there is no step '{}' beside this one to go to", target),
                     from.name);
}

void Parser::mappings(const Item& step, std::string_view field, Mappings& result) {
  const Item* list = step.find(field);
  if (list == nullptr || list->kind == Item::Kind::Null) return;
  if (!is(*list, Item::Kind::List, fmt::format("'{}'", field))) return;
  result.given = true;
  static constexpr std::array<std::string_view, 2> kKnown{"target", "source"};
  std::set<std::string, std::less<>> targets;
  for (const Item& item : list->items) {
    if (!is(item, Item::Kind::Map, "a mapping")) continue;
    check_fields(item, "a mapping", kKnown);
    Mapping mapping;
    mapping.target = required_text(item, "target", "a mapping");
    if (const Item* source = required(item, "source", "a mapping")) mapping.source = mapping_source(*source);
    if (!mapping.target.empty() && !targets.insert(mapping.target).second) {
      error(item, "fdl-name", fmt::format("'{}' is mapped twice", mapping.target));
    }
    result.members.push_back(std::move(mapping));
  }
}

}  // namespace rondo::frontends::fdl
