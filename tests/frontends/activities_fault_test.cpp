// SPDX-License-Identifier: Apache-2.0
#include "tests/frontends/workflow_fixture.hpp"

#include <gmock/gmock.h>

namespace rondo::frontends {
namespace {

using namespace activities;
using testing::ElementsAre;
using tests::d;
using tests::fails;
using tests::HostedWorkflow;
using tests::w;

Activity scope(Activity body, const std::string& handler) {
  return cancellation_scope(std::move(body), w(handler));
}

TEST(ActivityExceptions, CancelWhatWasTriedBeforeTheyAreHandled) {  // W14, W22
  HostedWorkflow with_finally;
  with_finally.run(try_catch(scope(sequence({w("s"), fails()}), "canceled"),
                             {{"ApplicationException", "", w("caught")}}, w("f")));
  EXPECT_THAT(with_finally.lines, ElementsAre("s", "canceled", "caught", "f"));
  EXPECT_THAT(with_finally.ends, ElementsAre("completed"));
  HostedWorkflow siblings;
  siblings.run(try_catch(
      parallel({scope(sequence({w("b1"), d(9), w("never")}), "b1 canceled"), sequence({w("b2"), fails()})}),
      {{"Exception", "", w("caught")}}));
  EXPECT_THAT(siblings.lines, ElementsAre("b1", "b2", "b1 canceled", "caught"));
}

TEST(ActivityExceptions, RunFinallyOnlyWhenTheWorkflowIsCanceled) {  // W15
  const auto root = [] {
    return try_catch(scope(sequence({w("s"), fails()}), "canceled"), {{"ArgumentException", "", w("caught")}},
                     w("f"));
  };
  HostedWorkflow terminated;
  terminated.run(root());
  EXPECT_THAT(terminated.lines, ElementsAre("s"));
  EXPECT_THAT(terminated.ends, ElementsAre("faulted ApplicationException"));
  HostedWorkflow canceled(UnhandledAction::Cancel);
  canceled.run(root());
  EXPECT_THAT(canceled.lines, ElementsAre("s", "canceled", "f"));
  EXPECT_THAT(canceled.ends, ElementsAre("canceled"));
}

TEST(ActivityExceptions, AreTakenByTheNearestType) {  // W16
  HostedWorkflow hosted;
  hosted.run(try_catch(
      sequence({w("s"), fails("ArgumentNullException")}),
      {{"Exception", "", w("general")}, {"ArgumentException", "e", write_line(expression("e.Message"))}}));
  EXPECT_THAT(hosted.lines, ElementsAre("s", "it failed"));
}

TEST(ActivityExceptions, OfDeclaredTypesHaveTheirBases) {
  HostedWorkflow hosted;
  Workflow workflow{
      "orders", try_catch(fails("StockException"), {{"OrderException", "", w("order")}}), {}, {}};
  workflow.exceptions = {{"OrderException", "ApplicationException"}, {"StockException", "OrderException"}};
  deploy(*hosted.engine, workflow);
  hosted.host->run("orders");
  EXPECT_THAT(hosted.lines, ElementsAre("order"));
}

TEST(ActivityExceptions, ComeFromCode) {
  HostedWorkflow hosted;
  hosted.run(
      try_catch(code("Charge", [](DelegateExecution&) { throw BpmnError("TimeoutException", "no answer"); }),
                {{"TimeoutException", "e", write_line(expression("e.Message"))}}));
  EXPECT_THAT(hosted.lines, ElementsAre("no answer"));
}

TEST(ActivityExceptions, LeaveTheCatchThatHandlesOne) {  // W17, W18
  HostedWorkflow another;
  another.run(try_catch(
      fails(), {{"ApplicationException", "", sequence({w("c"), fails("InvalidOperationException")})}},
      w("f")));
  EXPECT_THAT(another.lines, ElementsAre("c"));
  EXPECT_THAT(another.ends, ElementsAre("faulted InvalidOperationException"));
  HostedWorkflow same;
  same.run(try_catch(
      try_catch(fails(), {{"ApplicationException", "", sequence({w("inner"), rethrow()})}}, w("if")),
      {{"Exception", "", w("outer")}}, w("of")));
  EXPECT_THAT(same.lines, ElementsAre("inner", "if", "outer", "of"));
  EXPECT_THAT(same.ends, ElementsAre("completed"));
}

TEST(ActivityCancel, OfATryReachesOnlyWhatIsTried) {  // W19, W20, W21
  HostedWorkflow tried;
  tried.run(try_catch(scope(sequence({w("s"), d(5)}), "h"), {{"Exception", "", w("c")}}, w("f")))
      .wait(1)
      .cancel();
  EXPECT_THAT(tried.lines, ElementsAre("s", "h", "f"));
  EXPECT_THAT(tried.ends, ElementsAre("canceled"));
  HostedWorkflow handled;
  handled.run(try_catch(fails(), {{"Exception", "", sequence({w("c1"), d(2), w("c2")})}}, w("f")));
  handled.wait(1).cancel().wait(1);
  EXPECT_THAT(handled.lines, ElementsAre("c1", "c2", "f"));
  EXPECT_THAT(handled.ends, ElementsAre("completed"));
  HostedWorkflow last;
  last.run(try_catch(w("t"), {{"Exception", "", w("c")}}, sequence({w("f1"), d(2), w("f2")})));
  last.wait(1).cancel().wait(1);
  EXPECT_THAT(last.lines, ElementsAre("t", "f1", "f2"));
  EXPECT_THAT(last.ends, ElementsAre("canceled"));
}

TEST(ActivityExceptions, KeepLaterBranchesFromBeginning) {  // W23
  HostedWorkflow hosted;
  hosted.run(try_catch(parallel({sequence({w("a"), fails()}), sequence({w("b"), fails("TimeoutException")})}),
                       {{"Exception", "", w("caught")}}));
  EXPECT_THAT(hosted.lines, ElementsAre("a", "caught"));
}

TEST(ActivityExceptions, AbortInWhatIsBeingCanceled) {  // W24, W25, W26
  HostedWorkflow in_handler;
  in_handler.run(cancellation_scope(sequence({w("s"), d(5)}), sequence({w("h"), fails()}))).cancel();
  EXPECT_THAT(in_handler.lines, ElementsAre("s", "h"));
  EXPECT_THAT(in_handler.ends, ElementsAre("aborted"));
  HostedWorkflow taken_inside;
  taken_inside
      .run(cancellation_scope(sequence({w("s"), d(5)}),
                              try_catch(sequence({w("h"), fails()}), {{"Exception", "", w("x")}})))
      .cancel();
  EXPECT_THAT(taken_inside.lines, ElementsAre("s", "h", "x"));
  EXPECT_THAT(taken_inside.ends, ElementsAre("canceled"));
  HostedWorkflow taken_outside;
  taken_outside.run(try_catch(cancellation_scope(sequence({w("s"), fails()}), sequence({w("h"), fails()})),
                              {{"Exception", "", w("caught")}}));
  EXPECT_THAT(taken_outside.lines, ElementsAre("s", "h"));
  EXPECT_THAT(taken_outside.ends, ElementsAre("aborted"));
}

TEST(ActivityDelay, OfLessThanNothingIsAnException) {  // W38
  HostedWorkflow hosted;
  hosted.run(sequence({delay(std::chrono::milliseconds(0)), w("at once"),
                       try_catch(d(-1), {{"ArgumentOutOfRangeException", "", w("caught")}})}));
  EXPECT_THAT(hosted.lines, ElementsAre("at once", "caught"));
}

}  // namespace
}  // namespace rondo::frontends
