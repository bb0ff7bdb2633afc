// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/date_methods.hpp"
#include "expression/groovy/machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

// "getName" is the property "name"; empty for other methods.
std::string property_of_getter(std::string_view method) {
  constexpr std::size_t kPrefix = 3;
  if (!method.starts_with("get") || method.size() == kPrefix) return {};
  std::string name(method.substr(kPrefix));
  name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
  return name;
}

}  // namespace

Datum Machine::call(const Datum& closure, Arguments arguments, std::size_t offset) {
  const ClosureData* data = closure.closure();
  if (data == nullptr)
    raise("MissingMethodException", fmt::format("{} cannot be called", text(closure)), offset);
  if (data->derived != nullptr) return call_derived(*data->derived, arguments, offset);
  const Depth depth(*this, offset);
  step(offset);
  const Inner inner(*this, data->outer, offset);
  bind(*data->syntax, arguments, offset);
  execute(*data->syntax->children[0]);
  return result_;
}

void Machine::bind(const Syntax& syntax, Arguments arguments, std::size_t offset) {
  if (syntax.implicit) {
    declare(syntax.name, arguments.empty() ? Datum() : arguments.front());
  }
  std::span<const Datum> values = arguments;
  // One list for several parameters is taken apart.
  std::vector<Datum> apart;
  if (syntax.parameters.size() > 1 && values.size() == 1 && values.front().list() != nullptr) {
    apart = values.front().list()->items;
    values = apart;
  }
  for (std::size_t i = 0; i < syntax.parameters.size(); ++i) {
    const Parameter& parameter = syntax.parameters[i];
    if (parameter.rest) {
      ListData& rest = new_list();
      if (i < values.size()) rest.items.assign(values.begin() + static_cast<std::ptrdiff_t>(i), values.end());
      charge(rest.items.size() * sizeof(Datum), offset);
      declare(parameter.name, rest);
    } else if (i < values.size()) {
      declare(parameter.name, values[i]);
    } else {
      declare(parameter.name, parameter.otherwise != nullptr ? evaluate(*parameter.otherwise) : Datum());
    }
  }
}

std::vector<Datum> Machine::argument_values(const Syntax& call, std::size_t first) {
  std::vector<Datum> values;
  values.reserve(call.children.size());
  for (std::size_t i = first; i < call.children.size(); ++i) add_values(*call.children[i], values);
  return values;
}

// `f(x)`: a closure in a variable, a function of the host, or one that prints.
Datum Machine::call_name(const Syntax& expression) {
  const Syntax& target = *expression.children[0];
  Datum callee;
  const bool named = target.form == Form::Name;
  const bool known = named ? lookup(target, callee) : (callee = evaluate(target), true);
  const std::vector<Datum> values = argument_values(expression, 1);
  if (known && callee.closure() != nullptr) return call(callee, values, expression.offset);
  if (!named) return call_method(callee, "call", values, expression.offset);
  // Inside of `list.with { … }` its methods stand like functions.
  for (auto delegate = delegates_.rbegin(); delegate != delegates_.rend(); ++delegate) {
    Datum result;
    if (call_any(Datum(*delegate), target.text, values, expression.offset, result)) return result;
  }
  if (target.text == "println" || target.text == "print") {
    return call_method(Datum::of_class("log"), "info", values, expression.offset);
  }
  if (target.text == "sprintf" || target.text == "printf") {
    const Datum made = call_method(Datum::of_class("String"), "format", values, expression.offset);
    return target.text == "sprintf"
               ? made
               : call_method(Datum::of_class("log"), "info", {&made, 1}, expression.offset);
  }
  std::vector<Operand> operands;
  operands.reserve(values.size());
  for (const Datum& value : values) {
    operands.push_back(value.host() != nullptr ? Operand(*value.host())
                                               : Operand(to_value(value, expression.offset)));
  }
  write_back();
  Operand result;
  if (!environment_.call({}, target.text, operands, result)) {
    raise("MissingMethodException", fmt::format("there is no method or closure '{}'", target.text),
          expression.offset);
  }
  globals_.clear();
  return result.object != nullptr ? Datum(*result.object) : from_value(result.value);
}

Datum Machine::call_member(const Syntax& expression) {
  const Datum target = evaluate(*expression.children[0]);
  if (expression.safe && target.is_null()) return {};
  const std::string name = member_name(*expression.children[1]);
  const std::vector<Datum> values = argument_values(expression, 2);
  if (values.empty() && names_class(*expression.children[0], name)) return target;
  if (!expression.spread) return call_method(target, name, values, expression.offset);
  ListData& made = new_list();
  for (const Datum& item : sequence(target)) {
    made.items.push_back(item.is_null() ? Datum() : call_method(item, name, values, expression.offset));
  }
  return made;
}

Datum Machine::call_host(HostObject& host, std::string_view name, Arguments arguments, std::size_t offset) {
  std::vector<Operand> operands;
  for (const Datum& value : arguments) {
    operands.push_back(value.host() != nullptr ? Operand(*value.host()) : Operand(to_value(value, offset)));
  }
  // It may read and write the same variables.
  write_back();
  Operand result;
  if (!host.call(name, operands, result)) {
    raise("MissingMethodException",
          fmt::format("{} has no method '{}' for {} arguments", host.describe(), name, arguments.size()),
          offset);
  }
  globals_.clear();
  return result.object != nullptr ? Datum(*result.object) : from_value(result.value);
}

