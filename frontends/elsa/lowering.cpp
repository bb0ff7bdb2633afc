// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/lowering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace rondo::frontends::elsa {

using model::ElementKind;
using model::NodeId;
using model::ScopeId;

namespace {

constexpr std::size_t kMaxActivities = 10'000;

// What a workflow lies in, in files that hold more.
const Json* root_of(const Json& document) {
  if (const Json* root = document.find("root")) return root;
  if (const Json* type = document.find("type"); type != nullptr && document.find("activities") != nullptr) {
    return &document;
  }
  return nullptr;
}

// "3.4.0.0": the two first numbers.
std::pair<int, int> version_of(const std::string& text) {
  std::pair<int, int> version{0, 0};
  const char* const end = text.data() + text.size();
  const auto [dot, failure] = std::from_chars(text.data(), end, version.first);
  if (failure == std::errc() && dot != end) std::from_chars(dot + 1, end, version.second);
  return version;
}

}  // namespace

std::shared_ptr<const model::ProcessDefinition> Lowering::run(std::string key, const std::string& file) {
  root_ = root_of(document_);
  if (root_ == nullptr || !root_->is(Json::Kind::Object)) {
    error(document_.where, "elsa-shape", "the workflow has no root activity");
    return nullptr;
  }
  builder_.process().file = file;
  builder_.process().where = root_->where;
  read_header(std::move(key));
  merging_ = merging_of();
  collect_names(document_);
  builder_.scope(ScopeId{0}).merging = merging_;
  declare(document_, ScopeId{0});
  if (root_->text("type") == "Elsa.Flowchart") {
    if (root_ != &document_) declare(*root_, ScopeId{0});
    fill_flowchart(*root_, ScopeId{0});
  } else {
    builder_.scope(ScopeId{0}).start = lower(*root_, ScopeId{0});
  }
  warn_of_triggers(*root_);
  return diagnostics_.refuses() ? nullptr : builder_.build();
}

void Lowering::read_header(std::string key) {
  model::ProcessDefinition& process = builder_.process();
  for (const char* name : {"definitionId", "id", "name"}) {
    if (process.id.empty() && root_ != &document_) process.id = document_.text(name);
  }
  if (process.id.empty()) process.id = std::move(key);
  process.name = document_.text("name");
  process.documentation = document_.text("description");
  process.exceptions_are_errors = true;
  process.failures = model::FailurePolicy::Fault;
  const Json* options = document_.find("options");
  if (options == nullptr || !options->is(Json::Kind::Object)) return;
  const std::string strategy = options->text("incidentStrategyType");
  if (strategy.find("ContinueWithIncidents") != std::string::npos) {
    process.failures = model::FailurePolicy::Incident;
  } else if (!strategy.empty() && strategy.find("Fault") == std::string::npos) {
    error(options->find("incidentStrategyType")->where, "elsa-shape",
          fmt::format("there is no incident strategy '{}'", strategy));
  }
}

// The version of Elsa that a file comes from says how its flowcharts run; an option says so itself.
model::Merging Lowering::merging_of() {
  const Json* options = document_.find("options");
  for (const Json* holder : {options, document_.find("customProperties")}) {
    if (holder == nullptr || !holder->is(Json::Kind::Object)) continue;
    const Json* mode = holder->find("flowchartMode");
    if (mode == nullptr) mode = holder->find("flowchartExecutionMode");
    if (mode == nullptr) continue;
    const std::string name = mode->as_text();
    if (same_name(name, "classic")) return model::Merging::Counted;
    if (same_name(name, "counter") || same_name(name, "counterBased")) return model::Merging::Paths;
    if (same_name(name, "token") || same_name(name, "tokenBased")) return model::Merging::Tokens;
    if (same_name(name, "default")) continue;
    error(mode->where, "elsa-shape", fmt::format("there is no flowchart mode '{}'", name));
  }
  return version_of(document_.text("toolVersion")) < std::pair(3, 4) ? model::Merging::Counted
                                                                     : model::Merging::Paths;
}

