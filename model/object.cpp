// SPDX-License-Identifier: Apache-2.0
#include "model/value.hpp"

#include <bit>
#include <functional>

namespace rondo::model {

Object::Object(std::initializer_list<Member> members) {
  members_.reserve(members.size());
  for (const auto& [name, value] : members) set(name, value);
}

std::size_t Object::position(std::string_view name) const noexcept {
  if (index_.empty()) {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (members_[i].first == name) return i;
    }
    return members_.size();
  }
  const std::size_t mask = index_.size() - 1;
  std::size_t slot = std::hash<std::string_view>{}(name)&mask;
  for (; index_[slot] != 0; slot = (slot + 1) & mask) {
    if (members_[index_[slot] - 1].first == name) return index_[slot] - 1;
  }
  return members_.size();
}

const Value* Object::find(std::string_view name) const noexcept {
  const std::size_t at = position(name);
  return at == members_.size() ? nullptr : &members_[at].second;
}

Value& Object::operator[](std::string_view name) {
  const std::size_t at = position(name);
  if (at == members_.size()) {
    members_.emplace_back(std::string(name), Value());
    // At most half of the table is used, so that searches stay short.
    if (members_.size() >= kIndexedFrom && members_.size() * 2 > index_.size()) {
      rebuild_index();
    } else if (!index_.empty()) {
      enter_in_index(at);
    }
  }
  return members_[at].second;
}

bool Object::erase(std::string_view name) {
  const std::size_t at = position(name);
  if (at == members_.size()) return false;
  members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(at));
  rebuild_index();
  return true;
}

void Object::enter_in_index(std::size_t member) {
  const std::size_t mask = index_.size() - 1;
  std::size_t slot = std::hash<std::string_view>{}(members_[member].first) & mask;
  while (index_[slot] != 0) slot = (slot + 1) & mask;
  index_[slot] = static_cast<std::uint32_t>(member + 1);
}

void Object::rebuild_index() {
  index_.clear();
  if (members_.size() < kIndexedFrom) return;
  index_.resize(std::bit_ceil(members_.size() * 4), 0);
  for (std::size_t i = 0; i < members_.size(); ++i) enter_in_index(i);
}

bool operator==(const Object& left, const Object& right) noexcept {
  if (left.size() != right.size()) return false;
  for (const auto& [name, value] : left) {
    const Value* other = right.find(name);
    if (other == nullptr || !(value == *other)) return false;
  }
  return true;
}

}  // namespace rondo::model
