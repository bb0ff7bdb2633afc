// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/machine.hpp"

#include <algorithm>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

Datum parts(Machine& machine, const MapData& map, bool keys) {
  ListData& made = machine.new_list();
  machine.charge(map.entries.size() * sizeof(Datum), 0);
  for (const auto& [key, value] : map.entries) made.items.push_back(keys ? Datum(Value(key)) : value);
  return made;
}

Datum without(Machine& machine, const MapData& map, const std::vector<Datum>& dropped, bool keep) {
  MapData& made = machine.new_map();
  for (const auto& [key, value] : map.entries) {
    const bool named = std::any_of(dropped.begin(), dropped.end(),
                                   [&](const Datum& other) { return machine.text(other) == key; });
    if (named == keep) made[key] = value;
  }
  return made;
}

// An exception's own methods; getMessage() and the like are properties.
bool exception_method(Machine& machine, MapData& map, std::string_view name, Datum& result) {
  if (map.find("class") == nullptr || map.find("message") == nullptr) return false;
  if (name == "printStackTrace") {
    result = Datum();
  } else if (name == "getLocalizedMessage") {
    result = map["message"];
  } else if (name == "getSimpleName" || name == "getName") {
    result = Value(machine.text(map["class"]));
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool map_method(Machine& machine, MapData& map, std::string_view name, Arguments arguments,
                std::size_t offset, Datum& result) {
  const std::size_t count = arguments.size();
  if (count == 0) {
    if (name == "size") {
      result = Value(map.entries.size());
    } else if (name == "isEmpty") {
      result = Value(map.entries.empty());
    } else if (name == "keySet") {
      result = parts(machine, map, true);
    } else if (name == "values") {
      result = parts(machine, map, false);
    } else if (name == "entrySet") {
      ListData& made = machine.new_list();
      made.items = machine.sequence(map);
      result = made;
    } else if (name == "clear") {
      machine.touch(map);
      for (const Datum& key : std::vector<Datum>(parts(machine, map, true).list()->items))
        map.erase(machine.text(key));
      result = Datum();
    } else {
      return exception_method(machine, map, name, result);
    }
    return true;
  }
  const std::string key = machine.text(arguments[0]);
  const Datum* found = map.find(key);
  if (count == 1 && (name == "get" || name == "getAt")) {
    result = found == nullptr ? Datum() : *found;
  } else if (count == 2 && (name == "get" || name == "getOrDefault")) {
    result = found == nullptr ? arguments[1] : *found;
  } else if (count == 1 && name == "containsKey") {
    result = Value(found != nullptr);
  } else if (count == 1 && name == "containsValue") {
    result = Value(std::any_of(map.entries.begin(), map.entries.end(),
                               [&](const auto& entry) { return machine.equal(entry.second, arguments[0]); }));
  } else if (count == 2 && (name == "put" || name == "putAt" || name == "putIfAbsent")) {
    result = found == nullptr ? Datum() : *found;
    if (found != nullptr && name == "putIfAbsent") return true;
    machine.touch(map);
    machine.charge(sizeof(Datum) * 2, offset);
    map[key] = arguments[1];
  } else if (count == 1 && name == "putAll") {
    result = machine.binary(Op::ShiftLeft, map, arguments[0], offset);
  } else if (count == 1 && name == "remove") {
    result = found == nullptr ? Datum() : *found;
    machine.touch(map);
    map.erase(key);
  } else if (count == 1 && name == "plus") {
    result = machine.binary(Op::Add, map, arguments[0], offset);
  } else if (count == 1 && name == "minus") {
    const bool list = arguments[0].list() != nullptr || arguments[0].map() != nullptr;
    const Datum keys =
        arguments[0].map() != nullptr ? parts(machine, *arguments[0].map(), true) : arguments[0];
    result = without(machine, map, list ? machine.sequence(keys) : std::vector<Datum>{keys}, false);
  } else if (count == 1 && name == "subMap") {
    result = without(machine, map, machine.sequence(arguments[0]), true);
  } else {
    return false;
  }
  return true;
}

}  // namespace rondo::expression::groovy
