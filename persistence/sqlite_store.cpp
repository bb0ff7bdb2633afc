// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_store.hpp"

#include "model/error.hpp"
#include "persistence/memory_history.hpp"
#include "persistence/sqlite_deployments.hpp"
#include "persistence/sqlite_reader.hpp"
#include "persistence/sqlite_rows.hpp"
#include "persistence/sqlite_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace rondo::persistence {

namespace {

using model::Handle;

// A state begins with the version of its form and a checksum of its root and the rest.
constexpr char kStateForm = 1;
constexpr std::size_t kStateHead = 5;

std::uint32_t checksum_of(std::int64_t root, std::string_view state) noexcept {
  std::array<char, sizeof root> key{};
  std::memcpy(key.data(), &root, sizeof root);
  return model::checksum(state, model::checksum({key.data(), key.size()}));
}

void seal(std::string& sealed, std::int64_t root, std::string_view state) {
  const std::uint32_t sum = checksum_of(root, state);
  sealed.assign(1, kStateForm);
  for (unsigned shift = 0; shift < 32; shift += 8) sealed.push_back(static_cast<char>(sum >> shift));
  sealed.append(state);
}

std::string_view unseal(std::string_view sealed, std::int64_t root) {
  if (sealed.empty() || sealed.front() != kStateForm) {
    throw Error(ErrorKind::Store, fmt::format("the state of process instance {} has an unknown form", root));
  }
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < 4 && i + 1 < sealed.size(); ++i) {
    sum |= std::uint32_t{static_cast<unsigned char>(sealed[i + 1])} << (8 * i);
  }
  const std::string_view state = sealed.substr(std::min(kStateHead, sealed.size()));
  if (sealed.size() < kStateHead || sum != checksum_of(root, state)) {
    throw Error(ErrorKind::Store, fmt::format("the state of process instance {} is damaged", root));
  }
  return state;
}

template <typename Record>
void sort_by_sequence(std::vector<std::shared_ptr<const Record>>& records) {
  std::stable_sort(records.begin(), records.end(),
                   [](const auto& left, const auto& right) { return left->sequence < right->sequence; });
}

class SqliteStore final : public DurableStore {
 public:
  SqliteStore(const std::string& path, const model::DefinitionNumbers& numbers, const SqliteOptions& options)
      : numbers_(numbers),
        keep_history_(options.keep_history),
        writer_(path, options.vfs, options.relaxed),
        readers_(path, options.vfs) {}

  void commit(model::ChangeSet& changes) override {
    if (changes.empty()) return;
    SqliteRows& rows = own_rows();
    rows.make(changes, numbers_, keep_history_, 0);
    if (!writer_.write(rows, nullptr)) throw Error(ErrorKind::OptimisticLock, "a timer was fired by others");
  }

  bool commit(model::ChangeSet& changes, const RootCommit& root) override {
    SqliteRows& rows = own_rows();
    rows.make(changes, numbers_, keep_history_, root.expected + 1);
    thread_local std::string sealed;
    sealed.clear();
    SqliteState state{root_key(root.root), root.expected, {}};
    if (!root.state.empty()) {
      seal(sealed, state.root, root.state);
      state.data = sealed;
    }
    return writer_.write(rows, &state);
  }

  std::optional<StoredRoot> load(const Handle& root) const override {
    SqliteReaders::Borrowed reader(readers_);
    SqliteStatement& found = reader->statement("SELECT revision, data FROM state WHERE root = ?1");
    const SqliteReset reset(found.bind(1, root_key(root)));
    if (!found.step()) return std::nullopt;
    return StoredRoot{static_cast<std::uint64_t>(found.number(0)),
                      std::string(unseal(found.bytes(1), root_key(root)))};
  }

