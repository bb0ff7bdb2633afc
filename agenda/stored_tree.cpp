// SPDX-License-Identifier: Apache-2.0
// The form of an execution tree on disk. Whatever an engine wrote, later ones read: a record's fields are
// listed once, for writing and reading alike; a new field gets a new number, and new kinds of records go
// behind all others.
#include "agenda/deployed_process.hpp"
#include "agenda/execution_tree.hpp"
#include "model/error.hpp"

#include <cassert>
#include <utility>

namespace rondo::agenda {

namespace {

using model::ByteWriter;
using model::FieldReader;
using model::FieldWriter;
using model::StoredReader;

// Fields of strong ids, such as that of a node.
template <typename Id>
void id_field(FieldWriter& fields, unsigned field, Id id) {
  fields.slot(field, static_cast<std::uint32_t>(id));
}
template <typename Id>
void id_field(FieldReader& fields, unsigned field, Id& id) {
  auto number = static_cast<std::uint32_t>(id);
  fields.slot(field, number);
  id = Id{number};
}

template <typename Fields, typename Executing>
void execution_fields(Fields& fields, Executing& execution) {
  fields.slot(1, execution.parent);
  fields.slot(2, execution.first_child);
  fields.slot(3, execution.last_child);
  fields.slot(4, execution.next);
  fields.slot(5, execution.previous);
  fields.number(6, execution.tokens);
  fields.number(7, execution.event_bodies);
  fields.number(8, execution.process);
  id_field(fields, 9, execution.node);
  id_field(fields, 10, execution.flow);
  fields.slot(11, execution.variables);
  fields.slot(12, execution.waits);
  fields.slot(13, execution.detail);
  fields.slot(14, execution.joins);
  fields.slot(15, execution.census);
  fields.signed_number(16, execution.loop_counter, -1);
  fields.number(17, execution.visit);
  fields.number(18, execution.flags);
  fields.number(19, execution.phase);
}

template <typename Fields, typename Instance>
void process_fields(Fields& fields, Instance& instance) {
  fields.number(2, instance.execution);
  fields.slot(3, instance.caller);
  fields.number(4, instance.visits);
  fields.flag(5, instance.suspended);
  fields.flag(6, instance.terminated);
  fields.flag(7, instance.kept);
  fields.flag(8, instance.recorded, true);
  fields.instant(9, instance.start);
  fields.number(10, instance.sequence);
  fields.text(11, instance.business_key);
  fields.text(12, instance.name);
  fields.text(13, instance.initiator);
  fields.number(14, instance.conversation);
  fields.value(15, instance.correlation);
  fields.number(16, instance.unhandled, model::UnhandledAction::Terminate);
}

template <typename Fields, typename Waiting>
void wait_fields(Fields& fields, Waiting& wait) {
  fields.number(1, wait.kind, Wait::Kind::Task);
  fields.slot(2, wait.next);
  fields.slot(3, wait.execution);
  id_field(fields, 4, wait.node);
  id_field(fields, 5, wait.boundary);
  fields.slot(6, wait.kept);
  fields.number(7, wait.definition);
}

// Which records a wait has; they follow its fields.
constexpr std::uint32_t kHasTask = 1;
constexpr std::uint32_t kHasSubscription = 2;
constexpr std::uint32_t kHasJob = 4;
constexpr unsigned kRecords = 8;

template <typename Fields, typename Looping>
void loop_fields(Fields& fields, Looping& loop) {
  fields.number(1, loop.total);
  fields.number(2, loop.created);
  fields.number(3, loop.completed);
  fields.number(4, loop.active);
  fields.value(5, loop.items);
  fields.slot(6, loop.outputs);
}

template <typename Fields, typename Joining>
void join_fields(Fields& fields, Joining& join) {
  id_field(fields, 1, join.node);
  fields.slot(2, join.next);
  fields.number(3, join.phase, Join::Phase::Plain);
  fields.number(4, join.marked);
}

template <typename Fields, typename Run>
void run_fields(Fields& fields, Run& run) {
  fields.number(1, run.then, CompensationRun::Then::Resume);
  fields.slot(2, run.execution);
  fields.number(3, run.generation);
  fields.flag(4, run.confirms);
}

template <typename Record, typename List>
void write_fields(ByteWriter& out, const Record& record, List list) {
  FieldWriter fields(out);
  list(fields, record);
  fields.finish();
}
template <typename Record, typename List>
void read_fields(StoredReader& in, Record& record, List list) {
  FieldReader fields(in);
  list(fields, record);
  fields.finish();
}

// A name is a number of the store's own table, from 1, or 0 and its text.
void write_name(ByteWriter& out, const std::string& name) {
  out.number(0);
  out.text(name);
}
model::NameId read_name(StoredReader& in, model::NameTable& names) {
  if (in.number() != 0) throw Error(ErrorKind::Store, "stored data is damaged: a variable has no name");
  return names.intern(in.text());
}

void write_join(ByteWriter& out, const Join& join) {
  write_fields(out, join, [](auto& fields, auto& own) { join_fields(fields, own); });
  out.number(join.flows.size());
  for (const Join::Arrivals& arrivals : join.flows) {
    out.number(std::uint64_t{arrivals.count} << 1 | (arrivals.taken ? 1u : 0u));
    out.slot(arrivals.first);
    out.slot(arrivals.last);
  }
}

void read_join(StoredReader& in, Join& join) {
  read_fields(in, join, [](auto& fields, auto& own) { join_fields(fields, own); });
  join.flows.resize(in.count());
  join.marks.resize(join.flows.size());
  for (std::size_t flow = 0; flow < join.flows.size(); ++flow) {
    Join::Arrivals& arrivals = join.flows[flow];
    const std::uint64_t count = in.number();
    arrivals.count = static_cast<std::uint32_t>(count >> 1);
    arrivals.taken = (count & 1) != 0;
    arrivals.first = in.slot();
    arrivals.last = in.slot();
    join.waiting += arrivals.count;
    if (arrivals.count > 0) join.marks.set(flow);
  }
}

// Where the records of a wait are, mostly: where the wait is.
struct Places {
  model::Handle root;
  const Slab<Execution, 8>& executions;
  const Slab<ProcessInstance, 2>& processes;

