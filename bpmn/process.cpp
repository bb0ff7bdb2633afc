// SPDX-License-Identifier: Apache-2.0
#include "bpmn/process.hpp"

#include "bpmn/guards.hpp"

#include "bpmn/activities.hpp"
#include "bpmn/correlation.hpp"
#include "bpmn/events.hpp"
#include "bpmn/expressions.hpp"
#include "bpmn/implementations.hpp"
#include "bpmn/input_sets.hpp"
#include "bpmn/mappings.hpp"
#include "bpmn/own_extensions.hpp"
#include "bpmn/words.hpp"

#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rondo::bpmn {
namespace {

using model::ElementFamily;
using model::ElementKind;
using model::FlowNode;
using model::NodeId;
using model::ScopeId;

constexpr std::int64_t kDay = 86'400'000;  // milliseconds

bool is_throwing(ElementKind kind) {
  return kind == ElementKind::EndEvent || kind == ElementKind::IntermediateThrowEvent;
}

/// Reads the nodes, flows and lanes of one process.
class ProcessReader {
 public:
  explicit ProcessReader(FileContext& file) : file_(file), context_{file, builder_} {}

  std::shared_ptr<const model::ProcessDefinition> read(const Element& element) {
    read_header(element);
    read_scope(element, ScopeId{0});
    connect_all();
    read_own_start(file_, element, builder_, ScopeId{0}, node_finder());
    return builder_.build();
  }

  std::shared_ptr<const model::ProcessDefinition> read_single(const Element& element, ElementKind kind) {
    read_header(element);
    FlowNode node = read_common(element, kind, ScopeId{0});
    read_activity(context_, element, node);
    builder_.add_node(std::move(node));
    return builder_.build();
  }

 private:
  void read_header(const Element& element) {
    model::ProcessDefinition& process = builder_.process();
    process.id = std::string(key_of(element));
    process.name = std::string(element["name"]);
    process.documentation = std::string(element.child("documentation").trimmed_text());
    process.where = element.where();
    process.file = file_.diagnostics().file();
    process.executable = element.flag("isExecutable", true);
    process.dialect = file_.document().dialect;
    process.version_tag = std::string(element.ext("versionTag"));
    process.graceful = element.ext_flag("graceful", false);
    process.depth_first = element.ext_flag("depthFirst", false);
    if (const Element tag = element.ext_child("versionTag")) process.version_tag = std::string(tag["value"]);
    for (const std::string_view name : {"candidateStarterUsers", "candidateStarterGroups"}) {
      for (const auto id : add_list(context_, element, element.find_ext(name))) {
        process.candidate_starters.push_back(id);
      }
    }
    read_history(element, process);
    process.job_priority =
        add_attribute(context_, element, SourceKind::Text, element.find_ext("jobPriority"));
    process.input_variable = std::string(element.ext("inputVariable"));
    process.thread_result = std::string(element.ext("threadResult"));
    process.exceptions_are_errors = element.ext_flag("exceptionsAreErrors", process.graceful);
    process.listeners = read_execution_listeners(context_, element);
    process.correlation_keys = read_correlation_keys(context_, element);
    read_own_process(context_, element);
  }

  // The level is an element in Flowable; an attribute of that name is taken as well. The time to live is a
  // number of days or an ISO 8601 duration (Camunda).
  void read_history(const Element& element, model::ProcessDefinition& process) {
    const Element child = element.ext_child("historyLevel");
    const std::string_view level = child ? child.trimmed_text() : element.ext("historyLevel");
    process.history_level = model::history_level_of(level);
    if (!level.empty() && !process.history_level) {
      file_.warning(element, "history-level",
                    "there is no history level \"" + std::string(level) +
                        "\"; there are none, activity, audit and full");
    }
    const std::string_view life = element.ext("historyTimeToLive");
    process.history_time_to_live = model::parse_duration(life);
    if (const auto days = whole_number(life)) process.history_time_to_live = {0, *days * kDay};
    const bool usable = process.history_time_to_live && !process.history_time_to_live->is_negative();
    if (life.empty() || usable) return;
    process.history_time_to_live.reset();
    file_.warning(element, "history-time-to-live",
                  "the historyTimeToLive \"" + std::string(life) +
                      "\" is no number of days and no duration; the engine's applies");
  }

