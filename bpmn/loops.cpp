// SPDX-License-Identifier: Apache-2.0
#include "bpmn/activities.hpp"
#include "bpmn/events.hpp"
#include "bpmn/expressions.hpp"
#include "bpmn/mappings.hpp"
#include "bpmn/own_extensions.hpp"

#include <memory>
#include <string>
#include <utility>

namespace rondo::bpmn {
namespace {

using model::MultiInstance;

/// Reports a literal count below zero.
void check_count(FileContext& file, const Element& owner, const Element& at, std::string_view text,
                 std::string rule) {
  const std::optional<std::int64_t> count = whole_number(text);
  if (count && *count < 0) {
    file.error(at ? at : owner, std::move(rule),
               describe(owner) + " must not be repeated a negative number of times");
  }
}

/// What is associated with a data input or output of an activity; else the reference itself.
std::string_view behind(const FileContext& file, const Element& activity, std::string_view reference) {
  const Element item = file.find(reference);
  for (const Element association : activity.children()) {
    const bool is_input = association.is("dataInputAssociation");
    if (!is_input && !association.is("dataOutputAssociation")) continue;
    const std::string_view source = association.child("sourceRef").trimmed_text();
    const std::string_view target = association.child("targetRef").trimmed_text();
    if (!item || file.find(is_input ? target : source) != item) continue;
    const std::string_view other = is_input ? source : target;
    if (!variable_of(file, other).empty()) return other;
  }
  return trim(reference);
}

std::string variable_behind(const FileContext& file, const Element& activity, std::string_view reference) {
  const std::string_view found = behind(file, activity, reference);
  const std::string_view name = variable_of(file, found);
  return std::string(name.empty() ? found : name);
}

/// The name of an inputDataItem or outputDataItem: an element with attributes or a reference.
std::string item_name(const FileContext& file, const Element& item) {
  if (!item) return {};
  if (!item["name"].empty()) return std::string(item["name"]);
  if (!item["id"].empty()) return std::string(item["id"]);
  const std::string_view text = item.trimmed_text();
  const std::string_view name = variable_of(file, text);
  return std::string(name.empty() ? text : name);
}

void read_collection(ProcessContext& context, const Element& owner, const Element& loop,
                     MultiInstance& multi) {
  if (const Element input = loop.child("loopDataInputRef")) {
    const std::string_view text = input.trimmed_text();
    multi.collection_store = store_of(context.file, behind(context.file, owner, text));
    multi.collection = add_variable(
        context, owner, has_expression(text) ? std::string(text) : variable_behind(context.file, owner, text),
        input.text_where());
  }
  if (const Attribute* const collection = loop.find_ext("collection")) {
    const bool has_language =
        collection->space == Space::Rondo && !language_in_front(collection->value).empty();
    multi.collection = has_language
                           ? add_attribute(context, owner, SourceKind::Value, collection)
                           : add_variable(context, owner, collection->value, loop.where(*collection));
  }
  if (const Element collection = loop.ext_child("collection")) {
    for (const std::string_view name : {"expression", "string"}) {
      if (const Element child = collection.any_child(name)) {
        multi.collection = add_variable(context, owner, child.trimmed_text(), child.text_where());
      }
    }
  }
  multi.element_variable = item_name(context.file, loop.child("inputDataItem"));
  if (!loop.ext("elementVariable").empty()) multi.element_variable = std::string(loop.ext("elementVariable"));
  multi.index_variable = std::string(loop.ext("elementIndexVariable"));
}

void read_outputs(ProcessContext& context, const Element& owner, const Element& loop, MultiInstance& multi) {
  const Element output = loop.child("loopDataOutputRef");
  if (output) {
    multi.output_collection = variable_behind(context.file, owner, output.trimmed_text());
    multi.output_store = store_of(context.file, behind(context.file, owner, output.trimmed_text()));
  }
  if (const Element item = loop.child("outputDataItem")) {
    multi.output_element = add_variable(context, owner, item_name(context.file, item), item.where());
  }
  const Element aggregation = loop.ext_child("variableAggregation");
  if (!aggregation) return;
  multi.output_collection = std::string(trim(aggregation["target"]));
  for (const Element variable : aggregation.children()) {
    if (variable.name() != "variable") continue;
    model::VariableMapping mapping;
    mapping.where = variable.where();
    mapping.source = std::string(trim(variable["source"]));
    mapping.source_expression =
        add_attribute(context, owner, SourceKind::Value, variable.find("sourceExpression"));
    mapping.target = std::string(trim(variable["target"]));
    mapping.target_expression =
        add_attribute(context, owner, SourceKind::Text, variable.find("targetExpression"));
    if (mapping.target.empty() && mapping.target_expression == model::kNoExpression) {
      mapping.target = mapping.source;
    }
    multi.aggregation.push_back(std::move(mapping));
  }
}

void read_own_stores(FileContext& file, const Element& loop, MultiInstance& multi) {
  if (loop.find_own("fromStore") != nullptr) multi.collection_store = read_own_store(file, loop, "fromStore");
  if (loop.find_own("toStore") != nullptr) multi.output_store = read_own_store(file, loop, "toStore");
}

void read_zeebe_loop(ProcessContext& context, const Element& owner, const Element& loop,
                     MultiInstance& multi) {
  const Element zeebe = loop.ext_child("loopCharacteristics");
  if (!zeebe) return;
  multi.collection = add_attribute(context, owner, SourceKind::Value, zeebe.find("inputCollection"));
  multi.element_variable = std::string(zeebe["inputElement"]);
  multi.output_collection = std::string(zeebe["outputCollection"]);
  multi.output_element = add_attribute(context, owner, SourceKind::Value, zeebe.find("outputElement"));
}

void read_behavior(ProcessContext& context, const Element& owner, const Element& loop, MultiInstance& multi) {
  const std::string_view behavior = loop["behavior"];
  if (behavior == "None") multi.behavior = MultiInstance::Behavior::None;
  if (behavior == "One") multi.behavior = MultiInstance::Behavior::One;
  if (behavior == "Complex") multi.behavior = MultiInstance::Behavior::Complex;
  multi.none_event_ref = std::string(without_prefix(loop["noneBehaviorEventRef"]));
  multi.one_event_ref = std::string(without_prefix(loop["oneBehaviorEventRef"]));
  // The rules about references report what they do not lead to.
  const bool each = multi.behavior == MultiInstance::Behavior::None;
  const bool once = multi.behavior == MultiInstance::Behavior::One;
  const Element thrown = context.file.find(loop[each ? "noneBehaviorEventRef" : "oneBehaviorEventRef"]);
  if ((each || once) && is_event_definition(thrown)) {
    multi.event =
        std::make_unique<model::EventDefinition>(read_event_definition(context, owner, thrown, true));
  }
  for (const Element child : loop.children()) {
    if (!child.is("complexBehaviorDefinition")) continue;
    MultiInstance::ComplexBehavior complex;
    complex.where = child.where();
    complex.condition = add_body(context, owner, SourceKind::Condition, child.child("condition"));
    for (const Element definition : event_definitions_of(context.file, child.child("event"))) {
      complex.event = read_event_definition(context, owner, definition, true);
    }
    multi.complex_behaviors.push_back(std::move(complex));
  }
}

std::unique_ptr<MultiInstance> read_multi_instance(ProcessContext& context, const Element& owner,
                                                   const Element& loop) {
  auto multi = std::make_unique<MultiInstance>();
  multi->where = loop.where();
  multi->sequential = loop.flag("isSequential", false);
  const Element cardinality = loop.child("loopCardinality");
  multi->cardinality = add_body(context, owner, SourceKind::Value, cardinality);
  check_count(context.file, owner, cardinality, cardinality.text(), "cardinality");
  multi->completion_condition =
      add_body(context, owner, SourceKind::Condition, loop.child("completionCondition"));
  read_collection(context, owner, loop, *multi);
  read_outputs(context, owner, loop, *multi);
  read_zeebe_loop(context, owner, loop, *multi);
  read_own_stores(context.file, loop, *multi);
  read_behavior(context, owner, loop, *multi);
  multi->no_wait_states_async_leave = loop.ext_flag("noWaitStatesAsyncLeave", false);
  if (multi->cardinality == model::kNoExpression && multi->collection == model::kNoExpression) {
    context.file.error(
        loop, "multi-instance",
        "the multi-instance activity " + describe(owner) + " has neither loopCardinality nor collection");
  }
  return multi;
}

// What Camunda says on the activity is about all instances together, and what it says inside the loop about
// each; Activiti and Flowable know the latter only and say it on the activity.
void read_asynchronous(const ProcessContext& context, const Element& loop, model::FlowNode& node) {
  if (context.file.dialect() != model::Dialect::Camunda) return;
  MultiInstance& multi = *node.multi_instance;
  multi.async_before = node.async_before;
  multi.async_after = node.async_after;
  multi.exclusive = node.exclusive;
  node.async_before = loop.ext_flag("async", false) || loop.ext_flag("asyncBefore", false);
  node.async_after = loop.ext_flag("asyncAfter", false);
  node.exclusive = loop.ext_flag("exclusive", true);
}

std::unique_ptr<model::StandardLoop> read_standard_loop(ProcessContext& context, const Element& owner,
                                                        const Element& loop) {
  auto standard = std::make_unique<model::StandardLoop>();
  standard->where = loop.where();
  standard->test_before = loop.flag("testBefore", false);
  standard->condition = add_body(context, owner, SourceKind::Condition, loop.child("loopCondition"));
  if (const Attribute* const maximum = loop.find("loopMaximum")) {
    standard->maximum = add_attribute(context, owner, SourceKind::Value, maximum);
    check_count(context.file, owner, loop, maximum->value, "loop-maximum");
  }
  return standard;
}

}  // namespace

void read_loop(ProcessContext& context, const Element& element, model::FlowNode& node) {
  if (const Element loop = element.child("multiInstanceLoopCharacteristics")) {
    node.multi_instance = read_multi_instance(context, element, loop);
    read_asynchronous(context, loop, node);
  } else if (const Element standard = element.child("standardLoopCharacteristics")) {
    node.standard_loop = read_standard_loop(context, element, standard);
  }
}

}  // namespace rondo::bpmn
