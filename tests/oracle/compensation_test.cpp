// SPDX-License-Identifier: Apache-2.0
// The order of compensation, compared with a model of it for random processes: what was completed is undone
// by its handler, the last first; a scope or a called instance without a handler of its own by what is in it,
// likewise; each instance of a loop for itself, whether they ran one after the other or beside each other
// (BPMN 2.0 §13.5.5). An error in a handler ends the compensation where it is caught, and changes nothing
// where nobody catches it.
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace rondo::tests {
namespace {

// An activity that is completed: a task, a scope (a sub-process or a called process), or a loop of either.
struct Activity {
  std::string id;
  bool handler = false, scope = false, called = false;
  int rounds = 0;  // 0: no loop
  bool sequential = true;
  std::vector<Activity> inside;
};

class ActivityDraw {
 public:
  explicit ActivityDraw(std::uint64_t seed) : random_(seed) {}

  std::vector<Activity> activities(int depth) {
    std::vector<Activity> drawn;
    for (std::size_t i = 1 + below(3); i > 0; --i) drawn.push_back(activity(depth));
    return drawn;
  }

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

  Activity activity(int depth) {
    Activity drawn;
    drawn.id = "a" + std::to_string(number_++);
    drawn.scope = depth < 3 && below(2) == 0;
    drawn.called = drawn.scope && below(3) == 0;
    drawn.handler = drawn.scope ? below(4) == 0 : below(4) != 0;
    if (below(3) == 0) drawn.rounds = 1 + static_cast<int>(below(3));
    drawn.sequential = below(2) == 0;
    if (drawn.scope) drawn.inside = activities(depth + 1);
    return drawn;
  }

  std::mt19937_64 random_;
  int number_ = 0;
};

// The handlers in the order in which they must run.
std::vector<std::string> undone(const std::vector<Activity>& completed) {
  std::vector<std::string> order;
  for (auto activity = completed.rbegin(); activity != completed.rend(); ++activity) {
    const std::vector<std::string> once =
        activity->handler ? std::vector<std::string>{"undo_" + activity->id} : undone(activity->inside);
    for (int i = std::max(activity->rounds, 1); i > 0; --i)
      order.insert(order.end(), once.begin(), once.end());
  }
  return order;
}

class Writer {
 public:
  // `caught`: all of it happens in a sub-process, around which errors are caught.
  std::string file(const std::vector<Activity>& activities, bool caught) {
    std::string content = scope("main", activities, true);
    if (caught) {
      content = "<subProcess id=\"guarded\">" + content + "</subProcess>" +
                R"(<boundaryEvent id="caught" attachedToRef="guarded"><errorEventDefinition/></boundaryEvent>
                   <userTask id="failed"/>)" +
                flows("caught failed");
    }
    return process_text("main", content, called_);
  }

 private:
  std::string scope(const std::string& prefix, const std::vector<Activity>& activities, bool throws) {
    std::string text = "<startEvent id=\"" + prefix + "_s\"/>", chain = prefix + "_s";
    for (const Activity& activity : activities) {
      text += element(activity);
      chain += " " + activity.id;
    }
    if (throws) {
      text += R"(<intermediateThrowEvent id="undo"><compensateEventDefinition/></intermediateThrowEvent>
                 <userTask id="after"/>)";
      chain += " undo after";
    }
    return text + flows(chain);
  }

  std::string element(const Activity& activity) {
    const std::string tag = activity.called ? "callActivity" : activity.scope ? "subProcess" : "task";
    std::string text = "<" + tag + " id=\"" + activity.id + "\"";
    if (activity.called) text += " calledElement=\"p_" + activity.id + "\"";
    text += ">";
    if (activity.rounds > 0) {
      text += "<multiInstanceLoopCharacteristics isSequential=\"" +
              std::string(activity.sequential ? "true" : "false") + "\"><loopCardinality>" +
              std::to_string(activity.rounds) + "</loopCardinality></multiInstanceLoopCharacteristics>";
    }
    if (activity.called) {
      called_ += "<process id=\"p_" + activity.id + "\" isExecutable=\"true\">" +
                 scope("p_" + activity.id, activity.inside, false) + "</process>";
    } else if (activity.scope) {
      text += scope(activity.id, activity.inside, false);
    }
    text += "</" + tag + ">";
    if (!activity.handler) return text;
    const std::string undo = "undo_" + activity.id, event = activity.id + "_done";
    return text + "<boundaryEvent id=\"" + event + "\" attachedToRef=\"" + activity.id +
           "\"><compensateEventDefinition/></boundaryEvent><userTask id=\"" + undo +
           "\" isForCompensation=\"true\"/><association id=\"" + event + "_a\" sourceRef=\"" + event +
           "\" targetRef=\"" + undo + "\" associationDirection=\"One\"/>";
  }

  std::string called_;
};

std::string only_task(const TestEngine& test) {
  const auto open = test.engine->tasks().list();
  return open.size() == 1 ? open.front().key : std::to_string(open.size()) + " tasks";
}

// What users see from the first handler on; `fails_at`: at which handler there is an error, if there is.
std::vector<std::string> handlers_seen(TestEngine& test, std::size_t fails_at, bool caught) {
  std::vector<std::string> order;
  while (order.size() < 1'000) {
    const TaskInfo task = test.engine->tasks().list().at(0);
    if (only_task(test) != task.key) return {only_task(test)};
    if (task.key == "after" || task.key == "failed") break;
    order.push_back(task.key);
    if (order.size() == fails_at + 1) {
      try {
        test.engine->runtime().throw_error(task.execution_id, "E");
        if (!caught) return {"an error was caught"};
        continue;
      } catch (const BpmnError&) {
        if (caught || only_task(test) != task.key) return {"an error was not caught"};
      }
    }
    test.engine->tasks().complete(task.id);
  }
  return order;
}

// Handlers run one after the other, each waited for.
TEST(Compensation, UndoesInTheReverseOrderOfCompletion) {
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    const std::vector<Activity> activities = ActivityDraw(seed).activities(0);
    const std::string file = Writer().file(activities, false);
    TestEngine test;
    test.deploy(file);
    (void)test.start("main");
    ASSERT_EQ(handlers_seen(test, 1'000, false), undone(activities)) << seed << "\n" << file;
  }
}

TEST(Compensation, EndsWithAnErrorInAHandlerWhereThatIsCaught) {
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    const std::vector<Activity> activities = ActivityDraw(seed).activities(0);
    std::vector<std::string> expected = undone(activities);
    const std::size_t fails_at = expected.empty() ? 0 : static_cast<std::size_t>(seed * 7) % expected.size();
    const bool caught = seed % 2 == 0;
    const std::string file = Writer().file(activities, caught);
    TestEngine test;
    test.deploy(file);
    (void)test.start("main");
    const bool fails = !expected.empty();
    if (fails && caught) expected.resize(fails_at + 1);
    ASSERT_EQ(handlers_seen(test, fails_at, caught), expected) << seed << "\n" << file;
    ASSERT_EQ(only_task(test), fails && caught ? "failed" : "after") << seed << "\n" << file;
  }
}

}  // namespace
}  // namespace rondo::tests
