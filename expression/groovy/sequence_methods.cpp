// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/machine.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

/// A method of lists, maps (their entries) and texts (their characters) that goes through the elements.
struct Walk {
  Machine& machine;
  const Datum& target;
  const std::vector<Datum>& items;
  Arguments arguments;
  std::size_t offset;

  // The value of the closure for one element. A closure of two parameters gets a map's key and value.
  [[nodiscard]] Datum at(const Datum& closure, const Datum& item) const {
    const ClosureData* data = closure.closure();
    const bool apart = target.map() != nullptr && data != nullptr && data->arity() >= 2;
    if (!apart) return machine.call(closure, {&item, 1}, offset);
    const std::array<Datum, 2> both{(*item.map())["key"], (*item.map())["value"]};
    return machine.call(closure, both, offset);
  }
  [[nodiscard]] Datum at(const Datum& item) const { return at(arguments.back(), item); }
  [[nodiscard]] bool holds(const Datum& item) const {
    return arguments.empty() ? machine.is_true(item) : machine.is_true(at(item));
  }
  [[nodiscard]] ListData& list() const { return machine.new_list(); }
};

using Method = Datum (*)(const Walk&);

// Elements of a map go back into a map.
Datum collected(const Walk& walk, const std::vector<Datum>& items) {
  walk.machine.charge(items.size() * sizeof(Datum), walk.offset);
  if (walk.target.map() == nullptr) {
    ListData& made = walk.list();
    made.items = items;
    return made;
  }
  MapData& made = walk.machine.new_map();
  for (const Datum& item : items) walk.machine.place(made, (*item.map())["key"]) = (*item.map())["value"];
  return made;
}

Datum each(const Walk& walk) {
  for (const Datum& item : walk.items) (void)walk.at(item);
  return walk.target;
}

Datum each_with_index(const Walk& walk) {
  std::int64_t index = 0;
  const ClosureData* data = walk.arguments[0].closure();
  const bool apart = walk.target.map() != nullptr && data != nullptr && data->arity() == 3;
  for (const Datum& item : walk.items) {
    if (apart) {
      const std::array<Datum, 3> all{(*item.map())["key"], (*item.map())["value"], Value(index++)};
      (void)walk.machine.call(walk.arguments[0], all, walk.offset);
      continue;
    }
    const std::array<Datum, 2> both{item, Value(index++)};
    (void)walk.machine.call(walk.arguments[0], both, walk.offset);
  }
  return walk.target;
}

Datum collect(const Walk& walk) {
  // Into a list that is given, or a new one.
  ListData* given = walk.arguments.size() > 1 ? walk.arguments[0].list() : nullptr;
  ListData& made = given != nullptr ? *given : walk.list();
  for (const Datum& item : walk.items) {
    walk.machine.charge(sizeof(Datum), walk.offset);
    made.items.push_back(walk.arguments.empty() ? item : walk.at(item));
  }
  return made;
}

Datum collect_many(const Walk& walk) {
  ListData& made = walk.list();
  for (const Datum& item : walk.items) {
    for (Datum& part : walk.machine.sequence(walk.at(item))) made.items.push_back(std::move(part));
    walk.machine.charge(made.items.size(), walk.offset);
  }
  return made;
}

Datum collect_entries(const Walk& walk) {
  MapData& made = walk.machine.new_map();
  for (const Datum& item : walk.items) {
    const Datum entry = walk.arguments.empty() ? item : walk.at(item);
    walk.machine.charge(sizeof(Datum) * 2, walk.offset);
    if (MapData* map = entry.map()) {
      const bool pair =
          map->entries.size() == 2 && map->find("key") != nullptr && map->find("value") != nullptr;
      if (pair) {
        walk.machine.place(made, (*map)["key"]) = (*map)["value"];
      } else {
        for (const auto& [key, value] : map->entries) walk.machine.place(made, map->key(key)) = value;
      }
      continue;
    }
    const std::vector<Datum> parts = walk.machine.sequence(entry);
    if (parts.size() != 2) {
      walk.machine.raise("IllegalArgumentException", "an entry is a map or a list of key and value",
                         walk.offset);
    }
    walk.machine.place(made, parts[0]) = parts[1];
  }
  return made;
}

Datum find(const Walk& walk) {
  for (const Datum& item : walk.items) {
    if (walk.holds(item)) return item;
  }
  return {};
}

Datum find_all(const Walk& walk) {
  std::vector<Datum> found;
  for (const Datum& item : walk.items) {
    if (walk.holds(item)) found.push_back(item);
  }
  return collected(walk, found);
}

