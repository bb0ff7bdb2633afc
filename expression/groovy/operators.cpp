// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/date_methods.hpp"
#include "expression/groovy/machine.hpp"
#include "expression/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

std::string_view sign_of(Op op) {
  switch (op) {
    case Op::Add:
      return "+";
    case Op::Subtract:
      return "-";
    case Op::Multiply:
      return "*";
    case Op::Divide:
      return "/";
    case Op::Remainder:
      return "%";
    case Op::Power:
      return "**";
    case Op::ShiftLeft:
      return "<<";
    case Op::BitAnd:
      return "&";
    case Op::BitOr:
      return "|";
    case Op::BitXor:
      return "^";
    default:
      return "the operator";
  }
}

std::int64_t power(std::int64_t base, std::int64_t exponent, bool& overflow) {
  std::int64_t result = 1;
  for (; exponent > 0 && !overflow; exponent /= 2) {
    if (exponent % 2 == 1) overflow = __builtin_mul_overflow(result, base, &result);
    if (exponent > 1 && !overflow) overflow = __builtin_mul_overflow(base, base, &base);
  }
  return result;
}

// True when the integer result is exact; decimals take over where it is not.
bool integer_result(Op op, std::int64_t left, std::int64_t right, std::int64_t& result) {
  switch (op) {
    case Op::Add:
      return !__builtin_add_overflow(left, right, &result);
    case Op::Subtract:
      return !__builtin_sub_overflow(left, right, &result);
    case Op::Multiply:
      return !__builtin_mul_overflow(left, right, &result);
    case Op::Divide:
      if (right == -1) return !__builtin_sub_overflow(std::int64_t{0}, left, &result);
      result = left / right;
      return left % right == 0;
    case Op::Remainder:
      result = right == -1 ? 0 : left % right;
      return true;
    case Op::Power: {
      bool overflow = right < 0;
      result = power(left, right, overflow);
      return !overflow;
    }
    case Op::BitAnd:
      result = left & right;
      return true;
    case Op::BitOr:
      result = left | right;
      return true;
    case Op::BitXor:
      result = left ^ right;
      return true;
    case Op::ShiftLeft:
      if (right < 0 || right > 62) return false;
      result = static_cast<std::int64_t>(static_cast<std::uint64_t>(left) << right);
      return true;
    case Op::ShiftRight:
      if (right < 0 || right > 62) return false;
      result = left >> right;
      return true;
    default:
      return false;
  }
}

// Whether the quotient of two decimals can be written with finitely many digits.
bool has_end(double left, double right) {
  constexpr double kScale = 1e6, kLargest = 9e15;
  const double a = std::abs(left) * kScale, b = std::abs(right) * kScale;
  if (a > kLargest || b > kLargest || std::trunc(a) != a || std::trunc(b) != b) return true;
  auto divisor = static_cast<std::int64_t>(b);
  divisor /= std::gcd(static_cast<std::int64_t>(a), divisor);
  for (const std::int64_t factor : {2, 5}) {
    while (divisor % factor == 0) divisor /= factor;
  }
  return divisor == 1;
}

// As Groovy divides decimals: a quotient without end has ten digits behind the point.
double quotient(double left, double right) {
  constexpr double kScale = 1e10, kExact = 1e15;
  const double result = decimal(left / right);
  const double scaled = result * kScale;
  if (std::abs(scaled) > kExact || has_end(left, right)) return result;
  return decimal(std::round(scaled) / kScale);
}

double decimal_result(Op op, double left, double right) {
  switch (op) {
    case Op::Add:
      return decimal(left + right);
    case Op::Subtract:
      return decimal(left - right);
    case Op::Multiply:
      return decimal(left * right);
    case Op::Divide:
      return quotient(left, right);
    case Op::Remainder:
      return decimal(std::fmod(left, right));
    case Op::Power:
      return decimal(std::pow(left, right));
    default:
      return std::numeric_limits<double>::quiet_NaN();
  }
}

