// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "model/history_level.hpp"
#include "model/history_query.hpp"
#include "rondo/runtime.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

using model::HistoricActivityQuery;
using model::HistoricIncidentQuery;
using model::HistoricInstanceQuery;
using model::HistoricOperationQuery;
using model::HistoricTaskQuery;
using model::HistoricUpdateQuery;
using model::HistoricVariableQuery;
using model::HistoryLevel;
using model::QueryIndexes;

/// One visit of an activity, event or gateway.
struct HistoricActivity {
  std::string activity_id;    ///< BPMN id.
  std::string activity_name;  ///< Its name; may be empty.
  std::string activity_type;  ///< XML tag.
  std::string scope_id;       ///< The sub-process around it that history shows; empty: the process.
  std::string execution_id;   ///< The execution that was there.
  /// In a process that is a series of steps (docs/fdl.md): the executions of the scopes around it, the
  /// outermost first, with `/` between; one that history does not show with `:` and its id behind.
  std::string scope_path;
  bool awaits_report = false;       ///< It waits to be triggered when its code has run.
  std::string instance_id;          ///< Its process instance.
  std::string called_instance_id;   ///< Of a call activity.
  std::string task_id;              ///< Of a user task.
  std::string assignee;             ///< Of a user task: who had it last.
  Instant start_time;               ///< When it was entered.
  std::optional<Instant> end_time;  ///< When it was left; nullopt while it runs.
  bool canceled = false;            ///< Withdrawn before it was complete.
  std::string delete_reason;        ///< Why it was withdrawn.
};

/// A variable with its last value.
struct HistoricVariable {
  std::string instance_id;     ///< Its process instance.
  std::string execution_id;    ///< The execution that it belongs to; the instance's id for one of its own.
  std::string name;            ///< Of the variable.
  Value value;                 ///< The last one.
  std::uint32_t revision = 1;  ///< How often it was set.
  Instant create_time;         ///< When it was set first.
  Instant update_time;         ///< When it was set last, or removed.
  bool local = false;          ///< Belongs to an execution below the process instance.
  bool removed = false;        ///< Whether it was removed.
};

/// One update of a variable.
struct HistoricUpdate {
  std::string instance_id;   ///< Its process instance.
  std::string execution_id;  ///< The execution that it belongs to; the instance's id for one of its own.
  std::string name;          ///< Of the variable.
  /// What happened to it.
  enum class Change : std::uint8_t { Created, Updated, Removed } change{};  ///< What happened to it.
  Value value;                     ///< From then on; null when removed.
  std::uint32_t old_revision = 0;  ///< Before; 0 when it is new.
  std::uint32_t revision = 1;      ///< After.
  Instant time;                    ///< When.
  std::string user;                ///< Who acted; may be empty.
};

/// A user task, open or ended.
struct HistoricTask {
  std::string id;                             ///< Of the task.
  std::string key;                            ///< BPMN id of the user task.
  std::string name;                           ///< As computed; may be empty.
  std::string description;                    ///< As computed; may be empty.
  std::string instance_id;                    ///< The process instance.
  std::string execution_id;                   ///< The execution that waited.
  std::string process_key;                    ///< The process.
  std::string assignee;                       ///< Who had it last.
  std::string owner;                          ///< Who answered for it last.
  std::vector<std::string> candidate_users;   ///< Who could claim it.
  std::vector<std::string> candidate_groups;  ///< Whose members could claim it.
  std::string due;                            ///< As computed or set last.
  std::string form_key;                       ///< As computed.
  std::int64_t priority = 50;                 ///< The last one.
  Instant create_time;                        ///< When it was created.
  std::optional<Instant> claim_time;          ///< When somebody came to have it, after it was created.
  std::optional<Instant> end_time;            ///< When it was completed or withdrawn.
  bool completed = false;                     ///< Whether somebody completed it.
  std::string completed_by;                   ///< Who acted then; may be empty.
  std::string delete_reason;                  ///< Why it was withdrawn.
};

/// Something that needed a person, or still does.
struct HistoricIncident {
  std::string id;                   ///< Names it.
  std::string kind;                 ///< "failed_job" …
  std::string activity_id;          ///< The element.
  std::string execution_id;         ///< The execution.
  std::string instance_id;          ///< The process instance.
  std::string message;              ///< What went wrong.
  Instant create_time;              ///< When.
  std::optional<Instant> end_time;  ///< When it was resolved, or its job was gone; nullopt while it is open.
};

