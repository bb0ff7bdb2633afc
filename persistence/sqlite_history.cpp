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

IndexedBy index_of(const model::HistoricInstanceQuery& query, const IndexPlan& plan) {
  IndexedBy by;
  by.user = query.involved_user;
  for (const auto& [name, value] : query.variables) {
    if (!plan.covers(name)) continue;
    by.variable = name;
    by.value = &value;
  }
  return by;
}
// Those of executions, and those that were removed, are in no index.
IndexedBy index_of(const model::HistoricVariableQuery& query, const IndexPlan&) {
  if (query.include_removed || query.local.value_or(true)) return {};
  return {query.name, query.value ? &*query.value : nullptr, {}};
}
IndexedBy index_of(const model::HistoricTaskQuery& query, const IndexPlan&) {
  for (const std::string* user : {&query.assignee, &query.owner, &query.involved_user}) {
    if (!user->empty()) return {{}, nullptr, *user};
  }
  return {};
}
template <typename Query>
IndexedBy index_of(const Query&, const IndexPlan&) {
  return {};
}

}  // namespace

std::optional<std::vector<InstancePtr>> SqliteHistory::indexed(SqliteReader& reader,
                                                               const IndexedBy& by) const {
  const auto plan = plans_.current();
  if (!by.variable.empty() && plan->covers(by.variable)) {
    const std::string text = by.value == nullptr ? std::string() : index_text(*by.value);
    const char* sql = by.value == nullptr
                          ? "SELECT root, local, record FROM instance NATURAL JOIN (SELECT root, local FROM "
                            "variable WHERE name = ?1)"
                          : "SELECT root, local, record FROM instance NATURAL JOIN (SELECT root, local FROM "
                            "variable WHERE name = ?1 AND value = ?2)";
    return read_records<InstanceRecord>(reader, numbers_, sql, [&](SqliteStatement& rows) {
      rows.bind_text(1, by.variable);
      if (by.value != nullptr) rows.bind_text(2, text);
    });
  }
  if (by.user.empty() || !plan->users) return std::nullopt;
  return read_records<InstanceRecord>(
      reader, numbers_,
      "SELECT root, local, record FROM instance NATURAL JOIN (SELECT root, local FROM involved_user WHERE "
      "user = ?1)",
      [&](SqliteStatement& rows) { rows.bind_text(1, by.user); });
}

HistoryReplay SqliteHistory::replay(SqliteReader& reader, const Handle& instance) const {
  HistoryReplay replay(instance, numbers_, names_);
  SqliteStatement& pages = reader.statement(
      "SELECT events FROM history WHERE root = ?1 AND local IN (?2, ?3) ORDER BY revision, local DESC");
  const SqliteReset reset(pages.bind(1, root_key(instance)).bind(2, local_key(instance)).bind(3, kWholeRoot));
  while (pages.step()) replay.add(pages.bytes(0));
  return replay;
}

// Those among which the wanted ones are, where an index finds few.
std::optional<std::vector<InstancePtr>> SqliteHistory::candidates(SqliteReader& reader,
                                                                  const model::HistoricInstanceQuery& query,
                                                                  bool running) const {
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
  if (!query.of.business_key.empty()) {
    return read_records<InstanceRecord>(
        reader, numbers_, "SELECT root, local, record FROM instance WHERE business_key = ?1",
        [&](SqliteStatement& rows) { rows.bind_text(1, query.of.business_key); });
  }
  if (!running || query.finished != false) return std::nullopt;
  return read_records<InstanceRecord>(reader, numbers_,
                                      "SELECT root, local, record FROM instance WHERE running", bind_nothing);
}

