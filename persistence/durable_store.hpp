// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/stored_records.hpp"
#include "persistence/store.hpp"

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::persistence {

/// The state of a root instance at rest, as it is kept.
struct StoredRoot {
  std::uint64_t revision = 0;  ///< Counts its changes, from 1.
  std::string state;
};

/// What a command makes of one root instance.
struct RootCommit {
  model::Handle root;
  std::uint64_t expected = 0;  ///< The revision on which the command was run; 0: the instance is new.
  std::string_view state;      ///< Its state from now on; empty: it is over.
  /// Called once, in the caller's thread, when the store has taken what it needs of state and changes, before
  /// it waits for the disk; not at all when that fails. Must not throw.
  std::function<void()> taken = {};
};

/// Is told when a commit that nobody waits for has been written.
class WriteWatcher {
 public:
  virtual ~WriteWatcher() = default;
  /// By the thread that writes: whether the commit was applied, or what went wrong. Must not block.
  virtual void written(bool applied, std::exception_ptr failure) noexcept = 0;

 protected:
  WriteWatcher() = default;
  WriteWatcher(const WriteWatcher&) = default;
  WriteWatcher& operator=(const WriteWatcher&) = default;
};

/// A file of a deployment.
struct StoredResource {
  std::string name, content;
};

/// A version of a process that a deployment has added.
struct StoredProcess {
  std::uint64_t number = 0;  ///< Of all versions of all processes of the store, from 1.
  std::string key;
  std::int32_t version = 0;
  std::uint32_t resource = 0;  ///< Position of its file among those of the deployment.
  model::HistoryLevel history = model::HistoryLevel::Audit;
  bool suspended = false;
};

/// Files that were deployed together.
struct StoredDeployment {
  std::uint64_t number = 0;  ///< Counts deployments, from 1.
  model::Instant time{};
  std::vector<StoredResource> resources;
  std::vector<StoredProcess> processes;
};

/// What numbers are given out for; each number once for all that ever use the store.
enum class Numbering : std::uint8_t { Root, Sequence };

/// Told how far a backup is: pages copied, and all pages.
using BackupProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// A store that outlives the engine: it also keeps the state of running instances, deployments and start
/// timers. Several engines may use it at a time, in one process or several. What a call that changes
/// something has returned from is on disk; before that nobody sees it. All calls throw Error (Store) when the
/// store cannot be read or written; then nothing has changed. Thread-safe.
class DurableStore : public Store {
 public:
  using Store::commit;
  /// Applies the changes of a command together with the new state of its root instance. False, and nothing
  /// has changed, when the instance is not of the expected revision any more. Throws Error (OptimisticLock),
  /// and nothing has changed, when others have fired a timer or received a message that is concerned.
  [[nodiscard]] virtual bool commit(model::ChangeSet& changes, const RootCommit& root) = 0;

  /// The same, but returns before it is written; then `watcher` is told, perhaps before this returns.
  virtual void commit_later(model::ChangeSet& changes, const RootCommit& root,
                            std::shared_ptr<WriteWatcher> watcher) = 0;

  /// nullopt: there is no such running root instance.
  [[nodiscard]] virtual std::optional<StoredRoot> load(const model::Handle& root) const = 0;
  /// 0: there is no such running root instance.
  [[nodiscard]] virtual std::uint64_t revision(const model::Handle& root) const = 0;

  /// Raised when others have changed the store, and now and then when they have not. Costs next to nothing.
  [[nodiscard]] virtual std::uint64_t changes_by_others() const = 0;

  /// Raised whenever a message is kept, received or dropped.
  [[nodiscard]] virtual std::uint64_t message_changes() const = 0;

  /// Sets `count` numbers aside and gives the first.
  [[nodiscard]] virtual std::uint64_t reserve(Numbering numbering, std::uint64_t count) = 0;

  /// Keeps a deployment and replaces the start timers of its processes by `timers`, which get their numbers.
  /// False, and nothing has changed, when a deployment of that number is there already.
  [[nodiscard]] virtual bool deploy(const StoredDeployment& deployment,
                                    std::vector<model::StartTimerRecord>& timers) = 0;
  /// Deployments with higher numbers than `after`, in order.
  [[nodiscard]] virtual std::vector<StoredDeployment> deployments(std::uint64_t after) const = 0;
  [[nodiscard]] virtual std::uint64_t last_deployment() const = 0;
  /// Keeps whether these versions of processes, given by number, are suspended.
  virtual void set_suspended(const std::vector<std::uint64_t>& processes, bool suspended) = 0;
  [[nodiscard]] virtual std::vector<model::StartTimerRecord> start_timers() const = 0;

  /// Adds indexes to those that the store has, filled from what is in it.
  virtual void add_indexes(const model::QueryIndexes& wanted) = 0;
  /// Instances among which are all that are remembered with that value of an own variable; nullopt when no
  /// index says so.
  [[nodiscard]] virtual std::optional<std::vector<model::Handle>> with_variable(
      std::string_view name, const model::Value& value) const = 0;

  /// Copies the store as it is at one moment to a file that is not there yet, while others go on. Throws
  /// Error (Argument) when it is there.
  virtual void back_up(const std::string& copy, const BackupProgress& progress) const = 0;

  /// A random number of the store, which its copies share.
  [[nodiscard]] virtual std::uint64_t identity() = 0;
  /// Whether nothing is kept of that root instance, and its number will not be given out; `was_here`: it was
  /// given out by this store.
  [[nodiscard]] virtual bool is_free(const model::Handle& root, bool was_here) const = 0;
  /// Takes in a root instance of another store, with its state (empty: it is over), by changes that are
  /// committed one after the other. False, and nothing has changed, when its number is not free.
  [[nodiscard]] virtual bool take_in(const std::vector<model::ChangeSet>& changes, const model::Handle& root,
                                     std::string_view state, bool was_here) = 0;
};

}  // namespace rondo::persistence