// By what a `switch` would ask.
Datum grep(const Walk& walk) {
  std::vector<Datum> found;
  for (const Datum& item : walk.items) {
    const bool wanted = walk.arguments.empty() ? walk.machine.is_true(item)
                                               : walk.machine.matches_case(item, walk.arguments[0]);
    if (wanted) found.push_back(item);
  }
  return collected(walk, found);
}

Datum any(const Walk& walk) {
  return Value(
      std::any_of(walk.items.begin(), walk.items.end(), [&](const Datum& item) { return walk.holds(item); }));
}

Datum every(const Walk& walk) {
  return Value(
      std::all_of(walk.items.begin(), walk.items.end(), [&](const Datum& item) { return walk.holds(item); }));
}

Datum inject(const Walk& walk) {
  std::size_t first = 0;
  Datum sum;
  if (walk.arguments.size() == 2) {
    sum = walk.arguments[0];
  } else if (!walk.items.empty()) {
    sum = walk.items[first++];
  }
  for (std::size_t i = first; i < walk.items.size(); ++i) {
    const Datum& item = walk.items[i];
    const ClosureData* data = walk.arguments.back().closure();
    if (walk.target.map() != nullptr && data != nullptr && data->arity() == 3) {
      const std::array<Datum, 3> apart{sum, (*item.map())["key"], (*item.map())["value"]};
      sum = walk.machine.call(walk.arguments.back(), apart, walk.offset);
      continue;
    }
    const std::array<Datum, 2> both{sum, item};
    sum = walk.machine.call(walk.arguments.back(), both, walk.offset);
  }
  return sum;
}

Datum sum(const Walk& walk) {
  const bool by_closure = !walk.arguments.empty() && walk.arguments.back().closure() != nullptr;
  const bool initial = walk.arguments.size() > (by_closure ? 1u : 0u);
  Datum total = initial ? walk.arguments[0] : Datum();
  bool first = !initial;
  for (const Datum& item : walk.items) {
    Datum value = by_closure ? walk.at(item) : item;
    total = first ? std::move(value) : walk.machine.binary(Op::Add, total, value, walk.offset);
    first = false;
  }
  return total;
}

// The order of two elements: by a closure of two parameters, by a key that a closure gives, or their own.
int order(const Walk& walk, const Datum& left, const Datum& right) {
  if (walk.arguments.empty() || walk.arguments.back().closure() == nullptr) {
    if (walk.target.map() != nullptr)
      return walk.machine.compare((*left.map())["key"], (*right.map())["key"], walk.offset);
    return walk.machine.compare(left, right, walk.offset);
  }
  const Datum& closure = walk.arguments.back();
  if (closure.closure()->arity() < 2) {
    return walk.machine.compare(walk.at(closure, left), walk.at(closure, right), walk.offset);
  }
  const std::array<Datum, 2> both{left, right};
  const Datum result = walk.machine.call(closure, both, walk.offset);
  return walk.machine.compare(result, Value(0), walk.offset);
}

Datum extreme(const Walk& walk, int wanted) {
  if (walk.items.empty()) return {};
  std::size_t best = 0;
  for (std::size_t i = 1; i < walk.items.size(); ++i) {
    if (order(walk, walk.items[i], walk.items[best]) * wanted > 0) best = i;
  }
  return walk.items[best];
}

// Merge sort: a closure that contradicts itself does no harm.
void merge_sort(const Walk& walk, std::vector<Datum>& items, std::size_t begin, std::size_t end,
                std::vector<Datum>& other) {
  if (end - begin < 2) return;
  const std::size_t middle = begin + (end - begin) / 2;
  merge_sort(walk, items, begin, middle, other);
  merge_sort(walk, items, middle, end, other);
  std::size_t left = begin, right = middle;
  for (std::size_t at = begin; at < end; ++at) {
    const bool from_left = right == end || (left < middle && order(walk, items[left], items[right]) <= 0);
    other[at] = items[from_left ? left++ : right++];
  }
  std::copy(other.begin() + static_cast<std::ptrdiff_t>(begin),
            other.begin() + static_cast<std::ptrdiff_t>(end),
            items.begin() + static_cast<std::ptrdiff_t>(begin));
}

Datum sorted(const Walk& walk) {
  std::vector<Datum> items = walk.items, other = walk.items;
  merge_sort(walk, items, 0, items.size(), other);
  return collected(walk, items);
}

