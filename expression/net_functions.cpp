// SPDX-License-Identifier: Apache-2.0
// What .NET computes and writes in another way than Java; workflows of Windows Workflow Foundation use it.
#include "expression/conversion.hpp"
#include "expression/failure.hpp"
#include "expression/functions.hpp"
#include "expression/operators.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace rondo::expression {

using model::Value;

namespace {

// The shortest text that is that number, with an exponent from 1E+15 on and below 1E-05.
std::string net_number(double number) {
  if (!std::isfinite(number)) return text_of(Value(number));
  if (number == 0) return std::signbit(number) ? "-0" : "0";
  const double size = std::abs(number);
  const bool plain = size < 1e15 && size >= 1e-5;
  std::array<char, 64> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                     plain ? std::chars_format::fixed : std::chars_format::scientific);
  std::string text(digits.data(), written.ptr);
  if (const std::size_t exponent = text.find('e'); exponent != std::string::npos) text[exponent] = 'E';
  return text;
}

std::string net_text(const Value& value) {
  if (value.is_boolean()) return value.as_boolean() ? "True" : "False";
  return value.is_number() && !value.is_integer() ? net_number(value.to_number()) : text_of(value);
}

Value text(const Arguments& arguments) { return Value(net_text(arguments.value(0))); }

Value to_string(const Arguments& arguments) {
  if (arguments.value(0).is_null()) fail(arguments.offset, "null has no text");
  return text(arguments);
}

Value join(const Arguments& arguments) {
  std::string joined;
  for (std::size_t i = 0; i < arguments.size(); ++i) joined += net_text(arguments.value(i));
  return Value(std::move(joined));
}

// Texts are joined, as soon as there is one.
Value add(const Arguments& arguments) {
  const Value &left = arguments.value(0), &right = arguments.value(1);
  if (left.is_string() || right.is_string()) return Value(net_text(left) + net_text(right));
  return arithmetic(Operator::Add, arguments.values[0], arguments.values[1], arguments.offset);
}

// Whole numbers have a whole quotient.
Value divide(const Arguments& arguments) {
  const Value left = arguments.number(0), right = arguments.number(1);
  if (!left.is_integer() || !right.is_integer())
    return arithmetic(Operator::Divide, arguments.values[0], arguments.values[1], arguments.offset);
  const std::int64_t divisor = right.as_integer();
  if (divisor == 0) fail(arguments.offset, "division by zero");
  if (divisor == -1 && left.as_integer() == std::numeric_limits<std::int64_t>::min())
    fail(arguments.offset, "the quotient is too large");
  return Value(left.as_integer() / divisor);
}

// Halves go to the even neighbor.
Value whole(const Arguments& arguments) {
  if (arguments.value(0).is_boolean()) return Value(arguments.value(0).as_boolean() ? -1 : 0);
  if (arguments.value(0).is_null()) return Value(0);
  Value number = arguments.number(0);
  if (number.is_integer()) return number;
  const double rounded = std::nearbyint(number.to_number());
  constexpr double kLimit = 9.2e18;
  if (!(std::abs(rounded) < kLimit)) fail(arguments.offset, "the number is too large");
  return Value(static_cast<std::int64_t>(rounded));
}

Value power(const Arguments& arguments) {
  return Value(std::pow(arguments.number(0).to_number(), arguments.number(1).to_number()));
}

constexpr std::array<Function, 7> kNetFunctions{{{"net", "text", 1, 1, text},
                                                 {"net", "toString", 1, 1, to_string},
                                                 {"net", "join", 0, Function::kAny, join},
                                                 {"net", "add", 2, 2, add},
                                                 {"net", "divide", 2, 2, divide},
                                                 {"net", "whole", 1, 1, whole},
                                                 {"net", "power", 2, 2, power}}};

}  // namespace

std::span<const Function> net_functions() noexcept { return kNetFunctions; }

}  // namespace rondo::expression
