// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/history_query.hpp"
#include "model/names.hpp"
#include "model/stored_records.hpp"
#include "persistence/history_codec.hpp"
#include "persistence/history_store.hpp"
#include "persistence/sqlite_indexes.hpp"
#include "persistence/sqlite_reader.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace rondo::persistence {

/// What instances can be found by, where an index is there.
struct IndexedBy {
  std::string_view variable;  ///< Of this name; empty: by none.
  const model::Value* value = nullptr;
  std::string_view user;
};

/// Answers questions about history from the tables of instances and of what happened to them. Each question
/// is answered as of one moment. Thread-safe.
class SqliteHistory {
 public:
  SqliteHistory(SqliteReaders& readers, const model::DefinitionNumbers& numbers, const IndexPlans& plans)
      : readers_(readers), numbers_(numbers), plans_(plans) {}

  [[nodiscard]] std::vector<InstancePtr> find(const model::HistoricInstanceQuery& query) const;
  [[nodiscard]] std::size_t count(const model::HistoricInstanceQuery& query) const;
  template <typename Record, typename Query>
  [[nodiscard]] std::vector<Record> find(const Query& query) const;
  template <typename Record, typename Query>
  [[nodiscard]] std::size_t count(const Query& query) const;

  [[nodiscard]] std::vector<Visit> visits(const model::Handle& instance) const;
  [[nodiscard]] std::optional<model::Object> final_variables(const model::Handle& instance) const;
  [[nodiscard]] std::vector<model::Handle> removable(model::Instant now, std::size_t limit) const;

 private:
  [[nodiscard]] HistoryReplay replay(SqliteReader& reader, const model::Handle& instance) const;
  [[nodiscard]] std::optional<std::vector<InstancePtr>> candidates(SqliteReader& reader,
                                                                   const model::HistoricInstanceQuery& query,
                                                                   bool running) const;
  void visit(SqliteReader& reader, const model::HistoricInstanceQuery& query,
             const std::function<bool(InstancePtr)>& take, const IndexedBy& by = {}) const;
  [[nodiscard]] std::optional<std::vector<InstancePtr>> indexed(SqliteReader& reader,
                                                                const IndexedBy& by) const;
  [[nodiscard]] bool is_of(std::int64_t process, std::string_view key) const;

  SqliteReaders& readers_;
  const model::DefinitionNumbers& numbers_;
  const IndexPlans& plans_;
  mutable model::NameTable names_;  // of variables
};

/// Forgets instances that have ended. Runs in a transaction.
void forget_instances(SqliteConnection& connection, const std::vector<model::Handle>& instances);

}  // namespace rondo::persistence
