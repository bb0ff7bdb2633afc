// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/scenario_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rondo::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string kTwoTasks =
    "<startEvent id=\"start\"/><userTask id=\"a\" name=\"First\" activiti:assignee=\"ada\"/>"
    "<userTask id=\"b\"/><endEvent id=\"end\"/>" +
    tests::flows("start a b end");

std::string after_start(const std::string& steps) {
  return verdict(kTwoTasks, "steps:\n  - start: {key: p, as: it, vars: {n: 5}}\n" + steps);
}

TEST(Steps, SayWhichOneFailedAndWhy) {
  EXPECT_EQ(after_start("  - assert_active: {activities: [b]}"),
            "step 2 assert_active: expected [b], active [a]");
  EXPECT_EQ(after_start("  - assert_ended: {}"),
            "step 2 assert_ended: expected the instance to be over, it is active");
  EXPECT_EQ(after_start("  - assert_var: {name: n, value: 6}"), "step 2 assert_var: expected n 6, got 5");
  EXPECT_EQ(after_start("  - assert_path: {path: [a]}"),
            "step 2 assert_path: expected [a], entered [start, a]");
  EXPECT_EQ(after_start("  - assert_jobs: {count: 1}"), "step 2 assert_jobs: expected 1 jobs, found 0");
}

TEST(Steps, ReportWhatTheEngineThrowsByKind) {
  EXPECT_THAT(after_start("  - complete_task: {task: b}"), StartsWith("step 2 complete_task: not_found: "));
  EXPECT_THAT(after_start("  - start: {key: other}"), StartsWith("step 2 start: not_found: "));
}

TEST(Steps, FailByNameWhenTheyAreUnknown) {
  EXPECT_EQ(after_start("  - dance: {}"), "step 2 dance: there is no step 'dance'");
  EXPECT_EQ(after_start("  - expect_error: {on: {dance: {}}, kind: runtime}"),
            "step 2 expect_error: there is no step 'dance'");
}

TEST(Steps, FailWhenAFieldIsMissingOrOfAWrongType) {
  EXPECT_THAT(after_start("  - assert_active: {}"), HasSubstr("'activities' is missing"));
  EXPECT_THAT(after_start("  - assert_active: {activities: a}"), HasSubstr("'activities' must be a list"));
  EXPECT_THAT(after_start("  - assert_jobs: {count: many}"), HasSubstr("'count' must be a count"));
  EXPECT_THAT(after_start("  - complete_task: a"), HasSubstr("{name: value}"));
}

TEST(Steps, ExpectErrorsOfAKind) {
  EXPECT_EQ(after_start("  - expect_error: {on: {complete_task: {task: b}}, kind: not_found}"), "holds");
  EXPECT_EQ(after_start("  - expect_error: {on: {complete_task: {task: b}}, kind: runtime}"), "holds");
  EXPECT_THAT(after_start("  - expect_error: {on: {complete_task: {task: b}}, kind: delegate}"),
              HasSubstr("expected an error of kind delegate, got not_found"));
  EXPECT_THAT(after_start("  - expect_error: {on: {complete_task: {task: a}}, kind: runtime}"),
              HasSubstr("complete_task went well"));
  EXPECT_THAT(
      after_start("  - expect_error: {on: {complete_task: {task: b}}, kind: not_found, contains: zebra}"),
      HasSubstr("zebra"));
}

TEST(Steps, FindTasksByIdNameAndIndex) {
  EXPECT_EQ(after_start(R"(
  - assert_tasks: {tasks: [First], by: name}
  - assert_task_property: {task: a, assignee: ada, name: First}
  - set_assignee: {task: a, user: bob}
  - assert_task_property: {task: First, by: name, assignee: bob}
  - complete_task: {task: First, by: name, vars: {done: yes}}
  - assert_tasks: {tasks: [b]}
  - complete_task: {task: b, index: 0}
  - assert_state: {state: completed}
  - assert_var: {name: done, value: yes}
  - assert_activity_order: {order: [start, b, end]})"),
            "holds");
  EXPECT_THAT(after_start("  - complete_task: {task: a, index: 1}"), HasSubstr("only 1 tasks 'a' are open"));
}

TEST(Steps, MeanTheInstanceThatOfNames) {
  EXPECT_EQ(after_start(R"(
  - start: {key: p, as: second, business_key: K}
  - complete_task: {task: a, of: it}
  - assert_active: {activities: [b], of: it}
  - assert_active: {activities: [a]}
  - assert_instance_history: {business_key: K, state: active, definition_version: 1, total_instances: 2}
  - assert_instances: {count: 2, key: p}
  - delete: {of: it, reason: no longer wanted}
  - assert_instance_history: {of: it, state: deleted, delete_reason: no longer}
  - assert_history: {of: it, activity: b, state: cancelled, count: 1})"),
            "holds");
  EXPECT_THAT(after_start("  - assert_ended: {of: nobody}"), HasSubstr("'nobody'"));
}

TEST(Steps, DeployNewVersions) {
  EXPECT_EQ(after_start(R"(
  - deploy_modified: {file: 0, replace: {'id="b"': 'id="c"', 'a_b" sourceRef="a" targetRef="b"': 'a_c" sourceRef="a" targetRef="c"', 'sourceRef="b"': 'sourceRef="c"'}}
  - start: {key: p}
  - complete_task: {task: a}
  - assert_active: {activities: [c]}
  - assert_instance_history: {definition_version: 2})"),
            "holds");
  EXPECT_THAT(after_start("  - deploy_modified: {file: 0, replace: {zebra: x}}"), HasSubstr("zebra"));
}

TEST(Steps, MoveTheClockWithoutRunningJobs) {
  const std::string timer =
      "<startEvent id=\"start\"/><intermediateCatchEvent id=\"pause\"><timerEventDefinition>"
      "<timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>"
      "<userTask id=\"after\"/>" +
      tests::flows("start pause after");

  EXPECT_EQ(verdict(timer, R"(
steps:
  - start: {key: p}
  - run_jobs: {}
  - assert_active: {activities: [pause]}
  - advance_clock: {duration: PT1H}
  - assert_jobs: {count: 1, kind: timer}
  - run_jobs: {kind: timer}
  - assert_active: {activities: [after]}
  - assert_jobs: {count: 0})"),
            "holds");
  EXPECT_EQ(verdict(timer, R"(
steps:
  - start: {key: p}
  - set_clock: {to: '2026-01-01T01:00:00Z'}
  - run_jobs: {}
  - assert_operations: {operations: [continue start, trigger pause, continue after]})"),
            "holds");
  EXPECT_THAT(verdict(timer, "steps: [{advance_clock: {duration: soon}}]"), HasSubstr("'soon'"));
}

TEST(Steps, EndAnEndlessLoopAsAFailure) {
  EXPECT_THAT(
      verdict("<startEvent id=\"start\"/><exclusiveGateway id=\"again\"/>" + tests::flows("start again") +
                  "<sequenceFlow id=\"loop\" sourceRef=\"again\" targetRef=\"again\"/>",
              "steps: [{start: {key: p}}]"),
      HasSubstr("endless"));
}

TEST(Steps, CompareNumbersByValueAndDatesByInstant) {
  EXPECT_EQ(after_start(R"(
  - set_var: {name: x, value: 5.0}
  - assert_var: {name: x, value: 5}
  - set_var: {name: y, value: {list: [1, {z: 2}]}}
  - assert_var: {name: y, value: {list: [1.0, {z: 2}]}}
  - remove_var: {name: y}
  - assert_no_var: {name: y})"),
            "holds");
}

}  // namespace
}  // namespace rondo::cli
