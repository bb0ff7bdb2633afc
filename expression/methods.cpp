// SPDX-License-Identifier: Apache-2.0
#include "expression/methods.hpp"

#include "expression/node.hpp"
#include "expression/operators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <utility>

namespace rondo::expression {

namespace {

using model::List;
using model::Object;
using model::Value;

std::string property_of_getter(std::string_view name) {
  const std::size_t prefix = name.starts_with("get") ? 3 : name.starts_with("is") ? 2 : 0;
  if (prefix == 0 || name.size() == prefix) return {};
  std::string property(name.substr(prefix));
  property[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(property[0])));
  return property;
}

std::int64_t position_of(const List& list, const Value& wanted) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Value& item) { return equals(item, wanted); });
  return found == list.end() ? -1 : found - list.begin();
}

bool read_list(const List& list, std::string_view name, const Value& argument, Operand& result) {
  if (name == "contains") {
    result = Value(position_of(list, argument) >= 0);
  } else if (name == "indexOf") {
    result = Value(position_of(list, argument));
  } else if (name == "get" || name == "elementAt") {
    Value item;
    if (!read_index(Value(list), argument, item)) return false;
    result = std::move(item);
  } else {
    return false;
  }
  return true;
}

bool change_list(Value& list, std::string_view name, std::span<const Operand> arguments, Operand& result) {
  List& items = list.edit_list();
  const Value& argument = arguments[0].value;
  if (name == "add" && arguments.size() == 1) {
    items.push_back(argument);
    result = Value(true);
  } else if (name == "addAll" && arguments.size() == 1 && argument.is_list()) {
    const List added = argument.as_list();
    items.insert(items.end(), added.begin(), added.end());
    result = Value(!added.empty());
  } else if (name == "remove" && arguments.size() == 1) {
    const std::int64_t at = argument.is_integer() ? argument.as_integer() : position_of(items, argument);
    if (at < 0 || at >= static_cast<std::int64_t>(items.size())) {
      result = Value(false);
      return true;
    }
    result = argument.is_integer() ? Operand(items[static_cast<std::size_t>(at)]) : Operand(Value(true));
    items.erase(items.begin() + at);
  } else if (name == "set" && arguments.size() == 2 && argument.is_integer() && argument.as_integer() >= 0 &&
             argument.as_integer() < static_cast<std::int64_t>(items.size())) {
    result = std::exchange(items[static_cast<std::size_t>(argument.as_integer())], arguments[1].value);
  } else {
    return false;
  }
  return true;
}

bool call_list(Value& list, std::string_view name, std::span<const Operand> arguments, Operand& result,
               bool& changed) {
  const List& items = list.as_list();
  if (arguments.empty()) {
    if (name == "size" || name == "length") {
      result = Value(items.size());
    } else if (name == "isEmpty") {
      result = Value(items.empty());
    } else if ((name == "first" || name == "getFirst") && !items.empty()) {
      result = items.front();
    } else if ((name == "last" || name == "getLast") && !items.empty()) {
      result = items.back();
    } else if (name == "elements" || name == "toArray") {
      result = list;
    } else {
      return false;
    }
    return true;
  }
  if (arguments.size() == 1 && read_list(items, name, arguments[0].value, result)) return true;
  changed = change_list(list, name, arguments, result);
  return changed;
}

bool read_object(const Value& value, std::string_view name, std::string_view key, Operand& result) {
  const Object& object = value.as_object();
  const Value* member = object.find(key);
  if (name == "get") {
    result = member == nullptr ? Value() : *member;
  } else if (name == "containsKey" || name == "hasProp") {
    result = Value(member != nullptr);
  } else if (name == "prop" && member != nullptr) {
    result = *member;
  } else {
    return false;
  }
  return true;
}

bool list_members(const Object& object, std::string_view name, Operand& result) {
  List list;
  for (const auto& [key, value] : object) list.push_back(name == "values" ? value : Value(key));
  if (name == "keySet" || name == "values" || name == "fieldNames") {
    result = Value(std::move(list));
  } else if (name == "size") {
    result = Value(object.size());
  } else if (name == "isEmpty") {
    result = Value(object.empty());
  } else {
    return false;
  }
  return true;
}

