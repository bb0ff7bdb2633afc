// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/methods.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

Datum parts(const Call& call, const MapData& map, bool keys) {
  ListData& made = call.machine.new_list();
  call.machine.charge(map.entries.size() * sizeof(Datum), call.offset);
  for (const auto& [key, value] : map.entries) made.items.push_back(keys ? map.key(key) : value);
  return made;
}

// The entries whose keys are among `named`, or those whose are not.
Datum chosen(const Call& call, const MapData& map, const std::vector<Datum>& named, bool keep) {
  MapData& made = call.machine.new_map();
  for (const auto& [key, value] : map.entries) {
    const bool is_named = std::any_of(named.begin(), named.end(), [&, &known = key](const Datum& other) {
      return call.machine.text(other) == known;
    });
    if (is_named == keep) call.machine.place(made, map.key(key)) = value;
  }
  return made;
}

Datum size(const Call&, MapData& map) { return Value(map.entries.size()); }
Datum is_empty(const Call&, MapData& map) { return Value(map.entries.empty()); }
Datum keys(const Call& call, MapData& map) { return parts(call, map, true); }
Datum values(const Call& call, MapData& map) { return parts(call, map, false); }

Datum entries(const Call& call, MapData& map) {
  ListData& made = call.machine.new_list();
  made.items = call.machine.sequence(map);
  return made;
}

Datum clear(const Call& call, MapData& map) {
  call.machine.touch(map);
  const Datum all = parts(call, map, true);
  for (const Datum& key : all.list()->items) map.erase(call.machine.text(key));
  return {};
}

Datum get(const Call& call, MapData& map) {
  const Datum* found = map.find(call.text(0));
  if (found != nullptr) return *found;
  if (call.count() == 1) return call.machine.member(map, call[0], call.offset);
  // Unlike Java's getOrDefault, Groovy's `get` keeps the default.
  call.machine.touch(map);
  call.machine.place(map, call[0]) = call[1];
  return call[1];
}

Datum get_or_default(const Call& call, MapData& map) {
  const Datum* found = map.find(call.text(0));
  return found != nullptr ? *found : call[1];
}

Datum contains_key(const Call& call, MapData& map) { return Value(map.find(call.text(0)) != nullptr); }

Datum contains_value(const Call& call, MapData& map) {
  return Value(std::any_of(map.entries.begin(), map.entries.end(),
                           [&](const auto& entry) { return call.machine.equal(entry.second, call[0]); }));
}

Datum put(const Call& call, MapData& map) {
  call.machine.touch(map);
  call.machine.charge(sizeof(Datum) * 2, call.offset);
  return std::exchange(call.machine.place(map, call[0]), call[1]);
}

Datum put_if_absent(const Call& call, MapData& map) {
  const Datum* found = map.find(call.text(0));
  return found != nullptr ? *found : put(call, map);
}

Datum put_all(const Call& call, MapData& map) {
  return call.machine.binary(Op::ShiftLeft, map, call[0], call.offset);
}

Datum remove(const Call& call, MapData& map) {
  const std::string key = call.text(0);
  const Datum* found = map.find(key);
  Datum removed = found == nullptr ? Datum() : *found;
  call.machine.touch(map);
  map.erase(key);
  return removed;
}

Datum plus(const Call& call, MapData& map) { return call.machine.binary(Op::Add, map, call[0], call.offset); }

Datum minus(const Call& call, MapData& map) {
  if (MapData* other = call[0].map())
    return chosen(call, map, call.machine.sequence(parts(call, *other, true)), false);
  const bool several = call[0].list() != nullptr;
  return chosen(call, map, several ? call.machine.sequence(call[0]) : std::vector<Datum>{call[0]}, false);
}

// A third argument stands for what is missing.
Datum sub_map(const Call& call, MapData& map) {
  Datum made = chosen(call, map, call.machine.sequence(call[0]), true);
  if (call.count() == 1) return made;
  for (const Datum& key : call.machine.sequence(call[0])) {
    if (map.find(call.machine.text(key)) == nullptr) call.machine.place(*made.map(), key) = call[1];
  }
  return made;
}

Datum with_default(const Call& call, MapData& map) {
  map.set_otherwise(call[0]);
  return map;
}

// What the closure makes of key and value; null takes the entry away.
Datum put_made(const Call& call, MapData& map, const Datum& closure, Arguments of) {
  Datum made = call.machine.call(closure, of, call.offset);
  call.machine.touch(map);
  call.machine.charge(sizeof(Datum) * 2, call.offset);
  if (made.is_null()) {
    map.erase(call.text(0));
  } else {
    call.machine.place(map, call[0]) = made;
  }
  return made;
}

