// SPDX-License-Identifier: Apache-2.0
#include "expression/conversion.hpp"
#include "expression/failure.hpp"
#include "expression/functions.hpp"
#include "expression/nodes.hpp"
#include "expression/operators.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rondo::expression {

using model::Value;

namespace {

Value get(const Value& found, const Arguments&) { return found; }

Value get_or_default(const Value& found, const Arguments& others) {
  return found.is_null() ? others.value(0) : found;
}

Value exists(const Value& found, const Arguments&) { return Value(!found.is_null()); }

template <Operator Op>
Value compares(const Value& found, const Arguments& others) {
  return Value(compare(Op, found, others.values[0], others.offset));
}

template <bool Wanted>
Value empty(const Value& found, const Arguments&) {
  return Value(is_empty(found) == Wanted);
}

bool holds(const Value& found, const Value& wanted) {
  if (found.is_string()) return found.as_string().find(text_of(wanted)) != std::string_view::npos;
  if (!found.is_list()) return false;
  const model::List& list = found.as_list();
  return std::any_of(list.begin(), list.end(), [&](const Value& item) { return equal(item, wanted); });
}

// A list among the wanted stands for its elements.
model::List wanted_of(const Arguments& others) {
  model::List wanted;
  for (std::size_t i = 0; i < others.size(); ++i) {
    const Value& value = others.value(i);
    if (value.is_list()) {
      wanted.insert(wanted.end(), value.as_list().begin(), value.as_list().end());
    } else {
      wanted.push_back(value);
    }
  }
  return wanted;
}

Value contains(const Value& found, const Arguments& others) {
  const model::List wanted = wanted_of(others);
  return Value(
      std::all_of(wanted.begin(), wanted.end(), [&](const Value& item) { return holds(found, item); }));
}

Value contains_any(const Value& found, const Arguments& others) {
  const model::List wanted = wanted_of(others);
  return Value(
      std::any_of(wanted.begin(), wanted.end(), [&](const Value& item) { return holds(found, item); }));
}

Value base64(const Value& found, const Arguments&) {
  if (found.is_null()) return {};
  return Value(text_of(found.is_bytes() ? found : Value::bytes(text_of(found))));
}

constexpr std::uint8_t kAny = Function::kAny;
constexpr std::array<VariableFunction, 22> kVariableFunctions{
    {{"get", 0, 0, get},
     {"getOrDefault", 1, 1, get_or_default},
     {"exists", 0, 0, exists},
     {"isEmpty", 0, 0, empty<true>},
     {"empty", 0, 0, empty<true>},
     {"isNotEmpty", 0, 0, empty<false>},
     {"notEmpty", 0, 0, empty<false>},
     {"equals", 1, 1, compares<Operator::Equal>},
     {"eq", 1, 1, compares<Operator::Equal>},
     {"notEquals", 1, 1, compares<Operator::NotEqual>},
     {"ne", 1, 1, compares<Operator::NotEqual>},
     {"lowerThan", 1, 1, compares<Operator::Less>},
     {"lt", 1, 1, compares<Operator::Less>},
     {"lowerThanOrEquals", 1, 1, compares<Operator::LessEqual>},
     {"lte", 1, 1, compares<Operator::LessEqual>},
     {"greaterThan", 1, 1, compares<Operator::Greater>},
     {"gt", 1, 1, compares<Operator::Greater>},
     {"greaterThanOrEquals", 1, 1, compares<Operator::GreaterEqual>},
     {"gte", 1, 1, compares<Operator::GreaterEqual>},
     {"contains", 1, kAny, contains},
     {"containsAny", 1, kAny, contains_any},
     {"base64", 0, 0, base64}}};

}  // namespace

const VariableFunction* find_variable_function(std::string_view name) noexcept {
  const auto* const found =
      std::find_if(kVariableFunctions.begin(), kVariableFunctions.end(),
                   [name](const VariableFunction& function) { return function.name == name; });
  return found == kVariableFunctions.end() ? nullptr : found;
}

bool is_variable_prefix(std::string_view prefix) noexcept {
  return prefix == "variables" || prefix == "vars" || prefix == "var";
}

Operand VariableFunctionNode::evaluate(Environment& environment) const {
  Value found;
  if (computed_ == nullptr) {
    (void)environment.variable(name_, found);
  } else {
    const Value name = data_of(*computed_, environment);
    if (!name.is_string()) {
      fail(computed_->offset(), fmt::format("expected the name of a variable, but found {}", describe(name)));
    }
    (void)environment.variable_named(name.as_string(), found);
  }
  const ArgumentList others(others_, environment);
  return function_->call(found, {environment, function_->name, offset(), others.values()});
}

}  // namespace rondo::expression
