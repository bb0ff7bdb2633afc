// SPDX-License-Identifier: Apache-2.0
#include "model/value.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace rondo::model {
namespace {

using testing::ElementsAre;
using testing::Pair;

Object object_of(int members) {
  Object object;
  for (int i = 0; i < members; ++i) object.set("member" + std::to_string(i), i);
  return object;
}

TEST(Object, KeepsItsMembersInTheOrderInWhichTheyWereFirstSet) {
  Object object{{"b", 1}, {"a", 2}};
  object.set("c", 3);
  object.set("b", 4);

  EXPECT_THAT(object, ElementsAre(Pair("b", Value(4)), Pair("a", Value(2)), Pair("c", Value(3))));
}

TEST(Object, FindsNothingUnderAnUnknownName) {
  const Object object{{"a", 1}};

  EXPECT_EQ(object.find("b"), nullptr);
  EXPECT_FALSE(object.contains("A"));
}

TEST(Object, AppendsNullForANewName) {
  Object object;

  EXPECT_TRUE(object["new"].is_null());
  EXPECT_EQ(object.size(), 1U);
}

TEST(Object, ErasesAMemberOnce) {
  Object object{{"a", 1}, {"b", 2}};

  EXPECT_TRUE(object.erase("a"));
  EXPECT_FALSE(object.erase("a"));
  EXPECT_THAT(object, ElementsAre(Pair("b", Value(2))));
}

TEST(Object, FindsEveryMemberOfALargeObject) {
  constexpr int kMembers = 100'000;
  Object object = object_of(kMembers);

  ASSERT_EQ(object.size(), static_cast<std::size_t>(kMembers));
  for (int i = 0; i < kMembers; ++i) {
    const Value* found = object.find("member" + std::to_string(i));
    ASSERT_NE(found, nullptr);
    ASSERT_EQ(*found, Value(i));
  }
  EXPECT_EQ(object.find("member"), nullptr);
}

TEST(Object, StaysSearchableWhileMembersOfALargeObjectAreErased) {
  Object object = object_of(60);
  for (int i = 0; i < 60; i += 2) EXPECT_TRUE(object.erase("member" + std::to_string(i)));

  for (int i = 0; i < 60; ++i) EXPECT_EQ(object.contains("member" + std::to_string(i)), i % 2 == 1);
  object.set("member0", 0);
  EXPECT_EQ(object.size(), 31U);
}

TEST(Object, EqualsOneWithTheSameMembersInAnotherOrder) {
  EXPECT_EQ((Object{{"a", 1}, {"b", 2}}), (Object{{"b", 2}, {"a", 1}}));
  EXPECT_FALSE((Object{{"a", 1}}) == (Object{{"a", 2}}));
  EXPECT_FALSE((Object{{"a", 1}}) == (Object{{"a", 1}, {"b", 2}}));
}

}  // namespace
}  // namespace rondo::model
