// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/stored_records.hpp"
#include "persistence/sqlite_reader.hpp"
#include "persistence/store.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rondo::persistence {

/// The turns of root instances: whose job was last taken is served behind all others. Remembers as many as
/// fit, the last ones. Not thread-safe.
class JobTurns {
 public:
  /// 0: long ago.
  [[nodiscard]] std::uint64_t turn(std::int64_t root) const noexcept;
  void take(std::int64_t root);

 private:
  static constexpr std::size_t kMost = 100'000;

  std::uint64_t last_ = 0;
  std::list<std::int64_t> order_;
  std::unordered_map<std::int64_t, std::pair<std::uint64_t, std::list<std::int64_t>::iterator>> turns_;
};

[[nodiscard]] std::vector<JobPtr> read_jobs(SqliteReader& reader, const model::DefinitionNumbers& numbers);
[[nodiscard]] JobPtr find_next_job(SqliteReader& reader, const model::DefinitionNumbers& numbers,
                                   model::Instant now,
                                   const std::function<bool(const model::JobRecord&)>& wanted);
[[nodiscard]] std::optional<model::Instant> find_next_due(SqliteReader& reader);

/// Whether something may be there to be taken: a cheap look before a transaction.
[[nodiscard]] bool may_acquire(SqliteReader& reader, model::Instant now);
/// These two run in a transaction.
[[nodiscard]] std::vector<JobPtr> acquire_jobs(SqliteConnection& connection,
                                               const model::DefinitionNumbers& numbers, const JobClaim& claim,
                                               JobTurns& turns);
void release_job(SqliteConnection& connection, const model::Handle& id, std::string_view owner);

}  // namespace rondo::persistence
