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
  /// Whether an association begins or ends at an element.
  [[nodiscard]] bool is_associated(const Element& element) const {
    return associated_.count(element.index()) != 0;
  }
  /// Whether nodes of the file name their flows as `incoming` or `outgoing`.
  [[nodiscard]] bool is_repeated_in_nodes() const noexcept { return is_repeated_; }

 private:
  std::unordered_map<std::size_t, std::vector<Element>> outgoing_, incoming_, boundary_;
  std::unordered_set<std::size_t> starts_, ends_, associated_;
  std::vector<Element> none_;
  bool is_repeated_ = false;
};

/// What the checks work with.
struct RuleContext {
  FileContext& file;
  const FlowIndex& flows;
};

// Checks of the rules of BPMN 2.0. Each looks at one element and reports all that it finds; what leaves no
// clear meaning is an error, the rest a violation.

/// Elements that the standard does not know, or that stand where they may not; unknown extensions.
void check_vocabulary(const RuleContext& rules, const Element& element);
/// Targets of references other than those that the model resolves.
void check_references(const RuleContext& rules, const Element& element);
/// Sequence flows, their ends, and nodes with too many or too few of them (§8.4.13, §10).
void check_flows(const RuleContext& rules, const Element& element);
/// Gateways (§10.6).
void check_gateways(const RuleContext& rules, const Element& element);
/// Events and event definitions (§10.5).
void check_events(const RuleContext& rules, const Element& element);
/// What event definitions refer to, and times.
void check_event_definitions(const RuleContext& rules, const Element& element);
/// Activities (§10.3).
void check_activities(const RuleContext& rules, const Element& element);
/// The messages and data of tasks that work with operations or messages (§10.3.3).
void check_task_data(const RuleContext& rules, const Element& element);
/// Item definitions, data associations, input/output specifications (§10.4).
void check_data(const RuleContext& rules, const Element& element);
/// Expressions and formats (§8.4.6).
void check_expressions(const RuleContext& rules, const Element& element);
/// Collaborations (§9).
void check_collaborations(const RuleContext& rules, const Element& element);
/// Names that must be unique in the whole file.
void check_names(const RuleContext& rules);

/// Runs all checks.
void check_rules(FileContext& file);

// What the checks ask of elements.

[[nodiscard]] bool is_one_of(const Element& element, std::initializer_list<std::string_view> names);
[[nodiscard]] bool is_event(const Element& element);
[[nodiscard]] bool is_gateway(const Element& element);
[[nodiscard]] bool is_activity(const Element& element);
[[nodiscard]] bool is_sub_process(const Element& element);
[[nodiscard]] bool is_event_sub_process(const Element& element);
/// Whether children of `element` are flow elements.
[[nodiscard]] bool is_scope(const Element& element);
/// The children of that name in the BPMN namespace.
[[nodiscard]] std::vector<Element> children_named(const Element& element, std::string_view name);
/// The nearest `process` around an element.
[[nodiscard]] Element process_of(Element element);

}  // namespace rondo::bpmn
