// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/node.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::expression {

/// Evaluated arguments; up to four lie in place.
class ArgumentList {
 public:
  ArgumentList(const Nodes& nodes, Environment& environment);
  [[nodiscard]] std::span<const Operand> values() const noexcept {
    return count_ <= in_place_.size() ? std::span<const Operand>(in_place_.data(), count_)
                                      : std::span<const Operand>(more_);
  }

 private:
  static constexpr std::size_t kInPlace = 4;
  std::array<Operand, kInPlace> in_place_;
  std::vector<Operand> more_;
  std::size_t count_;
};

/// What a built-in method or function gets. The accessors throw Failure when the argument does not fit.
struct Arguments {
  Environment& environment;
  std::string_view name;  ///< Of the function, for messages.
  std::size_t offset;     ///< Of its name.
  std::span<const Operand> values;

  [[nodiscard]] std::size_t size() const noexcept { return values.size(); }
  [[nodiscard]] const model::Value& value(std::size_t i) const;
  /// The argument as text: that of a string, or what text_of gives.
  [[nodiscard]] std::string text(std::size_t i) const;
  [[nodiscard]] std::int64_t integer(std::size_t i) const;
  [[nodiscard]] const model::List& list(std::size_t i) const;
  /// A number, or the number that a string spells.
  [[nodiscard]] model::Value number(std::size_t i) const;
  /// A date, or the date that an ISO 8601 text spells.
  [[nodiscard]] model::Instant date(std::size_t i) const;

 private:
  [[noreturn]] void fail_type(std::size_t i, std::string_view wanted) const;
};

}  // namespace rondo::expression
