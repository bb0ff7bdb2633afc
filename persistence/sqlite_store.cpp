// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_store.hpp"

#include "model/error.hpp"
#include "persistence/sealed_state.hpp"
#include "persistence/sqlite_backup.hpp"
#include "persistence/sqlite_deployments.hpp"
#include "persistence/sqlite_history.hpp"
#include "persistence/sqlite_import.hpp"
#include "persistence/sqlite_jobs.hpp"
#include "persistence/sqlite_queries.hpp"
#include "persistence/sqlite_settling.hpp"
#include "persistence/sqlite_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <type_traits>
#include <utility>

namespace rondo::persistence {

namespace {

using model::Handle;

// The same number of the other type, which is equal; else the value itself.
model::Value as_other_number(const model::Value& value) {
  constexpr double kBeyondIntegers = 9223372036854775808.0;
  if (value.is_integer()) return static_cast<double>(value.as_integer());
  if (value.is_double() && std::abs(value.as_double()) < kBeyondIntegers &&
      value.as_double() == std::trunc(value.as_double())) {
    return static_cast<std::int64_t>(value.as_double());
  }
  return value;
}

class SqliteStore final : public DurableStore {
 public:
  SqliteStore(const std::string& path, const model::DefinitionNumbers& numbers, const SqliteOptions& options)
      : path_(path),
        vfs_(options.vfs),
        numbers_(numbers),
        keep_history_(options.keep_history),
        changes_(path),
        writer_(path, options.vfs, options.relaxed, changes_,
                options.daybook_from == 0 ? SqliteWriter::kDaybookFrom : options.daybook_from),
        readers_(path, options.vfs, [this] { settling_.settle(); }),
        history_(readers_, numbers, plans_) {
    read_plan();
  }

  void commit(model::ChangeSet& changes) override {
    if (changes.empty()) return;
    SqliteRows& rows = own_rows();
    rows.make(changes, numbers_, keep_history_, 0, *plan());
    (void)writer_.write(rows, nullptr);
  }

  bool commit(model::ChangeSet& changes, const RootCommit& root) override {
    Deferral::close();
    SqliteRows& rows = own_rows();
    thread_local std::string sealed;
    thread_local model::ByteWriter entry;
    SqliteState state;
    make(changes, root, rows, {sealed, state, entry});
    return writer_.write(rows, &state, entry.bytes());
  }

  void commit_later(model::ChangeSet& changes, const RootCommit& root,
                    std::shared_ptr<WriteWatcher> watcher) override {
    auto order = writer_.new_order();
    make(changes, root, order->rows, {order->sealed, order->state, order->entry});
    order->watcher = std::move(watcher);
    writer_.write_later(std::move(order));
  }

  std::optional<StoredRoot> load(const Handle& root) const override {
    settling_.settle(root_key(root));
    SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
    SqliteStatement& found = reader->statement("SELECT revision, data FROM state WHERE root = ?1");
    const SqliteReset reset(found.bind(1, root_key(root)));
    if (!found.step()) return std::nullopt;
    return StoredRoot{static_cast<std::uint64_t>(found.number(0)),
                      std::string(unseal(found.bytes(1), root_key(root)))};
  }

  std::uint64_t revision(const Handle& root) const override {
    settling_.settle(root_key(root));
    SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
    SqliteStatement& found = reader->statement("SELECT revision FROM state WHERE root = ?1");
    const SqliteReset reset(found.bind(1, root_key(root)));
    return found.step() ? static_cast<std::uint64_t>(found.number(0)) : 0;
  }

  std::uint64_t changes_by_others() const override { return changes_.by_others(); }

  std::uint64_t message_changes() const override {
    SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
    SqliteStatement& found = reader->statement("SELECT next FROM counter WHERE numbering = -2");
    const SqliteReset reset(found);
    return found.step() ? static_cast<std::uint64_t>(found.number(0)) : 0;
  }

