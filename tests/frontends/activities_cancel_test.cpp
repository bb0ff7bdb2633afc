// SPDX-License-Identifier: Apache-2.0
#include "tests/frontends/workflow_fixture.hpp"

#include <gmock/gmock.h>

namespace rondo::frontends {
namespace {

using namespace activities;
using testing::ElementsAre;
using testing::IsEmpty;
using tests::d;
using tests::fails;
using tests::HostedWorkflow;
using tests::w;

Input holds() { return expression("True"); }

// What a host of the documented programs prints.
std::string printed(Activity root, UnhandledAction on_unhandled, bool cancels) {
  std::string output;
  EngineOptions options;
  const auto clock = std::make_shared<ManualClock>(Instant(std::chrono::hours(24)));
  options.clock = clock;
  options.console = [&](std::string_view line) { output.append(line).append("\n"); };
  const auto engine = Engine::open("memory:", std::move(options));
  HostCallbacks callbacks;
  callbacks.completed = [&](const CompletedEvent& event) {
    if (event.state == InstanceState::Faulted) {
      output += fmt::format("Workflow {{id}} Terminated.\nException: {}\n{}\n", event.exception_type,
                            event.exception_message);
    } else {
      output +=
          event.state == InstanceState::Canceled ? "Workflow {id} Canceled.\n" : "Workflow {id} Completed.\n";
    }
  };
  callbacks.on_unhandled_exception = [&](const UnhandledException& exception) {
    output += "OnUnhandledException in Workflow {id}\n" + exception.message + "\n";
    return on_unhandled;
  };
  WorkflowHost host(*engine, callbacks);
  deploy(*engine, {"workflow", std::move(root), {}, {}});
  const std::string id = host.run("workflow");
  if (cancels) {
    clock->advance(std::chrono::seconds(1));
    host.run_due();
    host.cancel(id);
  }
  return output;
}

Activity with_handler(Activity middle) {
  return cancellation_scope(
      sequence({w("Starting the workflow."), std::move(middle), w("Ending the workflow.")}),
      w("CancellationHandler invoked."));
}

Activity scope_that_waits() {
  return cancellation_scope(sequence({w("Branch 1 starting."), d(2), w("Branch 1 complete.")}),
                            w("Branch 1 canceled."));
}

Activity branches(Input until) {
  return parallel({scope_that_waits(), w("Branch 2 complete.")}, std::move(until));
}

TEST(ActivityPrograms, PrintWhatIsDocumented) {
  EXPECT_EQ(printed(with_handler(d(5)), UnhandledAction::Terminate, true),
            "Starting the workflow.\nCancellationHandler invoked.\nWorkflow {id} Canceled.\n");
  EXPECT_EQ(
      printed(with_handler(throw_exception("ApplicationException", "An ApplicationException was thrown.")),
              UnhandledAction::Cancel, false),
      "Starting the workflow.\nOnUnhandledException in Workflow {id}\nAn ApplicationException was thrown.\n"
      "CancellationHandler invoked.\nWorkflow {id} Canceled.\n");
  EXPECT_EQ(printed(branches(holds()), UnhandledAction::Terminate, false),
            "Branch 1 starting.\nBranch 2 complete.\nBranch 1 canceled.\nWorkflow {id} Completed.\n");
  EXPECT_EQ(printed(try_catch(cancellation_scope(
                                  sequence({w("Sequence starting."), fails(), w("Sequence complete.")}),
                                  w("Sequence canceled.")),
                              {{"ApplicationException", "e", w("Exception caught.")}}),
                    UnhandledAction::Terminate, false),
            "Sequence starting.\nSequence canceled.\nException caught.\nWorkflow {id} Completed.\n");
}

TEST(ActivityHost, IsToldOfTheExceptionThatTerminates) {
  EXPECT_EQ(
      printed(with_handler(throw_exception("ApplicationException", "An ApplicationException was thrown.")),
              UnhandledAction::Terminate, false),
      "Starting the workflow.\nOnUnhandledException in Workflow {id}\nAn ApplicationException was thrown.\n"
      "Workflow {id} Terminated.\nException: ApplicationException\nAn ApplicationException was thrown.\n");
}

TEST(ActivityHost, CancelingWhatIsOverChangesNothing) {  // W5
  HostedWorkflow hosted;
  hosted.run(with_handler(d(5)));
  EXPECT_EQ(hosted.idle, 1);
  hosted.wait(5).cancel();
  EXPECT_THAT(hosted.lines, ElementsAre("Starting the workflow.", "Ending the workflow."));
  EXPECT_THAT(hosted.ends, ElementsAre("completed"));
}

TEST(ActivityHost, TerminatesAndAbortsWithoutHandlers) {  // W6, W8
  HostedWorkflow terminated;
  terminated.run(with_handler(d(5))).host->terminate(terminated.id, "enough");
  EXPECT_THAT(terminated.ends, ElementsAre("faulted terminated"));
  HostedWorkflow aborted;
  aborted.run(with_handler(d(5))).host->abort(aborted.id, "enough");
  EXPECT_THAT(aborted.ends, ElementsAre("aborted"));
  HostedWorkflow by_exception(UnhandledAction::Abort);
  by_exception.run(with_handler(fails()));
  EXPECT_THAT(by_exception.ends, ElementsAre("aborted"));
  EXPECT_THAT(by_exception.lines, ElementsAre("Starting the workflow."));
  EXPECT_THAT(by_exception.unhandled, ElementsAre("ApplicationException: it failed"));
}

TEST(ActivityHost, RollsBackWhatIsAborted) {
  HostedWorkflow hosted(UnhandledAction::Abort, OnAbort::RollBack);
  hosted.run(sequence({code("ask", [](DelegateExecution& e) { e.wait_for_trigger(); }).named("ask"),
                       if_else(expression("ok"), w("fine"), fails())})
                 .with({"ok", "Boolean"}));
  EXPECT_TRUE(hosted.host->resume_bookmark(hosted.id, "ask", {{"ok", false}}));
  EXPECT_THAT(hosted.ends, ElementsAre("aborted"));
  EXPECT_THAT(hosted.unhandled, ElementsAre("ApplicationException: it failed"));
  hosted.host->abort(hosted.id, "enough");
  EXPECT_THAT(hosted.ends, ElementsAre("aborted", "aborted"));
  EXPECT_TRUE(hosted.host->resume_bookmark(hosted.id, "ask", {{"ok", true}}));
  EXPECT_THAT(hosted.lines, ElementsAre("fine"));
  EXPECT_THAT(hosted.ends, ElementsAre("aborted", "aborted", "completed"));
}

TEST(ActivityHost, ThrowsWhatAbortsTheFirstStep) {
  HostedWorkflow hosted(UnhandledAction::Abort, OnAbort::RollBack);
  EXPECT_THROW(hosted.run(fails()), BpmnError);
  EXPECT_THAT(hosted.engine->history().instances(), IsEmpty());
}

TEST(ActivityHost, CancelsWhatHasEndedWithAnException) {  // W9
  HostedWorkflow hosted(UnhandledAction::Cancel);
  hosted.run(fails());
  EXPECT_THAT(hosted.ends, ElementsAre("canceled"));
}

TEST(ActivityCancel, EndsASequenceBeforeItsNextActivity) {  // W7
  HostedWorkflow hosted;
  hosted.run(sequence({w("a"), d(5), w("b")})).wait(1).cancel();
  EXPECT_THAT(hosted.lines, ElementsAre("a"));
  EXPECT_THAT(hosted.ends, ElementsAre("canceled"));
}

TEST(ActivityParallel, WaitsForAllBranchesUnlessItsConditionHolds) {  // W10, W11
  for (const Input& until : {Input(), expression("False")}) {
    HostedWorkflow all;
    all.run(branches(until)).wait(2);
    EXPECT_THAT(all.lines, ElementsAre("Branch 1 starting.", "Branch 2 complete.", "Branch 1 complete."));
    EXPECT_THAT(all.ends, ElementsAre("completed"));
  }
  HostedWorkflow swapped;
  swapped.run(parallel({w("Branch 2 complete."), scope_that_waits()}, holds()));
  EXPECT_THAT(swapped.lines, ElementsAre("Branch 2 complete."));
  EXPECT_THAT(swapped.ends, ElementsAre("completed"));
}

TEST(ActivityParallel, IsCanceledWithItsBranches) {  // W13
  for (const Input& until : {Input(), holds()}) {
    HostedWorkflow hosted;
    hosted
        .run(parallel({cancellation_scope(sequence({w("s"), d(2), w("e")}), w("h")),
                       sequence({w("s2"), d(3), w("e2")})},
                      until))
        .wait(1)
        .cancel();
    EXPECT_THAT(hosted.lines, ElementsAre("s", "s2", "h"));
    EXPECT_THAT(hosted.ends, ElementsAre("canceled"));
  }
}

TEST(ActivityCancel, RunsAllHandlersOfBranchesInOrder) {  // W12
  HostedWorkflow hosted;
  hosted
      .run(parallel({cancellation_scope(sequence({w("s1"), d(2)}), w("h1")),
                     cancellation_scope(sequence({w("s2"), d(3)}), w("h2")), sequence({d(1), w("c3")})},
                    holds()))
      .wait(1);
  EXPECT_THAT(hosted.lines, ElementsAre("s1", "s2", "c3", "h1", "h2"));
  EXPECT_THAT(hosted.ends, ElementsAre("completed"));
}

TEST(ActivityCancel, WaitsForHandlersThatWait) {  // W27
  HostedWorkflow hosted;
  hosted.run(cancellation_scope(sequence({w("s"), d(5)}), sequence({w("h1"), d(3), w("h2")})));
  hosted.wait(1).cancel().wait(1).cancel();
  EXPECT_THAT(hosted.ends, IsEmpty());
  hosted.wait(2);
  EXPECT_THAT(hosted.lines, ElementsAre("s", "h1", "h2"));
  EXPECT_THAT(hosted.ends, ElementsAre("canceled"));
}

TEST(ActivityCancel, RunsInnerHandlersFirstAndNoneOfWhatIsComplete) {  // W28, W29
  HostedWorkflow nested;
  nested
      .run(cancellation_scope(
          sequence({w("o"), cancellation_scope(sequence({w("i"), d(5)}), w("inner")), w("never")}),
          w("outer")))
      .cancel();
  EXPECT_THAT(nested.lines, ElementsAre("o", "i", "inner", "outer"));
  HostedWorkflow complete;
  complete.run(cancellation_scope(sequence({cancellation_scope(w("x"), w("xh")), d(5)}), w("h"))).cancel();
  EXPECT_THAT(complete.lines, ElementsAre("x", "h"));
}

TEST(ActivityCancel, IsIgnoredByAsynchronousWorkWithoutAnAnswerToIt) {  // W30
  HostedWorkflow hosted;
  std::vector<Completion> work;
  hosted
      .run(cancellation_scope(
          sequence({w("s"),
                    async_code("Work", [&](DelegateExecution&, Completion done) { work.push_back(done); })}),
          w("h")))
      .cancel();
  EXPECT_THAT(hosted.ends, IsEmpty());
  work.front().complete();
  EXPECT_THAT(hosted.lines, ElementsAre("s"));
  EXPECT_THAT(hosted.ends, ElementsAre("completed"));
}

TEST(ActivityCancel, StopsAsynchronousWorkThatCanStop) {  // W31
  HostedWorkflow hosted;
  hosted
      .run(cancellation_scope(sequence({w("s"),
                                        async_code(
                                            "Work", [](DelegateExecution&, const Completion&) {},
                                            [&](DelegateExecution&) { hosted.lines.emplace_back("stop"); }),
                                        w("never")}),
                              w("h")))
      .wait(1)
      .cancel();
  EXPECT_THAT(hosted.lines, ElementsAre("s", "stop", "h"));
  EXPECT_THAT(hosted.ends, ElementsAre("canceled"));
}

TEST(ActivityCancel, RemovesBookmarks) {  // W32
  const auto root = [] {
    return sequence({w("a"), code("Bookmark", [](DelegateExecution& e) { e.wait_for_trigger(); }), w("b")});
  };
  HostedWorkflow canceled;
  canceled.run(root()).cancel();
  EXPECT_THAT(canceled.lines, ElementsAre("a"));
  EXPECT_THAT(canceled.ends, ElementsAre("canceled"));
  HostedWorkflow resumed;
  resumed.run(root());
  EXPECT_FALSE(resumed.host->resume_bookmark(resumed.id, "Other"));
  EXPECT_TRUE(resumed.host->resume_bookmark(resumed.id, "Bookmark"));
  EXPECT_THAT(resumed.lines, ElementsAre("a", "b"));
  EXPECT_THAT(resumed.ends, ElementsAre("completed"));
}

TEST(ActivityOrder, IsDepthFirst) {  // W33, W34
  HostedWorkflow each;
  each.run(parallel_for_each(expression("{1, 2, 3}"), "v", write_line(expression("v"))));
  EXPECT_THAT(each.lines, ElementsAre("3", "2", "1"));
  HostedWorkflow both;
  both.run(parallel({sequence({w("1a"), w("1b")}), sequence({w("2a"), w("2b")})}));
  EXPECT_THAT(both.lines, ElementsAre("1a", "1b", "2a", "2b"));
  HostedWorkflow resting;
  resting.run(parallel({sequence({w("1a"), d(1), w("1b")}), sequence({w("2a"), d(1), w("2b")})})).wait(1);
  EXPECT_THAT(resting.lines, ElementsAre("1a", "2a", "1b", "2b"));
}

TEST(ActivityOrder, StopsAParallelForEachAtItsCondition) {  // W33
  HostedWorkflow hosted;
  const Activity body =
      cancellation_scope(sequence({delay(expression("TimeSpan.FromSeconds(v)")), write_line(expression("v")),
                                   assign("done", expression("v"))}),
                         write_line(expression("\"cancel \" & v")));
  hosted
      .run(sequence({parallel_for_each(expression("{1, 2, 3}"), "v", body, expression("done = 2"))})
               .with({"done", "Int32"}))
      .wait(2);
  EXPECT_THAT(hosted.lines, ElementsAre("1", "2", "cancel 3"));
  EXPECT_THAT(hosted.ends, ElementsAre("completed"));
}

TEST(ActivityPick, LetsTheFirstTriggerWin) {  // W35
  HostedWorkflow timed;
  timed.run(pick({{d(2), w("two")}, {d(1), w("one")}})).wait(3);
  EXPECT_THAT(timed.lines, ElementsAre("one"));
  HostedWorkflow at_once;
  at_once.run(pick({{w("t1"), w("a1")}, {w("t2"), w("a2")}}));
  EXPECT_THAT(at_once.lines, ElementsAre("t1", "t2", "a1"));
  HostedWorkflow loser;
  loser.run(pick({{cancellation_scope(d(2), w("loser")), w("two")}, {d(1), w("one")}})).wait(1);
  EXPECT_THAT(loser.lines, ElementsAre("loser", "one"));
  EXPECT_THAT(loser.ends, ElementsAre("completed"));
}

TEST(ActivityLoops, AreCanceledBetweenRounds) {  // W36
  HostedWorkflow hosted;
  hosted.run(cancellation_scope(while_do(expression("True"), sequence({w("tick"), d(1)})), w("h")))
      .wait(2)
      .cancel();
  EXPECT_THAT(hosted.lines, ElementsAre("tick", "tick", "tick", "h"));
  EXPECT_THAT(hosted.ends, ElementsAre("canceled"));
}

TEST(ActivityLoops, CountAndChoose) {
  HostedWorkflow hosted;
  hosted.run(sequence({do_while(expression("n < 2"),
                                sequence({write_line(expression("n")), assign("n", expression("n + 1"))})),
                       for_each(expression("{5, 6}"), "v", write_line(expression("v"))),
                       if_else(expression("n = 2 And Not False"), w("two"), w("other")),
                       switch_on(expression("n"), "Int32", {{"1", w("one")}, {"2", w("case 2")}}, w("none")),
                       persist(), transaction_scope(w("scope"))})
                 .with({"n", "Int32"}));
  EXPECT_THAT(hosted.lines, ElementsAre("0", "1", "5", "6", "two", "case 2", "scope"));
  EXPECT_THAT(hosted.ends, ElementsAre("completed"));
}

TEST(ActivityTerminate, EndsEverythingWithoutHandlers) {  // W37
  HostedWorkflow hosted;
  hosted.run(cancellation_scope(sequence({w("a"), terminate_workflow("enough"), w("b")}), w("h")));
  EXPECT_THAT(hosted.lines, ElementsAre("a"));
  EXPECT_THAT(hosted.ends, ElementsAre("faulted WorkflowTerminatedException"));
}

}  // namespace
}  // namespace rondo::frontends
