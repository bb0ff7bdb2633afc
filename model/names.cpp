// SPDX-License-Identifier: Apache-2.0
#include "model/names.hpp"

#include <mutex>

namespace rondo::model {

NameId NameTable::intern(std::string_view name) {
  if (const NameId known = find(name); known != kNoName) return known;
  const std::unique_lock lock(mutex_);
  if (const auto at = ids_.find(name); at != ids_.end()) return at->second;
  const auto id = static_cast<NameId>(texts_.size());
  texts_.emplace_back(name);  // a deque keeps its texts in place, so that ids_ may refer to them
  ids_.emplace(texts_.back(), id);
  return id;
}

NameId NameTable::find(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  const auto at = ids_.find(name);
  return at == ids_.end() ? kNoName : at->second;
}

const std::string& NameTable::text(NameId id) const {
  const std::shared_lock lock(mutex_);
  return texts_.at(static_cast<std::size_t>(id));
}

}  // namespace rondo::model
