// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"

#include <atomic>
#include <bit>
#include <cassert>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::model {

class Value;
class Object;

/// A list value: elements in order.
using List = std::vector<Value>;

/// An instant in UTC, in milliseconds since 1970-01-01T00:00:00Z.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Kinds of process data.
enum class ValueType : std::uint8_t { Null, Boolean, Integer, Double, String, List, Object, Bytes, Date };

/// The word used for `type` in messages: "null", "boolean", "integer", "double", "string", "list",
/// "object", "bytes" or "date".
[[nodiscard]] RONDO_API std::string_view name_of(ValueType type) noexcept;

/// Types of integers, and characters, but not bool.
template <typename T>
concept WholeNumber = std::integral<T> && !std::same_as<T, bool>;

/// A process variable's value. Sixteen bytes; texts of up to 14 bytes are held in place, larger
/// payloads are shared and copied on the first write, so that passing a value between scopes and
/// called instances copies nothing.
///
/// A Value may be copied by several threads at a time; writing one object needs the usual care.
class RONDO_API Value {
 public:
  /// Null, or a value of the type that the argument suggests.
  /// @{
  Value() noexcept = default;
  Value(std::nullptr_t) noexcept {}  // NOLINT(google-explicit-constructor): data literals read as data
  template <std::same_as<bool> T>
  Value(T boolean) noexcept : Value(ValueType::Boolean, boolean ? 1 : 0) {}  // NOLINT
  template <WholeNumber T>
  Value(T integer) noexcept : Value(ValueType::Integer, static_cast<std::int64_t>(integer)) {}  // NOLINT
  Value(double number) noexcept                                                                 // NOLINT
      : Value(ValueType::Double, std::bit_cast<std::int64_t>(number)) {}
  Value(const char* text) : Value(std::string_view(text)) {}         // NOLINT
  Value(std::string_view text);                                      // NOLINT
  Value(const std::string& text) : Value(std::string_view(text)) {}  // NOLINT
  Value(std::string&& text);                                         // NOLINT
  Value(List list);                                                  // NOLINT
  Value(Object object);                                              // NOLINT
  Value(Instant date) noexcept                                       // NOLINT
      : Value(ValueType::Date, date.time_since_epoch().count()) {}
  /// @}

  /// Makes a value of raw bytes.
  [[nodiscard]] static Value bytes(std::string content);

  /// A copy shares the payload, a moved value is null.
  /// @{
  Value(const Value& other) noexcept : raw_(other.raw_) {
    if (is_outside()) retain();
  }
  Value(Value&& other) noexcept : raw_(std::exchange(other.raw_, Raw{})) {}
  // Assignments let go of the old payload last, since `other` may lie inside it.
  Value& operator=(const Value& other) noexcept {
    if (other.is_outside()) other.retain();
    const Raw old = std::exchange(raw_, other.raw_);
    if (old.length == kOutside) release(old);
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    const Raw taken = std::exchange(other.raw_, Raw{});
    const Raw old = std::exchange(raw_, taken);
    if (old.length == kOutside) release(old);
    return *this;
  }
  /// @}
  /// Takes no stack in proportion to how deep lists and objects are nested.
  ~Value() {
    if (is_outside()) release(raw_);
  }

  /// The type, and whether it is that one; integers and doubles are numbers.
  /// @{
  [[nodiscard]] ValueType type() const noexcept { return raw_.type; }
  [[nodiscard]] bool is_null() const noexcept { return type() == ValueType::Null; }
  [[nodiscard]] bool is_boolean() const noexcept { return type() == ValueType::Boolean; }
  [[nodiscard]] bool is_integer() const noexcept { return type() == ValueType::Integer; }
  [[nodiscard]] bool is_double() const noexcept { return type() == ValueType::Double; }
  [[nodiscard]] bool is_number() const noexcept { return is_integer() || is_double(); }
  [[nodiscard]] bool is_string() const noexcept { return type() == ValueType::String; }
  [[nodiscard]] bool is_list() const noexcept { return type() == ValueType::List; }
  [[nodiscard]] bool is_object() const noexcept { return type() == ValueType::Object; }
  [[nodiscard]] bool is_bytes() const noexcept { return type() == ValueType::Bytes; }
  [[nodiscard]] bool is_date() const noexcept { return type() == ValueType::Date; }
  /// @}

