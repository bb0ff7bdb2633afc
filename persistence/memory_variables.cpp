// SPDX-License-Identifier: Apache-2.0
#include "persistence/memory_history.hpp"

#include <cstdint>
#include <utility>

namespace rondo::persistence {

namespace {

// As long as there are no more, looking at all of them is as fast as any index.
constexpr std::size_t kFew = 16;

}  // namespace

std::size_t MemoryVariables::KeyHash::operator()(const Key& key) const noexcept {
  const auto name = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(key.name));
  const std::uint64_t scope = std::uint64_t{key.generation} << 32 | key.slot;
  const std::uint64_t mixed = (scope * 0x9E3779B97F4A7C15ULL ^ name) * 0xD6E8FEB86659FD93ULL;
  return static_cast<std::size_t>(mixed ^ mixed >> 32);
}

MemoryVariables::Entry* MemoryVariables::find(const model::VariableEvent& event) noexcept {
  const Key wanted = key_of(event.scope, event.name);
  if (index_ != nullptr) {
    const auto found = index_->find(wanted);
    return found == index_->end() ? nullptr : &entries_[found->second];
  }
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    if (key_of(entry->scope, entry->name) == wanted) return &*entry;
  }
  return nullptr;
}

void MemoryVariables::add(const model::VariableEvent& event) {
  if (entries_.empty()) entries_.reserve(4);
  Entry& entry = entries_.emplace_back();
  entry.scope = event.scope;
  entry.name = event.name;
  entry.created = event.time;
  entry.local = event.local;
  if (entries_.size() <= kFew) return;
  if (index_ == nullptr) {
    index_ = std::make_unique<std::unordered_map<Key, std::size_t, KeyHash>>();
    for (std::size_t at = 0; at + 1 < entries_.size(); ++at)
      index_->emplace(key_of(entries_[at].scope, entries_[at].name), at);
  }
  index_->emplace(key_of(event.scope, event.name), entries_.size() - 1);
}

// One that is created is known only if it was removed before.
const MemoryVariables::Entry& MemoryVariables::apply(const model::VariableEvent& event) {
  const bool may_be_known = event.change != model::VariableChange::Created || any_removed_;
  Entry* entry = may_be_known ? find(event) : nullptr;
  if (entry == nullptr) {
    add(event);
    entry = &entries_.back();
  }
  entry->removed = event.change == model::VariableChange::Removed;
  entry->updated = event.time;
  if (entry->removed) {
    any_removed_ = true;
  } else {
    entry->value = event.value;
    ++entry->revision;
  }
  if (event.revision != 0) entry->revision = event.revision;
  return *entry;
}

}  // namespace rondo::persistence
