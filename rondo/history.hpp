// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "model/history_level.hpp"
#include "rondo/runtime.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

using HistoryLevel = model::HistoryLevel;

/// One visit of an activity, event or gateway.
struct HistoricActivity {
  std::string activity_id;          ///< BPMN id.
  std::string activity_name;        ///< Its name; may be empty.
  std::string activity_type;        ///< XML tag.
  std::string execution_id;         ///< The execution that was there.
  std::string instance_id;          ///< Its process instance.
  std::string called_instance_id;   ///< Of a call activity.
  std::string task_id;              ///< Of a user task.
  std::string assignee;             ///< Of a user task: who had it last.
  Instant start_time;               ///< When it was entered.
  std::optional<Instant> end_time;  ///< When it was left; nullopt while it runs.
  bool canceled = false;            ///< Withdrawn before it was complete.
  std::string delete_reason;        ///< Why it was withdrawn.
};

/// What happened (Activiti: HistoryService), as far as the engine's history level keeps it. Thread-safe;
/// sees committed commands only.
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
};

}  // namespace rondo
