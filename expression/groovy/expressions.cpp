// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/machine.hpp"

#include "expression/conversion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

Datum Machine::evaluate(const Syntax& expression) {
  step(expression.offset);
  if (expression.form == Form::Literal) return expression.value;
  if (expression.form == Form::Name) return name_value(expression);
  const Depth depth(*this, expression.offset);
  return evaluate_now(expression);
}

Datum Machine::evaluate_now(const Syntax& expression) {
  const auto operand = [&](std::size_t i) { return evaluate(*expression.children[i]); };
  switch (expression.form) {
    case Form::Text:
      return text_value(expression);
    case Form::List:
      return list_value(expression);
    case Form::Map:
      return map_value(expression);
    case Form::Closure:
      return closure_value(expression);
    case Form::Unary:
      return unary(expression);
    case Form::Binary: {
      const Datum left = operand(0);
      return binary(expression.op, left, operand(1), expression.offset);
    }
    case Form::And:
      return Value(is_true(operand(0)) && is_true(operand(1)));
    case Form::Or:
      return Value(is_true(operand(0)) || is_true(operand(1)));
    case Form::Ternary:
      return is_true(operand(0)) ? operand(1) : operand(2);
    case Form::Elvis: {
      Datum left = operand(0);
      return is_true(left) ? left : operand(1);
    }
    case Form::Index:
      return index_value(expression);
    case Form::Unpack:
      return unpack(expression);
    case Form::Property:
      return property_value(expression);
    case Form::Call:
      return call_name(expression);
    case Form::MethodCall:
      return call_member(expression);
    case Form::Method:
      return new_closure(
          {DerivedClosure::How::Method, {operand(0)}, 0, member_name(*expression.children[1])});
    case Form::New:
      return create(expression);
    case Form::Is:
      return Value(is_instance(operand(0), expression.text) != expression.negated);
    case Form::Cast:
      return cast(operand(0), expression.text, expression.offset);
    case Form::Assign:
      return assign(expression);
    case Form::Step:
      return step_value(expression);
    default:
      break;
  }
  // A statement where a value is expected: the branch of an `if` that ends a closure, for example.
  execute(expression);
  return result_;
}

Datum Machine::name_value(const Syntax& name) {
  Datum result;
  if (lookup(name, result)) return result;
  raise("MissingPropertyException", fmt::format("there is no variable '{}'", name.text), name.offset);
}

Datum Machine::list_value(const Syntax& list) {
  ListData& made = new_list();
  charge(list.children.size() * sizeof(Datum), list.offset);
  for (const SyntaxPtr& child : list.children) add_values(*child, made.items);
  return made;
}

// The value of an element or argument; of `*list` its elements.
void Machine::add_values(const Syntax& element, std::vector<Datum>& values) {
  if (element.form != Form::Spread) return values.push_back(evaluate(element));
  const Datum list = evaluate(*element.children[0]);
  if (list.is_null()) return;
  for (Datum& item : sequence(list)) {
    charge(sizeof(Datum), element.offset);
    values.push_back(std::move(item));
  }
}

// In `a[1..-2]` the ends of the range count from the end of `a`.
Datum Machine::index_value(const Syntax& expression) {
  const Datum target = evaluate(*expression.children[0]);
  if (expression.safe && target.is_null()) return {};
  const Syntax& position = *expression.children[1];
  const bool slice = position.form == Form::Binary &&
                     (position.op == Op::Range || position.op == Op::RangeWithout) &&
                     (target.list() != nullptr || target.is_text());
  if (!slice) return element(target, evaluate(position), expression.offset);
  const auto size = static_cast<std::int64_t>(sequence(target).size());
  const auto end = [&](const Syntax& one) {
    Datum at = evaluate(one);
    const bool from_end = at.is_integer() && at.scalar().as_integer() < 0;
    return from_end ? Datum(Value(at.scalar().as_integer() + size)) : at;
  };
  const Datum first = end(*position.children[0]);
  const Datum positions = binary(position.op, first, end(*position.children[1]), position.offset);
  return element(target, positions, expression.offset);
}

Datum Machine::unpack(const Syntax& unpacking) {
  const Datum value = evaluate(*unpacking.children[0]);
  if (value.is_null()) raise("NullPointerException", "null has no elements to be assigned", unpacking.offset);
  const std::vector<Datum> items = sequence(value);
  for (std::size_t i = 1; i < unpacking.children.size(); ++i) {
    const Syntax& place = *unpacking.children[i];
    Datum item = i <= items.size() ? items[i - 1] : Datum();
    if (unpacking.declares) {
      declare(place.name, std::move(item));
    } else {
      store(place, std::move(item));
    }
  }
  return value;
}

