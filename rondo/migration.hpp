// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "rondo/value.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rondo {

/// That what is at one element of the source goes on at one of the target.
struct MigrationInstruction {
  std::string source;  ///< Element id in the source version.
  std::string target;  ///< Element id in the target version.
  /// Timers and subscriptions of the event begin anew, as the target says: otherwise a timer stays due when
  /// it was, and a message keeps its name and correlation key.
  bool update_event_trigger = false;
};

/// How instances of one version of a process are changed to another version. What is not mapped must not be
/// running; boundary events and event sub-processes that are not mapped end, and those of the target begin.
struct MigrationPlan {
  std::string process_key;                         ///< The process.
  std::int32_t source_version = 0;                 ///< Version that the instances have.
  std::int32_t target_version = 0;                 ///< Version that they get.
  std::vector<MigrationInstruction> instructions;  ///< Each source at most once.
  Variables variables;                             ///< Set at each migrated instance.

  /// Sets the instruction for that source, in place of the one there may be; an empty target removes it.
  MigrationPlan& map(std::string source, std::string target, bool update_event_trigger = false);
};

/// Why a plan, or an instance with this plan, cannot be migrated.
struct MigrationProblem {
  std::string source;   ///< The element of the source; may be empty.
  std::string message;  ///< What is wrong.
};

/// What became of one instance.
struct MigrationReport {
  std::string instance_id;                 ///< The process instance.
  bool migrated = false;                   ///< False in a dry run.
  std::vector<MigrationProblem> problems;  ///< Why it cannot be migrated; empty when it can.
};

/// Whether a migration takes place.
enum class MigrationMode : std::uint8_t {
  Execute,
  DryRun  ///< Only tells what would become of each instance.
};

}  // namespace rondo
