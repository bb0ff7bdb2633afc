// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"

#include <initializer_list>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace rondo::bpmn {

/// The sequence flows and boundary events of a file by the elements that they touch, whether or not the
/// model could take them.
class FlowIndex {
 public:
  explicit FlowIndex(const FileContext& file);

  [[nodiscard]] const std::vector<Element>& outgoing(const Element& node) const;
  [[nodiscard]] const std::vector<Element>& incoming(const Element& node) const;
  [[nodiscard]] const std::vector<Element>& boundary_events(const Element& activity) const;
  /// Whether an element has a child of that tag, "startEvent" or "endEvent".
  [[nodiscard]] bool has_start(const Element& scope) const { return starts_.count(scope.index()) != 0; }
  [[nodiscard]] bool has_end(const Element& scope) const { return ends_.count(scope.index()) != 0; }
  /// Whether a receive task or an event-based gateway of the scope starts instances.
  [[nodiscard]] bool is_started_by_node(const Element& scope) const {
    return instantiated_.count(scope.index()) != 0;
  }
  /// The associations that begin or end at an element.
  [[nodiscard]] const std::vector<Element>& associations(const Element& end) const;
  /// Whether some event or loop refers to that event definition.
  [[nodiscard]] bool is_used(const Element& definition) const {
    return used_definitions_.count(definition.index()) != 0;
  }
  /// Whether nodes of the file name their flows as `incoming` or `outgoing`.
  [[nodiscard]] bool is_repeated_in_nodes() const noexcept { return is_repeated_; }
  /// Whether there are `import` elements: other files may define what is missing in this one.
  [[nodiscard]] bool has_imports() const noexcept { return has_imports_; }

 private:
  using Lists = std::unordered_map<std::size_t, std::vector<Element>>;
  void add(const FileContext& file, const Element& element);
  void add_flow(const FileContext& file, const Element& flow);
  void note_used(const FileContext& file, std::string_view reference);
  [[nodiscard]] const std::vector<Element>& at(const Lists& lists, const Element& key) const;

  Lists outgoing_, incoming_, boundary_, associations_;
  std::unordered_set<std::size_t> starts_, ends_, instantiated_, used_definitions_;
  std::vector<Element> none_;
  bool is_repeated_ = false, has_imports_ = false;
};

/// What the checks work with.
struct RuleContext {
  FileContext& file;
  const FlowIndex& flows;
};

/// Whether the element is an event definition at the top of the file that nothing refers to.
[[nodiscard]] bool is_unused_definition(const RuleContext& rules, const Element& element);

// Checks of the rules of BPMN 2.0. Each looks at one element and reports all that it finds; what leaves no
// clear meaning is an error, the rest a violation.

/// Elements that the standard does not know or does not allow where they stand (XML schema of BPMN 2.0).
void check_vocabulary(const RuleContext& rules, const Element& element);
/// Attributes and repetitions that the XML schema of BPMN 2.0 does not know, and ids that are none.
void check_schema(const RuleContext& rules, const Element& element);
/// Extensions of the engines that nothing reads; called with the elements of every namespace.
void check_extensions(const RuleContext& rules, const Element& element);
/// Attributes that must be given, and attributes with a closed list of values (XML schema of BPMN 2.0).
void check_attributes(const RuleContext& rules, const Element& element);
/// Targets of references other than those that the model resolves.
void check_references(const RuleContext& rules, const Element& element);
/// What shapes and edges draw; called with the elements of diagrams.
void check_drawn(const RuleContext& rules, const Element& element);
/// Sequence flows, their ends, and nodes with too many or too few of them (§8.4.13, §10).
void check_flows(const RuleContext& rules, const Element& element);
/// Gateways (§10.6).
void check_gateways(const RuleContext& rules, const Element& element);
/// Events and event definitions (§10.5).
void check_events(const RuleContext& rules, const Element& element);
/// What event definitions refer to, and times.
void check_event_definitions(const RuleContext& rules, const Element& element);
/// Compensation and transactions (§10.7).
void check_compensation(const RuleContext& rules, const Element& element);
/// Activities (§10.3).
void check_activities(const RuleContext& rules, const Element& element);
/// Loops (§10.3.8).
void check_loops(const RuleContext& rules, const Element& element);
/// Called elements and their interfaces (§10.3.6, §10.4.1).
void check_calls(const RuleContext& rules, const Element& element);
/// The messages and data of tasks that work with operations or messages (§10.3.3).
void check_task_data(const RuleContext& rules, const Element& element);
/// Item definitions, data associations, input/output specifications (§10.4).
void check_data(const RuleContext& rules, const Element& element);
/// Expressions and formats (§8.4.6).
void check_expressions(const RuleContext& rules, const Element& element);
/// Collaborations (§9).
void check_collaborations(const RuleContext& rules, const Element& element);
/// Conversations and choreographies (§9.5, §11), and the keys of correlations (§8.4.2).
void check_conversations(const RuleContext& rules, const Element& element);
/// Names that must be unique in the whole file.
void check_names(const RuleContext& rules);

/// Runs all checks.
void check_rules(FileContext& file);

// What the checks ask of elements.

[[nodiscard]] bool is_one_of(const Element& element, std::initializer_list<std::string_view> names);
[[nodiscard]] bool is_event(const Element& element);
[[nodiscard]] bool is_gateway(const Element& element);
[[nodiscard]] bool is_activity(const Element& element);
[[nodiscard]] bool is_flow_node(const Element& element);
[[nodiscard]] bool is_sub_process(const Element& element);
[[nodiscard]] bool is_event_sub_process(const Element& element);
/// Whether children of `element` are flow elements.
[[nodiscard]] bool is_scope(const Element& element);
/// Whether an element is one of an extension, or lies below `extensionElements`: the extension's own affair.
[[nodiscard]] bool is_in_extension(Element element);
/// The children of that name in the BPMN namespace.
[[nodiscard]] std::vector<Element> children_named(const Element& element, std::string_view name);
/// An event that throws: intermediate throw or end event.
[[nodiscard]] bool is_throwing(const Element& event);
/// The nearest `process` around an element.
[[nodiscard]] Element process_of(Element element);
/// Whether the file keeps to the standard alone and `element` lies in an executable process or outside of
/// any. Engines have ways of their own to say what the standard demands of executable processes.
[[nodiscard]] bool is_plainly_executable(const FileContext& file, const Element& element);
/// The number, quoted text or truth value that an expression is as it stands, `${…}` left out; else empty.
[[nodiscard]] std::string_view literal_of(std::string_view text);
/// Whether one of the event's definitions has that tag.
[[nodiscard]] bool has_definition(FileContext& file, const Element& event, std::string_view tag);

}  // namespace rondo::bpmn
