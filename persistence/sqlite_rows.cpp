// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_rows.hpp"

#include "model/error.hpp"
#include "persistence/record_order.hpp"

#include <algorithm>

namespace rondo::persistence {

namespace {

constexpr std::int64_t kNothing = -1;  // is NULL in the table

// Whether a later record of the change set replaces that one.
bool is_replaced(const model::ChangeSet& changes, std::size_t at) {
  constexpr std::size_t kMany = 16;  // then looking would take longer than writing
  if (changes.instances.size() > kMany) return false;
  const auto later = changes.instances.begin() + static_cast<std::ptrdiff_t>(at) + 1;
  return std::any_of(later, changes.instances.end(),
                     [&](const auto& other) { return other->id == changes.instances[at]->id; });
}

}  // namespace

void SqliteRows::make(const model::ChangeSet& changes, const model::DefinitionNumbers& numbers,
                      bool keep_history, std::uint64_t revision, const IndexPlan& plan) {
  clear();
  add_timers(changes, numbers);
  add_instances(changes, numbers, keep_history);
  add_waits(changes, numbers);
  add_messages(changes);
  if (keep_history) add_history(changes, numbers, revision);
  if (keep_history && !plan.empty()) indexed_.make(changes, plan);
}

void SqliteRows::clear() {
  rows_.clear();
  bytes_.clear();
  indexed_.clear();
}

SqliteRows::Row& SqliteRows::add(Kind kind, const model::Handle& id) {
  Row& row = rows_.emplace_back();
  row.kind = kind;
  row.root = root_key(id);
  row.local = local_key(id);
  return row;
}

void SqliteRows::set_text(Row& row, std::size_t which, std::string_view text) {
  row.text_at[which] = static_cast<std::uint32_t>(bytes_.bytes().size());
  row.text_size[which] = static_cast<std::uint32_t>(text.size());
  bytes_.raw(text);
}

template <typename Write>
void SqliteRows::set_blob(Row& row, Write write) {
  row.blob_at = static_cast<std::uint32_t>(bytes_.bytes().size());
  write(bytes_);
  row.blob_size = static_cast<std::uint32_t>(bytes_.bytes().size()) - row.blob_at;
}

void SqliteRows::add_instances(const model::ChangeSet& changes, const model::DefinitionNumbers& numbers,
                               bool keep_history) {
  for (std::size_t at = 0; at < changes.instances.size(); ++at) {
    const model::InstanceRecord& instance = *changes.instances[at];
    const bool running = is_running(instance);
    if (is_replaced(changes, at)) continue;
    if (!running && !(keep_history && instance.kept)) {
      add(Kind::EraseInstance, instance.id);
      continue;
    }
    Row& row = add(Kind::PutInstance, instance.id);
    const auto process = instance.definition == nullptr ? 0 : numbers.number(*instance.definition);
    row.numbers = {static_cast<std::int64_t>(process),
                   running ? 1 : 0,
                   kNothing,
                   0,
                   keep_history && instance.removal ? millis(*instance.removal) : kNothing,
                   static_cast<std::int64_t>(instance.sequence)};
    if (instance.caller) {
      row.numbers[2] = local_key(*instance.caller);
      row.numbers[3] = root_key(*instance.caller);
    }
    set_text(row, 0, instance.business_key);
    set_blob(row, [&](model::ByteWriter& out) { write_stored(out, instance, numbers); });
  }
}

void SqliteRows::add_waits(const model::ChangeSet& changes, const model::DefinitionNumbers& numbers) {
  const auto write = [&](Row& row, const auto& record) {
    const auto place = model::RecordPlace::of(record.id);
    set_blob(row, [&](model::ByteWriter& out) { write_stored(out, record, place, numbers); });
  };
  for (const auto& task : changes.tasks) {
    Row& row = add(Kind::PutTask, task->id);
    set_text(row, 0, task->assignee);
    write(row, *task);
  }
  for (const auto& subscription : changes.subscriptions) {
    Row& row = add(Kind::PutSubscription, subscription->id);
    row.numbers[0] = static_cast<std::int64_t>(subscription->kind);
    set_text(row, 0, subscription->name);
    if (!subscription->key.is_null()) set_text(row, 1, to_json(subscription->key));
    write(row, *subscription);
  }
  for (const auto& job : changes.jobs) {
    Row& row = add(Kind::PutJob, job->id);
    row.numbers = {millis(job->due),
                   static_cast<std::int64_t>(job->sequence),
                   job->priority,
                   job->runnable() ? 1 : 0,
                   0,
                   0};
    write(row, *job);
  }
  for (const auto& incident : changes.incidents) write(add(Kind::PutIncident, incident.id), incident);
  for (const auto& task : changes.removed_tasks) add(Kind::EraseTask, task->id);
  for (const auto& gone : changes.removed_subscriptions) add(Kind::EraseSubscription, gone->id);
  for (const auto& job : changes.removed_jobs) add(Kind::EraseJob, job->id);
  for (const auto& id : changes.resolved_incidents) add(Kind::EraseIncident, id);
}

// What history learns of one instance becomes one row.
void SqliteRows::add_history(const model::ChangeSet& changes, const model::DefinitionNumbers& numbers,
                             std::uint64_t revision) {
  pages_.make(changes, numbers, [&](const model::Handle& instance, const auto& write_page) {
    Row& row = add(Kind::AddHistory, instance);
    row.numbers[0] = static_cast<std::int64_t>(revision);
    set_blob(row, write_page);
  });
}

void SqliteRows::add_messages(const model::ChangeSet& changes) {
  for (const auto& message : changes.messages) {
    Row& row = add(message->received ? Kind::ReceiveMessage : Kind::PutMessage, {});
    row.numbers[0] = static_cast<std::int64_t>(message->sequence);
    set_blob(row, [&](model::ByteWriter& out) { write_stored(out, *message); });
  }
  for (const auto& message : changes.removed_messages) {
    add(Kind::EraseMessage, {}).numbers[0] = static_cast<std::int64_t>(message->sequence);
  }
  for (const auto& record : changes.data_stores) {
    Row& row = add(Kind::PutDataStore, {});
    set_text(row, 0, record.id);
    set_blob(row, [&](model::ByteWriter& out) { write_stored(out, record); });
  }
}

void SqliteRows::add_timers(const model::ChangeSet& changes, const model::DefinitionNumbers& numbers) {
  for (const model::FiredTimer& fired : changes.fired_timers) {
    Row& row = add(fired.next ? Kind::AdvanceTimer : Kind::EraseTimer, {});
    row.numbers = {static_cast<std::int64_t>(fired.number), millis(fired.due),
                   fired.next ? millis(fired.next->due) : 0, 0, 0};
    if (!fired.next) continue;
    set_blob(row, [&](model::ByteWriter& out) { write_stored(out, *fired.next, numbers); });
  }
}

// --- writing

namespace {

// Parameters: 1 root, 2 local, 3 to 5 numbers, 6 and 7 texts, 8 the record, 9 and 10 further numbers.
constexpr std::array<const char*, SqliteRows::kKinds> kStatements{
    "INSERT INTO instance(root, local, process, running, caller_root, caller, business_key, removal, "
    "sequence, "
    "record) "
    "VALUES(?1, ?2, ?3, ?4, iif(?5 = -1, NULL, ?9), nullif(?5, -1), ?6, nullif(?10, -1), ?11, ?8) ON "
    "CONFLICT "
    "DO UPDATE SET running = ?4, business_key = ?6, removal = nullif(?10, -1), record = ?8",
    "DELETE FROM instance WHERE root = ?1 AND local = ?2",
    "INSERT OR REPLACE INTO task(root, local, assignee, record) VALUES(?1, ?2, ?6, ?8)",
    "DELETE FROM task WHERE root = ?1 AND local = ?2",
    "INSERT OR REPLACE INTO subscription(root, local, kind, name, key, record) "
    "VALUES(?1, ?2, ?3, coalesce(?6, ''), ?7, ?8)",
    "DELETE FROM subscription WHERE root = ?1 AND local = ?2",
    "INSERT OR REPLACE INTO job(root, local, due, sequence, priority, runnable, record) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?9, ?8)",
    "DELETE FROM job WHERE root = ?1 AND local = ?2",
    "INSERT INTO incident(root, local, record) VALUES(?1, ?2, ?8) ON CONFLICT(root, local) "
    "DO UPDATE SET record = ?8",
    "DELETE FROM incident WHERE root = ?1 AND local = ?2",
    "INSERT OR REPLACE INTO message(sequence, received, record) VALUES(?3, 0, ?8)",
    "UPDATE message SET received = 1, record = ?8 WHERE sequence = ?3 AND NOT received",
    "DELETE FROM message WHERE sequence = ?3",
    "INSERT OR REPLACE INTO data_store(id, record) VALUES(?6, ?8)",
    "INSERT INTO history(root, local, revision, events) VALUES(?1, ?2, coalesce(nullif(?3, 0), (SELECT "
    "max(revision) + 1 FROM history WHERE root = ?1), 1), ?8)",
    "UPDATE start_timer SET due = ?5, record = ?8 WHERE number = ?3 AND due = ?4",
    "DELETE FROM start_timer WHERE number = ?3 AND due = ?4"};

// What only one of several engines can do.
bool is_claim(SqliteRows::Kind kind, bool received) noexcept {
  using Kind = SqliteRows::Kind;
  return kind == Kind::AdvanceTimer || kind == Kind::EraseTimer || kind == Kind::ReceiveMessage ||
         (kind == Kind::EraseMessage && received);
}

}  // namespace

SqliteRowWriter::SqliteRowWriter(SqliteConnection& connection) : connection_(connection) {
  for (std::size_t kind = 0; kind < statements_.size(); ++kind) {
    statements_[kind] = std::make_unique<SqliteStatement>(connection, kStatements[kind]);
  }
}

void SqliteRowWriter::write(const SqliteRows& rows, bool received) {
  for (const SqliteRows::Row& row : rows.rows()) {
    SqliteStatement& statement = *statements_[static_cast<std::size_t>(row.kind)];
    bind(statement, rows, row);
    statement.run();
    if (connection_.changes() == 0 && is_claim(row.kind, received)) {
      throw Error(ErrorKind::OptimisticLock, "another engine has done the same in between");
    }
  }
  rows.indexed().write(connection_);
}

void SqliteRowWriter::bind(SqliteStatement& statement, const SqliteRows& rows, const SqliteRows::Row& row) {
  const auto has = [parameters = statement.parameters()](int position) { return position <= parameters; };
  const auto number = [&](int position, std::size_t which) {
    if (has(position)) statement.bind(position, row.numbers[which]);
  };
  const auto text = [&](int position, std::size_t which) {
    if (!has(position)) return;
    if (row.text_size[which] == 0) {
      statement.bind_null(position);
    } else {
      statement.bind_text(position, rows.text(row, which));
    }
  };
  statement.bind(1, row.root);
  if (has(2)) statement.bind(2, row.local);
  number(3, 0);
  number(4, 1);
  number(5, 2);
  text(6, 0);
  text(7, 1);
  if (has(8)) statement.bind_blob(8, rows.blob(row));
  number(9, 3);
  number(10, 4);
  number(11, 5);
}

}  // namespace rondo::persistence
