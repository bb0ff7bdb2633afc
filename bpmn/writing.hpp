// SPDX-License-Identifier: Apache-2.0
// What the parts of the writer share.
#pragma once

#include "model/document.hpp"

#include <pugixml.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace rondo::bpmn {

/// The file that is written: its root, the definitions that events refer to, and what could not be said.
class FileWriting {
 public:
  FileWriting(const model::Document& document, pugi::xml_node root, model::Diagnostics& diagnostics);

  [[nodiscard]] pugi::xml_node root() const noexcept { return root_; }
  [[nodiscard]] model::Dialect dialect() const noexcept { return dialect_; }
  /// `camunda:assignee` for `assignee`, by the dialect.
  [[nodiscard]] std::string extension(std::string_view name) const;

  /// `rondo:merging` for `merging`: of rondo's own extensions, in a file of any dialect.
  [[nodiscard]] std::string own(std::string_view name);

  /// The id of the root element of that kind which says this; made when there is none so far. `wanted`: the
  /// id that it had, kept when it is free.
  [[nodiscard]] std::string message(const std::string& wanted, const std::string& name,
                                    const std::string& correlation_key);
  [[nodiscard]] std::string signal(const std::string& wanted, const std::string& name, bool instance_scope);
  [[nodiscard]] std::string error(const std::string& wanted, const std::string& code);
  [[nodiscard]] std::string escalation(const std::string& wanted, const std::string& code);
  [[nodiscard]] std::string item(const std::string& structure);
  /// An id that nothing else has.
  [[nodiscard]] std::string free_id(const std::string& wanted, const char* otherwise);

  /// The id of a process in the file: its key, unless one of its elements is called so.
  [[nodiscard]] const std::string& id_of(const model::ProcessDefinition& process) const {
    return process_ids_.at(&process);
  }

  /// Reports what cannot be said.
  void refuse(model::SourcePosition where, const std::string& element, const std::string& what);

 private:
  void collect_ids(const model::Document& document);
  void collect_ids(const model::ProcessDefinition& process);
  void take_id(model::SourcePosition where, const std::string& id);

  using Key = std::tuple<std::string, std::string, std::string, bool>;
  [[nodiscard]] std::string named(const char* tag, const std::string& wanted, const Key& key,
                                  pugi::xml_node& made);

  pugi::xml_node root_;
  model::Diagnostics& diagnostics_;
  model::Dialect dialect_;
  std::set<std::string> ids_;
  std::map<Key, std::string> named_;
  std::map<const model::ProcessDefinition*, std::string> process_ids_;
};

/// One process on its way into the file.
struct ProcessWriting {
  FileWriting& file;
  const model::ProcessDefinition& process;

  [[nodiscard]] const model::ExpressionSource& source(model::ExpressionId id) const {
    return process.expression(id);
  }
  void refuse(const model::FlowNode& node, const std::string& what) const {
    file.refuse(node.where, node.id, what);
  }
};

/// What an expression stands in: how its text is taken there.
using Place = model::ExpressionSource::Kind;

/// Whether the language of an expression is said with it and tells alone how its text is read, wherever it
/// stands.
[[nodiscard]] bool has_own_reading(const ProcessWriting& writing, model::ExpressionId id);

/// Reports a name that is meant as it stands, but would be read as an expression.
void refuse_computed(const ProcessWriting& writing, model::SourcePosition where, const std::string& element,
                     const std::string& name);

/// The text of an expression as it is to be written where texts are taken as `place` says, without language.
/// Reports an expression in a language of its own.
[[nodiscard]] std::string text_for(const ProcessWriting& writing, model::ExpressionId id, Place place);

/// Texts of items, with commas between them.
template <typename Items, typename TextOf>
[[nodiscard]] std::string comma_list(const Items& items, TextOf text_of) {
  std::string list;
  for (const auto& item : items) list.append(list.empty() ? "" : ",").append(text_of(item));
  return list;
}
[[nodiscard]] std::string text_list(const ProcessWriting& writing,
                                    const std::vector<model::ExpressionId>& ids);

