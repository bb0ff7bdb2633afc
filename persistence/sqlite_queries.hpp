// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/stored_records.hpp"
#include "persistence/record_order.hpp"
#include "persistence/sqlite_reader.hpp"
#include "persistence/sqlite_rows.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace rondo::persistence {

template <typename Record>
using Wanted = std::function<bool(const Record&)>;

inline void bind_nothing(SqliteStatement&) {}

/// Reads the record of a wait, or of an instance, from the row that a statement is at.
template <typename Record>
void read_row(model::StoredReader& in, Record& record, const model::DefinitionNumbers& numbers) {
  read_stored(in, record, model::RecordPlace::of(record.id), numbers);
}
inline void read_row(model::StoredReader& in, model::InstanceRecord& record,
                     const model::DefinitionNumbers& numbers) {
  read_stored(in, record, numbers);
}

/// The records of a statement that gives root, local and record: those that are wanted, up to `limit`.
template <typename Record, typename Bind>
[[nodiscard]] Records<Record> read_records(SqliteReader& reader, const model::DefinitionNumbers& numbers,
                                           const char* sql, Bind bind, const Wanted<Record>& wanted = {},
                                           std::size_t limit = SIZE_MAX) {
  Records<Record> found;
  SqliteStatement& rows = reader.statement(sql);
  const SqliteReset reset(rows);
  bind(rows);
  while (found.size() < limit && rows.step()) {
    auto record = std::make_shared<Record>();
    record->id = handle_of(rows.number(0), rows.number(1));
    model::StoredReader in(rows.bytes(2));
    read_row(in, *record, numbers);
    if (!wanted || wanted(*record)) found.push_back(std::move(record));
  }
  return found;
}

template <typename Record>
void order_by_sequence(Records<Record>& records) {
  std::stable_sort(records.begin(), records.end(),
                   [](const auto& left, const auto& right) { return left->sequence < right->sequence; });
}

}  // namespace rondo::persistence
