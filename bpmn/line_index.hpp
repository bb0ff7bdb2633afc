// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/diagnostics.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rondo::bpmn {

/// Tells line and column of a byte offset of a UTF-8 text, in time that does not depend on how long lines
/// are. Immutable; keeps no reference to the text except through the `text` passed again to `at`.
class LineIndex {
 public:
  /// Reads `text` once.
  explicit LineIndex(std::string_view text);

  /// The place of the byte at `offset`; offsets beyond the end count as the end.
  [[nodiscard]] model::SourcePosition at(std::size_t offset) const;

 private:
  static constexpr std::size_t kStep = 64;

  [[nodiscard]] std::size_t characters_before(std::size_t offset) const;

  std::vector<std::size_t> lines_;     // offsets of the lines' first bytes
  std::vector<std::uint32_t> counts_;  // characters before every kStep-th byte
  std::vector<std::uint64_t> starts_;  // bit i: byte i begins a character
  std::size_t size_;
};

}  // namespace rondo::bpmn
