// SPDX-License-Identifier: Apache-2.0
#include "rondo/migration.hpp"

#include "agenda/migration.hpp"
#include "rondo/changes.hpp"
#include "rondo/services.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rondo {

namespace {

using agenda::Command;
using agenda::DeployedProcess;
using agenda::MigrationMap;
using model::FlowNode;
using model::Handle;
using model::HandleKind;
using model::NodeId;
using model::ProcessDefinition;

const DeployedProcess& require_version(EngineCore& core, std::string_view key, std::int32_t version) {
  const DeployedProcess* process = core.definitions().version(key, version);
  if (process == nullptr) {
    throw Error(ErrorKind::NotFound, fmt::format("process '{}' has no version {}", key, version));
  }
  return *process;
}

MigrationMap empty_map(const DeployedProcess& source, const DeployedProcess& target) {
  MigrationMap map;
  map.source = &source;
  map.target = &target;
  const ProcessDefinition& from = source.definition();
  const ProcessDefinition& to = target.definition();
  map.nodes.assign(from.nodes().size(), model::kNoNode);
  map.renews.assign(from.nodes().size(), false);
  map.images.assign(to.nodes().size(), false);
  std::map<std::string_view, model::FlowId> flows;
  for (std::size_t i = 0; i < to.flows().size(); ++i) {
    flows.emplace(to.flows()[i].id, model::FlowId{static_cast<std::uint32_t>(i)});
  }
  for (const model::SequenceFlow& flow : from.flows()) {
    const auto found = flows.find(flow.id);
    map.flows.push_back(found == flows.end() ? model::kNoFlow : found->second);
  }
  return map;
}

void set(MigrationMap& map, NodeId source, NodeId target, bool renews) {
  map.nodes[model::index(source)] = target;
  map.renews[model::index(source)] = renews;
  map.images[model::index(target)] = true;
}

bool same_events(const FlowNode& source, const FlowNode& target) {
  return source.event == target.event &&
         std::equal(source.events.begin(), source.events.end(), target.events.begin(), target.events.end(),
                    [](const auto& left, const auto& right) { return left.kind == right.kind; });
}

bool same_loop(const FlowNode& source, const FlowNode& target) {
  if ((source.standard_loop == nullptr) != (target.standard_loop == nullptr)) return false;
  if ((source.multi_instance == nullptr) != (target.multi_instance == nullptr)) return false;
  return source.multi_instance == nullptr ||
         source.multi_instance->sequential == target.multi_instance->sequential;
}

// The sub-processes around a node, from the inside.
std::vector<NodeId> around(const ProcessDefinition& definition, NodeId node) {
  std::vector<NodeId> owners;
  model::ScopeId scope = definition.node(node).scope;
  for (; scope != model::kNoScope; scope = definition.scope(scope).parent) {
    if (definition.scope(scope).owner != model::kNoNode) owners.push_back(definition.scope(scope).owner);
  }
  return owners;
}

// What is wrong with the scopes of an instruction; empty when nothing is.
std::string scope_problem(const MigrationMap& map, NodeId source, NodeId target) {
  const ProcessDefinition& from = map.source->definition();
  const ProcessDefinition& to = map.target->definition();
  const auto inner = around(from, source);
  const auto outer = around(to, target);
  std::vector<NodeId> kept;
  for (const NodeId owner : inner) {
    const NodeId image = map.node(owner);
    if (image == model::kNoNode) return fmt::format("'{}' around it is not mapped", from.node(owner).id);
    if (std::find(outer.begin(), outer.end(), image) == outer.end()) {
      return fmt::format("'{}', which '{}' is mapped to, is not around the target", to.node(image).id,
                         from.node(owner).id);
    }
    kept.push_back(image);
  }
  for (const NodeId owner : outer) {
    if (std::find(kept.begin(), kept.end(), owner) != kept.end()) continue;
    const FlowNode& added = to.node(owner);
    if (map.images[model::index(owner)]) return fmt::format("it would get into the running '{}'", added.id);
    const bool simple =
        !added.triggered_by_event && added.multi_instance == nullptr && added.standard_loop == nullptr;
    if (!simple) return fmt::format("'{}' around the target cannot begin around what runs", added.id);
    if (from.node(source).attached_to != model::kNoNode || from.node(source).triggered_by_event) {
      return fmt::format("'{}' lies around the target, and not around the source", added.id);
    }
  }
  return {};
}

std::string problem_of(const MigrationMap& map, NodeId source, NodeId target) {
  const FlowNode& from = map.source->definition().node(source);
  const FlowNode& to = map.target->definition().node(target);
  if (from.kind != to.kind || from.triggered_by_event != to.triggered_by_event) {
    return fmt::format("'{}' is a {}, not a {}", to.id, tag_of(to.kind), tag_of(from.kind));
  }
  if (!same_events(from, to)) return fmt::format("the events of '{}' are others", to.id);
  if (!same_loop(from, to)) return fmt::format("'{}' is repeated in another way", to.id);
  if (from.is_for_compensation != to.is_for_compensation) {
    return fmt::format("only one of the two compensates something, '{}' or '{}'", from.id, to.id);
  }
  if (from.attached_to != model::kNoNode && map.node(from.attached_to) != to.attached_to) {
    return "the activity that it is attached to is not mapped to the one of the target";
  }
  return scope_problem(map, source, target);
}

// Whether what is at several elements may go on at one: not where each would bring what belongs to it.
bool takes_several(const ProcessDefinition& target, NodeId id) {
  const FlowNode& node = target.node(id);
  return node.body == model::kNoScope && node.attached_to == model::kNoNode &&
         node.multi_instance == nullptr && node.standard_loop == nullptr &&
         target.boundary_events(id).empty();
}

// The map that a plan describes; what is wrong with the plan is added to `problems`.
MigrationMap map_of(EngineCore& core, const MigrationPlan& plan, std::vector<MigrationProblem>& problems) {
  const DeployedProcess& source = require_version(core, plan.process_key, plan.source_version);
  const DeployedProcess& target = require_version(core, plan.process_key, plan.target_version);
  MigrationMap map = empty_map(source, target);
  if (&source == &target) problems.push_back({{}, "source and target are the same version"});
  std::vector<std::pair<NodeId, NodeId>> mapped;
  for (const MigrationInstruction& instruction : plan.instructions) {
    const NodeId from = source.definition().find(instruction.source);
    const NodeId to = target.definition().find(instruction.target);
    if (from == model::kNoNode) {
      problems.push_back({instruction.source, "the source has no such element"});
    } else if (to == model::kNoNode) {
      problems.push_back({instruction.source, fmt::format("the target has no '{}'", instruction.target)});
    } else if (map.node(from) != model::kNoNode) {
      problems.push_back({instruction.source, "it is mapped twice"});
    } else if (map.images[model::index(to)] && !takes_several(target.definition(), to)) {
      problems.push_back({instruction.source, fmt::format("'{}' is mapped to already", instruction.target)});
    } else {
      if (instruction.update_event_trigger && source.definition().node(from).events.empty()) {
        problems.push_back({instruction.source, "it is no event whose trigger could be updated"});
      }
      set(map, from, to, instruction.update_event_trigger);
      mapped.emplace_back(from, to);
    }
  }
  for (const auto& [from, to] : mapped) {
    std::string problem = problem_of(map, from, to);
    if (!problem.empty()) problems.push_back({source.definition().node(from).id, std::move(problem)});
  }
  return map;
}

// Whether the process instance is one that the plan is about; why not, else.
std::optional<std::string> misfit(const agenda::ExecutionTree& tree, const Handle& instance,
                                  const MigrationMap& map) {
  if (!tree.runs(instance.slot, instance.generation)) return "it is not running any more";
  if (tree.process(instance.slot).process == map.source) return std::nullopt;
  return "it does not run in the source version";
}

std::vector<MigrationProblem> obstacles(Command& command, const Handle& instance, const MigrationMap& map) {
  if (auto reason = misfit(command.tree(), instance, map)) return {{{}, *std::move(reason)}};
  std::vector<MigrationProblem> problems;
  for (auto& obstacle : agenda::Migrator(command, map).obstacles(instance.slot)) {
    problems.push_back({map.source->definition().node(obstacle.node).id, std::move(obstacle.message)});
  }
  return problems;
}

MigrationReport migrate_one(EngineCore& core, const std::string& id, const MigrationMap& map,
                            const Variables& variables, MigrationMode mode) {
  MigrationReport report;
  report.instance_id = id;
  try {
    const Handle instance = require_handle(id, HandleKind::Instance, "process instance");
    if (mode == MigrationMode::DryRun) {
      const bool there =
          core.read(instance, [&](Command& command) { report.problems = obstacles(command, instance, map); });
      if (!there) report.problems.push_back({{}, "it is not running any more"});
      return report;
    }
    core.run_on(instance, [&](Command& command) {
      report.problems = obstacles(command, instance, map);
      if (!report.problems.empty()) return;
      command.skip(true, false);
      agenda::Migrator(command, map).run(instance.slot);
      set_variables(command, command.tree().process(instance.slot).execution, variables);
    });
    report.migrated = report.problems.empty();
  } catch (const Error& failure) {
    report.problems.push_back({failure.element_id(), failure.what()});
  }
  return report;
}

}  // namespace

