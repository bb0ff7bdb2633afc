// SPDX-License-Identifier: Apache-2.0
#include "cli/fnf_store.hpp"

#include "cli/fnf_answers.hpp"

#include <fmt/format.h>

#include <utility>

namespace rondo::cli {

namespace {

// Where the store keeps what the engine itself has no need of.
std::string key_of(const std::string& name, std::int32_t version) {
  return fmt::format("fnf flow {} {}", name, version);
}

Value member(const Value& fields, std::string_view name) {
  const Value* found = fields.is_object() ? fields.as_object().find(name) : nullptr;
  return found == nullptr ? Value("") : *found;
}

std::string text(const Value& value) {
  return value.is_string() ? std::string(value.as_string()) : std::string();
}

}  // namespace

Object FlowBook::create(const std::string& name, const std::string& definition,
                        const std::string& description) {
  const auto known = engine_.repository().latest(name);
  if (known && !known->suspended) {
    throw Error(ErrorKind::InvalidState,
                fmt::format("FlowAlreadyExists: there is a flow '{}' already", name));
  }
  const std::string now = to_iso8601(engine_.clock().now());
  return deploy(name, {{"definition", definition},
                       {"description", description},
                       {"id", make_request_id()},
                       {"created", now},
                       {"modified", now}});
}

Object FlowBook::update(const std::string& name, const std::string& definition,
                        const std::string& description) {
  require(name);
  const Value before = fields(name, engine_.repository().latest(name)->version);
  Object after{{"definition", definition},
               {"description", description},
               {"id", member(before, "id")},
               {"created", member(before, "created")},
               {"modified", to_iso8601(engine_.clock().now())}};
  if (definition.empty()) after.set("definition", member(before, "definition"));
  if (description.empty()) after.set("description", member(before, "description"));
  return deploy(name, after);
}

Object FlowBook::deploy(const std::string& name, const Object& fields) {
  const bool usable = !name.empty() && name.find_first_of("./\\: ") == std::string::npos;
  if (!usable)
    throw Error(ErrorKind::Argument, fmt::format("InvalidArgument: '{}' is no name of a flow", name));
  const Resource resource{name + ".flow.yml", text(*fields.find("definition"))};
  // Of a definition that is refused there are no keys; deploying it says why.
  const std::vector<std::string> keys = engine_.repository().executable_keys(resource);
  if (!keys.empty() && keys != std::vector<std::string>{name}) {
    throw Error(ErrorKind::Argument, "InvalidArgument: the definition is no flow");
  }
  const Deployment deployment = engine_.repository().deploy({resource});
  if (deployment.processes.empty()) {
    throw Error(ErrorKind::Argument, "InvalidArgument: the definition holds no flow");
  }
  for (const Diagnostic& finding : deployment.findings) fmt::print(stderr, "{}\n", finding.to_string());
  engine_.runtime().set_data_store(key_of(name, deployment.processes.front().version), Value(fields));
  return describe(deployment.processes.front());
}

void FlowBook::remove(const std::string& name) {
  require(name);
  engine_.repository().suspend(name);
}

void FlowBook::require(const std::string& name) const {
  const auto known = engine_.repository().latest(name);
  if (!known || known->suspended) {
    throw Error(ErrorKind::NotFound, fmt::format("FlowNotExists: there is no flow '{}'", name));
  }
}

Object FlowBook::describe(const std::string& name) const {
  require(name);
  return describe(*engine_.repository().latest(name));
}

Object FlowBook::describe(const ProcessInfo& process) const {
  const Value known = fields(process.key, process.version);
  return {{"CreatedTime", member(known, "created")},
          {"Definition", member(known, "definition")},
          {"Description", member(known, "description")},
          {"Id", member(known, "id")},
          {"LastModifiedTime", member(known, "modified")},
          {"Name", process.key},
          {"Type", "FDL"}};
}

List FlowBook::list() const {
  List flows;
  for (const ProcessInfo& process : engine_.repository().processes()) {
    const auto newest = engine_.repository().latest(process.key);
    if (!newest || newest->version != process.version || newest->suspended) continue;
    if (fields(process.key, process.version).is_object()) flows.push_back(Value(describe(process)));
  }
  return flows;
}

std::string FlowBook::definition(const std::string& name, std::int32_t version) const {
  return text(member(fields(name, version), "definition"));
}

Value FlowBook::fields(const std::string& name, std::int32_t version) const {
  return engine_.runtime().data_store(key_of(name, version));
}

InstanceInfo find_execution(Engine& engine, const std::string& flow, const std::string& name) {
  InstanceQuery query;
  query.process_key = flow;
  query.business_key = name;
  query.include_ended = true;
  std::vector<InstanceInfo> found = engine.runtime().instances(query);
  if (!found.empty()) return found.back();
  // One that a flow has started without a name is known by its id.
  const auto by_id = engine.runtime().instance(name);
  if (by_id && by_id->process_key == flow) return *by_id;
  // Executions of a flow that has been deleted can still be looked at.
  if (!engine.repository().latest(flow)) FlowBook(engine).require(flow);
  throw Error(ErrorKind::NotFound,
              fmt::format("ExecutionNotExists: the flow '{}' has no execution '{}'", flow, name));
}

InstanceInfo start_execution(Engine& engine, const std::string& flow, std::string name,
                             const std::string& input, const std::string& callback) {
  FlowBook(engine).require(flow);
  std::string error;
  const Value given = input.empty() ? Value(Object()) : parse_json(input, error);
  if (!error.empty() || !given.is_object()) {
    throw Error(ErrorKind::Argument,
                error.empty() ? fmt::format("InvalidArgument: the input must be a JSON object, not {}", input)
                              : "InvalidArgument: the input must be a JSON object: " + error);
  }
  InstanceQuery query;
  query.process_key = flow;
  query.business_key = name;
  query.include_ended = true;
  for (InstanceInfo& known : name.empty() ? std::vector<InstanceInfo>() : engine.runtime().instances(query)) {
    if (!known.end_time) return std::move(known);
    throw Error(
        ErrorKind::InvalidState,
        fmt::format("ExecutionAlreadyExists: the flow '{}' has had an execution '{}' already", flow, name));
  }
  StartOptions options;
  options.business_key = name.empty() ? make_request_id() : std::move(name);
  const StartedInstance started = engine.runtime().start(flow, given.as_object(), options);
  if (!callback.empty()) call_back(engine, started.id, callback);
  return *engine.runtime().instance(started.id);
}

std::string_view status_of(InstanceState state) {
  switch (state) {
    case InstanceState::Active:
    case InstanceState::Suspended:
      return "Running";
    case InstanceState::Completed:
      return "Succeeded";
    case InstanceState::Failed:
    case InstanceState::Faulted:
      return "Failed";
    case InstanceState::TimedOut:
      return "TimedOut";
    default:
      return "Stopped";
  }
}

Object describe_execution(Engine& engine, const InstanceInfo& execution) {
  const Variables variables = engine.history().variables(execution.id);
  const Value* input = variables.find("input");
  const Value* output = variables.find("output");
  const bool succeeded = execution.state == InstanceState::Completed;
  return {{"FlowDefinition", FlowBook(engine).definition(execution.process_key, execution.process_version)},
          {"FlowName", execution.process_key},
          {"Input", input == nullptr ? std::string("{}") : to_json(sorted(*input))},
          {"Name", execution.business_key.empty() ? execution.id : execution.business_key},
          {"Output", succeeded && output != nullptr ? to_json(sorted(*output)) : std::string()},
          {"StartedTime", to_iso8601(execution.start_time)},
          {"Status", status_of(execution.state)},
          {"StoppedTime", execution.end_time ? to_iso8601(*execution.end_time) : std::string()}};
}

}  // namespace rondo::cli