/// Nothing is written where there is no value.
/// @{
void set(pugi::xml_node element, const char* name, const std::string& value);
void set_flag(pugi::xml_node element, const char* name, bool value, bool otherwise);
/// Attribute of the dialect's namespace. An expression in a language is one of rondo's own: `{path}$local`.
void set_ext(const ProcessWriting& writing, pugi::xml_node element, const char* name,
             const std::string& value);
void set_ext(const ProcessWriting& writing, pugi::xml_node element, const char* name, model::ExpressionId id,
             Place place);
void set_ext_flag(const ProcessWriting& writing, pugi::xml_node element, const char* name, bool value,
                  bool otherwise);
/// Child in the namespace of BPMN with an expression as its text.
void add_body(const ProcessWriting& writing, pugi::xml_node element, const char* tag, model::ExpressionId id,
              Place place);
/// @}
/// The `extensionElements` of an element, made when they are first needed. They come before its other
/// children but its documentation.
[[nodiscard]] pugi::xml_node extensions(pugi::xml_node element);
/// What a script's language is called in a file: readings of a language are MIME types there.
[[nodiscard]] std::string format_of(const std::string& language);
/// Adds a vendor's element.
pugi::xml_node add_ext(const ProcessWriting& writing, pugi::xml_node parent, const char* tag);

/// The tag of the global task that a process is which is nothing but one task of that id; else empty.
[[nodiscard]] std::string_view global_tag_of(const model::ProcessDefinition& process);

// --- parts
void write_process(FileWriting& file, const model::ProcessDefinition& process);
/// Pools and message flows, correlation keys, data stores.
void write_collaboration(FileWriting& file, const model::Document& document);
void write_subscriptions(const ProcessWriting& writing, pugi::xml_node process);
void write_events(const ProcessWriting& writing, pugi::xml_node element, const model::FlowNode& node);
void write_event_definition(const ProcessWriting& writing, pugi::xml_node parent,
                            const model::EventDefinition& event);
void write_activity(const ProcessWriting& writing, pugi::xml_node element, const model::FlowNode& node);
void write_loop(const ProcessWriting& writing, pugi::xml_node element, const model::FlowNode& node);
/// `prefixed`: attributes are written with the dialect's prefix, as on BPMN's own elements.
void write_implementation(const ProcessWriting& writing, pugi::xml_node element,
                          const model::Implementation& implementation, bool prefixed);
/// The fields of code, as extension elements of `element`.
void write_fields(const ProcessWriting& writing, pugi::xml_node element,
                  const model::Implementation& implementation);
void write_listeners(const ProcessWriting& writing, pugi::xml_node element, const char* tag,
                     const std::vector<model::Listener>& listeners);
void write_mappings(const ProcessWriting& writing, pugi::xml_node element, const char* tag,
                    const std::vector<model::VariableMapping>& mappings);
void write_extras(const ProcessWriting& writing, pugi::xml_node element, const model::FlowNode& node);
void write_guards(const ProcessWriting& writing, pugi::xml_node element, const model::FlowNode& node);
/// What is said in rondo's own extensions.
/// @{
void write_own_process(const ProcessWriting& writing, pugi::xml_node element);
void write_own_scope(const ProcessWriting& writing, pugi::xml_node element, const model::Scope& scope);
void write_own_node(const ProcessWriting& writing, pugi::xml_node element, const model::FlowNode& node);
void write_own_event(const ProcessWriting& writing, pugi::xml_node element,
                     const model::EventDefinition& event);
void write_own_flow(const ProcessWriting& writing, pugi::xml_node element, const model::SequenceFlow& flow);
/// @}
void write_data(const ProcessWriting& writing, pugi::xml_node element,
                const std::vector<model::DataItem>& items);

}  // namespace rondo::bpmn
