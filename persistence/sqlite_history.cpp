// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_history.hpp"

#include "persistence/history_matching.hpp"
#include "persistence/sqlite_queries.hpp"

namespace rondo::persistence {

namespace {

using model::Handle;
using model::InstanceRecord;

// All statements of one question see the same moment.
class Moment {
 public:
  explicit Moment(SqliteReader& reader) : reader_(reader) { reader_.statement("BEGIN").run(); }
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;
  ~Moment() {
    try {
      reader_.statement("COMMIT").run();
    } catch (const std::exception&) {
      // Nothing was written that could be lost.
    }
  }

 private:
  SqliteReader& reader_;
};

// What happened to the whole root instance is told to each of its instances.
const std::int64_t kWholeRoot = local_key({0, 0, HistoryPages::kWholeRoot, HistoryPages::kWholeRoot});

bool looks_deeper(const model::HistoricInstanceQuery& query) noexcept {
  return !query.involved_user.empty() || !query.activity_id.empty() || !query.variables.empty();
}

}  // namespace

HistoryReplay SqliteHistory::replay(SqliteReader& reader, const Handle& instance) const {
  HistoryReplay replay(instance, numbers_, names_);
  SqliteStatement& pages = reader.statement(
      "SELECT events FROM history WHERE root = ?1 AND local IN (?2, ?3) ORDER BY revision, local DESC");
  const SqliteReset reset(pages.bind(1, root_key(instance)).bind(2, local_key(instance)).bind(3, kWholeRoot));
  while (pages.step()) replay.add(pages.bytes(0));
  return replay;
}

// Those among which the wanted ones are, found by the criterion that leaves the fewest.
std::vector<InstancePtr> SqliteHistory::candidates(SqliteReader& reader,
                                                   const model::HistoricInstanceQuery& query) const {
  const auto by_handle = [&](const char* sql, std::string_view text) {
    const auto handle = instance_of(text);
    if (!handle) return std::vector<InstancePtr>();
    return read_records<InstanceRecord>(reader, numbers_, sql, [&](SqliteStatement& rows) {
      rows.bind(1, root_key(*handle)).bind(2, local_key(*handle));
    });
  };
  if (!query.of.instance_id.empty()) {
    return by_handle("SELECT root, local, record FROM instance WHERE root = ?1 AND local = ?2",
                     query.of.instance_id);
  }
  if (!query.caller_instance_id.empty()) {
    return by_handle("SELECT root, local, record FROM instance WHERE caller_root = ?1 AND caller = ?2",
                     query.caller_instance_id);
  }
  const char* sql = "SELECT root, local, record FROM instance";
  if (!query.of.business_key.empty()) {
    sql = "SELECT root, local, record FROM instance WHERE business_key = ?1";
  } else if (query.finished == false) {
    sql = "SELECT root, local, record FROM instance WHERE running";
  }
  return read_records<InstanceRecord>(reader, numbers_, sql, [&](SqliteStatement& rows) {
    if (!query.of.business_key.empty()) rows.bind_text(1, query.of.business_key);
  });
}

std::vector<InstancePtr> SqliteHistory::fitting(SqliteReader& reader,
                                                const model::HistoricInstanceQuery& query) const {
  auto found = candidates(reader, query);
  std::erase_if(found, [&](const InstancePtr& instance) {
    if (!fits(query, *instance)) return true;
    return looks_deeper(query) && !replay(reader, instance->id).history().fits(query, *instance);
  });
  order_by_sequence(found);
  return found;
}

std::vector<InstancePtr> SqliteHistory::find(const model::HistoricInstanceQuery& query) const {
  SqliteReaders::Borrowed reader(readers_);
  const Moment moment(*reader);
  auto found = fitting(*reader, query);
  order_and_cut(query, found);
  return found;
}

std::size_t SqliteHistory::count(const model::HistoricInstanceQuery& query) const {
  SqliteReaders::Borrowed reader(readers_);
  const Moment moment(*reader);
  return fitting(*reader, query).size();
}

std::vector<InstancePtr> SqliteHistory::in_scope(SqliteReader& reader,
                                                 const model::HistoryScope& scope) const {
  model::HistoricInstanceQuery instances;
  instances.of = scope;
  return fitting(reader, instances);
}

template <typename Record, typename Query>
std::vector<Record> SqliteHistory::find(const Query& query) const {
  SqliteReaders::Borrowed reader(readers_);
  const Moment moment(*reader);
  std::vector<Record> found;
  const std::size_t limit = enough(query);
  for (const InstancePtr& instance : in_scope(*reader, query.of)) {
    if (found.size() >= limit) break;
    replay(*reader, instance->id).history().append(found, instance->id, query);
  }
  order_and_cut(query, found);
  return found;
}

template <typename Record, typename Query>
std::size_t SqliteHistory::count(const Query& query) const {
  SqliteReaders::Borrowed reader(readers_);
  const Moment moment(*reader);
  std::size_t count = 0;
  std::vector<Record> found;
  for (const InstancePtr& instance : in_scope(*reader, query.of)) {
    found.clear();
    replay(*reader, instance->id).history().append(found, instance->id, query);
    count += found.size();
  }
  return count;
}

template std::vector<Visit> SqliteHistory::find(const model::HistoricActivityQuery&) const;
template std::vector<HistoricVariableRecord> SqliteHistory::find(const model::HistoricVariableQuery&) const;
template std::vector<HistoricUpdateRecord> SqliteHistory::find(const model::HistoricUpdateQuery&) const;
template std::vector<HistoricTaskRecord> SqliteHistory::find(const model::HistoricTaskQuery&) const;
template std::vector<HistoricIncidentRecord> SqliteHistory::find(const model::HistoricIncidentQuery&) const;
template std::vector<HistoricOperationRecord> SqliteHistory::find(const model::HistoricOperationQuery&) const;
template std::size_t SqliteHistory::count<Visit>(const model::HistoricActivityQuery&) const;
template std::size_t SqliteHistory::count<HistoricVariableRecord>(const model::HistoricVariableQuery&) const;
template std::size_t SqliteHistory::count<HistoricUpdateRecord>(const model::HistoricUpdateQuery&) const;
template std::size_t SqliteHistory::count<HistoricTaskRecord>(const model::HistoricTaskQuery&) const;
template std::size_t SqliteHistory::count<HistoricIncidentRecord>(const model::HistoricIncidentQuery&) const;
template std::size_t SqliteHistory::count<HistoricOperationRecord>(
    const model::HistoricOperationQuery&) const;

std::vector<Visit> SqliteHistory::visits(const Handle& instance) const {
  SqliteReaders::Borrowed reader(readers_);
  return replay(*reader, instance).history().visits(instance);
}

std::optional<model::Object> SqliteHistory::final_variables(const Handle& instance) const {
  SqliteReaders::Borrowed reader(readers_);
  return replay(*reader, instance).history().final_variables(instance);
}

std::vector<Handle> SqliteHistory::removable(model::Instant now, std::size_t limit) const {
  SqliteReaders::Borrowed reader(readers_);
  SqliteStatement& rows = reader->statement(
      "SELECT root, local FROM instance WHERE removal <= ?1 AND NOT running ORDER BY removal LIMIT ?2");
  const auto most = static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX));
  const SqliteReset reset(rows.bind(1, now.time_since_epoch().count()).bind(2, most));
  std::vector<Handle> found;
  while (rows.step()) found.push_back(handle_of(rows.number(0), rows.number(1)));
  return found;
}

void forget_instances(SqliteConnection& connection, const std::vector<Handle>& instances) {
  SqliteStatement forget(connection, "DELETE FROM instance WHERE root = ?1 AND local = ?2 AND NOT running");
  SqliteStatement pages(connection, "DELETE FROM history WHERE root = ?1 AND local = ?2");
  SqliteStatement others(connection, "SELECT 1 FROM instance WHERE root = ?1 LIMIT 1");
  for (const Handle& instance : instances) {
    forget.bind(1, root_key(instance)).bind(2, local_key(instance)).run();
    if (connection.changes() == 0) continue;
    pages.bind(1, root_key(instance)).bind(2, local_key(instance)).run();
    const SqliteReset reset(others.bind(1, root_key(instance)));
    if (!others.step()) pages.bind(1, root_key(instance)).bind(2, kWholeRoot).run();
  }
}

}  // namespace rondo::persistence
