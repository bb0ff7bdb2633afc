// SPDX-License-Identifier: Apache-2.0
#include "expression/functions.hpp"

#include "expression/conversion.hpp"
#include "expression/date_format.hpp"
#include "expression/failure.hpp"
#include "expression/operators.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rondo::expression {

using model::List;
using model::Value;

namespace {

Value now(const Arguments& arguments) { return Value(arguments.environment.now()); }

Value make_list(const Arguments& arguments) {
  List list;
  for (std::size_t i = 0; i < arguments.size(); ++i) list.push_back(arguments.value(i));
  return Value(std::move(list));
}

// Camunda Spin: a text is read as JSON, other data is JSON already.
Value read_json(const Arguments& arguments) {
  const Value& value = arguments.value(0);
  if (!value.is_string()) return value;
  std::string error;
  Value result = model::parse_json(value.as_string(), error);
  if (!error.empty()) fail(arguments.offset, fmt::format("'{}' needs JSON text: {}", arguments.name, error));
  return result;
}

Value refuse_xml(const Arguments& arguments) {
  fail(arguments.offset, "XML data is not available in expressions");
}

// The pattern may come first or last, as the engines do not agree.
Value format(const Arguments& arguments) {
  const std::size_t date = arguments.value(1).is_date() ? 1 : 0;
  if (arguments.value(date).is_null()) return {};
  auto text = format_date(arguments.date(date), arguments.text(1 - date));
  if (!text) {
    fail(arguments.offset, fmt::format("'{}' is no pattern of a date", arguments.text(1 - date)));
  }
  return Value(std::move(*text));
}

Value to_date(const Arguments& arguments) {
  return arguments.value(0).is_null() ? Value() : Value(arguments.date(0));
}

// --- FEEL: null for arguments that do not fit

Value feel_string(const Arguments& arguments) {
  const Value& value = arguments.value(0);
  return value.is_null() ? Value() : Value(text_of(value));
}

Value feel_number(const Arguments& arguments) { return number_of(arguments.value(0)).value_or(Value()); }

Value feel_count(const Arguments& arguments) {
  const Value& value = arguments.value(0);
  return value.is_list() ? Value(value.as_list().size()) : Value();
}

Value feel_contains(const Arguments& arguments) {
  const Value &text = arguments.value(0), &part = arguments.value(1);
  if (!text.is_string() || !part.is_string()) return {};
  return Value(text.as_string().find(part.as_string()) != std::string_view::npos);
}

Value feel_sum(const Arguments& arguments) {
  const Value& value = arguments.value(0);
  if (!value.is_list()) return {};
  Value sum;
  for (const Value& item : value.as_list()) {
    if (!item.is_number()) return {};
    sum = sum.is_null() ? item : number_arithmetic(Operator::Add, sum, item).value_or(Value());
  }
  return sum;
}

template <Order Wanted>
Value feel_extreme(const Arguments& arguments) {
  const Value values =
      arguments.size() == 1 && arguments.value(0).is_list() ? arguments.value(0) : make_list(arguments);
  Value best;
  for (const Value& item : values.as_list()) {
    if (best.is_null()) {
      best = item;
      continue;
    }
    const auto order = order_of(item, best);
    if (!order) return {};
    if (*order == Wanted) best = item;
  }
  return best;
}

Value feel_append(const Arguments& arguments) {
  Value list = arguments.value(0);
  if (!list.is_list()) return {};
  for (std::size_t i = 1; i < arguments.size(); ++i) list.edit_list().push_back(arguments.value(i));
  return list;
}

constexpr std::array<Function, 10> kFunctions{{{"", "now", 0, 0, now},
                                               {"", "dateTime", 0, 0, now},
                                               {"", "list", 0, Function::kAny, make_list},
                                               {"", "S", 1, 1, read_json},
                                               {"", "JSON", 1, 1, read_json},
                                               {"", "XML", 1, 1, refuse_xml},
                                               {"date", "format", 2, 2, format},
                                               {"date", "toDate", 1, 1, to_date},
                                               {"date", "now", 0, 0, now},
                                               {"collection", "list", 0, Function::kAny, make_list}}};

constexpr std::array<Function, 8> kFeelFunctions{
    {{"", "string", 1, 1, feel_string},
     {"", "number", 1, 1, feel_number},
     {"", "count", 1, 1, feel_count},
     {"", "contains", 2, 2, feel_contains},
     {"", "sum", 1, 1, feel_sum},
     {"", "min", 1, Function::kAny, feel_extreme<Order::Less>},
     {"", "max", 1, Function::kAny, feel_extreme<Order::Greater>},
     {"", "append", 2, Function::kAny, feel_append}}};

}  // namespace

const Function* find_function(std::string_view prefix, std::string_view name, bool feel) noexcept {
  const auto fits = [&](const Function& function) {
    return function.prefix == prefix && function.name == name;
  };
  const auto* const found = std::find_if(kFunctions.begin(), kFunctions.end(), fits);
  if (found != kFunctions.end()) return found;
  if (prefix == "net") {
    const auto in_net = std::find_if(net_functions().begin(), net_functions().end(), fits);
    return in_net == net_functions().end() ? nullptr : &*in_net;
  }
  if (!feel) return nullptr;
  const auto* const in_feel = std::find_if(kFeelFunctions.begin(), kFeelFunctions.end(), fits);
  return in_feel == kFeelFunctions.end() ? nullptr : in_feel;
}

Operand FunctionNode::evaluate(Environment& environment) const {
  const ArgumentList arguments(arguments_, environment);
  return function_->call({environment, function_->name, offset(), arguments.values()});
}

Operand HostFunctionNode::evaluate(Environment& environment) const {
  const ArgumentList arguments(arguments_, environment);
  Operand result;
  if (environment.call(prefix_, name_, arguments.values(), result)) return result;
  fail(offset(),
       fmt::format("unknown function '{}{}{}' with {} argument{}", prefix_, prefix_.empty() ? "" : ":", name_,
                   arguments_.size(), arguments_.size() == 1 ? "" : "s"));
}

}  // namespace rondo::expression
