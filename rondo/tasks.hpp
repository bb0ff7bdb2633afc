// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "rondo/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// An open user task.
struct TaskInfo {
  std::string id;                             ///< Of the task.
  std::string key;                            ///< BPMN id of the user task.
  std::string name;                           ///< As computed; may be empty.
  std::string description;                    ///< The documentation, as computed.
  std::string assignee;                       ///< User who is to do it; may be empty.
  std::string owner;                          ///< User who answers for it; may be empty.
  std::vector<std::string> candidate_users;   ///< Who may claim it.
  std::vector<std::string> candidate_groups;  ///< Whose members may claim it.
  std::string due;                 ///< As computed, ISO 8601 text or what the expression gave; may be empty.
  std::string follow_up;           ///< The same for the follow-up date.
  std::int64_t priority = 50;      ///< Higher is more urgent.
  std::string form_key;            ///< As computed; may be empty.
  std::string category;            ///< As computed; may be empty.
  Instant create_time;             ///< When it was created.
  std::string instance_id;         ///< The process instance.
  std::string execution_id;        ///< The execution that waits.
  std::string process_key;         ///< The process.
  std::vector<std::string> lanes;  ///< Names (or ids) of the lanes that it lies in, the outermost first.
  bool delegated = false;          ///< Handed to somebody who resolves it.
  bool suspended = false;          ///< Whether its instance is.
};

/// Which tasks are meant; empty members do not restrict.
struct TaskQuery {
  /// What the task has.
  /// @{
  std::string instance_id;
  std::string key;
  std::string name;
  std::string assignee;
  std::string candidate_user;
  std::string candidate_group;
  std::string process_key;
  std::string lane;
  /// @}
  bool unassigned = false;  ///< Only tasks without assignee.
};

/// What people do with user tasks (Activiti: TaskService). Thread-safe; errors as RuntimeService.
class RONDO_API TaskService {
 public:
  virtual ~TaskService() = default;

  /// Open tasks in order of creation.
  [[nodiscard]] virtual std::vector<TaskInfo> list(const TaskQuery& query = {}) const = 0;
  /// An open task; nullopt when there is none of that id.
  [[nodiscard]] virtual std::optional<TaskInfo> task(std::string_view task_id) const = 0;

  /// Completes the task; the variables are set as its execution sets variables.
  virtual void complete(std::string_view task_id, const Variables& variables = {}) = 0;
  /// Makes `user` the assignee. Throws Error (InvalidState) when somebody else is.
  virtual void claim(std::string_view task_id, std::string_view user) = 0;
  /// Takes the assignee away.
  virtual void unclaim(std::string_view task_id) = 0;
  /// Sets the assignee without asking; empty: nobody.
  virtual void set_assignee(std::string_view task_id, std::string_view user) = 0;
  /// Hands the task to `user`, who resolves it back to the owner.
  virtual void delegate_to(std::string_view task_id, std::string_view user) = 0;
  /// Gives a delegated task back to its owner.
  virtual void resolve(std::string_view task_id, const Variables& variables = {}) = 0;
  /// Variables of the task alone, which only those see who look at the task: neither expressions nor
  /// conditional events read them, and they go with the task (Camunda: `setVariableLocal` of a task).
  /// @{
  virtual void set_local_variables(std::string_view task_id, const Variables& variables) = 0;
  virtual void remove_local_variable(std::string_view task_id, std::string_view name) = 0;
  [[nodiscard]] virtual Variables local_variables(std::string_view task_id) const = 0;
  /// @}
  /// What can be seen from the task: its own variables, then those of its execution and the scopes around.
  [[nodiscard]] virtual Variables variables(std::string_view task_id) const = 0;
  /// Changes the priority.
  virtual void set_priority(std::string_view task_id, std::int64_t priority) = 0;
  /// Changes the due date, a text.
  virtual void set_due(std::string_view task_id, std::string_view due) = 0;
};

}  // namespace rondo
