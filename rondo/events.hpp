// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace rondo {

/// One operation that the agenda ran.
struct TraceEvent {
  std::string_view operation;     ///< "continue", "take-outgoing", "end-execution" …
  std::string_view element_id;    ///< BPMN id; the process key for the process instance itself.
  std::string_view instance_id;   ///< The process instance (not its root).
  std::string_view execution_id;  ///< The execution that moves.
  std::string_view scope_id;      ///< The execution that holds it: its scope; empty for the process instance.
  std::uint64_t command = 0;      ///< Counts the commands that are traced.
};

/// Something that happened and is committed.
struct EngineEvent {
  /// What happened.
  enum class Kind : std::uint8_t {
    InstanceStarted,
    InstanceEnded,
    ActivityStarted,
    ActivityEnded,
    ActivityCanceled,
    TaskCreated,
    TaskEnded
  } kind{};                 ///< What happened.
  std::string instance_id;  ///< The process instance.
  std::string process_key;  ///< Its process.
  std::string activity_id;  ///< BPMN id; empty for events of the instance.
  std::string task_id;      ///< Of the events of tasks.
};

/// Keeps a subscription alive; ends it when destroyed.
using Subscription = std::shared_ptr<void>;

/// Observation of an engine. Listeners must not throw.
class RONDO_API Events {
 public:
  virtual ~Events() = default;

  /// Told of each operation just before it runs, also of commands that fail later; called by the thread
  /// that runs the command, which must not call the engine. Costs nothing while nobody subscribes.
  [[nodiscard]] virtual Subscription trace(std::function<void(const TraceEvent&)> listener) = 0;
  /// Told of what a command did after it is committed, in order; may call the engine.
  [[nodiscard]] virtual Subscription subscribe(std::function<void(const EngineEvent&)> listener) = 0;
};

}  // namespace rondo