  /// The payload. Precondition: the value has that type (asserted).
  /// @{
  [[nodiscard]] bool as_boolean() const noexcept;
  [[nodiscard]] std::int64_t as_integer() const noexcept;
  [[nodiscard]] double as_double() const noexcept;
  /// Text of a string or content of a bytes value; valid while this value is neither changed nor gone.
  [[nodiscard]] std::string_view as_string() const noexcept;
  [[nodiscard]] const List& as_list() const noexcept;
  [[nodiscard]] const Object& as_object() const noexcept;
  [[nodiscard]] Instant as_date() const noexcept;
  /// @}

  /// An integer or double as double. Precondition: is_number().
  [[nodiscard]] double to_number() const noexcept;

  /// Gives the payload for writing; takes a copy of it first when it is shared.
  /// @{
  [[nodiscard]] List& edit_list();
  [[nodiscard]] Object& edit_object();
  /// @}

  /// Makes the payload last as long as the program, so that copies need no count of owners that threads would
  /// contend for. Only for constants, before anybody else has a copy; returns itself.
  Value& keep_forever() noexcept;

  /// Whether copies of this value share its payload; others are copied as they are.
  [[nodiscard]] bool shares_payload() const noexcept { return is_outside(); }

  /// Equal type and content; an integer and a double are equal when they are the same number.
  friend RONDO_API bool operator==(const Value& left, const Value& right) noexcept;
  /// Writes the value's JSON text, for logs and failing tests.
  friend RONDO_API std::ostream& operator<<(std::ostream& out, const Value& value);

 private:
  struct Shared;
  struct TextPayload;
  struct ListPayload;
  struct ObjectPayload;
  static constexpr std::size_t kInlineText = 14;
  static constexpr std::size_t kWord = 8;
  static constexpr std::uint8_t kOutside = 0xFF;

  /// Either 14 bytes of text, or in the first 8 a number or the address of a shared payload. A plain
  /// struct, so that it is copied as one 16-byte word.
  struct Raw {
    alignas(8) char bytes[kInlineText] = {};
    std::uint8_t length = 0;  ///< Of text held in place; kOutside when the payload is shared.
    ValueType type = ValueType::Null;

    template <typename Number>
    [[nodiscard]] Number word() const noexcept {
      static_assert(sizeof(Number) == kWord);  // NOLINT(bugprone-sizeof-expression)
      Number number;
      std::memcpy(&number, bytes, kWord);
      return number;
    }
  };

  Value(ValueType type, std::int64_t word) noexcept {
    std::memcpy(raw_.bytes, &word, kWord);
    raw_.type = type;
  }
  template <typename Number>
  [[nodiscard]] Number word() const noexcept {
    return raw_.word<Number>();
  }
  [[nodiscard]] bool is_outside() const noexcept { return raw_.length == kOutside; }
  void hold(ValueType type, std::string&& content);
  void hold_in_place(ValueType type, std::string_view content) noexcept;
  void adopt(Shared* payload) noexcept;
  void retain() const noexcept;
  static void release(const Raw& raw) noexcept;
  [[nodiscard]] std::string_view outside_text() const noexcept;
  static void destroy(Shared* payload) noexcept;
  template <typename Payload>
  Payload& unshare();

  Raw raw_;
};
static_assert(sizeof(Value) == 16);

/// @cond
// What every shared payload begins with.
struct Value::Shared {
  // So many and more: it lasts forever, and its owners are not counted.
  static constexpr std::uint32_t kForever = 1U << 31;

  std::atomic<std::uint32_t> references{1};
  ValueType type;
  Shared* next = nullptr;  // among payloads about to be destroyed

  explicit Shared(ValueType kind) noexcept : type(kind) {}

  [[nodiscard]] bool lasts() const noexcept { return references.load(std::memory_order_relaxed) >= kForever; }
  // Whether the last owner has gone.
  [[nodiscard]] bool disown() noexcept {
    return !lasts() && references.fetch_sub(1, std::memory_order_acq_rel) == 1;
  }
};
/// @endcond

