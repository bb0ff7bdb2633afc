// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rondo::model {

/// Kinds of flow nodes, from element_catalog.inc.
enum class ElementKind : std::uint8_t {
#define ELEMENT(kind, tag, family) kind,
#include "model/element_catalog.inc"
#undef ELEMENT
};

/// Groups of kinds that share their reading rules and properties.
enum class ElementFamily : std::uint8_t { Event, Task, SubProcess, CallActivity, Gateway };

inline constexpr std::size_t kElementKinds = 0
#define ELEMENT(kind, tag, family) +1
#include "model/element_catalog.inc"
#undef ELEMENT
    ;

/// What an event waits for or throws (BPMN 2.0 §10.5). An event with several definitions is Multiple,
/// or ParallelMultiple when all of them are needed.
enum class EventKind : std::uint8_t {
  None,
  Message,
  Timer,
  Signal,
  Error,
  Escalation,
  Conditional,
  Compensation,
  Cancel,
  Terminate,
  Link,
  Multiple,
  ParallelMultiple,
  Detach  ///< Starts threads that nobody waits for; of notations that have them.
};
inline constexpr std::size_t kEventKinds = 14;

/// The XML tag of a kind, such as "userTask".
[[nodiscard]] std::string_view tag_of(ElementKind kind) noexcept;
[[nodiscard]] ElementFamily family_of(ElementKind kind) noexcept;
/// The kind with that XML tag (local name).
[[nodiscard]] std::optional<ElementKind> element_kind_of(std::string_view tag) noexcept;
/// The word of an event kind in lower case: "message", "parallel multiple" …
[[nodiscard]] std::string_view name_of(EventKind kind) noexcept;

/// Activities are the tasks, sub-processes and call activities (BPMN 2.0 §10.3).
[[nodiscard]] constexpr bool is_activity(ElementFamily family) noexcept {
  return family == ElementFamily::Task || family == ElementFamily::SubProcess ||
         family == ElementFamily::CallActivity;
}

}  // namespace rondo::model