bool is_letter(const Datum& value) { return value.is_text() && value.scalar().as_string().size() == 1; }

Datum range(Machine& machine, const Datum& first, const Datum& last, bool without, std::size_t offset);

// `'a'..'e'`
Datum letters(Machine& machine, const Datum& first, const Datum& last, bool without, std::size_t offset) {
  const auto code = [](const Datum& letter) {
    return Datum(Value(int{letter.scalar().as_string().front()}));
  };
  const Datum codes = range(machine, code(first), code(last), without, offset);
  for (Datum& item : codes.list()->items) {
    item = Value(std::string(1, static_cast<char>(item.scalar().as_integer())));
  }
  return codes;
}

Datum range(Machine& machine, const Datum& first, const Datum& last, bool without, std::size_t offset) {
  if (is_letter(first) && is_letter(last)) return letters(machine, first, last, without, offset);
  if (!first.is_integer() || !last.is_integer()) {
    machine.raise("IllegalArgumentException",
                  "a range goes from a whole number to a whole number, or from a character to a character",
                  offset);
  }
  std::int64_t at = first.scalar().as_integer();
  const std::int64_t end = last.scalar().as_integer();
  const std::int64_t step = at <= end ? 1 : -1;
  const auto from = static_cast<std::uint64_t>(at), to = static_cast<std::uint64_t>(end);
  const std::uint64_t distance = at <= end ? to - from : from - to;
  constexpr std::uint64_t kTooFar = 1'000'000'000;
  machine.charge(distance > kTooFar ? std::size_t{1} << 40 : (distance + (without ? 0 : 1)) * sizeof(Datum),
                 offset);
  ListData& made = machine.new_list();
  made.role = ListData::Role::Range;
  // The end may be the last of all numbers: nothing is added to it.
  for (; at != end; at += step) made.items.emplace_back(Value(at));
  if (!without) made.items.emplace_back(Value(end));
  return made;
}

bool contains(Machine& machine, const Datum& sequence, const Datum& item) {
  if (MapData* map = sequence.map()) return map->find(machine.text(item)) != nullptr;
  if (ListData* list = sequence.list()) {
    return std::any_of(list->items.begin(), list->items.end(),
                       [&](const Datum& other) { return machine.equal(item, other); });
  }
  if (sequence.is_text())
    return sequence.scalar().as_string().find(machine.text(item)) != std::string_view::npos;
  return machine.equal(sequence, item);
}

bool append(Machine& machine, ListData& list, const Datum& item, Datum& result) {
  result = list;
  if (list.role == ListData::Role::Matcher) return false;
  if (list.role == ListData::Role::Range)
    machine.raise("UnsupportedOperationException", "a range cannot be changed", 0);
  machine.touch(list);
  if (list.role == ListData::Role::Builder) {
    std::string text = machine.text(list) + machine.text(item);
    machine.charge(text.size(), 0);
    list.items.front() = Value(std::move(text));
    return true;
  }
  machine.charge(sizeof(Datum), 0);
  const bool known = list.role == ListData::Role::Set && contains(machine, list, item);
  if (!known) list.items.push_back(item);
  return true;
}

// `+`, `-` and `<<` of lists; nullopt where they do not apply.
bool list_operator(Machine& machine, Op op, ListData& left, const Datum& right, Datum& result) {
  if (op == Op::ShiftLeft) return append(machine, left, right, result);
  ListData& made = machine.new_list();
  machine.charge(left.items.size() * sizeof(Datum), 0);
  if (op == Op::Add) {
    made.items = left.items;
    if (right.list() != nullptr) {
      machine.charge(right.list()->items.size() * sizeof(Datum), 0);
      made.items.insert(made.items.end(), right.list()->items.begin(), right.list()->items.end());
    } else {
      made.items.push_back(right);
    }
    if (left.role == ListData::Role::Set) {
      made.role = ListData::Role::Set;
      (void)machine.call_method(made, "unique", {}, 0);
    }
  } else if (op == Op::Subtract) {
    if (left.role == ListData::Role::Set) made.role = ListData::Role::Set;
    for (const Datum& item : left.items) {
      const bool dropped =
          right.list() != nullptr ? contains(machine, right, item) : machine.equal(item, right);
      if (!dropped) made.items.push_back(item);
    }
  } else if (op == Op::Multiply && right.is_integer()) {
    for (std::int64_t left_over = right.scalar().as_integer(); left_over > 0; --left_over) {
      machine.charge((left.items.size() + 1) * sizeof(Datum), 0);
      made.items.insert(made.items.end(), left.items.begin(), left.items.end());
    }
  } else {
    return false;
  }
  result = made;
  return true;
}

