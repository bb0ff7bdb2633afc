// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/history_store.hpp"
#include "rondo/history.hpp"

namespace rondo {

// What a store remembers, as the outside sees it.

[[nodiscard]] HistoricActivity to_info(const persistence::Visit& visit);
[[nodiscard]] HistoricVariable to_info(const persistence::HistoricVariableRecord& record);
[[nodiscard]] HistoricUpdate to_info(const persistence::HistoricUpdateRecord& record);
[[nodiscard]] HistoricTask to_info(const persistence::HistoricTaskRecord& record);
[[nodiscard]] HistoricIncident to_info(const persistence::HistoricIncidentRecord& record);
[[nodiscard]] HistoricOperation to_info(const persistence::HistoricOperationRecord& record);

}  // namespace rondo
