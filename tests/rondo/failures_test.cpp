// SPDX-License-Identifier: Apache-2.0
// What becomes of C++ exceptions, and of BPMN errors that nobody catches.
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace rondo {

class CardRefused : public std::runtime_error {
  using std::runtime_error::runtime_error;
};
class Named {
 public:
  virtual ~Named() = default;
};
class CardExpired final : public Named, public CardRefused {
 public:
  CardExpired() : CardRefused("expired in May") {}
};

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::flows;
using tests::process_text;
using tests::TestEngine;

// A service task `charge` that maps exceptions, with a boundary event for CARD.
std::string charging(const std::string& mappings) {
  return process_text("p",
                      R"(<startEvent id="start"/><serviceTask id="charge" activiti:class="Charge">
    <extensionElements>)" +
                          mappings + R"(</extensionElements></serviceTask>
    <boundaryEvent id="caught" attachedToRef="charge"><errorEventDefinition errorRef="card" activiti:errorMessageVariable="why"/></boundaryEvent>
    <userTask id="after"/><userTask id="other"/>)" +
                          flows("start charge after") + flows("caught other"),
                      "<error id=\"card\" errorCode=\"CARD\"/>");
}

template <typename Exception>
std::vector<std::string> waits_when_thrown(const std::string& mappings, const Exception& exception) {
  TestEngine test;
  test.engine->delegates().add("Charge", [&](DelegateExecution&) { throw exception; });
  test.deploy(charging(mappings));
  const auto instance = test.start("p");
  EXPECT_EQ(test.engine->runtime().variable(instance.id, "why"), Value(exception.what()));
  return test.waiting(instance.id);
}

TEST(MappedExceptions, BecomeBpmnErrorsByTheNameOfTheirClass) {
  EXPECT_THAT(waits_when_thrown(
                  R"(<activiti:mapException errorCode="CARD">rondo::CardRefused</activiti:mapException>)",
                  CardRefused("no money")),
              ElementsAre("other"));
  EXPECT_THAT(waits_when_thrown(
                  R"(<activiti:mapException errorCode="CARD">rondo.CardRefused</activiti:mapException>)",
                  CardRefused("no money")),
              ElementsAre("other"));
  EXPECT_THAT(waits_when_thrown(R"(<activiti:mapException errorCode="CARD"/>)", std::logic_error("wrong")),
              ElementsAre("other"));
}

TEST(MappedExceptions, IncludeDerivedClassesWhenTheyShall) {
  const std::string mapping = R"(<activiti:mapException errorCode="CARD" includeChildExceptions="true">)";

  EXPECT_THAT(waits_when_thrown(mapping + "rondo::CardRefused</activiti:mapException>", CardExpired()),
              ElementsAre("other"));
  EXPECT_THAT(waits_when_thrown(mapping + "std::exception</activiti:mapException>", CardExpired()),
              ElementsAre("other"));
}

TEST(MappedExceptions, LeaveOthersToTheCaller) {
  TestEngine test;
  test.engine->delegates().add("Charge", [](DelegateExecution&) { throw CardExpired(); });
  test.deploy(
      charging(R"(<activiti:mapException errorCode="CARD">rondo::CardRefused</activiti:mapException>)"));

  try {
    (void)test.start("p");
    FAIL() << "an exception of a class that is not mapped must reach the caller";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::Delegate);
    EXPECT_THAT(error.what(), HasSubstr("expired in May"));
  }
}

TEST(UncaughtErrors, EndTheInstanceAsFailedWhenTheEngineIsToldSo) {
  EngineOptions options;
  options.uncaught_errors = UncaughtErrors::FailInstance;
  TestEngine test(options);
  test.deploy(process_text("p",
                           R"(<startEvent id="start"/><userTask id="beside"/><userTask id="work"/>
    <endEvent id="broken"><errorEventDefinition errorRef="e"/></endEvent>)" +
                               flows("start work broken") + flows("start beside"),
                           "<error id=\"e\" errorCode=\"BROKEN\"/>"));
  const auto instance = test.start("p");

  test.complete("work", {{"a", 1}});

  const auto info = test.engine->runtime().instance(instance.id);
  ASSERT_TRUE(info);
  EXPECT_EQ(info->state, InstanceState::Failed);
  EXPECT_EQ(info->error, "BROKEN");
  EXPECT_TRUE(test.engine->tasks().list().empty());
}

TEST(UncaughtErrors, OfACalledInstanceFailItsCallersToo) {
  EngineOptions options;
  options.uncaught_errors = UncaughtErrors::FailInstance;
  TestEngine test(options);
  test.deploy(
      process_text("callee", R"(<startEvent id="start"/><serviceTask id="work" activiti:class="Work"/>)" +
                                 flows("start work")),
      "callee.bpmn");
  test.deploy(process_text(
      "caller",
      R"(<startEvent id="start"/><userTask id="first"/><callActivity id="call" calledElement="callee"/>)" +
          flows("start first call")));
  test.engine->delegates().add("Work", [](DelegateExecution&) { throw BpmnError("LOST", "nowhere"); });
  const auto instance = test.start("caller");

  test.complete("first");

  const auto info = test.engine->runtime().instance(instance.id);
  ASSERT_TRUE(info);
  EXPECT_EQ(info->state, InstanceState::Failed);
  EXPECT_EQ(info->error, "LOST");
}

}  // namespace
}  // namespace rondo
