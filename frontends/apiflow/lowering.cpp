// SPDX-License-Identifier: Apache-2.0
#include "frontends/apiflow/lowering.hpp"

#include <fmt/format.h>

#include <utility>

namespace rondo::frontends::apiflow {

using model::ElementKind;
using model::EventKind;
using Kind = model::ExpressionSource::Kind;

namespace {

constexpr std::string_view kResult = "result";

// The condition of the first branch. It also sees to the type that the test needs.
std::string condition_of(Test test) {
  switch (test) {
    case Test::IsTrue:
      return "if (!(result instanceof Boolean)) throw new IllegalArgumentException(\"isTrue needs a boolean, "
             "not "
             "${result}\"); result";
    case Test::IsFalse:
      return "if (!(result instanceof Boolean)) throw new IllegalArgumentException(\"isFalse needs a "
             "boolean, not "
             "${result}\"); !result";
    case Test::NotNull:
      return "result != null";
    default:
      return "result == null";
  }
}

std::string index_condition(std::size_t branch, std::size_t count) {
  if (branch > 0) return fmt::format("result == {}", branch);
  return fmt::format(
      "if (!(result instanceof Integer)) throw new IllegalArgumentException(\"to needs a whole number, not "
      "${{result}}\"); if (result < 0 || result >= {}) throw new IndexOutOfBoundsException(\"index "
      "${{result}} of {} "
      "branches\"); result == 0",
      count, count);
}

}  // namespace

std::shared_ptr<const model::ProcessDefinition> Lowering::run(std::string key, const std::string& file) {
  model::ProcessDefinition& process = builder_.process();
  process.id = std::move(key);
  process.file = file;
  process.where = script_.where;
  process.input_variable = "input";
  process.thread_result = kResult;
  process.exceptions_are_errors = true;
  for (const Task& task : script_.tasks) tasks_.emplace(task.name, &task);
  declare_data();
  Ends ends;
  add_starts(ends);
  ends = sequence(script_.start, model::ScopeId{0}, std::move(ends));
  if (!ends.empty()) {
    connect(ends, builder_.add_node(
                      node_names_.implicit(ElementKind::EndEvent, "_end", script_.where, model::ScopeId{0})));
  }
  check_unused();
  return builder_.build();
}

Lowering::Ends Lowering::sequence(const std::vector<Instruction>& instructions, model::ScopeId scope,
                                  Ends ends) {
  for (const Instruction& instruction : instructions) {
    if (ends.empty()) {
      diagnostics_.warning(instruction.where, "unreachable",
                           "this is never executed: the flow has ended before");
      break;
    }
    switch (instruction.verb) {
      case Verb::Run:
        ends = reference(instruction.subject, scope, ends).ends;
        break;
      case Verb::When:
        ends = when(instruction, scope, ends);
        break;
      case Verb::Async:
        ends = async(instruction, scope, ends);
        break;
      case Verb::Exit:
        exit(instruction.value, instruction.where, scope, ends);
        ends.clear();
        break;
    }
  }
  return ends;
}

Lowering::Ends Lowering::when(const Instruction& when, model::ScopeId scope, const Ends& ends) {
  const Block subject = reference(when.subject, scope, ends);
  if (when.test == Test::IsError) return when_error(when, scope, subject);
  if (subject.ends.empty()) return {};
  const model::NodeId gateway =
      builder_.add_node(node_names_.implicit(ElementKind::ExclusiveGateway, "_when", when.where, scope));
  connect(subject.ends, gateway);
  Ends after;
  const std::string element = builder_.node(gateway).id;
  for (std::size_t i = 0; i < when.branches.size(); ++i) {
    End way{gateway};
    if (when.test != Test::To && i == 1) {
      way.otherwise = true;
    } else {
      const Code condition{
          when.test == Test::To ? index_condition(i, when.branches.size()) : condition_of(when.test),
          when.where};
      way.condition = expression(Kind::Condition, condition, "groovy.boolean", element);
    }
    Ends ways{way};
    // With one branch only its condition sees to the index; a gateway in BPMN has two ways all the same.
    if (when.test == Test::To && when.branches.size() == 1)
      ways.push_back({gateway, model::kNoExpression, true});
    const Ends branch = reference(when.branches[i], scope, ways).ends;
    after.insert(after.end(), branch.begin(), branch.end());
  }
  if (when.test != Test::To && when.branches.size() == 1)
    after.push_back({gateway, model::kNoExpression, true});
  return after;
}

Lowering::Ends Lowering::when_error(const Instruction& when, model::ScopeId scope, const Block& subject) {
  model::FlowNode boundary = node_names_.implicit(ElementKind::BoundaryEvent, "_error", when.where, scope);
  boundary.event = EventKind::Error;
  boundary.attached_to = subject.activity;
  boundary.events.emplace_back();
  boundary.events.back().kind = EventKind::Error;
  boundary.events.back().where = when.where;
  const model::NodeId node = builder_.add_node(std::move(boundary));
  Ends after = reference(when.branches[0], scope, {{node}}).ends;
  Ends otherwise = subject.ends;
  if (when.branches.size() > 1 && !otherwise.empty())
    otherwise = reference(when.branches[1], scope, otherwise).ends;
  after.insert(after.end(), otherwise.begin(), otherwise.end());
  return after;
}

// Threads lie in the scope of the process: their end is awaited by the instance alone.
Lowering::Ends Lowering::async(const Instruction& async, model::ScopeId scope, const Ends& ends) {
  std::vector<model::NodeId> threads;
  for (const Reference& inside : async.branches) {
    model::FlowNode thread =
        node_names_.implicit(ElementKind::SubProcess, "_thread", inside.where, model::ScopeId{0});
    thread.detached = true;
    threads.push_back(builder_.add_node(std::move(thread)));
    fill_body(threads.back(), inside, model::ScopeId{0});
  }
  model::FlowNode fork =
      node_names_.implicit(ElementKind::IntermediateThrowEvent, "_async", async.where, scope);
  fork.event = EventKind::Detach;
  fork.events.emplace_back();
  fork.events.back().kind = EventKind::Detach;
  fork.events.back().where = async.where;
  fork.events.back().threads = std::move(threads);
  const model::NodeId node = builder_.add_node(std::move(fork));
  connect(ends, node);
  return {{node}};
}

void Lowering::exit(const Code& value, model::SourcePosition where, model::ScopeId scope, const Ends& ends) {
  model::FlowNode end = node_names_.implicit(ElementKind::EndEvent, "_exit", where, scope);
  end.event = EventKind::Terminate;
  end.events.emplace_back();
  end.events.back().kind = EventKind::Terminate;
  end.events.back().where = where;
  end.events.back().ends_thread = true;
  end.events.back().result = expression(Kind::Value, value, "groovy", end.id);
  connect(ends, builder_.add_node(std::move(end)));
}

Lowering::Block Lowering::reference(const Reference& reference, model::ScopeId scope, const Ends& ends) {
  Block block;
  if (!reference.name.empty()) {
    const Task& task = *tasks_.at(reference.name);
    used_.insert(task.name);
    block.activity = add_task(task, reference, scope);
    connect(ends, block.activity);
    if (task.type == "ABORT") {
      exit({std::string(kResult), reference.where}, reference.where, scope, {{block.activity}});
    } else {
      block.ends = {{block.activity}};
    }
    return block;
  }
  if (reference.group.empty()) {
    block.activity = add_nothing(reference.where, scope);
  } else {
    block.activity =
        builder_.add_node(node_names_.implicit(ElementKind::SubProcess, "_group", reference.where, scope));
    fill_body(block.activity, reference, scope);
  }
  connect(ends, block.activity);
  block.ends = {{block.activity}};
  return block;
}

void Lowering::fill_body(model::NodeId owner, const Reference& inside, model::ScopeId parent) {
  const model::ScopeId body = builder_.add_scope(owner, parent);
  builder_.node(owner).body = body;
  const model::NodeId start =
      builder_.add_node(node_names_.implicit(ElementKind::StartEvent, "_start", inside.where, body));
  Ends ends{{start}};
  ends = inside.name.empty() && !inside.group.empty() ? sequence(inside.group, body, std::move(ends))
                                                      : reference(inside, body, ends).ends;
  if (ends.empty()) return;
  connect(ends, builder_.add_node(node_names_.implicit(ElementKind::EndEvent, "_end", inside.where, body)));
}

// --- nodes and flows

void Lowering::connect(const Ends& ends, model::NodeId target) {
  for (const End& end : ends) {
    model::SequenceFlow flow;
    flow.id = fmt::format("_flow{}", ++flows_);
    flow.where = builder_.node(target).where;
    flow.source = end.from;
    flow.target = target;
    flow.condition = end.condition;
    const model::FlowId id = builder_.add_flow(std::move(flow));
    if (end.otherwise) builder_.node(end.from).default_flow = id;
  }
}

model::ExpressionId Lowering::expression(Kind kind, const Code& code, std::string language,
                                         std::string element) {
  model::ExpressionSource source;
  source.kind = kind;
  source.text = code.text;
  source.language = std::move(language);
  source.where = code.where;
  source.element_id = std::move(element);
  return builder_.add_expression(std::move(source));
}

// The second place of a task is `task#2`.
}  // namespace rondo::frontends::apiflow
