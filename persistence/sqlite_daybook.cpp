// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_daybook.hpp"

#include "model/stored_form.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace rondo::persistence {

namespace {

constexpr std::uint64_t kFirstPause = 1024;

// The beginning of an entry.
struct Head {
  std::int64_t root = 0;
  std::uint64_t revision = 0;  // after it
  bool lasts = false;
  std::string_view state;  // empty: the instance is over

  explicit Head(model::StoredReader& in)
      : root(in.signed_number()), revision(in.number()), lasts(in.number() != 0), state(in.text()) {}
};

}  // namespace

SqliteDaybook::SqliteDaybook(SqliteConnection& connection, SqliteRowWriter& row_writer, std::size_t from)
    : connection_(connection),
      row_writer_(row_writer),
      from_(from),
      insert_(connection, "INSERT INTO daybook(entries) VALUES(?1)"),
      erase_(connection, "DELETE FROM daybook"),
      read_(connection, "SELECT entries FROM daybook ORDER BY number"),
      insert_state_(connection, "INSERT INTO state(root, revision, data) VALUES(?1, ?2, ?3)"),
      open_(from <= 1) {}

void SqliteDaybook::make_entry(model::ByteWriter& out, const SqliteState& state, const SqliteRows& rows) {
  out.clear();
  if (!rows.fit_entry(state.root)) return;
  out.signed_number(state.root);
  out.number(state.expected + 1);
  out.number(rows.leave_something() ? 1 : 0);
  out.text(state.data);
  rows.write_entry(out);
}

void SqliteDaybook::begin(bool by_others, std::size_t crowd) {
  crowd_ = std::max(crowd, crowd_ * 7 / 8);  // now and then few come between many
  if (!is_known_ || by_others) read();
  // Others look into the tables: they would carry it over again and again.
  if (by_others && is_known_) pause(kFirstPause);
  open_.store(is_open() || !young_.empty(), std::memory_order_relaxed);
  is_known_ = true;
  was_empty_ = young_.empty() && bytes_ == 0;
}

// Whoever has written since may have added entries, or carried them over.
void SqliteDaybook::read() {
  young_.clear();
  group_.clear();
  bytes_ = 0;
  const SqliteReset reset(read_);
  while (read_.step()) {
    model::StoredReader in(read_.bytes(0));
    bytes_ += read_.bytes(0).size();
    while (!in.done()) note(in.text());
  }
}

void SqliteDaybook::note(std::string_view entry) {
  model::StoredReader in(entry);
  const Head head(in);
  if (head.root < first_.load()) first_.store(head.root);
  Young& young = young_[head.root];
  young.revision = head.revision;
  young.lasts |= head.lasts;
  young.is_over = head.state.empty();
  if (young.is_over && !young.lasts) {
    young_.erase(head.root);
    return;
  }
  const auto size = static_cast<std::uint32_t>(entry.size());
  young.entries.append(reinterpret_cast<const char*>(&size), sizeof size);
  young.entries.append(entry);
}

bool SqliteDaybook::take(const SqliteState& state, std::string_view entry, bool& is_stale) {
  is_stale = false;
  const auto held = young_.find(state.root);
  if (held == young_.end()) {
    if (state.expected != 0 || state.data.empty()) return false;
    if (pause_ != 0) --pause_;
    if (entry.empty() || !is_open()) return false;
    ++taken_;
  } else {
    is_stale = held->second.is_over || held->second.revision != state.expected;
    if (is_stale) return false;
    if (entry.empty()) {
      carry_over();
      return false;
    }
  }
  note(entry);
  group_.text(entry);
  return true;
}

void SqliteDaybook::release(const SqliteRows& rows) {
  const auto is_held = [this](const SqliteRows::Row& row) { return young_.contains(row.root); };
  if (!young_.empty() && std::any_of(rows.rows().begin(), rows.rows().end(), is_held)) carry_over();
}

// In the order of their numbers, so that the tables grow at their ends.
void SqliteDaybook::carry_over() {
  std::vector<std::int64_t> roots;
  roots.reserve(young_.size());
  for (const auto& [root, young] : young_) roots.push_back(root);
  std::sort(roots.begin(), roots.end());
  for (const std::int64_t root : roots) put(root, young_.at(root));
  erase_.run();
  judge();
  young_.clear();
  group_.clear();
  bytes_ = 0;
  taken_ = 0;
}

void SqliteDaybook::put(std::int64_t root, const Young& young) {
  rows_.clear();
  std::string_view state;
  for (std::string_view rest = young.entries; !rest.empty();) {
    std::uint32_t size = 0;
    rest.copy(reinterpret_cast<char*>(&size), sizeof size);
    model::StoredReader in(rest.substr(sizeof size, size));
    state = Head(in).state;
    rows_.read_entry(in, root);
    rest.remove_prefix(sizeof size + size);
  }
  if (!state.empty()) {
    insert_state_.bind(1, root).bind(2, static_cast<std::int64_t>(young.revision)).bind_blob(3, state).run();
  }
  row_writer_.write(rows_, false);
}

// It pays when most instances were over in time; else it pauses, longer and longer.
void SqliteDaybook::judge() noexcept {
  constexpr std::uint64_t kLongestPause = 65'536, kShare = 4;
  if (taken_ == 0) return;
  const auto left = static_cast<std::uint64_t>(
      std::count_if(young_.begin(), young_.end(), [](const auto& young) { return !young.second.is_over; }));
  if (left * kShare <= taken_) {
    last_pause_ = 0;
    return;
  }
  last_pause_ = std::clamp(last_pause_ * 2, kFirstPause, kLongestPause);
  pause(last_pause_);
}

void SqliteDaybook::write() {
  if (bytes_ + group_.bytes().size() > kMostBytes || young_.size() > kMostYoung + 4 * crowd_) carry_over();
  if (group_.bytes().empty()) return;
  insert_.bind_blob(1, group_.bytes()).run();
  bytes_ += group_.bytes().size();
  group_.clear();
}

void SqliteDaybook::committed() noexcept {
  if (young_.empty()) return first_.store(kNone);
  if (first_.load() != INT64_MIN) return;
  const auto less = [](const auto& left, const auto& right) { return left.first < right.first; };
  first_.store(std::min_element(young_.begin(), young_.end(), less)->first);
}

void SqliteDaybook::forget() noexcept {
  young_.clear();
  group_.clear();
  bytes_ = 0;
  is_known_ = was_empty_;
  first_.store(was_empty_ ? kNone : INT64_MIN);
}

}  // namespace rondo::persistence
