// SPDX-License-Identifier: Apache-2.0
#include "rondo/changes.hpp"

#include "agenda/modification.hpp"
#include "rondo/services.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace rondo {

namespace {

using agenda::Command;
using agenda::ExecutionId;
using agenda::kNone;
using model::Handle;
using model::HandleKind;
using StepKind = ModificationStep::Kind;

constexpr std::string_view kWholeLoop = "#multiInstanceBody";

// The steps of one modification on one process instance.
class Modifier {
 public:
  Modifier(Command& command, std::uint32_t process, const ModificationPlan& plan)
      : command_(command),
        placer_(command),
        process_(process),
        plan_(plan),
        reason_(plan.reason.empty() ? std::string("modification") : plan.reason) {}

  void run() {
    agenda::ExecutionTree& tree = command_.tree();
    command_.skip(plan_.skip_listeners, plan_.skip_io_mappings);
    set_variables(command_, tree.process(process_).execution, plan_.variables);
    for (const ModificationStep& step : plan_.steps) {
      if (!tree.processes().live(process_)) {
        throw Error(ErrorKind::InvalidState, "the process instance was ended by an earlier step");
      }
      perform(step);
    }
    if (tree.processes().live(process_)) placer_.end_if_empty(process_, reason_);
  }

 private:
  struct Target {
    model::NodeId node = model::kNoNode;
    bool whole_loop = false;
  };

  void perform(const ModificationStep& step) {
    switch (step.kind) {
      case StepKind::StartBefore:
        return start(at(step.target, process_), model::kNoFlow, step.with);
      case StepKind::StartAfter:
        return start_over(only_way_out(step.target), step.with);
      case StepKind::StartTransition:
        return start_over(find_flow(step.target), step.with);
      case StepKind::CancelAll:
        return cancel_all(placer_.executions_at(process_, at(step.source, process_).node));
      case StepKind::Cancel:
        return placer_.withdraw_with_scopes(execution(step.source), reason_);
      case StepKind::Move:
        return move(moved(step.source), step, {});
      case StepKind::MoveExecution:
        return move({execution(step.source)}, step, {});
      case StepKind::MoveToCaller:
        return move_to_caller(step);
      case StepKind::MoveToCalled:
        return move_to_called(step);
    }
  }

  [[nodiscard]] const model::ProcessDefinition& definition(std::uint32_t process) const {
    return command_.tree().process(process).process->definition();
  }

  Target at(std::string_view id, std::uint32_t process) const {
    Target target;
    target.whole_loop = id.ends_with(kWholeLoop);
    if (target.whole_loop) id.remove_suffix(kWholeLoop.size());
    target.node = definition(process).find(id);
    if (target.node == model::kNoNode) {
      throw Error(ErrorKind::NotFound, fmt::format("process '{}' has no '{}'", definition(process).id, id));
    }
    return target;
  }

  model::FlowId find_flow(std::string_view id) const {
    const auto flows = definition(process_).flows();
    for (std::size_t i = 0; i < flows.size(); ++i) {
      if (flows[i].id == id) return model::FlowId{static_cast<std::uint32_t>(i)};
    }
    throw Error(ErrorKind::NotFound,
                fmt::format("process '{}' has no flow '{}'", definition(process_).id, id));
  }

  model::FlowId only_way_out(std::string_view id) const {
    const auto flows = definition(process_).outgoing(at(id, process_).node);
    if (flows.size() == 1) return flows.front();
    throw Error(ErrorKind::InvalidState,
                fmt::format("'{}' has {} outgoing flows: name the flow", id, flows.size()));
  }

  ExecutionId execution(std::string_view id) const {
    const auto parsed = model::parse_handle(id);
    const Handle& own = command_.instance_handle(process_);
    const bool here =
        parsed && parsed->first.root == own.root && parsed->first.root_generation == own.root_generation;
    if (here && parsed->second != HandleKind::Wait) {
      const ExecutionId found = require_execution(command_, id);
      if (command_.tree().at(found).process == process_) return found;
    }
    throw Error(ErrorKind::NotFound, fmt::format("there is no execution '{}' in this process instance", id));
  }

  std::vector<ExecutionId> moved(const std::string& activity) const {
    auto found = placer_.executions_at(process_, at(activity, process_).node);
    if (found.empty()) throw Error(ErrorKind::NotFound, fmt::format("nothing is at '{}'", activity));
    return found;
  }