  void read_scope(const Element& element, ScopeId scope) {
    builder_.scope(scope).data = read_data_items(file_, element, false);
    builder_.scope(scope).merging = read_merging(file_, element);
    for (const Element child : element.children()) {
      if (child.space() != Space::Bpmn) continue;
      if (const auto kind = model::element_kind_of(child.name())) {
        read_node(child, *kind, scope);
      } else if (child.name() == "sequenceFlow") {
        flows_.push_back(child);
      } else if (child.name() == "association") {
        associations_.push_back(child);
      } else if (child.name() == "laneSet") {
        lane_sets_.push_back(child);
      }
    }
  }

  void read_node(const Element& element, ElementKind kind, ScopeId scope) {
    FlowNode node = read_common(element, kind, scope);
    const ElementFamily family = model::family_of(kind);
    if (family == ElementFamily::Event) read_event(element, node);
    if (family == ElementFamily::Gateway) read_gateway(element, node);
    if (model::is_activity(family)) read_activity(context_, element, node);
    const NodeId added = builder_.add_node(std::move(node));
    if (!element["id"].empty()) nodes_.emplace(element["id"], added);
    elements_.push_back(element);
    if (family != ElementFamily::SubProcess) return;
    const ScopeId body = builder_.add_scope(added, scope);
    builder_.node(added).body = body;
    read_scope(element, body);
  }

  FlowNode read_common(const Element& element, ElementKind kind, ScopeId scope) {
    FlowNode node;
    node.kind = kind;
    node.scope = scope;
    node.where = element.where();
    node.id = std::string(element["id"]);
    if (node.id.empty()) node.id = "_" + std::string(element.name()) + std::to_string(builder_.node_count());
    node.name = std::string(element["name"]);
    node.documentation = std::string(element.child("documentation").trimmed_text());
    const bool is_async = element.ext_flag("async", false);
    node.async_before = is_async || element.ext_flag("asyncBefore", false);
    node.async_after = element.ext_flag("asyncAfter", false) || element.ext_flag("asyncLeave", false);
    node.exclusive = element.ext_flag("exclusive", true);
    node.implicit = element.ext_flag("implicit", false);
    node.listeners = read_execution_listeners(context_, element);
    node.extras = read_extras(context_, element);
    read_own_node(context_, element, node);
    return node;
  }

  void read_event(const Element& element, FlowNode& node) {
    for (const Element child : element.children()) {
      if (child.is("eventDefinitionRef") && !is_event_definition(file_.find(child.text()))) {
        file_.dangling(element, "eventDefinitionRef", child.text());
      }
    }
    const std::vector<Element> definitions = event_definitions_of(file_, element);
    for (const Element& definition : definitions) {
      node.events.push_back(read_event_definition(context_, element, definition, is_throwing(node.kind)));
    }
    for (std::size_t i = 1; i < node.events.size(); ++i) {
      const model::EventKind kind = node.events[i].kind;
      if (kind != model::EventKind::Message && kind != model::EventKind::Signal) continue;
      node.events[i].item = data_item(element, is_throwing(node.kind), i);
    }
    if (const Element detach = element.ext_child("detach")) read_detach(detach, node);
    if (definitions.size() == 1) node.event = node.events.front().kind;
    if (definitions.size() > 1) {
      node.event = element.flag("parallelMultiple", false) ? model::EventKind::ParallelMultiple
                                                           : model::EventKind::Multiple;
    }
    node.initiator = std::string(element.ext("initiator"));
    if (node.kind == ElementKind::StartEvent) node.interrupting = element.flag("isInterrupting", true);
    if (node.kind == ElementKind::BoundaryEvent) node.interrupting = element.flag("cancelActivity", true);
    node.properties = read_data_items(file_, element, true);
  }

  // Which threads it starts is known when all nodes are.
  static void read_detach(const Element& element, FlowNode& node) {
    model::EventDefinition event;
    event.kind = node.event = model::EventKind::Detach;
    event.where = element.where();
    node.events.push_back(std::move(event));
  }

  void read_gateway(const Element& element, FlowNode& node) {
    node.instantiate = element.flag("instantiate", false);
    node.parallel_event_gateway = element["eventGatewayType"] == "Parallel";
    node.activation_condition =
        add_body(context_, element, SourceKind::Condition, element.child("activationCondition"));
  }

