// SPDX-License-Identifier: Apache-2.0
// Each record's fields are listed once, for writing and reading alike. A new field gets a new number behind
// the last one; what it is when it is not there must be what it is in records that were written before it
// was.
#include "model/stored_records.hpp"

namespace rondo::model {

namespace {

template <typename Fields, typename Task>
void task_fields(Fields& fields, Task& task) {
  fields.number(8, task.sequence);
  fields.instant(9, task.created);
  fields.text(10, task.name);
  fields.text(11, task.description);
  fields.text(12, task.assignee);
  fields.text(13, task.owner);
  fields.text(14, task.due);
  fields.text(15, task.follow_up);
  fields.text(16, task.form_key);
  fields.text(17, task.category);
  fields.texts(18, task.candidate_users);
  fields.texts(19, task.candidate_groups);
  constexpr std::int64_t kUsualPriority = 50;
  fields.signed_number(20, task.priority, kUsualPriority);
  fields.flag(21, task.delegated);
}

template <typename Fields, typename Subscription>
void subscription_fields(Fields& fields, Subscription& subscription) {
  fields.number(8, subscription.sequence);
  fields.number(9, subscription.kind, EventKind::Message);
  fields.text(10, subscription.name);
  fields.value(11, subscription.key);
  fields.flag(12, subscription.instance_scope);
}

template <typename Fields, typename Job>
void job_fields(Fields& fields, Job& job) {
  fields.number(8, job.sequence);
  fields.number(9, job.kind, JobRecord::Kind::Timer);
  fields.instant(10, job.due);
  constexpr std::int64_t kUsualRetries = 3;
  fields.signed_number(11, job.retries, kUsualRetries);
  fields.text(12, job.error);
  fields.flag(13, job.exclusive, true);
  fields.signed_number(14, job.repeats);
  fields.signed_number(15, job.period_ms);
  fields.text(16, job.cycle);
  fields.instant(17, job.until);
  fields.signed_number(18, job.priority);
  fields.number(19, job.held);
}

template <typename Fields, typename Incident>
void incident_fields(Fields& fields, Incident& incident) {
  fields.text(8, incident.kind);
  fields.text(9, incident.message);
  fields.instant(10, incident.time);
  fields.flag(11, incident.kept, true);
}

template <typename Fields, typename Instance>
void instance_fields(Fields& fields, Instance& instance) {
  fields.number(8, instance.sequence);
  fields.instant(9, instance.start);
  fields.instant(10, instance.end);
  fields.number(11, instance.state, RecordState::Active);
  fields.text(12, instance.business_key);
  fields.text(13, instance.name);
  fields.text(14, instance.error);
  fields.text(15, instance.cause);
  fields.text(16, instance.delete_reason);
  fields.signed_number(17, instance.version, 1);
  fields.text(18, instance.starter);
  fields.flag(19, instance.kept, true);
  fields.instant(20, instance.removal);
  fields.number(21, instance.conversation);
}

template <typename Fields, typename Message>
void message_fields(Fields& fields, Message& message) {
  fields.text(1, message.name);
  fields.text(2, message.process);
  fields.text(3, message.element);
  fields.value(4, message.key);
  fields.text(5, message.business_key);
  fields.number(6, message.conversation);
  fields.text(7, message.message_id);
  fields.instant(8, message.sent);
  fields.instant(9, message.expiry);
  fields.flag(10, message.received);
}

template <typename Fields, typename Timer>
void timer_fields(Fields& fields, Timer& timer) {
  fields.number(3, timer.event);
  fields.instant(4, timer.due);
  fields.signed_number(5, timer.repeats);
  fields.text(6, timer.cycle);
  fields.instant(7, timer.until);
}

// A number of a definition is written when it is not the known one; numbers begin with 1.
void write_definition(FieldWriter& fields, unsigned field, const ProcessDefinition* definition,
                      const ProcessDefinition* known, const DefinitionNumbers& numbers) {
  if (definition == known || definition == nullptr) return;
  fields.number(field, numbers.number(*definition));
}

void read_definition(FieldReader& fields, unsigned field, const ProcessDefinition*& definition,
                     const ProcessDefinition* known, const DefinitionNumbers& numbers) {
  std::uint64_t number = 0;
  fields.number(field, number);
  definition = number == 0 ? known : &numbers.definition(number);
}

template <typename Record>
void write_place(FieldWriter& fields, const Record& record, const RecordPlace& known,
                 const DefinitionNumbers& numbers) {
  fields.handle(1, record.instance, known.instance);
  fields.handle(2, record.execution, known.execution);
  write_definition(fields, 3, record.definition, known.definition, numbers);
  fields.number(4, static_cast<std::uint32_t>(record.node) + 1, static_cast<std::uint32_t>(known.node) + 1);
}

template <typename Record>
void read_place(FieldReader& fields, Record& record, const RecordPlace& known,
                const DefinitionNumbers& numbers) {
  record.id = known.id;
  fields.handle(1, record.instance, known.instance);
  fields.handle(2, record.execution, known.execution);
  read_definition(fields, 3, record.definition, known.definition, numbers);
  auto node = static_cast<std::uint32_t>(known.node);
  fields.slot(4, node);
  record.node = NodeId{node};
}

template <typename Record, typename List>
void write_waiting(ByteWriter& out, const Record& record, const RecordPlace& known,
                   const DefinitionNumbers& numbers, List list_fields) {
  FieldWriter fields(out);
  write_place(fields, record, known, numbers);
  list_fields(fields, record);
  fields.finish();
}

template <typename Record, typename List>
void read_waiting(StoredReader& in, Record& record, const RecordPlace& known,
                  const DefinitionNumbers& numbers, List list_fields) {
  FieldReader fields(in);
  read_place(fields, record, known, numbers);
  list_fields(fields, record);
  fields.finish();
}

}  // namespace

RecordPlace RecordPlace::of(const Handle& id) noexcept {
  // An instance of a process that calls none waits in its second execution, mostly.
  const Handle first{id.root, id.root_generation, 0, 1};
  return {id, first, {id.root, id.root_generation, 1, 1}, nullptr, kNoNode};
}

void write_stored(ByteWriter& out, const TaskRecord& record, const RecordPlace& known,
                  const DefinitionNumbers& numbers) {
  write_waiting(out, record, known, numbers, [](auto& fields, auto& task) { task_fields(fields, task); });
}
void read_stored(StoredReader& in, TaskRecord& record, const RecordPlace& known,
                 const DefinitionNumbers& numbers) {
  read_waiting(in, record, known, numbers, [](auto& fields, auto& task) { task_fields(fields, task); });
}

void write_stored(ByteWriter& out, const SubscriptionRecord& record, const RecordPlace& known,
                  const DefinitionNumbers& numbers) {
  write_waiting(out, record, known, numbers,
                [](auto& fields, auto& own) { subscription_fields(fields, own); });
}
void read_stored(StoredReader& in, SubscriptionRecord& record, const RecordPlace& known,
                 const DefinitionNumbers& numbers) {
  read_waiting(in, record, known, numbers, [](auto& fields, auto& own) { subscription_fields(fields, own); });
}

void write_stored(ByteWriter& out, const JobRecord& record, const RecordPlace& known,
                  const DefinitionNumbers& numbers) {
  write_waiting(out, record, known, numbers, [](auto& fields, auto& job) { job_fields(fields, job); });
}
void read_stored(StoredReader& in, JobRecord& record, const RecordPlace& known,
                 const DefinitionNumbers& numbers) {
  read_waiting(in, record, known, numbers, [](auto& fields, auto& job) { job_fields(fields, job); });
}

void write_stored(ByteWriter& out, const IncidentRecord& record, const RecordPlace& known,
                  const DefinitionNumbers& numbers) {
  write_waiting(out, record, known, numbers, [](auto& fields, auto& own) { incident_fields(fields, own); });
}
void read_stored(StoredReader& in, IncidentRecord& record, const RecordPlace& known,
                 const DefinitionNumbers& numbers) {
  read_waiting(in, record, known, numbers, [](auto& fields, auto& own) { incident_fields(fields, own); });
}

void write_stored(ByteWriter& out, const InstanceRecord& record, const DefinitionNumbers& numbers) {
  FieldWriter fields(out);
  write_definition(fields, 3, record.definition, nullptr, numbers);
  instance_fields(fields, record);
  if (record.caller) {
    const Handle none{record.id.root, record.id.root_generation, 0, 0};
    fields.handle(24, *record.caller, none);
    fields.slot(25, static_cast<std::uint32_t>(record.caller_node));
    write_definition(fields, 26, record.caller_definition, nullptr, numbers);
  }
  fields.finish();
}

void read_stored(StoredReader& in, InstanceRecord& record, const DefinitionNumbers& numbers) {
  record.version = 1;
  FieldReader fields(in);
  read_definition(fields, 3, record.definition, nullptr, numbers);
  instance_fields(fields, record);
  const Handle none{record.id.root, record.id.root_generation, 0, 0};
  Handle caller;
  fields.handle(24, caller, none);
  if (!(caller == none)) record.caller = caller;
  auto node = static_cast<std::uint32_t>(kNoNode);
  fields.slot(25, node);
  record.caller_node = NodeId{node};
  read_definition(fields, 26, record.caller_definition, nullptr, numbers);
  fields.finish();
}

namespace {

Handle usual_other(const HistoryEvent& event) noexcept {
  if (event.kind != HistoryEvent::Kind::Entered && event.kind != HistoryEvent::Kind::CalledInstance)
    return {};
  return {event.instance.root, event.instance.root_generation, 1, 1};
}

}  // namespace

// The events of a command follow each other closely.
void write_stored(ByteWriter& out, const HistoryEvent& event, const HistoryEvent& previous,
                  const DefinitionNumbers& numbers) {
  FieldWriter fields(out);
  fields.number(1, event.kind, HistoryEvent::Kind::Entered);
  fields.number(2, event.visit, previous.visit);
  fields.number(3, static_cast<std::uint32_t>(event.node) + 1, static_cast<std::uint32_t>(previous.node) + 1);
  write_definition(fields, 4, event.definition, previous.definition, numbers);
  fields.handle(5, event.other, usual_other(event));
  fields.signed_number(6, (event.time - previous.time).count());
  fields.text(7, event.text);
  fields.finish();
}

void read_stored(StoredReader& in, HistoryEvent& event, const HistoryEvent& previous,
                 const DefinitionNumbers& numbers) {
  event.instance = previous.instance;
  event.kind = HistoryEvent::Kind::Entered;
  event.visit = previous.visit;
  auto node = static_cast<std::uint32_t>(previous.node);
  std::int64_t later = 0;
  FieldReader fields(in);
  fields.number(1, event.kind);
  fields.number(2, event.visit);
  fields.slot(3, node);
  event.node = NodeId{node};
  read_definition(fields, 4, event.definition, previous.definition, numbers);
  fields.handle(5, event.other, usual_other(event));
  fields.signed_number(6, later);
  event.time = previous.time + std::chrono::milliseconds(later);
  fields.text(7, event.text);
  fields.finish();
}

void write_stored(ByteWriter& out, const MessageRecord& record) {
  FieldWriter fields(out);
  message_fields(fields, record);
  if (!record.variables.empty()) fields.value(11, Value(record.variables));
  fields.finish();
}

void read_stored(StoredReader& in, MessageRecord& record) {
  Value variables;
  FieldReader fields(in);
  message_fields(fields, record);
  fields.value(11, variables);
  fields.finish();
  if (variables.is_object()) record.variables = variables.as_object();
}

void write_stored(ByteWriter& out, const StartTimerRecord& record, const DefinitionNumbers& numbers) {
  FieldWriter fields(out);
  write_definition(fields, 1, record.definition, nullptr, numbers);
  fields.slot(2, static_cast<std::uint32_t>(record.node));
  timer_fields(fields, record);
  fields.finish();
}

void read_stored(StoredReader& in, StartTimerRecord& record, const DefinitionNumbers& numbers) {
  FieldReader fields(in);
  read_definition(fields, 1, record.definition, nullptr, numbers);
  auto node = static_cast<std::uint32_t>(kNoNode);
  fields.slot(2, node);
  record.node = NodeId{node};
  timer_fields(fields, record);
  fields.finish();
}

}  // namespace rondo::model
