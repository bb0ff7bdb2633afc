// SPDX-License-Identifier: Apache-2.0
#include "model/byte_stream.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace rondo::model {
namespace {

ByteReader reader_of(ByteWriter& writer) { return {writer.bytes().data(), writer.shared_values().data()}; }

TEST(ByteStream, GivesBackNumbersOfEverySize) {
  const std::vector<std::uint64_t> numbers{
      0, 1, 127, 128, 300, 1u << 31, std::numeric_limits<std::uint64_t>::max()};
  ByteWriter writer;
  for (const std::uint64_t number : numbers) writer.number(number);
  ByteReader reader = reader_of(writer);
  for (const std::uint64_t number : numbers) EXPECT_EQ(reader.number(), number);
}

TEST(ByteStream, GivesBackNumbersOfEitherSign) {
  const std::vector<std::int64_t> numbers{
      0, -1, 1, -64, 64, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
  ByteWriter writer;
  for (const std::int64_t number : numbers) writer.signed_number(number);
  ByteReader reader = reader_of(writer);
  for (const std::int64_t number : numbers) EXPECT_EQ(reader.signed_number(), number);
}

TEST(ByteStream, TakesOneByteForSmallNumbersAndForSlotsThatAreNotThere) {
  ByteWriter writer;
  writer.number(127);
  writer.slot(0xFFFFFFFFu);
  EXPECT_EQ(writer.bytes().size(), 2u);
}

TEST(ByteStream, GivesBackValuesOfEveryType) {
  const std::vector<Value> values{{},
                                  true,
                                  -5,
                                  2.5,
                                  "short",
                                  std::string(1000, 'x'),
                                  List{1, "two"},
                                  Object{{"a", 1}},
                                  Value::bytes("raw"),
                                  Instant(std::chrono::milliseconds(-7))};
  ByteWriter writer;
  for (const Value& value : values) writer.value(value);
  ByteReader reader = reader_of(writer);
  for (const Value& value : values) EXPECT_EQ(reader.value(), value);
}

TEST(ByteStream, KeepsLargePayloadsBesideTheBytes) {
  ByteWriter writer;
  writer.value(std::string(1000, 'x'));
  EXPECT_EQ(writer.bytes().size(), 1u);
  EXPECT_EQ(writer.shared_values().size(), 1u);
}

}  // namespace
}  // namespace rondo::model