inline void Value::retain() const noexcept {
  auto* payload = word<Shared*>();
  if (!payload->lasts()) payload->references.fetch_add(1, std::memory_order_relaxed);
}

inline void Value::release(const Raw& raw) noexcept {
  auto* payload = raw.word<Shared*>();
  if (payload->disown()) destroy(payload);
}

inline Value& Value::keep_forever() noexcept {
  if (is_outside()) word<Shared*>()->references.store(Shared::kForever, std::memory_order_relaxed);
  return *this;
}

inline bool Value::as_boolean() const noexcept {
  assert(is_boolean());
  return word<std::int64_t>() != 0;
}

inline std::int64_t Value::as_integer() const noexcept {
  assert(is_integer());
  return word<std::int64_t>();
}

inline double Value::as_double() const noexcept {
  assert(is_double());
  return word<double>();
}

inline double Value::to_number() const noexcept {
  return is_integer() ? static_cast<double>(as_integer()) : as_double();
}

inline Instant Value::as_date() const noexcept {
  assert(is_date());
  return Instant{std::chrono::milliseconds{word<std::int64_t>()}};
}

inline std::string_view Value::as_string() const noexcept {
  assert(is_string() || is_bytes());
  return is_outside() ? outside_text() : std::string_view(raw_.bytes, raw_.length);
}

/// An object value: named members in the order in which they were first set. Finding a member takes
/// constant time in large objects, too.
class RONDO_API Object {
 public:
  /// A name and its value.
  using Member = std::pair<std::string, Value>;
  using value_type = Member;                                   ///< For algorithms.
  using const_iterator = std::vector<Member>::const_iterator;  ///< Over the members in order.

  /// An object of these members; of those with one name the last counts.
  /// @{
  Object() = default;
  Object(std::initializer_list<Member> members);
  /// @}

  /// The member of that name, or nullptr. Valid until the object is changed.
  [[nodiscard]] const Value* find(std::string_view name) const noexcept;
  /// The member of that name for writing; appended as null when it is new.
  Value& operator[](std::string_view name);
  /// Sets a member.
  void set(std::string_view name, Value value) { (*this)[name] = std::move(value); }
  /// Removes a member; false when there is none of that name.
  bool erase(std::string_view name);

  /// Members by name, by number, and in order.
  /// @{
  [[nodiscard]] bool contains(std::string_view name) const noexcept { return find(name) != nullptr; }
  [[nodiscard]] std::size_t size() const noexcept { return members_.size(); }
  [[nodiscard]] bool empty() const noexcept { return members_.empty(); }
  [[nodiscard]] const_iterator begin() const noexcept { return members_.begin(); }
  [[nodiscard]] const_iterator end() const noexcept { return members_.end(); }
  /// @}

  /// Equal members, in whatever order.
  friend RONDO_API bool operator==(const Object& left, const Object& right) noexcept;

 private:
  friend class Value;
  static constexpr std::size_t kIndexedFrom = 24;  // fewer members are searched one by one

  [[nodiscard]] std::size_t position(std::string_view name) const noexcept;
  void enter_in_index(std::size_t member);
  void rebuild_index();

  std::vector<Member> members_;
  std::vector<std::uint32_t> index_;  // hash table of positions + 1, 0 is free; empty in small objects
};

/// JSON text of `value`: members in order, dates as ISO 8601 texts, bytes as base64 texts, infinities and
/// not-a-number as null. Always well formed.
/// A double that is a whole number keeps its `.0`.
[[nodiscard]] RONDO_API std::string to_json(const Value& value);

/// Reads one JSON document (RFC 8259). On failure: null, and `error` filled with message and byte offset; on
/// success `error` is cleared. Arrays and objects may be nested 500 deep. A number without fraction and
/// exponent that fits is an integer, any other a double; of members with one name the last counts.
[[nodiscard]] RONDO_API Value parse_json(std::string_view text, std::string& error);

/// ISO 8601 text of an instant, `2026-05-01T12:00:00Z`, with milliseconds when there are any.
[[nodiscard]] RONDO_API std::string to_iso8601(Instant instant);

}  // namespace rondo::model
