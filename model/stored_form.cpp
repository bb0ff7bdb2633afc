// SPDX-License-Identifier: Apache-2.0
#include "model/stored_form.hpp"

#include "model/error.hpp"

#include <array>
#include <bit>
#include <chrono>
#include <cstring>
#include <utility>

namespace rondo::model {

namespace {

// What a value begins with. Small numbers and short texts are told by it alone.
namespace tag {
constexpr std::uint64_t kNull = 0, kFalse = 1, kTrue = 2, kInteger = 3, kDouble = 4, kString = 5, kList = 6,
                        kObject = 7, kBytes = 8, kDate = 9;
constexpr std::uint64_t kSmallInteger = 16, kShortString = 48, kEnd = 128;
}  // namespace tag

[[noreturn]] void damaged() {
  throw Error(ErrorKind::Store, "stored data is damaged: it ends early or has an unknown form");
}

constexpr unsigned kFormBits = 2;

void write_text(ByteWriter& out, std::string_view text) {
  if (text.size() >= tag::kEnd - tag::kShortString) {
    out.number(tag::kString);
    return out.text(text);
  }
  out.number(tag::kShortString + text.size());
  out.raw(text);
}

void write_integer(ByteWriter& out, std::int64_t number) {
  if (number >= 0 && std::cmp_less(number, tag::kShortString - tag::kSmallInteger)) {
    return out.number(tag::kSmallInteger + static_cast<std::uint64_t>(number));
  }
  out.number(tag::kInteger);
  out.signed_number(number);
}

// What is written of a value itself; lists and objects are followed by their members.
void write_head(ByteWriter& out, const Value& value) {
  switch (value.type()) {
    case ValueType::Null:
      return out.number(tag::kNull);
    case ValueType::Boolean:
      return out.number(value.as_boolean() ? tag::kTrue : tag::kFalse);
    case ValueType::Integer:
      return write_integer(out, value.as_integer());
    case ValueType::Double:
      out.number(tag::kDouble);
      return out.plain(value.as_double());
    case ValueType::String:
      return write_text(out, value.as_string());
    case ValueType::Bytes:
      out.number(tag::kBytes);
      return out.text(value.as_string());
    case ValueType::Date:
      out.number(tag::kDate);
      return out.signed_number(value.as_date().time_since_epoch().count());
    case ValueType::List:
      out.number(tag::kList);
      return out.number(value.as_list().size());
    case ValueType::Object:
      out.number(tag::kObject);
      return out.number(value.as_object().size());
  }
}

bool has_members(const Value& value) noexcept { return value.is_list() || value.is_object(); }

// Table k tells what becomes of a byte that k others follow, so that eight are taken at a time.
using ChecksumTables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr ChecksumTables make_tables() {
  constexpr std::uint32_t kPolynomial = 0xEDB88320;
  ChecksumTables tables{};
  for (std::uint32_t byte = 0; byte < tables[0].size(); ++byte) {
    std::uint32_t bits = byte;
    for (int i = 0; i < 8; ++i) bits = (bits >> 1) ^ ((bits & 1) != 0 ? kPolynomial : 0);
    tables[0][byte] = bits;
  }
  for (std::size_t k = 1; k < tables.size(); ++k) {
    for (std::size_t byte = 0; byte < tables[k].size(); ++byte) {
      const std::uint32_t before = tables[k - 1][byte];
      tables[k][byte] = (before >> 8) ^ tables[0][before & 0xFF];
    }
  }
  return tables;
}

}  // namespace

std::uint32_t checksum(std::string_view bytes, std::uint32_t seed) noexcept {
  static constexpr ChecksumTables kTables = make_tables();
  constexpr std::size_t kAtATime = kTables.size();
  std::uint32_t sum = ~seed;
  for (; bytes.size() >= kAtATime; bytes.remove_prefix(kAtATime)) {
    const auto byte = [bytes](std::size_t at) {
      return std::uint32_t{static_cast<unsigned char>(bytes[at])};
    };
    const std::uint32_t mixed = sum ^ (byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24);
    sum = kTables[7][mixed & 0xFF] ^ kTables[6][mixed >> 8 & 0xFF] ^ kTables[5][mixed >> 16 & 0xFF] ^
          kTables[4][mixed >> 24] ^ kTables[3][byte(4)] ^ kTables[2][byte(5)] ^ kTables[1][byte(6)] ^
          kTables[0][byte(7)];
  }
  for (const char byte : bytes)
    sum = (sum >> 8) ^ kTables[0][(sum ^ static_cast<unsigned char>(byte)) & 0xFF];
  return ~sum;
}

void write_stored(ByteWriter& out, const Value& value) {
  write_head(out, value);
  if (!has_members(value)) return;
  struct Open {
    const Value* value;
    std::size_t next;
  };
  std::vector<Open> open{{&value, 0}};
  while (!open.empty()) {
    auto& [container, next] = open.back();
    const bool is_list = container->is_list();
    if (next == (is_list ? container->as_list().size() : container->as_object().size())) {
      open.pop_back();
      continue;
    }
    const Value* member = nullptr;
    if (is_list) {
      member = &container->as_list()[next++];
    } else {
      const auto& [name, held] = *(container->as_object().begin() + static_cast<std::ptrdiff_t>(next++));
      out.text(name);
      member = &held;
    }
    write_head(out, *member);
    if (has_members(*member)) open.push_back({member, 0});
  }
}

// --- reading

const char* StoredReader::take(std::size_t size) {
  if (static_cast<std::size_t>(end_ - at_) < size) damaged();
  return std::exchange(at_, at_ + size);
}

std::uint64_t StoredReader::number() {
  constexpr unsigned kMore = 0x80, kLast = 63;
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift <= kLast; shift += 7) {
    const auto byte = static_cast<unsigned char>(*take(1));
    number |= static_cast<std::uint64_t>(byte & (kMore - 1)) << shift;
    if (byte < kMore) return number;
  }
  damaged();
}

