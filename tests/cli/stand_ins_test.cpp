// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/scenario_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rondo::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// What becomes of work_process() with this stand-in and these steps.
std::string with(const std::string& stand_in, const std::string& steps, std::string_view inside = {}) {
  return verdict(work_process(inside), "delegates: {Work: " + stand_in + "}\nsteps:\n" + steps);
}

TEST(StandIns, SetVariables) {
  EXPECT_EQ(with("{set: {a: 1, b: [x]}}", R"(
  - start: {key: p}
  - assert_var: {name: a, value: 1.0}
  - assert_var: {name: b, value: [x]})"),
            "holds");
}

TEST(StandIns, SetVariablesOfTheActivityOnly) {
  EXPECT_EQ(with("{set_local: {a: 1}}", R"(
  - start: {key: p}
  - assert_active: {activities: [after]}
  - assert_no_var: {name: a})"),
            "holds");
}

TEST(StandIns, EvaluateExpressions) {
  EXPECT_EQ(with("{set_expr: {b: '${a * 2}'}}", R"(
  - start: {key: p, vars: {a: 4}}
  - assert_var: {name: b, value: 8})"),
            "holds");
}

TEST(StandIns, CountFromZeroWhenTheVariableIsMissing) {
  EXPECT_EQ(with("[{increment: n}, {increment: n}]", R"(
  - start: {key: p}
  - assert_var: {name: n, value: 2})"),
            "holds");
}

TEST(StandIns, AppendToLists) {
  EXPECT_EQ(with("{append: {list: '$activity'}}", R"(
  - start: {key: p, vars: {list: [first]}}
  - assert_var: {name: list, value: [first, work]})"),
            "holds");
}

TEST(StandIns, FillTextsIn) {
  EXPECT_EQ(with("{set: {text: '$activity of $business_key: $field.greeting ($event)', raw: $field.greeting, "
                 "id: $instance, other: $activityX}}",
                 R"(
  - start: {key: p, business_key: K-1, as: it}
  - assert_var: {name: text, value: 'work of K-1: hello ()'}
  - assert_var: {name: raw, value: hello}
  - assert_var: {name: other, value: $activityX}
  - assert_var: {name: id, value: $instance_id(it)})",
                 "<extensionElements><activiti:field name=\"greeting\" stringValue=\"hello\"/>"
                 "</extensionElements>"),
            "holds");
}

TEST(StandIns, LogBySource) {
  EXPECT_EQ(with("[{log: 'ran $activity'}, {log: second, source: other}]", R"(
  - start: {key: p}
  - assert_log: {events: [ran work], ordered: true}
  - assert_log: {source: other, events: [second]})"),
            "holds");
}

TEST(StandIns, FailSoManyTimes) {
  EXPECT_EQ(with("{fail: no connection, times: 2}", R"(
  - expect_error: {on: {start: {key: p}}, kind: delegate, contains: no connection}
  - expect_error: {on: {start: {key: p}}, kind: runtime}
  - start: {key: p}
  - assert_active: {activities: [after]})"),
            "holds");
}

TEST(StandIns, ThrowBpmnErrors) {
  EXPECT_EQ(with("{bpmn_error: E-7, message: refused, times: 1}", R"(
  - expect_error: {on: {start: {key: p}}, kind: bpmn_error, contains: E-7}
  - start: {key: p})"),
            "holds");
}

TEST(StandIns, StopAListAtTheFirstThatThrows) {
  EXPECT_EQ(with("[{log: before}, {bpmn_error: E}, {log: behind}]", R"(
  - expect_error: {on: {start: {key: p}}, kind: bpmn_error}
  - assert_log: {events: [before]})"),
            "holds");
}

TEST(StandIns, WaitUntilTheyAreTriggered) {
  EXPECT_EQ(with("{wait: true}", R"(
  - start: {key: p}
  - assert_active: {activities: [work]}
  - trigger: {activity: work, vars: {a: 1}}
  - assert_active: {activities: [after]}
  - assert_var: {name: a, value: 1})"),
            "holds");
}

TEST(StandIns, FailByNameWhenTheyAreUnknown) {
  EXPECT_THAT(with("{dance: true}", "  - start: {key: p}"), AllOf(HasSubstr("unknown"), HasSubstr("dance")));
  EXPECT_THAT(with("5", "  - start: {key: p}"), HasSubstr("'Work'"));
}

TEST(StandIns, ThatNobodyNamedFailWhenTheyAreReached) {
  EXPECT_EQ(verdict("<startEvent id=\"start\"/><userTask id=\"before\"/>"
                    "<serviceTask id=\"work\" activiti:class=\"Work\"/>" +
                        tests::flows("start before work"),
                    R"(
steps:
  - start: {key: p}
  - expect_error: {on: {complete_task: {task: before}}, kind: delegate, contains: Work}
  - assert_active: {activities: [before]})"),
            "holds");
}

TEST(StandIns, ReplaceScripts) {
  EXPECT_EQ(verdict("<startEvent id=\"start\"/><scriptTask id=\"calculate\" scriptFormat=\"cobol\">"
                    "<script>ADD 1 TO N</script></scriptTask><userTask id=\"after\"/>" +
                        tests::flows("start calculate after"),
                    R"(
delegates: {'script:calculate': {increment: n}}
steps:
  - start: {key: p, vars: {n: 1}}
  - assert_var: {name: n, value: 2})"),
            "holds");
}

}  // namespace
}  // namespace rondo::cli
