// SPDX-License-Identifier: Apache-2.0
// Further methods of lists, maps (their entries) and texts (their characters).
#include "expression/groovy/methods.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

struct Searched {
  Machine& machine;
  const Datum& target;
  std::vector<Datum> items;
  Arguments arguments;
  std::size_t offset;

  // Of a map's entry a closure of two parameters gets key and value.
  [[nodiscard]] Datum at(const Datum& item) const {
    const Datum& closure = arguments.back();
    const bool apart =
        target.map() != nullptr && closure.closure() != nullptr && closure.closure()->arity() >= 2;
    if (!apart) return machine.call(closure, {&item, 1}, offset);
    const std::array<Datum, 2> both{(*item.map())["key"], (*item.map())["value"]};
    return machine.call(closure, both, offset);
  }
  [[nodiscard]] bool holds(const Datum& item) const { return machine.is_true(at(item)); }
  [[nodiscard]] Datum list(std::vector<Datum> of) const {
    machine.charge(of.size() * sizeof(Datum), offset);
    ListData& made = machine.new_list();
    made.items = std::move(of);
    return made;
  }
  // Elements of a map go back into a map, characters into a text.
  [[nodiscard]] Datum as_target(std::vector<Datum> of) const {
    if (target.is_text()) {
      std::string text;
      for (const Datum& item : of) text += machine.text(item);
      return Value(std::move(text));
    }
    if (target.map() == nullptr) return list(std::move(of));
    MapData& made = machine.new_map();
    for (const Datum& entry : of) machine.place(made, (*entry.map())["key"]) = (*entry.map())["value"];
    return made;
  }
  // How many of the elements the argument asks for.
  [[nodiscard]] std::ptrdiff_t many() const {
    const Call call{machine, arguments, offset};
    return static_cast<std::ptrdiff_t>(std::min(call.size(0), items.size()));
  }
};

Datum take(const Searched& all) { return all.as_target({all.items.begin(), all.items.begin() + all.many()}); }
Datum drop(const Searched& all) { return all.as_target({all.items.begin() + all.many(), all.items.end()}); }
Datum take_right(const Searched& all) {
  return all.as_target({all.items.end() - all.many(), all.items.end()});
}
Datum drop_right(const Searched& all) {
  return all.as_target({all.items.begin(), all.items.end() - all.many()});
}
Datum init(const Searched& all) {
  if (all.items.empty()) all.machine.raise("NoSuchElementException", "there is no element", all.offset);
  return all.as_target({all.items.begin(), all.items.end() - 1});
}

Datum count_by(const Searched& all) {
  MapData& made = all.machine.new_map();
  for (const Datum& item : all.items) {
    all.machine.charge(sizeof(Datum), all.offset);
    const Datum key = all.at(item);
    Datum& count = all.machine.place(made, key);
    count = Value(count.is_integer() ? count.scalar().as_integer() + 1 : 1);
  }
  return made;
}

// What the closure gives for the first element for which it is not null; else the first of two arguments.
Datum find_result(const Searched& all) {
  for (const Datum& item : all.items) {
    Datum found = all.at(item);
    if (!found.is_null()) return found;
  }
  return all.arguments.size() > 1 ? all.arguments[0] : Datum();
}

Datum find_results(const Searched& all) {
  std::vector<Datum> made;
  for (const Datum& item : all.items) {
    Datum found = all.at(item);
    if (!found.is_null()) made.push_back(std::move(found));
  }
  return all.list(std::move(made));
}

template <bool kLast>
Datum find_index(const Searched& all) {
  std::int64_t found = -1;
  for (std::size_t i = 0; i < all.items.size() && (kLast || found < 0); ++i) {
    if (all.holds(all.items[i])) found = static_cast<std::int64_t>(i);
  }
  return Value(found);
}

Datum find_indexes(const Searched& all) {
  std::vector<Datum> made;
  for (std::size_t i = 0; i < all.items.size(); ++i) {
    if (all.holds(all.items[i])) made.emplace_back(Value(i));
  }
  return all.list(std::move(made));
}

Datum reverse_each(const Searched& all) {
  for (auto item = all.items.rbegin(); item != all.items.rend(); ++item) (void)all.at(*item);
  return all.target;
}

Datum average(const Searched& all) {
  if (all.items.empty()) return {};
  const Datum list = all.list(all.items);
  const Datum sum = all.machine.call_method(list, "sum", all.arguments, all.offset);
  return all.machine.binary(Op::Divide, sum, Value(all.items.size()), all.offset);
}

Datum collected_below(const Searched& all, const std::vector<Datum>& items, std::size_t depth) {
  constexpr std::size_t kDeepest = 100;
  if (depth > kDeepest) all.machine.raise("StackOverflowError", "the list is nested too deep", all.offset);
  std::vector<Datum> made;
  made.reserve(items.size());
  for (const Datum& item : items) {
    made.push_back(item.list() != nullptr ? collected_below(all, item.list()->items, depth + 1)
                                          : all.at(item));
  }
  return all.list(std::move(made));
}
Datum collect_nested(const Searched& all) { return collected_below(all, all.items, 0); }