std::size_t StoredReader::count() {
  const std::uint64_t count = number();
  if (count > static_cast<std::uint64_t>(end_ - at_)) damaged();
  return static_cast<std::size_t>(count);
}

std::string_view StoredReader::text() {
  const std::size_t size = count();
  return {take(size), size};
}

Value StoredReader::plain_value(std::uint64_t tag) {
  if (tag >= tag::kEnd) damaged();
  if (tag >= tag::kShortString) {
    const auto size = static_cast<std::size_t>(tag - tag::kShortString);
    return std::string_view(take(size), size);
  }
  if (tag >= tag::kSmallInteger) return static_cast<std::int64_t>(tag - tag::kSmallInteger);
  switch (tag) {
    case tag::kNull:
      return {};
    case tag::kFalse:
      return false;
    case tag::kTrue:
      return true;
    case tag::kInteger:
      return signed_number();
    case tag::kDouble: {
      double number = 0;
      std::memcpy(&number, take(sizeof number), sizeof number);
      return number;
    }
    case tag::kString:
      return text();
    case tag::kBytes:
      return Value::bytes(std::string(text()));
    case tag::kDate:
      return Instant(std::chrono::milliseconds(signed_number()));
    default:
      damaged();
  }
}

// Lists and objects that are being read, the outermost first.
class StoredReader::Nesting {
 public:
  void open(std::uint64_t tag, std::size_t members) {
    open_.push_back({});
    open_.back().is_object = tag == tag::kObject;
    open_.back().left = members;
  }
  [[nodiscard]] bool empty() const noexcept { return open_.empty(); }
  [[nodiscard]] bool complete() const noexcept { return open_.back().left == 0; }
  void name_next(StoredReader& in) {
    if (open_.back().is_object) open_.back().name = in.text();
  }
  void add(Value value) {
    Open& into = open_.back();
    --into.left;
    if (into.is_object) {
      into.object.set(into.name, std::move(value));
    } else {
      into.list.push_back(std::move(value));
    }
  }
  Value close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    return done.is_object ? Value(std::move(done.object)) : Value(std::move(done.list));
  }

 private:
  struct Open {
    List list;
    Object object;
    std::string_view name;
    std::size_t left = 0;
    bool is_object = false;
  };
  std::vector<Open> open_;
};