bool map_operator(Machine& machine, Op op, MapData& left, const Datum& right, Datum& result) {
  if ((op != Op::Add && op != Op::ShiftLeft) || right.map() == nullptr) return false;
  MapData& made = op == Op::Add ? machine.new_map() : left;
  if (op == Op::Add) {
    for (const auto& [key, value] : left.entries) made[key] = value;
  } else {
    machine.touch(left);
  }
  machine.charge(right.map()->entries.size() * 2 * sizeof(Datum), 0);
  for (const auto& [key, value] : right.map()->entries) made[key] = value;
  result = made;
  return true;
}

bool text_operator(Machine& machine, Op op, const std::string& left, const Datum& right, Datum& result) {
  std::string made = left;
  if (op == Op::Add || op == Op::ShiftLeft) {
    made += machine.text(right);
  } else if (op == Op::Subtract) {
    const std::string removed = machine.text(right);
    const std::size_t at = left.find(removed);
    if (at != std::string::npos) made.erase(at, removed.size());
  } else if (op == Op::Multiply && right.is_integer() && right.scalar().as_integer() >= 0) {
    made.clear();
    for (std::int64_t left_over = right.scalar().as_integer(); left_over > 0; --left_over) {
      machine.charge(left.size() + 1, 0);
      made += left;
    }
  } else {
    return false;
  }
  machine.charge(made.size(), 0);
  result = Value(std::move(made));
  return true;
}

// Nullopt: the operator does not compare.
std::optional<bool> comparison(Machine& machine, Op op, const Datum& left, const Datum& right,
                               std::size_t offset) {
  switch (op) {
    case Op::Equal:
      return machine.equal(left, right);
    case Op::NotEqual:
      return !machine.equal(left, right);
    case Op::Less:
      return machine.compare(left, right, offset) < 0;
    case Op::LessEqual:
      return machine.compare(left, right, offset) <= 0;
    case Op::Greater:
      return machine.compare(left, right, offset) > 0;
    case Op::GreaterEqual:
      return machine.compare(left, right, offset) >= 0;
    case Op::In:
    case Op::NotIn:
      return (!right.is_null() && contains(machine, right, left)) == (op == Op::In);
    case Op::Match:
      return matches_whole(machine, machine.text(left), machine.text(right), offset);
    default:
      return std::nullopt;
  }
}

Datum of_numbers(Machine& machine, Op op, const Datum& left, const Datum& right, std::size_t offset) {
  const Value &a = left.scalar(), &b = right.scalar();
  const bool divides = op == Op::Divide || op == Op::Remainder;
  if (divides && b.to_number() == 0) machine.raise("ArithmeticException", "division by zero", offset);
  std::int64_t exact = 0;
  if (left.is_integer() && right.is_integer() && integer_result(op, a.as_integer(), b.as_integer(), exact)) {
    return Value(exact);
  }
  const double result = decimal_result(op, a.to_number(), b.to_number());
  if (std::isfinite(result)) return Value(result);
  machine.raise("ArithmeticException",
                fmt::format("{} {} {} has no result", machine.text(left), sign_of(op), machine.text(right)),
                offset);
}

