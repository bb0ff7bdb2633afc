// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/durable_store.hpp"
#include "rondo/compilation.hpp"
#include "rondo/definitions.hpp"
#include "rondo/process_book.hpp"
#include "rondo/root_cache.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace rondo {

/// Numbers that are reserved from a store in blocks. Thread-safe.
class NumberBlocks {
 public:
  explicit NumberBlocks(persistence::Numbering numbering) : numbering_(numbering) {}
  std::uint64_t next(persistence::DurableStore& store);

 private:
  // The first blocks are small, so that a short run wastes few numbers.
  static constexpr std::uint64_t kFirst = 64, kLargest = 16'384;

  persistence::Numbering numbering_;
  std::mutex mutex_;
  std::uint64_t next_ = 0, end_ = 0, block_ = kFirst;
};

/// What an engine on a durable store has besides: the processes by number, the instances in memory, and
/// deployments as the store has them. Other engines may use the store, too: what they deploy is noticed.
/// Thread-safe.
class DurableCore {
 public:
  /// What it borrows must outlive it; call open() before anything else.
  DurableCore(Definitions& definitions, const agenda::BehaviorTable& behaviors, model::NameTable& names);
  /// Takes the store, which uses book(), and reads what is deployed. Throws Error (Store).
  void open(persistence::DurableStore& store);

  [[nodiscard]] persistence::DurableStore& store() noexcept { return *store_; }
  [[nodiscard]] const ProcessBook& book() const noexcept { return book_; }
  [[nodiscard]] RootCache& roots() noexcept { return roots_; }

  [[nodiscard]] model::Handle new_root();
  [[nodiscard]] std::uint64_t next_sequence() { return sequences_.next(*store_); }

  /// Keeps a deployment in the store and makes it known. Gives its number.
  std::uint64_t deploy(const std::vector<Resource>& resources, Definitions::Processes processes,
                       model::Instant now);
  /// Makes known what others have deployed since.
  void notice_deployments();
  /// Takes the start timers as the store has them.
  void reload_timers();

 private:
  void read_deployments();
  void restore(const persistence::StoredDeployment& deployment);
  void keep(const Definitions::Addition& addition, const std::vector<Resource>& resources,
            model::Instant now);

  Definitions& definitions_;
  const agenda::BehaviorTable& behaviors_;
  model::NameTable& names_;
  ProcessBook book_;
  RootCache roots_;
  persistence::DurableStore* store_ = nullptr;
  NumberBlocks root_numbers_{persistence::Numbering::Root};
  NumberBlocks sequences_{persistence::Numbering::Sequence};
  std::recursive_mutex deploying_;  // reading timers may look for deployments again
  std::atomic<std::uint64_t> last_deployment_{0};
  std::atomic<std::uint64_t> looked_{0};  // DurableStore::changes_by_others() when deployments were read
};

}  // namespace rondo