  [[nodiscard]] model::RecordPlace of(const Wait& wait, std::uint32_t slot, std::uint32_t generation) const {
    const auto handle = [this](std::uint32_t at, std::uint32_t used) {
      return model::Handle{root.root, root.root_generation, at, used};
    };
    if (!executions.live(wait.execution)) {
      throw Error(ErrorKind::Store, "stored data is damaged: nobody has one of the waits");
    }
    const std::uint32_t process = executions[wait.execution].process;
    return {handle(slot, generation), handle(process, processes.generation(process)),
            handle(wait.execution, executions.generation(wait.execution)),
            &processes[process].process->definition(), wait.node};
  }
};

template <typename Record>
void read_held(StoredReader& in, std::shared_ptr<const Record>& held, const model::RecordPlace& place,
               const StoredProcesses& processes) {
  auto record = std::make_shared<Record>();
  read_stored(in, *record, place, processes);
  held = std::move(record);
}

void write_wait(ByteWriter& out, const Wait& wait, const model::RecordPlace& place,
                const model::DefinitionNumbers& numbers) {
  FieldWriter fields(out);
  wait_fields(fields, wait);
  fields.number(kRecords, (wait.task != nullptr ? kHasTask : 0u) |
                              (wait.subscription != nullptr ? kHasSubscription : 0u) |
                              (wait.job != nullptr ? kHasJob : 0u));
  fields.finish();
  if (wait.task != nullptr) write_stored(out, *wait.task, place, numbers);
  if (wait.subscription != nullptr) write_stored(out, *wait.subscription, place, numbers);
  if (wait.job != nullptr) write_stored(out, *wait.job, place, numbers);
}

template <typename PlaceOf>
void read_wait(StoredReader& in, Wait& wait, PlaceOf place_of, const StoredProcesses& processes) {
  wait.kind = Wait::Kind::Task;
  std::uint32_t records = 0;
  FieldReader fields(in);
  wait_fields(fields, wait);
  fields.number(kRecords, records);
  fields.finish();
  if (records == 0) return;
  const model::RecordPlace place = place_of(wait);
  if ((records & kHasTask) != 0) read_held(in, wait.task, place, processes);
  if ((records & kHasSubscription) != 0) read_held(in, wait.subscription, place, processes);
  if ((records & kHasJob) != 0) read_held(in, wait.job, place, processes);
}

}  // namespace

void ExecutionTree::store(ByteWriter& out, model::Handle root,
                          const model::DefinitionNumbers& numbers) const {
  const model::NameTable* names = nullptr;
  processes_.write(out, [&](const ProcessInstance& instance) {
    names = &instance.process->names();
    FieldWriter fields(out);
    fields.number(1, numbers.number(instance.process->definition()));
    process_fields(fields, instance);
    fields.finish();
  });
  executions_.write(out, [&](const Execution& execution) {
    write_fields(out, execution, [](auto& fields, auto& own) { execution_fields(fields, own); });
  });
  variables_.write(out, [&](const VariableScope& scope) {
    assert(names != nullptr);  // Variables are those of a process.
    out.number(scope.variables.size());
    for (const Variable& variable : scope.variables) {
      write_name(out, names->text(variable.name));
      model::write_stored(out, variable.value);
    }
  });
  const Places places{root, executions_, processes_};
  std::uint32_t slot = 0;
  waits_.write(out, [&](const Wait& wait) {
    while (&waits_[slot] != &wait) ++slot;
    write_wait(out, wait, places.of(wait, slot, waits_.generation(slot)), numbers);
  });
  loops_.write(out, [&](const Loop& loop) {
    write_fields(out, loop, [](auto& fields, auto& own) { loop_fields(fields, own); });
  });
  outputs_.write(out, [&](const Outputs& outputs) {
    out.number(outputs.items.size());
    for (const model::Value& item : outputs.items) model::write_stored(out, item);
  });
  joins_.write(out, [&](const Join& join) { write_join(out, join); });
  censuses_.write(out, [&](const Census& census) {
    out.number(census.counts.size());
    for (const std::uint32_t count : census.counts) out.number(count);
  });
  runs_.write(out, [&](const CompensationRun& run) {
    write_fields(out, run, [](auto& fields, auto& own) { run_fields(fields, own); });
  });
}

void ExecutionTree::restore(StoredReader& in, model::Handle root, const StoredProcesses& processes) {
  processes_.read(in, [&](ProcessInstance& instance) {
    instance.recorded = true;
    instance.execution = 0;
    std::uint64_t number = 0;
    FieldReader fields(in);
    fields.number(1, number);
    process_fields(fields, instance);
    fields.finish();
    instance.process = &processes.process(number);
    note_manners(*instance.process);
  });
  executions_.read(in, [&](Execution& execution) {
    execution.process = 0;
    read_fields(in, execution, [](auto& fields, auto& own) { execution_fields(fields, own); });
    if (!processes_.live(execution.process)) {
      throw Error(ErrorKind::Store, "stored data is damaged: an execution has no instance");
    }
    if (execution.node == model::kNoNode) return;
    execution.compiled = &processes_[execution.process].process->compiled(execution.node);
  });
  variables_.read(in, [&](VariableScope& scope) {
    for (std::size_t left = in.count(); left > 0; --left) {
      const model::NameId name = read_name(in, processes.names());
      scope.variables.push_back({name, in.value()});
    }
  });
  const Places places{root, executions_, processes_};
  std::uint32_t slot = 0;
  waits_.read(in, [&](Wait& wait) {
    while (&waits_[slot] != &wait) ++slot;
    const auto place_of = [&](const Wait& read) { return places.of(read, slot, waits_.generation(slot)); };
    read_wait(in, wait, place_of, processes);
  });
  loops_.read(in, [&](Loop& loop) {
    read_fields(in, loop, [](auto& fields, auto& own) { loop_fields(fields, own); });
  });
  outputs_.read(in, [&](Outputs& outputs) {
    outputs.items.resize(in.count());
    for (model::Value& item : outputs.items) item = in.value();
  });
  joins_.read(in, [&](Join& join) { read_join(in, join); });
  censuses_.read(in, [&](Census& census) {
    census.resize(in.count());
    for (std::size_t at = 0; at < census.counts.size(); ++at) census.add(at, in.small<std::uint32_t>());
  });
  runs_.read(in, [&](CompensationRun& run) {
    read_fields(in, run, [](auto& fields, auto& own) { run_fields(fields, own); });
  });
}

}  // namespace rondo::agenda
