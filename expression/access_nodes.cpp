// SPDX-License-Identifier: Apache-2.0
#include "expression/access_nodes.hpp"

#include "expression/conversion.hpp"
#include "expression/failure.hpp"
#include "expression/nodes.hpp"

#include <fmt/format.h>

namespace rondo::expression {

using model::Value;

namespace {

// Changes the property `name` of a host's object by reading, changing and writing it.
void modify_property(HostObject& object, std::string_view name, std::size_t at, const Change& change) {
  Operand part;
  if (!object.property(name, part)) fail(at, fmt::format("{} has no property '{}'", object.describe(), name));
  if (part.object != nullptr) {
    fail(at, fmt::format("{} cannot be changed like process data", part.object->describe()));
  }
  change(part.value);
  if (!object.assign(name, part.value)) {
    fail(at, fmt::format("property '{}' of {} cannot be set", name, object.describe()));
  }
}

void assign_property(HostObject& object, std::string_view name, std::size_t at, const Value& value) {
  if (object.assign(name, value)) return;
  fail(at, fmt::format("property '{}' of {} cannot be set", name, object.describe()));
}

// The object that `base` gives when it is one of the host, else nullptr.
HostObject* host_of(const Node& base, Environment& environment) {
  Operand operand;
  return base.try_evaluate(environment, operand) ? operand.object : nullptr;
}

void require_place(const Node& base) {
  if (!base.is_place())
    fail(base.offset(), "a computed value cannot be changed; assign it to a variable first");
}

std::size_t position_in(const model::List& list, const Value& index, std::size_t offset) {
  const auto position = whole_number(index);
  if (!position) fail(offset, fmt::format("expected a position in a list, but found {}", describe(index)));
  if (*position < 0 || static_cast<std::uint64_t>(*position) >= list.size()) {
    fail(offset, fmt::format("position {} lies outside of a list of {} elements", *position, list.size()));
  }
  return static_cast<std::size_t>(*position);
}

}  // namespace

// --- a.b

bool PropertyNode::read(const Operand& base, Environment& environment, Operand& result) const {
  if (base.object != nullptr) return base.object->property(name_, result);
  const Value& value = base.value;
  result = Operand();
  if (value.is_object()) {
    const Value* found = value.as_object().find(name_);
    if (found != nullptr) result = *found;
    return found != nullptr;
  }
  // As in Java's expression language, reading a property of null gives null.
  if (value.is_null()) return true;
  const Method* getter = getter_of(value.type(), name_);
  if (getter != nullptr) result = getter->read(value, {environment, name_, at_, {}});
  return getter != nullptr;
}

Operand PropertyNode::evaluate(Environment& environment) const {
  const Operand base = base_->evaluate(environment);
  Operand result;
  if (read(base, environment, result) || style_ == Style::Feel) return result;
  fail(at_, base.object != nullptr
                ? fmt::format("{} has no property '{}'", base.object->describe(), name_)
                : fmt::format("{} has no property '{}'", model::name_of(base.value.type()), name_));
}

bool PropertyNode::try_evaluate(Environment& environment, Operand& result) const {
  Operand base;
  return base_->try_evaluate(environment, base) && read(base, environment, result);
}

void PropertyNode::modify(Environment& environment, const Change& change) const {
  if (HostObject* host = host_of(*base_, environment)) return modify_property(*host, name_, at_, change);
  require_place(*base_);
  base_->modify(environment, [&](Value& base) {
    if (!base.is_object()) {
      fail(at_, fmt::format("cannot set '{}' of {}", name_, model::name_of(base.type())));
    }
    change(base.edit_object()[name_]);
  });
}

void PropertyNode::assign(Environment& environment, const Value& value) const {
  if (HostObject* host = host_of(*base_, environment)) return assign_property(*host, name_, at_, value);
  Node::assign(environment, value);
}

// --- a[b]

Value IndexNode::element(const model::List& list, const Value& index) const {
  const auto position = whole_number(index);
  if (!position) {
    if (style_ == Style::Feel && index.is_null()) return {};
    fail(index_->offset(), fmt::format("expected a position in a list, but found {}", describe(index)));
  }
  const auto size = static_cast<std::int64_t>(list.size());
  std::int64_t at = *position;
  // FEEL counts from 1, and from -1 backwards.
  if (style_ == Style::Feel) at = at > 0 ? at - 1 : (at < 0 && at >= -size ? at + size : -1);
  if (at >= 0 && at < size) return list[static_cast<std::size_t>(at)];
  if (style_ == Style::Feel) return {};
  fail(index_->offset(), fmt::format("position {} lies outside of a list of {} elements", at, size));
}

Operand IndexNode::read(const Operand& base, Environment& environment) const {
  const Value index = data_of(*index_, environment);
  if (base.object != nullptr) {
    Operand result;
    if (base.object->property(text_of(index), result)) return result;
    fail(index_->offset(), fmt::format("{} has no property '{}'", base.object->describe(), text_of(index)));
  }
  const Value& value = base.value;
  if (value.is_null()) return {};
  if (value.is_list()) return element(value.as_list(), index);
  if (value.is_object()) {
    const Value* found = index.is_null() ? nullptr : value.as_object().find(text_of(index));
    return found == nullptr ? Value() : *found;
  }
  if (style_ == Style::Feel) return {};
  fail(offset(), fmt::format("{} cannot be indexed", describe(base)));
}

Operand IndexNode::evaluate(Environment& environment) const {
  return read(base_->evaluate(environment), environment);
}

bool IndexNode::try_evaluate(Environment& environment, Operand& result) const {
  Operand base;
  if (!base_->try_evaluate(environment, base)) return false;
  result = read(base, environment);
  return true;
}

void IndexNode::modify(Environment& environment, const Change& change) const {
  const Value index = data_of(*index_, environment);
  if (HostObject* host = host_of(*base_, environment)) {
    return modify_property(*host, text_of(index), index_->offset(), change);
  }
  require_place(*base_);
  base_->modify(environment, [&](Value& base) {
    if (base.is_object()) {
      change(base.edit_object()[text_of(index)]);
    } else if (base.is_list()) {
      const std::size_t at = position_in(base.as_list(), index, index_->offset());
      change(base.edit_list()[at]);
    } else {
      fail(offset(), fmt::format("{} cannot be indexed", describe(base)));
    }
  });
}

void IndexNode::assign(Environment& environment, const Value& value) const {
  if (HostObject* host = host_of(*base_, environment)) {
    return assign_property(*host, text_of(data_of(*index_, environment)), index_->offset(), value);
  }
  Node::assign(environment, value);
}

// --- a.b(c)

Operand MethodNode::evaluate(Environment& environment) const {
  Operand base = base_->evaluate(environment);
  const ArgumentList arguments(arguments_, environment);
  if (base.object != nullptr) {
    Operand result;
    if (base.object->call(name_, arguments.values(), result)) return result;
    fail(at_, fmt::format("{} has no method '{}' with {} argument{}", base.object->describe(), name_,
                          arguments_.size(), arguments_.size() == 1 ? "" : "s"));
  }
  const Method* method = methods_[static_cast<std::size_t>(base.value.type())];
  if (method == nullptr) fail(at_, missing_method(base.value.type(), name_, arguments_.size()));
  if (method->read != nullptr) return method->read(base.value, {environment, name_, at_, arguments.values()});
  return change(*method, std::move(base), environment, arguments.values());
}

Value MethodNode::change(const Method& method, Operand base, Environment& environment,
                         std::span<const Operand> arguments) const {
  const Arguments passed{environment, name_, at_, arguments};
  if (!base_->is_place()) {
    if (method.chains) return method.write(base.value, passed);
    fail(at_,
         fmt::format("'{}' changes its {}, but this one is a computed value; assign it to a variable first",
                     name_, model::name_of(base.value.type())));
  }
  base = {};  // lets go of the payload, lest it be copied
  Value result;
  base_->modify(environment, [&](Value& place) {
    if (methods_[static_cast<std::size_t>(place.type())] != &method) {
      fail(at_, missing_method(place.type(), name_, arguments.size()));
    }
    result = method.write(place, passed);
  });
  return result;
}

}  // namespace rondo::expression
