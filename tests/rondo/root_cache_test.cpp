// SPDX-License-Identifier: Apache-2.0
#include "rondo/root_cache.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace rondo {
namespace {

model::Handle root_of(std::uint32_t number) { return {number, 1, 0, 1}; }

class RootCacheTest : public testing::Test {
 protected:
  /// As a command leaves it.
  void run_command(std::uint32_t number) {
    RootCache::Use root(cache_, root_of(number));
    root->revision = 1;
    root->state = "state";
    if (root.tree().empty()) (void)root.tree().create_event_scope(0, model::kNoNode);
  }
  [[nodiscard]] bool has_tree(std::uint32_t number) {
    RootCache::Use root(cache_, root_of(number));
    return !root.tree().empty();
  }

  RootCache cache_;
};

TEST_F(RootCacheTest, TheTreeOfAnInstanceIsThereForItsNextCommand) {
  run_command(1);

  EXPECT_TRUE(has_tree(1));
}

TEST_F(RootCacheTest, OfManyInstancesOnlyTheLastOnesHaveTrees) {
  constexpr std::uint32_t kMany = 2000;
  for (std::uint32_t number = 0; number < kMany; ++number) run_command(number);

  std::uint32_t trees = 0;
  for (std::uint32_t number = kMany; number-- > 0;) trees += has_tree(number) ? 1 : 0;

  EXPECT_TRUE(has_tree(kMany - 1));
  EXPECT_LT(trees, kMany / 2);
}

TEST_F(RootCacheTest, AnInstanceWhoseStateIsForgottenHasNoTree) {
  run_command(1);

  {
    RootCache::Use root(cache_, root_of(1));
    root->drop();
    EXPECT_TRUE(root.tree().empty());
  }

  EXPECT_FALSE(has_tree(1));
}

TEST_F(RootCacheTest, ALargeTreeIsReadAgainForEachCommand) {
  run_command(1);
  {
    RootCache::Use root(cache_, root_of(1));
    while (RestingTree::packs(root.tree())) (void)root.tree().create_event_scope(0, model::kNoNode);
  }

  EXPECT_FALSE(has_tree(1));
}

}  // namespace
}  // namespace rondo
