// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/instance_state.hpp"
#include "model/value.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rondo::model {

// What is asked of history. All members are plain values, so that a store can turn a query into one of its
// own. Empty members do not restrict; all that are given must hold. Without an order, results come as things
// happened: instances in order of start, and in each instance the older first; the same decides between
// equals.

/// One criterion of an order.
template <typename Field>
struct OrderBy {
  Field field{};            ///< What is compared; what is missing comes before what is there.
  bool descending = false;  ///< The largest first.
};

/// Which part of the results is wanted.
struct HistoryPage {
  std::size_t first = 0;                                      ///< So many are left out at the beginning.
  std::size_t max = std::numeric_limits<std::size_t>::max();  ///< So many are given at most.
};

/// A span of time; both ends belong to it.
struct TimeSpan {
  std::optional<Instant> after{};   ///< Not earlier than this.
  std::optional<Instant> before{};  ///< Not later than this.

  /// Whether nothing is outside it, not even what has not happened.
  [[nodiscard]] bool is_open() const noexcept { return !after && !before; }
  /// Whether that time is inside.
  [[nodiscard]] bool holds(const std::optional<Instant>& time) const noexcept {
    return is_open() || (time && (!after || *time >= *after) && (!before || *time <= *before));
  }
};

/// Whose process instances are looked at: part of every other query.
struct HistoryScope {
  std::string instance_id{};         ///< This process instance.
  std::string process_key{};         ///< Instances of this process.
  std::int32_t process_version = 0;  ///< In this version; 0: in any.
  std::string business_key{};        ///< With this business key.
};

/// What a store on disk finds by an index, when it is asked to: each index costs time at every command that
/// changes what it holds.
struct QueryIndexes {
  std::vector<std::string> variables{};  ///< Instances, by the values of their own variables of these names.
  bool all_variables = false;            ///< Of any name.
  /// Instances, by the users who started them or had, own or completed their tasks.
  bool users = false;
};

/// Which process instances are meant, running or ended.
struct HistoricInstanceQuery {
  HistoryScope of{};                    ///< The instances themselves.
  std::string caller_instance_id{};     ///< Called by this instance.
  bool roots_only = false;              ///< Called by none.
  std::optional<bool> finished{};       ///< Whether they have ended.
  std::uint64_t newer_than = 0;         ///< With a larger number: for stepping through many.
  std::vector<InstanceState> states{};  ///< In one of these states.
  TimeSpan started{};                   ///< When they were started.
  TimeSpan ended{};                     ///< When they ended.
  std::string starter{};                ///< Started by this user.
  std::string involved_user{};          ///< Started by this user, or with a task that the user had.
  std::string activity_id{};            ///< Whose node of this id was entered.
  std::vector<std::pair<std::string, Value>> variables{};  ///< With variables of their own of these values.

  /// What instances can be ordered by.
  enum class Field : std::uint8_t { Start, End, Duration, ProcessKey, ProcessVersion, BusinessKey };
  std::vector<OrderBy<Field>> order{};  ///< The first criterion counts most.
  HistoryPage page{};                   ///< Part of the results.
};

/// Which visits of nodes are meant.
struct HistoricActivityQuery {
  HistoryScope of{};               ///< Whose visits.
  std::string activity_id{};       ///< Of the node with this BPMN id.
  std::string activity_type{};     ///< Of nodes with this XML tag.
  std::string assignee{};          ///< Of user tasks that this user had last.
  std::optional<bool> finished{};  ///< Whether they are over.
  std::optional<bool> canceled{};  ///< Whether they were withdrawn before they were complete.
  TimeSpan started{};              ///< When they were entered.
  TimeSpan ended{};                ///< When they were left.

  /// What visits can be ordered by.
  enum class Field : std::uint8_t { Start, End, Duration, ActivityId, ActivityName, ActivityType };
  std::vector<OrderBy<Field>> order{};  ///< The first criterion counts most.
  HistoryPage page{};                   ///< Part of the results.
};

/// Which variables are meant, with their last values.
struct HistoricVariableQuery {
  HistoryScope of{};             ///< Whose variables.
  std::string name{};            ///< Of this name.
  std::optional<Value> value{};  ///< With this value.
  std::optional<bool> local{};   ///< Whether they belong to an execution below the process instance.
  bool include_removed = false;  ///< Also those that were removed.

  /// What variables can be ordered by.
  enum class Field : std::uint8_t { Name, Created, Updated };
  std::vector<OrderBy<Field>> order{};  ///< The first criterion counts most.
  HistoryPage page{};                   ///< Part of the results.
};

/// Which updates of variables are meant.
struct HistoricUpdateQuery {
  HistoryScope of{};   ///< Of whose variables.
  std::string name{};  ///< Of the variable of this name.
  std::string user{};  ///< Made by what this user did.
  TimeSpan time{};     ///< When.

  /// What updates can be ordered by.
  enum class Field : std::uint8_t { Time, Name, Revision };
  std::vector<OrderBy<Field>> order{};  ///< The first criterion counts most.
  HistoryPage page{};                   ///< Part of the results.
};

/// Which user tasks are meant, open or ended.
struct HistoricTaskQuery {
  HistoryScope of{};                ///< Whose tasks.
  std::string task_id{};            ///< This task.
  std::string key{};                ///< Of the user task with this BPMN id.
  std::string name{};               ///< Of this name.
  std::string assignee{};           ///< That this user had last.
  std::string owner{};              ///< That this user answers for.
  std::string involved_user{};      ///< That this user had, owns or completed.
  std::string candidate_group{};    ///< That this group could claim.
  std::optional<bool> finished{};   ///< Whether they have ended.
  std::optional<bool> completed{};  ///< Whether somebody completed them.
  TimeSpan created{};               ///< When they were created.
  TimeSpan claimed{};               ///< When somebody took them.
  TimeSpan ended{};                 ///< When they ended.

  /// What tasks can be ordered by.
  enum class Field : std::uint8_t { Created, Claimed, Ended, Duration, Key, Name, Assignee, Priority, Due };
  std::vector<OrderBy<Field>> order{};  ///< The first criterion counts most.
  HistoryPage page{};                   ///< Part of the results.
};

/// Which incidents are meant, open or over.
struct HistoricIncidentQuery {
  HistoryScope of{};           ///< Whose incidents.
  std::string kind{};          ///< Of this kind.
  std::string activity_id{};   ///< At the node with this BPMN id.
  std::optional<bool> open{};  ///< Whether they still need a person.
  TimeSpan raised{};           ///< When they came up.
  TimeSpan ended{};            ///< When they were over.

  /// What incidents can be ordered by.
  enum class Field : std::uint8_t { Raised, Ended, Kind, ActivityId };
  std::vector<OrderBy<Field>> order{};  ///< The first criterion counts most.
  HistoryPage page{};                   ///< Part of the results.
};

/// Which operations are meant: what was asked of the engine.
struct HistoricOperationQuery {
  HistoryScope of{};         ///< On whose instances.
  std::string user{};        ///< By this user.
  std::string operation{};   ///< Of this name.
  std::string subject_id{};  ///< On this task, job or execution.
  TimeSpan time{};           ///< When.

  /// What operations can be ordered by.
  enum class Field : std::uint8_t { Time, User, Operation };
  std::vector<OrderBy<Field>> order{};  ///< The first criterion counts most.
  HistoryPage page{};                   ///< Part of the results.
};

}  // namespace rondo::model