  /// The node of this process with that id; kNoNode when there is none.
  [[nodiscard]] NodeId node_of(std::string_view reference) const {
    auto found = nodes_.find(trim(reference));
    if (found == nodes_.end()) found = nodes_.find(without_prefix(reference));
    return found == nodes_.end() ? model::kNoNode : found->second;
  }

  [[nodiscard]] NodeOf node_finder() const {
    return [this](std::string_view reference) { return node_of(reference); };
  }

  void connect_all() {
    const NodeOf finder = node_finder();
    for (const Element& flow : flows_) read_flow(flow);
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      attach(elements_[i], static_cast<NodeId>(i));
      set_default(elements_[i], static_cast<NodeId>(i));
      set_threads(elements_[i], static_cast<NodeId>(i));
      read_completed_scopes(file_, elements_[i], builder_, static_cast<NodeId>(i), finder);
      const ScopeId body = builder_.node(static_cast<NodeId>(i)).body;
      if (body == model::kNoScope) continue;
      read_guard(context_, elements_[i], builder_, static_cast<NodeId>(i), finder);
      read_own_start(file_, elements_[i], builder_, body, finder);
    }
    wait_for_inputs(context_, elements_);
    for (const Element& association : associations_) read_association(association);
    for (const Element& lanes : lane_sets_) read_lanes(lanes);
  }

  /// One end of a sequence flow; reports what is wrong with it.
  NodeId flow_end(const Element& element, std::string_view attribute) {
    const std::string_view reference = element[attribute];
    if (trim(reference).empty()) {
      file_.error(element, "missing-attribute", describe(element) + " has no " + std::string(attribute));
      return model::kNoNode;
    }
    const NodeId node = node_of(reference);
    if (node != model::kNoNode) return node;
    if (const Element other = file_.find(reference)) {
      file_.error(element, "flow-scope",
                  std::string(attribute) + " of " + describe(element) + " is " + describe(other) +
                      ", which is no flow node of the same process");
    } else {
      file_.dangling(element, attribute, reference);
    }
    return model::kNoNode;
  }

  void read_flow(const Element& element) {
    model::SequenceFlow flow;
    flow.source = flow_end(element, "sourceRef");
    flow.target = flow_end(element, "targetRef");
    if (flow.source == model::kNoNode || flow.target == model::kNoNode) return;
    if (builder_.node(flow.source).scope != builder_.node(flow.target).scope) {
      file_.error(element, "flow-scope", describe(element) + " leads across the boundary of a sub-process");
      return;
    }
    flow.id = std::string(element["id"]);
    flow.name = std::string(element["name"]);
    flow.where = element.where();
    flow.condition = add_body(context_, element, SourceKind::Condition, element.child("conditionExpression"));
    flow.skip_expression =
        add_attribute(context_, element, SourceKind::Condition, element.find_ext("skipExpression"));
    if (const Attribute* const outcome = element.find_own("outcome")) {
      flow.outcome = std::string(outcome->value);
    }
    flow.listeners = read_execution_listeners(context_, element);
    const model::FlowId added = builder_.add_flow(std::move(flow));
    if (!element["id"].empty()) flow_ids_.emplace(element["id"], added);
  }

  void attach(const Element& element, NodeId id) {
    FlowNode& node = builder_.node(id);
    if (node.kind != ElementKind::BoundaryEvent) return;
    const std::string_view reference = element["attachedToRef"];
    const NodeId host = node_of(reference);
    if (host == model::kNoNode) {
      if (trim(reference).empty()) {
        file_.error(element, "boundary-attachment", describe(element) + " is attached to nothing");
      } else {
        file_.dangling(element, "attachedToRef", reference);
      }
      return;
    }
    const FlowNode& activity = builder_.node(host);
    if (!model::is_activity(model::family_of(activity.kind)) || activity.scope != node.scope) {
      file_.error(element, "boundary-attachment",
                  describe(element) + " is not attached to an activity of its own scope");
      return;
    }
    node.attached_to = host;
  }

