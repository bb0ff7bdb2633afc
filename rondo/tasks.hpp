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
  std::string id;
  std::string key;  ///< BPMN id of the user task.
  std::string name;
  std::string description;
  std::string assignee, owner;
  std::vector<std::string> candidate_users, candidate_groups;
  std::string due, follow_up;  ///< As computed, ISO 8601 text or what the expression gave; may be empty.
  std::int64_t priority = 50;
  std::string form_key, category;
  Instant create_time;
  std::string instance_id, execution_id, process_key;
  bool delegated = false;
  bool suspended = false;
};

/// Which tasks are meant; empty members do not restrict.
struct TaskQuery {
  std::string instance_id;
  std::string key;
  std::string name;
  std::string assignee;
  std::string candidate_user;
  std::string candidate_group;
  std::string process_key;
  bool unassigned = false;
};

/// What people do with user tasks (Activiti: TaskService). Thread-safe; errors as RuntimeService.
class RONDO_API TaskService {
 public:
  virtual ~TaskService() = default;

  /// Open tasks in order of creation.
  [[nodiscard]] virtual std::vector<TaskInfo> list(const TaskQuery& query = {}) const = 0;
  [[nodiscard]] virtual std::optional<TaskInfo> task(std::string_view task_id) const = 0;

  /// Completes the task; the variables are set as its execution sets variables.
  virtual void complete(std::string_view task_id, const Variables& variables = {}) = 0;
  /// Makes `user` the assignee. Throws Error (InvalidState) when somebody else is.
  virtual void claim(std::string_view task_id, std::string_view user) = 0;
  virtual void unclaim(std::string_view task_id) = 0;
  /// Sets the assignee without asking; empty: nobody.
  virtual void set_assignee(std::string_view task_id, std::string_view user) = 0;
  /// Hands the task to `user`, who resolves it back to the owner.
  virtual void delegate_to(std::string_view task_id, std::string_view user) = 0;
  virtual void resolve(std::string_view task_id, const Variables& variables = {}) = 0;
  virtual void set_priority(std::string_view task_id, std::int64_t priority) = 0;
  virtual void set_due(std::string_view task_id, std::string_view due) = 0;
};

}  // namespace rondo
