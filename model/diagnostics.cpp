// SPDX-License-Identifier: Apache-2.0
#include "model/diagnostics.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace rondo::model {

SourcePosition position_in(SourcePosition begin, std::string_view text, std::size_t offset) noexcept {
  constexpr unsigned char kContinuationMask = 0xC0, kContinuation = 0x80;
  if (begin.line == 0) begin = {1, 1};
  for (const char c : text.substr(0, offset)) {
    if (c == '\n') {
      ++begin.line;
      begin.column = 1;
    } else if ((static_cast<unsigned char>(c) & kContinuationMask) != kContinuation) {
      ++begin.column;
    }
  }
  return begin;
}

std::string_view name_of(Severity severity) noexcept {
  constexpr std::array<std::string_view, 3> kNames{"error", "violation", "warning"};
  return kNames.at(static_cast<std::size_t>(severity));
}

std::string Diagnostic::to_string() const {
  std::string text = file;
  if (where.line != 0) text += ":" + std::to_string(where.line) + ":" + std::to_string(where.column);
  if (!text.empty()) text += ": ";
  text.append(name_of(severity)).append(": ").append(message);
  if (!rule.empty()) text += " [" + rule + "]";
  if (!element_id.empty()) text += " (" + element_id + ")";
  return text;
}

void Diagnostics::add(Severity severity, SourcePosition where, std::string rule, std::string message,
                      std::string element_id) {
  findings_.push_back({severity, file_, where, std::move(message), std::move(rule), std::move(element_id)});
}

bool Diagnostics::refuses(bool strict) const noexcept {
  return std::any_of(findings_.begin(), findings_.end(), [strict](const Diagnostic& finding) {
    return finding.severity == Severity::Error || (strict && finding.severity == Severity::Violation);
  });
}

void Diagnostics::sort() {
  std::stable_sort(findings_.begin(), findings_.end(), [](const Diagnostic& left, const Diagnostic& right) {
    return std::tie(left.where.line, left.where.column) < std::tie(right.where.line, right.where.column);
  });
}

}  // namespace rondo::model
