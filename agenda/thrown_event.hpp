// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/records.hpp"

#include <memory>
#include <string>

namespace rondo::agenda {

/// A signal or message that an instance has thrown, to be delivered when its command is committed.
struct ThrownEvent {
  std::string signal;                                   ///< Name of a signal; unless it is a message.
  std::shared_ptr<const model::MessageRecord> message;  ///< Kept by the store until it is received.
};

}  // namespace rondo::agenda
