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

// Work that writes its name, `u` and its name when it is undone, `c` when it is confirmed.
Activity work(const std::string& name, const std::string& token = {}) {
  return compensable({w(name), w("u" + name), w("c" + name), {}, token});
}
Activity with_token(Activity activity) { return activity.with({"t", "Object"}); }

TEST(Compensables, AreConfirmedAtTheEndNewestFirst) {  // K1
  HostedWorkflow hosted;
  hosted.run(sequence({work("A"), work("B"), w("end")}));
  EXPECT_THAT(hosted.lines, ElementsAre("A", "B", "end", "cB", "cA"));
  EXPECT_THAT(hosted.ends, ElementsAre("completed"));
}

TEST(Compensables, AreUndoneOrConfirmedByTheirToken) {  // K2
  HostedWorkflow undone;
  undone.run(with_token(sequence({work("A", "t"), w("x"), compensate("t"), w("end")})));
  EXPECT_THAT(undone.lines, ElementsAre("A", "x", "uA", "end"));
  HostedWorkflow confirmed;
  confirmed.run(with_token(sequence({work("A", "t"), w("x"), confirm("t"), w("end")})));
  EXPECT_THAT(confirmed.lines, ElementsAre("A", "x", "cA", "end"));
}

TEST(Compensables, AreDealtWithInOneWayOnly) {  // K3, K12
  HostedWorkflow twice;
  twice.run(with_token(sequence({work("A", "t"), compensate("t"), compensate("t"), w("end")})));
  EXPECT_THAT(twice.lines, ElementsAre("A", "uA", "end"));
  HostedWorkflow both;
  both.run(with_token(sequence({work("A", "t"), compensate("t"), confirm("t"), w("end")})));
  EXPECT_THAT(both.lines, ElementsAre("A", "uA"));
  EXPECT_THAT(both.ends, ElementsAre("faulted InvalidOperationException"));
  HostedWorkflow outside;
  outside.run(sequence({work("A"), compensate(), w("end")}));
  EXPECT_THAT(outside.lines, ElementsAre("A"));
  EXPECT_THAT(outside.ends, ElementsAre("faulted InvalidOperationException"));
}

TEST(Compensables, AreUndoneWhenTheWorkflowIsCanceled) {  // K4, K5
  HostedWorkflow complete;
  complete.run(sequence({work("A"), work("B"), d(5)})).cancel();
  EXPECT_THAT(complete.lines, ElementsAre("A", "B", "uB", "uA"));
  EXPECT_THAT(complete.ends, ElementsAre("canceled"));
  HostedWorkflow incomplete;
  incomplete.run(compensable({sequence({w("A1"), d(5), w("A2")}), w("uA"), {}, w("xA"), {}})).cancel();
  EXPECT_THAT(incomplete.lines, ElementsAre("A1", "xA"));
  EXPECT_THAT(incomplete.ends, ElementsAre("canceled"));
}

TEST(Compensables, InsideOfCanceledWorkFollowItsHandler) {  // K6
  const auto root = [](Activity handler) {
    return compensable({sequence({work("i1"), work("i2"), d(5)}), {}, {}, std::move(handler), {}});
  };
  HostedWorkflow none;
  none.run(root({})).cancel();
  EXPECT_THAT(none.lines, ElementsAre("i1", "i2", "ui2", "ui1"));
  HostedWorkflow handled;
  handled.run(root(w("xO"))).cancel();
  EXPECT_THAT(handled.lines, ElementsAre("i1", "i2", "xO", "ci2", "ci1"));
  HostedWorkflow compensating;
  compensating.run(root(sequence({w("xO"), compensate()}))).cancel();
  EXPECT_THAT(compensating.lines, ElementsAre("i1", "i2", "xO", "ui2", "ui1"));
  EXPECT_THAT(compensating.ends, ElementsAre("canceled"));
}

