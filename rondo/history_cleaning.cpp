// SPDX-License-Identifier: Apache-2.0
#include "rondo/history_cleaning.hpp"

#include <algorithm>
#include <vector>

namespace rondo {

namespace {

constexpr std::size_t kBatch = 64;

// Adds the instance and all below it, callers first; false when one still runs.
bool add_family(const persistence::Store& store, const model::Handle& root,
                std::vector<model::Handle>& family) {
  const std::size_t first = family.size();
  family.push_back(root);
  for (std::size_t at = first; at < family.size(); ++at) {
    for (const auto& called : store.called_from(family[at])) {
      if (!called->end) {
        family.resize(first);
        return false;
      }
      family.push_back(called->id);
    }
  }
  return true;
}

}  // namespace

std::size_t forget_due(EngineCore& core, std::size_t limit) {
  std::size_t count = 0;
  while (count < limit) {
    const auto due = core.store().removable(core.now(), std::min(kBatch, limit - count));
    if (due.empty()) break;
    std::vector<model::Handle> batch;
    for (const model::Handle& root : due) (void)add_family(core.store(), root, batch);
    if (batch.empty()) break;
    core.store().forget(batch);
    count += due.size();
  }
  return count;
}

bool forget_instance(EngineCore& core, const model::Handle& instance) {
  std::vector<model::Handle> family;
  if (!add_family(core.store(), instance, family)) return false;
  core.store().forget(family);
  return true;
}

}  // namespace rondo
