// SPDX-License-Identifier: Apache-2.0
// Activities that talk HTTP: the host does it, by messages and delegates. Activities that name their
// instance.
#include "frontends/elsa/lowering.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <utility>

namespace rondo::frontends::elsa {

using model::ElementKind;
using model::EventKind;
using model::NodeId;
using model::ScopeId;

namespace {

constexpr std::array<std::string_view, 3> kBranches{"unmatchedStatusCode", "failedToConnect", "timeout"};
constexpr std::array<std::string_view, 3> kBranchOutcomes{"Unmatched status code", "Failed to connect",
                                                          "Timeout"};

// What .NET calls the codes.
constexpr std::array<std::pair<std::string_view, int>, 29> kCodes{{{"OK", 200},
                                                                   {"Created", 201},
                                                                   {"Accepted", 202},
                                                                   {"NoContent", 204},
                                                                   {"MovedPermanently", 301},
                                                                   {"Found", 302},
                                                                   {"SeeOther", 303},
                                                                   {"NotModified", 304},
                                                                   {"TemporaryRedirect", 307},
                                                                   {"PermanentRedirect", 308},
                                                                   {"BadRequest", 400},
                                                                   {"Unauthorized", 401},
                                                                   {"PaymentRequired", 402},
                                                                   {"Forbidden", 403},
                                                                   {"NotFound", 404},
                                                                   {"MethodNotAllowed", 405},
                                                                   {"NotAcceptable", 406},
                                                                   {"RequestTimeout", 408},
                                                                   {"Conflict", 409},
                                                                   {"Gone", 410},
                                                                   {"PreconditionFailed", 412},
                                                                   {"UnsupportedMediaType", 415},
                                                                   {"UnprocessableEntity", 422},
                                                                   {"TooManyRequests", 429},
                                                                   {"InternalServerError", 500},
                                                                   {"NotImplemented", 501},
                                                                   {"BadGateway", 502},
                                                                   {"ServiceUnavailable", 503},
                                                                   {"GatewayTimeout", 504}}};

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

// --- what an instance is called

NodeId Lowering::rename(const Json& activity, ScopeId scope) {
  const bool is_name = activity.text("type") == "Elsa.SetName";
  model::FlowNode node = made(ElementKind::ServiceTask, activity, scope);
  Code called = code_of(input(activity, is_name ? "value" : "correlationId"));
  called.text = fmt::format("execution.{}({})", is_name ? "setProcessInstanceName" : "setProcessBusinessKey",
                            called.text);
  node.implementation = code(model::Implementation::Kind::Expression, node.where);
  node.implementation->expression = value(called, node.id);
  return builder_.add_node(std::move(node));
}

// --- requests that come in

std::vector<std::string> Lowering::methods_of(const Json& activity) {
  const Json* methods = input(activity, "supportedMethods");
  if (methods == nullptr) return {"GET"};
  std::vector<std::string> names;
  if (const std::optional<model::Value> known = constant(methods); known && known->is_list()) {
    for (const model::Value& name : known->as_list()) {
      if (name.is_string()) names.push_back(upper(std::string(name.as_string())));
    }
  }
  if (names.empty()) error(methods->where, "elsa-shape", "the methods must be written as a list of names");
  return names;
}

// A message for each method, called `METHOD /path`.
NodeId Lowering::http_endpoint(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::IntermediateCatchEvent, activity, scope);
  const Json* path = input(activity, "path");
  if (path == nullptr) error(activity.where, "elsa-shape", "the endpoint has no path");
  const std::optional<model::Value> known = constant(path);
  const Code computed = known ? Code{} : code_of(path);
  for (const std::string& method : methods_of(activity)) {
    model::EventDefinition& event = event_of(node, EventKind::Message);
    if (known) {
      const std::string text = constant_text(activity, "path");
      event.name = fmt::format("{} {}{}", method, text.starts_with('/') ? "" : "/", text);
    } else {
      const Code name{fmt::format("def path = '' + ({}); '{} ' + (path.startsWith('/') ? path : '/' + path)",
                                  computed.text, method),
                      computed.where};
      event.name_expression = value(name, node.id);
    }
  }
  if (node.events.size() > 1) node.event = EventKind::Multiple;
  give_outputs(node, activity,
               {"result", "parsedContent", "queryStringData", "routeData", "headers", "files"});
  return builder_.add_node(std::move(node));
}

// --- requests and responses that go out

// Names of codes are given as numbers.
NodeId Lowering::write_http_response(const Json& activity, ScopeId scope) {
  model::FlowNode node = made(ElementKind::ServiceTask, activity, scope);
  call_host(node, activity, "Elsa.WriteHttpResponse", {"statusCode"});
  const Json* status = input(activity, "statusCode");
  Code number = code_of(status, "200");
  const std::string name = constant_text(activity, "statusCode");
  for (const auto& [known, value] : kCodes) {
    if (name == known || name == std::to_string(value)) number.text = std::to_string(value);
  }
  node.implementation->fields.push_back({"statusCode", value(number, node.id)});
  return builder_.add_node(std::move(node));
}

// The delegate says what came back by the variable `statusCode`, or by `outcome` that nothing did.
model::FlowNode Lowering::http_request(model::FlowNode node, const Json& activity, const Code& expected) {
  call_host(node, activity, "Elsa.SendHttpRequest",
            {"expectedStatusCodes", kBranches[0], kBranches[1], kBranches[2]});
  for (const char* name : {"statusCode", "outcome"}) declare_local(node, name);
  const Code outcomes{fmt::format("def expected = ({}); def code = execution.getVariable('statusCode'); "
                                  "expected == null || expected.isEmpty() || code == null ? 'Done' : "
                                  "[expected.any {{ ('' + it) == ('' + code) }} ? '' + code : '{}', 'Done']",
                                  expected.text, kBranchOutcomes[0]),
                      expected.where};
  model::ActivityExtras& outcome = extras(node);
  outcome.outcomes.push_back({{}, model::kNoExpression, model::kNoExpression, "outcome"});
  outcome.outcomes.push_back({{}, model::kNoExpression, value(outcomes, node.id), {}});
  outcome.first_outcome = true;
  outcome.otherwise = "Done";
  return node;
}

NodeId Lowering::send_http_request(const Json& activity, ScopeId scope) {
  const Json* member = input(activity, "expectedStatusCodes");
  const std::vector<Json>* cases = member == nullptr ? nullptr : member->list();
  bool has_branches = false;
  for (const std::string_view branch : kBranches) {
    has_branches = has_branches || activity.find(branch) != nullptr;
  }
  for (std::size_t i = 0; cases != nullptr && i < cases->size(); ++i) {
    has_branches = has_branches || (*cases)[i].is(Json::Kind::Object);
  }
  if (has_branches) return http_request_with_branches(activity, scope, cases);
  return builder_.add_node(
      http_request(made(ElementKind::ServiceTask, activity, scope), activity, code_of(member, "[]")));
}

// The activity that belongs to what came back is part of the request.
NodeId Lowering::http_request_with_branches(const Json& activity, ScopeId scope,
                                            const std::vector<Json>* cases) {
  const NodeId node = builder_.add_node(made(ElementKind::SubProcess, activity, scope));
  const ScopeId body = open(node);
  std::vector<std::pair<std::string, const Json*>> branches;
  model::List codes;
  for (std::size_t i = 0; cases != nullptr && i < cases->size(); ++i) {
    const Json& item = (*cases)[i];
    const std::string code = item.is(Json::Kind::Object) ? item.text("statusCode") : item.as_text();
    if (code.empty()) error(item.where, "elsa-shape", "the case says no status code");
    codes.push_back(code);
    if (item.is(Json::Kind::Object)) branches.emplace_back(code, item.find("activity"));
  }
  for (std::size_t i = 0; i < kBranches.size(); ++i) {
    branches.emplace_back(kBranchOutcomes[i], activity.find(kBranches[i]));
  }
  model::FlowNode request =
      node_names_.implicit(ElementKind::ServiceTask, builder_.node(node).id, activity.where, body);
  const bool expects = !codes.empty() || activity.find(kBranches[0]) != nullptr;
  if (codes.empty() && expects) codes.emplace_back("");
  const NodeId sent = builder_.add_node(
      http_request(std::move(request), activity, {groovy_literal(std::move(codes)), activity.where}));
  builder_.scope(body).start = sent;
  for (const auto& [outcome, branch] : branches) {
    const NodeId inside = branch == nullptr ? model::kNoNode : lower(*branch, body);
    if (inside != model::kNoNode) connect(sent, inside).outcome = outcome;
  }
  return node;
}

}  // namespace rondo::frontends::elsa
