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

}  // namespace rondo::model