Datum compute_if_absent(const Call& call, MapData& map) {
  const Datum* found = map.find(call.text(0));
  return found != nullptr && !found->is_null() ? *found
                                               : put_made(call, map, call[1], call.arguments.subspan(0, 1));
}

template <bool kPresent>
Datum compute(const Call& call, MapData& map) {
  const Datum* found = map.find(call.text(0));
  if (kPresent && (found == nullptr || found->is_null())) return {};
  const std::array<Datum, 2> both{call[0], found == nullptr ? Datum() : *found};
  return put_made(call, map, call[1], both);
}

Datum merge(const Call& call, MapData& map) {
  const Datum* found = map.find(call.text(0));
  if (found == nullptr || found->is_null()) {
    (void)put(Call{call.machine, call.arguments.subspan(0, 2), call.offset}, map);
    return call[1];
  }
  const std::array<Datum, 2> both{*found, call[1]};
  return put_made(call, map, call[2], both);
}

template <bool kKeep>
Datum keep_if(const Call& call, MapData& map) {
  const Datum chosen = call.machine.call_method(map, "findAll", call.arguments, call.offset);
  bool changed = false;
  const Datum all = parts(call, map, true);
  for (const Datum& key : all.list()->items) {
    const bool is_chosen = chosen.map()->find(call.machine.text(key)) != nullptr;
    if (is_chosen != kKeep) changed = map.erase(call.machine.text(key)) || changed;
  }
  call.machine.touch(map);
  return Value(changed);
}

// Of an entry.
Datum set_value(const Call& call, MapData& map) {
  const Datum before = map["value"];
  if (map.owner != nullptr) {
    call.machine.touch(*map.owner);
    call.machine.place(*map.owner, map["key"]) = call[0];
  }
  map["value"] = call[0];
  return before;
}

Datum replace_all(const Call& call, MapData& map) {
  call.machine.touch(map);
  for (auto& [key, value] : map.entries) {
    const std::array<Datum, 2> both{map.key(key), value};
    value = call.machine.call(call[0], both, call.offset);
  }
  return {};
}

constexpr auto kMethods = std::to_array<Method<MapData>>({{"size", 0, 0, size},
                                                          {"isEmpty", 0, 0, is_empty},
                                                          {"keySet", 0, 0, keys},
                                                          {"values", 0, 0, values},
                                                          {"entrySet", 0, 0, entries},
                                                          {"clear", 0, 0, clear},
                                                          {"get", 1, 2, get},
                                                          {"getAt", 1, 1, get},
                                                          {"getOrDefault", 2, 2, get_or_default},
                                                          {"containsKey", 1, 1, contains_key},
                                                          {"containsValue", 1, 1, contains_value},
                                                          {"put", 2, 2, put},
                                                          {"putAt", 2, 2, put},
                                                          {"putIfAbsent", 2, 2, put_if_absent},
                                                          {"putAll", 1, 1, put_all},
                                                          {"remove", 1, 1, remove},
                                                          {"plus", 1, 1, plus},
                                                          {"minus", 1, 1, minus},
                                                          {"subMap", 1, 2, sub_map},
                                                          {"withDefault", 1, 1, with_default},
                                                          {"computeIfAbsent", 2, 2, compute_if_absent},
                                                          {"computeIfPresent", 2, 2, compute<true>},
                                                          {"compute", 2, 2, compute<false>},
                                                          {"merge", 3, 3, merge},
                                                          {"removeAll", 1, 1, keep_if<false>},
                                                          {"retainAll", 1, 1, keep_if<true>},
                                                          {"replaceAll", 1, 1, replace_all},
                                                          {"isCase", 1, 1, contains_key},
                                                          {"setValue", 1, 1, set_value},
                                                          {"leftShift", 1, 1, put_all}});

// An exception's own methods; getMessage() and the like are properties.
constexpr auto kOfExceptions = std::to_array<Method<MapData>>(
    {{"printStackTrace", 0, 0, [](const Call&, MapData&) { return Datum(); }},
     {"getLocalizedMessage", 0, 0, [](const Call&, MapData& map) { return map["message"]; }},
     {"getSimpleName", 0, 0, [](const Call&, MapData& map) { return map["class"]; }},
     {"getName", 0, 0, [](const Call&, MapData& map) { return map["class"]; }}});

}  // namespace

bool map_method(Machine& machine, MapData& map, std::string_view name, Arguments arguments,
                std::size_t offset, Datum& result) {
  const Call call{machine, arguments, offset};
  if (run_method(kMethods, name, call, map, result)) return true;
  const bool exception = map.find("class") != nullptr && map.find("message") != nullptr;
  return exception && run_method(kOfExceptions, name, call, map, result);
}

}  // namespace rondo::expression::groovy