// All ways to take one element of each list.
Datum combinations(const Searched& all) {
  std::vector<std::vector<Datum>> made{{}};
  for (const Datum& item : all.items) {
    std::vector<std::vector<Datum>> longer;
    for (const Datum& last : item.list() != nullptr ? item.list()->items : std::vector<Datum>{item}) {
      for (const auto& one : made) {
        all.machine.charge((one.size() + 1) * sizeof(Datum), all.offset);
        longer.push_back(one);
        longer.back().push_back(last);
      }
    }
    made = std::move(longer);
  }
  std::vector<Datum> lists;
  lists.reserve(made.size());
  for (auto& one : made) lists.push_back(all.list(std::move(one)));
  return all.list(std::move(lists));
}

bool is_among(const Searched& all, const Datum& item) {
  const std::vector<Datum> others = all.machine.sequence(all.arguments[0]);
  return std::any_of(others.begin(), others.end(),
                     [&](const Datum& other) { return all.machine.equal(other, item); });
}

Datum intersect(const Searched& all) {
  std::vector<Datum> made;
  for (const Datum& item : all.items) {
    if (is_among(all, item)) made.push_back(item);
  }
  return all.machine.call_method(all.as_target(std::move(made)), "toUnique", {}, all.offset);
}

Datum disjoint(const Searched& all) {
  return Value(std::none_of(all.items.begin(), all.items.end(),
                            [&](const Datum& item) { return is_among(all, item); }));
}

Datum last_index_of(const Searched& all) {
  for (std::size_t i = all.items.size(); i-- > 0;) {
    if (all.machine.equal(all.items[i], all.arguments[0])) return Value(i);
  }
  return Value(-1);
}

Datum flat_map(const Searched& all) {
  return all.machine.call_method(all.target, "collectMany", all.arguments, all.offset);
}

Datum same(const Searched& all) { return all.target; }

struct Row {
  std::string_view name;
  std::size_t fewest, most;
  Datum (*method)(const Searched&);
  bool of_texts;
};

constexpr auto kMethods = std::to_array<Row>({{"take", 1, 1, take, false},
                                              {"drop", 1, 1, drop, false},
                                              {"takeRight", 1, 1, take_right, true},
                                              {"dropRight", 1, 1, drop_right, true},
                                              {"init", 0, 0, init, true},
                                              {"countBy", 1, 1, count_by, true},
                                              {"findResult", 1, 2, find_result, true},
                                              {"findResults", 1, 1, find_results, true},
                                              {"findIndexOf", 1, 1, find_index<false>, true},
                                              {"findLastIndexOf", 1, 1, find_index<true>, true},
                                              {"findIndexValues", 1, 1, find_indexes, true},
                                              {"reverseEach", 1, 1, reverse_each, true},
                                              {"average", 0, 1, average, false},
                                              {"collectNested", 1, 1, collect_nested, false},
                                              {"combinations", 0, 0, combinations, false},
                                              {"intersect", 1, 1, intersect, false},
                                              {"disjoint", 1, 1, disjoint, false},
                                              {"lastIndexOf", 1, 1, last_index_of, false},
                                              {"flatMap", 1, 1, flat_map, false},
                                              {"asImmutable", 0, 0, same, false},
                                              {"asUnmodifiable", 0, 0, same, false},
                                              {"asSynchronized", 0, 0, same, false},
                                              {"toArray", 0, 1, same, false}});

// The words of Java's streams for what lists have anyway.
struct Alias {
  std::string_view name, meaning;
};
constexpr std::array<Alias, 9> kStreams{{{"filter", "findAll"},
                                         {"map", "collect"},
                                         {"mapToObj", "collect"},
                                         {"anyMatch", "any"},
                                         {"allMatch", "every"},
                                         {"limit", "take"},
                                         {"skip", "drop"},
                                         {"reduce", "inject"},
                                         {"containsWithinBounds", "contains"}}};

}  // namespace

bool searching_method(Machine& machine, const Datum& target, std::string_view name, Arguments arguments,
                      std::size_t offset, Datum& result) {
  const auto* const found = std::find_if(kMethods.begin(), kMethods.end(), [&](const Row& row) {
    return row.name == name && arguments.size() >= row.fewest && arguments.size() <= row.most &&
           (row.of_texts || !target.is_text());
  });
  if (found == kMethods.end()) {
    const auto* const other =
        std::find_if(kStreams.begin(), kStreams.end(), [&](const Alias& row) { return row.name == name; });
    if (other == kStreams.end() || target.is_text()) return false;
    result = machine.call_method(target, other->meaning, arguments, offset);
    return true;
  }
  result = found->method({machine, target, machine.sequence(target), arguments, offset});
  return true;
}

}  // namespace rondo::expression::groovy
