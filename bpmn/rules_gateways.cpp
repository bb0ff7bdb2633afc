// SPDX-License-Identifier: Apache-2.0
#include "bpmn/events.hpp"
#include "bpmn/rules.hpp"

#include <algorithm>
#include <string>

namespace rondo::bpmn {
namespace {

/// `gatewayDirection` says how many flows there may be (§10.6, table 8.46).
void check_direction(const RuleContext& rules, const Element& gateway) {
  const std::size_t in = rules.flows.incoming(gateway).size();
  const std::size_t out = rules.flows.outgoing(gateway).size();
  const std::string_view direction = trim(gateway["gatewayDirection"]);
  const bool fits =
      (direction == "Converging" && in > 1 && out <= 1) || (direction == "Diverging" && in <= 1 && out > 1) ||
      (direction == "Mixed" && in > 1 && out > 1) || direction.empty() || direction == "Unspecified";
  if (!fits) {
    rules.file.violation(gateway, "gateway-direction",
                         describe(gateway) + " is " + std::string(direction) + " but has " +
                             std::to_string(in) + " incoming and " + std::to_string(out) + " outgoing flows");
  } else if (in < 2 && out < 2 && gateway.find_own("implicit") == nullptr) {
    rules.file.violation(gateway, "gateway-flows",
                         describe(gateway) + " needs several incoming or several outgoing flows");
  }
}

bool may_follow_event_gateway(FileContext& file, const Element& target) {
  if (target.is("receiveTask")) return true;
  if (!target.is("intermediateCatchEvent")) return false;
  const std::vector<Element> definitions = event_definitions_of(file, target);
  return !definitions.empty() &&
         std::all_of(definitions.begin(), definitions.end(), [](const Element& definition) {
           return is_one_of(definition, {"messageEventDefinition", "timerEventDefinition",
                                         "signalEventDefinition", "conditionalEventDefinition"});
         });
}

bool waits_for_message(FileContext& file, const Element& event) {
  const std::vector<Element> definitions = event_definitions_of(file, event);
  return std::any_of(definitions.begin(), definitions.end(),
                     [](const Element& definition) { return definition.is("messageEventDefinition"); });
}

void check_event_target(const RuleContext& rules, const Element& gateway, const Element& target) {
  if (!may_follow_event_gateway(rules.file, target)) {
    rules.file.error(gateway, "event-gateway-target",
                     "an event-based gateway must not lead to " + describe(target));
    return;
  }
  if (rules.flows.incoming(target).size() > 1) {
    rules.file.violation(
        target, "event-gateway-target",
        describe(target) + " follows an event-based gateway and must not have other incoming flows");
  }
  if (!rules.flows.boundary_events(target).empty()) {
    rules.file.violation(
        target, "event-gateway-target",
        describe(target) + " follows an event-based gateway and must not have boundary events");
  }
}

void check_event_gateway(const RuleContext& rules, const Element& gateway) {
  const std::vector<Element>& flows = rules.flows.outgoing(gateway);
  if (flows.empty()) {
    rules.file.error(gateway, "event-gateway-target", describe(gateway) + " leads to no event");
  } else if (flows.size() == 1 && gateway.find_own("implicit") == nullptr) {
    rules.file.violation(gateway, "event-gateway-target", describe(gateway) + " leads to one event only");
  }
  bool receives = false, catches = false;
  for (const Element& flow : flows) {
    const Element target = rules.file.find(flow["targetRef"]);
    if (!target) continue;
    check_event_target(rules, gateway, target);
    if (target.is("receiveTask")) receives = true;
    if (target.is("intermediateCatchEvent") && waits_for_message(rules.file, target)) catches = true;
  }
  if (receives && catches) {
    rules.file.violation(gateway, "event-gateway-target",
                         describe(gateway) + " must not lead to both receive tasks and message events");
  }
  if (gateway.flag("instantiate", false) && !rules.flows.incoming(gateway).empty()) {
    rules.file.violation(gateway, "instantiate-flow",
                         describe(gateway) + " starts instances and must not have incoming flows");
  }
}

/// Attributes that make sense for some gateways only (§10.6).
void check_kind(const RuleContext& rules, const Element& gateway) {
  if (is_one_of(gateway, {"parallelGateway", "eventBasedGateway"}) && !gateway["default"].empty()) {
    rules.file.violation(gateway, "default-flow", describe(gateway) + " cannot have a default flow");
  }
  if (gateway["eventGatewayType"] == "Parallel" && !gateway.flag("instantiate", false)) {
    rules.file.violation(gateway, "event-gateway-type",
                         describe(gateway) + " may be of the type Parallel only when it starts instances");
  }
}

}  // namespace

void check_gateways(const RuleContext& rules, const Element& element) {
  if (!is_gateway(element)) return;
  check_direction(rules, element);
  if (element.is("eventBasedGateway")) check_event_gateway(rules, element);
  check_kind(rules, element);
}

}  // namespace rondo::bpmn
