// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/groovy/machine.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace rondo::expression::groovy {

/// A call of a method: its arguments, and what it may use.
struct Call {
  Machine& machine;
  Arguments arguments;
  std::size_t offset;

  [[nodiscard]] const Datum& operator[](std::size_t i) const noexcept { return arguments[i]; }
  [[nodiscard]] std::size_t count() const noexcept { return arguments.size(); }
  [[nodiscard]] std::string text(std::size_t i) const { return machine.text(arguments[i]); }
  /// The argument as a number of things, at least 0.
  [[nodiscard]] std::size_t size(std::size_t i) const {
    if (!arguments[i].is_integer())
      machine.raise("IllegalArgumentException", "a whole number is needed", offset);
    const std::int64_t number = arguments[i].scalar().as_integer();
    return number < 0 ? 0 : static_cast<std::size_t>(number);
  }
};

/// A method of a kind of value.
template <typename Target>
struct Method {
  std::string_view name;
  std::size_t fewest, most;  ///< Number of arguments.
  Datum (*run)(const Call& call, Target& target);
};

/// Runs the method of that name among `methods`; false when there is none for so many arguments.
template <typename Methods, typename Target>
bool run_method(const Methods& methods, std::string_view name, const Call& call, Target& target,
                Datum& result) {
  for (const auto& method : methods) {
    if (method.name != name || call.count() < method.fewest || call.count() > method.most) continue;
    result = method.run(call, target);
    return true;
  }
  return false;
}

}  // namespace rondo::expression::groovy
