// SPDX-License-Identifier: Apache-2.0
// The compact form of an execution tree, in which instances wait. What is added here goes into
// stored_tree.cpp, too.
#include "agenda/deployed_process.hpp"
#include "agenda/execution_tree.hpp"
#include "model/record_codec.hpp"

namespace rondo::agenda {

namespace {

using model::ByteReader;
using model::ByteWriter;

// Most members of an execution are at their default: a mask says which are given.
constexpr std::size_t kLinks = 17;

std::array<std::uint32_t, kLinks> links_of(const Execution& execution) {
  return {execution.parent + 1,
          execution.first_child + 1,
          execution.last_child + 1,
          execution.next + 1,
          execution.previous + 1,
          execution.tokens,
          execution.event_bodies,
          execution.process,
          static_cast<std::uint32_t>(execution.node) + 1,
          static_cast<std::uint32_t>(execution.flow) + 1,
          execution.variables + 1,
          execution.waits + 1,
          execution.detail + 1,
          execution.joins + 1,
          execution.census + 1,
          execution.visit,
          execution.phase};
}

void write_execution(ByteWriter& out, const Execution& execution) {
  const auto links = links_of(execution);
  std::uint32_t given = 0;
  for (std::size_t i = 0; i < kLinks; ++i) given |= (links[i] != 0 ? 1u : 0u) << i;
  out.number(given);
  for (const std::uint32_t link : links) {
    if (link != 0) out.number(link);
  }
  out.number(execution.flags);
  out.number(static_cast<std::uint32_t>(execution.loop_counter + 1));
}

void read_execution(ByteReader& in, Execution& execution) {
  std::array<std::uint32_t, kLinks> links{};
  const auto given = in.small<std::uint32_t>();
  for (std::size_t i = 0; i < kLinks; ++i) {
    if ((given >> i & 1) != 0) links[i] = in.small<std::uint32_t>();
  }
  std::size_t at = 0;
  for (std::uint32_t* link : {&execution.parent, &execution.first_child, &execution.last_child,
                              &execution.next, &execution.previous}) {
    *link = links[at++] - 1;
  }
  execution.tokens = links[at++];
  execution.event_bodies = links[at++];
  execution.process = links[at++];
  execution.node = model::NodeId{links[at++] - 1};
  execution.flow = model::FlowId{links[at++] - 1};
  for (std::uint32_t* link :
       {&execution.variables, &execution.waits, &execution.detail, &execution.joins, &execution.census}) {
    *link = links[at++] - 1;
  }
  execution.visit = links[at++];
  execution.phase = static_cast<std::uint16_t>(links[at]);
  execution.flags = in.small<std::uint16_t>();
  execution.loop_counter = static_cast<std::int32_t>(in.number()) - 1;
}

void write_process(ByteWriter& out, const ProcessInstance& instance) {
  out.plain(instance.process);
  out.number(instance.execution);
  out.slot(instance.caller);
  out.number(instance.visits);
  out.number((instance.suspended ? 1u : 0u) | (instance.terminated ? 2u : 0u) |
             (instance.recorded ? 4u : 0u) | (instance.kept ? 8u : 0u));
  out.signed_number(instance.start.time_since_epoch().count());
  out.number(instance.sequence);
  out.number(instance.conversation);
  out.value(instance.correlation);
  for (const std::string* text : {&instance.business_key, &instance.name, &instance.initiator})
    out.text(*text);
  out.number(static_cast<std::uint64_t>(instance.unhandled));
}

void read_process(ByteReader& in, ProcessInstance& instance) {
  instance.process = in.plain<const DeployedProcess*>();
  instance.execution = in.small<std::uint32_t>();
  instance.caller = in.slot();
  instance.visits = in.small<std::uint32_t>();
  const std::uint64_t flags = in.number();
  instance.suspended = (flags & 1) != 0;
  instance.terminated = (flags & 2) != 0;
  instance.recorded = (flags & 4) != 0;
  instance.kept = (flags & 8) != 0;
  instance.start = model::Instant(std::chrono::milliseconds(in.signed_number()));
  instance.sequence = in.number();
  instance.conversation = in.number();
  instance.correlation = in.value();
  for (std::string* text : {&instance.business_key, &instance.name, &instance.initiator}) *text = in.text();
  instance.unhandled = in.small<model::UnhandledAction>();
}

template <typename Record>
void write_held(ByteWriter& out, const std::shared_ptr<const Record>& record) {
  out.number(record != nullptr ? 1 : 0);
  if (record != nullptr) write_record(out, *record);
}
template <typename Record>
void read_held(ByteReader& in, std::shared_ptr<const Record>& held) {
  if (in.number() == 0) return;
  auto record = std::make_shared<Record>();
  read_record(in, *record);
  held = std::move(record);
}

void write_wait(ByteWriter& out, const Wait& wait) {
  out.number(static_cast<std::uint64_t>(wait.kind));
  out.slot(wait.next);
  out.slot(wait.execution);
  out.slot(static_cast<std::uint32_t>(wait.node));
  out.slot(static_cast<std::uint32_t>(wait.boundary));
  out.slot(wait.kept);
  out.number(wait.definition);
  write_held(out, wait.task);
  write_held(out, wait.subscription);
  write_held(out, wait.job);
}

void read_wait(ByteReader& in, Wait& wait) {
  wait.kind = in.small<Wait::Kind>();
  wait.next = in.slot();
  wait.execution = in.slot();
  wait.node = model::NodeId{in.slot()};
  wait.boundary = model::NodeId{in.slot()};
  wait.kept = in.slot();
  wait.definition = in.small<std::uint16_t>();
  read_held(in, wait.task);
  read_held(in, wait.subscription);
  read_held(in, wait.job);
}

void write_loop(ByteWriter& out, const Loop& loop) {
  for (const std::uint32_t number : {loop.total, loop.created, loop.completed, loop.active})
    out.number(number);
  out.value(loop.items);
  out.slot(loop.outputs);
}

void read_loop(ByteReader& in, Loop& loop) {
  for (std::uint32_t* number : {&loop.total, &loop.created, &loop.completed, &loop.active}) {
    *number = in.small<std::uint32_t>();
  }
  loop.items = in.value();
  loop.outputs = in.slot();
}

void write_whole_join(ByteWriter& out, const Join& join) {
  out.slot(static_cast<std::uint32_t>(join.node));
  out.slot(join.next);
  out.number(static_cast<std::uint64_t>(join.phase));
  out.number(join.marked);
  out.number(join.flows.size());
  for (const Join::Arrivals& arrivals : join.flows) {
    out.number(std::uint64_t{arrivals.count} << 1 | (arrivals.taken ? 1u : 0u));
    out.slot(arrivals.first);
    out.slot(arrivals.last);
  }
}

void read_whole_join(ByteReader& in, Join& join) {
  join.node = model::NodeId{in.slot()};
  join.next = in.slot();
  join.phase = in.small<Join::Phase>();
  join.marked = in.small<std::uint32_t>();
  join.flows.resize(static_cast<std::size_t>(in.number()));
  join.marks.resize(join.flows.size());
  for (std::size_t flow = 0; flow < join.flows.size(); ++flow) {
    Join::Arrivals& arrivals = join.flows[flow];
    const std::uint64_t count = in.number();
    arrivals.count = static_cast<std::uint32_t>(count >> 1);
    join.waiting += arrivals.count;
    if (arrivals.count > 0) join.marks.set(flow);
    arrivals.taken = (count & 1) != 0;
    arrivals.first = in.slot();
    arrivals.last = in.slot();
  }
}

}  // namespace

void ExecutionTree::write(ByteWriter& out) const {
  processes_.write(out, [&](const ProcessInstance& instance) { write_process(out, instance); });
  executions_.write(out, [&](const Execution& execution) { write_execution(out, execution); });
  variables_.write(out, [&](const VariableScope& scope) {
    out.number(scope.variables.size());
    for (const Variable& variable : scope.variables) {
      out.number(static_cast<std::uint32_t>(variable.name));
      out.value(variable.value);
    }
  });
  waits_.write(out, [&](const Wait& wait) { write_wait(out, wait); });
  loops_.write(out, [&](const Loop& loop) { write_loop(out, loop); });
  outputs_.write(out, [&](const Outputs& outputs) {
    out.number(outputs.items.size());
    for (const model::Value& item : outputs.items) out.value(item);
  });
  joins_.write(out, [&](const Join& join) { write_whole_join(out, join); });
  censuses_.write(out, [&](const Census& census) {
    out.number(census.counts.size());
    for (const std::uint32_t count : census.counts) out.number(count);
  });
  runs_.write(out, [&](const CompensationRun& run) {
    out.number(static_cast<std::uint64_t>(run.then));
    out.slot(run.execution);
    out.number(run.generation);
    out.number(run.confirms ? 1 : 0);
  });
}

void ExecutionTree::read(ByteReader& in) {
  processes_.read(in, [&](ProcessInstance& instance) {
    read_process(in, instance);
    note_manners(*instance.process);
  });
  executions_.read(in, [&](Execution& execution) {
    read_execution(in, execution);
    if (execution.node == model::kNoNode) return;
    execution.compiled = &processes_[execution.process].process->compiled(execution.node);
  });
  variables_.read(in, [&](VariableScope& scope) {
    for (std::uint64_t left = in.number(); left > 0; --left) {
      const auto name = in.small<model::NameId>();
      scope.variables.push_back({name, in.value()});
    }
  });
  waits_.read(in, [&](Wait& wait) { read_wait(in, wait); });
  loops_.read(in, [&](Loop& loop) { read_loop(in, loop); });
  outputs_.read(in, [&](Outputs& outputs) {
    outputs.items.resize(static_cast<std::size_t>(in.number()));
    for (model::Value& item : outputs.items) item = in.value();
  });
  joins_.read(in, [&](Join& join) { read_whole_join(in, join); });
  censuses_.read(in, [&](Census& census) {
    census.resize(static_cast<std::size_t>(in.number()));
    for (std::size_t at = 0; at < census.counts.size(); ++at) census.add(at, in.small<std::uint32_t>());
  });
  runs_.read(in, [&](CompensationRun& run) {
    run.then = in.small<CompensationRun::Then>();
    run.execution = in.slot();
    run.generation = in.small<std::uint32_t>();
    run.confirms = in.number() != 0;
  });
}

}  // namespace rondo::agenda
