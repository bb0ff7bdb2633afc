// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace rondo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::flows;
using tests::process_text;
using tests::TestEngine;

std::string service(std::string_view attributes, std::string_view more = {}) {
  return process_text("p", "<startEvent id=\"start\"/><serviceTask id=\"work\" " + std::string(attributes) +
                               "/><userTask id=\"after\"/>" + std::string(more) + flows("start work after"));
}

TEST(DelegateCalls, FindCodeByClassBeanExpressionTopicAndElement) {
  for (const auto& [attributes, name] : std::vector<std::pair<std::string, std::string>>{
           {"activiti:class=\"com.acme.Work\"", "com.acme.Work"},
           {"activiti:delegateExpression=\"${worker}\"", "worker"},
           {"activiti:expression=\"${worker.run(execution)}\"", "worker"},
           {"camunda:type=\"external\" camunda:topic=\"printing\"", "printing"},
           {"", "work"}}) {
    TestEngine test;
    std::string seen;
    test.engine->delegates().add(name, [&](DelegateExecution& execution) { seen = execution.activity_id(); });
    test.deploy(service(attributes));

    const auto instance = test.start("p");

    EXPECT_EQ(seen, "work") << attributes;
    EXPECT_THAT(test.waiting(instance.id), ElementsAre("after")) << attributes;
  }
}

TEST(DelegateCalls, PassFieldsAndVariables) {
  TestEngine test;
  test.engine->delegates().add("com.acme.Work", [](DelegateExecution& execution) {
    execution.set_variable("text", *execution.field("greeting"));
    execution.set_local_variable("local", 1);
    execution.set_variable("double", execution.evaluate("${amount * 2}"));
  });
  test.deploy(
      process_text("p", R"(<startEvent id="start"/><serviceTask id="work" activiti:class="com.acme.Work">
    <extensionElements><activiti:field name="greeting"><activiti:expression>Hello ${name}</activiti:expression></activiti:field></extensionElements>
    </serviceTask><userTask id="after"/>)" +
                            flows("start work after")));

  const auto instance = test.start("p", {{"name", "Anna"}, {"amount", 4}});

  const Variables expected{{"name", "Anna"}, {"amount", 4}, {"text", "Hello Anna"}, {"double", 8}};
  EXPECT_EQ(test.engine->runtime().variables(instance.id), expected);
}

TEST(DelegateCalls, TurnABpmnErrorIntoItsBoundaryEvent) {
  TestEngine test;
  test.engine->delegates().add("com.acme.Work",
                               [](DelegateExecution&) { throw BpmnError("declined", "no money"); });
  test.deploy(process_text("p",
                           R"(<startEvent id="start"/><serviceTask id="work" activiti:class="com.acme.Work"/>
    <boundaryEvent id="caught" attachedToRef="work"><errorEventDefinition errorRef="declined" activiti:errorMessageVariable="why"/></boundaryEvent>
    <userTask id="after"/><userTask id="other"/>)" +
                               flows("start work after") + flows("caught other"),
                           "<error id=\"declined\" errorCode=\"declined\"/>"));

  const auto instance = test.start("p");

  EXPECT_THAT(test.waiting(instance.id), ElementsAre("other"));
  EXPECT_EQ(test.engine->runtime().variable(instance.id, "why"), Value("no money"));
}

TEST(DelegateCalls, OfAsynchronousDelegatesEndWhenTheyAreCompleted) {
  TestEngine test;
  std::optional<Completion> completion;
  test.engine->delegates().add_async(
      "com.acme.Work", [&](DelegateExecution&, Completion handle) { completion = std::move(handle); });
  test.deploy(service("activiti:class=\"com.acme.Work\""));
  const auto instance = test.start("p");
  ASSERT_THAT(test.waiting(instance.id), ElementsAre("work"));

  std::thread worker([&] { completion->complete({{"answer", 42}}); });
  worker.join();

  EXPECT_THAT(test.waiting(instance.id), ElementsAre("after"));
  EXPECT_EQ(test.engine->runtime().variable(instance.id, "answer"), Value(42));
  EXPECT_THROW(completion->complete(), Error);
}

TEST(DelegateCalls, OfAsynchronousDelegatesMayCompleteAtOnce) {
  TestEngine test;
  test.engine->delegates().add_async("com.acme.Work", [](DelegateExecution&, Completion handle) {
    handle.complete({{"answer", 42}});
  });
  test.deploy(service("activiti:class=\"com.acme.Work\""));

  const auto instance = test.start("p");

  EXPECT_THAT(test.waiting(instance.id), ElementsAre("after"));
  EXPECT_EQ(test.engine->runtime().variable(instance.id, "answer"), Value(42));
}

TEST(DelegateCalls, OfWithdrawnAsynchronousDelegatesFindNothing) {
  TestEngine test;
  std::optional<Completion> completion;
  test.engine->delegates().add_async(
      "com.acme.Work", [&](DelegateExecution&, Completion handle) { completion = std::move(handle); });
  test.deploy(service("activiti:class=\"com.acme.Work\""));
  const auto instance = test.start("p");
  test.engine->runtime().remove(instance.id);

  EXPECT_THROW(completion->complete(), Error);
}

