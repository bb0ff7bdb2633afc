// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace rondo::model {

/// How much is remembered of what happened. Each level keeps what the ones before it keep.
enum class HistoryLevel : std::uint8_t {
  None,      ///< Nothing; ended instances are forgotten.
  Activity,  ///< Instances, and the visits of their nodes.
  Audit,     ///< Also the last values of variables, tasks, and incidents.
  Full       ///< Also each update of a variable, and what users did.
};

/// The level of that name: `none`, `activity`, `audit` or `full`; also those of Flowable in between,
/// `instance` (taken as activity) and `task` (taken as audit). nullopt for any other text.
[[nodiscard]] RONDO_API std::optional<HistoryLevel> history_level_of(std::string_view name) noexcept;
/// `none`, `activity`, `audit` or `full`.
[[nodiscard]] RONDO_API std::string_view name_of(HistoryLevel level) noexcept;

}  // namespace rondo::model