// By the first closure, then each group by those behind it.
Datum group_by_all(const Walk& walk) {
  const Datum groups =
      walk.machine.call_method(walk.target, "groupBy", walk.arguments.subspan(0, 1), walk.offset);
  for (auto& [key, group] : groups.map()->entries) {
    group = walk.machine.call_method(group, "groupBy", walk.arguments.subspan(1), walk.offset);
  }
  return groups;
}

Datum group_by(const Walk& walk) {
  if (walk.arguments.size() > 1) return group_by_all(walk);
  MapData& made = walk.machine.new_map();
  for (const Datum& item : walk.items) {
    const Datum key = walk.at(item);
    Datum& group = walk.machine.place(made, key);
    walk.machine.charge(sizeof(Datum), walk.offset);
    if (group.is_null())
      group = walk.target.map() != nullptr ? Datum(walk.machine.new_map()) : Datum(walk.list());
    if (group.map() != nullptr) {
      walk.machine.place(*group.map(), (*item.map())["key"]) = (*item.map())["value"];
    } else {
      group.list()->items.push_back(item);
    }
  }
  return made;
}

Datum count(const Walk& walk) {
  const Datum& what = walk.arguments[0];
  return Value(std::count_if(walk.items.begin(), walk.items.end(), [&](const Datum& item) {
    return what.closure() != nullptr ? walk.holds(item) : walk.machine.equal(item, what);
  }));
}

Datum join(const Walk& walk) {
  std::string result;
  const std::string separator = walk.arguments.empty() ? std::string() : walk.machine.text(walk.arguments[0]);
  for (std::size_t i = 0; i < walk.items.size(); ++i) {
    if (i > 0) result += separator;
    const std::string part = walk.machine.text(walk.items[i]);
    walk.machine.charge(part.size() + separator.size(), walk.offset);
    result += part;
  }
  return Value(std::move(result));
}

Datum take_while(const Walk& walk) {
  std::vector<Datum> taken;
  for (const Datum& item : walk.items) {
    if (!walk.holds(item)) break;
    taken.push_back(item);
  }
  return collected(walk, taken);
}

Datum to_list(const Walk& walk) {
  ListData& made = walk.list();
  made.items = walk.items;
  return made;
}

struct Row {
  std::string_view name;
  std::size_t fewest, most;
  Method method;
};

constexpr std::array<Row, 24> kMethods{{{"each", 1, 1, each},
                                        {"eachWithIndex", 1, 1, each_with_index},
                                        {"collect", 0, 2, collect},
                                        {"collectMany", 1, 1, collect_many},
                                        {"collectEntries", 0, 1, collect_entries},
                                        {"find", 0, 1, find},
                                        {"findAll", 0, 1, find_all},
                                        {"grep", 0, 1, grep},
                                        {"any", 0, 1, any},
                                        {"every", 0, 1, every},
                                        {"inject", 1, 2, inject},
                                        {"sum", 0, 2, sum},
                                        {"min", 0, 1, [](const Walk& walk) { return extreme(walk, -1); }},
                                        {"max", 0, 1, [](const Walk& walk) { return extreme(walk, 1); }},
                                        {"toSorted", 0, 1, sorted},
                                        {"groupBy", 1, 5, group_by},
                                        {"count", 1, 1, count},
                                        {"join", 0, 1, join},
                                        {"takeWhile", 1, 1, take_while},
                                        {"toList", 0, 0, to_list},
                                        {"asList", 0, 0, to_list},
                                        {"forEach", 1, 1, each},
                                        {"stream", 0, 0, to_list},
                                        {"sort", 0, 2, sorted}}};

}  // namespace

bool sequence_method(Machine& machine, const Datum& target, std::string_view name, Arguments arguments,
                     std::size_t offset, Datum& result) {
  const auto* const found = std::find_if(kMethods.begin(), kMethods.end(), [&](const Row& row) {
    return row.name == name && arguments.size() >= row.fewest && arguments.size() <= row.most;
  });
  if (found == kMethods.end()) {
    return arranging_method(machine, target, name, arguments, offset, result) ||
           searching_method(machine, target, name, arguments, offset, result);
  }
  const std::vector<Datum> items = machine.sequence(target);
  result = found->method({machine, target, items, arguments, offset});
  // A list is sorted itself, unless its first argument says otherwise.
  const bool keeps = !arguments.empty() && arguments[0].is_boolean() && !machine.is_true(arguments[0]);
  ListData* list = name == "sort" && !keeps ? target.list() : nullptr;
  if (list != nullptr && list->role == ListData::Role::List) {
    machine.touch(*list);
    list->items = result.list()->items;
    result = target;
  }
  return true;
}

}  // namespace rondo::expression::groovy
