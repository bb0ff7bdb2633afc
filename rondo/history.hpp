// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "rondo/runtime.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// How much is remembered of what happened.
enum class HistoryLevel : std::uint8_t {
  None,      ///< Nothing; ended instances are forgotten.
  Activity,  ///< Instances and activities.
  Audit,     ///< Also the last values of variables, and tasks.
  Full
};

/// One visit of an activity, event or gateway.
struct HistoricActivity {
  std::string activity_id, activity_name, activity_type;  ///< type: XML tag.
  std::string execution_id, instance_id;
  std::string called_instance_id;
  std::string task_id, assignee;
  Instant start_time;
  std::optional<Instant> end_time;
  bool canceled = false;  ///< Withdrawn before it was complete.
  std::string delete_reason;
};

/// What happened (Activiti: HistoryService), as far as the engine's history level keeps it. Thread-safe;
/// sees committed commands only.
class RONDO_API HistoryService {
 public:
  virtual ~HistoryService() = default;

  /// Instances in order of start; ended ones included.
  [[nodiscard]] virtual std::vector<InstanceInfo> instances(std::string_view process_key = {}) const = 0;
  [[nodiscard]] virtual std::optional<InstanceInfo> instance(std::string_view instance_id) const = 0;
  /// Visits of an instance in the order in which they were entered.
  [[nodiscard]] virtual std::vector<HistoricActivity> activities(std::string_view instance_id) const = 0;
  /// Last values of the instance's own variables; of a running instance the present ones.
  [[nodiscard]] virtual Variables variables(std::string_view instance_id) const = 0;
};

}  // namespace rondo
