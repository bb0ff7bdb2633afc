// SPDX-License-Identifier: Apache-2.0
#include "expression/failure.hpp"
#include "expression/methods.hpp"
#include "expression/operators.hpp"

#include <cmath>

namespace rondo::expression {

using model::Value;

namespace {

Value same(const Value& target, const Arguments&) { return target; }

Value whole(const Value& target, const Arguments& arguments) {
  if (target.is_integer()) return target;
  constexpr double kBound = 9223372036854775808.0;
  const double number = std::trunc(target.as_double());
  if (!(number >= -kBound && number < kBound)) fail(arguments.offset, "the number does not fit 64 bits");
  return Value(static_cast<std::int64_t>(number));
}

Value real(const Value& target, const Arguments&) { return Value(target.to_number()); }

template <Operator Op>
Value compute(const Value& target, const Arguments& arguments) {
  return arithmetic(Op, target, arguments.number(0), arguments.offset);
}

Value compare_to(const Value& target, const Arguments& arguments) {
  const auto order = order_of(target, arguments.number(0));
  return Value(order == Order::Less ? -1 : (order == Order::Greater ? 1 : 0));
}

Value absolute(const Value& target, const Arguments& arguments) {
  return target.to_number() < 0 ? negated(target, arguments.offset) : target;
}

constexpr std::array<Method, 15> kNumbers{
    {{"intValue", 0, 0, whole},
     {"longValue", 0, 0, whole},
     {"doubleValue", 0, 0, real},
     {"floatValue", 0, 0, real},
     {"numberValue", 0, 0, same},
     {"asInt", 0, 0, whole},
     {"asLong", 0, 0, whole},
     {"asDouble", 0, 0, real},
     {"compareTo", 1, 1, compare_to},
     {"add", 1, 1, compute<Operator::Add>},
     {"subtract", 1, 1, compute<Operator::Subtract>},
     {"multiply", 1, 1, compute<Operator::Multiply>},
     {"divide", 1, 1, compute<Operator::Divide>},
     {"negate", 0, 0,
      [](const Value& target, const Arguments& arguments) { return negated(target, arguments.offset); }},
     {"abs", 0, 0, absolute}}};

constexpr std::array<Method, 3> kBooleans{
    {{"booleanValue", 0, 0, same}, {"boolValue", 0, 0, same}, {"asBoolean", 0, 0, same}}};

}  // namespace

std::span<const Method> number_methods() noexcept { return kNumbers; }
std::span<const Method> boolean_methods() noexcept { return kBooleans; }

}  // namespace rondo::expression
