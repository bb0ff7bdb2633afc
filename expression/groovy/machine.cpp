// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/machine.hpp"

#include "expression/conversion.hpp"
#include "expression/failure.hpp"
#include "expression/groovy/date_methods.hpp"
#include "expression/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace rondo::expression::groovy {

using model::Value;
using model::ValueType;

namespace {

constexpr std::size_t kMaxSteps = 1'000'000;
constexpr std::size_t kMaxBytes = 128u << 20;
constexpr std::size_t kMaxValueDepth = 200;

// -1, 0 or 1.
template <typename Ordered>
int order_of(const Ordered& a, const Ordered& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

// Of a map that is an exception, its class and message.
std::string text_of_map(const Machine& machine, MapData& map, std::size_t depth) {
  const Datum* type = map.find("class");
  const Datum* message = map.find("message");
  if (type != nullptr && message != nullptr && type->is_text()) {
    if (message->is_null()) return machine.text(*type);
    return fmt::format("{}: {}", machine.text(*type), machine.text(*message, depth + 1));
  }
  if (map.entries.empty()) return "[:]";
  std::string result = "[";
  for (const auto& [key, member] : map.entries) {
    if (result.size() > 1) result += ", ";
    result += key + ":" + machine.text(member, depth + 1);
    if (result.size() > kMaxBytes) break;
  }
  return result + "]";
}

}  // namespace

// --- running

Value Machine::run(const Syntax& script) {
  frame_ = &arena_.frame();
  execute(script);
  return finish(result_, script.offset);
}

Value Machine::finish(const Datum& result, std::size_t offset) {
  write_back();
  return to_value(result, offset);
}

// Every node that is evaluated, compared, converted or written counts.
void Machine::step(std::size_t offset) const {
  if (++steps_ > kMaxSteps) {
    throw Raised{offset, "ScriptLimitError", fmt::format("the script does not end: {} steps", kMaxSteps)};
  }
}

void Machine::charge(std::size_t bytes, std::size_t offset) {
  bytes_ += bytes;
  if (bytes_ > kMaxBytes || bytes > kMaxBytes) {
    throw Raised{offset, "ScriptLimitError", fmt::format("the script needs more than {} bytes", kMaxBytes)};
  }
}

void Machine::raise(std::string_view class_name, std::string message, std::size_t offset) const {
  throw Thrown{exception(class_name, std::move(message)), offset};
}

Datum Machine::exception(std::string_view class_name, std::string message) const {
  MapData& made = const_cast<Machine*>(this)->arena_.map();  // NOLINT: what it makes is no state of it
  made["class"] = Value(class_name);
  made["message"] = Value(std::move(message));
  return made;
}

ListData& Machine::new_list() {
  charge(sizeof(ListData), 0);
  return arena_.list();
}

MapData& Machine::new_map() {
  charge(sizeof(MapData), 0);
  return arena_.map();
}

// --- variables

Datum* Machine::local(model::NameId name) {
  for (Frame* frame = frame_; frame != nullptr; frame = frame->outer) {
    for (auto at = frame->locals.rbegin(); at != frame->locals.rend(); ++at) {
      if (at->first == name) return &at->second;
    }
  }
  return nullptr;
}

void Machine::declare(model::NameId name, Datum value) {
  for (auto& [known, place] : frame_->locals) {
    if (known != name) continue;
    place = std::move(value);
    return;
  }
  frame_->locals.emplace_back(name, std::move(value));
}

bool Machine::lookup(const Syntax& name, Datum& result) {
  if (const Datum* found = local(name.name)) {
    result = *found;
    return true;
  }
  Value value;
  if (member_of_delegate(name.text, result)) return true;
  if (const auto known = globals_.find(name.name); known != globals_.end()) {
    result = known->second.datum;
    return true;
  }
  if (environment_.variable(name.name, value)) {
    result = from_value(value, true);
    globals_[name.name] = {result, std::move(value)};
    return true;
  }
  if (is_class(name.text)) {
    result = Datum::of_class(name.text);
    return true;
  }
  if (HostObject* host = environment_.object(name.text)) {
    result = *host;
    return true;
  }
  return false;
}

// Inside of `map.with { … }` its keys stand like variables.
bool Machine::member_of_delegate(const std::string& name, Datum& result) {
  for (auto delegate = delegates_.rbegin(); delegate != delegates_.rend(); ++delegate) {
    MapData* map = delegate->map();
    const Datum* found = map == nullptr ? nullptr : map->find(name);
    if (found == nullptr) continue;
    result = *found;
    return true;
  }
  return false;
}

// What has changed inside of variables becomes their value.
void Machine::write_back() {
  if (mutated_) {
    for (auto& [name, global] : globals_) {
      if (global.datum.is_scalar()) continue;
      Value now = to_value(global.datum, 0);
      if (now == global.original) continue;
      environment_.assign(name, now);
      global.original = std::move(now);
    }
  }
  mutated_ = false;
}

// --- values

Datum Machine::from_value(const Value& value, bool from_variable) {
  if (value.is_list()) {
    charge(value.as_list().size() * sizeof(Datum), 0);
    ListData& list = new_list();
    list.from_variable = from_variable;
    list.items.reserve(value.as_list().size());
    for (const Value& item : value.as_list()) list.items.push_back(from_value(item, from_variable));
    return list;
  }
  if (value.is_object()) {
    charge(value.as_object().size() * 2 * sizeof(Datum), 0);
    MapData& map = new_map();
    map.from_variable = from_variable;
    for (const auto& [key, member] : value.as_object()) map[key] = from_value(member, from_variable);
    return map;
  }
  return value;
}

Value Machine::to_value(const Datum& value, std::size_t offset, std::size_t depth) const {
  step(offset);
  if (depth > kMaxValueDepth) raise("NotSerializableException", "the value is nested too deep", offset);
  switch (value.kind()) {
    case Datum::Kind::Scalar:
      return value.scalar();
    case Datum::Kind::Pattern:
      return value.scalar();
    case Datum::Kind::List: {
      // As data, matches are whether there are any.
      if (value.list()->role == ListData::Role::Matcher) return Value(!value.list()->items.empty());
      if (value.list()->role == ListData::Role::Builder) return value.list()->items.front().scalar();
      model::List list;
      list.reserve(value.list()->items.size());
      for (const Datum& item : value.list()->items) list.push_back(to_value(item, offset, depth + 1));
      return list;
    }
    case Datum::Kind::Map: {
      model::Object object;
      for (const auto& [key, member] : value.map()->entries)
        object.set(key, to_value(member, offset, depth + 1));
      return object;
    }
    default:
      raise("NotSerializableException", fmt::format("{} is no process data", text(value)), offset);
  }
}

bool Machine::is_true(const Datum& value) const {
  switch (value.kind()) {
    case Datum::Kind::List:
      if (value.list()->role == ListData::Role::Builder) return is_true(value.list()->items.front());
      return !value.list()->items.empty();
    case Datum::Kind::Map:
      return !value.map()->entries.empty();
    case Datum::Kind::Scalar:
      break;
    default:
      return true;
  }
  const Value& scalar = value.scalar();
  switch (scalar.type()) {
    case ValueType::Null:
      return false;
    case ValueType::Boolean:
      return scalar.as_boolean();
    case ValueType::Integer:
    case ValueType::Double:
      return scalar.to_number() != 0;
    case ValueType::String:
    case ValueType::Bytes:
      return !scalar.as_string().empty();
    default:
      return true;
  }
}

bool Machine::equal(const Datum& left, const Datum& right, std::size_t depth) const {
  step(0);
  if (depth > kMaxValueDepth) return false;
  if (left.kind() != right.kind()) return false;
  if (left.is_number() && right.is_number()) {
    if (left.is_integer() && right.is_integer()) return left.scalar() == right.scalar();
    return decimal(left.scalar().to_number()) == decimal(right.scalar().to_number());
  }
  if (left.is_scalar() || left.kind() == Datum::Kind::Class || left.is_pattern())
    return left.scalar() == right.scalar();
  if (ListData* list = left.list()) {
    const auto& others = right.list()->items;
    if (list->role == ListData::Role::Set && right.list()->role == ListData::Role::Set) {
      return list->items.size() == others.size() &&
             std::all_of(list->items.begin(), list->items.end(), [&](const Datum& item) {
               return std::any_of(others.begin(), others.end(),
                                  [&](const Datum& other) { return equal(item, other, depth + 1); });
             });
    }
    return list == right.list() ||
           std::equal(list->items.begin(), list->items.end(), others.begin(), others.end(),
                      [&](const Datum& a, const Datum& b) { return equal(a, b, depth + 1); });
  }
  if (MapData* map = left.map()) {
    if (map == right.map()) return true;
    if (map->entries.size() != right.map()->entries.size()) return false;
    return std::all_of(map->entries.begin(), map->entries.end(), [&](const auto& entry) {
      const Datum* other = right.map()->find(entry.first);
      return other != nullptr && equal(entry.second, *other, depth + 1);
    });
  }
  return left.closure() == right.closure() && left.host() == right.host();
}

int Machine::compare(const Datum& left, const Datum& right, std::size_t offset) const {
  if (left.is_number() && right.is_number()) {
    if (left.is_integer() && right.is_integer()) {
      return order_of(left.scalar().as_integer(), right.scalar().as_integer());
    }
    return order_of(decimal(left.scalar().to_number()), decimal(right.scalar().to_number()));
  }
  if (left.is_text() && right.is_text())
    return order_of(left.scalar().as_string(), right.scalar().as_string());
  if (left.is_boolean() && right.is_boolean()) {
    return order_of(left.scalar().as_boolean(), right.scalar().as_boolean());
  }
  if (left.is_null() || right.is_null()) return (left.is_null() ? 0 : 1) - (right.is_null() ? 0 : 1);
  if (left.is_scalar() && right.is_scalar() && left.scalar().is_date() && right.scalar().is_date()) {
    return order_of(left.scalar().as_date(), right.scalar().as_date());
  }
  raise("IllegalArgumentException", fmt::format("{} and {} have no order", text(left), text(right)), offset);
}

std::string Machine::text(const Datum& value, std::size_t depth) const {
  step(0);
  if (depth > kMaxValueDepth) return "…";
  switch (value.kind()) {
    case Datum::Kind::Scalar:
      if (value.is_date()) return date_text(value);
      return value.is_null() ? "null" : text_of(value.scalar());
    case Datum::Kind::Pattern:
      return std::string(value.scalar().as_string());
    case Datum::Kind::List: {
      const ListData& list = *value.list();
      if (list.role == ListData::Role::Builder) return text(list.items.front(), depth + 1);
      if (list.role == ListData::Role::Range && !list.items.empty())
        return text(list.items.front()) + ".." + text(list.items.back());
      std::string result = "[";
      for (const Datum& item : value.list()->items) {
        if (result.size() > 1) result += ", ";
        result += text(item, depth + 1);
        if (result.size() > kMaxBytes) break;
      }
      return result + "]";
    }
    case Datum::Kind::Map:
      return text_of_map(*this, *value.map(), depth);
    case Datum::Kind::Closure:
      return "a closure";
    case Datum::Kind::Host:
      return value.host()->describe();
    case Datum::Kind::Class:
      return "class " + std::string(value.scalar().as_string());
  }
  return {};
}

std::vector<Datum> Machine::sequence(const Datum& value) {
  if (ListData* list = value.list()) return list->items;
  std::vector<Datum> result;
  if (MapData* map = value.map()) {
    for (const auto& [key, member] : map->entries) {
      MapData& entry = new_map();
      entry.owner = map;
      entry["key"] = map->key(key);
      entry["value"] = member;
      result.emplace_back(entry);
    }
  } else if (value.is_text()) {
    std::string_view rest = value.scalar().as_string();
    charge(rest.size() * sizeof(Datum), 0);
    while (!rest.empty()) {
      const std::size_t width = byte_of(rest, 1).value_or(rest.size());
      result.emplace_back(Value(rest.substr(0, width)));
      rest.remove_prefix(width);
    }
  } else if (!value.is_null()) {
    result.push_back(value);
  }
  return result;
}

Datum& Machine::place(MapData& map, const Datum& key) {
  const std::string name = text(key);
  Datum& found = map[name];
  if (!key.is_text()) map.note_key(name, key);
  return found;
}

Datum Machine::member(MapData& map, const Datum& key, std::size_t offset) {
  if (const Datum* found = map.find(text(key))) return *found;
  if (map.otherwise() == nullptr) return {};
  Datum made = call(*map.otherwise(), {&key, 1}, offset);
  touch(map);
  charge(sizeof(Datum) * 2, offset);
  place(map, key) = made;
  return made;
}

double decimal(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.15g", number);
  return std::strtod(text.data(), nullptr);
}

namespace {

struct Family {
  std::string_view base, members;
};

// Exceptions of Java and Groovy below others than the roots; each name is followed by a blank.
constexpr std::array<Family, 9> kFamilies{
    {{"IllegalArgumentException",
      "NumberFormatException PatternSyntaxException UnknownFormatConversionException "
      "MissingFormatArgumentException IllegalFormatConversionException JsonException "},
     {"IndexOutOfBoundsException", "StringIndexOutOfBoundsException ArrayIndexOutOfBoundsException "},
     {"ClassCastException", "GroovyCastException "},
     {"AssertionError", "PowerAssertionError "},
     {"GroovyRuntimeException", "MissingMethodException MissingPropertyException ReadOnlyPropertyException "},
     {"MissingPropertyException", "ReadOnlyPropertyException "},
     {"IOException",
      "FileNotFoundException UnknownHostException ConnectException SocketException SocketTimeoutException "
      "EOFException MalformedURLException "},
     {"VirtualMachineError", "StackOverflowError "},
     {"DateTimeException", "DateTimeParseException "}}};

// Exceptions that are no RuntimeException.
constexpr std::string_view kChecked =
    "Exception IOException FileNotFoundException UnknownHostException ConnectException SocketException "
    "SocketTimeoutException EOFException MalformedURLException TimeoutException InterruptedException "
    "ParseException URISyntaxException SQLException ClassNotFoundException CloneNotSupportedException "
    "ExecutionException NoSuchMethodException NoSuchFieldException NotSerializableException "
    "GeneralSecurityException ";

bool names(std::string_view list, std::string_view name) {
  const std::size_t at = list.find(std::string(name) + ' ');
  return at != std::string_view::npos && (at == 0 || list[at - 1] == ' ');
}

}  // namespace

bool is_exception_of(std::string_view name, std::string_view base) {
  if (name == base || base == "Throwable" || base == "Object") return true;
  const bool error = name.ends_with("Error") && name != "BpmnError";
  if (base == "Error") return error;
  if (base == "Exception") return !error;
  if (base == "RuntimeException") return !error && !names(kChecked, name);
  return std::any_of(kFamilies.begin(), kFamilies.end(), [&](const Family& family) {
    return family.base == base && names(family.members, name);
  });
}

}  // namespace rondo::expression::groovy
