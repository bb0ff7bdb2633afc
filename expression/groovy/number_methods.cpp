// SPDX-License-Identifier: Apache-2.0
#include "expression/conversion.hpp"
#include "expression/groovy/machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

Datum whole(Machine& machine, double number, std::size_t offset) {
  constexpr double kLimit = 9.2e18;
  if (!(number > -kLimit && number < kLimit))
    machine.raise("ArithmeticException", "the number is too large", offset);
  return Value(static_cast<std::int64_t>(number));
}

double rounded(double number, std::int64_t digits) {
  const double scale = std::pow(10.0, static_cast<double>(std::clamp<std::int64_t>(digits, 0, 12)));
  return decimal(std::round(decimal(number * scale)) / scale);
}

double needed_number(Machine& machine, const Datum& value, std::size_t offset) {
  if (!value.is_number())
    machine.raise("IllegalArgumentException", fmt::format("{} is no number", machine.text(value)), offset);
  return value.scalar().to_number();
}

Datum smaller_or_larger(Machine& machine, const Datum& left, const Datum& right, bool larger,
                        std::size_t offset) {
  const int order = machine.compare(left, right, offset);
  return (larger ? order >= 0 : order <= 0) ? left : right;
}

bool math(Machine& machine, std::string_view name, Arguments arguments, std::size_t offset, Datum& result) {
  if (arguments.empty()) {
    if (name == "PI") {
      result = Value(3.14159265358979);
    } else if (name == "E") {
      result = Value(2.71828182845905);
    } else {
      return false;
    }
    return true;
  }
  const double first = needed_number(machine, arguments[0], offset);
  if (arguments.size() == 2) {
    if (name == "max" || name == "min") {
      result = smaller_or_larger(machine, arguments[0], arguments[1], name == "max", offset);
    } else if (name == "pow") {
      result = machine.binary(Op::Power, arguments[0], arguments[1], offset);
    } else if (name == "floorMod" && arguments[0].is_integer() && arguments[1].is_integer()) {
      const Datum rest = machine.binary(Op::Remainder, arguments[0], arguments[1], offset);
      const bool turned = rest.scalar().as_integer() != 0 &&
                          (rest.scalar().as_integer() < 0) != (arguments[1].scalar().as_integer() < 0);
      result = turned ? machine.binary(Op::Add, rest, arguments[1], offset) : rest;
    } else {
      return false;
    }
    return true;
  }
  if (name == "abs") {
    result = first < 0 ? machine.binary(Op::Subtract, Value(0), arguments[0], offset) : arguments[0];
  } else if (name == "round") {
    result = whole(machine, std::floor(first + 0.5), offset);
  } else if (name == "floor" || name == "ceil") {
    result = Value(name == "floor" ? std::floor(first) : std::ceil(first));
  } else if (name == "sqrt" && first >= 0) {
    result = Value(decimal(std::sqrt(first)));
  } else {
    return false;
  }
  return true;
}

bool json(Machine& machine, std::string_view name, Arguments arguments, std::size_t offset, Datum& result) {
  if (arguments.size() != 1) return false;
  if (name == "string" || name == "toJson" || name == "stringify") {
    std::string text = model::to_json(machine.to_value(arguments[0], offset));
    machine.charge(text.size(), offset);
    result = Value(std::move(text));
    return true;
  }
  if (name != "parse" && name != "parseText") return false;
  std::string problem;
  const Value value = model::parse_json(machine.text(arguments[0]), problem);
  if (!problem.empty()) machine.raise("JsonException", problem, offset);
  result = machine.from_value(value);
  return true;
}

bool assertion(Machine& machine, std::string_view name, Arguments arguments, std::size_t offset,
               Datum& result) {
  if (arguments.empty()) return false;
  bool holds = false;
  std::size_t used = 1;
  if (name == "isTrue" || name == "assertTrue") {
    holds = machine.is_true(arguments[0]);
  } else if (name == "isFalse" || name == "assertFalse") {
    holds = !machine.is_true(arguments[0]);
  } else if (name == "notNull" || name == "assertNotNull") {
    holds = !arguments[0].is_null();
  } else if (name == "isNull" || name == "assertNull") {
    holds = arguments[0].is_null();
  } else if (name == "notEmpty" || name == "hasText") {
    holds = machine.is_true(arguments[0]);
  } else if ((name == "equals" || name == "assertEquals") && arguments.size() >= 2) {
    holds = machine.equal(arguments[0], arguments[1]);
    used = 2;
  } else {
    return false;
  }
  result = Datum();
  if (holds) return true;
  machine.raise(
      "AssertionError",
      arguments.size() > used ? machine.text(arguments[used]) : fmt::format("Assert.{} failed", name),
      offset);
}

// The host may listen as `log`; without one nobody does.
bool log(Machine& machine, std::string_view name, Arguments arguments, std::size_t offset, Datum& result) {
  constexpr std::array<std::string_view, 5> kLevels{"trace", "debug", "info", "warn", "error"};
  if (std::find(kLevels.begin(), kLevels.end(), name) == kLevels.end()) return false;
  std::vector<Operand> operands;
  for (const Datum& argument : arguments) operands.emplace_back(Value(machine.text(argument)));
  (void)offset;
  Operand ignored;
  (void)machine.environment().call("log", name, operands, ignored);
  result = Datum();
  return true;
}

