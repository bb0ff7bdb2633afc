// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace rondo::model {

/// State of a process instance.
enum class InstanceState : std::uint8_t {
  Active,
  Suspended,
  Completed,
  Terminated,  ///< By a terminate end event, or withdrawn together with its caller's activity.
  Failed,      ///< By an uncaught error, with `uncaught_errors = FailInstance`.
  Stopped,
  TimedOut,
  Canceled,
  Faulted,
  Deleted
};

/// What an exception does that nothing in an instance takes, in notations whose hosts decide it.
enum class UnhandledAction : std::uint8_t {
  Terminate,  ///< The instance ends as faulted at once; no handler runs.
  Cancel,     ///< The instance is canceled: handlers run.
  Abort       ///< As Terminate; nobody is told that it has completed.
};

}  // namespace rondo::model