TEST(Compensables, InsideOfUndoneWorkFollowItsHandler) {  // K7
  const auto root = [](Activity handler) {
    return with_token(
        sequence({compensable({sequence({work("i1"), work("i2")}), std::move(handler), {}, {}, "t"}),
                  compensate("t")}));
  };
  HostedWorkflow none;
  none.run(root({}));
  EXPECT_THAT(none.lines, ElementsAre("i1", "i2", "ui2", "ui1"));
  HostedWorkflow handled;
  handled.run(root(w("uO")));
  EXPECT_THAT(handled.lines, ElementsAre("i1", "i2", "uO", "ci2", "ci1"));
  EXPECT_THAT(handled.ends, ElementsAre("completed"));
}

TEST(Compensables, ThatFailAreGivenUp) {  // K8
  const auto root = [](Activity handler) {
    return sequence(
        {try_catch(compensable({sequence({work("i1"), w("y"), fails()}), {}, {}, std::move(handler), {}}),
                   {{"Exception", "", w("caught")}}),
         w("end")});
  };
  HostedWorkflow handled;
  handled.run(root(w("xO")));
  EXPECT_THAT(handled.lines, ElementsAre("i1", "y", "xO", "ci1", "caught", "end"));
  HostedWorkflow none;
  none.run(root({}));
  EXPECT_THAT(none.lines, ElementsAre("i1", "y", "ui1", "caught", "end"));
  EXPECT_THAT(none.ends, ElementsAre("completed"));
}

TEST(Compensables, AreLeftAloneByATerminatedWorkflow) {  // K9
  HostedWorkflow terminated;
  terminated.run(sequence({work("A"), fails()}));
  EXPECT_THAT(terminated.lines, ElementsAre("A"));
  HostedWorkflow canceled(UnhandledAction::Cancel);
  canceled.run(sequence({work("A"), fails()}));
  EXPECT_THAT(canceled.lines, ElementsAre("A", "uA"));
  EXPECT_THAT(canceled.ends, ElementsAre("canceled"));
}

TEST(Compensables, SurviveAnExceptionThatIsCaught) {  // K10
  const auto root = [](Activity handler) {
    return with_token(
        sequence({try_catch(sequence({work("A", "t"), fails()}), {{"Exception", "", std::move(handler)}})}));
  };
  HostedWorkflow undone;
  undone.run(root(sequence({w("caught"), compensate("t")})));
  EXPECT_THAT(undone.lines, ElementsAre("A", "caught", "uA"));
  HostedWorkflow confirmed;
  confirmed.run(root(w("caught")));
  EXPECT_THAT(confirmed.lines, ElementsAre("A", "caught", "cA"));
}

TEST(Compensables, AbortWhenTheirHandlerFails) {  // K11
  HostedWorkflow hosted;
  hosted.run(with_token(
      sequence({compensable({w("A"), sequence({w("uA"), fails()}), w("cA"), {}, "t"}), compensate("t")})));
  EXPECT_THAT(hosted.lines, ElementsAre("A", "uA"));
  EXPECT_THAT(hosted.ends, ElementsAre("aborted"));
}

TEST(Compensables, InABranchThatIsNotNeededAreConfirmed) {  // K13
  HostedWorkflow open;
  open.run(parallel({compensable({sequence({w("a"), d(5)}), {}, {}, w("x"), {}}), sequence({d(1), w("b")})},
                    expression("True")))
      .wait(1);
  EXPECT_THAT(open.lines, ElementsAre("a", "b", "x"));
  HostedWorkflow complete;
  complete.run(parallel({sequence({work("a"), d(5)}), sequence({d(1), w("b")})}, expression("True"))).wait(1);
  EXPECT_THAT(complete.lines, ElementsAre("a", "b", "ca"));
  EXPECT_THAT(complete.ends, ElementsAre("completed"));
}

TEST(Compensables, ThatCannotBeCanceledAreUndoneBehindIt) {  // K14
  HostedWorkflow hosted;
  std::vector<Completion> started;
  hosted
      .run(compensable(
          {async_code("Work", [&](DelegateExecution&, Completion done) { started.push_back(done); }),
           w("u"),
           w("c"),
           w("x"),
           {}}))
      .cancel();
  EXPECT_THAT(hosted.lines, testing::IsEmpty());
  started.front().complete();
  EXPECT_THAT(hosted.lines, ElementsAre("u"));
  EXPECT_THAT(hosted.ends, ElementsAre("canceled"));
}

}  // namespace
}  // namespace rondo::frontends