bool Machine::call_any(const Datum& target, std::string_view name, Arguments arguments, std::size_t offset,
                       Datum& result) {
  switch (target.kind()) {
    case Datum::Kind::List:
      if (target.list()->role == ListData::Role::Builder)
        return builder_method(*this, *target.list(), name, arguments, offset, result);
      if (target.list()->role == ListData::Role::Matcher &&
          matcher_method(*this, *target.list(), name, arguments, offset, result)) {
        return true;
      }
      return list_method(*this, *target.list(), name, arguments, offset, result) ||
             sequence_method(*this, target, name, arguments, offset, result);
    case Datum::Kind::Map:
      return map_method(*this, *target.map(), name, arguments, offset, result) ||
             sequence_method(*this, target, name, arguments, offset, result);
    case Datum::Kind::Class:
      return class_method(*this, target.scalar().as_string(), name, arguments, offset, result) ||
             library_method(*this, target.scalar().as_string(), name, arguments, offset, result);
    case Datum::Kind::Closure:
      return closure_method(*this, target, name, arguments, offset, result);
    case Datum::Kind::Pattern:
      return pattern_method(*this, target, name, arguments, offset, result);
    default:
      break;
  }
  if (target.is_date()) {
    if (!date_method(*this, target.scalar().as_date(), name, arguments, offset, result)) return false;
    keep_date_form(target, name, result);
    return true;
  }
  if (target.is_number()) return number_method(*this, target.scalar(), name, arguments, offset, result);
  if (!target.is_text()) return false;
  return text_method(*this, std::string(target.scalar().as_string()), name, arguments, offset, result) ||
         sequence_method(*this, target, name, arguments, offset, result);
}

Datum Machine::call_method(const Datum& target, std::string_view name, Arguments arguments,
                           std::size_t offset) {
  if (target.host() != nullptr) return call_host(*target.host(), name, arguments, offset);
  // What every value has, null too.
  if (name == "toString" && arguments.empty()) return Value(text(target));
  if (name == "equals" && arguments.size() == 1) return Value(equal(target, arguments[0]));
  if (name == "is" && arguments.size() == 1) return Value(equal(target, arguments[0]));
  if (target.is_null()) {
    raise("NullPointerException", fmt::format("cannot call '{}' of null", name), offset);
  }
  Datum result;
  if (call_any(target, name, arguments, offset, result)) return result;
  if ((name == "with" || name == "tap") && arguments.size() == 1 && arguments[0].closure() != nullptr) {
    Datum made = call_with(arguments[0], target, offset);
    return name == "tap" ? target : made;
  }
  if (name == "compareTo" && arguments.size() == 1) return Value(compare(target, arguments[0], offset));
  if (name == "asType" && arguments.size() == 1 && arguments[0].kind() == Datum::Kind::Class) {
    return cast(target, arguments[0].scalar().as_string(), offset);
  }
  const std::string getter = property_of_getter(name);
  if (!getter.empty() && arguments.empty()) return property(target, getter, offset);
  // A closure that is a member of a map.
  if (target.map() != nullptr) {
    const Datum* member = target.map()->find(name);
    if (member != nullptr && member->closure() != nullptr) return call(*member, arguments, offset);
  }
  raise("MissingMethodException",
        fmt::format("{} has no method '{}' for {} argument{}", text(target).substr(0, 60), name,
                    arguments.size(), arguments.size() == 1 ? "" : "s"),
        offset);
}

namespace {

std::string_view class_of(const Datum& value) {
  if (value.is_text()) return "String";
  if (value.is_boolean()) return "Boolean";
  if (value.is_integer()) return "Integer";
  if (value.is_number()) return "BigDecimal";
  if (value.is_date()) {
    constexpr std::array<std::string_view, 3> kOfForms{"Date", "LocalDate", "LocalDateTime"};
    return kOfForms.at(static_cast<std::size_t>(value.date_form()));
  }
  if (value.is_pattern()) return "Pattern";
  if (value.list() != nullptr) {
    constexpr std::array<std::string_view, 5> kOfRoles{"ArrayList", "LinkedHashSet", "IntRange", "Matcher",
                                                       "StringBuilder"};
    return kOfRoles.at(static_cast<std::size_t>(value.list()->role));
  }
  return value.closure() != nullptr ? "Closure" : std::string_view();
}

}  // namespace