  std::uint64_t revision(const Handle& root) const override {
    SqliteReaders::Borrowed reader(readers_);
    SqliteStatement& found = reader->statement("SELECT revision FROM state WHERE root = ?1");
    const SqliteReset reset(found.bind(1, root_key(root)));
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
    SqliteReaders::Borrowed reader(readers_);
    return read_deployments(reader->connection(), after);
  }
  std::uint64_t last_deployment() const override {
    SqliteReaders::Borrowed reader(readers_);
    SqliteStatement& found = reader->statement("SELECT coalesce(max(number), 0) FROM deployment");
    const SqliteReset reset(found);
    return found.step() ? static_cast<std::uint64_t>(found.number(0)) : 0;
  }
  std::vector<model::StartTimerRecord> start_timers() const override {
    SqliteReaders::Borrowed reader(readers_);
    return read_start_timers(reader->connection(), numbers_);
  }

  std::vector<TaskPtr> tasks(const std::function<bool(const model::TaskRecord&)>& wanted) const override {
    auto found = waits<model::TaskRecord>("SELECT root, local, record FROM task", nothing, wanted);
    sort_by_sequence(found);
    return found;
  }
  std::vector<SubscriptionPtr> subscriptions(model::EventKind kind, std::string_view name) const override {
    const bool all = name.empty();
    const char* sql = all ? "SELECT root, local, record FROM subscription WHERE kind = ?1"
                          : "SELECT root, local, record FROM subscription WHERE kind = ?1 AND name = ?2";
    auto found = waits<model::SubscriptionRecord>(sql, [&](SqliteStatement& statement) {
      statement.bind(1, static_cast<std::int64_t>(kind));
      if (!all) statement.bind_text(2, name);
    });
    sort_by_sequence(found);
    return found;
  }
  std::vector<SubscriptionPtr> all_subscriptions() const override {
    auto found = waits<model::SubscriptionRecord>("SELECT root, local, record FROM subscription", nothing);
    sort_by_sequence(found);
    return found;
  }
  std::vector<JobPtr> jobs() const override {
    return waits<model::JobRecord>("SELECT root, local, record FROM job ORDER BY due, sequence", nothing);
  }
  JobPtr next_job(model::Instant until,
                  const std::function<bool(const model::JobRecord&)>& wanted) const override {
    const char* sql =
        "SELECT root, local, record FROM job WHERE retries > 0 AND due <= ?1 ORDER BY due, sequence";
    const auto found = waits<model::JobRecord>(
        sql, [&](SqliteStatement& job) { job.bind(1, until.time_since_epoch().count()); }, wanted, 1);
    return found.empty() ? nullptr : found.front();
  }
  std::optional<model::Instant> next_due() const override {
    SqliteReaders::Borrowed reader(readers_);
    SqliteStatement& first =
        reader->statement("SELECT due FROM job WHERE retries > 0 ORDER BY due, sequence LIMIT 1");
    const SqliteReset reset(first);
    if (!first.step()) return std::nullopt;
    return model::Instant(std::chrono::milliseconds(first.number(0)));
  }

