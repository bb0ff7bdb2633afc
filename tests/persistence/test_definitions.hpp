// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/stored_records.hpp"

#include <cstdint>
#include <mutex>
#include <vector>

namespace rondo::persistence {

/// Gives each process definition a number when it is seen first.
class TestDefinitions final : public model::DefinitionNumbers {
 public:
  std::uint64_t number(const model::ProcessDefinition& definition) const override {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      if (seen_[i] == &definition) return i + 1;
    }
    seen_.push_back(&definition);
    return seen_.size();
  }
  const model::ProcessDefinition& definition(std::uint64_t number) const override {
    const std::lock_guard lock(mutex_);
    return *seen_.at(static_cast<std::size_t>(number) - 1);
  }

 private:
  mutable std::mutex mutex_;
  mutable std::vector<const model::ProcessDefinition*> seen_;
};

}  // namespace rondo::persistence
