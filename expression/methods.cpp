// SPDX-License-Identifier: Apache-2.0
#include "expression/methods.hpp"

#include "expression/conversion.hpp"
#include "expression/failure.hpp"
#include "expression/operators.hpp"

#include <fmt/format.h>

#include <cctype>

namespace rondo::expression {

using model::Value;
using model::ValueType;

namespace {

// The numbers beside a type are those of JSON, as Jackson and Spin know them.
template <ValueType Type>
Value is_type(const Value& target, const Arguments&) {
  return Value(target.type() == Type);
}

constexpr std::array<Method, 13> kCommon{
    {{"equals", 1, 1,
      [](const Value& target, const Arguments& arguments) {
        return Value(arguments.values[0].object == nullptr && target == arguments.values[0].value);
      }},
     {"toString", 0, 0, [](const Value& target, const Arguments&) { return Value(text_of(target)); }},
     {"asText", 0, 0, [](const Value& target, const Arguments&) { return Value(text_of(target)); }},
     {"value", 0, 0, [](const Value& target, const Arguments&) { return target; }},
     {"unwrap", 0, 0, [](const Value& target, const Arguments&) { return target; }},
     {"isNull", 0, 0, is_type<ValueType::Null>},
     {"isString", 0, 0, is_type<ValueType::String>},
     {"isTextual", 0, 0, is_type<ValueType::String>},
     {"isBoolean", 0, 0, is_type<ValueType::Boolean>},
     {"isArray", 0, 0, is_type<ValueType::List>},
     {"isObject", 0, 0, is_type<ValueType::Object>},
     {"isNumber", 0, 0, [](const Value& target, const Arguments&) { return Value(target.is_number()); }},
     {"getClass", 0, 0, [](const Value&, const Arguments& arguments) -> Value {
        fail(arguments.offset, "Java classes are not available in expressions");
      }}}};

std::span<const Method> methods_of(ValueType type) noexcept {
  switch (type) {
    case ValueType::Boolean:
      return boolean_methods();
    case ValueType::Integer:
    case ValueType::Double:
      return number_methods();
    case ValueType::String:
      return string_methods();
    case ValueType::List:
      return list_methods();
    case ValueType::Object:
      return object_methods();
    case ValueType::Date:
      return date_methods();
    default:
      return {};
  }
}

const Method* find_in(std::span<const Method> methods, std::string_view name,
                      std::size_t arguments) noexcept {
  for (const Method& method : methods) {
    if (method.name == name && arguments >= method.fewest && arguments <= method.most) return &method;
  }
  return nullptr;
}

const Method* find_method(ValueType type, std::string_view name, std::size_t arguments) noexcept {
  if (const Method* found = find_in(methods_of(type), name, arguments)) return found;
  // Calling a method of null is an error, but asking whether JSON data is null is not.
  if (type == ValueType::Null && name != "isNull") return nullptr;
  return find_in(common_methods(), name, arguments);
}

bool has_method(ValueType type, std::string_view name) noexcept {
  for (const Method& method : methods_of(type)) {
    if (method.name == name) return true;
  }
  return false;
}

}  // namespace

std::span<const Method> common_methods() noexcept { return kCommon; }

MethodSet find_methods(std::string_view name, std::size_t arguments) noexcept {
  MethodSet found{};
  for (std::size_t i = 0; i < kValueTypes; ++i) {
    found[i] = find_method(static_cast<ValueType>(i), name, arguments);
  }
  return found;
}

std::string missing_method(ValueType type, std::string_view name, std::size_t arguments) {
  if (type == ValueType::Null) return fmt::format("cannot call '{}' on null", name);
  if (!has_method(type, name)) return fmt::format("{} has no method '{}'", model::name_of(type), name);
  return fmt::format("{} has no method '{}' with {} argument{}", model::name_of(type), name, arguments,
                     arguments == 1 ? "" : "s");
}

const Method* getter_of(ValueType type, std::string_view property) {
  if (property.empty() || type == ValueType::Null) return nullptr;
  std::string name(property);
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  if (const Method* found = find_method(type, "get" + name, 0)) return found;
  return find_method(type, "is" + name, 0);
}

}  // namespace rondo::expression