  std::uint64_t reserve(Numbering numbering, std::uint64_t count) override {
    std::uint64_t first = 0;
    writer_.run([&](SqliteConnection& connection) { first = reserve_numbers(connection, numbering, count); });
    return first;
  }
  bool deploy(const StoredDeployment& deployment, std::vector<model::StartTimerRecord>& timers) override {
    bool kept = false;
    writer_.run([&](SqliteConnection& connection) {
      kept = keep_deployment(connection, deployment, timers, numbers_);
    });
    return kept;
  }
  std::vector<StoredDeployment> deployments(std::uint64_t after) const override {
    SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
    return read_deployments(reader->connection(), after);
  }
  std::uint64_t last_deployment() const override {
    SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
    SqliteStatement& found = reader->statement("SELECT coalesce(max(number), 0) FROM deployment");
    const SqliteReset reset(found);
    return found.step() ? static_cast<std::uint64_t>(found.number(0)) : 0;
  }
  void back_up(const std::string& copy, const BackupProgress& progress) const override {
    persistence::back_up(path_, vfs_, copy, progress);
  }
  std::uint64_t identity() override {
    std::uint64_t identity = 0;
    {
      SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
      identity = known_identity(reader->connection());
    }
    if (identity != 0) return identity;
    writer_.run([&](SqliteConnection& connection) { identity = identity_of(connection); });
    return identity;
  }
  bool is_free(const Handle& root, bool was_here) const override {
    SqliteReaders::Borrowed reader(readers_);
    return is_root_free(reader->connection(), root_key(root), was_here);
  }
  bool take_in(const std::vector<model::ChangeSet>& changes, const Handle& root, std::string_view state,
               bool was_here) override {
    std::string sealed;
    if (!state.empty()) seal(sealed, root_key(root), state);
    bool taken = false;
    writer_.run_on_all([&](SqliteConnection& connection) {
      taken = is_root_free(connection, root_key(root), was_here);
      if (taken)
        take_in_root(connection, {changes, numbers_, keep_history_, *plans_.current()}, root_key(root),
                     sealed);
    });
    return taken;
  }
  std::vector<model::StartTimerRecord> start_timers() const override {
    SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
    return read_start_timers(reader->connection(), numbers_);
  }

  void set_suspended(const std::vector<std::uint64_t>& processes, bool suspended) override {
    writer_.run([&](SqliteConnection& connection) {
      SqliteStatement set(connection, "UPDATE process SET suspended = ?2 WHERE number = ?1");
      for (const std::uint64_t process : processes) {
        set.bind(1, static_cast<std::int64_t>(process)).bind(2, suspended ? 1 : 0).run();
      }
    });
  }

  std::vector<TaskPtr> tasks(const Wanted<model::TaskRecord>& wanted) const override {
    return in_order<model::TaskRecord>("SELECT root, local, record FROM task", bind_nothing, wanted);
  }
  std::vector<SubscriptionPtr> subscriptions(model::EventKind kind, std::string_view name) const override {
    const bool all = name.empty();
    const char* sql = all ? "SELECT root, local, record FROM subscription WHERE kind = ?1"
                          : "SELECT root, local, record FROM subscription WHERE kind = ?1 AND name = ?2";
    return in_order<model::SubscriptionRecord>(sql, [&](SqliteStatement& statement) {
      statement.bind(1, static_cast<std::int64_t>(kind));
      if (!all) statement.bind_text(2, name);
    });
  }
  std::vector<SubscriptionPtr> subscriptions(model::EventKind kind, std::string_view name,
                                             const model::Value& key) const override {
    if (key.is_null() || key.is_list() || key.is_object()) return subscriptions(kind, name);
    const std::string text = to_json(key), other = to_json(as_other_number(key));
    return in_order<model::SubscriptionRecord>(
        "SELECT root, local, record FROM subscription WHERE kind = ?1 AND name = ?2 AND key IS NULL "
        "UNION ALL SELECT root, local, record FROM subscription "
        "WHERE kind = ?1 AND name = ?2 AND key IN (?3, ?4)",
        [&](SqliteStatement& statement) {
          statement.bind(1, static_cast<std::int64_t>(kind)).bind_text(2, name);
          statement.bind_text(3, text).bind_text(4, other);
        });
  }
  std::vector<SubscriptionPtr> subscriptions_of(const Handle& instance) const override {
    return in_order<model::SubscriptionRecord>(
        "SELECT root, local, record FROM subscription WHERE root = ?1",
        [&](SqliteStatement& statement) { statement.bind(1, root_key(instance)); },
        [&](const model::SubscriptionRecord& subscription) { return subscription.instance == instance; });
  }
  std::vector<SubscriptionPtr> all_subscriptions() const override {
    return in_order<model::SubscriptionRecord>("SELECT root, local, record FROM subscription", bind_nothing);
  }

  std::vector<JobPtr> jobs() const override {
    return read_jobs(*SqliteReaders::Borrowed(readers_, SqliteReads::Apart), numbers_);
  }
  JobPtr next_job(model::Instant now, const Wanted<model::JobRecord>& wanted) const override {
    return find_next_job(*SqliteReaders::Borrowed(readers_, SqliteReads::Apart), numbers_, now, wanted);
  }
  std::optional<model::Instant> next_due() const override {
    SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
    return find_next_due(*reader);
  }
  std::vector<JobPtr> acquire_jobs(const JobClaim& claim) override {
    {
      SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
      if (!may_acquire(*reader, claim.now)) return {};
    }
    std::vector<JobPtr> acquired;
    writer_.run([&](SqliteConnection& connection) {
      acquired = persistence::acquire_jobs(connection, numbers_, claim, turns_);
    });
    return acquired;
  }
  void release_job(const Handle& id, std::string_view owner) override {
    writer_.run([&](SqliteConnection& connection) { persistence::release_job(connection, id, owner); });
  }

