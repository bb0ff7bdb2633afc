// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_writer.hpp"

#include "model/brief_lock.hpp"
#include "persistence/deferral.hpp"
#include "persistence/sqlite_schema.hpp"

#include <algorithm>
#include <iterator>
#include <thread>
#include <utility>

namespace rondo::persistence {

namespace {

// Makes the tables before statements on them are prepared.
SqliteConnection& prepared(SqliteConnection& connection, bool relaxed) {
  prepare_schema(connection);
  // Relaxed: the log is synced only when it is copied to the file.
  connection.execute(relaxed ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL");
  return connection;
}

}  // namespace

SqliteWriter::SqliteWriter(const std::string& path, const std::string& vfs, bool relaxed,
                           ChangeCounter& changes, std::size_t daybook_from)
    : connection_(path, SqliteConnection::Use::Write, vfs),
      row_writer_(prepared(connection_, relaxed)),
      daybook_(connection_, row_writer_, daybook_from),
      changes_(changes),
      begin_(connection_, "BEGIN IMMEDIATE"),
      commit_(connection_, "COMMIT"),
      data_version_(connection_, "PRAGMA data_version"),
      insert_state_(connection_, "INSERT INTO state(root, revision, data) VALUES(?1, 1, ?2)"),
      update_state_(connection_,
                    "UPDATE state SET revision = ?3 + 1, data = ?2 WHERE root = ?1 AND revision = ?3"),
      erase_state_(connection_, "DELETE FROM state WHERE root = ?1 AND revision = ?2") {
  if (connection_.number("SELECT count(*) FROM daybook") != 0) carry_over();
}

// What cannot be carried over now is when the file is opened again.
SqliteWriter::~SqliteWriter() {
  if (daybook_.is_empty()) return;
  try {
    carry_over();
  } catch (const std::exception&) {
    // Nothing is lost.
  }
}

bool SqliteWriter::write(const SqliteRows& rows, const SqliteState* state, std::string_view entry) {
  Order order;
  order.entry = entry;
  order.rows = &rows;
  order.state = state;
  Deferral::close();
  hand_in(order);
  return order.applied;
}

void SqliteWriter::run(const Task& task) {
  Deferral::close();
  hand_in_task(task, false);
}

void SqliteWriter::run_on_all(const Task& task) {
  Deferral::close();
  hand_in_task(task, true);
}

// Changes nothing for anybody: what its thread has left to others need not be done again with it.
void SqliteWriter::carry_over() {
  Deferral::settle();
  hand_in_task([](SqliteConnection&) {}, true);
}

void SqliteWriter::hand_in_task(const Task& task, bool carries_over) {
  Order order;
  order.task = &task;
  order.carries_over = carries_over;
  hand_in(order);
}

void SqliteWriter::write_later(std::unique_ptr<UnawaitedOrder> unawaited) {
  Order& order = unawaited->order;
  order.rows = &unawaited->rows;
  order.state = &unawaited->state;
  order.entry = unawaited->entry.bytes();
  order.unawaited = unawaited.get();
  const Place place = join(order);
  (void)unawaited.release();  // whoever writes the group owns it
  if (place.leads) lead(place);
}

SqliteWriter::Place SqliteWriter::join(Order& order) {
  Place place;
  bool wakes = false;
  {
    const auto lock = model::lock_briefly(mutex_);
    queue_.push_back(&order);
    queued_.store(queue_.size(), std::memory_order_relaxed);
    place.group = open_;
    place.leads = !std::exchange(is_led_, true);
    place.waits = place.leads && std::exchange(writing_, true);
    wakes = wake_at_ != 0 && queue_.size() >= wake_at_;
    if (wakes) wake_at_ = 0;
  }
  if (wakes) come_.ring();
  return place;
}

void SqliteWriter::lead(const Place& place) {
  if (place.waits) rest_of(place.group).turn.wait_for(place.group);
  write_next();
}

void SqliteWriter::hand_in(Order& order) {
  const Place place = join(order);
  if (place.leads) {
    lead(place);
  } else {
    rest_of(place.group).done.wait_for(place.group);
  }
  if (order.failure) std::rethrow_exception(order.failure);
}

// Writes for all of the open group, the caller among them. Who comes too late goes on before these return.
void SqliteWriter::write_next() {
  const std::uint32_t number = open_;
  members_ = 0;
  write_group();
  crowd_ = members_;
  const bool is_alone = members_ == 1;
  Group unawaited;
  unawaited.swap(unawaited_);
  bool others_wait = false;
  {
    const auto lock = model::lock_briefly(mutex_);
    writing_ = others_wait = is_led_;
  }
  if (others_wait) rest_of(number + 1).turn.reach(number + 1);
  if (!is_alone) rest_of(number).done.reach(number);
  if (!unawaited.empty()) tell(unawaited);
}

void SqliteWriter::tell(const Group& unawaited) {
  constexpr std::size_t kMostSpare = 256;
  for (const Order* order : unawaited) {
    order->unawaited->watcher->written(order->applied && order->failure == nullptr, order->failure);
    order->unawaited->watcher = nullptr;
  }
  const auto lock = model::lock_briefly(mutex_);
  for (const Order* order : unawaited) {
    std::unique_ptr<UnawaitedOrder> own(order->unawaited);
    if (spare_.size() < kMostSpare) spare_.push_back(std::move(own));
  }
}

std::unique_ptr<SqliteWriter::UnawaitedOrder> SqliteWriter::new_order() {
  std::unique_ptr<UnawaitedOrder> order;
  {
    const auto lock = model::lock_briefly(mutex_);
    if (!spare_.empty()) {
      order = std::move(spare_.back());
      spare_.pop_back();
    }
  }
  if (order == nullptr) return std::make_unique<UnawaitedOrder>();
  order->order = {};
  return order;
}

// One caller's mistake must not fail the others: they are written again without it.
void SqliteWriter::write_group() {
  bool closed = close_group();  // not yet: there is one caller at least
  while (!group_.empty() || !closed) {
    const Order* at_fault = nullptr;
    try {
      begin();
      for (std::size_t next = 0; next < group_.size() || !closed;) {
        if (next == group_.size()) {
          closed = close_group();
          continue;
        }
        at_fault = group_[next];
        apply(*group_[next++]);
        at_fault = nullptr;
      }
      commit();
      std::copy_if(group_.begin(), group_.end(), std::back_inserter(unawaited_),
                   [](const Order* order) { return order->unawaited != nullptr; });
      return group_.clear();
    } catch (...) {
      roll_back();
      fail(at_fault);
    }
  }
}

// Takes those that have come since; when nobody has, ends the group.
bool SqliteWriter::close_group() {
  const bool more = others_come();
  const auto lock = model::lock_briefly(mutex_);
  if (!more && queue_.empty()) {
    ++open_;
    is_led_ = false;
    return true;
  }
  members_ += queue_.size();
  group_.insert(group_.end(), queue_.begin(), queue_.end());
  queue_.clear();
  queued_.store(0, std::memory_order_relaxed);
  return false;
}

// Those that were written last and have gone on are likely to be back soon: it is worth waiting for them for
// a fraction of the time of the sync that they would need otherwise.
bool SqliteWriter::others_come() {
  constexpr std::size_t kMany = 32;
  constexpr std::chrono::nanoseconds kWorthSleeping = std::chrono::microseconds(20);
  const auto have_come = [this] { return queued_.load(std::memory_order_relaxed) != 0; };
  if (members_ >= crowd_ || crowd_ == 1) return have_come();
  if (crowd_ - members_ >= kMany && patience_ >= kWorthSleeping) return sleep_for_others();
  const auto until = std::chrono::steady_clock::now() + patience_;
  while (!have_come()) {
    if (std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::yield();
  }
  return true;
}

// They need the processor on which it would wait for them. Half of them wake it, then half of the others, so
// that there is little left to do when the last ones come.
bool SqliteWriter::sleep_for_others() {
  std::uint32_t rings = 0;
  {
    const auto lock = model::lock_briefly(mutex_);
    const std::size_t half = (crowd_ - members_ + 1) / 2;
    if (queue_.size() >= half) return true;
    wake_at_ = half;
    rings = come_.rings();
  }
  come_.wait(rings, patience_);
  const auto lock = model::lock_briefly(mutex_);
  wake_at_ = 0;
  return !queue_.empty();
}

// nullptr: all of the group.
void SqliteWriter::fail(const Order* at_fault) {
  for (Order* order : group_) {
    if (at_fault != nullptr && order != at_fault) continue;
    order->failure = std::current_exception();
    if (order->unawaited != nullptr) unawaited_.push_back(order);
  }
  std::erase_if(group_, [](const Order* order) { return order->failure != nullptr; });
}

void SqliteWriter::commit() {
  using std::chrono::steady_clock;
  constexpr std::chrono::nanoseconds kMostPatience = std::chrono::microseconds(50);
  constexpr int kFraction = 4;
  daybook_.write();
  const auto start = steady_clock::now();
  changes_.changing();
  commit_.run();
  changes_.changing();
  daybook_.committed();
  patience_ = std::min<std::chrono::nanoseconds>(kMostPatience, (steady_clock::now() - start) / kFraction);
}

// Whoever has written since was perhaps killed before it could say so.
void SqliteWriter::begin() {
  begin_.run();
  const SqliteReset reset(data_version_);
  const std::int64_t version = data_version_.step() ? data_version_.number(0) : 0;
  const bool by_others = std::exchange(version_, version) != version;
  if (by_others) changes_.others_changed();
  daybook_.begin(by_others, crowd_);
}

void SqliteWriter::apply(Order& order) {
  order.applied = false;
  if (order.task != nullptr) {
    if (order.carries_over) daybook_.carry_over();
    (*order.task)(connection_);
    order.applied = true;
    return;
  }
  if (order.state == nullptr) daybook_.release(*order.rows);
  if (order.state != nullptr && (is_entered(order) || !apply_state(*order.state))) return;
  row_writer_.write(*order.rows, order.state != nullptr);
  order.applied = true;
}

// Whether nothing is to be done with the tables.
bool SqliteWriter::is_entered(Order& order) {
  bool is_stale = false;
  order.applied = daybook_.take(*order.state, order.entry, is_stale);
  return order.applied || is_stale;
}

bool SqliteWriter::apply_state(const SqliteState& state) {
  const auto expected = static_cast<std::int64_t>(state.expected);
  if (state.expected == 0) {
    if (!state.data.empty()) insert_state_.bind(1, state.root).bind_blob(2, state.data).run();
    return true;
  }
  if (state.data.empty()) {
    erase_state_.bind(1, state.root).bind(2, expected).run();
  } else {
    update_state_.bind(1, state.root).bind_blob(2, state.data).bind(3, expected).run();
  }
  return connection_.changes() == 1;
}

void SqliteWriter::roll_back() noexcept {
  daybook_.forget();
  try {
    begin_.reset();
    commit_.reset();
    data_version_.reset();
    if (connection_.in_transaction()) connection_.execute("ROLLBACK");
  } catch (const std::exception&) {
    // A disk that fails now fails the next transaction, too, whose callers are told.
  }
}

}  // namespace rondo::persistence
