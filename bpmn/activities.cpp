// SPDX-License-Identifier: Apache-2.0
#include "bpmn/activities.hpp"

#include "bpmn/events.hpp"
#include "bpmn/expressions.hpp"
#include "bpmn/implementations.hpp"
#include "bpmn/mappings.hpp"

#include <utility>

namespace rondo::bpmn {
namespace {

using model::ElementKind;
using model::FlowNode;

std::int64_t read_quantity(FileContext& file, const Element& element, const char* name) {
  const Attribute* const attribute = element.find(name);
  if (attribute == nullptr) return 1;
  const std::optional<std::int64_t> quantity = whole_number(attribute->value);
  if (quantity && *quantity > 0) return *quantity;
  file.error(element, "quantity", std::string(name) + " of " + describe(element) + " must be 1 or more");
  return 1;
}

/// The identity lists of the standard, as engines write them: `user(a), group(b)`, plain names are groups.
void read_potential_owners(ProcessContext& context, const Element& element, model::UserTaskProperties& user) {
  for (const Element owner : element.children()) {
    const bool is_performer = owner.is("humanPerformer") || owner.is("performer");
    if (!is_performer && !owner.is("potentialOwner")) continue;
    const Element formal = owner.child("resourceAssignmentExpression").child("formalExpression");
    if (!formal) continue;
    if (is_performer) {
      user.assignee = add_body(context, element, SourceKind::Text, formal);
      continue;
    }
    for (std::string_view part : split_list(formal.text())) {
      const bool is_user = part.substr(0, 5) == "user(" && part.back() == ')';
      const bool is_group = part.substr(0, 6) == "group(" && part.back() == ')';
      if (is_user) part = part.substr(5, part.size() - 6);
      if (is_group) part = part.substr(6, part.size() - 7);
      (is_user ? user.candidate_users : user.candidate_groups)
          .push_back(add_expression(context, element, SourceKind::Text, trim(part), formal.text_where()));
    }
  }
}

void read_zeebe_user(ProcessContext& context, const Element& element, model::UserTaskProperties& user) {
  const auto text = [&](std::string_view child, std::string_view name, model::ExpressionId& to) {
    const Attribute* const attribute = element.ext_child(child).find(name);
    if (attribute != nullptr) to = add_attribute(context, element, SourceKind::Text, attribute);
  };
  const auto list = [&](std::string_view name, std::vector<model::ExpressionId>& to) {
    const Attribute* const attribute = element.ext_child("assignmentDefinition").find(name);
    if (attribute == nullptr) return;
    if (trim(attribute->value).substr(0, 1) == "=") {
      to = {add_attribute(context, element, SourceKind::Text, attribute)};
    } else {
      to = add_list(context, element, attribute);
    }
  };
  text("assignmentDefinition", "assignee", user.assignee);
  list("candidateUsers", user.candidate_users);
  list("candidateGroups", user.candidate_groups);
  text("formDefinition", "formKey", user.form_key);
  text("formDefinition", "formId", user.form_key);
  text("taskSchedule", "dueDate", user.due_date);
  text("taskSchedule", "followUpDate", user.follow_up_date);
  text("priorityDefinition", "priority", user.priority);
}

std::unique_ptr<model::UserTaskProperties> read_user_task(ProcessContext& context, const Element& element) {
  auto user = std::make_unique<model::UserTaskProperties>();
  const auto text = [&](std::string_view name) {
    return add_attribute(context, element, SourceKind::Text, element.find_ext(name));
  };
  read_potential_owners(context, element, *user);
  if (element.find_ext("assignee") != nullptr) user->assignee = text("assignee");
  user->owner = text("owner");
  for (const auto id : add_list(context, element, element.find_ext("candidateUsers"))) {
    user->candidate_users.push_back(id);
  }
  for (const auto id : add_list(context, element, element.find_ext("candidateGroups"))) {
    user->candidate_groups.push_back(id);
  }
  user->due_date = text("dueDate");
  user->follow_up_date = text("followUpDate");
  user->priority = text("priority");
  user->form_key = text("formKey");
  user->category = text("category");
  user->name = add_attribute(context, element, SourceKind::Text, element.find("name"));
  user->documentation = add_body(context, element, SourceKind::Text, element.child("documentation"));
  user->business_calendar = std::string(element.ext("businessCalendarName"));
  read_zeebe_user(context, element, *user);
  return user;
}

void read_binding(ProcessContext& context, const Element& element, model::CallProperties& call) {
  using Binding = model::CallProperties::Binding;
  const Element zeebe = element.ext_child("calledElement");
  std::string_view binding = trim(element.ext("calledElementBinding"));
  if (binding.empty()) binding = trim(zeebe["bindingType"]);
  if (binding == "deployment" || element.ext_flag("sameDeployment", false))
    call.binding = Binding::Deployment;
  if (binding == "version") {
    call.binding = Binding::Version;
    call.version =
        add_attribute(context, element, SourceKind::Text, element.find_ext("calledElementVersion"));
  }
  if (binding == "versionTag") {
    call.binding = Binding::VersionTag;
    const Attribute* tag = element.find_ext("calledElementVersionTag");
    if (tag == nullptr) tag = zeebe.find("versionTag");
    call.version = add_attribute(context, element, SourceKind::Text, tag);
  }
}

/// The called element: the standard's QName, the vendors' expression or `calledElement` extension.
/// What input mappings have made goes into the called process also when nothing else does. Output mappings
/// see what it has, and nothing but what they make comes out.
void read_zeebe_propagation(const Element& element, const Element& called, model::CallProperties& call) {
  call.inherit_variables = called.flag("propagateAllParentVariables", true);
  const Element mappings = element.ext_child("ioMapping");
  const bool has_outputs = mappings && mappings.any_child("output");
  call.propagate_all_outputs = !has_outputs && called.flag("propagateAllChildVariables", true);
  model::VariableMapping own;
  own.what = model::VariableMapping::What::All;
  own.local = true;
  if (!call.inherit_variables && mappings && mappings.any_child("input")) call.in.push_back(own);
  if (has_outputs) call.out.push_back(own);
}

void read_called_element(ProcessContext& context, const Element& element, model::CallProperties& call) {
  const Element zeebe = element.ext_child("calledElement");
  const Attribute* called = zeebe.find("processId");
  if (called == nullptr) called = element.find("calledElement");
  if (called == nullptr) {
    call.called_element =
        add_attribute(context, element, SourceKind::Text, element.find_own("calledElement"));
  } else {
    const std::string_view text = trim(called->value);
    const bool is_reference = !has_expression(text) && context.file.find(text);
    call.called_element =
        add_expression(context, element, SourceKind::Text,
                       is_reference ? key_of(context.file.find(text)) : text, element.where(*called));
  }
  if (zeebe) {
    read_zeebe_propagation(element, zeebe, call);
  }
  const std::string_view type = trim(element.ext("calledElementType"));
  if (!type.empty() && type != "key" && type != "id" && type != "process" && type != "bpmn") {
    call.unsupported_type = std::string(type);
  }
  for (const std::string_view other : {"caseRef", "decisionRef"}) {
    if (element.find_ext(other) != nullptr)
      call.unsupported_type = std::string(other.substr(0, other.size() - 3));
  }
}

/// The data associations of a call: they carry values into and out of the called process.
void read_call_data(ProcessContext& context, const Element& element, model::CallProperties& call) {
  for (const Element child : element.children()) {
    const bool is_input = child.is("dataInputAssociation");
    if (!is_input && !child.is("dataOutputAssociation")) continue;
    model::VariableMapping mapping;
    mapping.where = child.where();
    const std::string_view source = child.child("sourceRef").trimmed_text();
    const std::string_view target = child.child("targetRef").trimmed_text();
    const std::string_view source_name = variable_of(context.file, source);
    const std::string_view target_name = variable_of(context.file, target);
    mapping.source = std::string(source_name.empty() ? source : source_name);
    mapping.target = std::string(target_name.empty() ? target : target_name);
    if (const Element from = child.child("assignment").child("from"); source.empty() && from) {
      mapping.source_expression = add_body(context, element, SourceKind::Value, from);
    }
    if (const Element transformation = child.child("transformation")) {
      mapping.source_expression = add_body(context, element, SourceKind::Value, transformation);
    }
    const bool has_source = !mapping.source.empty() || mapping.source_expression != model::kNoExpression;
    if (has_source && !mapping.target.empty()) (is_input ? call.in : call.out).push_back(std::move(mapping));
  }
}

std::unique_ptr<model::CallProperties> read_call(ProcessContext& context, const Element& element) {
  auto call = std::make_unique<model::CallProperties>();
  read_called_element(context, element, *call);
  read_binding(context, element, *call);
  read_call_data(context, element, *call);
  for (model::VariableMapping& mapping : read_variable_mappings(context, element, element, "in")) {
    if (mapping.what == model::VariableMapping::What::All && !mapping.local) call->inherit_variables = true;
    call->in.push_back(std::move(mapping));
  }
  for (model::VariableMapping& mapping : read_variable_mappings(context, element, element, "out")) {
    if (mapping.what == model::VariableMapping::What::All) call->propagate_all_outputs = true;
    call->out.push_back(std::move(mapping));
  }
  if (element.ext_flag("inheritVariables", false)) call->inherit_variables = true;
  call->local_out_parameters = element.ext_flag("useLocalScopeForOutParameters", false);
  call->business_key = add_attribute(context, element, SourceKind::Text, element.find_ext("businessKey"));
  call->inherit_business_key = element.ext_flag("inheritBusinessKey", false);
  call->unique_business_key = element.ext_flag("uniqueBusinessKey", false);
  call->instance_id_variable = std::string(element.ext("processInstanceIdVariableName"));
  call->instance_name =
      add_attribute(context, element, SourceKind::Text, element.find_ext("processInstanceName"));
  return call;
}

void read_receive_task(ProcessContext& context, const Element& element, FlowNode& node) {
  node.instantiate = element.flag("instantiate", false);
  model::EventDefinition event;
  event.kind = model::EventKind::Message;
  event.where = element.where();
  set_message(context, element, element, element["messageRef"], event);
  follow_message_flows(context, element, false, event);
  if (event.name.empty()) return;
  node.event = model::EventKind::Message;
  node.events.push_back(std::move(event));
}

void read_sub_process(ProcessContext& context, const Element& element, FlowNode& node) {
  node.triggered_by_event = element.flag("triggeredByEvent", false);
  node.detached = element.ext_flag("detached", false);
  if (node.kind == ElementKind::Transaction) {
    if (element["method"].empty()) return;
    if (node.extras == nullptr) node.extras = std::make_unique<model::ActivityExtras>();
    node.extras->transaction_method = std::string(element["method"]);
  }
  if (node.kind != ElementKind::AdHocSubProcess) return;
  if (node.extras == nullptr) node.extras = std::make_unique<model::ActivityExtras>();
  node.extras->ad_hoc_sequential = element["ordering"] == "Sequential";
  node.extras->cancel_remaining_instances = element.flag("cancelRemainingInstances", true);
  node.extras->completion_condition =
      add_body(context, element, SourceKind::Condition, element.child("completionCondition"));
}

void read_send_task(ProcessContext& context, const Element& element, FlowNode& node) {
  node.implementation = read_node_implementation(context, element);
  if (element.find_own("calledElement") != nullptr) node.call = read_call(context, element);
  model::EventDefinition event;
  event.kind = model::EventKind::Message;
  event.where = element.where();
  set_message(context, element, element, element["messageRef"], event);
  follow_message_flows(context, element, true, event);
  if (event.name.empty()) return;
  node.events.push_back(std::move(event));
}

void read_by_kind(ProcessContext& context, const Element& element, FlowNode& node) {
  switch (node.kind) {
    case ElementKind::UserTask:
      node.user_task = read_user_task(context, element);
      break;
    case ElementKind::ServiceTask:
    case ElementKind::BusinessRuleTask:
      node.implementation = read_node_implementation(context, element);
      break;
    case ElementKind::SendTask:
      read_send_task(context, element, node);
      break;
    case ElementKind::ScriptTask:
      node.implementation = read_script_task(context, element);
      break;
    case ElementKind::ReceiveTask:
      read_receive_task(context, element, node);
      break;
    case ElementKind::CallActivity:
      node.call = read_call(context, element);
      break;
    case ElementKind::SubProcess:
    case ElementKind::Transaction:
    case ElementKind::AdHocSubProcess:
      read_sub_process(context, element, node);
      break;
    default:
      break;
  }
}

}  // namespace

void read_activity(ProcessContext& context, const Element& element, FlowNode& node) {
  node.is_for_compensation = element.flag("isForCompensation", false);
  node.start_quantity = read_quantity(context.file, element, "startQuantity");
  node.completion_quantity = read_quantity(context.file, element, "completionQuantity");
  node.triggerable = element.ext_flag("triggerable", false);
  node.properties = read_data_items(context.file, element, true);
  if (node.kind == ElementKind::UserTask) node.task_listeners = read_task_listeners(context, element);
  read_by_kind(context, element, node);
  read_loop(context, element, node);
}

}  // namespace rondo::bpmn
