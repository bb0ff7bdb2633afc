// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/history.hpp"

#include <cstddef>
#include <functional>
#include <iosfwd>

namespace rondo {

/// Writes what `history` remembers of the instances of a query, a limited number of them at a time.
void export_history(const HistoryService& history, std::ostream& out, ExportFormat format,
                    const HistoricInstanceQuery& query,
                    const std::function<void(std::size_t)>& progress = {});

}  // namespace rondo