// Variables of all composites, and inputs of the workflow. Recursion follows the file's nesting.
void Lowering::collect_names(const Json& json) {
  if (json.is(Json::Kind::List)) {
    for (const Json& item : json.items) collect_names(item);
    return;
  }
  if (!json.is(Json::Kind::Object)) return;
  for (std::size_t i = 0; i < json.names.size(); ++i) {
    const bool variables = same_name(json.names[i], "variables");
    const bool inputs = same_name(json.names[i], "inputs");
    const std::vector<Json>* list = variables || inputs ? json.items[i].list() : nullptr;
    if (list == nullptr) {
      collect_names(json.items[i]);
      continue;
    }
    for (const Json& variable : *list) {
      if (!variable.is(Json::Kind::Object)) continue;
      const std::string name = variable.text("name");
      if (name.empty()) continue;
      if (!is_plain_name(name)) {
        error(variable.where, "elsa-variable",
              fmt::format("'{}' cannot be the name of a variable; use letters, digits and '_'", name));
        continue;
      }
      names_.insert(name);
      if (variables) by_id_.emplace(variable.find("id") != nullptr ? variable.text("id") : name, name);
    }
  }
}

void Lowering::declare(const Json& holder, ScopeId scope) {
  for (const char* kind : {"inputs", "variables"}) {
    const std::vector<Json>* list = list_in(holder, kind);
    if (list == nullptr) continue;
    for (const Json& variable : *list) {
      if (!variable.is(Json::Kind::Object) || !is_plain_name(variable.text("name"))) continue;
      model::DataItem item;
      item.id = item.name = variable.text("name");
      item.where = variable.where;
      item.initial = initial_value(variable);
      builder_.scope(scope).data.push_back(std::move(item));
    }
  }
}

// --- flowcharts

bool Lowering::may_start(const Json& activity) {
  for (const char* holder : {"customProperties", "metadata"}) {
    const Json* properties = activity.find(holder);
    if (properties == nullptr || !properties->is(Json::Kind::Object)) continue;
    const Json* flag = properties->find("canStartWorkflow");
    if (flag != nullptr && flag->scalar == model::Value(true)) return true;
  }
  const Json* own = activity.find("canStartWorkflow");
  return own != nullptr && own->scalar == model::Value(true);
}

void Lowering::fill_flowchart(const Json& flowchart, ScopeId scope) {
  const std::vector<Json>* list = list_in(flowchart, "activities");
  if (list == nullptr || list->empty()) return;
  if (list->size() > kMaxActivities) {
    return error(flowchart.find("activities")->where, "too-large",
                 fmt::format("more than {} activities in one flowchart", kMaxActivities));
  }
  Nodes nodes;
  std::vector<Member> activities;
  for (const Json& activity : *list) {
    if (activity.is(Json::Kind::Null)) continue;
    const NodeId node = lower(activity, scope);
    if (node == model::kNoNode) continue;
    activities.push_back({&activity, builder_.node(node).id});
    nodes.emplace(builder_.node(node).id, node);
  }
  const std::vector<Connection> connections = connect_all(flowchart, nodes);
  if (activities.empty()) return;
  const auto start = nodes.find(start_of(flowchart, activities, connections));
  if (start == nodes.end()) {
    return error(flowchart.find("start")->where, "elsa-shape",
                 fmt::format("the flowchart has no activity '{}' to start with", flowchart.text("start")));
  }
  builder_.scope(scope).start = start->second;
  if (scope == ScopeId{0}) add_triggers(activities, nodes, connections);
}

