// SPDX-License-Identifier: Apache-2.0
// Instances that leave an engine as documents and go on in another one.
#include "tests/support/process_text.hpp"
#include "tests/support/temporary_file.hpp"

#include "rondo/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace rondo {
namespace {

using testing::HasSubstr;
using tests::flows;
using tests::process_text;

constexpr const char* kAssignedTasks =
    R"(<startEvent id="start"/><userTask id="first" activiti:assignee="kermit"/>
       <userTask id="second"/><endEvent id="end"/>)";

std::string two_tasks() { return process_text("order", kAssignedTasks + flows("start first second end")); }

std::string calling() {
  return process_text("outer", R"(<startEvent id="start"/><callActivity id="call" calledElement="order"/>
      <endEvent id="end"/>)" + flows("start call end"));
}

class Snapshots : public testing::Test {
 protected:
  Snapshots() : clock_(std::make_shared<ManualClock>(Instant(std::chrono::hours(500'000)))) {}

  [[nodiscard]] std::unique_ptr<Engine> open(const std::string& name) const {
    EngineOptions options;
    options.clock = clock_;
    options.history = HistoryLevel::Full;
    return Engine::open(name == "memory:" ? name : "sqlite:" + folder_.file(name), options);
  }
  static void complete(Engine& engine, const std::string& key) {
    for (const TaskInfo& task : engine.tasks().list({})) {
      if (task.key == key) engine.tasks().complete(task.id, {{"done", key}});
    }
  }
  void later() { clock_->set(clock_->now() + std::chrono::minutes(7)); }
  static std::string history_of(Engine& engine) {
    std::ostringstream out;
    engine.history().export_to(out, ExportFormat::JsonLines);
    return out.str();
  }
  /// The text of the error that importing a document ends with.
  static std::string refusal(Engine& engine, const std::string& document, ImportOptions options = {}) {
    try {
      (void)engine.runtime().import_instance(document, options);
    } catch (const Error& failure) {
      return failure.what();
    }
    return "imported";
  }

  std::shared_ptr<ManualClock> clock_;
  tests::TemporaryFolder folder_;
};

TEST_F(Snapshots, AnInstanceWithWhatItCalledGoesOnInAnotherStoreWithTheSameHistory) {
  const auto here = open("here");
  here->repository().deploy({{"order.bpmn", two_tasks()}, {"outer.bpmn", calling()}});
  StartOptions named;
  named.business_key = "A-1";
  const std::string id = here->runtime().start("outer", {{"amount", 120}}, named).id;
  later();
  complete(*here, "first");
  const auto there = open("there");
  const std::string document = here->runtime().export_instance(id, {.with_sources = true});
  EXPECT_EQ(there->runtime().import_instance(document), id);
  EXPECT_EQ(history_of(*there), history_of(*here));
  later();
  complete(*here, "second");
  complete(*there, "second");
  EXPECT_EQ(there->runtime().instance(id)->state, InstanceState::Completed);
  EXPECT_EQ(history_of(*there), history_of(*here));
}

TEST_F(Snapshots, TimersAndIncidentsComeAlong) {
  const auto here = open("here");
  const std::string text = process_text("p", R"(<startEvent id="start"/>
      <intermediateCatchEvent id="later"><timerEventDefinition><timeDuration>PT1H</timeDuration>
      </timerEventDefinition></intermediateCatchEvent>
      <scriptTask id="divide" scriptFormat="juel" activiti:async="true"><script>${missing + 1}</script>
      </scriptTask><endEvent id="end"/>)" + flows("start later divide end"));
  here->repository().deploy({{"p.bpmn", text}});
  const std::string id = here->runtime().start("p").id;
  const auto there = open("there");
  there->runtime().import_instance(here->runtime().export_instance(id, {.with_sources = true}));
  EXPECT_EQ(there->management().next_due(), here->management().next_due());
  for (int hours = 0; hours < 5; ++hours) {
    clock_->set(clock_->now() + std::chrono::hours(1));
    there->management().run_due();
  }
  EXPECT_EQ(there->management().incidents(id).size(), 1U);
  const auto third = open("third");
  third->runtime().import_instance(there->runtime().export_instance(id, {.with_sources = true}));
  EXPECT_EQ(third->management().incidents(id).size(), 1U);
  EXPECT_EQ(history_of(*third), history_of(*there));
  third->management().set_retries(third->management().jobs({}).front().id, 1);
  EXPECT_TRUE(third->management().incidents(id).empty());
}

TEST_F(Snapshots, MemoryAndFileTakeInstancesFromEachOtherUnderNewIds) {
  const auto memory = open("memory:");
  memory->repository().deploy({{"order.bpmn", two_tasks()}});
  const Variables variables{{"bytes", Value::bytes(std::string("\0\1", 2))}, {"text", "\xFF"}, {"n", 0.5}};
  const std::string id = memory->runtime().start("order", variables).id;
  const auto file = open("file");
  const std::string there = file->runtime().import_instance(
      memory->runtime().export_instance(id, {.with_sources = true}), {.new_id = true});
  complete(*file, "first");
  const std::string back =
      memory->runtime().import_instance(file->runtime().export_instance(there), {.new_id = true});
  EXPECT_NE(back, id);
  EXPECT_EQ(memory->runtime().variable(back, "bytes"), variables.find("bytes")[0]);
  EXPECT_EQ(memory->runtime().variable(back, "text"), Value("\xFF"));
  EXPECT_EQ(memory->runtime().variable(back, "done"), Value("first"));
  EXPECT_EQ(memory->history().activities(back).size(), 3U);
  complete(*memory, "second");
  EXPECT_EQ(memory->runtime().instance(back)->state, InstanceState::Completed);
  EXPECT_EQ(memory->runtime().instance(id)->state, InstanceState::Active);
}

TEST_F(Snapshots, AnEndedInstanceIsAnArchive) {
  const auto here = open("here");
  here->repository().deploy({{"order.bpmn", two_tasks()}});
  const std::string id = here->runtime().start("order").id;
  complete(*here, "first");
  complete(*here, "second");
  const std::string history = history_of(*here);
  const std::string document = here->runtime().export_instance(id);
  here->history().remove(id);
  EXPECT_EQ(here->runtime().instance(id), std::nullopt);
  here->runtime().import_instance(document);
  EXPECT_EQ(history_of(*here), history);
}

TEST_F(Snapshots, AnIdThatIsTakenOrMayBeGivenOutIsRefused) {
  const auto here = open("here");
  here->repository().deploy({{"order.bpmn", two_tasks()}});
  const std::string id = here->runtime().start("order").id;
  const std::string document = here->runtime().export_instance(id);
  const std::string expected =
      "process instance '" + id + "' cannot keep its id: it is taken in this store; import it under a new id";
  EXPECT_EQ(refusal(*here, document), expected);
  const auto there = open("there");
  there->repository().deploy({{"order.bpmn", two_tasks()}});
  (void)there->runtime().start("order");
  EXPECT_EQ(refusal(*there, document), expected);
  EXPECT_EQ(there->runtime().count_running(), 1U);
  const std::string other = there->runtime().import_instance(document, {.new_id = true});
  EXPECT_NE(other, id);
  EXPECT_EQ(there->runtime().count_running(), 2U);
}

TEST_F(Snapshots, AKeptIdIsNotGivenOutAgain) {
  const auto here = open("here");
  here->repository().deploy({{"order.bpmn", two_tasks()}});
  const std::string id = here->runtime().start("order").id;
  const auto there = open("there");
  there->runtime().import_instance(here->runtime().export_instance(id, {.with_sources = true}));
  for (int i = 0; i < 200; ++i) EXPECT_NE(there->runtime().start("order").id, id);
  EXPECT_EQ(there->runtime().count_running(), 201U);
}

TEST_F(Snapshots, DocumentsThatCannotBeReadAreRefused) {
  const auto here = open("here");
  here->repository().deploy({{"order.bpmn", two_tasks()}});
  const std::string id = here->runtime().start("order").id;
  const std::string document = here->runtime().export_instance(id);
  const auto there = open("there");
  EXPECT_THAT(refusal(*there, "{"), HasSubstr("this is no snapshot of a process instance: "));
  EXPECT_EQ(refusal(*there, "{}"), "this is no snapshot of a process instance");
  std::string changed = document;
  changed.replace(changed.find("kermit"), 6, "gonzo!");
  EXPECT_THAT(refusal(*there, changed), HasSubstr("the snapshot is damaged: its checksum is "));
  std::string newer = document;
  newer.replace(newer.find("\"version\": 1"), 12, "\"version\": 9");
  EXPECT_EQ(refusal(*there, newer), "the snapshot has version 9; this rondo reads version 1");
  EXPECT_THAT(
      refusal(*there, document),
      HasSubstr("the snapshot needs version 1 of process 'order', which is not deployed here with the "
                "same file 'order.bpmn' (checksum "));
  EXPECT_TRUE(there->history().instances().empty());
  EXPECT_TRUE(there->repository().processes().empty());
}

TEST_F(Snapshots, TheSameFileInAnotherVersionWillDo) {
  const auto here = open("here");
  here->repository().deploy({{"order.bpmn", two_tasks()}});
  const std::string id = here->runtime().start("order").id;
  const auto there = open("there");
  there->repository().deploy(
      {{"order.bpmn", process_text("order", kAssignedTasks + flows("start first end"))}});
  there->repository().deploy({{"order.bpmn", two_tasks()}});
  there->runtime().import_instance(here->runtime().export_instance(id));
  complete(*there, "first");
  EXPECT_EQ(there->tasks().list({}).front().key, "second");
}

TEST_F(Snapshots, OnlyInstancesThatNobodyCalledAreExported) {
  const auto here = open("here");
  here->repository().deploy({{"order.bpmn", two_tasks()}, {"outer.bpmn", calling()}});
  const std::string id = here->runtime().start("outer").id;
  InstanceQuery query;
  query.caller_instance_id = id;
  const std::string called = here->runtime().instances(query).front().id;
  EXPECT_THROW((void)here->runtime().export_instance(called), Error);
  EXPECT_THROW((void)here->runtime().export_instance("77.1"), Error);
}

TEST_F(Snapshots, OtherEnginesOnTheFileSeeWhatIsImported) {
  const auto here = open("here");
  here->repository().deploy({{"order.bpmn", two_tasks()}});
  const std::string id = here->runtime().start("order").id;
  const auto there = open("there");
  const auto beside = open("there");
  there->runtime().import_instance(here->runtime().export_instance(id, {.with_sources = true}));
  complete(*beside, "first");
  complete(*there, "second");
  EXPECT_EQ(beside->runtime().instance(id)->state, InstanceState::Completed);
}

}  // namespace
}  // namespace rondo
