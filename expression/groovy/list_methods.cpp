// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/methods.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

bool holds(Machine& machine, const ListData& list, const Datum& item) {
  return std::any_of(list.items.begin(), list.items.end(),
                     [&](const Datum& other) { return machine.equal(other, item); });
}

auto place(ListData& list, std::size_t index) {
  return list.items.begin() + static_cast<std::ptrdiff_t>(index);
}

Datum part(const Call& call, ListData& list, std::size_t begin, std::size_t end) {
  ListData& made = call.machine.new_list();
  begin = std::min(begin, list.items.size());
  end = std::clamp(end, begin, list.items.size());
  call.machine.charge((end - begin) * sizeof(Datum), call.offset);
  made.items.assign(place(list, begin), place(list, end));
  return made;
}

Datum end_of(const Call& call, const ListData& list, bool first) {
  if (list.items.empty()) call.machine.raise("NoSuchElementException", "the list is empty", call.offset);
  return first ? list.items.front() : list.items.back();
}

std::vector<Datum> without_doubles(const Call& call, const std::vector<Datum>& items) {
  const ClosureData* by = call.count() == 0 ? nullptr : call.arguments.back().closure();
  std::vector<Datum> kept, keys;
  for (const Datum& item : items) {
    const bool compares = by != nullptr && by->arity() > 1;
    const Datum key =
        by == nullptr || compares ? item : call.machine.call(call.arguments.back(), {&item, 1}, call.offset);
    const bool known = std::any_of(keys.begin(), keys.end(), [&](const Datum& other) {
      if (!compares) return call.machine.equal(other, key);
      const std::array<Datum, 2> both{other, key};
      return call.machine.equal(call.machine.call(call.arguments.back(), both, call.offset), Value(0));
    });
    if (known) continue;
    keys.push_back(key);
    kept.push_back(item);
  }
  return kept;
}

void flatten(const Call& call, const ListData& list, ListData& made, std::size_t depth) {
  constexpr std::size_t kMaxDepth = 100;
  for (const Datum& item : list.items) {
    call.machine.charge(sizeof(Datum), call.offset);
    if (item.list() != nullptr && depth < kMaxDepth) {
      flatten(call, *item.list(), made, depth + 1);
    } else {
      made.items.push_back(item);
    }
  }
}

// --- what changes the list itself

Datum add(const Call& call, ListData& list) {
  const bool at_place = call.count() == 2;
  if (list.role == ListData::Role::Set && holds(call.machine, list, call.arguments.back()))
    return Value(false);
  list.items.insert(at_place ? place(list, std::min(call.size(0), list.items.size())) : list.items.end(),
                    call.arguments.back());
  return at_place ? Datum() : Datum(Value(true));
}

Datum add_all(const Call& call, ListData& list) {
  const std::vector<Datum> more = call.machine.sequence(call.arguments.back());
  call.machine.charge(more.size() * sizeof(Datum), call.offset);
  const bool at_place = call.count() == 2;
  list.items.insert(at_place ? place(list, std::min(call.size(0), list.items.size())) : list.items.end(),
                    more.begin(), more.end());
  if (list.role == ListData::Role::Set)
    list.items = without_doubles(Call{call.machine, {}, call.offset}, list.items);
  return Value(!more.empty());
}

std::size_t needed_index(const Call& call, const ListData& list) {
  const bool inside =
      call[0].is_integer() && call[0].scalar().as_integer() >= 0 && call.size(0) < list.items.size();
  if (!inside) {
    call.machine.raise("IndexOutOfBoundsException",
                       fmt::format("index {} of {} elements", call.text(0), list.items.size()), call.offset);
  }
  return call.size(0);
}

// By its index when it is a whole number, else the first that is equal.
Datum remove(const Call& call, ListData& list) {
  if (call[0].is_integer()) {
    const std::size_t index = needed_index(call, list);
    Datum removed = list.items[index];
    list.items.erase(place(list, index));
    return removed;
  }
  const auto found = std::find_if(list.items.begin(), list.items.end(),
                                  [&](const Datum& item) { return call.machine.equal(item, call[0]); });
  if (found == list.items.end()) return Value(false);
  list.items.erase(found);
  return Value(true);
}