Datum Machine::map_value(const Syntax& map) {
  MapData& made = new_map();
  charge(map.children.size() * sizeof(Datum), map.offset);
  for (std::size_t i = 0; i + 1 < map.children.size(); i += 2) {
    if (map.children[i]->form == Form::Spread) {
      const Datum spread = evaluate(*map.children[i]->children[0]);
      if (spread.map() == nullptr) continue;
      charge(spread.map()->entries.size() * sizeof(Datum), map.offset);
      for (const auto& [key, value] : std::vector(spread.map()->entries))
        place(made, spread.map()->key(key)) = value;
      continue;
    }
    const Datum key = evaluate(*map.children[i]);
    Datum value = evaluate(*map.children[i + 1]);
    place(made, key) = std::move(value);
  }
  return made;
}

Datum Machine::text_value(const Syntax& parts) {
  std::string result;
  for (const SyntaxPtr& part : parts.children) {
    Datum value = evaluate(*part);
    if (value.closure() != nullptr) value = call(value, {}, part->offset);
    result += text(value);
    charge(result.size(), parts.offset);
  }
  return Value(std::move(result));
}

Datum Machine::closure_value(const Syntax& closure) {
  charge(sizeof(ClosureData), closure.offset);
  ClosureData& made = arena_.closure();
  made.syntax = &closure;
  made.outer = frame_;
  return made;
}

Datum Machine::unary(const Syntax& expression) {
  const Datum operand = evaluate(*expression.children[0]);
  if (expression.op == Op::Not) return Value(!is_true(operand));
  if (expression.op == Op::Pattern) {
    if (operand.is_integer()) return Value(~operand.scalar().as_integer());
    return Datum::of_pattern(text(operand));
  }
  if (!operand.is_number()) {
    raise("MissingMethodException", fmt::format("{} is no number", text(operand)), expression.offset);
  }
  if (expression.op == Op::Plus) return operand;
  return binary(Op::Subtract, Value(0), operand, expression.offset);
}

Datum Machine::property_value(const Syntax& expression) {
  const Datum target = evaluate(*expression.children[0]);
  const std::string name = member_name(*expression.children[1]);
  if (expression.spread) {
    ListData& made = new_list();
    for (const Datum& item : sequence(target)) {
      made.items.push_back(item.is_null() ? Datum() : property(item, name, expression.offset));
    }
    return made;
  }
  if (expression.safe && target.is_null()) return {};
  if (names_class(*expression.children[0], name)) return target;
  return property(target, name, expression.offset);
}

// `e.class.simpleName`: a class is its name already.
bool Machine::names_class(const Syntax& target, std::string_view property) const {
  const bool is_name =
      property == "name" || property == "simpleName" || property == "getName" || property == "getSimpleName";
  const bool member = target.form == Form::Property || target.form == Form::MethodCall;
  if (!is_name || !member || target.children[1]->form != Form::Literal) return false;
  const std::string_view of = target.children[1]->value.as_string();
  return of == "class" || of == "getClass";
}

std::string Machine::member_name(const Syntax& name) {
  return name.form == Form::Literal ? std::string(name.value.as_string()) : text(evaluate(name));
}

// --- writing

Datum Machine::assign(const Syntax& assignment) {
  const Syntax& place = *assignment.children[0];
  Datum value;
  if (assignment.op == Op::None) {
    value = evaluate(*assignment.children[1]);
  } else {
    const Datum before = evaluate(place);
    if (assignment.op == Op::Elvis && is_true(before)) return before;
    value = evaluate(*assignment.children[1]);
    if (assignment.op != Op::Elvis) value = binary(assignment.op, before, value, assignment.offset);
  }
  store(place, value);
  return value;
}

Datum Machine::step_value(const Syntax& expression) {
  const Syntax& place = *expression.children[0];
  const Datum before = evaluate(place);
  const Datum after = binary(expression.op, before, Value(1), expression.offset);
  store(place, after);
  return expression.prefix ? after : before;
}

void Machine::store(const Syntax& place, Datum value) {
  if (place.form == Form::Name) {
    if (Datum* known = local(place.name)) {
      *known = std::move(value);
      return;
    }
    // Inside of `map.with { … }` a name that is no variable is a key.
    if (!delegates_.empty() && delegates_.back().map() != nullptr)
      return store_in(delegates_.back(), Value(place.text), std::move(value), place.offset);
    Value data = to_value(value, place.offset);
    globals_[place.name] = {std::move(value), data};
    environment_.assign(place.name, std::move(data));
    return;
  }
  const Datum target = evaluate(*place.children[0]);
  if (place.safe && target.is_null()) return;
  const Datum key = place.form == Form::Index ? evaluate(*place.children[1])
                                              : Datum(Value(member_name(*place.children[1])));
  store_in(target, key, std::move(value), place.offset);
}

