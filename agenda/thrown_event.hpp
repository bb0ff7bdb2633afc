// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/records.hpp"

#include <memory>
#include <string>

namespace rondo::agenda {

/// What a thrown signal carries.
struct SignalContent {
  model::Object variables;   ///< For everything that it reaches.
  std::string business_key;  ///< For instances that it starts.
};

/// A signal that an instance throws.
struct ThrownSignal {
  std::string name;
  bool instance_scope = false;                   ///< Reaches only the instance that throws it.
  std::shared_ptr<const SignalContent> content;  ///< nullptr: it carries nothing.
};

/// A signal or message that an instance has thrown, to be delivered when its command is committed.
struct ThrownEvent {
  ThrownSignal signal;                                  ///< Unless it is a message.
  std::shared_ptr<const model::MessageRecord> message;  ///< Kept by the store until it is received.
};

}  // namespace rondo::agenda