Datum remove_all(const Call& call, ListData& list) {
  const Datum& which = call[0];
  std::vector<Datum> kept;
  for (const Datum& item : std::vector<Datum>(list.items)) {
    const bool dropped = which.closure() != nullptr
                             ? call.machine.is_true(call.machine.call(which, {&item, 1}, call.offset))
                             : which.list() != nullptr && holds(call.machine, *which.list(), item);
    if (!dropped) kept.push_back(item);
  }
  const bool changed = kept.size() != list.items.size();
  list.items = std::move(kept);
  return Value(changed);
}

Datum pop(const Call& call, ListData& list) {
  Datum last = end_of(call, list, false);
  list.items.pop_back();
  return last;
}

// Itself, or with `false` in front a new list.
Datum unique(const Call& call, ListData& list) {
  std::vector<Datum> kept = without_doubles(call, list.items);
  if (call.count() > 0 && call[0].is_boolean() && !call.machine.is_true(call[0])) {
    ListData& made = call.machine.new_list();
    made.items = std::move(kept);
    return made;
  }
  list.items = std::move(kept);
  return list;
}

Datum set(const Call& call, ListData& list) {
  return std::exchange(list.items[needed_index(call, list)], call[1]);
}

Datum retain_all(const Call& call, ListData& list) {
  std::vector<Datum> kept;
  for (const Datum& item : std::vector<Datum>(list.items)) {
    const bool stays = call[0].closure() != nullptr
                           ? call.machine.is_true(call.machine.call(call[0], {&item, 1}, call.offset))
                           : call[0].list() != nullptr && holds(call.machine, *call[0].list(), item);
    if (stays) kept.push_back(item);
  }
  const bool changed = kept.size() != list.items.size();
  list.items = std::move(kept);
  return Value(changed);
}

Datum set_at(const Call& call, ListData& list) {
  if (call.size(0) == list.items.size()) list.items.emplace_back();
  list.items[needed_index(call, list)] = call[1];
  return {};
}

Datum remove_first(const Call& call, ListData& list) {
  Datum removed = end_of(call, list, true);
  list.items.erase(list.items.begin());
  return removed;
}

Datum swap(const Call& call, ListData& list) {
  const std::size_t last = call.size(1);
  if (last >= list.items.size())
    call.machine.raise("IndexOutOfBoundsException", "there is no such element", call.offset);
  std::swap(list.items[needed_index(call, list)], list.items[last]);
  return list;
}

Datum replace_all(const Call& call, ListData& list) {
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const Datum before = list.items[i];
    list.items[i] = call.machine.call(call[0], {&before, 1}, call.offset);
  }
  return {};
}

// `reverse(true)` turns the list itself around.
Datum reverse_itself(const Call& call, ListData& list) {
  ListData& made = call.machine.is_true(call[0]) ? list : call.machine.new_list();
  made.items = std::vector<Datum>(list.items.rbegin(), list.items.rend());
  return made;
}

Datum clear(const Call&, ListData& list) {
  list.items.clear();
  return {};
}

constexpr auto kChanges = std::to_array<Method<ListData>>({{"add", 1, 2, add},
                                                           {"reverse", 1, 1, reverse_itself},
                                                           {"push", 1, 1, add},
                                                           {"leftShift", 1, 1, add},
                                                           {"addAll", 1, 2, add_all},
                                                           {"remove", 1, 1, remove},
                                                           {"removeAt", 1, 1, remove},
                                                           {"removeAll", 1, 1, remove_all},
                                                           {"removeIf", 1, 1, remove_all},
                                                           {"pop", 0, 0, pop},
                                                           {"removeLast", 0, 0, pop},
                                                           {"clear", 0, 0, clear},
                                                           {"set", 2, 2, set},
                                                           {"unique", 0, 2, unique},
                                                           {"retainAll", 1, 1, retain_all},
                                                           {"putAt", 2, 2, set_at},
                                                           {"removeFirst", 0, 0, remove_first},
                                                           {"swap", 2, 2, swap},
                                                           {"replaceAll", 1, 1, replace_all}});

// --- what only looks at it