MigrationPlan& MigrationPlan::map(std::string source, std::string target, bool update_event_trigger) {
  std::erase_if(instructions, [&](const MigrationInstruction& one) { return one.source == source; });
  if (!target.empty()) instructions.push_back({std::move(source), std::move(target), update_event_trigger});
  return *this;
}

// What contains others or is attached to comes in an earlier round. A node that the target has moved into a
// sub-process which is mapped later fits no more then.
MigrationPlan generate_migration(EngineCore& core, std::string_view key, std::int32_t source_version,
                                 std::int32_t target_version, bool update_event_triggers) {
  const DeployedProcess& source = require_version(core, key, source_version);
  const DeployedProcess& target = require_version(core, key, target_version);
  MigrationMap map = empty_map(source, target);
  const auto nodes = source.definition().nodes();
  for (bool more = true; std::exchange(more, false);) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const NodeId from{static_cast<std::uint32_t>(i)};
      const NodeId to = target.definition().find(nodes[i].id);
      if (to == model::kNoNode || map.nodes[i] != model::kNoNode) continue;
      if (!problem_of(map, from, to).empty()) continue;
      set(map, from, to, false);
      more = true;
    }
  }
  for (bool more = true; std::exchange(more, false);) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const NodeId to = map.nodes[i];
      if (to == model::kNoNode || problem_of(map, NodeId{static_cast<std::uint32_t>(i)}, to).empty())
        continue;
      map.nodes[i] = model::kNoNode;
      map.images[model::index(to)] = false;
      more = true;
    }
  }
  MigrationPlan plan;
  plan.process_key = key;
  plan.source_version = source_version;
  plan.target_version = target_version;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (map.nodes[i] == model::kNoNode) continue;
    plan.instructions.push_back(
        {nodes[i].id, nodes[i].id, update_event_triggers && !nodes[i].events.empty()});
  }
  return plan;
}

