// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/deployed_process.hpp"
#include "model/element_kind.hpp"

#include <array>
#include <memory>

namespace rondo::behaviors {

using agenda::FlowNodeBehavior;

/// Behaviors of one element kind, by what its events do. A kind without events has one, for None.
struct BehaviorRow {
  std::array<std::unique_ptr<const FlowNodeBehavior>, model::kEventKinds> by_event;

  /// Adds the behavior for an event kind.
  BehaviorRow& on(model::EventKind event, std::unique_ptr<const FlowNodeBehavior> behavior) {
    by_event[static_cast<std::size_t>(event)] = std::move(behavior);
    return *this;
  }
};

// One function per line of the catalogue, defined in the element's own file; a missing one does not link.
#define ELEMENT(kind, tag, family) BehaviorRow make_##kind();
#include "model/element_catalog.inc"
#undef ELEMENT

/// What multi-instance and standard loops wrap around an activity.
[[nodiscard]] std::unique_ptr<const agenda::LoopBehavior> make_multi_instance();
[[nodiscard]] std::unique_ptr<const agenda::LoopBehavior> make_standard_loop();

/// All behaviors, made once per engine.
[[nodiscard]] std::unique_ptr<const agenda::BehaviorTable> make_behavior_table();

}  // namespace rondo::behaviors