void Machine::store_in(const Datum& target, const Datum& key, Datum value, std::size_t offset) {
  constexpr std::int64_t kMaxGap = 10'000;
  if (MapData* map = target.map()) {
    touch(*map);
    charge(sizeof(Datum), offset);
    if (map->owner != nullptr && text(key) == "value") {
      touch(*map->owner);
      place(*map->owner, (*map)["key"]) = value;
    }
    place(*map, key) = std::move(value);
  } else if (ListData* list = target.list()) {
    if (list->role == ListData::Role::Range)
      raise("UnsupportedOperationException", "a range cannot be changed", offset);
    if (!key.is_integer()) raise("IllegalArgumentException", "a list needs a whole number as index", offset);
    std::int64_t index = key.scalar().as_integer();
    const auto size = static_cast<std::int64_t>(list->items.size());
    if (index < 0) index += size;
    if (index < 0 || index > size + kMaxGap) {
      raise("IndexOutOfBoundsException",
            fmt::format("index {} of {} elements", key.scalar().as_integer(), size), offset);
    }
    touch(*list);
    if (index >= size) {
      charge(static_cast<std::size_t>(index - size + 1) * sizeof(Datum), offset);
      list->items.resize(static_cast<std::size_t>(index) + 1);
    }
    list->items[static_cast<std::size_t>(index)] = std::move(value);
  } else if (HostObject* host = target.host()) {
    if (!host->assign(text(key), to_value(value, offset))) {
      raise("ReadOnlyPropertyException",
            fmt::format("{} has no property '{}' to be set", host->describe(), text(key)), offset);
    }
  } else if (target.is_null()) {
    raise("NullPointerException", fmt::format("cannot set '{}' of null", text(key)), offset);
  } else {
    raise("MissingPropertyException",
          fmt::format("{} has no property '{}' to be set", text(target), text(key)), offset);
  }
}

bool Machine::is_instance(const Datum& value, std::string_view type) const {
  if (value.is_null()) return false;
  if (type == "Object") return true;
  if (type == "String" || type == "CharSequence" || type == "GString") return value.is_text();
  if (type == "Boolean" || type == "boolean") return value.is_boolean();
  if (type == "Number") return value.is_number();
  if (type == "Integer" || type == "int" || type == "Long" || type == "long" || type == "BigInteger") {
    return value.is_integer();
  }
  if (type == "BigDecimal" || type == "Double" || type == "double" || type == "Float") {
    return value.is_number() && !value.is_integer();
  }
  if (type == "List" || type == "ArrayList" || type == "Collection" || type == "Iterable") {
    const bool plain = value.list() != nullptr && value.list()->role != ListData::Role::Builder &&
                       value.list()->role != ListData::Role::Matcher;
    return plain && (value.list()->role != ListData::Role::Set || type == "Collection" || type == "Iterable");
  }
  if (type == "Set" || type == "LinkedHashSet" || type == "HashSet")
    return value.list() != nullptr && value.list()->role == ListData::Role::Set;
  if (type == "Range" || type == "IntRange")
    return value.list() != nullptr && value.list()->role == ListData::Role::Range;
  if (type == "Pattern") return value.is_pattern();
  if (type == "Closure") return value.closure() != nullptr;
  if (type == "Date" || type == "LocalDate" || type == "LocalDateTime" || type == "Instant")
    return value.is_date();
  if (value.map() == nullptr) return false;
  const Datum* name = value.map()->find("class");
  if (type == "Map" || type == "HashMap" || type == "LinkedHashMap") return true;
  return name != nullptr && name->is_text() && is_exception_of(name->scalar().as_string(), type);
}

namespace {

// Nullopt when the value is no number, or too large for a whole one.
std::optional<Value> cast_number(const Value& value, bool whole) {
  auto number = number_of(value);
  if (!number || number->is_integer() == whole) return number;
  const double fraction = number->to_number();
  if (!whole) return Value(fraction);
  constexpr double kLimit = 9.2e18;
  if (fraction > -kLimit && fraction < kLimit) return Value(static_cast<std::int64_t>(fraction));
  return std::nullopt;
}

}  // namespace

Datum Machine::cast(const Datum& value, std::string_view type, std::size_t offset) {
  if (value.is_null() || is_instance(value, type)) return value;
  if (type == "String") return Value(text(value));
  if (type == "boolean" || type == "Boolean") return Value(is_true(value));
  const bool whole =
      type == "int" || type == "Integer" || type == "long" || type == "Long" || type == "BigInteger";
  const bool fraction = type == "double" || type == "Double" || type == "BigDecimal" || type == "Float" ||
                        type == "float" || type == "Number";
  if ((whole || fraction) && value.is_scalar()) {
    if (auto number = cast_number(value.scalar(), whole)) return *std::move(number);
    raise("NumberFormatException", fmt::format("{} is no {}", text(value), type), offset);
  }
  if (type == "List" || type == "Set" || type == "Collection" || type == "ArrayList") {
    ListData& made = new_list();
    made.items = sequence(value);
    return type == "Set" ? call_method(made, "toSet", {}, offset) : Datum(made);
  }
  raise("GroovyCastException", fmt::format("{} cannot become a {}", text(value), type), offset);
}

}  // namespace rondo::expression::groovy