TEST(DelegateCalls, OfAsynchronousDelegatesMayOutliveTheEngine) {
  std::optional<Completion> completion;
  {
    TestEngine test;
    test.engine->delegates().add_async(
        "com.acme.Work", [&](DelegateExecution&, Completion handle) { completion = std::move(handle); });
    test.deploy(service("activiti:class=\"com.acme.Work\""));
    test.start("p");
  }

  EXPECT_THROW(completion->complete(), Error);
}

TEST(DelegateCalls, MayMakeTheTaskAWaitState) {
  TestEngine test;
  test.engine->delegates().add("com.acme.Work",
                               [](DelegateExecution& execution) { execution.wait_for_trigger(); });
  test.deploy(service("activiti:class=\"com.acme.Work\""));
  const auto instance = test.start("p");
  ASSERT_THAT(test.waiting(instance.id), ElementsAre("work"));

  test.engine->runtime().trigger(test.execution_at(instance.id, "work"), {{"done", true}});

  EXPECT_THAT(test.waiting(instance.id), ElementsAre("after"));
}

TEST(DelegateCalls, MustNotCommandTheirOwnInstance) {
  TestEngine test;
  test.engine->delegates().add("com.acme.Work", [&](DelegateExecution& execution) {
    test.engine->runtime().set_variables(execution.process_instance_id(), {{"x", 1}});
  });
  test.deploy(service("activiti:class=\"com.acme.Work\""));

  try {
    test.start("p");
    FAIL() << "a nested command on the same instance must be refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::InvalidState);
  }
}

TEST(DelegateCalls, MayStartOtherInstances) {
  TestEngine test;
  test.deploy(process_text("other", "<startEvent id=\"start\"/><userTask id=\"t\"/>" + flows("start t")));
  test.engine->delegates().add("com.acme.Work", [&](DelegateExecution& execution) {
    execution.set_variable("other", test.engine->runtime().start("other").id);
  });
  test.deploy(service("activiti:class=\"com.acme.Work\""));

  const auto instance = test.start("p");

  const auto other = test.engine->runtime().variable(instance.id, "other");
  EXPECT_THAT(test.waiting(other->as_string()), ElementsAre("t"));
}

TEST(DelegateCalls, ReachBeansAndFunctionsFromExpressions) {
  TestEngine test;
  Bean prices;
  prices.method("of", 1, [](std::span<const Argument> arguments) {
    return Value(arguments[0].value.as_string() == "tea" ? 3 : 5);
  });
  prices.property("currency", [] { return Value("EUR"); });
  test.engine->delegates().add_bean("prices", prices);
  test.engine->delegates().add_function("shop", "open",
                                        [](std::span<const Argument>) { return Value(true); });
  test.deploy(process_text("p", R"(<startEvent id="start"/>
    <scriptTask id="calc" scriptFormat="juel" activiti:resultVariable="text"><script>${prices.of('tea')} ${prices.currency} ${shop:open()}</script></scriptTask>
    <userTask id="after"/>)" + flows("start calc after")));

  const auto instance = test.start("p");

  EXPECT_EQ(test.engine->runtime().variable(instance.id, "text"), Value("3 EUR true"));
}

TEST(DelegateCalls, OfTaskListenersReadAndChangeTheTask) {
  TestEngine test;
  std::string told;
  Bean mailer;
  mailer.method("tell", 1, [&told](std::span<const Argument> arguments) {
    if (arguments[0].execution != nullptr)
      told = arguments[0].execution->evaluate("${task.assignee}").as_string();
    return Value();
  });
  test.engine->delegates().add_bean("mailer", mailer);
  test.engine->delegates().add("com.acme.Assign", [](DelegateExecution& execution) {
    (void)execution.evaluate("${task.setAssignee('kim')}");
    (void)execution.evaluate("${task.addCandidateGroups(offices)}");
  });
  test.deploy(process_text("p", R"(<startEvent id="start"/><userTask id="look"><extensionElements>
    <activiti:taskListener event="create" class="com.acme.Assign"/>
    <activiti:taskListener event="assignment" expression="${mailer.tell(task)}"/>
    </extensionElements></userTask>)" +
                                    flows("start look")));

  (void)test.start("p", {{"offices", List{"north", "south"}}});

  const auto task = test.engine->tasks().list({}).at(0);
  EXPECT_EQ(task.assignee, "kim");
  EXPECT_THAT(task.candidate_groups, ElementsAre("north", "south"));
  EXPECT_EQ(told, "kim");
}

TEST(DelegateCalls, RunScriptsOfRegisteredLanguages) {
  TestEngine test;
  test.engine->delegates().add_script_language(
      "groovy", [](DelegateExecution& execution) { return Value(std::string(execution.script()) + "!"); });
  test.deploy(process_text("p", R"(<startEvent id="start"/>
    <scriptTask id="run" scriptFormat="groovy" activiti:resultVariable="text"><script>hello</script></scriptTask>
    <userTask id="after"/>)" + flows("start run after")));

  const auto instance = test.start("p");

  EXPECT_EQ(test.engine->runtime().variable(instance.id, "text"), Value("hello!"));
}

}  // namespace
}  // namespace rondo
