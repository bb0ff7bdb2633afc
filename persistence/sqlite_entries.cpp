// SPDX-License-Identifier: Apache-2.0
// Rows as entries of the daybook.
#include "model/error.hpp"
#include "persistence/sqlite_rows.hpp"

#include <algorithm>

namespace rondo::persistence {

namespace {

using Kind = SqliteRows::Kind;

constexpr bool erases(Kind kind) noexcept { return kind == Kind::EraseInstance || kind == Kind::EraseTask; }

// What puts the row that the kind erases, or replaces it.
constexpr Kind putting(Kind kind) noexcept {
  if (kind == Kind::EraseInstance) return Kind::PutInstance;
  return kind == Kind::EraseTask ? Kind::PutTask : kind;
}

}  // namespace

bool SqliteRows::fit_entry(std::int64_t root) const noexcept {
  constexpr std::size_t kMost = 16, kMostBytes = 4096;
  if (rows_.size() > kMost || bytes_.bytes().size() > kMostBytes || !indexed_.empty()) return false;
  return std::all_of(rows_.begin(), rows_.end(), [root](const Row& row) {
    if (row.root != root) return false;
    if (row.kind == Kind::AddHistory) return row.numbers[0] != 0;
    return putting(row.kind) == Kind::PutInstance || putting(row.kind) == Kind::PutTask;
  });
}

bool SqliteRows::leave_something() const noexcept {
  return std::any_of(rows_.begin(), rows_.end(), [](const Row& row) {
    constexpr std::size_t kIsRunning = 1;
    return row.kind == Kind::AddHistory || (row.kind == Kind::PutInstance && row.numbers[kIsRunning] == 0);
  });
}

void SqliteRows::write_entry(model::ByteWriter& out) const {
  out.number(rows_.size());
  for (const Row& row : rows_) {
    out.number(static_cast<std::uint64_t>(row.kind));
    out.signed_number(row.local);
    if (erases(row.kind)) continue;
    for (const std::int64_t number : row.numbers) out.signed_number(number);
    for (std::size_t which = 0; which < row.text_size.size(); ++which) out.text(text(row, which));
    out.text(blob(row));
  }
}

void SqliteRows::read_entry(model::StoredReader& in, std::int64_t root) {
  for (std::uint64_t count = in.number(); count > 0; --count) {
    Row row;
    const std::uint64_t kind = in.number();
    if (kind >= kKinds) throw Error(ErrorKind::Store, "an entry of the daybook is damaged");
    row.kind = static_cast<Kind>(kind);
    row.root = root;
    row.local = in.signed_number();
    if (row.kind != Kind::AddHistory) drop(putting(row.kind), row.local);
    if (erases(row.kind)) continue;
    for (std::int64_t& number : row.numbers) number = in.signed_number();
    for (std::size_t which = 0; which < row.text_size.size(); ++which) set_text(row, which, in.text());
    const std::string_view blob = in.text();
    row.blob_at = static_cast<std::uint32_t>(bytes_.bytes().size());
    row.blob_size = static_cast<std::uint32_t>(blob.size());
    bytes_.raw(blob);
    rows_.push_back(row);
  }
}

void SqliteRows::drop(Kind kind, std::int64_t local) {
  std::erase_if(rows_, [&](const Row& row) { return row.kind == kind && row.local == local; });
}

}  // namespace rondo::persistence
