// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/machine.hpp"

#include <algorithm>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

bool holds(Machine& machine, const ListData& list, const Datum& item) {
  return std::any_of(list.items.begin(), list.items.end(),
                     [&](const Datum& other) { return machine.equal(other, item); });
}

std::size_t whole(Machine& machine, const Datum& number, std::size_t offset) {
  if (!number.is_integer()) machine.raise("IllegalArgumentException", "a whole number is needed", offset);
  return static_cast<std::size_t>(std::max<std::int64_t>(number.scalar().as_integer(), 0));
}

Datum part(Machine& machine, const ListData& list, std::size_t begin, std::size_t end) {
  ListData& made = machine.new_list();
  begin = std::min(begin, list.items.size());
  end = std::clamp(end, begin, list.items.size());
  machine.charge((end - begin) * sizeof(Datum), 0);
  made.items.assign(list.items.begin() + static_cast<std::ptrdiff_t>(begin),
                    list.items.begin() + static_cast<std::ptrdiff_t>(end));
  return made;
}

Datum end_of(Machine& machine, const ListData& list, bool first, std::size_t offset) {
  if (list.items.empty()) machine.raise("NoSuchElementException", "the list is empty", offset);
  return first ? list.items.front() : list.items.back();
}

std::vector<Datum> without_doubles(Machine& machine, const std::vector<Datum>& items, Arguments by,
                                   std::size_t offset) {
  std::vector<Datum> kept, keys;
  for (const Datum& item : items) {
    const Datum key = by.empty() ? item : machine.call(by[0], {&item, 1}, offset);
    const bool known =
        std::any_of(keys.begin(), keys.end(), [&](const Datum& other) { return machine.equal(other, key); });
    if (known) continue;
    keys.push_back(key);
    kept.push_back(item);
  }
  return kept;
}

void flatten(Machine& machine, const ListData& list, ListData& made, std::size_t depth) {
  constexpr std::size_t kMaxDepth = 100;
  for (const Datum& item : list.items) {
    machine.charge(sizeof(Datum), 0);
    if (item.list() != nullptr && depth < kMaxDepth) {
      flatten(machine, *item.list(), made, depth + 1);
    } else {
      made.items.push_back(item);
    }
  }
}

// What changes the list itself.
bool change(Machine& machine, ListData& list, std::string_view name, Arguments arguments, std::size_t offset,
            Datum& result) {
  const std::size_t count = arguments.size();
  if (count == 1 && (name == "add" || name == "push" || name == "leftShift")) {
    list.items.push_back(arguments[0]);
    result = Value(true);
  } else if (count == 2 && name == "add") {
    const std::size_t at = std::min(whole(machine, arguments[0], offset), list.items.size());
    list.items.insert(list.items.begin() + static_cast<std::ptrdiff_t>(at), arguments[1]);
    result = Datum();
  } else if (count == 1 && name == "addAll") {
    const std::vector<Datum> more = machine.sequence(arguments[0]);
    machine.charge(more.size() * sizeof(Datum), offset);
    list.items.insert(list.items.end(), more.begin(), more.end());
    result = Value(!more.empty());
  } else if (count == 1 && (name == "remove" || name == "removeAt")) {
    const bool by_index = arguments[0].is_integer();
    std::size_t at = 0;
    if (by_index) {
      at = whole(machine, arguments[0], offset);
    } else {
      while (at < list.items.size() && !machine.equal(list.items[at], arguments[0])) ++at;
    }
    if (at >= list.items.size()) {
      if (by_index) machine.raise("IndexOutOfBoundsException", "there is no such element", offset);
      result = Value(false);
      return true;
    }
    result = by_index ? list.items[at] : Datum(Value(true));
    list.items.erase(list.items.begin() + static_cast<std::ptrdiff_t>(at));
  } else if (count == 0 && (name == "pop" || name == "removeLast")) {
    result = end_of(machine, list, false, offset);
    list.items.pop_back();
  } else if (count == 1 && (name == "removeAll" || name == "removeIf")) {
    const Datum& which = arguments[0];
    const std::size_t before = list.items.size();
    std::vector<Datum> kept;
    for (const Datum& item : std::vector<Datum>(list.items)) {
      const bool dropped = which.closure() != nullptr
                               ? machine.is_true(machine.call(which, {&item, 1}, offset))
                               : which.list() != nullptr && holds(machine, *which.list(), item);
      if (!dropped) kept.push_back(item);
    }
    list.items = std::move(kept);
    result = Value(list.items.size() != before);
  } else if (count == 0 && name == "clear") {
    list.items.clear();
    result = Datum();
  } else if (count == 2 && name == "set") {
    const std::size_t at = whole(machine, arguments[0], offset);
    if (at >= list.items.size())
      machine.raise("IndexOutOfBoundsException", "there is no such element", offset);
    result = std::exchange(list.items[at], arguments[1]);
  } else if (count <= 1 && name == "unique") {
    std::vector<Datum> kept = without_doubles(machine, list.items, arguments, offset);
    list.items = std::move(kept);
    result = list;
  } else {
    return false;
  }
  machine.touch(list);
  machine.charge(sizeof(Datum), offset);
  return true;
}

}  // namespace

