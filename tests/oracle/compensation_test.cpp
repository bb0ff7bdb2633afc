// SPDX-License-Identifier: Apache-2.0
// The order of compensation, compared with a model of it for random processes: what was completed is undone
// by its handler, the last first; a scope or a called instance without a handler of its own by what is in it,
// likewise; each instance of a loop for itself (BPMN 2.0 §13.5.5).
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
  std::vector<Activity> inside;
};

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

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
    if (below(4) == 0) drawn.rounds = 1 + static_cast<int>(below(3));
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
  std::string file(const std::vector<Activity>& activities) {
    const std::string content = scope("main", activities, true);
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
      text += "<multiInstanceLoopCharacteristics isSequential=\"true\"><loopCardinality>" +
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

// Handlers run one after the other, each waited for.
TEST(Compensation, UndoesInTheReverseOrderOfCompletion) {
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    const std::vector<Activity> activities = Draw(seed).activities(0);
    const std::string file = Writer().file(activities);
    TestEngine test;
    test.deploy(file);
    (void)test.start("main");
    std::vector<std::string> order;
    while (order.size() < 1'000) {
      const auto open = test.engine->tasks().list();
      ASSERT_EQ(open.size(), 1u) << seed << "\n" << file;
      if (open.front().key == "after") break;
      order.push_back(open.front().key);
      test.engine->tasks().complete(open.front().id);
    }
    ASSERT_EQ(order, undone(activities)) << seed << "\n" << file;
  }
}

}  // namespace
}  // namespace rondo::tests