/// Something that was asked of the engine.
struct HistoricOperation {
  std::string operation;    ///< "start", "claim", "complete", "suspend", "set_variables" …
  std::string user;         ///< Who acted; may be empty.
  std::string instance_id;  ///< The process instance.
  std::string activity_id;  ///< Where, if at an element.
  std::string subject_id;   ///< The task, job or execution, if one was meant.
  std::string property;     ///< What was changed, if a single thing.
  std::string old_value;    ///< Its value before, as a text.
  std::string new_value;    ///< Its value after, as a text.
  Instant time;             ///< When.
};

/// Form of an export.
enum class ExportFormat : std::uint8_t {
  JsonLines,  ///< One JSON object for each line of history, told apart by "type".
  Csv,        ///< The visits as a table (RFC 4180).
  Xes         ///< An event log for process mining (IEEE 1849): a trace for each instance.
};

/// What happened (Activiti: HistoryService), as far as the history level of a process keeps it. Thread-safe;
/// sees committed commands only. An unknown id in a query finds nothing.
class RONDO_API HistoryService {
 public:
  virtual ~HistoryService() = default;

  /// Instances in order of start; ended ones included.
  [[nodiscard]] virtual std::vector<InstanceInfo> instances(std::string_view process_key = {}) const = 0;
  /// An instance, running or ended; nullopt when unknown.
  [[nodiscard]] virtual std::optional<InstanceInfo> instance(std::string_view instance_id) const = 0;
  /// Visits of an instance in the order in which they were entered.
  [[nodiscard]] virtual std::vector<HistoricActivity> activities(std::string_view instance_id) const = 0;
  /// Last values of the instance's own variables; of a running instance the present ones.
  [[nodiscard]] virtual Variables variables(std::string_view instance_id) const = 0;

  /// What fits the query, in its order. The comments say from which level on it is remembered.
  /// @{
  [[nodiscard]] virtual std::vector<InstanceInfo> instances(
      const HistoricInstanceQuery& query) const = 0;  ///< Activity.
  [[nodiscard]] virtual std::vector<HistoricActivity> activities(
      const HistoricActivityQuery& query) const = 0;  ///< Activity.
  [[nodiscard]] virtual std::vector<HistoricVariable> variables(
      const HistoricVariableQuery& query) const = 0;  ///< Audit.
  [[nodiscard]] virtual std::vector<HistoricTask> tasks(
      const HistoricTaskQuery& query) const = 0;  ///< Audit.
  [[nodiscard]] virtual std::vector<HistoricIncident> incidents(
      const HistoricIncidentQuery& query) const = 0;  ///< Audit.
  [[nodiscard]] virtual std::vector<HistoricUpdate> updates(
      const HistoricUpdateQuery& query) const = 0;  ///< Full.
  [[nodiscard]] virtual std::vector<HistoricOperation> operations(
      const HistoricOperationQuery& query) const = 0;  ///< Full.
  /// @}

  /// How many results the query has, whatever its page.
  /// @{
  [[nodiscard]] virtual std::size_t count(const HistoricInstanceQuery& query) const = 0;
  [[nodiscard]] virtual std::size_t count(const HistoricActivityQuery& query) const = 0;
  [[nodiscard]] virtual std::size_t count(const HistoricVariableQuery& query) const = 0;
  [[nodiscard]] virtual std::size_t count(const HistoricTaskQuery& query) const = 0;
  [[nodiscard]] virtual std::size_t count(const HistoricIncidentQuery& query) const = 0;
  [[nodiscard]] virtual std::size_t count(const HistoricUpdateQuery& query) const = 0;
  [[nodiscard]] virtual std::size_t count(const HistoricOperationQuery& query) const = 0;
  /// @}

  /// Forgets an instance that has ended, with all that it called. Throws Error: NotFound, or InvalidState
  /// when it or one of these still runs.
  virtual void remove(std::string_view instance_id) = 0;
  /// Forgets the instances of a query that have ended, each with all that it called, in small batches that
  /// hold up nobody. Gives how many the query had; those with something that still runs stay.
  virtual std::size_t remove(const HistoricInstanceQuery& query) = 0;

  /// Writes the instances of a query with what is remembered of them. Memory is bounded, however much that
  /// is; of a running instance the export shows one state. `progress`, if given, is told after each instance
  /// how many are written. Throws Error (Argument) when the stream fails.
  virtual void export_to(std::ostream& out, ExportFormat format, const HistoricInstanceQuery& query = {},
                         const std::function<void(std::size_t instances)>& progress = {}) const = 0;
};

}  // namespace rondo
