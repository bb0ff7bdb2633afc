// SPDX-License-Identifier: Apache-2.0
#include "rondo/data_stores.hpp"

#include <mutex>

namespace rondo {

model::Value DataStores::value(std::string_view id) const {
  const std::shared_lock lock(mutex_);
  const auto found = values_.find(id);
  return found == values_.end() ? model::Value() : found->second;
}

void DataStores::set(const std::vector<model::DataStoreRecord>& records) {
  const std::unique_lock lock(mutex_);
  for (const model::DataStoreRecord& record : records) values_[record.id] = record.value;
}

model::Object DataStores::all() const {
  const std::shared_lock lock(mutex_);
  model::Object all;
  for (const auto& [id, value] : values_) all.set(id, value);
  return all;
}

}  // namespace rondo
