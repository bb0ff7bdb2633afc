// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/value.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::cli {

/// A step does not hold, or cannot be done by the runner; what() says why.
class StepFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The fields of one step. Every reader throws StepFailure when a field is missing or of a wrong type.
class Arguments {
 public:
  explicit Arguments(const Object& fields) : fields_(fields) {}

  [[nodiscard]] bool has(std::string_view name) const noexcept { return fields_.contains(name); }
  [[nodiscard]] const Value* find(std::string_view name) const noexcept { return fields_.find(name); }
  [[nodiscard]] const Value& value(std::string_view name) const;
  [[nodiscard]] std::string text(std::string_view name) const;
  /// Empty when the field is missing or null.
  [[nodiscard]] std::string optional_text(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  [[nodiscard]] const List& list(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
  /// The object of that name, empty when it is missing.
  [[nodiscard]] Variables variables(std::string_view name = "vars") const;
  [[nodiscard]] const Object& fields() const noexcept { return fields_; }

 private:
  const Object& fields_;
};

/// The text itself when `value` is one, else its JSON.
[[nodiscard]] std::string to_text(const Value& value);

/// `[a, b, c]`.
[[nodiscard]] std::string to_text(const std::vector<std::string>& names);

}  // namespace rondo::cli