  std::vector<MessagePtr> messages() const override {
    std::vector<MessagePtr> found;
    SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
    SqliteStatement& rows = reader->statement("SELECT sequence, record FROM message ORDER BY sequence");
    const SqliteReset reset(rows);
    while (rows.step()) {
      auto message = std::make_shared<model::MessageRecord>();
      message->sequence = static_cast<std::uint64_t>(rows.number(0));
      model::StoredReader in(rows.bytes(1));
      read_stored(in, *message);
      found.push_back(std::move(message));
    }
    return found;
  }

  model::Value data_store(std::string_view id) const override {
    SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
    SqliteStatement& row = reader->statement("SELECT record FROM data_store WHERE id = ?1");
    const SqliteReset reset(row.bind_text(1, id));
    model::DataStoreRecord record;
    if (!row.step()) return {};
    model::StoredReader in(row.bytes(0));
    read_stored(in, record);
    return std::move(record.value);
  }

  std::vector<InstancePtr> instances(bool include_ended,
                                     const Wanted<model::InstanceRecord>& wanted) const override {
    const char* sql = include_ended ? "SELECT root, local, record FROM instance"
                                    : "SELECT root, local, record FROM instance WHERE running";
    return in_order<model::InstanceRecord>(sql, bind_nothing, wanted);
  }
  InstancePtr instance(const Handle& id) const override {
    const auto found = in_order<model::InstanceRecord>(
        "SELECT root, local, record FROM instance WHERE root = ?1 AND local = ?2",
        [&](SqliteStatement& own) { own.bind(1, root_key(id)).bind(2, local_key(id)); });
    return found.empty() ? nullptr : found.front();
  }
  std::vector<InstancePtr> called_from(const Handle& caller) const override {
    return in_order<model::InstanceRecord>(
        "SELECT root, local, record FROM instance WHERE caller_root = ?1 AND caller = ?2",
        [&](SqliteStatement& own) { own.bind(1, root_key(caller)).bind(2, local_key(caller)); });
  }
  // One count for each version that has running instances.
  std::size_t running_count(std::string_view process_key) const override {
    SqliteReaders::Borrowed reader(readers_);
    SqliteStatement& next =
        reader->statement("SELECT min(process) FROM instance WHERE running AND process > ?1");
    SqliteStatement& count =
        reader->statement("SELECT count(*) FROM instance WHERE running AND process = ?1");
    std::size_t total = 0;
    for (std::int64_t process = -1;;) {
      const SqliteReset reset(next.bind(1, process));
      if (!next.step() || next.is_null(0)) return total;
      process = next.number(0);
      if (!process_key.empty() && key_of(process) != process_key) continue;
      const SqliteReset reset_count(count.bind(1, process));
      if (count.step()) total += static_cast<std::size_t>(count.number(0));
    }
  }

  std::vector<InstancePtr> find(const model::HistoricInstanceQuery& query) const override {
    return history_.find(query);
  }
  std::vector<Visit> find(const model::HistoricActivityQuery& query) const override {
    return history_.find<Visit>(query);
  }
  std::vector<HistoricVariableRecord> find(const model::HistoricVariableQuery& query) const override {
    return history_.find<HistoricVariableRecord>(query);
  }
  std::vector<HistoricUpdateRecord> find(const model::HistoricUpdateQuery& query) const override {
    return history_.find<HistoricUpdateRecord>(query);
  }
  std::vector<HistoricTaskRecord> find(const model::HistoricTaskQuery& query) const override {
    return history_.find<HistoricTaskRecord>(query);
  }
  std::vector<HistoricIncidentRecord> find(const model::HistoricIncidentQuery& query) const override {
    return history_.find<HistoricIncidentRecord>(query);
  }
  std::vector<HistoricOperationRecord> find(const model::HistoricOperationQuery& query) const override {
    return history_.find<HistoricOperationRecord>(query);
  }
  std::size_t count(const model::HistoricInstanceQuery& query) const override {
    return history_.count(query);
  }
  std::size_t count(const model::HistoricActivityQuery& query) const override {
    return history_.count<Visit>(query);
  }
  std::size_t count(const model::HistoricVariableQuery& query) const override {
    return history_.count<HistoricVariableRecord>(query);
  }
  std::size_t count(const model::HistoricUpdateQuery& query) const override {
    return history_.count<HistoricUpdateRecord>(query);
  }
  std::size_t count(const model::HistoricTaskQuery& query) const override {
    return history_.count<HistoricTaskRecord>(query);
  }
  std::size_t count(const model::HistoricIncidentQuery& query) const override {
    return history_.count<HistoricIncidentRecord>(query);
  }
  std::size_t count(const model::HistoricOperationQuery& query) const override {
    return history_.count<HistoricOperationRecord>(query);
  }
  std::vector<Visit> visits(const Handle& instance) const override { return history_.visits(instance); }
  std::optional<model::Object> final_variables(const Handle& instance) const override {
    return history_.final_variables(instance);
  }
  std::vector<Handle> removable(model::Instant now, std::size_t limit) const override {
    return history_.removable(now, limit);
  }
  void add_indexes(const model::QueryIndexes& wanted) override {
    writer_.run_on_all(
        [&](SqliteConnection& connection) { persistence::add_indexes(connection, wanted, numbers_); });
    read_plan();
  }
  std::optional<std::vector<Handle>> with_variable(std::string_view name,
                                                   const model::Value& value) const override {
    if (!plan()->covers(name)) return std::nullopt;
    const std::string text = index_text(value);
    SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
    SqliteStatement& rows =
        reader->statement("SELECT root, local FROM variable WHERE name = ?1 AND value = ?2");
    const SqliteReset reset(rows.bind_text(1, name).bind_text(2, text));
    std::vector<Handle> found;
    while (rows.step()) found.push_back(handle_of(rows.number(0), rows.number(1)));
    return found;
  }
  void forget(const std::vector<Handle>& instances) override {
    writer_.run_on_all([&](SqliteConnection& connection) { forget_instances(connection, instances); });
  }

