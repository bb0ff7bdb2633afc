// SPDX-License-Identifier: Apache-2.0
// Methods that put the elements of a sequence into another arrangement.
#include "expression/groovy/machine.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

struct Arranging {
  Machine& machine;
  std::vector<Datum> items;
  Arguments arguments;
  std::size_t offset;

  [[nodiscard]] std::int64_t whole(std::size_t i, std::int64_t otherwise) const {
    if (i >= arguments.size()) return otherwise;
    if (!arguments[i].is_integer())
      machine.raise("IllegalArgumentException", "a whole number is needed", offset);
    return arguments[i].scalar().as_integer();
  }
  // A step of at least 1.
  [[nodiscard]] std::size_t stride(std::size_t i, std::size_t otherwise) const {
    const std::int64_t given = whole(i, static_cast<std::int64_t>(otherwise));
    if (given < 1) machine.raise("IllegalArgumentException", "a number above 0 is needed", offset);
    return static_cast<std::size_t>(given);
  }
  [[nodiscard]] Datum list(std::vector<Datum> of) const {
    machine.charge(of.size() * sizeof(Datum), offset);
    ListData& made = machine.new_list();
    made.items = std::move(of);
    return made;
  }
};

Datum with_index(const Arranging& all) {
  std::int64_t index = all.whole(0, 0);
  std::vector<Datum> pairs;
  for (const Datum& item : all.items) pairs.push_back(all.list({item, Value(index++)}));
  return all.list(std::move(pairs));
}

Datum indexed(const Arranging& all) {
  MapData& made = all.machine.new_map();
  std::int64_t index = all.whole(0, 0);
  all.machine.charge(all.items.size() * sizeof(Datum), all.offset);
  for (const Datum& item : all.items) made[std::to_string(index++)] = item;
  return made;
}

Datum collate(const Arranging& all) {
  const std::size_t size = all.stride(0, 1), step = all.stride(1, size);
  std::vector<Datum> groups;
  for (std::size_t at = 0; at < all.items.size(); at += std::min(step, all.items.size() - at)) {
    const std::size_t end = at + std::min(size, all.items.size() - at);
    groups.push_back(all.list({all.items.begin() + static_cast<std::ptrdiff_t>(at),
                               all.items.begin() + static_cast<std::ptrdiff_t>(end)}));
  }
  return all.list(std::move(groups));
}

// As many rows as the shortest list has elements.
Datum transpose(const Arranging& all) {
  std::vector<std::vector<Datum>> columns;
  for (const Datum& item : all.items) columns.push_back(all.machine.sequence(item));
  std::vector<Datum> rows;
  for (std::size_t i = 0; !columns.empty(); ++i) {
    std::vector<Datum> row;
    for (const auto& column : columns) {
      if (i < column.size()) row.push_back(column[i]);
    }
    if (row.size() < columns.size()) break;
    rows.push_back(all.list(std::move(row)));
  }
  return all.list(std::move(rows));
}

Datum split(const Arranging& all) {
  std::vector<Datum> chosen, others;
  for (const Datum& item : all.items) {
    const bool holds = all.machine.is_true(all.machine.call(all.arguments[0], {&item, 1}, all.offset));
    (holds ? chosen : others).push_back(item);
  }
  return all.list({all.list(std::move(chosen)), all.list(std::move(others))});
}

Datum drop_while(const Arranging& all) {
  const auto first = std::find_if(all.items.begin(), all.items.end(), [&](const Datum& item) {
    return !all.machine.is_true(all.machine.call(all.arguments[0], {&item, 1}, all.offset));
  });
  return all.list({first, all.items.end()});
}

Datum every_nth(const Arranging& all) {
  const std::size_t step = all.stride(0, 1);
  std::vector<Datum> taken;
  for (std::size_t at = 0; at < all.items.size(); at += std::min(step, all.items.size() - at)) {
    taken.push_back(all.items[at]);
  }
  return all.list(std::move(taken));
}

struct Row {
  std::string_view name;
  std::size_t fewest, most;
  Datum (*method)(const Arranging&);
};

constexpr std::array<Row, 7> kMethods{{{"withIndex", 0, 1, with_index},
                                       {"indexed", 0, 1, indexed},
                                       {"collate", 1, 2, collate},
                                       {"transpose", 0, 0, transpose},
                                       {"split", 1, 1, split},
                                       {"dropWhile", 1, 1, drop_while},
                                       {"step", 1, 1, every_nth}}};

}  // namespace

bool arranging_method(Machine& machine, const Datum& target, std::string_view name, Arguments arguments,
                      std::size_t offset, Datum& result) {
  const auto* const found = std::find_if(kMethods.begin(), kMethods.end(), [&](const Row& row) {
    return row.name == name && arguments.size() >= row.fewest && arguments.size() <= row.most;
  });
  if (found == kMethods.end()) return false;
  const bool takes_closure = name == "split" || name == "dropWhile";
  if (takes_closure && arguments[0].closure() == nullptr) return false;
  result = found->method({machine, machine.sequence(target), arguments, offset});
  return true;
}

}  // namespace rondo::expression::groovy