// Where no index finds few, they are gone through in order, so that whoever has enough can stop.
void SqliteHistory::visit(SqliteReader& reader, const model::HistoricInstanceQuery& query,
                          const std::function<bool(InstancePtr)>& take, const IndexedBy& by) const {
  const auto fitting = [&](const InstanceRecord& instance) {
    if (!fits(query, instance)) return false;
    return !looks_deeper(query) || replay(reader, instance.id).history().fits(query, instance);
  };
  auto found = candidates(reader, query, false);
  if (!found) found = indexed(reader, by);
  if (!found) found = candidates(reader, query, true);
  if (found) {
    order_by_sequence(*found);
    for (InstancePtr& instance : *found) {
      if (fitting(*instance) && !take(std::move(instance))) return;
    }
    return;
  }
  SqliteStatement& rows = reader.statement(
      "SELECT root, local, record, process FROM instance WHERE sequence >= ?1 ORDER BY sequence");
  const std::uint64_t first = query.newer_than == 0 ? 0 : query.newer_than + 1;
  const SqliteReset reset(rows.bind(1, static_cast<std::int64_t>(first)));
  while (rows.step()) {
    if (!query.of.process_key.empty() && !is_of(rows.number(3), query.of.process_key)) continue;
    auto instance = std::make_shared<InstanceRecord>();
    instance->id = handle_of(rows.number(0), rows.number(1));
    model::StoredReader in(rows.bytes(2));
    read_row(in, *instance, numbers_);
    if (fitting(*instance) && !take(std::move(instance))) return;
  }
}

bool SqliteHistory::is_of(std::int64_t process, std::string_view key) const {
  return process != 0 && numbers_.definition(static_cast<std::uint64_t>(process)).id == key;
}

std::vector<InstancePtr> SqliteHistory::find(const model::HistoricInstanceQuery& query) const {
  SqliteReaders::Borrowed reader(readers_);
  const Moment moment(*reader);
  std::vector<InstancePtr> found;
  const std::size_t limit = enough(query);
  if (limit == 0) return found;
  const auto take = [&](InstancePtr instance) {
    found.push_back(std::move(instance));
    return found.size() < limit;
  };
  visit(*reader, query, take, index_of(query, *plans_.current()));
  order_and_cut(query, found);
  return found;
}

std::size_t SqliteHistory::count(const model::HistoricInstanceQuery& query) const {
  SqliteReaders::Borrowed reader(readers_);
  const Moment moment(*reader);
  std::size_t count = 0;
  visit(
      *reader, query, [&](const InstancePtr&) { return ++count != 0; }, index_of(query, *plans_.current()));
  return count;
}

template <typename Record, typename Query>
std::vector<Record> SqliteHistory::find(const Query& query) const {
  SqliteReaders::Borrowed reader(readers_);
  const Moment moment(*reader);
  std::vector<Record> found;
  const std::size_t limit = enough(query);
  model::HistoricInstanceQuery instances;
  instances.of = query.of;
  const auto take = [&](const InstancePtr& instance) {
    replay(*reader, instance->id).history().append(found, instance->id, query);
    return found.size() < limit;
  };
  visit(*reader, instances, take, index_of(query, *plans_.current()));
  order_and_cut(query, found);
  return found;
}

template <typename Record, typename Query>
std::size_t SqliteHistory::count(const Query& query) const {
  SqliteReaders::Borrowed reader(readers_);
  const Moment moment(*reader);
  std::size_t count = 0;
  std::vector<Record> found;
  model::HistoricInstanceQuery instances;
  instances.of = query.of;
  const auto take = [&](const InstancePtr& instance) {
    found.clear();
    replay(*reader, instance->id).history().append(found, instance->id, query);
    count += found.size();
    return true;
  };
  visit(*reader, instances, take, index_of(query, *plans_.current()));
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
    forget_indexed(connection, instance);
    pages.bind(1, root_key(instance)).bind(2, local_key(instance)).run();
    const SqliteReset reset(others.bind(1, root_key(instance)));
    if (!others.step()) pages.bind(1, root_key(instance)).bind(2, kWholeRoot).run();
  }
}

}  // namespace rondo::persistence
