// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rondo {

// What the runtime service does to running instances beside moving them on; see its declarations.

void modify_instance(EngineCore& core, const ModificationPlan& plan);

[[nodiscard]] MigrationPlan generate_migration(EngineCore& core, std::string_view process_key,
                                               std::int32_t source_version, std::int32_t target_version,
                                               bool update_event_triggers);
[[nodiscard]] std::vector<MigrationProblem> problems_of(EngineCore& core, const MigrationPlan& plan);
std::vector<MigrationReport> migrate_instances(EngineCore& core, const MigrationPlan& plan,
                                               const std::vector<std::string>& instance_ids,
                                               MigrationMode mode);

}  // namespace rondo
