// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/records.hpp"

#include <functional>
#include <map>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// What the data stores of an engine hold, as committed. Thread-safe.
class DataStores {
 public:
  /// Null until it is written.
  [[nodiscard]] model::Value value(std::string_view id) const;
  /// Takes over what a committed command has written.
  void set(const std::vector<model::DataStoreRecord>& records);
  [[nodiscard]] model::Object all() const;

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, model::Value, std::less<>> values_;
};

}  // namespace rondo
