// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "rondo/delegate.hpp"
#include "rondo/runtime.hpp"
#include "rondo/value.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace rondo {
class Engine;
}  // namespace rondo

namespace rondo::activities {

/// How a workflow has completed.
struct CompletedEvent {
  std::string instance_id;                         ///< The workflow.
  std::string process_key;                         ///< What it is an instance of.
  InstanceState state = InstanceState::Completed;  ///< `Completed`, `Canceled` or `Faulted`.
  std::string exception_type;                      ///< Of a faulted one.
  std::string exception_message;                   ///< Of a faulted one.
};

/// That a workflow was aborted: by its host, or because an exception came while it was being canceled.
struct AbortedEvent {
  std::string instance_id;  ///< The workflow.
  std::string process_key;  ///< What it is an instance of.
  std::string reason;       ///< What the host said, or the exception.
};

/// What a host wants to be told; each may be empty.
struct HostCallbacks {
  std::function<void(const CompletedEvent&)> completed{};  ///< Not of aborted ones.
  /// Instead of completed. With OnAbort::RollBack the workflow is as before the step and can go on.
  std::function<void(const AbortedEvent&)> aborted{};
  /// A step of the host has left it waiting.
  std::function<void(std::string_view instance_id)> idle{};
  /// Called while the step runs, which must not be disturbed: decides, and does not call the engine.
  std::function<UnhandledAction(const UnhandledException&)> on_unhandled_exception{};
};

/// Runs workflows and tells what becomes of them (WF: WorkflowApplication). One host for each engine: it
/// decides about the unhandled exceptions of all its instances. Must not outlive the engine. Thread-safe;
/// callbacks are made by the thread whose step has led to them, when the step is committed.
class RONDO_API WorkflowHost {
 public:
  /// Hosts the workflows of that engine from now on.
  WorkflowHost(Engine& engine, HostCallbacks callbacks);
  ~WorkflowHost();
  WorkflowHost(const WorkflowHost&) = delete;
  WorkflowHost& operator=(const WorkflowHost&) = delete;

  /// Starts a workflow and runs it until it waits or is over; gives the id of its instance. With
  /// OnAbort::RollBack one that is aborted before it has waited has never been: throws BpmnError with the
  /// exception.
  std::string run(std::string_view process_key, const Variables& arguments = {});
  /// Asks it to cancel: handlers run, and what cannot be canceled goes on. Of one that is over: nothing.
  void cancel(std::string_view instance_id);
  /// Ends it as faulted at once; no handler runs.
  void terminate(std::string_view instance_id, std::string_view reason = {});
  /// Gives it up: as terminate(), and nobody is told that it has completed.
  void abort(std::string_view instance_id, std::string_view reason = {});
  /// Lets an activity go on that waits as a bookmark; false when there is none of that name.
  bool resume_bookmark(std::string_view instance_id, std::string_view activity,
                       const Variables& variables = {});
  /// Runs the delays that are over by the engine's clock.
  void run_due();

 private:
  class Content;
  std::unique_ptr<Content> content_;
};

}  // namespace rondo::activities
