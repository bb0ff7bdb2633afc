// SPDX-License-Identifier: Apache-2.0
#include "model/value.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <thread>
#include <vector>

namespace rondo::model {
namespace {

using testing::ElementsAre;

const std::string kLongText = "a text that does not fit in place";

Value nested_list(int depth) {
  Value value = List();
  for (int i = 1; i < depth; ++i) {
    List outer;
    outer.push_back(std::move(value));
    value = Value(std::move(outer));
  }
  return value;
}

TEST(Value, TakesSixteenBytes) { EXPECT_EQ(sizeof(Value), 16U); }

TEST(Value, IsNullWhenNothingIsSaid) {
  EXPECT_TRUE(Value().is_null());
  EXPECT_TRUE(Value(nullptr).is_null());
  EXPECT_EQ(Value(), Value(nullptr));
}

TEST(Value, KeepsBooleansApartFromIntegers) {
  EXPECT_TRUE(Value(true).is_boolean());
  EXPECT_TRUE(Value(true).as_boolean());
  EXPECT_FALSE(Value(false).as_boolean());
  EXPECT_FALSE(Value(true) == Value(1));
}

TEST(Value, HoldsEveryInteger) {
  for (const std::int64_t number : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                                    std::int64_t{0}, std::numeric_limits<std::int64_t>::max()}) {
    const Value value(number);
    ASSERT_TRUE(value.is_integer());
    EXPECT_EQ(value.as_integer(), number);
  }
}

TEST(Value, HoldsDoubles) {
  EXPECT_DOUBLE_EQ(Value(2.5).as_double(), 2.5);
  EXPECT_DOUBLE_EQ(Value(2.5).to_number(), 2.5);
  EXPECT_DOUBLE_EQ(Value(7).to_number(), 7.0);
}

TEST(Value, HoldsTextsOfEveryLength) {
  for (std::size_t length = 0; length < 40; ++length) {
    const std::string text(length, 'x');
    EXPECT_EQ(Value(text).as_string(), text);
    EXPECT_EQ(Value(std::string_view(text)).as_string(), text);
    EXPECT_EQ(Value(std::string(text)).as_string(), text);
  }
}

TEST(Value, KeepsNulBytesOfTexts) {
  const std::string text("a\0b", 3);

  EXPECT_EQ(Value(text).as_string(), text);
}

TEST(Value, TellsBytesFromTexts) {
  for (const std::string& content : {std::string("short"), kLongText}) {
    const Value value = Value::bytes(content);
    EXPECT_TRUE(value.is_bytes());
    EXPECT_EQ(value.as_string(), content);
    EXPECT_FALSE(value == Value(content));
  }
}

TEST(Value, HoldsDates) {
  const Instant date{std::chrono::milliseconds{1234567890123}};

  EXPECT_TRUE(Value(date).is_date());
  EXPECT_EQ(Value(date).as_date(), date);
}

TEST(Value, CopiesShareTheirPayload) {
  const Value text(kLongText);
  const Value copy = text;  // NOLINT(performance-unnecessary-copy-initialization)

  EXPECT_EQ(copy.as_string().data(), text.as_string().data());
}

TEST(Value, IsNullAfterItWasMovedFrom) {
  Value text(kLongText);
  const Value taken = std::move(text);

  EXPECT_TRUE(text.is_null());  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(taken.as_string(), kLongText);
}

TEST(Value, EditsACopyWhenThePayloadIsShared) {
  Value list = List{1, 2};
  const Value before = list;

  list.edit_list().emplace_back(3);

  EXPECT_THAT(list.as_list(), ElementsAre(1, 2, 3));
  EXPECT_THAT(before.as_list(), ElementsAre(1, 2));
}

TEST(Value, EditsInPlaceWhenNobodySharesThePayload) {
  Value object = Object{{"name", "Ada"}};
  const Object* const payload = &object.as_object();

  object.edit_object().set("age", 36);

  EXPECT_EQ(&object.as_object(), payload);
}

TEST(Value, SurvivesAssigningAPartOfItself) {
  Value value = List{List{1, 2}, kLongText};

  value = Value(value.as_list()[0]);
  EXPECT_THAT(value.as_list(), ElementsAre(1, 2));

  value = List{Value(kLongText)};
  const Value& part = value.as_list()[0];
  value = part;
  EXPECT_EQ(value.as_string(), kLongText);
}

TEST(Value, SurvivesAssigningItself) {
  Value value(kLongText);
  const Value& same = value;

  value = same;

  EXPECT_EQ(value.as_string(), kLongText);
}

TEST(Value, EqualsTheSameNumberOfTheOtherKind) {
  EXPECT_EQ(Value(2), Value(2.0));
  EXPECT_FALSE(Value(2) == Value(2.5));
  EXPECT_FALSE(Value(std::numeric_limits<double>::quiet_NaN()) == Value(0));
}

TEST(Value, DoesNotTakeNeighborsOfLargeIntegersForEqual) {
  constexpr std::int64_t kBeyondDouble = (std::int64_t{1} << 53) + 1;

  EXPECT_FALSE(Value(kBeyondDouble) == Value(9007199254740992.0));
  EXPECT_FALSE(Value(std::numeric_limits<std::int64_t>::max()) == Value(9223372036854775808.0));
  EXPECT_EQ(Value(std::numeric_limits<std::int64_t>::min()), Value(-9223372036854775808.0));
}

TEST(Value, ComparesListsAndObjectsByTheirContent) {
  const Value one = List{1, Object{{"a", kLongText}, {"b", List{}}}};
  const Value same = List{1.0, Object{{"b", List{}}, {"a", kLongText}}};
  const Value other = List{1, Object{{"a", kLongText}, {"c", List{}}}};

  EXPECT_EQ(one, same);
  EXPECT_FALSE(one == other);
  EXPECT_FALSE(one == Value(List{1}));
}

TEST(Value, NamesItsTypesInLowerCase) {
  EXPECT_EQ(name_of(ValueType::Null), "null");
  EXPECT_EQ(name_of(ValueType::List), "list");
  EXPECT_EQ(name_of(ValueType::Date), "date");
}

TEST(Value, IsDestroyedWithoutRecursionHoweverDeepItIsNested) {
  constexpr int kDepth = 1'000'000;
  const Value one = nested_list(kDepth);
  Value other = nested_list(kDepth);

  EXPECT_EQ(one, other);
  EXPECT_EQ(to_json(other).size(), 2U * kDepth);

  other = nullptr;
  EXPECT_TRUE(other.is_null());
}

TEST(Value, LeavesSharedPartsAliveWhenTheWholeIsDestroyed) {
  const Value inner = List{kLongText};
  Value outer = List{inner, Object{{"again", inner}}};

  outer = nullptr;

  EXPECT_EQ(inner.as_list()[0].as_string(), kLongText);
}

TEST(Value, OutlivesItsOwnersAndIsNeverEditedInPlaceWhenItIsKeptForever) {
  static const Value kConstant = Value(Object{{"name", kLongText}}).keep_forever();
  for (int i = 0; i < 3; ++i) {
    Value copy = kConstant;
    Value of_copy = copy;
    EXPECT_EQ(&copy.as_object(), &kConstant.as_object());
    copy.edit_object().set("name", i);
    of_copy = List{of_copy};
  }
  EXPECT_EQ(kConstant, (Value(Object{{"name", kLongText}})));
}

TEST(ValueConcurrency, MayBeCopiedByManyThreadsAtOnce) {
  const Value shared = List{kLongText, Object{{"a", kLongText}}};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&shared] {
      for (int round = 0; round < 2000; ++round) {
        Value copy = shared;
        copy.edit_list().emplace_back(round);
        const Value kept = copy.as_list()[1];
        EXPECT_EQ(copy.as_list().size(), 3U);
        EXPECT_EQ(kept.as_object().size(), 1U);
      }
    });
  }
  for (auto& thread : threads) thread.join();

  EXPECT_EQ(shared.as_list().size(), 2U);
}

}  // namespace
}  // namespace rondo::model