std::vector<Lowering::Connection> Lowering::connect_all(const Json& flowchart, const Nodes& nodes) {
  std::vector<Connection> connections;
  for (Connection& connection : connections_of(flowchart)) {
    const auto source = nodes.find(connection.source), target = nodes.find(connection.target);
    if (source == nodes.end() || target == nodes.end()) {
      diagnostics_.warning(connection.where, "elsa-connection",
                           fmt::format("the connection is left out: the flowchart has no activity '{}'",
                                       source == nodes.end() ? connection.source : connection.target));
      continue;
    }
    model::FlowNode& node = builder_.node(source->second);
    const bool done = connection.port.empty() || connection.port == "Done";
    const bool is_custom = node.implementation != nullptr &&
                           node.implementation->kind == model::Implementation::Kind::Type &&
                           (node.extras == nullptr || node.extras->outcomes.empty());
    if (is_custom) {
      declare_local(node, "outcome");
      extras(node).outcomes.push_back({{}, model::kNoExpression, model::kNoExpression, "outcome"});
      extras(node).otherwise = "Done";
    }
    model::SequenceFlow& flow = connect(source->second, target->second);
    flow.outcome = done ? std::string() : connection.port;
    flow.where = connection.where;
    connections.push_back(std::move(connection));
  }
  // Activities that say their outcomes go by names, "Done" too.
  for (std::size_t flow = flows_ - connections.size(); flow < flows_; ++flow) {
    model::SequenceFlow& way = builder_.flow(model::FlowId{static_cast<std::uint32_t>(flow)});
    const auto& source = builder_.node(way.source).extras;
    if (way.outcome.empty() && source != nullptr && !source->outcomes.empty()) way.outcome = "Done";
  }
  return connections;
}

// What may start a workflow, and nothing leads to, does: whichever of it happens starts an instance.
void Lowering::add_triggers(const std::vector<Member>& activities, const Nodes& nodes,
                            const std::vector<Connection>& connections) {
  NodeId gateway = model::kNoNode;
  for (const Member& activity : activities) {
    const NodeId node = nodes.find(activity.id)->second;
    const auto leads = [&](const Connection& connection) { return connection.target == activity.id; };
    if (builder_.node(node).kind != ElementKind::IntermediateCatchEvent || !may_start(*activity.json))
      continue;
    if (std::any_of(connections.begin(), connections.end(), leads)) continue;
    if (gateway == model::kNoNode) {
      gateway = builder_.add_node(node_names_.implicit(ElementKind::EventBasedGateway, "_triggers",
                                                       activity.json->where, ScopeId{0}));
      builder_.node(gateway).instantiate = true;
    }
    connect(gateway, node);
    triggers_.insert(activity.json);
  }
}

// Those that lie deeper, or that something leads to, are waited for, but start nothing. Recursion follows the
// file's nesting.
void Lowering::warn_of_triggers(const Json& json) {
  static constexpr std::array<std::string_view, 5> kTypes{"Elsa.Event", "Elsa.Timer", "Elsa.Cron",
                                                          "Elsa.StartAt", "Elsa.HttpEndpoint"};
  for (const Json& item : json.items) warn_of_triggers(item);
  if (!json.is(Json::Kind::Object) || !may_start(json) || triggers_.count(&json) != 0) return;
  const std::string type = json.text("type");
  if (std::find(kTypes.begin(), kTypes.end(), type) == kTypes.end()) return;
  diagnostics_.warning(
      json.where, "elsa-trigger",
      "it starts no instances: something leads to it, or it is no part of the root flowchart",
      json.text("id"));
}

std::vector<Lowering::Connection> Lowering::connections_of(const Json& flowchart) {
  std::vector<Connection> connections;
  const std::vector<Json>* list = list_in(flowchart, "connections");
  if (list == nullptr) return connections;
  for (const Json& item : *list) {
    const auto end = [&](const char* name, const char* port) -> std::pair<std::string, std::string> {
      const Json* side = item.is(Json::Kind::Object) ? item.find(name) : nullptr;
      if (side == nullptr) return {};
      if (side->is(Json::Kind::Object)) return {side->text("activity"), side->text("port")};
      return {side->as_text(), item.text(port)};
    };
    auto [source, port] = end("source", "sourcePort");
    auto [target, in] = end("target", "targetPort");
    if (source.empty() || target.empty()) {
      const char* missing = source.empty() ? "source" : "target";
      error(item.where, "elsa-shape",
            fmt::format("a connection needs a source and a target, and this one has no {}", missing));
      continue;
    }
    connections.push_back({std::move(source), std::move(port), std::move(target), item.where});
  }
  return connections;
}

