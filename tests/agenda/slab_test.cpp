// SPDX-License-Identifier: Apache-2.0
#include "agenda/slab.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

namespace rondo::agenda {
namespace {

using Texts = Slab<std::string, 2>;

// What a slab holds, slot by slot: "-" where it is free.
std::vector<std::string> content(const Texts& slab) {
  std::vector<std::string> texts;
  for (std::uint32_t slot = 0; slot < slab.bound(); ++slot) {
    texts.push_back(slab.live(slot) ? slab[slot] + "#" + std::to_string(slab.generation(slot)) : "-");
  }
  return texts;
}

class Slabs : public testing::Test {
 protected:
  Journal journal;
  Texts slab{journal};
};

TEST_F(Slabs, UseFreeSlotsAgainUnderAnotherGeneration) {
  const std::uint32_t slot = slab.allocate();
  const std::uint32_t generation = slab.generation(slot);
  slab.release(slot);

  EXPECT_EQ(slab.allocate(), slot);
  EXPECT_FALSE(slab.holds(slot, generation));
  EXPECT_TRUE(slab.holds(slot, generation + 1));
}

TEST_F(Slabs, KeepAddressesWhileTheyGrow) {
  const std::uint32_t first = slab.allocate();
  std::string* address = &slab.edit(first);
  for (int i = 0; i < 10'000; ++i) slab.allocate();

  EXPECT_EQ(&slab.edit(first), address);
}

TEST_F(Slabs, RollBackWhatACommandDid) {
  for (const char* text : {"a", "b", "c"}) slab.edit(slab.allocate()) = text;
  slab.release(1);
  const auto before = content(slab);
  journal.begin(true);
  slab.edit(0) = "changed";
  slab.edit(0) += " twice";
  slab.release(2);
  slab.edit(slab.allocate()) = "reused";
  slab.edit(slab.allocate()) = "reused too";
  slab.edit(slab.allocate()) = "new";
  slab.release(0);

  journal.rollback();

  auto after = content(slab);
  after.resize(before.size());
  EXPECT_EQ(after, before);
  EXPECT_EQ(slab.live_count(), 2u);
}

TEST_F(Slabs, KeepWhatACommittedCommandDid) {
  slab.edit(slab.allocate()) = "a";
  journal.begin(true);
  slab.edit(0) = "b";

  journal.commit();
  journal.begin(true);
  journal.rollback();

  EXPECT_EQ(slab[0], "b");
}

// Random commands, half of them rolled back, beside a plain copy of the content.
TEST_F(Slabs, AgreeWithACopyAfterRandomCommands) {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    const auto before = content(slab);
    journal.begin(true);
    for (int step = 0; step < 20; ++step) {
      const auto slot = static_cast<std::uint32_t>(random() % (slab.bound() + 1));
      if (!slab.live(slot)) {
        slab.edit(slab.allocate()) = std::to_string(random() % 100);
      } else if (random() % 2 == 0) {
        slab.edit(slot) += "x";
      } else {
        slab.release(slot);
      }
    }
    if (random() % 2 == 0) {
      journal.commit();
      continue;
    }
    journal.rollback();
    auto after = content(slab);
    for (std::size_t slot = before.size(); slot < after.size(); ++slot) ASSERT_EQ(after[slot], "-");
    after.resize(before.size());
    ASSERT_EQ(after, before) << "round " << round;
  }
}

TEST(Journals, UndoManyEntriesNewestFirst) {
  struct Append {
    std::vector<int>* list;
    int number;
    std::shared_ptr<int> owned;
    void undo() const { list->push_back(number); }
  };
  Journal journal;
  std::vector<int> undone;
  auto counted = std::make_shared<int>(0);
  journal.begin(true);
  for (int i = 0; i < 10'000; ++i) journal.push(Append{&undone, i, counted});

  journal.rollback();

  ASSERT_EQ(undone.size(), 10'000u);
  EXPECT_EQ(undone.front(), 9'999);
  EXPECT_EQ(undone.back(), 0);
  EXPECT_EQ(counted.use_count(), 1);
}

}  // namespace
}  // namespace rondo::agenda
