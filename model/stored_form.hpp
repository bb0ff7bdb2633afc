// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/byte_stream.hpp"
#include "model/records.hpp"
#include "model/value.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace rondo::model {

// The form in which records and instances are kept on disk. Other than the form for memory it holds no
// addresses and no numbers of one engine, values are written out, and later versions read what earlier ones
// wrote: a record is a row of numbered fields, of which those at their default are left out. A reader passes
// over fields that it does not know. Numbers of fields are never used again for something else.

/// Writes all of a value. Takes no stack in proportion to how deep lists and objects are nested.
void write_stored(ByteWriter& out, const Value& value);

/// Checksum of stored bytes (CRC-32). `seed`: the checksum of what comes before.
[[nodiscard]] std::uint32_t checksum(std::string_view bytes, std::uint32_t seed = 0) noexcept;

/// Reads what a ByteWriter or write_stored() wrote, in the same order. Throws Error (Store) instead of
/// reading past the end. The bytes must outlive it and the views that it gives.
class StoredReader {
 public:
  explicit StoredReader(std::string_view bytes) noexcept : at_(bytes.data()), end_(at_ + bytes.size()) {}

  [[nodiscard]] std::uint64_t number();
  template <typename Small>
  [[nodiscard]] Small small() {
    return static_cast<Small>(number());
  }
  [[nodiscard]] std::uint32_t slot() { return static_cast<std::uint32_t>(number()) - 1; }
  [[nodiscard]] std::int64_t signed_number() {
    const std::uint64_t folded = number();
    return static_cast<std::int64_t>(folded >> 1 ^ (~(folded & 1) + 1));
  }
  [[nodiscard]] std::string_view text();
  [[nodiscard]] Value value();
  /// How many things follow, each of which takes a byte at least.
  [[nodiscard]] std::size_t count();
  [[nodiscard]] bool done() const noexcept { return at_ == end_; }

 private:
  class Nesting;
  Value plain_value(std::uint64_t tag);
  const char* take(std::size_t size);

  const char* at_;
  const char* end_;
};

/// What follows the number of a field, so that a reader can pass over it.
enum class FieldForm : std::uint8_t { Number, Text, Value, Texts };

/// Writes the fields of a record in ascending order of their numbers (1 to 2^60), then finish(). `absent`:
/// the value that is left out.
class FieldWriter {
 public:
  explicit FieldWriter(ByteWriter& out) noexcept : out_(out) {}

  template <typename Number>
  void number(unsigned field, Number number, Number absent = {}) {
    if (number == absent) return;
    key(field, FieldForm::Number);
    out_.number(static_cast<std::uint64_t>(number));
  }
  /// A number of a slot, mostly none.
  void slot(unsigned field, std::uint32_t slot) { number<std::uint32_t>(field, slot + 1); }
  void signed_number(unsigned field, std::int64_t number, std::int64_t absent = 0) {
    if (number == absent) return;
    key(field, FieldForm::Number);
    out_.signed_number(number);
  }
  void flag(unsigned field, bool flag, bool absent = false) { number<unsigned>(field, flag, absent); }
  void instant(unsigned field, Instant instant) { signed_number(field, instant.time_since_epoch().count()); }
  void instant(unsigned field, const std::optional<Instant>& instant);
  void text(unsigned field, std::string_view text) {
    if (text.empty()) return;
    key(field, FieldForm::Text);
    out_.text(text);
  }
  void texts(unsigned field, const std::vector<std::string>& texts);
  void value(unsigned field, const Value& value) {
    if (value.is_null()) return;
    key(field, FieldForm::Value);
    write_stored(out_, value);
  }
  /// A handle that mostly is the one expected.
  void handle(unsigned field, const Handle& handle, const Handle& expected);
  void finish() { out_.number(0); }

 private:
  void key(unsigned field, FieldForm form) {
    constexpr unsigned kFormBits = 2;
    out_.number(std::uint64_t{field} << kFormBits | static_cast<unsigned>(form));
  }

  ByteWriter& out_;
};

/// Reads the fields of a record in ascending order of their numbers, then finish(). What is not there keeps
/// the value that it has.
class FieldReader {
 public:
  explicit FieldReader(StoredReader& in) : in_(in), key_(in.number()) {}

  template <typename Number>
  void number(unsigned field, Number& number, Number = {}) {
    if (!comes(field, FieldForm::Number)) return;
    number = static_cast<Number>(in_.number());
    next();
  }
  void slot(unsigned field, std::uint32_t& slot) {
    std::uint32_t given = slot + 1;
    number<std::uint32_t>(field, given);
    slot = given - 1;
  }
  template <typename Number>
  void signed_number(unsigned field, Number& number, std::int64_t = 0) {
    if (!comes(field, FieldForm::Number)) return;
    number = static_cast<Number>(in_.signed_number());
    next();
  }
  void flag(unsigned field, bool& flag, bool = false) {
    unsigned given = flag ? 1 : 0;
    number<unsigned>(field, given);
    flag = given != 0;
  }
  void instant(unsigned field, Instant& instant);
  void instant(unsigned field, std::optional<Instant>& instant);
  void text(unsigned field, std::string& text) {
    if (!comes(field, FieldForm::Text)) return;
    text = in_.text();
    next();
  }
  void texts(unsigned field, std::vector<std::string>& texts);
  void value(unsigned field, Value& value) {
    if (!comes(field, FieldForm::Value)) return;
    value = in_.value();
    next();
  }
  /// `handle` holds the one expected.
  void handle(unsigned field, Handle& handle, const Handle& expected);
  /// Passes over what is left.
  void finish();

 private:
  /// Whether `field` is the next one; passes over those before it.
  bool comes(unsigned field, FieldForm form);
  void next() { key_ = in_.number(); }
  void skip();

  StoredReader& in_;
  std::uint64_t key_;
};

}  // namespace rondo::model
