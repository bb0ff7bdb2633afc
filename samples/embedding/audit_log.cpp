// SPDX-License-Identifier: Apache-2.0
// An audit log: one line for everything that happened. Listeners are told after a command is committed, so
// that what was rolled back is never in the log.
#include <rondo/engine.hpp>

#include <iostream>
#include <memory>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

std::string_view word_for(rondo::EngineEvent::Kind kind) {
  using Kind = rondo::EngineEvent::Kind;
  switch (kind) {
    case Kind::InstanceStarted:
      return "instance started";
    case Kind::InstanceEnded:
      return "instance ended";
    case Kind::ActivityStarted:
      return "entered";
    case Kind::ActivityEnded:
      return "left";
    case Kind::ActivityCanceled:
      return "canceled";
    case Kind::TaskCreated:
      return "task created";
    case Kind::TaskEnded:
      return "task ended";
  }
  return "?";
}

/// Writes the events of an engine to a stream as long as it lives. The engine calls it from whatever thread
/// runs a command; a log that several threads write to needs a lock.
class AuditLog {
 public:
  AuditLog(rondo::Engine& engine, std::ostream& out)
      : subscription_(engine.events().subscribe([&engine, &out](const rondo::EngineEvent& event) {
          out << rondo::to_iso8601(engine.clock().now()) << " " << event.process_key << " "
              << word_for(event.kind);
          if (!event.activity_id.empty()) out << " " << event.activity_id;
          out << "\n";
        })) {}

 private:
  rondo::Subscription subscription_;
};

}  // namespace

int main() {
  rondo::EngineOptions options;
  options.clock = std::make_shared<rondo::ManualClock>(rondo::Instant{});
  const auto engine = rondo::Engine::open("memory:", options);
  bool is_down = false;
  engine->delegates().add("com.acme.shop.PriceOrder",
                          [](rondo::DelegateExecution& execution) { execution.set_variable("total", 30); });
  engine->delegates().add("shipping", [&is_down](rondo::DelegateExecution&) {
    if (is_down) throw std::runtime_error("no truck");
  });
  engine->repository().deploy_files({"order.bpmn"});

  std::ostringstream text;
  {
    const AuditLog log(*engine, text);
    engine->runtime().start("order");
    is_down = true;
    try {
      engine->runtime().start("order");  // fails, leaves no trace
    } catch (const rondo::Error& error) {
      std::cerr << error.what() << "\n";
    }
  }
  is_down = false;
  engine->runtime().start("order");  // nobody listens any more

  std::cout << text.str();
  const auto count = [&text](const std::string& line) {
    std::istringstream lines(text.str());
    int found = 0;
    for (std::string each; std::getline(lines, each);) found += each == line ? 1 : 0;
    return found;
  };
  const bool complete = count("1970-01-01T00:00:00Z order entered placed") == 1 &&
                        count("1970-01-01T00:00:00Z order entered ship") == 1 &&
                        count("1970-01-01T00:00:00Z order instance ended") == 1;
  return complete ? 0 : 1;
}
