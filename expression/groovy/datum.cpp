// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/datum.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace rondo::expression::groovy {

struct MapData::More {
  std::map<std::string, Datum> keys;  // by their texts
  Datum otherwise;
};

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
  if (sorted) {
    const auto place =
        std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.first > key; });
    const auto made = entries.emplace(place, std::string(key), Datum());
    if (entries.size() > kIndexedFrom) index();
    return made->second;
  }
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
    if (more_ != nullptr) more_->keys.erase(std::string(key));
    return true;
  }
  return false;
}

void MapData::index() {
  positions_.clear();
  for (std::size_t i = 0; i < entries.size(); ++i) positions_[entries[i].first] = i;
}

Datum MapData::key(const std::string& text) const {
  if (more_ != nullptr) {
    if (const auto found = more_->keys.find(text); found != more_->keys.end()) return found->second;
  }
  return model::Value(text);
}

void MapData::note_key(const std::string& text, const Datum& key) {
  if (key.is_text()) {
    if (more_ != nullptr) more_->keys.erase(text);
    return;
  }
  if (more_ == nullptr) more_ = std::make_shared<More>();
  more_->keys[text] = key;
}

const Datum* MapData::otherwise() const noexcept {
  return more_ == nullptr || more_->otherwise.is_null() ? nullptr : &more_->otherwise;
}

void MapData::set_otherwise(Datum closure) {
  if (more_ == nullptr) more_ = std::make_shared<More>();
  more_->otherwise = std::move(closure);
}

std::size_t ClosureData::arity() const {
  if (derived == nullptr) return syntax->implicit ? 1 : syntax->parameters.size();
  const auto of = [&](std::size_t part) {
    const ClosureData* closure = derived->parts[part].closure();
    return closure == nullptr ? 1 : closure->arity();
  };
  switch (derived->how) {
    case DerivedClosure::How::Curried:
      return of(0) - std::min(of(0), derived->parts.size() - 1);
    case DerivedClosure::How::Composed:
      return of(0);
    default:
      return 1;
  }
}

}  // namespace rondo::expression::groovy