std::vector<MigrationProblem> problems_of(EngineCore& core, const MigrationPlan& plan) {
  std::vector<MigrationProblem> problems;
  (void)map_of(core, plan, problems);
  return problems;
}

std::vector<MigrationReport> migrate_instances(EngineCore& core, const MigrationPlan& plan,
                                               const std::vector<std::string>& instance_ids,
                                               MigrationMode mode) {
  std::vector<MigrationProblem> problems;
  const MigrationMap map = map_of(core, plan, problems);
  if (!problems.empty()) {
    std::string text;
    for (const auto& [source, message] : problems) {
      text += fmt::format("{}{}{}{}", text.empty() ? "" : "; ", source, source.empty() ? "" : ": ", message);
    }
    throw Error(ErrorKind::Argument, "the migration plan cannot be used: " + text, plan.process_key);
  }
  if (mode == MigrationMode::Execute) core.require_delegates(*map.target);
  std::vector<std::string> ids = instance_ids;
  if (ids.empty()) {
    const auto fits = [&](const model::InstanceRecord& record) {
      return record.definition == &map.source->definition();
    };
    for (const auto& record : core.store().instances(false, fits)) {
      ids.push_back(to_text(record->id, HandleKind::Instance));
    }
  }
  std::vector<MigrationReport> reports;
  reports.reserve(ids.size());
  for (const std::string& id : ids) reports.push_back(migrate_one(core, id, map, plan.variables, mode));
  return reports;
}

}  // namespace rondo