Datum Machine::property(const Datum& target, std::string_view name, std::size_t offset) {
  if (name == "class") {
    if (const std::string_view type = class_of(target); !type.empty()) return Value(type);
  }
  switch (target.kind()) {
    case Datum::Kind::Map:
      return member(*target.map(), Value(name), offset);
    case Datum::Kind::List: {
      // Of a list, the list of its elements' properties.
      if (name == "size" || name == "length") break;
      Datum own;
      if (list_property(target, name, offset, own)) return own;
      ListData& made = new_list();
      for (const Datum& item : std::vector<Datum>(target.list()->items)) {
        made.items.push_back(item.is_null() ? Datum() : property(item, name, offset));
      }
      return made;
    }
    case Datum::Kind::Host: {
      write_back();
      Operand result;
      if (!target.host()->property(name, result)) {
        raise("MissingPropertyException",
              fmt::format("{} has no property '{}'", target.host()->describe(), name), offset);
      }
      return result.object != nullptr ? Datum(*result.object) : from_value(result.value);
    }
    case Datum::Kind::Class: {
      Datum result;
      if (call_any(target, name, {}, offset, result)) return result;
      break;
    }
    default:
      break;
  }
  if (target.is_null()) raise("NullPointerException", fmt::format("cannot read '{}' of null", name), offset);
  // `text.bytes`, `date.time`: what a method without arguments gives.
  Datum result;
  if ((name == "length" || name == "size") && call_any(target, name, {}, offset, result)) return result;
  std::string getter = "get" + std::string(name);
  getter[3] = static_cast<char>(std::toupper(static_cast<unsigned char>(getter[3])));
  if (call_any(target, getter, {}, offset, result)) return result;
  if ((name == "empty" || name == "blank") &&
      call_any(target, name == "empty" ? "isEmpty" : "isBlank", {}, offset, result))
    return result;
  raise("MissingPropertyException", fmt::format("{} has no property '{}'", text(target).substr(0, 60), name),
        offset);
}

// The few properties that a list has itself.
bool Machine::list_property(const Datum& list, std::string_view name, std::size_t offset, Datum& result) {
  const bool matcher = list.list()->role == ListData::Role::Matcher;
  if (name == "indices") {
    result = binary(Op::RangeWithout, Value(0), Value(list.list()->items.size()), offset);
  } else if (name == "empty") {
    result = Value(list.list()->items.empty());
  } else if (matcher && (name == "count" || name == "groupCount")) {
    return call_any(list, name, {}, offset, result);
  } else if (list.list()->role == ListData::Role::Range && (name == "from" || name == "to")) {
    result = call_method(list, name == "from" ? "min" : "max", {}, offset);
  } else {
    return false;
  }
  return true;
}

namespace {

// Those that hold another exception only repeat its text.
Datum made_exception(const Machine& machine, const std::string& type, const std::vector<Datum>& values) {
  Datum made = machine.exception(type, values.empty() ? std::string() : machine.text(values[0]));
  if (values.empty()) (*made.map())["message"] = Datum();
  if (type == "BpmnError") {
    (*made.map())["errorCode"] = values.empty() ? Datum() : values[0];
    (*made.map())["message"] = values.size() > 1 ? values[1] : Datum();
  } else if (values.size() > 1) {
    (*made.map())["cause"] = values[1];
  } else if (!values.empty() && values[0].map() != nullptr) {
    (*made.map())["cause"] = values[0];
  }
  return made;
}

}  // namespace

Datum Machine::create(const Syntax& creation) {
  const std::vector<Datum> values = argument_values(creation, 0);
  const std::string& type = creation.text;
  if (type == "ArrayList" || type == "LinkedList") {
    ListData& made = new_list();
    if (!values.empty() && !values[0].is_number()) made.items = sequence(values[0]);
    return made;
  }
  if (type == "HashSet" || type == "LinkedHashSet" || type == "TreeSet") {
    return cast(values.empty() || values[0].is_number() ? Datum(new_list()) : values[0], "Set",
                creation.offset);
  }
  if (type == "StringBuilder" || type == "StringBuffer") {
    ListData& made = new_list();
    made.role = ListData::Role::Builder;
    made.items.emplace_back(Value(values.empty() || values[0].is_number() ? std::string() : text(values[0])));
    return made;
  }
  if (type == "HashMap" || type == "LinkedHashMap" || type == "TreeMap") {
    MapData& made = new_map();
    made.sorted = type == "TreeMap";
    if (!values.empty() && values[0].map() != nullptr) {
      for (const auto& [key, value] : values[0].map()->entries)
        place(made, values[0].map()->key(key)) = value;
    }
    return made;
  }
  if (type == "JsonSlurper" || type == "JsonSlurperClassic") return Datum::of_class("JSON");
  if (type == "Date" && values.empty()) return Value(now());
  if (type == "Date" && values[0].is_integer()) {
    return Value(model::Instant(std::chrono::milliseconds(values[0].scalar().as_integer())));
  }
  if (type == "Date" && values[0].is_date()) return values[0];
  if ((type == "BigDecimal" || type == "BigInteger" || type == "Integer" || type == "Long" ||
       type == "Double") &&
      values.size() == 1)
    return cast(values[0], type, creation.offset);
  if (type == "String") return Value(values.empty() ? std::string() : text(values[0]));
  const bool throwable = type.ends_with("Exception") || type.ends_with("Error") || type == "Throwable";
  if (throwable) return made_exception(*this, type, values);
  raise("MissingMethodException", fmt::format("unknown class '{}'", type), creation.offset);
}

}  // namespace rondo::expression::groovy