bool call_object(Value& value, std::string_view name, std::span<const Operand> arguments, Operand& result,
                 bool& changed) {
  if (arguments.empty()) return list_members(value.as_object(), name, result);
  const Value& first = arguments[0].value;
  if (name == "containsValue" && arguments.size() == 1) {
    const Object& object = value.as_object();
    result = Value(std::any_of(object.begin(), object.end(),
                               [&](const auto& member) { return equals(member.second, first); }));
    return true;
  }
  const std::string key = to_text(first);
  if (arguments.size() == 1 && read_object(value, name, key, result)) return true;
  if ((name == "put" || name == "prop" || name == "set") && arguments.size() == 2) {
    const Value* before = value.as_object().find(key);
    result = name == "put" ? Operand(before == nullptr ? Value() : *before) : Operand();
    value.edit_object().set(key, arguments[1].value);
    if (name == "prop") result = value;
    changed = true;
  } else if ((name == "remove" || name == "deleteProp") && arguments.size() == 1) {
    const Value* before = value.as_object().find(key);
    result = before == nullptr ? Value() : *before;
    changed = value.edit_object().erase(key);
  } else if (name == "getOrDefault" && arguments.size() == 2) {
    const Value* member = value.as_object().find(key);
    result = member == nullptr ? arguments[1].value : *member;
  } else {
    return false;
  }
  return true;
}

bool call_number(const Value& number, std::string_view name, Operand& result) {
  if (name == "intValue" || name == "longValue") {
    result = Value(static_cast<std::int64_t>(number.to_number()));
  } else if (name == "doubleValue" || name == "floatValue") {
    result = Value(number.to_number());
  } else if (name == "numberValue") {
    result = number;
  } else if (name == "abs") {
    result =
        number.is_integer() ? Value(std::abs(number.as_integer())) : Value(std::fabs(number.as_double()));
  } else {
    return false;
  }
  return true;
}

// What every value understands.
bool call_any(const Value& value, std::string_view name, std::span<const Operand> arguments, Operand& result,
              std::size_t offset) {
  if (name == "getClass" || name == "class")
    throw Fault(offset, "classes cannot be reached from expressions");
  if (arguments.size() == 1 && name == "equals") {
    result = Value(value == arguments[0].value);
  } else if (arguments.size() == 1 && name == "compareTo") {
    const Value& other = arguments[0].value;
    const bool less = apply(BinaryOperator::Less, value, other, offset).as_boolean();
    result = Value(less ? -1 : equals(value, other) ? 0 : 1);
  } else if (arguments.empty() && (name == "toString" || name == "stringValue")) {
    result = Value(to_text(value));
  } else if (arguments.empty() && (name == "boolValue" || name == "booleanValue")) {
    result = Value(to_boolean(value, offset));
  } else if (arguments.empty() && name == "isNull") {
    result = Value(value.is_null());
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::string describe(const Operand& operand) {
  if (operand.object != nullptr) return operand.object->describe();
  if (operand.value.is_null()) return "null";
  const std::string_view type = model::name_of(operand.value.type());
  const bool vowel = type.front() == 'i' || type.front() == 'o';
  return fmt::format("{} {}", vowel ? "an" : "a", type);
}

bool read_property(const Operand& operand, std::string_view name, Operand& result) {
  if (operand.object != nullptr) return operand.object->property(name, result);
  const Value& value = operand.value;
  if (value.is_object()) {
    if (const Value* member = value.as_object().find(name)) {
      result = *member;
      return true;
    }
    return list_members(value.as_object(), name, result);
  }
  if (value.is_list() && (name == "size" || name == "length")) {
    result = Value(value.as_list().size());
    return true;
  }
  if (value.is_string() && name == "length") {
    bool changed = false;
    Value receiver = value;
    return call_method(receiver, name, {}, result, changed, 0);
  }
  if (value.is_date()) return call_date_method(value, name, {}, result);
  return false;
}

bool read_index(const Value& object, const Value& index, Value& result) {
  if (object.is_object()) {
    const Value* member = object.as_object().find(to_text(index));
    if (member != nullptr) result = *member;
    return member != nullptr;
  }
  if (!object.is_list()) return false;
  Value position = index;
  if (index.is_string()) {
    std::string error;
    position = model::parse_json(index.as_string(), error);
  }
  if (!position.is_integer() || position.as_integer() < 0) return false;
  const auto at = static_cast<std::size_t>(position.as_integer());
  if (at >= object.as_list().size()) return false;
  result = object.as_list()[at];
  return true;
}

bool call_method(Value& receiver, std::string_view name, std::span<const Operand> arguments, Operand& result,
                 bool& changed, std::size_t offset) {
  bool known = false;
  if (receiver.is_list()) {
    known = call_list(receiver, name, arguments, result, changed);
  } else if (receiver.is_object()) {
    known = call_object(receiver, name, arguments, result, changed);
  } else if (receiver.is_string()) {
    known = call_text_method(receiver, name, arguments, result, offset);
  } else if (receiver.is_date()) {
    known = call_date_method(receiver, name, arguments, result);
  } else if (receiver.is_number() && arguments.empty()) {
    known = call_number(receiver, name, result);
  }
  if (known) return true;
  if (!receiver.is_null() && call_any(receiver, name, arguments, result, offset)) return true;
  if (!arguments.empty() || !receiver.is_object()) return false;
  const std::string property = property_of_getter(name);
  return !property.empty() && read_property(receiver, property, result);
}

}  // namespace rondo::expression
