// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/datum.hpp"

namespace rondo::expression::groovy {

Datum* MapData::find(std::string_view key) {
  if (!positions_.empty()) {
    const auto found = positions_.find(std::string(key));
    return found == positions_.end() ? nullptr : &entries[found->second].second;
  }
  for (auto& [name, value] : entries) {
    if (name == key) return &value;
  }
  return nullptr;
}

Datum& MapData::operator[](std::string_view key) {
  if (Datum* known = find(key)) return *known;
  entries.emplace_back(std::string(key), Datum());
  if (!positions_.empty()) {
    positions_[entries.back().first] = entries.size() - 1;
  } else if (entries.size() > kIndexedFrom) {
    index();
  }
  return entries.back().second;
}

bool MapData::erase(std::string_view key) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].first != key) continue;
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(i));
    positions_.clear();
    if (entries.size() > kIndexedFrom) index();
    return true;
  }
  return false;
}

void MapData::index() {
  positions_.clear();
  for (std::size_t i = 0; i < entries.size(); ++i) positions_[entries[i].first] = i;
}

}  // namespace rondo::expression::groovy
