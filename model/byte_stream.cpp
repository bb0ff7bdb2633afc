// SPDX-License-Identifier: Apache-2.0
#include "model/byte_stream.hpp"

#include <algorithm>
#include <chrono>
#include <string>

namespace rondo::model {

namespace {

// Behind the types, in the same byte.
constexpr std::uint64_t kShared = 64;

}  // namespace

void ByteWriter::grow(std::size_t more) {
  constexpr std::size_t kFirst = 1024;
  buffer_.resize(std::max(kFirst, buffer_.size() * 2 + more));
}

void ByteWriter::value(const Value& value) {
  if (value.shares_payload()) {
    number(kShared);
    shared_.push_back(value);
    return;
  }
  number(static_cast<std::uint64_t>(value.type()));
  switch (value.type()) {
    case ValueType::Boolean:
      return number(value.as_boolean() ? 1 : 0);
    case ValueType::Integer:
      return signed_number(value.as_integer());
    case ValueType::Double:
      return plain(value.as_double());
    case ValueType::Date:
      return signed_number(value.as_date().time_since_epoch().count());
    case ValueType::String:
    case ValueType::Bytes:
      return text(value.as_string());
    default:
      return;  // null; lists and objects are shared
  }
}

Value ByteReader::value() {
  const std::uint64_t tag = number();
  if (tag == kShared) return *shared_++;
  switch (static_cast<ValueType>(tag)) {
    case ValueType::Boolean:
      return number() != 0;
    case ValueType::Integer:
      return signed_number();
    case ValueType::Double:
      return plain<double>();
    case ValueType::Date:
      return Instant(std::chrono::milliseconds(signed_number()));
    case ValueType::String:
      return text();
    case ValueType::Bytes:
      return Value::bytes(std::string(text()));
    default:
      return {};
  }
}

}  // namespace rondo::model
