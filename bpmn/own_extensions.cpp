// SPDX-License-Identifier: Apache-2.0
#include "bpmn/own_extensions.hpp"

#include "bpmn/events.hpp"
#include "bpmn/expressions.hpp"
#include "bpmn/mappings.hpp"
#include "bpmn/rules.hpp"

#include <charconv>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

namespace rondo::bpmn {

namespace {

std::string_view value_of(const Element& element, std::string_view name) {
  const Attribute* const attribute = element.find_own(name);
  return attribute == nullptr ? std::string_view() : attribute->value;
}

void report(FileContext& file, const Element& element, const Attribute& attribute,
            const std::string& expected) {
  file.diagnostics().error(element.where(attribute), "extension-value",
                           std::string(attribute.name) + " of " + describe(element) + " is \"" +
                               std::string(attribute.value) + "\", but must be " + expected,
                           std::string(element["id"]));
}

bool flag(FileContext& file, const Element& element, const Attribute* attribute) {
  if (attribute == nullptr) return false;
  const std::string_view value = trim(attribute->value);
  const bool holds = value == "true" || value == "1";
  if (!holds && value != "false" && value != "0") report(file, element, *attribute, "true or false");
  return holds;
}

bool own_flag(FileContext& file, const Element& element, std::string_view name) {
  return flag(file, element, element.find_own(name));
}

/// The enumerator that a word stands for; `otherwise` when there is no such attribute.
template <typename Enum, std::size_t kSize>
Enum word(FileContext& file, const Element& element, std::string_view name, const Words<Enum, kSize>& words,
          Enum otherwise) {
  const Attribute* const attribute = element.find_own(name);
  if (attribute == nullptr) return otherwise;
  std::string known;
  for (const auto& [text, meaning] : words) {
    if (trim(attribute->value) == text) return meaning;
    known.append(known.empty() ? "" : ", ").append(text);
  }
  report(file, element, *attribute, "one of " + known);
  return otherwise;
}

/// A number of an attribute without prefix, not below zero.
template <typename Number>
Number number(FileContext& file, const Element& element, std::string_view name, Number otherwise) {
  const Attribute* const attribute = element.find(name);
  if (attribute == nullptr) return otherwise;
  const std::string_view text = trim(attribute->value);
  Number result{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), result);
  const bool is_number = failure == std::errc() && end == text.data() + text.size();
  if (is_number && result >= 0 && std::isfinite(static_cast<double>(result))) return result;
  report(file, element, *attribute, "a number that is not negative");
  return otherwise;
}

// --- data of steps

model::StepMapping read_step_mapping(ProcessContext& context, const Element& owner, const Element& element) {
  model::StepMapping mapping;
  mapping.target = std::string(element["target"]);
  mapping.source = add_body(context, owner, SourceKind::Value, element);
  if (mapping.target.empty() || mapping.source == model::kNoExpression) {
    context.file.error(element, "incomplete-mapping", describe(element) + " needs a target and a source");
  }
  return mapping;
}

std::unique_ptr<model::StepData> read_step(ProcessContext& context, const Element& owner) {
  const std::vector<Element> found = owner.own_extensions("step");
  if (found.empty()) return nullptr;
  const Element& element = found.front();
  auto step = std::make_unique<model::StepData>();
  const auto given = [&](std::string_view name) { return flag(context.file, element, element.find(name)); };
  step->maps_input = given("mapsInput");
  step->maps_output = given("mapsOutput");
  step->drops_local = given("dropsLocal");
  step->gives_result = given("givesResult");
  step->place = number(context.file, element, "place", std::int32_t{-1});
  step->item = std::string(element["item"]);
  step->index = std::string(element["index"]);
  for (const Element child : element.children()) {
    if (child.space() != Space::Rondo) continue;
    auto* const mappings = child.name() == "input"         ? &step->inputs
                           : child.name() == "output"      ? &step->outputs
                           : child.name() == "errorOutput" ? &step->error_outputs
                                                           : nullptr;
    if (mappings != nullptr) mappings->push_back(read_step_mapping(context, owner, child));
  }
  return step;
}

// --- outcomes, retries

Element own_child(const Element& element, std::string_view name) {
  const Element child = element.any_child(name);
  return child && child.space() == Space::Rondo ? child : Element();
}

std::vector<model::OutcomeRule> read_outcomes(ProcessContext& context, const Element& owner) {
  std::vector<model::OutcomeRule> rules;
  for (const Element& element : owner.own_extensions("outcome")) {
    model::OutcomeRule rule;
    rule.name = std::string(element["name"]);
    rule.variable = std::string(element["variable"]);
    rule.condition = add_body(context, owner, SourceKind::Condition, own_child(element, "condition"));
    rule.names = add_body(context, owner, SourceKind::Value, own_child(element, "names"));
    const int sources =
        !rule.name.empty() + !rule.variable.empty() + static_cast<int>(rule.names != model::kNoExpression);
    if (sources > 1) {
      context.file.error(
          element, "extension-value",
          describe(element) + " of " + describe(owner) + " must have one of a name, a variable and names");
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

std::vector<model::RetryRule> read_retries(FileContext& file, const Element& owner) {
  std::vector<model::RetryRule> rules;
  for (const Element& element : owner.own_extensions("retry")) {
    model::RetryRule& rule = rules.emplace_back();
    rule.interval = number(file, element, "interval", rule.interval);
    rule.multiplier = number(file, element, "multiplier", rule.multiplier);
    rule.max_interval = number(file, element, "maxInterval", rule.max_interval);
    rule.max_attempts = number(file, element, "maxAttempts", rule.max_attempts);
    for (const Element child : element.children()) {
      if (child.space() == Space::Rondo && child.name() == "error")
        rule.errors.emplace_back(child.trimmed_text());
    }
  }
  return rules;
}

}  // namespace

void read_own_process(ProcessContext& context, const Element& element) {
  model::ProcessDefinition& process = context.builder.process();
  process.failures = word(context.file, element, "failures", kFailurePolicies, model::FailurePolicy::Undo);
  process.step = read_step(context, element);
  for (const Element& type : element.own_extensions("errorType")) {
    process.error_types.push_back({std::string(type["name"]), std::string(type["base"])});
    if (!type["name"].empty() && !type["base"].empty()) continue;
    context.file.error(type, "missing-attribute", describe(type) + " needs a name and a base");
  }
  for (const Element& names : element.own_extensions("failureNames")) {
    process.outcomes.own = true;
    for (const auto& [name, member] : kFailureNames) process.outcomes.*member = std::string(names[name]);
  }
}

model::Merging read_merging(FileContext& file, const Element& element) {
  return word(file, element, "merging", kMergings, model::Merging::None);
}

void read_own_node(ProcessContext& context, const Element& element, model::FlowNode& node) {
  node.ignores_cancel = own_flag(context.file, element, "ignoresCancel");
  node.joins = own_flag(context.file, element, "joins");
  node.merge = word(context.file, element, "merge", kMergeModes, model::MergeMode::Implicit);
  node.step = read_step(context, element);
  if (!model::is_activity(model::family_of(node.kind))) return;
  std::vector<model::OutcomeRule> outcomes = read_outcomes(context, element);
  std::vector<model::RetryRule> retries = read_retries(context.file, element);
  if (outcomes.empty() && retries.empty()) return;
  if (node.extras == nullptr) node.extras = std::make_unique<model::ActivityExtras>();
  node.extras->outcomes = std::move(outcomes);
  node.extras->retries = std::move(retries);
  node.extras->first_outcome = own_flag(context.file, element, "firstOutcome");
  node.extras->otherwise = std::string(value_of(element, "otherwise"));
}

std::string read_own_store(FileContext& file, const Element& element, std::string_view name) {
  const std::string_view reference = trim(value_of(element, name));
  if (reference.empty()) return {};
  std::string store = store_of(file, reference);
  if (store.empty()) file.dangling(element, name, reference);
  return store;
}

void read_own_event(ProcessContext& context, const Element& owner, const Element& definition,
                    model::EventDefinition& event) {
  for (const auto& [name, member] : kEventFlags) event.*member = own_flag(context.file, definition, name);
  event.raises = std::string(value_of(definition, "raises"));
  event.message = std::string(value_of(definition, "message"));
  for (const Element& value : definition.own_extensions("value")) {
    event.value = add_body(context, owner, SourceKind::Value, value);
  }
}

void read_own_start(FileContext& file, const Element& element, model::ProcessBuilder& builder,
                    model::ScopeId scope, const NodeOf& node_of) {
  const std::string_view reference = value_of(element, "start");
  if (reference.empty()) return;
  const model::NodeId start = node_of(reference);
  if (start == model::kNoNode || builder.node(start).scope != scope) {
    return file.dangling(element, "start", reference);
  }
  builder.scope(scope).start = start;
}

void read_completed_scopes(FileContext& file, const Element& element, model::ProcessBuilder& builder,
                           model::NodeId node, const NodeOf& node_of) {
  if (!is_event(element)) return;  // a definition elsewhere is reported by a rule and belongs to nobody
  std::size_t number = 0;
  for (const Element& definition : event_definitions_of(file, element)) {
    model::EventDefinition& event = builder.node(node).events[number++];
    const std::string_view reference = value_of(definition, "completedScope");
    if (reference.empty()) continue;
    const model::NodeId owner = node_of(reference);
    event.completed_scope = owner == model::kNoNode ? model::ScopeId{0} : builder.node(owner).body;
    model::ScopeId around = builder.node(node).scope;
    while (around != event.completed_scope && around != model::kNoScope)
      around = builder.scope(around).parent;
    const bool is_process = owner == model::kNoNode && reference == builder.process().id;
    if (around == model::kNoScope || (owner == model::kNoNode && !is_process)) {
      file.dangling(definition, "completedScope", reference);
      event.completed_scope = model::kNoScope;
    }
  }
}

}  // namespace rondo::bpmn
