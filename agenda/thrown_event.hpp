// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/element_kind.hpp"
#include "model/value.hpp"

#include <optional>
#include <string>

namespace rondo::agenda {

/// A signal or message that an instance has thrown, to be delivered when its command is committed.
struct ThrownEvent {
  model::EventKind kind = model::EventKind::Signal;
  std::string name;
  std::optional<model::Value> key;  ///< Of a message: its correlation key.
  std::string business_key;         ///< Of the thrower.
  model::Object variables;          ///< The payload.
};

}  // namespace rondo::agenda