bool parsed_number(Machine& machine, std::string_view type, std::string_view name, Arguments arguments,
                   std::size_t offset, Datum& result) {
  if (arguments.empty() || (!name.starts_with("parse") && name != "valueOf")) {
    if (name == "MAX_VALUE") result = Value(type == "Integer" ? std::int64_t{2147483647} : INT64_MAX);
    if (name == "MIN_VALUE") result = Value(type == "Integer" ? std::int64_t{-2147483648} : INT64_MIN);
    return name == "MAX_VALUE" || name == "MIN_VALUE";
  }
  const std::string_view method = type == "Double" || type == "BigDecimal" ? "toDouble" : "toLong";
  return text_method(machine, machine.text(arguments[0]), method, {}, offset, result);
}

}  // namespace

bool number_method(Machine& machine, const Value& number, std::string_view name, Arguments arguments,
                   std::size_t offset, Datum& result) {
  const double value = number.to_number();
  if (arguments.size() == 1) {
    if (name == "intdiv") {
      const double divisor = needed_number(machine, arguments[0], offset);
      if (divisor == 0) machine.raise("ArithmeticException", "division by zero", offset);
      result = whole(machine, std::trunc(value / divisor), offset);
      if (number.is_integer() && arguments[0].is_integer() && arguments[0].scalar().as_integer() != -1) {
        result = Value(number.as_integer() / arguments[0].scalar().as_integer());
      }
    } else if (name == "round" && arguments[0].is_integer()) {
      result = Value(rounded(value, arguments[0].scalar().as_integer()));
    } else if (name == "setScale" && arguments[0].is_integer()) {
      result = Value(rounded(value, arguments[0].scalar().as_integer()));
    } else if (name == "times" && number.is_integer()) {
      for (std::int64_t i = 0; i < number.as_integer(); ++i) {
        const Datum index = Value(i);
        (void)machine.call(arguments[0], {&index, 1}, offset);
      }
      result = Datum();
    } else if (name == "plus" || name == "minus" || name == "multiply" || name == "div" || name == "mod") {
      const Op op = name == "plus"       ? Op::Add
                    : name == "minus"    ? Op::Subtract
                    : name == "multiply" ? Op::Multiply
                    : name == "div"      ? Op::Divide
                                         : Op::Remainder;
      result = machine.binary(op, number, arguments[0], offset);
    } else {
      return false;
    }
    return true;
  }
  if (!arguments.empty()) return false;
  if (name == "abs") {
    result = value < 0 ? machine.binary(Op::Subtract, Value(0), number, offset) : Datum(number);
  } else if (name == "round") {
    result = whole(machine, std::floor(value + 0.5), offset);
  } else if (name == "floor" || name == "ceil") {
    result = Value(name == "floor" ? std::floor(value) : std::ceil(value));
  } else if (name == "intValue" || name == "longValue" || name == "toInteger" || name == "toLong") {
    result = number.is_integer() ? Datum(number) : whole(machine, std::trunc(value), offset);
  } else if (name == "doubleValue" || name == "toDouble" || name == "toBigDecimal") {
    result = Value(value);
  } else {
    return false;
  }
  return true;
}

bool is_class(std::string_view name) {
  constexpr std::array<std::string_view, 18> kClasses{
      "Math",   "JSON",   "Assert",     "System",     "Integer",   "Long",
      "Double", "String", "Boolean",    "log",        "Object",    "List",
      "Map",    "Number", "BigDecimal", "JsonOutput", "Exception", "Collections"};
  return std::find(kClasses.begin(), kClasses.end(), name) != kClasses.end();
}

bool class_method(Machine& machine, std::string_view type, std::string_view name, Arguments arguments,
                  std::size_t offset, Datum& result) {
  if (type == "Math") return math(machine, name, arguments, offset, result);
  if (type == "JSON" || type == "JsonOutput") return json(machine, name, arguments, offset, result);
  if (type == "Assert") return assertion(machine, name, arguments, offset, result);
  if (type == "log") return log(machine, name, arguments, offset, result);
  if (type == "Integer" || type == "Long" || type == "Double" || type == "BigDecimal") {
    return parsed_number(machine, type, name, arguments, offset, result);
  }
  if (type == "System" && arguments.empty() && name == "currentTimeMillis") {
    result = Value(machine.now().time_since_epoch().count());
    return true;
  }
  if (type == "String" && !arguments.empty()) {
    if (name == "valueOf" && arguments.size() == 1) {
      result = Value(machine.text(arguments[0]));
      return true;
    }
    if (name == "format") {
      return text_method(machine, machine.text(arguments[0]), "format", arguments.subspan(1), offset, result);
    }
    if (name == "join" && arguments.size() == 2) {
      return sequence_method(machine, arguments[1], "join", arguments.subspan(0, 1), offset, result);
    }
  }
  return false;
}

}  // namespace rondo::expression::groovy
