// SPDX-License-Identifier: Apache-2.0
#include "model/records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rondo::model {
namespace {

struct HandleCase {
  const char* text;
  Handle handle;
  HandleKind kind;
};

const std::vector<HandleCase>& handle_cases() {
  static const std::vector<HandleCase> cases = {
      {"12.1", {12, 1, 0, 1}, HandleKind::Instance},
      {"0.0", {0, 0, 0, 1}, HandleKind::Instance},
      {"12.1.p3.1", {12, 1, 3, 1}, HandleKind::Instance},
      {"12.1.p0.2", {12, 1, 0, 2}, HandleKind::Instance},
      {"12.1.e5.2", {12, 1, 5, 2}, HandleKind::Execution},
      {"12.1.e0.1", {12, 1, 0, 1}, HandleKind::Execution},
      {"12.1.w4.1", {12, 1, 4, 1}, HandleKind::Wait},
      {"4294967295.4294967295.w4294967295.4294967295",
       {4294967295U, 4294967295U, 4294967295U, 4294967295U},
       HandleKind::Wait},
  };
  return cases;
}

TEST(Handle, IsWrittenAsText) {
  for (const auto& [text, handle, kind] : handle_cases()) EXPECT_EQ(to_text(handle, kind), text);
}

TEST(Handle, IsReadFromItsText) {
  for (const auto& [text, handle, kind] : handle_cases()) {
    const auto read = parse_handle(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->first, handle) << text;
    EXPECT_EQ(read->second, kind) << text;
  }
}

TEST(Handle, IsNotReadFromOtherTexts) {
  for (const char* text : {"",
                           ".",
                           "12",
                           "12.",
                           ".1",
                           "a",
                           "12.1.",
                           "12.1.p",
                           "12.1.p3",
                           "12.1.p3.",
                           "12.1.3.1",
                           "12.1.x3.1",
                           "12.1.P3.1",
                           "12.1.p3.1.",
                           "12.1.p3.1x",
                           "12.1.p3.1.1",
                           " 12.1",
                           "12.1 ",
                           "012.1",
                           "12.01",
                           "12.1.p03.1",
                           "12.1.p3.00",
                           "+12.1",
                           "-12.1",
                           "12.-1",
                           "12.1.e-5.2",
                           "4294967296.1",
                           "1.99999999999999999999",
                           "12.1.w4294967296.1",
                           "12,1",
                           "0x1.1",
                           "12.1.p0.1"}) {
    EXPECT_FALSE(parse_handle(text)) << text;
  }
  EXPECT_FALSE(parse_handle(std::string_view("12.1\0", 5)));
}

TEST(Handle, HasNoTwoTexts) {
  for (std::uint32_t slot = 0; slot < 3; ++slot) {
    for (std::uint32_t generation = 0; generation < 3; ++generation) {
      for (const HandleKind kind : {HandleKind::Instance, HandleKind::Execution, HandleKind::Wait}) {
        const Handle handle{7, 1, slot, generation};
        EXPECT_EQ(parse_handle(to_text(handle, kind)), std::pair(handle, kind));
      }
    }
  }
}

TEST(ChangeSet, IsEmptyUntilSomethingIsIn) {
  EXPECT_TRUE(ChangeSet().empty());

  const std::vector<void (*)(ChangeSet&)> additions = {
      [](ChangeSet& changes) { changes.instances.emplace_back(); },
      [](ChangeSet& changes) { changes.tasks.emplace_back(); },
      [](ChangeSet& changes) { changes.removed_tasks.emplace_back(); },
      [](ChangeSet& changes) { changes.subscriptions.emplace_back(); },
      [](ChangeSet& changes) { changes.removed_subscriptions.emplace_back(); },
      [](ChangeSet& changes) { changes.jobs.emplace_back(); },
      [](ChangeSet& changes) { changes.removed_jobs.emplace_back(); },
      [](ChangeSet& changes) { changes.incidents.emplace_back(); },
      [](ChangeSet& changes) { changes.resolved_incidents.emplace_back(); },
      [](ChangeSet& changes) { changes.history.emplace_back(); },
      [](ChangeSet& changes) { changes.variables.emplace_back(); },
      [](ChangeSet& changes) { changes.task_events.emplace_back(); },
      [](ChangeSet& changes) { changes.operations.emplace_back(); },
  };
  ChangeSet changes;
  for (const auto add : additions) {
    add(changes);
    EXPECT_FALSE(changes.empty());
    changes.clear();
    EXPECT_TRUE(changes.empty());
  }
}

TEST(ChangeSet, KeepsItsMemoryWhenCleared) {
  ChangeSet changes;
  changes.tasks.resize(100);
  changes.history.resize(100);

  changes.clear();

  EXPECT_GE(changes.tasks.capacity(), 100U);
  EXPECT_GE(changes.history.capacity(), 100U);
}

}  // namespace
}  // namespace rondo::model
