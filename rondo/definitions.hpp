// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/deployed_process.hpp"
#include "agenda/host.hpp"
#include "agenda/timer.hpp"
#include "model/records.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// What starts an instance of a newest version: a message, signal or condition.
struct StartSubscription {
  const agenda::DeployedProcess* process = nullptr;
  model::NodeId node = model::kNoNode;
  std::uint16_t definition = 0;  ///< Which of the node's event definitions.
  [[nodiscard]] const model::EventDefinition& event() const {
    return process->definition().node(node).events[definition];
  }
};

/// An armed timer start event of a newest version.
struct StartTimer {
  const agenda::DeployedProcess* process = nullptr;
  model::NodeId node = model::kNoNode;
  std::uint16_t definition = 0;
  agenda::Schedule schedule;
  std::uint64_t number = 0;
  std::optional<agenda::Schedule> next;  ///< Of one that was taken: how it goes on.
};

/// All deployed process versions and what their start events wait for. Thread-safe. Versions live as
/// long as this object.
class Definitions {
 public:
  using Processes = std::vector<std::unique_ptr<agenda::DeployedProcess>>;

  /// A deployment about to be added: its processes know their versions already.
  struct Addition {
    std::uint64_t deployment = 0;
    const Processes& processes;
    std::vector<StartTimer>& timers;
  };
  using Keep = std::function<void(const Addition&)>;

  /// Adds processes of one deployment; each becomes the newest version of its key, and its start events
  /// replace those of the version before. Gives the deployment's number. `keep` is called before anybody sees
  /// the deployment; when it throws, nothing is added and `processes` are left as they were.
  std::uint64_t add(Processes&& processes, model::Instant now, const Keep& keep = {});
  /// Adds a deployment that a store has kept; the processes know their versions. Arms no timers.
  void restore(std::uint64_t deployment, Processes processes);
  /// Replaces all timers by those that a store has kept.
  void set_timers(std::vector<StartTimer> timers);

  [[nodiscard]] const agenda::DeployedProcess* latest(std::string_view key) const;
  [[nodiscard]] const agenda::DeployedProcess* version(std::string_view key, std::int32_t version) const;
  [[nodiscard]] const agenda::DeployedProcess* find(const agenda::ProcessRequest& request) const;
  [[nodiscard]] std::vector<const agenda::DeployedProcess*> all() const;
  /// The deployed version that has this definition. Precondition: there is one.
  [[nodiscard]] const agenda::DeployedProcess& deployed(const model::ProcessDefinition& definition) const;

  /// By kind and name; an empty name means all of the kind.
  [[nodiscard]] std::vector<StartSubscription> starts(model::EventKind kind, std::string_view name) const;
  /// All of them, of every kind.
  [[nodiscard]] std::vector<StartSubscription> starts() const;

  /// Whether some version catches that message, or may compute its name.
  [[nodiscard]] bool catches(const model::MessageRecord& message) const;

  /// The process that the message means to start as a program does, without a start event for it; nullptr
  /// when it does not, or there is none.
  [[nodiscard]] const agenda::DeployedProcess* started_by(const model::MessageRecord& message) const;

  [[nodiscard]] std::vector<StartTimer> timers() const;
  /// When the first timer is due whose process is not suspended.
  [[nodiscard]] std::optional<model::Instant> next_timer() const;
  /// Takes the first timer of those that is due at `now`, armed again when it is a
  /// cycle; nullopt when none is due.
  [[nodiscard]] std::optional<StartTimer> take_due_timer(model::Instant now);
  /// Takes that timer, due or not.
  [[nodiscard]] std::optional<StartTimer> take_timer(std::uint64_t number, model::Instant now);

 private:
  void arm(const agenda::DeployedProcess& process, model::Instant now, std::vector<StartTimer>& armed);
  void note_caught(const model::ProcessDefinition& definition);
  void disarm(std::string_view key);
  void publish(std::uint64_t deployment, Processes processes);
  [[nodiscard]] std::vector<StartTimer>::const_iterator first_timer() const;
  std::optional<StartTimer> take(std::vector<StartTimer>::const_iterator found, model::Instant now);

  // Threads remember what they found until something is deployed: they need not meet at the lock.
  [[nodiscard]] static std::uint64_t next_number() noexcept;
  const std::uint64_t number_ = next_number();  // of these definitions, among all of the program
  std::atomic<std::uint64_t> revision_{0};

  mutable std::shared_mutex mutex_;
  std::map<std::string, Processes, std::less<>> by_key_;
  std::set<std::string, std::less<>> caught_messages_;
  bool computes_messages_ = false;  // the name of one that it catches
  std::vector<StartTimer> timers_;
  std::uint64_t deployments_ = 0, timer_numbers_ = 0;
};

}  // namespace rondo
