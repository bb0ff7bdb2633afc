// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_deployments.hpp"

#include "model/error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

namespace rondo::persistence {

namespace {

std::int64_t signed_of(std::uint64_t number) noexcept { return static_cast<std::int64_t>(number); }
std::uint64_t unsigned_of(std::int64_t number) noexcept { return static_cast<std::uint64_t>(number); }

void read_resources(SqliteConnection& connection, StoredDeployment& deployment) {
  SqliteStatement rows(
      connection, "SELECT name, content, checksum FROM resource WHERE deployment = ?1 ORDER BY position");
  rows.bind(1, signed_of(deployment.number));
  while (rows.step()) {
    StoredResource resource{std::string(rows.bytes(0)), std::string(rows.bytes(1))};
    if (model::checksum(resource.content) != rows.number(2)) {
      throw Error(ErrorKind::Store, fmt::format("the store '{}' is damaged: deployed file '{}' has changed",
                                                connection.path(), resource.name));
    }
    deployment.resources.push_back(std::move(resource));
  }
}

void read_processes(SqliteConnection& connection, StoredDeployment& deployment) {
  SqliteStatement rows(
      connection,
      "SELECT number, resource, key, version, history, suspended FROM process WHERE deployment = ?1 "
      "ORDER BY number");
  rows.bind(1, signed_of(deployment.number));
  while (rows.step()) {
    StoredProcess process;
    process.number = unsigned_of(rows.number(0));
    process.resource = static_cast<std::uint32_t>(rows.number(1));
    process.key = rows.bytes(2);
    process.version = static_cast<std::int32_t>(rows.number(3));
    process.history = static_cast<model::HistoryLevel>(rows.number(4));
    process.suspended = rows.number(5) != 0;
    deployment.processes.push_back(std::move(process));
  }
}

void keep_processes(SqliteConnection& connection, const StoredDeployment& deployment) {
  SqliteStatement add(connection,
                      "INSERT INTO process(number, deployment, resource, key, version, history, suspended) "
                      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  SqliteStatement disarm(
      connection, "DELETE FROM start_timer WHERE process IN (SELECT number FROM process WHERE key = ?1)");
  for (const StoredProcess& process : deployment.processes) {
    add.bind(1, signed_of(process.number)).bind(2, signed_of(deployment.number)).bind(3, process.resource);
    add.bind_text(4, process.key)
        .bind(5, process.version)
        .bind(6, static_cast<std::int64_t>(process.history));
    add.bind(7, process.suspended ? 1 : 0).run();
    disarm.bind_text(1, process.key).run();
  }
}

void keep_timers(SqliteConnection& connection, std::vector<model::StartTimerRecord>& timers,
                 const model::DefinitionNumbers& numbers) {
  SqliteStatement add(connection, "INSERT INTO start_timer(process, due, record) VALUES(?1, ?2, ?3)");
  model::ByteWriter bytes;
  for (model::StartTimerRecord& timer : timers) {
    bytes.clear();
    write_stored(bytes, timer, numbers);
    add.bind(1, signed_of(numbers.number(*timer.definition))).bind(2, timer.due.time_since_epoch().count());
    add.bind_blob(3, bytes.bytes()).run();
    timer.number = unsigned_of(sqlite3_last_insert_rowid(connection.raw()));
  }
}

}  // namespace

std::uint64_t reserve_numbers(SqliteConnection& connection, Numbering numbering, std::uint64_t count) {
  SqliteStatement reserve(connection,
                          "INSERT INTO counter(numbering, next) VALUES(?1, 1 + ?2) ON CONFLICT DO UPDATE SET "
                          "next = next + ?2 RETURNING next - ?2");
  reserve.bind(1, static_cast<std::int64_t>(numbering)).bind(2, signed_of(count));
  if (!reserve.step()) throw Error(ErrorKind::Store, "no numbers can be reserved");
  const std::uint64_t first = unsigned_of(reserve.number(0));
  while (reserve.step()) {
  }
  return first;
}

bool keep_deployment(SqliteConnection& connection, const StoredDeployment& deployment,
                     std::vector<model::StartTimerRecord>& timers, const model::DefinitionNumbers& numbers) {
  SqliteStatement add(connection, "INSERT OR IGNORE INTO deployment(number, time) VALUES(?1, ?2)");
  add.bind(1, signed_of(deployment.number)).bind(2, deployment.time.time_since_epoch().count()).run();
  if (connection.changes() == 0) return false;
  SqliteStatement resource(connection,
                           "INSERT INTO resource(deployment, position, name, content, checksum) "
                           "VALUES(?1, ?2, ?3, ?4, ?5)");
  std::int64_t position = 0;
  for (const StoredResource& file : deployment.resources) {
    resource.bind(1, signed_of(deployment.number)).bind(2, position++).bind_text(3, file.name);
    resource.bind_blob(4, file.content).bind(5, model::checksum(file.content)).run();
  }
  keep_processes(connection, deployment);
  keep_timers(connection, timers, numbers);
  return true;
}

std::vector<StoredDeployment> read_deployments(SqliteConnection& connection, std::uint64_t after) {
  std::vector<StoredDeployment> deployments;
  SqliteStatement rows(connection, "SELECT number, time FROM deployment WHERE number > ?1 ORDER BY number");
  rows.bind(1, signed_of(after));
  while (rows.step()) {
    StoredDeployment& deployment = deployments.emplace_back();
    deployment.number = unsigned_of(rows.number(0));
    deployment.time = model::Instant(std::chrono::milliseconds(rows.number(1)));
    read_resources(connection, deployment);
    read_processes(connection, deployment);
  }
  return deployments;
}

std::vector<model::StartTimerRecord> read_start_timers(SqliteConnection& connection,
                                                       const model::DefinitionNumbers& numbers) {
  std::vector<model::StartTimerRecord> timers;
  SqliteStatement rows(connection, "SELECT number, record FROM start_timer ORDER BY number");
  while (rows.step()) {
    model::StartTimerRecord& timer = timers.emplace_back();
    timer.number = unsigned_of(rows.number(0));
    model::StoredReader in(rows.bytes(1));
    read_stored(in, timer, numbers);
  }
  return timers;
}

}  // namespace rondo::persistence