Datum size(const Call&, ListData& list) { return Value(list.items.size()); }
Datum is_empty(const Call&, ListData& list) { return Value(list.items.empty()); }
Datum first(const Call& call, ListData& list) { return end_of(call, list, true); }
Datum last(const Call& call, ListData& list) { return end_of(call, list, false); }
Datum tail(const Call& call, ListData& list) { return part(call, list, 1, list.items.size()); }
Datum take(const Call& call, ListData& list) { return part(call, list, 0, call.size(0)); }
Datum drop(const Call& call, ListData& list) { return part(call, list, call.size(0), list.items.size()); }
Datum sub_list(const Call& call, ListData& list) { return part(call, list, call.size(0), call.size(1)); }
// Unlike an index in brackets, `get` must lie inside.
Datum get(const Call& call, ListData& list) { return list.items[needed_index(call, list)]; }
Datum get_at(const Call& call, ListData& list) { return call.machine.element(list, call[0], call.offset); }
Datum contains(const Call& call, ListData& list) { return Value(holds(call.machine, list, call[0])); }

Datum reverse(const Call& call, ListData& list) {
  Datum made = part(call, list, 0, list.items.size());
  std::reverse(made.list()->items.begin(), made.list()->items.end());
  return made;
}

Datum flattened(const Call& call, ListData& list) {
  ListData& made = call.machine.new_list();
  flatten(call, list, made, 0);
  return made;
}

Datum to_unique(const Call& call, ListData& list) {
  ListData& made = call.machine.new_list();
  made.role = list.role == ListData::Role::Set ? list.role : ListData::Role::List;
  made.items = without_doubles(call, list.items);
  return made;
}

Datum to_set(const Call& call, ListData& list) {
  Datum made = to_unique(call, list);
  made.list()->role = ListData::Role::Set;
  return made;
}

Datum contains_all(const Call& call, ListData& list) {
  const auto wanted = call.machine.sequence(call[0]);
  return Value(std::all_of(wanted.begin(), wanted.end(),
                           [&](const Datum& item) { return holds(call.machine, list, item); }));
}

Datum index_of(const Call& call, ListData& list) {
  const auto found = std::find_if(list.items.begin(), list.items.end(),
                                  [&](const Datum& item) { return call.machine.equal(item, call[0]); });
  return Value(found == list.items.end() ? std::int64_t{-1} : std::int64_t{found - list.items.begin()});
}

Datum plus(const Call& call, ListData& list) {
  return call.machine.binary(Op::Add, list, call[0], call.offset);
}
Datum minus(const Call& call, ListData& list) {
  return call.machine.binary(Op::Subtract, list, call[0], call.offset);
}

constexpr auto kMethods =
    std::to_array<Method<ListData>>({{"size", 0, 0, size},         {"length", 0, 0, size},
                                     {"isEmpty", 0, 0, is_empty},  {"first", 0, 0, first},
                                     {"head", 0, 0, first},        {"last", 0, 0, last},
                                     {"tail", 0, 0, tail},         {"reverse", 0, 0, reverse},
                                     {"flatten", 0, 0, flattened}, {"toUnique", 0, 1, to_unique},
                                     {"toSet", 0, 0, to_set},      {"subList", 2, 2, sub_list},
                                     {"get", 1, 1, get},           {"getAt", 1, 1, get_at},
                                     {"contains", 1, 1, contains}, {"containsAll", 1, 1, contains_all},
                                     {"indexOf", 1, 1, index_of},  {"take", 1, 1, take},
                                     {"drop", 1, 1, drop},         {"plus", 1, 1, plus},
                                     {"minus", 1, 1, minus}});

}  // namespace

bool list_method(Machine& machine, ListData& list, std::string_view name, Arguments arguments,
                 std::size_t offset, Datum& result) {
  const Call call{machine, arguments, offset};
  if (run_method(kMethods, name, call, list, result)) return true;
  const bool changes =
      std::any_of(kChanges.begin(), kChanges.end(), [&](const auto& method) { return method.name == name; });
  if (changes && list.role == ListData::Role::Range && name != "unique")
    machine.raise("UnsupportedOperationException", "a range cannot be changed", offset);
  if (!changes || !run_method(kChanges, name, call, list, result)) return false;
  machine.touch(list);
  machine.charge(sizeof(Datum), offset);
  return true;
}

}  // namespace rondo::expression::groovy
