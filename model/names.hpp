// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rondo::model {

/// A variable name, interned in one engine's NameTable.
enum class NameId : std::uint32_t {};
inline constexpr NameId kNoName{0xFFFFFFFFu};

/// Interns variable names, so that running processes compare numbers instead of texts.
/// Thread-safe. Names are never forgotten.
class NameTable {
 public:
  /// The number of `name`, new or known.
  [[nodiscard]] NameId intern(std::string_view name);
  /// The number of `name`, or kNoName when it was never interned.
  [[nodiscard]] NameId find(std::string_view name) const;
  /// The text of a name; valid as long as the table.
  [[nodiscard]] const std::string& text(NameId id) const;

 private:
  mutable std::shared_mutex mutex_;
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, NameId> ids_;
};

}  // namespace rondo::model
