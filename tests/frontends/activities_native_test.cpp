// SPDX-License-Identifier: Apache-2.0
#include "tests/frontends/workflow_fixture.hpp"
#include "tests/support/temporary_file.hpp"

#include <gmock/gmock.h>

namespace rondo::frontends {
namespace {

using namespace activities;
using testing::ElementsAre;
using tests::d;
using tests::HostedWorkflow;
using tests::w;

// The first child to complete is enough.
NativeActivity when_any() {
  NativeActivity code;
  code.execute = [](NativeContext& context) {
    auto children = context.children();
    for (auto child = children.rbegin(); child != children.rend(); ++child) context.schedule(*child);
  };
  code.on_completed = [](NativeContext& context, const ChildEnd& child) {
    if (child.state != ChildState::Completed || context.execution().local_variable("winner")) return;
    context.execution().set_local_variable("winner", Value(child.name));
    context.cancel_children();
  };
  return code;
}

// Begins its body again until it does not fail, so many times at most.
NativeActivity retry() {
  NativeActivity code;
  code.execute = [](NativeContext& context) {
    context.execution().set_local_variable("attempt", 1);
    context.schedule("Body", 1);
  };
  code.on_faulted = [](NativeContext& context, ChildFault& fault) {
    const auto attempt = context.execution().local_variable("attempt")->as_integer();
    if (attempt == context.execution().field("Attempts")->as_integer()) return;
    fault.handled = true;
    context.cancel_child(fault.run);
    context.execution().set_local_variable("attempt", attempt + 1);
    context.schedule("Body", attempt + 1);
  };
  return code;
}

TEST(NativeActivities, CancelTheOthersWhenOneHasWon) {
  HostedWorkflow workflow;
  const auto waits = [](int seconds, const std::string& name) {
    return cancellation_scope(sequence({w(name + " begins"), d(seconds), w(name + " ends")}),
                              w(name + " canceled"));
  };
  workflow.run(sequence(
      {native("WhenAny", when_any(), {{{"Slow", waits(5, "slow")}, {"Fast", waits(2, "fast")}}, {}, {}}),
       w("behind")}));
  workflow.wait(2);
  EXPECT_THAT(workflow.lines,
              ElementsAre("slow begins", "fast begins", "fast ends", "slow canceled", "behind"));
  EXPECT_THAT(workflow.ends, ElementsAre("completed"));
}

Activity retried(int attempts, const std::string& condition) {
  return native(
      "Retry", retry(),
      {{{"Body",
         sequence({write_line(expression("\"attempt \" & n")),
                   if_else(expression(condition), throw_exception("TimeoutException", "late")), w("done")}),
         "n"}},
       {},
       {{"Attempts", attempts}}});
}

TEST(NativeActivities, BeginAChildAgainWhenItHasFailed) {
  HostedWorkflow workflow;
  workflow.run(retried(5, "n < 3"));
  EXPECT_THAT(workflow.lines, ElementsAre("attempt 1", "attempt 2", "attempt 3", "done"));
  EXPECT_THAT(workflow.ends, ElementsAre("completed"));
}

TEST(NativeActivities, LetAFaultThatTheyDoNotHandleGoOn) {
  HostedWorkflow workflow;
  workflow.run(
      try_catch(retried(2, "True"), {{"TimeoutException", "e", write_line(expression("e.Message"))}}));
  EXPECT_THAT(workflow.lines, ElementsAre("attempt 1", "attempt 2", "late"));
  EXPECT_THAT(workflow.ends, ElementsAre("completed"));
}

TEST(NativeActivities, AreToldHowEachChildHasEnded) {
  HostedWorkflow workflow;
  NativeActivity code;
  code.execute = [](NativeContext& context) {
    context.schedule("Waits");
    context.schedule("Fails");
    context.schedule("Writes");
  };
  code.on_completed = [&](NativeContext& context, const ChildEnd& child) {
    const char* words[] = {"completed", "canceled", "faulted"};
    workflow.lines.push_back(child.name + " " + words[static_cast<int>(child.state)]);
    if (child.name == "Fails") context.cancel_children();
  };
  code.on_faulted = [&](NativeContext&, ChildFault& fault) {
    workflow.lines.push_back(fault.name + " throws " + fault.type);
    fault.handled = true;
  };
  workflow.run(sequence({native("Watch", code,
                                {{{"Writes", w("written")},
                                  {"Fails", throw_exception("ApplicationException", "no")},
                                  {"Waits", d(9)}},
                                 {},
                                 {}}),
                         w("behind")}));
  EXPECT_THAT(workflow.lines, ElementsAre("written", "Writes completed", "Fails throws ApplicationException",
                                          "Fails faulted", "Waits canceled", "behind"));
  EXPECT_THAT(workflow.ends, ElementsAre("completed"));
}

TEST(NativeActivities, CallWhatAChildWasScheduledWith) {
  HostedWorkflow workflow;
  NativeActivity code;
  code.execute = [](NativeContext& context) {
    context.schedule("Second", {}, {"", "forgive"});
    context.schedule("First", {}, {"first", ""});
  };
  code.on_completed = [&](NativeContext&, const ChildEnd& child) {
    workflow.lines.push_back("usual " + child.name);
  };
  code.callbacks["first"].on_completed = [&](NativeContext&, const ChildEnd& child) {
    workflow.lines.push_back("own " + child.name);
  };
  code.callbacks["forgive"].on_faulted = [](NativeContext&, ChildFault& fault) { fault.handled = true; };
  workflow.run(
      native("Pair", code, {{{"First", w("1")}, {"Second", throw_exception("Exception", "x")}}, {}, {}}));
  EXPECT_THAT(workflow.lines, ElementsAre("1", "own First", "usual Second"));
  EXPECT_THAT(workflow.ends, ElementsAre("completed"));
}

NativeActivity gate() {
  NativeActivity code;
  code.execute = [](NativeContext& context) {
    context.create_bookmark("refused");
    context.create_bookmark("approved");
  };
  code.on_resumed = [](NativeContext& context, std::string_view bookmark) {
    context.remove_bookmarks();
    if (bookmark == "approved") context.schedule("Then");
  };
  return code;
}

TEST(NativeActivities, WaitAtBookmarks) {
  for (const std::string answer : {"approved", "refused"}) {
    HostedWorkflow workflow;
    workflow.run(
        sequence({native("Gate", gate(), {{{"Then", w("go")}}, {"approved", "refused"}, {}}), w("end")}));
    EXPECT_TRUE(workflow.ends.empty());
    EXPECT_TRUE(workflow.host->resume_bookmark(workflow.id, answer));
    EXPECT_EQ(workflow.lines.size(), answer == "approved" ? 2U : 1U);
    EXPECT_THAT(workflow.ends, ElementsAre("completed"));
  }
}

TEST(NativeActivities, AreCanceledWithTheirBookmarksByDefault) {
  HostedWorkflow workflow;
  workflow.run(cancellation_scope(native("Gate", gate(), {{{"Then", w("go")}}, {"approved", "refused"}, {}}),
                                  w("canceled")));
  workflow.cancel();
  EXPECT_THAT(workflow.lines, ElementsAre("canceled"));
  EXPECT_THAT(workflow.ends, ElementsAre("canceled"));
}

TEST(NativeActivities, DecideWhatARequestToCancelDoes) {
  const auto end_of = [](std::function<void(NativeContext&)> on_cancel) {
    HostedWorkflow workflow;
    NativeActivity code;
    code.execute = [](NativeContext& context) { context.schedule("Body"); };
    code.on_cancel = std::move(on_cancel);
    workflow.run(cancellation_scope(
        native("Polite", code, {{{"Body", sequence({w("a"), d(2), w("b")})}}, {}, {}}), w("handler")));
    workflow.wait(1).cancel().wait(1);
    workflow.lines.push_back(workflow.ends.at(0));
    return workflow.lines;
  };
  EXPECT_THAT(end_of([](NativeContext&) {}), ElementsAre("a", "b", "completed"));
  EXPECT_THAT(end_of([](NativeContext& context) { context.mark_canceled(); }),
              ElementsAre("a", "b", "handler", "canceled"));
  EXPECT_THAT(end_of([](NativeContext& context) { context.cancel_children(); }),
              ElementsAre("a", "completed"));
  EXPECT_THAT(end_of([](NativeContext& context) { context.base_cancel(); }),
              ElementsAre("a", "handler", "canceled"));
}

TEST(NativeActivities, ThrowOutOfTheirCallbacks) {
  HostedWorkflow workflow;
  NativeActivity code;
  code.execute = [](NativeContext& context) {
    context.schedule("Waits");
    context.schedule("Writes");
  };
  code.on_completed = [](NativeContext&, const ChildEnd&) { throw BpmnError("TimeoutException", "enough"); };
  workflow.run(try_catch(
      native("Strict", code, {{{"Writes", w("a")}, {"Waits", cancellation_scope(d(9), w("never"))}}, {}, {}}),
      {{"TimeoutException", "", w("caught")}}, w("last")));
  EXPECT_THAT(workflow.lines, ElementsAre("a", "caught", "last"));
  EXPECT_THAT(workflow.ends, ElementsAre("completed"));
}

TEST(NativeActivities, MayGiveUpTheWorkflow) {
  HostedWorkflow workflow;
  NativeActivity code;
  code.execute = [](NativeContext& context) { context.schedule("Body"); };
  code.on_completed = [](NativeContext& context, const ChildEnd&) { context.abort("no use"); };
  workflow.run(sequence({native("Quit", code, {{{"Body", w("a")}}, {}, {}}), w("never")}));
  EXPECT_THAT(workflow.lines, ElementsAre("a"));
  EXPECT_THAT(workflow.ends, ElementsAre("aborted"));
}

TEST(NativeActivities, TellWhatTheyDoNotHave) {
  HostedWorkflow workflow;
  NativeActivity code;
  code.execute = [](NativeContext& context) { context.schedule("Nobody"); };
  try {
    workflow.run(native("Lost", code, {{{"Body", w("a")}}, {}, {}}));
    FAIL() << "it has no such child";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::NotFound);
    EXPECT_THAT(error.what(), testing::HasSubstr("there is no activity 'Nobody'"));
  }
}

// Twice as many runs as there are workers left, one after another, over a restart after each step.
TEST(NativeActivities, GoOnInAnotherEngine) {
  const tests::TemporaryFolder folder;
  const auto clock = std::make_shared<ManualClock>(Instant(std::chrono::hours(24)));
  std::vector<std::string> lines;
  NativeActivity code;
  code.execute = [](NativeContext& context) {
    for (int i = 3; i > 0; --i) context.schedule("Body", i, {"counted", ""});
    context.create_bookmark("stop", "stopped");
  };
  code.callbacks["counted"].on_completed = [&](NativeContext& context, const ChildEnd&) {
    lines.push_back(fmt::format("{} left", context.running().size()));
  };
  code.callbacks["stopped"].on_resumed = [](NativeContext& context, std::string_view) {
    context.cancel_children();
  };
  const Workflow flow{
      "workflow",
      native("Crew", code,
             {{{"Body", sequence({delay(expression("TimeSpan.FromSeconds(n)")), write_line(expression("n"))}),
                "n"}},
              {"stop"},
              {}}),
      {},
      {}};
  std::string id;
  const auto step = [&](const std::function<void(Engine&, WorkflowHost&)>& run) {
    EngineOptions options;
    options.clock = clock;
    options.console = [&](std::string_view line) { lines.emplace_back(line); };
    const auto engine = Engine::open("sqlite:" + folder.file("crew.db"), std::move(options));
    HostCallbacks callbacks;
    callbacks.completed = [&](const CompletedEvent& event) { lines.emplace_back(name_of(event.state)); };
    WorkflowHost host(*engine, std::move(callbacks));
    register_code(engine->delegates(), flow);
    run(*engine, host);
  };
  step([&](Engine& engine, WorkflowHost& host) {
    deploy(engine, flow);
    id = host.run("workflow");
  });
  for (int i = 0; i < 2; ++i) {
    clock->advance(std::chrono::seconds(1));
    step([](Engine&, WorkflowHost& host) { host.run_due(); });
  }
  step([&](Engine&, WorkflowHost& host) { EXPECT_TRUE(host.resume_bookmark(id, "stop")); });
  EXPECT_THAT(lines, ElementsAre("1", "3 left", "2", "2 left", "0 left", "completed"));
}

}  // namespace
}  // namespace rondo::frontends
