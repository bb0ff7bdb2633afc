// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/history_query.hpp"
#include "model/records.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rondo::persistence {

using InstancePtr = std::shared_ptr<const model::InstanceRecord>;

/// A visit of a node, as history keeps it.
struct Visit {
  model::Handle instance, execution;
  std::uint32_t number = 0;
  const model::ProcessDefinition* definition = nullptr;
  model::NodeId node = model::kNoNode;
  model::Instant start{};
  std::optional<model::Instant> end;
  bool withdrawn = false;
  std::string reason;
  std::string path;  ///< See HistoryEvent.
  std::string assignee;
  std::optional<model::Handle> called;
  std::optional<model::Handle> task;
};

/// A variable with its last value.
struct HistoricVariableRecord {
  model::Handle instance, scope;
  bool local = false;
  std::string name;
  model::Value value;
  std::uint32_t revision = 1;  ///< Counts the times that it was set.
  model::Instant created{}, updated{};
  bool removed = false;  ///< At `updated`.
};

/// One update of a variable.
struct HistoricUpdateRecord {
  model::Handle instance, scope;
  bool local = false;
  std::string name;
  model::VariableChange change = model::VariableChange::Created;
  model::Value value;
  std::uint32_t revision = 1;  ///< The variable's, after it; a removal keeps the one before.
  model::Instant time{};
  std::string user;
};

/// A user task, open or ended.
struct HistoricTaskRecord {
  std::shared_ptr<const model::TaskRecord> task;  ///< As it was last.
  std::uint32_t visit = 0;
  std::optional<model::Instant> claimed;  ///< Since when it has had an assignee that it was not created with.
  std::optional<model::Instant> ended;
  bool completed = false;
  std::string reason;        ///< Why it was withdrawn.
  std::string completed_by;  ///< May be empty.
};

/// An incident, open or over.
struct HistoricIncidentRecord {
  model::IncidentRecord incident;
  std::optional<model::Instant> ended;
};

/// Something that was asked of the engine.
struct HistoricOperationRecord {
  model::Handle instance;
  std::string operation;
  std::optional<std::pair<model::Handle, model::HandleKind>> subject;
  const model::ProcessDefinition* definition = nullptr;
  model::NodeId node = model::kNoNode;
  model::Instant time{};
  std::string user, property, before, after;
};

/// What a store remembers of running and ended instances, and answers about it. Queries that restrict to one
/// instance, one business key or running instances cost in proportion to what they find. Each instance is
/// seen as one commit left it.
class HistoryStore {
 public:
  virtual ~HistoryStore() = default;

  [[nodiscard]] virtual std::vector<InstancePtr> find(const model::HistoricInstanceQuery& query) const = 0;
  [[nodiscard]] virtual std::vector<Visit> find(const model::HistoricActivityQuery& query) const = 0;
  [[nodiscard]] virtual std::vector<HistoricVariableRecord> find(
      const model::HistoricVariableQuery& query) const = 0;
  [[nodiscard]] virtual std::vector<HistoricUpdateRecord> find(
      const model::HistoricUpdateQuery& query) const = 0;
  [[nodiscard]] virtual std::vector<HistoricTaskRecord> find(const model::HistoricTaskQuery& query) const = 0;
  [[nodiscard]] virtual std::vector<HistoricIncidentRecord> find(
      const model::HistoricIncidentQuery& query) const = 0;
  [[nodiscard]] virtual std::vector<HistoricOperationRecord> find(
      const model::HistoricOperationQuery& query) const = 0;

  /// How many results the query has, whatever its page and order.
  /// @{
  [[nodiscard]] virtual std::size_t count(const model::HistoricInstanceQuery& query) const = 0;
  [[nodiscard]] virtual std::size_t count(const model::HistoricActivityQuery& query) const = 0;
  [[nodiscard]] virtual std::size_t count(const model::HistoricVariableQuery& query) const = 0;
  [[nodiscard]] virtual std::size_t count(const model::HistoricUpdateQuery& query) const = 0;
  [[nodiscard]] virtual std::size_t count(const model::HistoricTaskQuery& query) const = 0;
  [[nodiscard]] virtual std::size_t count(const model::HistoricIncidentQuery& query) const = 0;
  [[nodiscard]] virtual std::size_t count(const model::HistoricOperationQuery& query) const = 0;
  /// @}

  /// Visits of an instance in the order in which nodes were entered.
  [[nodiscard]] virtual std::vector<Visit> visits(const model::Handle& instance) const = 0;
  /// The last values of an instance's own variables; nullopt when none is remembered.
  [[nodiscard]] virtual std::optional<model::Object> final_variables(const model::Handle& instance) const = 0;

  /// Root instances that have ended and whose `removal` is not after `now`, the first due first.
  [[nodiscard]] virtual std::vector<model::Handle> removable(model::Instant now, std::size_t limit) const = 0;
  /// Forgets these instances, which have ended, with everything about them; not what they called.
  virtual void forget(const std::vector<model::Handle>& instances) = 0;
};

}  // namespace rondo::persistence
