// SPDX-License-Identifier: Apache-2.0
#include "expression/conversion.hpp"
#include "expression/groovy/methods.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

constexpr double kHalf = 0.5;
constexpr std::size_t kDigits = 12;

Datum whole(Machine& machine, double number, std::size_t offset) {
  constexpr double kLimit = 9.2e18;
  if (!(number > -kLimit && number < kLimit))
    machine.raise("ArithmeticException", "the number is too large", offset);
  return Value(static_cast<std::int64_t>(number));
}

double rounded(double number, std::int64_t digits) {
  const double scale = std::pow(10.0, static_cast<double>(digits));
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

bool math_of_two(Machine& machine, std::string_view name, const Datum& left, const Datum& right,
                 std::size_t offset, Datum& result) {
  if (name == "max" || name == "min") {
    result = smaller_or_larger(machine, left, right, name == "max", offset);
  } else if (name == "pow") {
    result = machine.binary(Op::Power, left, right, offset);
  } else if (name == "floorMod" && left.is_integer() && right.is_integer()) {
    const Datum rest = machine.binary(Op::Remainder, left, right, offset);
    const bool turned = rest.scalar().as_integer() != 0 &&
                        (rest.scalar().as_integer() < 0) != (right.scalar().as_integer() < 0);
    result = turned ? machine.binary(Op::Add, rest, right, offset) : rest;
  } else {
    return false;
  }
  return true;
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
  if (arguments.size() == 2) return math_of_two(machine, name, arguments[0], arguments[1], offset, result);
  if (name == "abs") {
    result = first < 0 ? machine.binary(Op::Subtract, Value(0), arguments[0], offset) : arguments[0];
  } else if (name == "round") {
    result = whole(machine, std::floor(first + kHalf), offset);
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
bool log(Machine& machine, std::string_view name, Arguments arguments, Datum& result) {
  constexpr std::array<std::string_view, 5> kLevels{"trace", "debug", "info", "warn", "error"};
  if (std::find(kLevels.begin(), kLevels.end(), name) == kLevels.end()) return false;
  std::vector<Operand> operands;
  for (const Datum& argument : arguments) operands.emplace_back(Value(machine.text(argument)));
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
  if (arguments.size() > 1) return false;
  const std::string_view method = type == "Double" || type == "BigDecimal" ? "toDouble" : "toLong";
  return text_method(machine, machine.text(arguments[0]), method, {}, offset, result);
}

using Number = const Value;

Datum intdiv(const Call& call, Number& number) {
  const double divisor = needed_number(call.machine, call[0], call.offset);
  if (divisor == 0) call.machine.raise("ArithmeticException", "division by zero", call.offset);
  if (number.is_integer() && call[0].is_integer() && call[0].scalar().as_integer() != -1) {
    return Value(number.as_integer() / call[0].scalar().as_integer());
  }
  return whole(call.machine, std::trunc(number.to_number() / divisor), call.offset);
}

Datum round(const Call& call, Number& number) {
  if (call.count() == 0) return whole(call.machine, std::floor(number.to_number() + kHalf), call.offset);
  return Value(
      rounded(number.to_number(), static_cast<std::int64_t>(std::min<std::size_t>(call.size(0), kDigits))));
}

Datum times(const Call& call, Number& number) {
  const std::int64_t count = number.is_integer() ? number.as_integer() : 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const Datum index = Value(i);
    (void)call.machine.call(call[0], {&index, 1}, call.offset);
  }
  return {};
}

Datum absolute(const Call& call, Number& number) {
  return number.to_number() < 0 ? call.machine.binary(Op::Subtract, Value(0), number, call.offset)
                                : Datum(number);
}

Datum to_whole(const Call& call, Number& number) {
  return number.is_integer() ? Datum(number)
                             : whole(call.machine, std::trunc(number.to_number()), call.offset);
}

Datum to_decimal(const Call&, Number& number) { return Value(number.to_number()); }
Datum down(const Call&, Number& number) { return Value(std::floor(number.to_number())); }
Datum up(const Call&, Number& number) { return Value(std::ceil(number.to_number())); }

template <Op kOp>
Datum operation(const Call& call, Number& number) {
  return call.machine.binary(kOp, number, call[0], call.offset);
}
template <Op kOp>
Datum by_one(const Call& call, Number& number) {
  return call.machine.binary(kOp, number, Value(1), call.offset);
}

// With a scale and the way to round, too.
Datum divide(const Call& call, Number& number) {
  const Datum quotient = call.machine.binary(Op::Divide, number, call[0], call.offset);
  return call.count() == 1
             ? quotient
             : call.machine.call_method(quotient, "setScale", call.arguments.subspan(1), call.offset);
}

// Towards larger numbers, smaller ones, or zero at last; a half to the one further from zero, or an even one.
double rounded_by(std::string_view mode, double number) {
  const double down = std::floor(number), rest = number - down;
  if (mode == "CEILING") return std::ceil(number);
  if (mode == "FLOOR") return down;
  if (mode == "DOWN") return std::trunc(number);
  if (mode == "UP") return number < 0 ? down : std::ceil(number);
  if (mode == "HALF_EVEN" && rest == kHalf) return std::fmod(down, 2) == 0 ? down : down + 1;
  if (mode == "HALF_DOWN" && rest == kHalf) return number < 0 ? down + 1 : down;
  return std::round(number);
}

Datum set_scale(const Call& call, Number& number) {
  const std::string mode = call.count() > 1 ? call.text(1) : "HALF_UP";
  const double scale = std::pow(10.0, static_cast<double>(std::min<std::size_t>(call.size(0), kDigits)));
  return Value(decimal(rounded_by(mode, decimal(number.to_number() * scale)) / scale));
}

Datum truncated(const Call& call, Number& number) {
  const double digits =
      call.count() > 0 ? static_cast<double>(std::min<std::size_t>(call.size(0), kDigits)) : 0;
  const double scale = std::pow(10.0, digits);
  return Value(decimal(std::trunc(decimal(number.to_number() * scale)) / scale));
}

// `1.upto(3) { … }`
template <bool kUp>
Datum walk(const Call& call, Number& number) {
  const Datum& end = call[0];
  for (Datum at = number;
       (call.machine.compare(at, end, call.offset) <= 0) == kUp || call.machine.equal(at, end);
       at = call.machine.binary(kUp ? Op::Add : Op::Subtract, at, Value(1), call.offset)) {
    (void)call.machine.call(call[1], {&at, 1}, call.offset);
  }
  return {};
}

// `0.step(10, 3) { … }`: the end is not reached.
Datum step(const Call& call, Number& number) {
  const int direction = call.machine.compare(call[1], Value(0), call.offset);
  if (direction == 0) call.machine.raise("IllegalArgumentException", "a step must not be 0", call.offset);
  for (Datum at = number; call.machine.compare(at, call[0], call.offset) * direction < 0;
       at = call.machine.binary(Op::Add, at, call[1], call.offset)) {
    (void)call.machine.call(call[2], {&at, 1}, call.offset);
  }
  return {};
}

Datum sign(const Call&, Number& number) {
  return Value(number.to_number() < 0 ? -1 : (number.to_number() > 0 ? 1 : 0));
}

Datum as_text(const Call& call, Number& number) { return Value(call.machine.text(number)); }

constexpr auto kMethods = std::to_array<Method<Number>>(
    {{"intdiv", 1, 1, intdiv},
     {"setScale", 1, 2, set_scale},
     {"trunc", 0, 1, truncated},
     {"upto", 2, 2, walk<true>},
     {"downto", 2, 2, walk<false>},
     {"step", 3, 3, step},
     {"signum", 0, 0, sign},
     {"negate", 0, 0,
      [](const Call& call, Number& number) {
        return call.machine.binary(Op::Subtract, Value(0), number, call.offset);
      }},
     {"power", 1, 1, operation<Op::Power>},
     {"pow", 1, 1, operation<Op::Power>},
     {"add", 1, 1, operation<Op::Add>},
     {"subtract", 1, 1, operation<Op::Subtract>},
     {"divide", 1, 3, divide},
     {"remainder", 1, 1, operation<Op::Remainder>},
     {"and", 1, 1, operation<Op::BitAnd>},
     {"or", 1, 1, operation<Op::BitOr>},
     {"xor", 1, 1, operation<Op::BitXor>},
     {"next", 0, 0, by_one<Op::Add>},
     {"previous", 0, 0, by_one<Op::Subtract>},
     {"toFloat", 0, 0, to_decimal},
     {"floatValue", 0, 0, to_decimal},
     {"toBigInteger", 0, 0, to_whole},
     {"longValueExact", 0, 0, to_whole},
     {"intValueExact", 0, 0, to_whole},
     {"toPlainString", 0, 0, as_text},
     {"stripTrailingZeros", 0, 0, [](const Call&, Number& number) { return Datum(number); }},
     {"isNaN", 0, 0, [](const Call&, Number&) { return Datum(Value(false)); }},
     {"round", 0, 1, round},
     {"times", 1, 1, times},
     {"plus", 1, 1, operation<Op::Add>},
     {"minus", 1, 1, operation<Op::Subtract>},
     {"multiply", 1, 1, operation<Op::Multiply>},
     {"div", 1, 1, operation<Op::Divide>},
     {"mod", 1, 1, operation<Op::Remainder>},
     {"abs", 0, 0, absolute},
     {"floor", 0, 0, down},
     {"ceil", 0, 0, up},
     {"intValue", 0, 0, to_whole},
     {"longValue", 0, 0, to_whole},
     {"toInteger", 0, 0, to_whole},
     {"toLong", 0, 0, to_whole},
     {"doubleValue", 0, 0, to_decimal},
     {"toDouble", 0, 0, to_decimal},
     {"toBigDecimal", 0, 0, to_decimal}});

}  // namespace

bool number_method(Machine& machine, const Value& number, std::string_view name, Arguments arguments,
                   std::size_t offset, Datum& result) {
  return run_method(kMethods, name, Call{machine, arguments, offset}, number, result);
}

bool is_class(std::string_view name) {
  constexpr std::array<std::string_view, 52> kClasses{
      "Math",          "JSON",          "Assert",        "System",
      "Integer",       "Long",          "Double",        "String",
      "Boolean",       "log",           "Object",        "List",
      "Map",           "Number",        "BigDecimal",    "JsonOutput",
      "Exception",     "Collections",   "Date",          "LocalDate",
      "Instant",       "LocalDateTime", "ZonedDateTime", "OffsetDateTime",
      "Arrays",        "Objects",       "Set",           "Character",
      "URLEncoder",    "URLDecoder",    "Float",         "Short",
      "Pattern",       "RoundingMode",  "Collection",    "ArrayList",
      "Range",         "Closure",       "GString",       "CharSequence",
      "HashMap",       "LinkedHashMap", "HashSet",       "BigInteger",
      "Iterable",      "IntRange",      "Throwable",     "LinkedHashSet",
      "StringBuilder", "StringBuffer",  "TreeMap",       "DateTimeFormatter"};
  return std::find(kClasses.begin(), kClasses.end(), name) != kClasses.end();
}

bool can_be_made(std::string_view name) {
  constexpr std::array<std::string_view, 20> kMade{
      "ArrayList",     "LinkedList", "HashMap",       "LinkedHashMap", "TreeMap",
      "HashSet",       "TreeSet",    "LinkedHashSet", "JsonSlurper",   "Date",
      "StringBuilder", "BigDecimal", "String",        "StringBuffer",  "BigInteger",
      "Integer",       "Long",       "Double",        "Throwable",     "JsonSlurperClassic"};
  return name.ends_with("Exception") || name.ends_with("Error") ||
         std::find(kMade.begin(), kMade.end(), name) != kMade.end();
}

bool class_method(Machine& machine, std::string_view type, std::string_view name, Arguments arguments,
                  std::size_t offset, Datum& result) {
  if (type == "Math") return math(machine, name, arguments, offset, result);
  if (type == "JSON" || type == "JsonOutput") return json(machine, name, arguments, offset, result);
  if (type == "Assert") return assertion(machine, name, arguments, offset, result);
  if (type == "log") return log(machine, name, arguments, result);
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
      // One list stands for all arguments.
      const bool all = arguments.size() == 2 && arguments[1].list() != nullptr &&
                       arguments[1].list()->role == ListData::Role::List;
      const std::vector<Datum> values =
          all ? machine.sequence(arguments[1]) : std::vector<Datum>(arguments.begin() + 1, arguments.end());
      return text_method(machine, machine.text(arguments[0]), "format", values, offset, result);
    }
  }
  return false;
}

}  // namespace rondo::expression::groovy