  std::vector<model::IncidentRecord> incidents() const override {
    SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
    std::vector<model::IncidentRecord> found;
    for (const auto& incident : read_records<model::IncidentRecord>(
             *reader, numbers_, "SELECT root, local, record FROM incident ORDER BY number", bind_nothing)) {
      found.push_back(*incident);
    }
    return found;
  }

 private:
  // The state that a command leaves, and the memory of it; and what the command does, for the daybook.
  struct Made {
    std::string& sealed;
    SqliteState& state;
    model::ByteWriter& entry;
  };
  // What a command becomes on disk.
  void make(const model::ChangeSet& changes, const RootCommit& root, SqliteRows& rows, const Made& to) const {
    rows.make(changes, numbers_, keep_history_, root.expected + 1, *plan());
    to.sealed.clear();
    to.state = {root_key(root.root), root.expected, {}};
    if (!root.state.empty()) {
      seal(to.sealed, to.state.root, root.state);
      to.state.data = to.sealed;
    }
    to.entry.clear();
    if (writer_.daybook().takes_entries()) SqliteDaybook::make_entry(to.entry, to.state, rows);
    if (root.taken) root.taken();
  }

  [[nodiscard]] std::string_view key_of(std::int64_t process) const {
    if (process == 0) return {};
    return numbers_.definition(static_cast<std::uint64_t>(process)).id;
  }

  void read_plan() const {
    looked_ = changes_.by_others();
    SqliteReaders::Borrowed reader(readers_, SqliteReads::Apart);
    plans_.read(reader->connection());
  }
  // Others may have added indexes.
  [[nodiscard]] std::shared_ptr<const IndexPlan> plan() const {
    if (looked_ != changes_.by_others()) read_plan();
    return plans_.current();
  }

  static SqliteRows& own_rows() {
    thread_local SqliteRows rows;
    return rows;
  }

  // In order of creation.
  template <typename Record, typename Bind>
  [[nodiscard]] Records<Record> in_order(const char* sql, Bind bind,
                                         const Wanted<Record>& wanted = {}) const {
    constexpr bool kApart = std::is_same_v<Record, model::SubscriptionRecord>;
    SqliteReaders::Borrowed reader(readers_, kApart ? SqliteReads::Apart : SqliteReads::All);
    auto found = read_records<Record>(*reader, numbers_, sql, bind, wanted);
    order_by_sequence(found);
    return found;
  }

  const std::string path_, vfs_;
  const model::DefinitionNumbers& numbers_;
  const bool keep_history_;
  ChangeCounter changes_;
  JobTurns turns_;  // used by the writer's thread
  SqliteWriter writer_;
  mutable SqliteReaders readers_;
  mutable SqliteSettling settling_{writer_, changes_, readers_};
  mutable IndexPlans plans_;
  mutable std::atomic<std::uint64_t> looked_{0};  // by_others() when the plan was read
  SqliteHistory history_;
};

}  // namespace

std::unique_ptr<DurableStore> open_sqlite_store(const std::string& path,
                                                const model::DefinitionNumbers& numbers,
                                                const SqliteOptions& options) {
  return std::make_unique<SqliteStore>(path, numbers, options);
}

}  // namespace rondo::persistence