  void set_default(const Element& element, NodeId id) {
    const std::string_view reference = trim(element["default"]);
    if (reference.empty()) return;
    auto found = flow_ids_.find(reference);
    if (found == flow_ids_.end()) found = flow_ids_.find(without_prefix(reference));
    if (found == flow_ids_.end()) {
      if (!file_.find(reference, "sequenceFlow")) file_.dangling(element, "default", reference);
      return;
    }
    if (builder_.flow(found->second).source != id) {
      file_.error(element, "default-flow", "the default flow of " + describe(element) + " does not leave it");
      return;
    }
    builder_.node(id).default_flow = found->second;
  }

  void set_threads(const Element& element, NodeId id) {
    const Element detach = element.ext_child("detach");
    FlowNode& node = builder_.node(id);
    if (!detach || node.event != model::EventKind::Detach) return;
    for (const std::string_view reference : split_list(detach["threads"])) {
      const NodeId thread = node_of(reference);
      if (thread == model::kNoNode || !builder_.node(thread).detached) {
        file_.error(detach, "detached-thread",
                    describe(element) + " starts \"" + std::string(reference) +
                        "\", which is no detached sub-process of the process");
        continue;
      }
      node.events.front().threads.push_back(thread);
    }
  }

  /// An association from a compensation boundary event names the handler.
  void read_association(const Element& element) {
    const NodeId source = node_of(element["sourceRef"]);
    const NodeId target = node_of(element["targetRef"]);
    if (source == model::kNoNode || target == model::kNoNode) return;
    FlowNode& event = builder_.node(source);
    const bool is_compensation =
        event.kind == ElementKind::BoundaryEvent && event.event == model::EventKind::Compensation;
    if (is_compensation) event.compensation_handler = target;
  }

  void read_lanes(const Element& lane_set) {
    for (const Element element : lane_set.children()) {
      if (!element.is("lane")) continue;
      model::Lane lane;
      lane.id = std::string(element["id"]);
      lane.name = std::string(element["name"]);
      for (const Element child : element.children()) {
        if (!child.is("flowNodeRef")) continue;
        const NodeId node = node_of(child.text());
        if (node != model::kNoNode) {
          lane.nodes.push_back(node);
        } else if (!file_.find(child.text())) {
          file_.dangling(element, "flowNodeRef", child.text());
        }
      }
      std::vector<model::Lane>& lanes = builder_.process().lanes;
      const std::size_t at = lanes.size();
      lanes.push_back(std::move(lane));
      if (const Element nested = element.child("childLaneSet")) read_lanes(nested);
      // What lies in a lane lies in the one around it, listed there or not.
      std::set<NodeId> inside(lanes[at].nodes.begin(), lanes[at].nodes.end());
      for (std::size_t i = at + 1; i < lanes.size(); ++i) {
        for (const NodeId node : lanes[i].nodes) {
          if (inside.insert(node).second) lanes[at].nodes.push_back(node);
        }
      }
    }
  }

  FileContext& file_;
  model::ProcessBuilder builder_;
  ProcessContext context_;
  std::vector<Element> flows_, associations_, lane_sets_;
  std::vector<Element> elements_;                       // of the nodes
  std::unordered_map<std::string_view, NodeId> nodes_;  // by ids in the file, which outlives this
  std::unordered_map<std::string_view, model::FlowId> flow_ids_;
};

constexpr Words<std::string_view, 5> kGlobalTasks{{{"globalTask", "task"},
                                                   {"globalUserTask", "userTask"},
                                                   {"globalManualTask", "manualTask"},
                                                   {"globalScriptTask", "scriptTask"},
                                                   {"globalBusinessRuleTask", "businessRuleTask"}}};

}  // namespace

std::string_view task_of_global(const Element& element) {
  if (!element || element.space() != Space::Bpmn) return {};
  return meaning_of(kGlobalTasks, element.name(), std::string_view());
}

std::string_view global_of_task(std::string_view task) noexcept { return word_for(kGlobalTasks, task); }

std::shared_ptr<const model::ProcessDefinition> read_process(FileContext& file, const Element& element) {
  return ProcessReader(file).read(element);
}

std::shared_ptr<const model::ProcessDefinition> read_global_task(FileContext& file, const Element& element) {
  const auto kind = model::element_kind_of(task_of_global(element));
  return ProcessReader(file).read_single(element, kind.value_or(ElementKind::Task));
}

}  // namespace rondo::bpmn