bool list_method(Machine& machine, ListData& list, std::string_view name, Arguments arguments,
                 std::size_t offset, Datum& result) {
  if (change(machine, list, name, arguments, offset, result)) return true;
  const std::size_t count = arguments.size();
  if (count == 0) {
    if (name == "size" || name == "length") {
      result = Value(list.items.size());
    } else if (name == "isEmpty") {
      result = Value(list.items.empty());
    } else if (name == "first" || name == "head") {
      result = end_of(machine, list, true, offset);
    } else if (name == "last") {
      result = end_of(machine, list, false, offset);
    } else if (name == "tail") {
      result = part(machine, list, 1, list.items.size());
    } else if (name == "reverse") {
      result = part(machine, list, 0, list.items.size());
      std::reverse(result.list()->items.begin(), result.list()->items.end());
    } else if (name == "flatten") {
      ListData& made = machine.new_list();
      flatten(machine, list, made, 0);
      result = made;
    } else if (name == "toUnique" || name == "toSet") {
      ListData& made = machine.new_list();
      made.items = without_doubles(machine, list.items, {}, offset);
      result = made;
    } else {
      return false;
    }
    return true;
  }
  if (count == 2 && name == "subList") {
    result = part(machine, list, whole(machine, arguments[0], offset), whole(machine, arguments[1], offset));
    return true;
  }
  if (count != 1) return false;
  if (name == "get" || name == "getAt") {
    result = machine.element(list, arguments[0], offset);
  } else if (name == "contains") {
    result = Value(holds(machine, list, arguments[0]));
  } else if (name == "containsAll") {
    const auto wanted = machine.sequence(arguments[0]);
    result = Value(std::all_of(wanted.begin(), wanted.end(),
                               [&](const Datum& item) { return holds(machine, list, item); }));
  } else if (name == "indexOf") {
    std::int64_t at = 0;
    for (const Datum& item : list.items) {
      if (machine.equal(item, arguments[0])) break;
      ++at;
    }
    result = Value(at < static_cast<std::int64_t>(list.items.size()) ? at : -1);
  } else if (name == "take") {
    result = part(machine, list, 0, whole(machine, arguments[0], offset));
  } else if (name == "drop") {
    result = part(machine, list, whole(machine, arguments[0], offset), list.items.size());
  } else if (name == "plus") {
    result = machine.binary(Op::Add, list, arguments[0], offset);
  } else if (name == "minus") {
    result = machine.binary(Op::Subtract, list, arguments[0], offset);
  } else {
    return false;
  }
  return true;
}

}  // namespace rondo::expression::groovy
