// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/activities.hpp"
#include "rondo/engine.hpp"
#include "rondo/workflow_host.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace rondo::tests {

/// Activities that most of these workflows are made of, under short names: one that writes a line, one that
/// waits, one that throws.
/// @{
inline activities::Activity w(const std::string& line) { return activities::write_line(line); }
inline activities::Activity d(int seconds) { return activities::delay(std::chrono::seconds(seconds)); }
inline activities::Activity fails(const std::string& type = "ApplicationException") {
  return activities::throw_exception(type, "it failed");
}
/// @}

/// Hosts one workflow on an engine of its own, with a clock that tests move. `lines` holds what the workflow
/// writes and what its host is told.
class HostedWorkflow {
 public:
  explicit HostedWorkflow(UnhandledAction on_unhandled = UnhandledAction::Terminate,
                          OnAbort on_abort = OnAbort::End) {
    EngineOptions options;
    options.on_abort = on_abort;
    options.clock = clock;
    options.console = [this](std::string_view line) { lines.emplace_back(line); };
    engine = Engine::open("memory:", std::move(options));
    activities::HostCallbacks callbacks;
    callbacks.completed = [this](const activities::CompletedEvent& event) { ends.push_back(word(event)); };
    callbacks.aborted = [this](const activities::AbortedEvent&) { ends.emplace_back("aborted"); };
    callbacks.idle = [this](std::string_view) { ++idle; };
    callbacks.on_unhandled_exception = [this, on_unhandled](const UnhandledException& exception) {
      unhandled.push_back(exception.type + ": " + exception.message);
      return on_unhandled;
    };
    host = std::make_unique<activities::WorkflowHost>(*engine, std::move(callbacks));
  }

  /// Starts the workflow.
  HostedWorkflow& run(const activities::Activity& root, const Variables& arguments = {}) {
    activities::deploy(*engine, {"workflow", root, {}, {}});
    id = host->run("workflow", arguments);
    return *this;
  }
  /// Moves the clock, a second at a time, and runs what is due.
  HostedWorkflow& wait(int seconds) {
    for (int i = 0; i < seconds; ++i) {
      clock->advance(std::chrono::seconds(1));
      host->run_due();
    }
    return *this;
  }
  HostedWorkflow& cancel() {
    host->cancel(id);
    return *this;
  }

  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(Instant(std::chrono::hours(24)));
  std::vector<std::string> lines, ends, unhandled;
  int idle = 0;
  std::unique_ptr<Engine> engine;
  std::unique_ptr<activities::WorkflowHost> host;
  std::string id;

 private:
  static std::string word(const activities::CompletedEvent& event) {
    std::string text(name_of(event.state));
    return event.exception_type.empty() ? text : text + " " + event.exception_type;
  }
};

}  // namespace rondo::tests
