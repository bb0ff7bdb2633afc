// SPDX-License-Identifier: Apache-2.0
#include "bpmn/line_index.hpp"

#include <algorithm>
#include <bit>

namespace rondo::bpmn {

LineIndex::LineIndex(std::string_view text) : size_(text.size()) {
  lines_.push_back(0);
  counts_.reserve(text.size() / kStep + 1);
  starts_.assign(text.size() / kStep + 1, 0);
  std::uint32_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % kStep == 0) counts_.push_back(characters);
    if ((static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u) {
      ++characters;
      starts_[i / kStep] |= std::uint64_t{1} << (i % kStep);
    }
    if (text[i] == '\n') lines_.push_back(i + 1);
  }
  if (text.size() % kStep == 0) counts_.push_back(characters);
}

std::size_t LineIndex::characters_before(std::size_t offset) const {
  const std::uint64_t below = (std::uint64_t{1} << (offset % kStep)) - 1;
  return counts_[offset / kStep] + static_cast<std::size_t>(std::popcount(starts_[offset / kStep] & below));
}

model::SourcePosition LineIndex::at(std::size_t offset) const {
  offset = std::min(offset, size_);
  const auto next = std::upper_bound(lines_.begin(), lines_.end(), offset);
  const std::size_t begin = *(next - 1);
  return {static_cast<std::uint32_t>(next - lines_.begin()),
          static_cast<std::uint32_t>(characters_before(offset) - characters_before(begin) + 1)};
}

}  // namespace rondo::bpmn
