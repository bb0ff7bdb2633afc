// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <functional>
#include <string_view>

namespace rondo {

/// Suspends or resumes a process instance with everything called from it, and their jobs. Throws Error
/// (NotFound).
void set_instance_suspended(EngineCore& core, std::string_view instance_id, bool suspended);

/// Suspends or resumes versions of a process (`version` 0: all of them): whether instances can be started and
/// jobs run; with `instances`, also the instances. Throws Error (NotFound).
void set_process_suspended(EngineCore& core, std::string_view key, std::int32_t version, bool instances,
                           bool suspended);

/// Sets or clears one bit of job_hold for all jobs that `wanted` accepts; one command for each root instance.
void hold_jobs(EngineCore& core, const std::function<bool(const model::JobRecord&)>& wanted,
               std::uint8_t hold, bool held);

}  // namespace rondo
