// SPDX-License-Identifier: Apache-2.0
#include "model/names.hpp"

#include <cstring>
#include <stdexcept>

namespace rondo::model {

namespace {

// Names are short, and are looked up whenever an instance starts.
std::size_t hash_of(std::string_view name) noexcept {
  constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15ULL;
  std::uint64_t hash = name.size();
  const auto mix = [&](std::uint64_t bits) {
    hash = (hash ^ bits) * kSpread;
    hash ^= hash >> 29;
  };
  for (; name.size() >= sizeof(std::uint64_t); name.remove_prefix(sizeof(std::uint64_t))) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, name.data(), sizeof bits);
    mix(bits);
  }
  std::uint64_t rest = 0;
  for (const char byte : name) rest = rest << 8 | static_cast<unsigned char>(byte);
  mix(rest);
  return static_cast<std::size_t>(hash);
}

}  // namespace

struct NameTable::Cells {
  explicit Cells(std::size_t size)
      : mask(size - 1),
        by_hash(std::make_unique<std::atomic<const Entry*>[]>(size)),
        by_id(std::make_unique<std::atomic<const Entry*>[]>(size)) {}

  std::size_t mask;
  std::unique_ptr<std::atomic<const Entry*>[]> by_hash, by_id;
};

NameTable::NameTable() {
  constexpr std::size_t kFirstSize = 64;
  cells_.push_back(std::make_unique<Cells>(kFirstSize));
  current_.store(cells_.back().get(), std::memory_order_release);
}

NameTable::~NameTable() = default;

NameId NameTable::intern(std::string_view name) {
  if (const NameId known = find(name); known != kNoName) return known;
  const std::lock_guard lock(mutex_);
  if (const NameId known = find(name); known != kNoName) return known;
  if ((entries_.size() + 1) * 2 > cells_.back()->mask) grow();
  // A deque keeps its entries in place, so that readers may look at them.
  const Entry& entry = entries_.emplace_back(Entry{std::string(name), static_cast<NameId>(entries_.size())});
  put(*cells_.back(), entry);
  return entry.id;
}

NameId NameTable::find(std::string_view name) const noexcept {
  const Cells& cells = *current_.load(std::memory_order_acquire);
  for (std::size_t at = hash_of(name) & cells.mask;; at = (at + 1) & cells.mask) {
    const Entry* entry = cells.by_hash[at].load(std::memory_order_acquire);
    if (entry == nullptr) return kNoName;
    if (entry->text == name) return entry->id;
  }
}

const std::string& NameTable::text(NameId id) const {
  const Cells& cells = *current_.load(std::memory_order_acquire);
  const auto at = static_cast<std::size_t>(id);
  const Entry* entry = at <= cells.mask ? cells.by_id[at].load(std::memory_order_acquire) : nullptr;
  if (entry == nullptr) throw std::out_of_range("no name has that number");
  return entry->text;
}

void NameTable::put(Cells& cells, const Entry& entry) noexcept {
  std::size_t at = hash_of(entry.text) & cells.mask;
  while (cells.by_hash[at].load(std::memory_order_relaxed) != nullptr) at = (at + 1) & cells.mask;
  cells.by_id[static_cast<std::size_t>(entry.id)].store(&entry, std::memory_order_release);
  cells.by_hash[at].store(&entry, std::memory_order_release);
}

void NameTable::grow() {
  auto larger = std::make_unique<Cells>((cells_.back()->mask + 1) * 2);
  for (const Entry& entry : entries_) put(*larger, entry);
  current_.store(larger.get(), std::memory_order_release);
  cells_.push_back(std::move(larger));
}

}  // namespace rondo::model
