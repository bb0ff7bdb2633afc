// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/history_store.hpp"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace rondo::persistence {

// Queries of history, answered by looking at records: for stores that have no query language of their own.

/// Whether an id of the outside names that instance.
[[nodiscard]] bool names_instance(std::string_view id, const model::Handle& instance);
/// The process instance that a text names.
[[nodiscard]] std::optional<model::Handle> instance_of(std::string_view id);

/// Whether the record itself is as the query wants it. The scope of a query is looked at with instances only;
/// users involved, activities and variables of instances are not looked at.
/// @{
[[nodiscard]] bool fits(const model::HistoryScope& scope, const model::InstanceRecord& instance);
[[nodiscard]] bool fits(const model::HistoricInstanceQuery& query, const model::InstanceRecord& instance);
[[nodiscard]] bool fits(const model::HistoricActivityQuery& query, const Visit& visit);
[[nodiscard]] bool fits(const model::HistoricVariableQuery& query, const HistoricVariableRecord& variable);
[[nodiscard]] bool fits(const model::HistoricUpdateQuery& query, const HistoricUpdateRecord& update);
[[nodiscard]] bool fits(const model::HistoricTaskQuery& query, const HistoricTaskRecord& task);
[[nodiscard]] bool fits(const model::HistoricIncidentQuery& query, const HistoricIncidentRecord& incident);
[[nodiscard]] bool fits(const model::HistoricOperationQuery& query, const HistoricOperationRecord& operation);
/// @}
/// Whether the user had, owns or completed the task.
[[nodiscard]] bool involves(const HistoricTaskRecord& task, std::string_view user);

/// How two records stand to each other by one criterion.
/// @{
[[nodiscard]] std::strong_ordering compare(const InstancePtr& left, const InstancePtr& right,
                                           model::HistoricInstanceQuery::Field field);
[[nodiscard]] std::strong_ordering compare(const Visit& left, const Visit& right,
                                           model::HistoricActivityQuery::Field field);
[[nodiscard]] std::strong_ordering compare(const HistoricVariableRecord& left,
                                           const HistoricVariableRecord& right,
                                           model::HistoricVariableQuery::Field field);
[[nodiscard]] std::strong_ordering compare(const HistoricUpdateRecord& left,
                                           const HistoricUpdateRecord& right,
                                           model::HistoricUpdateQuery::Field field);
[[nodiscard]] std::strong_ordering compare(const HistoricTaskRecord& left, const HistoricTaskRecord& right,
                                           model::HistoricTaskQuery::Field field);
[[nodiscard]] std::strong_ordering compare(const HistoricIncidentRecord& left,
                                           const HistoricIncidentRecord& right,
                                           model::HistoricIncidentQuery::Field field);
[[nodiscard]] std::strong_ordering compare(const HistoricOperationRecord& left,
                                           const HistoricOperationRecord& right,
                                           model::HistoricOperationQuery::Field field);
/// @}

/// How many results must be found before the rest cannot matter: all of them when they are to be ordered.
template <typename Query>
[[nodiscard]] std::size_t enough(const Query& query) noexcept {
  const auto all = std::numeric_limits<std::size_t>::max();
  if (!query.order.empty() || query.page.max > all - query.page.first) return all;
  return query.page.first + query.page.max;
}

/// Orders what was found, which is in the order in which it happened, and cuts the page out of it.
template <typename Query, typename Record>
void order_and_cut(const Query& query, std::vector<Record>& found) {
  if (!query.order.empty()) {
    std::stable_sort(found.begin(), found.end(), [&](const Record& left, const Record& right) {
      for (const auto& [field, descending] : query.order) {
        const auto order = compare(left, right, field);
        if (order != 0) return descending ? order > 0 : order < 0;
      }
      return false;
    });
  }
  const std::size_t first = std::min(query.page.first, found.size());
  const std::size_t count = std::min(query.page.max, found.size() - first);
  found.erase(found.begin() + static_cast<std::ptrdiff_t>(first + count), found.end());
  found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(first));
}

}  // namespace rondo::persistence
