// SPDX-License-Identifier: Apache-2.0
#include "bpmn/writing.hpp"

#include "bpmn/expressions.hpp"
#include "bpmn/xml_tree.hpp"

#include <utility>

namespace rondo::bpmn {

namespace {

using model::Dialect;

struct DialectSpace {
  const char* prefix;
  Space space;
};

// Extensions are read alike in all of these; which one it is tells the habits of the engine.
DialectSpace space_of(Dialect dialect) noexcept {
  switch (dialect) {
    case Dialect::Activiti:
      return {"activiti", Space::Activiti};
    case Dialect::Flowable:
      return {"flowable", Space::Flowable};
    case Dialect::Zeebe:
      return {"zeebe", Space::Zeebe};
    case Dialect::Camunda:
      return {"camunda", Space::Camunda};
    case Dialect::Standard:
      break;
  }
  return {"rondo", Space::Rondo};
}

bool is_whole_expression(std::string_view text) {
  return text.size() > 3 && (text.starts_with("${") || text.starts_with("#{")) &&
         text.find('}') == text.size() - 1;
}

std::string quoted(std::string_view text) {
  std::string out = "${'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'}";
}

}  // namespace

FileWriting::FileWriting(const model::Document& document, pugi::xml_node root,
                         model::Diagnostics& diagnostics)
    : root_(root), diagnostics_(diagnostics), dialect_(document.dialect) {
  const DialectSpace space = space_of(dialect_);
  set(root, "xmlns", std::string(uri_of(Space::Bpmn)));
  set(root, ("xmlns:" + std::string(space.prefix)).c_str(), std::string(uri_of(space.space)));
  set(root, "xmlns:xsi", std::string(uri_of(Space::Schema)));
  set(root, "targetNamespace",
      document.target_namespace.empty() ? "http://www.omg.org/spec/BPMN" : document.target_namespace);
  collect_ids(document);
  for (const auto& process : document.processes) {
    const bool is_global = !global_tag_of(*process).empty();
    process_ids_.emplace(process.get(), is_global ? process->id : free_id(process->id, "process"));
  }
}

void FileWriting::take_id(model::SourcePosition where, const std::string& id) {
  if (!id.empty() && !ids_.insert(id).second) refuse(where, id, "two elements with the id \"" + id + '"');
}

void FileWriting::collect_ids(const model::ProcessDefinition& process) {
  for (const model::FlowNode& node : process.nodes()) take_id(node.where, node.id);
  for (const model::SequenceFlow& flow : process.flows()) take_id(flow.where, flow.id);
  for (const model::Scope& scope : process.scopes()) {
    for (const model::DataItem& item : scope.data) {
      if (item.kind == model::DataItem::Kind::DataStore) take_id(item.where, item.id);
    }
  }
}

void FileWriting::collect_ids(const model::Document& document) {
  for (const auto& process : document.processes) collect_ids(*process);
  for (const model::DataItem& store : document.data_stores) take_id(store.where, store.id);
  for (const model::Participant& participant : document.participants) {
    take_id(participant.where, participant.id);
  }
  for (const model::MessageFlow& flow : document.message_flows) take_id(flow.where, flow.id);
  for (const auto& process : document.processes) {
    for (const model::CorrelationKey& key : process->correlation_keys) {
      ids_.insert(key.id);
      for (const auto& property : key.properties) ids_.insert(property.id);
    }
  }
}

std::string FileWriting::extension(std::string_view name) const {
  return std::string(space_of(dialect_).prefix) + ':' + std::string(name);
}

std::string FileWriting::own(std::string_view name) {
  if (!root_.attribute("xmlns:rondo")) set(root_, "xmlns:rondo", std::string(uri_of(Space::Rondo)));
  return "rondo:" + std::string(name);
}

std::string FileWriting::free_id(const std::string& wanted, const char* otherwise) {
  if (!wanted.empty() && ids_.insert(wanted).second) return wanted;
  const std::string base = wanted.empty() ? otherwise : wanted;
  for (int number = 1;; ++number) {
    std::string id = base + '_' + std::to_string(number);
    if (ids_.insert(id).second) return id;
  }
}

std::string FileWriting::named(const char* tag, const std::string& wanted, const Key& key,
                               pugi::xml_node& made) {
  const auto known = named_.find(key);
  if (known != named_.end()) return known->second;
  std::string id = free_id(wanted, tag);
  named_.emplace(key, id);
  // Before the processes, which come last in the order of the standard's examples.
  const pugi::xml_node process = root_.child("process");
  made = process ? root_.insert_child_before(tag, process) : root_.append_child(tag);
  set(made, "id", id);
  return id;
}

std::string FileWriting::message(const std::string& wanted, const std::string& name,
                                 const std::string& correlation_key) {
  pugi::xml_node made;
  std::string id = named("message", wanted, {"message", name, correlation_key, false}, made);
  set(made, "name", name);
  set(made, extension("correlationKey").c_str(), correlation_key);
  return id;
}

std::string FileWriting::signal(const std::string& wanted, const std::string& name, bool instance_scope) {
  pugi::xml_node made;
  std::string id = named("signal", wanted, {"signal", name, {}, instance_scope}, made);
  set(made, "name", name);
  if (instance_scope) set(made, extension("scope").c_str(), "processInstance");
  return id;
}

std::string FileWriting::error(const std::string& wanted, const std::string& code) {
  pugi::xml_node made;
  std::string id = named("error", wanted, {"error", code, {}, false}, made);
  set(made, "errorCode", code);
  return id;
}

std::string FileWriting::escalation(const std::string& wanted, const std::string& code) {
  pugi::xml_node made;
  std::string id = named("escalation", wanted, {"escalation", code, {}, false}, made);
  set(made, "escalationCode", code);
  return id;
}

std::string FileWriting::item(const std::string& structure) {
  pugi::xml_node made;
  std::string id =
      named("itemDefinition", structure + "Item", {"itemDefinition", structure, {}, false}, made);
  set(made, "structureRef", structure);
  return id;
}

void FileWriting::refuse(model::SourcePosition where, const std::string& element, const std::string& what) {
  diagnostics_.error(where, "not-expressible", "BPMN has no words for " + what, element);
}

bool has_own_reading(const ProcessWriting& writing, model::ExpressionId id) {
  if (id == model::kNoExpression) return false;
  const std::string& language = writing.source(id).language;
  return language != "juel" && known_language(language) == language && !language.empty();
}

void refuse_computed(const ProcessWriting& writing, model::SourcePosition where, const std::string& element,
                     const std::string& name) {
  if (has_expression(name))
    writing.file.refuse(where, element, "the name \"" + name + "\", which is no expression");
}

std::string text_for(const ProcessWriting& writing, model::ExpressionId id, Place place) {
  if (id == model::kNoExpression) return {};
  const model::ExpressionSource& source = writing.source(id);
  if (!source.language.empty()) {
    writing.file.refuse(source.where, source.element_id, "an expression in " + source.language + " here");
  }
  const bool is_constant = source.kind == Place::Text && !has_expression(source.text);
  const bool is_bare = source.kind != Place::Text && !has_expression(source.text);
  if (is_constant && !language_in_front(source.text).empty()) {
    writing.file.refuse(source.where, source.element_id, "a text that begins with the name of a language");
  }
  if (place == Place::Text) return is_bare ? "${" + source.text + '}' : source.text;
  if (is_constant && !whole_number(source.text)) return quoted(source.text);
  const bool is_mixed = source.kind == Place::Text && !is_constant && !is_whole_expression(trim(source.text));
  if (is_mixed && !trim(source.text).starts_with('=')) {
    writing.file.refuse(source.where, source.element_id, "the composite text \"" + source.text + "\" here");
  }
  return source.text;
}

std::string text_list(const ProcessWriting& writing, const std::vector<model::ExpressionId>& ids) {
  return comma_list(ids, [&](model::ExpressionId id) { return text_for(writing, id, Place::Text); });
}

void set(pugi::xml_node element, const char* name, const std::string& value) {
  if (!value.empty() && element) element.append_attribute(name).set_value(value.c_str());
}

void set_flag(pugi::xml_node element, const char* name, bool value, bool otherwise) {
  if (value != otherwise) element.append_attribute(name).set_value(value);
}

void set_ext(const ProcessWriting& writing, pugi::xml_node element, const char* name,
             const std::string& value) {
  set(element, writing.file.extension(name).c_str(), value);
}

void set_ext(const ProcessWriting& writing, pugi::xml_node element, const char* name, model::ExpressionId id,
             Place place) {
  if (!has_own_reading(writing, id)) return set_ext(writing, element, name, text_for(writing, id, place));
  const model::ExpressionSource& source = writing.source(id);
  set(element, writing.file.own(name).c_str(), '{' + source.language + '}' + source.text);
}

void set_ext_flag(const ProcessWriting& writing, pugi::xml_node element, const char* name, bool value,
                  bool otherwise) {
  set_flag(element, writing.file.extension(name).c_str(), value, otherwise);
}

void add_body(const ProcessWriting& writing, pugi::xml_node element, const char* tag, model::ExpressionId id,
              Place place) {
  if (id == model::kNoExpression) return;
  const model::ExpressionSource& source = writing.source(id);
  pugi::xml_node child = element.append_child(tag);
  set(child, "xsi:type", "tFormalExpression");
  const bool has_language =
      has_own_reading(writing, id) || (!source.language.empty() && source.kind == place);
  if (has_language) set(child, "language", source.language);
  child.text().set(std::string(trim(has_language ? source.text : text_for(writing, id, place))).c_str());
}

pugi::xml_node extensions(pugi::xml_node element) {
  if (const pugi::xml_node known = element.child("extensionElements")) return known;
  const pugi::xml_node documentation = element.child("documentation");
  return documentation ? element.insert_child_after("extensionElements", documentation)
                       : element.prepend_child("extensionElements");
}

std::string format_of(const std::string& language) {
  constexpr std::string_view kReading = "groovy.";
  if (!language.starts_with(kReading)) return language;
  return "application/x-groovy-" + language.substr(kReading.size());
}

pugi::xml_node add_ext(const ProcessWriting& writing, pugi::xml_node parent, const char* tag) {
  return parent.append_child(writing.file.extension(tag).c_str());
}

}  // namespace rondo::bpmn