  void cancel_all(const std::vector<ExecutionId>& executions) {
    std::vector<std::uint32_t> generations;
    const auto& slab = command_.tree().executions();
    generations.reserve(executions.size());
    for (const ExecutionId id : executions) generations.push_back(slab.generation(id));
    for (std::size_t i = 0; i < executions.size(); ++i) {
      if (slab.holds(executions[i], generations[i])) placer_.withdraw_with_scopes(executions[i], reason_);
    }
  }

  void start(const Target& target, model::FlowId flow, const ModificationStart& with) {
    agenda::Placement where;
    where.process = process_;
    where.node = target.node;
    where.flow = flow;
    where.whole_loop = target.whole_loop;
    if (!with.ancestor_id.empty()) where.ancestor = execution(with.ancestor_id);
    begin(where, with);
  }

  void start_over(model::FlowId flow, const ModificationStart& with) {
    start({definition(process_).flow(flow).target, false}, flow, with);
  }

  ExecutionId begin(const agenda::Placement& where, const ModificationStart& with) {
    const ExecutionId token = placer_.place(where);
    set_variables(command_, token, with.variables);
    for (const auto& [name, value] : with.local_variables) command_.context(token).set_local(name, value);
    placer_.run(token);
    return token;
  }

  // What is started comes first, so that scopes which both share stay as they are.
  void move(const std::vector<ExecutionId>& from, const ModificationStep& step, const std::string& called) {
    const Target target = at(called.empty() ? step.target : step.call, process_);
    std::vector<std::uint32_t> generations;
    const auto& slab = command_.tree().executions();
    generations.reserve(from.size());
    for (const ExecutionId id : from) generations.push_back(slab.generation(id));
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (!slab.holds(from[i], generations[i])) continue;
      if (command_.tree().at(from[i]).is(agenda::flag::kInstance)) {
        throw Error(ErrorKind::InvalidState, "a process instance cannot be moved, only what runs in it");
      }
      agenda::Placement where;
      where.process = process_;
      where.node = target.node;
      where.whole_loop = target.whole_loop;
      where.within = placer_.scope_around(from[i], target.node);
      if (!step.with.ancestor_id.empty()) where.ancestor = execution(step.with.ancestor_id);
      const ExecutionId token = begin(where, step.with);
      if (!called.empty()) command_.begin_called_at(token, called);
      if (slab.holds(from[i], generations[i])) placer_.withdraw_with_scopes(from[i], reason_);
    }
  }

  void move_to_caller(const ModificationStep& step) {
    const agenda::ExecutionTree& tree = command_.tree();
    const ExecutionId caller = tree.process(process_).caller;
    if (caller == kNone) throw Error(ErrorKind::InvalidState, "no other process has called this instance");
    agenda::Placement where;
    where.process = tree.at(caller).process;
    const Target target = at(step.target, where.process);
    where.node = target.node;
    where.whole_loop = target.whole_loop;
    where.within = placer_.scope_around(caller, target.node);
    begin(where, step.with);
    placer_.withdraw_with_scopes(caller, reason_);
  }

  void move_to_called(const ModificationStep& step) {
    const model::FlowNode& call = definition(process_).node(at(step.call, process_).node);
    if (call.call == nullptr) {
      throw Error(ErrorKind::InvalidState, fmt::format("'{}' calls no process", step.call), call.id,
                  call.where);
    }
    move(moved(step.source), step, step.target);
  }

  Command& command_;
  agenda::TokenPlacer placer_;
  std::uint32_t process_;
  const ModificationPlan& plan_;
  std::string reason_;
};

}  // namespace

void modify_instance(EngineCore& core, const ModificationPlan& plan) {
  const Handle handle = require_handle(plan.instance_id, HandleKind::Instance, "process instance");
  core.run_on(handle, [&](Command& command) {
    if (!command.tree().runs(handle.slot, handle.generation)) {
      throw Error(ErrorKind::NotFound,
                  fmt::format("process instance '{}' is not running any more", plan.instance_id));
    }
    require_active(command, command.tree().process(handle.slot).execution);
    Modifier(command, handle.slot, plan).run();
  });
}

}  // namespace rondo
