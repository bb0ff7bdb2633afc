// SPDX-License-Identifier: Apache-2.0
#include "model/history_level.hpp"

#include <array>
#include <utility>

namespace rondo::model {

std::optional<HistoryLevel> history_level_of(std::string_view name) noexcept {
  static constexpr std::array<std::pair<std::string_view, HistoryLevel>, 6> kLevels = {
      {{"none", HistoryLevel::None},
       {"instance", HistoryLevel::Activity},
       {"activity", HistoryLevel::Activity},
       {"task", HistoryLevel::Audit},
       {"audit", HistoryLevel::Audit},
       {"full", HistoryLevel::Full}}};
  for (const auto& [known, level] : kLevels) {
    if (known == name) return level;
  }
  return std::nullopt;
}

std::string_view name_of(HistoryLevel level) noexcept {
  static constexpr std::array<std::string_view, 4> kNames = {"none", "activity", "audit", "full"};
  return kNames[static_cast<std::size_t>(level)];
}

}  // namespace rondo::model
