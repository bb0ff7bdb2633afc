// SPDX-License-Identifier: Apache-2.0
#include "model/record_codec.hpp"

namespace rondo::model {

namespace {

// A handle in the root instance of `base`.
void write_near(ByteWriter& out, const Handle& handle, const Handle& base) {
  const bool same_root = handle.root == base.root && handle.root_generation == base.root_generation;
  out.number(same_root ? 1 : 0);
  if (!same_root) return out.plain(handle);
  out.number(handle.slot);
  out.number(handle.generation);
}

Handle read_near(ByteReader& in, const Handle& base) {
  if (in.number() == 0) return in.plain<Handle>();
  const auto slot = in.small<std::uint32_t>();
  return {base.root, base.root_generation, slot, in.small<std::uint32_t>()};
}

void write_instant(ByteWriter& out, Instant instant) {
  out.signed_number(instant.time_since_epoch().count());
}
Instant read_instant(ByteReader& in) { return Instant(std::chrono::milliseconds(in.signed_number())); }

void write_optional(ByteWriter& out, const std::optional<Instant>& instant) {
  out.number(instant ? 1 : 0);
  if (instant) write_instant(out, *instant);
}
std::optional<Instant> read_optional(ByteReader& in) {
  if (in.number() == 0) return std::nullopt;
  return read_instant(in);
}

void write_texts(ByteWriter& out, std::initializer_list<const std::string*> texts) {
  std::uint64_t given = 0;
  unsigned at = 0;
  for (const std::string* text : texts) given |= std::uint64_t{text->empty() ? 0u : 1u} << at++;
  out.number(given);
  for (const std::string* text : texts) {
    if (!text->empty()) out.text(*text);
  }
}
void read_texts(ByteReader& in, std::initializer_list<std::string*> texts) {
  std::uint64_t given = in.number();
  for (std::string* text : texts) {
    if ((given & 1) != 0) *text = in.text();
    given >>= 1;
  }
}

void write_list(ByteWriter& out, const std::vector<std::string>& texts) {
  out.number(texts.size());
  for (const std::string& text : texts) out.text(text);
}
void read_list(ByteReader& in, std::vector<std::string>& texts) {
  texts.resize(static_cast<std::size_t>(in.number()));
  for (std::string& text : texts) text = in.text();
}

// What the records of waits have in common.
template <typename Record>
void write_place(ByteWriter& out, const Record& record) {
  out.plain(record.id);
  write_near(out, record.instance, record.id);
  write_near(out, record.execution, record.id);
  out.plain(record.definition);
  out.slot(static_cast<std::uint32_t>(record.node));
  out.number(record.sequence);
}
template <typename Record>
void read_place(ByteReader& in, Record& record) {
  record.id = in.plain<Handle>();
  record.instance = read_near(in, record.id);
  record.execution = read_near(in, record.id);
  record.definition = in.plain<const ProcessDefinition*>();
  record.node = NodeId{in.slot()};
  record.sequence = in.number();
}

}  // namespace

void write_record(ByteWriter& out, const InstanceRecord& record) {
  out.plain(record.id);
  out.plain(record.definition);
  out.signed_number(record.version);
  out.number(static_cast<std::uint64_t>(record.state));
  write_instant(out, record.start);
  write_optional(out, record.end);
  write_optional(out, record.removal);
  out.number(record.sequence);
  out.number(record.conversation);
  write_texts(out, {&record.business_key, &record.name, &record.error, &record.cause, &record.delete_reason,
                    &record.starter});
  out.number(record.caller ? 1 : 0);
  if (!record.caller) return;
  write_near(out, *record.caller, record.id);
  out.slot(static_cast<std::uint32_t>(record.caller_node));
  out.plain(record.caller_definition);
}

void read_record(ByteReader& in, InstanceRecord& record) {
  record.id = in.plain<Handle>();
  record.definition = in.plain<const ProcessDefinition*>();
  record.version = static_cast<std::int32_t>(in.signed_number());
  record.state = in.small<RecordState>();
  record.start = read_instant(in);
  record.end = read_optional(in);
  record.removal = read_optional(in);
  record.sequence = in.number();
  record.conversation = in.number();
  read_texts(in, {&record.business_key, &record.name, &record.error, &record.cause, &record.delete_reason,
                  &record.starter});
  if (in.number() == 0) return;
  record.caller = read_near(in, record.id);
  record.caller_node = NodeId{in.slot()};
  record.caller_definition = in.plain<const ProcessDefinition*>();
}

void write_record(ByteWriter& out, const TaskRecord& record) {
  write_place(out, record);
  write_texts(out, {&record.name, &record.description, &record.assignee, &record.owner, &record.due,
                    &record.follow_up, &record.form_key, &record.category});
  write_list(out, record.candidate_users);
  write_list(out, record.candidate_groups);
  out.signed_number(record.priority);
  write_instant(out, record.created);
  out.number(record.delegated ? 1 : 0);
}

void read_record(ByteReader& in, TaskRecord& record) {
  read_place(in, record);
  read_texts(in, {&record.name, &record.description, &record.assignee, &record.owner, &record.due,
                  &record.follow_up, &record.form_key, &record.category});
  read_list(in, record.candidate_users);
  read_list(in, record.candidate_groups);
  record.priority = in.signed_number();
  record.created = read_instant(in);
  record.delegated = in.number() != 0;
}

void write_record(ByteWriter& out, const SubscriptionRecord& record) {
  write_place(out, record);
  out.number(static_cast<std::uint64_t>(record.kind));
  out.text(record.name);
  out.value(record.key);
  out.number(record.instance_scope ? 1 : 0);
}

void read_record(ByteReader& in, SubscriptionRecord& record) {
  read_place(in, record);
  record.kind = in.small<EventKind>();
  record.name = in.text();
  record.key = in.value();
  record.instance_scope = in.number() != 0;
}

void write_record(ByteWriter& out, const JobRecord& record) {
  write_place(out, record);
  out.number(static_cast<std::uint64_t>(record.kind));
  write_instant(out, record.due);
  out.signed_number(record.retries);
  write_texts(out, {&record.error, &record.cycle});
  out.number(record.exclusive ? 1 : 0);
  out.signed_number(record.repeats);
  out.signed_number(record.period_ms);
  write_optional(out, record.until);
  out.signed_number(record.priority);
  out.number(record.held);
  out.text(record.lock_owner);
  if (!record.lock_owner.empty()) write_instant(out, record.locked_until);
}

void read_record(ByteReader& in, JobRecord& record) {
  read_place(in, record);
  record.kind = in.small<JobRecord::Kind>();
  record.due = read_instant(in);
  record.retries = static_cast<std::int32_t>(in.signed_number());
  read_texts(in, {&record.error, &record.cycle});
  record.exclusive = in.number() != 0;
  record.repeats = in.signed_number();
  record.period_ms = in.signed_number();
  record.until = read_optional(in);
  record.priority = in.signed_number();
  record.held = in.small<std::uint8_t>();
  record.lock_owner = in.text();
  if (!record.lock_owner.empty()) record.locked_until = read_instant(in);
}

}  // namespace rondo::model
