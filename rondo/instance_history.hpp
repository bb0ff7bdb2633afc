// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/names.hpp"
#include "persistence/history_store.hpp"

#include <vector>

namespace rondo {

/// All that is remembered of one process instance.
struct InstanceHistory {
  std::vector<persistence::Visit> visits;
  std::vector<persistence::HistoricVariableRecord> variables;
  std::vector<persistence::HistoricUpdateRecord> updates;
  std::vector<persistence::HistoricTaskRecord> tasks;
  std::vector<persistence::HistoricIncidentRecord> incidents;
  std::vector<persistence::HistoricOperationRecord> operations;
};

[[nodiscard]] InstanceHistory history_of(const persistence::HistoryStore& store,
                                         const model::Handle& instance);

/// Adds changes that, committed one after the other, make a store remember just that. Names of variables and
/// operations are interned in `names`.
void append_changes(const InstanceHistory& history, model::NameTable& names,
                    std::vector<model::ChangeSet>& changes);

}  // namespace rondo
