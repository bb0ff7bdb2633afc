// SPDX-License-Identifier: Apache-2.0
// A graph as a BPMN file.
#include "tests/oracle/graph.hpp"
#include "tests/support/process_text.hpp"

#include <array>

namespace rondo::tests {

namespace {

using Kind = Graph::Kind;
using Event = Graph::Event;

constexpr std::array<const char*, 16> kTags = {"startEvent",
                                               "userTask",
                                               "parallelGateway",
                                               "inclusiveGateway",
                                               "exclusiveGateway",
                                               "complexGateway",
                                               "eventBasedGateway",
                                               "intermediateCatchEvent",
                                               "intermediateThrowEvent",
                                               "subProcess",
                                               "subProcess",
                                               "boundaryEvent",
                                               "endEvent",
                                               "endEvent",
                                               "endEvent",
                                               "endEvent"};

std::string condition(const char* tag, const std::string& text) {
  return std::string("<") + tag + " xsi:type=\"tFormalExpression\">${" + text + "}</" + tag + ">";
}

std::string attributes(const Graph& graph, std::size_t i) {
  const Graph::Node& node = graph.nodes[i];
  std::string text;
  if (graph.chooses(i)) text += " default=\"e" + std::to_string(graph.outgoing(i).back()) + "\"";
  if (node.kind == Kind::Boundary) {
    text += " attachedToRef=\"" + Graph::id(node.attached) + "\"";
    if (!node.interrupting) text += " cancelActivity=\"false\"";
  }
  if (node.kind == Kind::EventSub) text += " triggeredByEvent=\"true\"";
  const auto handler = graph.started_by(i);
  if (handler && !graph.nodes[*handler].interrupting) text += " isInterrupting=\"false\"";
  return text;
}

// What a boundary event or the start event of an event sub-process catches; `i` names its signal.
std::string caught(Event event, std::size_t i) {
  if (event == Event::Signal) return "<signalEventDefinition signalRef=\"s" + std::to_string(i) + "\"/>";
  return event == Event::Error ? "<errorEventDefinition/>" : "<escalationEventDefinition/>";
}

std::string definition(const Graph& graph, std::size_t i) {
  const Graph::Node& node = graph.nodes[i];
  switch (node.kind) {
    case Kind::Catch:
      return caught(Event::Signal, i);
    case Kind::Boundary:
      return caught(node.event, i);
    case Kind::Start: {
      const auto handler = graph.started_by(i);
      return handler ? caught(graph.nodes[*handler].event, i) : std::string();
    }
    case Kind::Throw:
    case Kind::EscalationEnd:
      return "<escalationEventDefinition escalationRef=\"escalation\"/>";
    case Kind::ErrorEnd:
      return "<errorEventDefinition errorRef=\"error\"/>";
    case Kind::Terminate:
      return "<terminateEventDefinition/>";
    case Kind::Complex:
      return condition("activationCondition", "activationCount >= " + std::to_string(node.needed));
    default:
      return {};
  }
}

std::string loop(const Graph::Node& node) {
  if (!node.loops) return {};
  return std::string("<multiInstanceLoopCharacteristics isSequential=\"") +
         (node.sequential ? "true" : "false") + "\"><loopCardinality>" + std::to_string(node.instances) +
         "</loopCardinality></multiInstanceLoopCharacteristics>";
}

std::string flow(const Graph& graph, std::size_t edge) {
  const Graph::Edge& it = graph.edges[edge];
  const bool conditional = graph.chooses(it.from) && graph.outgoing(it.from).back() != edge;
  return "<sequenceFlow id=\"e" + std::to_string(edge) + "\" sourceRef=\"" + Graph::id(it.from) +
         "\" targetRef=\"" + Graph::id(it.to) + "\">" +
         (conditional ? condition("conditionExpression", "v == " + std::to_string(it.when)) : std::string()) +
         "</sequenceFlow>\n";
}

std::string inside(const Graph& graph, std::size_t scope) {
  std::string text;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Graph::Node& node = graph.nodes[i];
    if (node.scope != scope) continue;
    const std::string tag = kTags[static_cast<std::size_t>(node.kind)];
    text += "<" + tag + " id=\"" + Graph::id(i) + "\"" + attributes(graph, i) + ">" + loop(node) +
            definition(graph, i);
    const bool opens = node.kind == Kind::Sub || node.kind == Kind::EventSub;
    if (opens) text += "\n" + inside(graph, node.body);
    text += "</" + tag + ">\n";
    for (const std::size_t edge : graph.outgoing(i)) text += flow(graph, edge);
  }
  return text;
}

}  // namespace

std::string Graph::bpmn() const {
  std::string definitions =
      "<error id=\"error\" errorCode=\"E\"/>\n<escalation id=\"escalation\" escalationCode=\"N\"/>\n";
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto handler = started_by(i);
    const Node& catching = handler ? nodes[*handler] : nodes[i];
    const bool handles = catching.kind == Kind::Boundary || catching.kind == Kind::EventSub;
    const bool waits = catching.kind == Kind::Catch || (handles && catching.event == Event::Signal);
    const std::string name = "s" + std::to_string(i);
    if (waits) definitions += "<signal id=\"" + name + "\" name=\"" + name + "\"/>\n";
  }
  return process_text("drawn", inside(*this, 0), definitions);
}

}  // namespace rondo::tests