// What it says itself, else a Start, else what may start a workflow, else what nothing leads to.
std::string Lowering::start_of(const Json& flowchart, const std::vector<Member>& activities,
                               const std::vector<Connection>& connections) const {
  if (const std::string named = flowchart.text("start"); !named.empty()) return named;
  for (const Member& activity : activities) {
    if (activity.json->text("type") == "Elsa.Start") return activity.id;
  }
  for (const Member& activity : activities) {
    if (may_start(*activity.json)) return activity.id;
  }
  for (const Member& activity : activities) {
    const auto leads = [&](const Connection& connection) { return connection.target == activity.id; };
    if (std::none_of(connections.begin(), connections.end(), leads)) return activity.id;
  }
  return activities.front().id;
}

NodeId Lowering::lower(const Json& activity, ScopeId scope) {
  if (!activity.is(Json::Kind::Object)) {
    error(activity.where, "elsa-shape", "an activity must be an object");
    return model::kNoNode;
  }
  const std::string type = activity.text("type");
  if (type.empty()) {
    error(activity.where, "elsa-shape", "the activity has no type");
    return model::kNoNode;
  }
  const std::string around = std::exchange(current_, activity.text("id"));
  const Maker maker = maker_of(type);
  const NodeId node = (this->*maker)(activity, scope);
  current_ = around;
  return node;
}

Lowering::Maker Lowering::maker_of(std::string_view type) {
  struct Known {
    std::string_view type;
    Maker maker;
  };
  static constexpr auto kKnown =
      std::to_array<Known>({{"Flowchart", &Lowering::flowchart},
                            {"Sequence", &Lowering::sequence},
                            {"Start", &Lowering::none},
                            {"FlowNode", &Lowering::none},
                            {"End", &Lowering::end},
                            {"Finish", &Lowering::finish},
                            {"Complete", &Lowering::complete},
                            {"Break", &Lowering::leave_loop},
                            {"Fault", &Lowering::fault},
                            {"WriteLine", &Lowering::write_line},
                            {"SetVariable", &Lowering::set_variable},
                            {"SetOutput", &Lowering::set_output},
                            {"RunJavaScript", &Lowering::run_script},
                            {"FlowDecision", &Lowering::decision},
                            {"FlowSwitch", &Lowering::flow_switch},
                            {"FlowFork", &Lowering::flow_fork},
                            {"FlowJoin", &Lowering::flow_join},
                            {"RunTask", &Lowering::run_task},
                            {"Delay", &Lowering::delay},
                            {"Timer", &Lowering::delay},
                            {"StartAt", &Lowering::start_at},
                            {"Cron", &Lowering::start_at},
                            {"Event", &Lowering::event},
                            {"PublishEvent", &Lowering::publish_event},
                            {"ExecuteWorkflow", &Lowering::execute_workflow},
                            {"DispatchWorkflow", &Lowering::execute_workflow},
                            {"Parallel", &Lowering::parallel},
                            {"Fork", &Lowering::fork},
                            {"If", &Lowering::if_else},
                            {"Switch", &Lowering::switch_case},
                            {"While", &Lowering::while_loop},
                            {"For", &Lowering::for_loop},
                            {"ForEach", &Lowering::for_each},
                            {"ParallelForEach", &Lowering::parallel_for_each},
                            {"Container", &Lowering::sequence},
                            {"Correlate", &Lowering::rename},
                            {"SetName", &Lowering::rename},
                            {"HttpEndpoint", &Lowering::http_endpoint},
                            {"WriteHttpResponse", &Lowering::write_http_response},
                            {"SendHttpRequest", &Lowering::send_http_request},
                            {"FlowSendHttpRequest", &Lowering::send_http_request}});
  if (!type.starts_with("Elsa.")) return &Lowering::custom;
  type.remove_prefix(5);
  for (const Known& known : kKnown) {
    if (known.type == type) return known.maker;
  }
  return &Lowering::custom;
}

}  // namespace rondo::frontends::elsa
