// SPDX-License-Identifier: Apache-2.0
#include "bpmn/writing.hpp"
#include "bpmn/xml_tree.hpp"

#include <string>
#include <string_view>

namespace rondo::bpmn {

namespace {

using model::CallProperties;
using model::ElementKind;
using model::FlowNode;

void write_user_task(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  const model::UserTaskProperties& user = *node.user_task;
  if (user.name == model::kNoExpression) refuse_computed(writing, node.where, node.id, node.name);
  const auto text = [&](const char* name, model::ExpressionId id) {
    set_ext(writing, element, name, id, Place::Text);
  };
  text("assignee", user.assignee);
  text("owner", user.owner);
  set_ext(writing, element, "candidateUsers", text_list(writing, user.candidate_users));
  set_ext(writing, element, "candidateGroups", text_list(writing, user.candidate_groups));
  text("dueDate", user.due_date);
  text("followUpDate", user.follow_up_date);
  text("priority", user.priority);
  text("formKey", user.form_key);
  text("category", user.category);
  set_ext(writing, element, "businessCalendarName", user.business_calendar);
  write_listeners(writing, element, "taskListener", node.task_listeners);
}

const char* name_of_binding(CallProperties::Binding binding) noexcept {
  switch (binding) {
    case CallProperties::Binding::Deployment:
      return "deployment";
    case CallProperties::Binding::Version:
      return "version";
    case CallProperties::Binding::VersionTag:
      return "versionTag";
    case CallProperties::Binding::Latest:
      break;
  }
  return "";
}

bool passes_all(const std::vector<model::VariableMapping>& mappings, bool local_counts) {
  for (const model::VariableMapping& mapping : mappings) {
    if (mapping.what == model::VariableMapping::What::All && (local_counts || !mapping.local)) return true;
  }
  return false;
}

// A send task starts what is no attribute of BPMN's there.
void write_call(const ProcessWriting& writing, pugi::xml_node element, const CallProperties& call,
                bool is_own) {
  if (is_own || has_own_reading(writing, call.called_element)) {
    set_ext(writing, element, "calledElement", call.called_element, Place::Text);
  } else {
    set(element, "calledElement", text_for(writing, call.called_element, Place::Text));
  }
  set_ext(writing, element, "calledElementBinding", std::string(name_of_binding(call.binding)));
  set_ext(
      writing, element,
      call.binding == CallProperties::Binding::Version ? "calledElementVersion" : "calledElementVersionTag",
      call.version, Place::Text);
  set_ext(writing, element, "calledElementType", call.unsupported_type);
  write_mappings(writing, element, "in", call.in);
  write_mappings(writing, element, "out", call.out);
  if (call.inherit_variables && !passes_all(call.in, false)) {
    set_ext(writing, element, "inheritVariables", std::string("true"));
  }
  if (call.propagate_all_outputs && !passes_all(call.out, true)) {
    set(add_ext(writing, extensions(element), "out"), "variables", "all");
  }
  set_ext_flag(writing, element, "useLocalScopeForOutParameters", call.local_out_parameters, false);
  set_ext(writing, element, "businessKey", call.business_key, Place::Text);
  set_ext_flag(writing, element, "inheritBusinessKey", call.inherit_business_key, false);
  set_ext_flag(writing, element, "uniqueBusinessKey", call.unique_business_key, false);
  set_ext(writing, element, "processInstanceIdVariableName", call.instance_id_variable);
  set_ext(writing, element, "processInstanceName", call.instance_name, Place::Text);
}

// The message of a send or receive task, and what its content is called.
void write_task_message(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  for (const model::EventDefinition& event : node.events) {
    const std::string key = text_for(writing, event.correlation_key, Place::Text);
    set(element, "messageRef", writing.file.message(event.reference, event.name, key));
    if (event.item.empty()) continue;
    const bool throws = node.kind == ElementKind::SendTask;
    pugi::xml_node specification = element.append_child("ioSpecification");
    pugi::xml_node item = specification.append_child(throws ? "dataInput" : "dataOutput");
    set(item, "id", writing.file.free_id({}, "data"));
    set(item, "name", event.item);
    const char* sets[] = {"inputSet", "outputSet"};
    for (const char* tag : sets) {
      pugi::xml_node group = specification.append_child(tag);
      const bool own = throws == (tag == sets[0]);
      const char* reference = throws ? "dataInputRefs" : "dataOutputRefs";
      if (own) group.append_child(reference).text().set(item.attribute("id").value());
    }
  }
}

void write_sub_process(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  set_flag(element, "triggeredByEvent", node.triggered_by_event, false);
  set_ext_flag(writing, element, "detached", node.detached, false);
  if (node.extras == nullptr) return;
  if (node.kind == ElementKind::Transaction) set(element, "method", node.extras->transaction_method);
  if (node.kind != ElementKind::AdHocSubProcess) return;
  if (node.extras->ad_hoc_sequential) set(element, "ordering", "Sequential");
  set_flag(element, "cancelRemainingInstances", node.extras->cancel_remaining_instances, true);
}

void write_script(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  if (node.implementation == nullptr) {
    element.append_child("script");
    return;
  }
  const model::Implementation& code = *node.implementation;
  if (code.kind != model::Implementation::Kind::Script) {
    return write_implementation(writing, element, code, true);
  }
  const model::ExpressionSource& source = writing.source(code.expression);
  const bool is_global = std::string_view(element.name()) == "globalScriptTask";
  set(element, is_global ? "scriptLanguage" : "scriptFormat", format_of(source.language));
  set_ext(writing, element, "resultVariable", code.result_variable);
  set_ext_flag(writing, element, "useLocalScopeForResultVariable", code.local_result, false);
  element.append_child("script").text().set(std::string(trim(source.text)).c_str());
}

void write_by_kind(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  if (node.user_task) write_user_task(writing, element, node);
  if (node.call) write_call(writing, element, *node.call, node.kind == ElementKind::SendTask);
  if (node.body != model::kNoScope) write_sub_process(writing, element, node);
  if (node.kind == ElementKind::SendTask || node.kind == ElementKind::ReceiveTask) {
    set_flag(element, "instantiate", node.instantiate, false);
    write_task_message(writing, element, node);
  }
  if (node.kind == ElementKind::ScriptTask) {
    write_script(writing, element, node);
  } else if (node.implementation) {
    write_implementation(writing, element, *node.implementation, true);
  }
}

}  // namespace

void write_activity(const ProcessWriting& writing, pugi::xml_node element, const FlowNode& node) {
  set_flag(element, "isForCompensation", node.is_for_compensation, false);
  if (node.start_quantity != 1) element.append_attribute("startQuantity").set_value(node.start_quantity);
  if (node.completion_quantity != 1) {
    element.append_attribute("completionQuantity").set_value(node.completion_quantity);
  }
  set_ext_flag(writing, element, "triggerable", node.triggerable, false);
  write_data(writing, element, node.properties);
  write_by_kind(writing, element, node);
  write_loop(writing, element, node);
}

}  // namespace rondo::bpmn