Value StoredReader::value() {
  const std::uint64_t first = number();
  if (first != tag::kList && first != tag::kObject) return plain_value(first);
  Nesting nesting;
  nesting.open(first, count());
  for (;;) {
    while (nesting.complete()) {
      Value done = nesting.close();
      if (nesting.empty()) return done;
      nesting.add(std::move(done));
    }
    nesting.name_next(*this);
    const std::uint64_t tag = number();
    if (tag == tag::kList || tag == tag::kObject) {
      nesting.open(tag, count());
    } else {
      nesting.add(plain_value(tag));
    }
  }
}

// --- fields

void FieldWriter::instant(unsigned field, const std::optional<Instant>& instant) {
  if (!instant) return;
  key(field, FieldForm::Number);
  out_.signed_number(instant->time_since_epoch().count());
}

void FieldWriter::texts(unsigned field, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  key(field, FieldForm::Texts);
  out_.number(texts.size());
  for (const std::string& text : texts) out_.text(text);
}

// Most handles lie in the root instance of the one expected.
void FieldWriter::handle(unsigned field, const Handle& handle, const Handle& expected) {
  if (handle == expected) return;
  thread_local ByteWriter packed;
  packed.clear();
  packed.number(handle.slot);
  packed.number(handle.generation);
  if (handle.root != expected.root || handle.root_generation != expected.root_generation) {
    packed.number(handle.root);
    packed.number(handle.root_generation);
  }
  text(field, packed.bytes());
}

bool FieldReader::comes(unsigned field, FieldForm form) {
  while (key_ != 0 && key_ >> kFormBits < field) skip();
  if (key_ >> kFormBits != field) return false;
  if ((key_ & ((1u << kFormBits) - 1)) != static_cast<unsigned>(form)) damaged();
  return true;
}

void FieldReader::skip() {
  switch (static_cast<FieldForm>(key_ & ((1u << kFormBits) - 1))) {
    case FieldForm::Number:
      (void)in_.number();
      break;
    case FieldForm::Text:
      (void)in_.text();
      break;
    case FieldForm::Value:
      (void)in_.value();
      break;
    case FieldForm::Texts:
      for (std::size_t left = in_.count(); left > 0; --left) (void)in_.text();
      break;
  }
  next();
}

void FieldReader::finish() {
  while (key_ != 0) skip();
}

void FieldReader::instant(unsigned field, Instant& instant) {
  if (!comes(field, FieldForm::Number)) return;
  instant = Instant(std::chrono::milliseconds(in_.signed_number()));
  next();
}

void FieldReader::instant(unsigned field, std::optional<Instant>& instant) {
  if (!comes(field, FieldForm::Number)) return;
  instant = Instant(std::chrono::milliseconds(in_.signed_number()));
  next();
}

void FieldReader::handle(unsigned field, Handle& handle, const Handle& expected) {
  handle = expected;
  if (!comes(field, FieldForm::Text)) return;
  StoredReader packed(in_.text());
  handle.slot = packed.small<std::uint32_t>();
  handle.generation = packed.small<std::uint32_t>();
  if (!packed.done()) {
    handle.root = packed.small<std::uint32_t>();
    handle.root_generation = packed.small<std::uint32_t>();
  }
  next();
}

void FieldReader::texts(unsigned field, std::vector<std::string>& texts) {
  if (!comes(field, FieldForm::Texts)) return;
  texts.resize(in_.count());
  for (std::string& text : texts) text = in_.text();
  next();
}

}  // namespace rondo::model