bool boolean_operator(Op op, bool left, bool right, Datum& result) {
  switch (op) {
    case Op::BitAnd:
      result = Value(left && right);
      return true;
    case Op::BitOr:
      result = Value(left || right);
      return true;
    case Op::BitXor:
      result = Value(left != right);
      return true;
    default:
      return false;
  }
}

}  // namespace

Datum Machine::binary(Op op, const Datum& left, const Datum& right, std::size_t offset) {
  if (const auto holds = comparison(*this, op, left, right, offset)) return Value(*holds);
  if (op == Op::Compare) return Value(compare(left, right, offset));
  if (op == Op::Find) return matches_in(*this, text(left), text(right), offset);
  if ((op == Op::ShiftLeft || op == Op::ShiftRight) && left.closure() != nullptr &&
      right.closure() != nullptr) {
    const bool first = op == Op::ShiftRight;
    return new_closure({DerivedClosure::How::Composed, {first ? left : right, first ? right : left}, 0, {}});
  }
  if (op == Op::Range || op == Op::RangeWithout) {
    return range(*this, left, right, op == Op::RangeWithout, offset);
  }
  const bool appends = op == Op::Add && right.is_text();
  if (left.is_null() || (right.is_null() && left.is_number())) {
    if (appends) return Value(text(left) + text(right));
    raise("NullPointerException",
          fmt::format("cannot compute {} {} {}", text(left), sign_of(op), text(right)), offset);
  }
  if (left.is_number() && right.is_number()) return of_numbers(*this, op, left, right, offset);
  Datum result;
  if (left.is_date() && date_operator(*this, op, left.scalar().as_date(), right, offset, result)) {
    keep_date_form(left, {}, result);
    return result;
  }
  if (left.list() != nullptr && list_operator(*this, op, *left.list(), right, result)) return result;
  if (left.map() != nullptr && map_operator(*this, op, *left.map(), right, result)) return result;
  if (left.is_text() && text_operator(*this, op, std::string(left.scalar().as_string()), right, result))
    return result;
  if (appends) return Value(text(left) + text(right));
  if (left.is_boolean() && right.is_boolean() &&
      boolean_operator(op, left.scalar().as_boolean(), right.scalar().as_boolean(), result)) {
    return result;
  }
  raise("MissingMethodException",
        fmt::format("cannot compute {} {} {}", text(left).substr(0, 60), sign_of(op),
                    text(right).substr(0, 60)),
        offset);
}

// `a[i]`: negative numbers count from the end, a list of numbers or a range gives several elements.
Datum Machine::element(const Datum& target, const Datum& position, std::size_t offset) {
  if (target.is_null())
    raise("NullPointerException", fmt::format("cannot read '{}' of null", text(position)), offset);
  if (MapData* map = target.map()) {
    return member(*map, position, offset);
  }
  if (target.host() != nullptr) return property(target, text(position), offset);
  if (target.list() == nullptr && !target.is_text()) {
    raise("MissingMethodException", fmt::format("{} has no elements", text(target)), offset);
  }
  const std::vector<Datum> items = sequence(target);
  if (ListData* positions = position.list()) {
    ListData& made = new_list();
    for (const Datum& one : std::vector<Datum>(positions->items))
      made.items.push_back(element(target, one, offset));
    if (target.list() != nullptr) return made;
    std::string joined;
    for (const Datum& item : made.items) joined += text(item);
    return Value(std::move(joined));
  }
  if (!position.is_integer()) {
    raise("IllegalArgumentException", fmt::format("{} is no index", text(position)), offset);
  }
  std::int64_t index = position.scalar().as_integer();
  const auto size = static_cast<std::int64_t>(items.size());
  if (index < 0) index += size;
  if (index >= 0 && index < size) return items[static_cast<std::size_t>(index)];
  // Lists are null behind their end.
  if (target.list() != nullptr && index >= size) return {};
  raise(target.is_text() ? "StringIndexOutOfBoundsException" : "ArrayIndexOutOfBoundsException",
        fmt::format("index {} of {} elements", position.scalar().as_integer(), size), offset);
}

}  // namespace rondo::expression::groovy
