// SPDX-License-Identifier: Apache-2.0
#include "model/value.hpp"

#include <array>

namespace rondo::model {

struct Value::TextPayload : Shared {
  std::string content;
  TextPayload(ValueType kind, std::string text) : Shared(kind), content(std::move(text)) {}
};

struct Value::ListPayload : Shared {
  List content;
  explicit ListPayload(List list) : Shared(ValueType::List), content(std::move(list)) {}
};

struct Value::ObjectPayload : Shared {
  Object content;
  explicit ObjectPayload(Object object) : Shared(ValueType::Object), content(std::move(object)) {}
};

std::string_view name_of(ValueType type) noexcept {
  constexpr std::array<std::string_view, 9> kNames{"null", "boolean", "integer", "double", "string",
                                                   "list", "object",  "bytes",   "date"};
  return kNames.at(static_cast<std::size_t>(type));
}

Value::Value(std::string_view text) {
  if (text.size() > kInlineText) {
    adopt(new TextPayload(ValueType::String, std::string(text)));
  } else {
    hold_in_place(ValueType::String, text);
  }
}

Value::Value(std::string&& text) { hold(ValueType::String, std::move(text)); }

Value::Value(List list) { adopt(new ListPayload(std::move(list))); }

Value::Value(Object object) { adopt(new ObjectPayload(std::move(object))); }

Value Value::bytes(std::string content) {
  Value value;
  value.hold(ValueType::Bytes, std::move(content));
  return value;
}

void Value::hold(ValueType type, std::string&& content) {
  if (content.size() > kInlineText) {
    adopt(new TextPayload(type, std::move(content)));
  } else {
    hold_in_place(type, content);
  }
}

void Value::hold_in_place(ValueType type, std::string_view content) noexcept {
  if (!content.empty()) std::memcpy(raw_.bytes, content.data(), content.size());
  raw_.length = static_cast<std::uint8_t>(content.size());
  raw_.type = type;
}

void Value::adopt(Shared* payload) noexcept {
  std::memcpy(raw_.bytes, &payload, kWord);
  raw_.length = kOutside;
  raw_.type = payload->type;
}

std::string_view Value::outside_text() const noexcept {
  return static_cast<const TextPayload*>(word<Shared*>())->content;
}

const List& Value::as_list() const noexcept {
  assert(is_list());
  return static_cast<const ListPayload*>(word<Shared*>())->content;
}

const Object& Value::as_object() const noexcept {
  assert(is_object());
  return static_cast<const ObjectPayload*>(word<Shared*>())->content;
}

template <typename Payload>
Payload& Value::unshare() {
  auto* payload = static_cast<Payload*>(word<Shared*>());
  if (payload->references.load(std::memory_order_acquire) == 1) return *payload;
  auto* own = new Payload(payload->content);
  release(raw_);
  adopt(own);
  return *own;
}

List& Value::edit_list() {
  assert(is_list());
  return unshare<ListPayload>().content;
}

Object& Value::edit_object() {
  assert(is_object());
  return unshare<ObjectPayload>().content;
}

// Payloads whose last owner goes are queued instead of destroyed by recursion, so that nesting costs no
// stack.
void Value::destroy(Shared* payload) noexcept {
  const auto disown = [&payload](Value& part) {
    if (!part.is_outside()) return;
    auto* inner = part.word<Shared*>();
    part.raw_ = Raw{};
    if (!inner->disown()) return;
    inner->next = payload;
    payload = inner;
  };
  while (payload != nullptr) {
    Shared* dying = payload;
    payload = dying->next;
    if (dying->type == ValueType::List) {
      auto* list = static_cast<ListPayload*>(dying);
      for (Value& item : list->content) disown(item);
      delete list;
    } else if (dying->type == ValueType::Object) {
      auto* object = static_cast<ObjectPayload*>(dying);
      for (Object::Member& member : object->content.members_) disown(member.second);
      delete object;
    } else {
      delete static_cast<TextPayload*>(dying);
    }
  }
}

namespace {

/// Pairs of values that must be equal for the whole to be equal.
using Pairs = std::vector<std::pair<const Value*, const Value*>>;

bool same_number(const Value& left, const Value& right) noexcept {
  if (left.is_double() && right.is_double()) return left.as_double() == right.as_double();
  // An integer and a double: through double alone, large integers would equal their neighbors.
  const double real = left.is_double() ? left.as_double() : right.as_double();
  const std::int64_t whole = left.is_integer() ? left.as_integer() : right.as_integer();
  constexpr double kLimit = 9223372036854775808.0;
  return real >= -kLimit && real < kLimit && static_cast<std::int64_t>(real) == whole &&
         static_cast<double>(whole) == real;
}

bool queue_lists(const List& left, const List& right, Pairs& open) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) open.emplace_back(&left[i], &right[i]);
  return true;
}

bool queue_objects(const Object& left, const Object& right, Pairs& open) {
  if (left.size() != right.size()) return false;
  for (const auto& [name, value] : left) {
    const Value* other = right.find(name);
    if (other == nullptr) return false;
    open.emplace_back(&value, other);
  }
  return true;
}

/// Whether two values are equal as far as seen from themselves; their parts are queued.
bool equal_without_parts(const Value& left, const Value& right, Pairs& open) {
  if (left.is_integer() && right.is_integer()) return left.as_integer() == right.as_integer();
  if (left.is_number() && right.is_number()) return same_number(left, right);
  if (left.type() != right.type()) return false;
  switch (left.type()) {
    case ValueType::Boolean:
      return left.as_boolean() == right.as_boolean();
    case ValueType::String:
    case ValueType::Bytes:
      return left.as_string() == right.as_string();
    case ValueType::Date:
      return left.as_date() == right.as_date();
    case ValueType::List:
      return queue_lists(left.as_list(), right.as_list(), open);
    case ValueType::Object:
      return queue_objects(left.as_object(), right.as_object(), open);
    default:
      return true;
  }
}

}  // namespace

bool operator==(const Value& left, const Value& right) noexcept {
  Pairs open;  // allocates only when there are lists or objects
  if (!equal_without_parts(left, right, open)) return false;
  while (!open.empty()) {
    const auto [one, other] = open.back();
    open.pop_back();
    if (!equal_without_parts(*one, *other, open)) return false;
  }
  return true;
}

}  // namespace rondo::model
