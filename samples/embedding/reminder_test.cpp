// SPDX-License-Identifier: Apache-2.0
// A test of a process with timers that takes no time: the engine's clock stands still until the test moves
// it, and everything is kept in memory.
#include <rondo/engine.hpp>

#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <string>

namespace {

using std::chrono::hours;

/// A running offer, and what the process did meanwhile.
class Offer {
 public:
  Offer() : clock_(std::make_shared<rondo::ManualClock>(rondo::Instant{})) {
    rondo::EngineOptions options;
    options.clock = clock_;
    engine_ = rondo::Engine::open("memory:", options);
    engine_->delegates().add("com.acme.shop.Remind", [this](rondo::DelegateExecution&) { ++reminders; });
    engine_->repository().deploy_files({"reminder.bpmn"});
    id_ = engine_->runtime().start("offer", {{"customer", "ada"}}).id;
  }

  /// Lets time pass: moves the clock and runs the timers that are due then.
  void wait(hours time) {
    clock_->advance(time);
    engine_->management().run_due();
  }
  void answer() { engine_->tasks().complete(engine_->tasks().list().at(0).id); }
  bool is_open() { return engine_->tasks().list().size() == 1; }
  /// The end event that was reached last.
  std::string end() { return engine_->history().activities(id_).back().activity_id; }

  int reminders = 0;

 private:
  std::shared_ptr<rondo::ManualClock> clock_;
  std::unique_ptr<rondo::Engine> engine_;
  std::string id_;
};

int failures = 0;

void test(const char* name, const std::function<bool(Offer&)>& body) {
  Offer offer;
  const bool passed = body(offer);
  std::cout << (passed ? "ok      " : "FAILED  ") << name << "\n";
  if (!passed) ++failures;
}

}  // namespace

int main() {
  test("nobody is reminded on the first day", [](Offer& offer) {
    offer.wait(hours{47});
    return offer.reminders == 0 && offer.is_open();
  });
  test("the customer is reminded after two days and may still answer", [](Offer& offer) {
    offer.wait(hours{48});
    return offer.reminders == 1 && offer.is_open();
  });
  test("an answer takes back the reminder", [](Offer& offer) {
    offer.answer();
    offer.wait(hours{24 * 30});
    return offer.reminders == 0 && !offer.is_open() && offer.end() == "answered";
  });
  test("the offer expires after two weeks", [](Offer& offer) {
    offer.wait(hours{24 * 14});
    return offer.reminders == 1 && !offer.is_open() && offer.end() == "expired";
  });
  return failures == 0 ? 0 : 1;
}
