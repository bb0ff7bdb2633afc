// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/execution_tree.hpp"
#include "model/records.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace rondo {

/// The numbers by which an engine puts instances and waits in the order of their creation, in an instance
/// that comes from another engine: they become numbers of this one, in the same order.
class SnapshotSequences {
 public:
  void collect(const agenda::ExecutionTree& tree, const std::vector<model::ChangeSet>& changes);
  /// A conversation with instances that are not here is nobody's.
  void replace(agenda::ExecutionTree& tree, std::vector<model::ChangeSet>& changes,
               const std::function<std::uint64_t()>& next);

 private:
  void note(std::uint64_t sequence) {
    if (sequence != 0) numbers_.emplace(sequence, 0);
  }
  [[nodiscard]] std::uint64_t of(std::uint64_t sequence) const {
    const auto found = numbers_.find(sequence);
    return found == numbers_.end() ? 0 : found->second;
  }
  template <typename Record>
  [[nodiscard]] std::shared_ptr<const Record> renumbered(const std::shared_ptr<const Record>& record) const;
  void replace(agenda::ExecutionTree& tree) const;

  std::map<std::uint64_t, std::uint64_t> numbers_;
};

}  // namespace rondo
