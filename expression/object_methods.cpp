// SPDX-License-Identifier: Apache-2.0
#include "expression/conversion.hpp"
#include "expression/failure.hpp"
#include "expression/methods.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rondo::expression {

using model::List;
using model::Object;
using model::Value;

namespace {

Value get(const Value& target, const Arguments& arguments) {
  const Value* found = target.as_object().find(arguments.text(0));
  return found == nullptr ? Value() : *found;
}

Value get_or_default(const Value& target, const Arguments& arguments) {
  const Value* found = target.as_object().find(arguments.text(0));
  return found == nullptr ? arguments.value(1) : *found;
}

// Unlike `get`, this fails for what is not there (Camunda Spin).
Value prop(const Value& target, const Arguments& arguments) {
  const Value* found = target.as_object().find(arguments.text(0));
  if (found == nullptr) fail(arguments.offset, fmt::format("object has no property '{}'", arguments.text(0)));
  return *found;
}

Value contains_key(const Value& target, const Arguments& arguments) {
  return Value(target.as_object().contains(arguments.text(0)));
}

Value contains_value(const Value& target, const Arguments& arguments) {
  const Value& wanted = arguments.value(0);
  const Object& object = target.as_object();
  return Value(
      std::any_of(object.begin(), object.end(), [&](const auto& member) { return member.second == wanted; }));
}

Value keys(const Value& target, const Arguments&) {
  List list;
  for (const auto& member : target.as_object()) list.emplace_back(member.first);
  return Value(std::move(list));
}

Value values(const Value& target, const Arguments&) {
  List list;
  for (const auto& member : target.as_object()) list.push_back(member.second);
  return Value(std::move(list));
}

Value entries(const Value& target, const Arguments&) {
  List list;
  for (const auto& member : target.as_object()) {
    list.emplace_back(Object{{"key", Value(member.first)}, {"value", member.second}});
  }
  return Value(std::move(list));
}

Value put(Value& target, const Arguments& arguments) {
  return std::exchange(target.edit_object()[arguments.text(0)], arguments.value(1));
}

Value set_prop(Value& target, const Arguments& arguments) {
  target.edit_object().set(arguments.text(0), arguments.value(1));
  return target;
}

Value put_all(Value& target, const Arguments& arguments) {
  const Value added = arguments.value(0);
  if (!added.is_object()) fail(arguments.offset, "argument 1 of 'putAll' must be an object");
  Object& object = target.edit_object();
  for (const auto& member : added.as_object()) object.set(member.first, member.second);
  return {};
}

Value remove(Value& target, const Arguments& arguments) {
  Value removed = get(target, arguments);
  target.edit_object().erase(arguments.text(0));
  return removed;
}

Value delete_prop(Value& target, const Arguments& arguments) {
  target.edit_object().erase(arguments.text(0));
  return target;
}

Value clear(Value& target, const Arguments&) {
  target = Value(Object());
  return {};
}

constexpr std::array<Method, 20> kMethods{
    {{"size", 0, 0, [](const Value& t, const Arguments&) { return Value(t.as_object().size()); }},
     {"isEmpty", 0, 0, [](const Value& t, const Arguments&) { return Value(t.as_object().empty()); }},
     {"get", 1, 1, get},
     {"path", 1, 1, get},
     {"getOrDefault", 2, 2, get_or_default},
     {"prop", 1, 1, prop},
     {"containsKey", 1, 1, contains_key},
     {"hasProp", 1, 1, contains_key},
     {"has", 1, 1, contains_key},
     {"containsValue", 1, 1, contains_value},
     {"keySet", 0, 0, keys},
     {"fieldNames", 0, 0, keys},
     {"values", 0, 0, values},
     {"entrySet", 0, 0, entries},
     {"put", 2, 2, nullptr, put},
     {"prop", 2, 2, nullptr, set_prop, true},
     {"putAll", 1, 1, nullptr, put_all},
     {"remove", 1, 1, nullptr, remove},
     {"deleteProp", 1, 1, nullptr, delete_prop, true},
     {"clear", 0, 0, nullptr, clear}}};

}  // namespace

std::span<const Method> object_methods() noexcept { return kMethods; }

}  // namespace rondo::expression
