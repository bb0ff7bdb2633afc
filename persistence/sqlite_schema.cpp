// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_schema.hpp"

#include "model/error.hpp"
#include "model/stored_form.hpp"
#include "model/stored_records.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <vector>

namespace rondo::persistence {

namespace {

// "rndo": tells a store of rondo from other SQLite files.
constexpr std::int64_t kApplication = 0x726E646F;

// Tables are keyed by root instance first, whose numbers grow: what belongs together lies together, and what
// is new is appended. `local` is the slot and generation of a thing within its root instance.
constexpr const char* kFirstVersion = R"(
CREATE TABLE counter(numbering INTEGER PRIMARY KEY, next INTEGER NOT NULL);
CREATE TABLE deployment(number INTEGER PRIMARY KEY, time INTEGER NOT NULL);
CREATE TABLE resource(deployment INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
  content BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY(deployment, position)) WITHOUT ROWID;
CREATE TABLE process(number INTEGER PRIMARY KEY, deployment INTEGER NOT NULL, resource INTEGER NOT NULL,
  key TEXT NOT NULL, version INTEGER NOT NULL, history INTEGER NOT NULL, suspended INTEGER NOT NULL,
  UNIQUE(key, version));
CREATE TABLE start_timer(number INTEGER PRIMARY KEY AUTOINCREMENT, process INTEGER NOT NULL,
  due INTEGER NOT NULL, record BLOB NOT NULL);
CREATE TABLE state(root INTEGER PRIMARY KEY, revision INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE instance(root INTEGER NOT NULL, local INTEGER NOT NULL, process INTEGER NOT NULL,
  running INTEGER NOT NULL, caller_root INTEGER, caller INTEGER, business_key TEXT,
  removal INTEGER, record BLOB NOT NULL, PRIMARY KEY(root, local)) WITHOUT ROWID;
CREATE INDEX instance_running ON instance(process) WHERE running;
CREATE INDEX instance_caller ON instance(caller_root, caller) WHERE caller IS NOT NULL;
CREATE INDEX instance_business_key ON instance(business_key) WHERE business_key IS NOT NULL;
CREATE INDEX instance_removal ON instance(removal) WHERE removal IS NOT NULL;
CREATE TABLE task(root INTEGER NOT NULL, local INTEGER NOT NULL, assignee TEXT, record BLOB NOT NULL,
  PRIMARY KEY(root, local)) WITHOUT ROWID;
CREATE INDEX task_assignee ON task(assignee) WHERE assignee IS NOT NULL;
CREATE TABLE subscription(root INTEGER NOT NULL, local INTEGER NOT NULL, kind INTEGER NOT NULL,
  name TEXT NOT NULL, key TEXT, record BLOB NOT NULL, PRIMARY KEY(root, local)) WITHOUT ROWID;
CREATE INDEX subscription_event ON subscription(kind, name, key);
CREATE TABLE job(root INTEGER NOT NULL, local INTEGER NOT NULL, due INTEGER NOT NULL,
  sequence INTEGER NOT NULL, priority INTEGER NOT NULL, runnable INTEGER NOT NULL, lock_owner TEXT,
  locked_until INTEGER, record BLOB NOT NULL, PRIMARY KEY(root, local)) WITHOUT ROWID;
CREATE INDEX job_due ON job(due) WHERE runnable AND lock_owner IS NULL;
CREATE INDEX job_priority ON job(priority, due, sequence) WHERE runnable;
CREATE INDEX job_lock ON job(locked_until) WHERE lock_owner IS NOT NULL;
CREATE TABLE message(sequence INTEGER PRIMARY KEY, received INTEGER NOT NULL, record BLOB NOT NULL);
CREATE TABLE incident(number INTEGER PRIMARY KEY, root INTEGER NOT NULL, local INTEGER NOT NULL,
  record BLOB NOT NULL, UNIQUE(root, local));
CREATE TABLE history(root INTEGER NOT NULL, revision INTEGER NOT NULL, local INTEGER NOT NULL,
  events BLOB NOT NULL, PRIMARY KEY(root, revision, local)) WITHOUT ROWID;
)";

// Instances are gone through in order of start: what there is gets its number from its record. Data stores
// are kept.
constexpr const char* kSecondVersion = R"(
ALTER TABLE instance ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
CREATE INDEX instance_sequence ON instance(sequence);
CREATE TABLE data_store(id TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
)";

// What is found by an index when it is asked for (sqlite_indexes). Changes of messages are counted, for the
// engines that keep some of them in memory.
constexpr const char* kThirdVersion = R"(
CREATE TABLE query_index(name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE variable(root INTEGER NOT NULL, local INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY(root, local, name)) WITHOUT ROWID;
CREATE INDEX variable_value ON variable(name, value);
CREATE TABLE involved_user(root INTEGER NOT NULL, local INTEGER NOT NULL, user TEXT NOT NULL,
  PRIMARY KEY(root, local, user)) WITHOUT ROWID;
CREATE INDEX involved_user_user ON involved_user(user);
INSERT INTO counter(numbering, next) VALUES(-2, 1);
CREATE TRIGGER message_added AFTER INSERT ON message
  BEGIN UPDATE counter SET next = next + 1 WHERE numbering = -2; END;
CREATE TRIGGER message_changed AFTER UPDATE ON message
  BEGIN UPDATE counter SET next = next + 1 WHERE numbering = -2; END;
CREATE TRIGGER message_gone AFTER DELETE ON message
  BEGIN UPDATE counter SET next = next + 1 WHERE numbering = -2; END;
)";

// What becomes of young instances before it is in the other tables (sqlite_daybook).
constexpr const char* kFourthVersion = R"(
CREATE TABLE daybook(number INTEGER PRIMARY KEY, entries BLOB NOT NULL);
)";

void number_instances(SqliteConnection& connection) {
  struct Numbered {
    std::int64_t root = 0, local = 0, sequence = 0;
  };
  std::vector<Numbered> instances;
  {
    SqliteStatement rows(connection, "SELECT root, local, record FROM instance");
    while (rows.step()) {
      Numbered& instance = instances.emplace_back();
      instance.root = rows.number(0);
      instance.local = rows.number(1);
      model::StoredReader in(rows.bytes(2));
      model::FieldReader fields(in);
      fields.number(model::kInstanceSequenceField, instance.sequence);
    }
  }
  SqliteStatement set(connection, "UPDATE instance SET sequence = ?3 WHERE root = ?1 AND local = ?2");
  for (const Numbered& instance : instances)
    set.bind(1, instance.root).bind(2, instance.local).bind(3, instance.sequence).run();
}

/// What makes version N + 1 of version N.
struct Step {
  const char* tables;
  void (*fill)(SqliteConnection&) = nullptr;
};
constexpr Step kSteps[] = {
    {kFirstVersion}, {kSecondVersion, number_instances}, {kThirdVersion}, {kFourthVersion}};
constexpr auto kNewest = static_cast<std::int64_t>(std::size(kSteps));

void take(const Step& step, SqliteConnection& connection) {
  connection.execute(step.tables);
  if (step.fill != nullptr) step.fill(connection);
}

void check_origin(SqliteConnection& connection, std::int64_t version) {
  const std::int64_t application = connection.number("PRAGMA application_id");
  const bool is_new =
      version == 0 && application == 0 && connection.number("SELECT count(*) FROM sqlite_schema") == 0;
  if (!is_new && application != kApplication) {
    throw Error(ErrorKind::Store, fmt::format("'{}' is not a store of rondo", connection.path()));
  }
  if (version <= kNewest) return;
  throw Error(
      ErrorKind::Store,
      fmt::format("the store '{}' was written by a later version of rondo (schema {}, this one knows {})",
                  connection.path(), version, kNewest));
}

// Of small files, where it takes no time to speak of, the whole structure.
void check_structure(SqliteConnection& connection) {
  constexpr std::int64_t kSmall = std::int64_t{4} * 1024 * 1024;
  if (connection.number("PRAGMA page_count") * connection.number("PRAGMA page_size") > kSmall) return;
  SqliteStatement check(connection, "PRAGMA quick_check(1)");
  const SqliteReset reset(check);
  if (!check.step() || check.bytes(0) == "ok") return;
  throw Error(ErrorKind::Store,
              fmt::format("the store '{}' is damaged: {}", connection.path(), check.bytes(0)));
}

}  // namespace

void prepare_schema(SqliteConnection& connection) {
  connection.execute("PRAGMA journal_mode = WAL");
  std::int64_t version = connection.number("PRAGMA user_version");
  check_origin(connection, version);
  if (version == kNewest) return check_structure(connection);
  // Another engine may be doing the same.
  connection.execute("BEGIN IMMEDIATE");
  try {
    version = connection.number("PRAGMA user_version");
    check_origin(connection, version);
    for (; version < kNewest; ++version) take(kSteps[version], connection);
    connection.execute(
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplication, kNewest).c_str());
    connection.execute("COMMIT");
  } catch (...) {
    if (connection.in_transaction()) connection.execute("ROLLBACK");
    throw;
  }
}

}  // namespace rondo::persistence
