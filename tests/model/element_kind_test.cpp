// SPDX-License-Identifier: Apache-2.0
#include "model/element_kind.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace rondo::model {
namespace {

TEST(ElementKind, IsFoundByItsTag) {
  for (std::size_t i = 0; i < kElementKinds; ++i) {
    const auto kind = static_cast<ElementKind>(i);
    EXPECT_EQ(element_kind_of(tag_of(kind)), kind) << tag_of(kind);
  }
  EXPECT_EQ(element_kind_of("userTask"), ElementKind::UserTask);
  EXPECT_EQ(element_kind_of("usertask"), std::nullopt);
  EXPECT_EQ(element_kind_of(""), std::nullopt);
}

TEST(ElementKind, BelongsToAFamily) {
  EXPECT_EQ(family_of(ElementKind::BoundaryEvent), ElementFamily::Event);
  EXPECT_EQ(family_of(ElementKind::ScriptTask), ElementFamily::Task);
  EXPECT_EQ(family_of(ElementKind::Transaction), ElementFamily::SubProcess);
  EXPECT_EQ(family_of(ElementKind::ComplexGateway), ElementFamily::Gateway);
}

TEST(ElementKind, IsAnActivityWhenItIsATaskASubProcessOrACall) {
  EXPECT_TRUE(is_activity(family_of(ElementKind::UserTask)));
  EXPECT_TRUE(is_activity(family_of(ElementKind::AdHocSubProcess)));
  EXPECT_TRUE(is_activity(family_of(ElementKind::CallActivity)));
  EXPECT_FALSE(is_activity(family_of(ElementKind::StartEvent)));
  EXPECT_FALSE(is_activity(family_of(ElementKind::InclusiveGateway)));
}

TEST(EventKind, HasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kEventKinds; ++i) names.insert(name_of(static_cast<EventKind>(i)));

  EXPECT_EQ(names.size(), kEventKinds);
  EXPECT_EQ(name_of(EventKind::ParallelMultiple), "parallel multiple");
  EXPECT_EQ(name_of(EventKind::Link), "link");
}

}  // namespace
}  // namespace rondo::model