  std::vector<InstancePtr> instances(
      bool include_ended, const std::function<bool(const model::InstanceRecord&)>& wanted) const override {
    const char* sql = include_ended ? "SELECT root, local, record FROM instance"
                                    : "SELECT root, local, record FROM instance WHERE running";
    auto found = instances_by(sql, nothing, wanted);
    sort_by_sequence(found);
    return found;
  }
  InstancePtr instance(const Handle& id) const override {
    const auto found =
        instances_by("SELECT root, local, record FROM instance WHERE root = ?1 AND local = ?2",
                     [&](SqliteStatement& own) { own.bind(1, root_key(id)).bind(2, local_key(id)); });
    return found.empty() ? nullptr : found.front();
  }
  std::vector<InstancePtr> called_from(const Handle& caller) const override {
    auto found =
        instances_by("SELECT root, local, record FROM instance WHERE caller_root = ?1 AND caller = ?2",
                     [&](SqliteStatement& own) { own.bind(1, root_key(caller)).bind(2, local_key(caller)); });
    sort_by_sequence(found);
    return found;
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

  std::vector<Visit> visits(const Handle& instance) const override {
    SqliteReaders::Borrowed reader(readers_);
    SqliteStatement& rows =
        reader->statement("SELECT events FROM history WHERE root = ?1 AND local = ?2 ORDER BY revision");
    const SqliteReset reset(rows.bind(1, root_key(instance)).bind(2, local_key(instance)));
    MemoryHistory history;
    while (rows.step()) {
      model::StoredReader in(rows.bytes(0));
      model::HistoryEvent previous;
      previous.instance = instance;
      while (!in.done()) {
        model::HistoryEvent event;
        read_stored(in, event, previous, numbers_);
        previous = event;
        history.record(event);
      }
    }
    return history.visits(instance);
  }

  std::optional<model::Object> final_variables(const Handle& instance) const override {
    SqliteReaders::Borrowed reader(readers_);
    SqliteStatement& own = reader->statement("SELECT variables FROM instance WHERE root = ?1 AND local = ?2");
    const SqliteReset reset(own.bind(1, root_key(instance)).bind(2, local_key(instance)));
    if (!own.step() || own.is_null(0)) return std::nullopt;
    return model::StoredReader(own.bytes(0)).value().as_object();
  }

  std::vector<model::IncidentRecord> incidents() const override {
    std::vector<model::IncidentRecord> found;
    for (const auto& incident :
         waits<model::IncidentRecord>("SELECT root, local, record FROM incident ORDER BY number", nothing)) {
      found.push_back(*incident);
    }
    return found;
  }

 private:
  static void nothing(SqliteStatement&) {}
  [[nodiscard]] std::string_view key_of(std::int64_t process) const {
    if (process == 0) return {};
    return numbers_.definition(static_cast<std::uint64_t>(process)).id;
  }

  static SqliteRows& own_rows() {
    thread_local SqliteRows rows;
    return rows;
  }

  // The rows of a statement that gives root, local and record, those that are wanted, up to `limit`.
  template <typename Record, typename Bind, typename Read>
  std::vector<std::shared_ptr<const Record>> records(const char* sql, Bind bind, Read read,
                                                     const std::function<bool(const Record&)>& wanted,
                                                     std::size_t limit) const {
    std::vector<std::shared_ptr<const Record>> found;
    SqliteReaders::Borrowed reader(readers_);
    SqliteStatement& rows = reader->statement(sql);
    const SqliteReset reset(rows);
    bind(rows);
    while (found.size() < limit && rows.step()) {
      auto record = std::make_shared<Record>();
      record->id = handle_of(rows.number(0), rows.number(1));
      model::StoredReader in(rows.bytes(2));
      read(in, *record);
      if (!wanted || wanted(*record)) found.push_back(std::move(record));
    }
    return found;
  }

  template <typename Record, typename Bind>
  std::vector<std::shared_ptr<const Record>> waits(const char* sql, Bind bind,
                                                   const std::function<bool(const Record&)>& wanted = {},
                                                   std::size_t limit = SIZE_MAX) const {
    const auto read = [this](model::StoredReader& in, Record& record) {
      read_stored(in, record, model::RecordPlace::of(record.id), numbers_);
    };
    return records<Record>(sql, bind, read, wanted, limit);
  }

  template <typename Bind>
  std::vector<InstancePtr> instances_by(
      const char* sql, Bind bind,
      const std::function<bool(const model::InstanceRecord&)>& wanted = {}) const {
    const auto read = [this](model::StoredReader& in, model::InstanceRecord& record) {
      read_stored(in, record, numbers_);
    };
    return records<model::InstanceRecord>(sql, bind, read, wanted, SIZE_MAX);
  }

  const model::DefinitionNumbers& numbers_;
  const bool keep_history_;
  SqliteWriter writer_;
  mutable SqliteReaders readers_;
};

}  // namespace

std::unique_ptr<DurableStore> open_sqlite_store(const std::string& path,
                                                const model::DefinitionNumbers& numbers,
                                                const SqliteOptions& options) {
  return std::make_unique<SqliteStore>(path, numbers, options);
}

}  // namespace rondo::persistence
