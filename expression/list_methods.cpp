// SPDX-License-Identifier: Apache-2.0
#include "expression/conversion.hpp"
#include "expression/failure.hpp"
#include "expression/methods.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rondo::expression {

using model::List;
using model::Value;

namespace {

std::size_t place(const List& list, const Arguments& arguments, std::size_t i, std::size_t limit) {
  const std::int64_t index = arguments.integer(i);
  if (index < 0 || static_cast<std::uint64_t>(index) >= limit) {
    fail(arguments.offset, fmt::format("'{}': position {} lies outside of a list of {} elements",
                                       arguments.name, index, list.size()));
  }
  return static_cast<std::size_t>(index);
}

List::difference_type steps(std::size_t count) { return static_cast<List::difference_type>(count); }

Value get(const Value& target, const Arguments& arguments) {
  const List& list = target.as_list();
  return list[place(list, arguments, 0, list.size())];
}

Value first(const Value& target, const Arguments& arguments) {
  if (target.as_list().empty()) fail(arguments.offset, fmt::format("'{}' of an empty list", arguments.name));
  return target.as_list().front();
}

Value last(const Value& target, const Arguments& arguments) {
  if (target.as_list().empty()) fail(arguments.offset, fmt::format("'{}' of an empty list", arguments.name));
  return target.as_list().back();
}

std::int64_t index_in(const List& list, const Value& wanted) {
  const auto found = std::find(list.begin(), list.end(), wanted);
  return found == list.end() ? -1 : found - list.begin();
}

Value last_index_of(const Value& target, const Arguments& arguments) {
  const List& list = target.as_list();
  const auto found = std::find(list.rbegin(), list.rend(), arguments.value(0));
  return Value(list.rend() - found - 1);
}

Value contains_all(const Value& target, const Arguments& arguments) {
  for (const Value& wanted : arguments.list(0)) {
    if (index_in(target.as_list(), wanted) < 0) return Value(false);
  }
  return Value(true);
}

Value sub_list(const Value& target, const Arguments& arguments) {
  const List& list = target.as_list();
  const std::size_t begin = place(list, arguments, 0, list.size() + 1);
  const std::size_t end = place(list, arguments, 1, list.size() + 1);
  if (end < begin) fail(arguments.offset, "'subList' must not end before it begins");
  return Value(List(list.begin() + steps(begin), list.begin() + steps(end)));
}

Value add(Value& target, const Arguments& arguments) {
  if (arguments.size() == 1) {
    target.edit_list().push_back(arguments.value(0));
  } else {
    const std::size_t at = place(target.as_list(), arguments, 0, target.as_list().size() + 1);
    List& list = target.edit_list();
    list.insert(list.begin() + steps(at), arguments.value(1));
  }
  return Value(true);
}

Value append(Value& target, const Arguments& arguments) {
  target.edit_list().push_back(arguments.value(0));
  return target;
}

Value add_all(Value& target, const Arguments& arguments) {
  // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): it may be the target itself
  const List added = arguments.list(0);
  List& list = target.edit_list();
  list.insert(list.end(), added.begin(), added.end());
  return Value(!added.empty());
}

// As in Java a whole number is a position, anything else an element.
Value remove(Value& target, const Arguments& arguments) {
  // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): it may lie in the target
  const Value wanted = arguments.value(0);
  if (wanted.is_integer()) {
    const std::size_t at = place(target.as_list(), arguments, 0, target.as_list().size());
    List& list = target.edit_list();
    Value removed = std::move(list[at]);
    list.erase(list.begin() + steps(at));
    return removed;
  }
  const std::int64_t at = index_in(target.as_list(), wanted);
  if (at < 0) return Value(false);
  List& list = target.edit_list();
  list.erase(list.begin() + at);
  return Value(true);
}

Value set(Value& target, const Arguments& arguments) {
  const std::size_t at = place(target.as_list(), arguments, 0, target.as_list().size());
  return std::exchange(target.edit_list()[at], arguments.value(1));
}

Value clear(Value& target, const Arguments&) {
  target = Value(List());
  return {};
}

Value same(const Value& target, const Arguments&) { return target; }

constexpr std::array<Method, 22> kMethods{
    {{"size", 0, 0, [](const Value& t, const Arguments&) { return Value(t.as_list().size()); }},
     {"isEmpty", 0, 0, [](const Value& t, const Arguments&) { return Value(t.as_list().empty()); }},
     {"get", 1, 1, get},
     {"path", 1, 1, get},
     {"first", 0, 0, first},
     {"getFirst", 0, 0, first},
     {"last", 0, 0, last},
     {"getLast", 0, 0, last},
     {"contains", 1, 1,
      [](const Value& t, const Arguments& a) { return Value(index_in(t.as_list(), a.value(0)) >= 0); }},
     {"containsAll", 1, 1, contains_all},
     {"indexOf", 1, 1,
      [](const Value& t, const Arguments& a) { return Value(index_in(t.as_list(), a.value(0))); }},
     {"lastIndexOf", 1, 1, last_index_of},
     {"subList", 2, 2, sub_list},
     {"elements", 0, 0, same},
     {"toArray", 0, 0, same},
     {"add", 1, 2, nullptr, add},
     {"append", 1, 1, nullptr, append, true},
     {"addAll", 1, 1, nullptr, add_all},
     {"remove", 1, 1, nullptr, remove},
     {"set", 2, 2, nullptr, set},
     {"clear", 0, 0, nullptr, clear},
     {"join", 1, 1, [](const Value& t, const Arguments& a) {
        std::string text;
        const std::string separator = a.text(0);
        for (const Value& item : t.as_list()) {
          if (&item != &t.as_list().front()) text += separator;
          append_text(text, item);
        }
        return Value(std::move(text));
      }}}};

}  // namespace

std::span<const Method> list_methods() noexcept { return kMethods; }

}  // namespace rondo::expression
