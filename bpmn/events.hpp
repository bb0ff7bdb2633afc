// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"
#include "model/definition.hpp"

#include <string_view>
#include <vector>

namespace rondo::bpmn {

/// Whether `element` is one of the event definitions of BPMN 2.0 §10.5.5.
[[nodiscard]] bool is_event_definition(const Element& element);

/// The kind of an event definition element.
[[nodiscard]] model::EventKind event_kind_of(const Element& definition);

/// The tag of the definition of such an event; empty for kinds that have none.
[[nodiscard]] std::string_view definition_tag_of(model::EventKind kind) noexcept;

/// The tag in which a timer says its time.
[[nodiscard]] std::string_view time_tag_of(model::TimerKind kind) noexcept;

/// What a listener for that event says in `event`.
[[nodiscard]] std::string_view event_name_of(const model::Listener& listener) noexcept;

/// The event definitions of an event, own ones and those that `eventDefinitionRef` names, as elements.
[[nodiscard]] std::vector<Element> event_definitions_of(FileContext& file, const Element& event);

/// Reads one event definition of `owner`; `throws`: of an end or throw event.
model::EventDefinition read_event_definition(ProcessContext& context, const Element& owner,
                                             const Element& definition, bool throws);

/// Reads the message that `at` (a task, or an event definition of `owner`) names; reports a dangling
/// reference there.
void set_message(ProcessContext& context, const Element& owner, const Element& at, std::string_view reference,
                 model::EventDefinition& event);

/// What the content of the `number`-th message of an event or task is called at it: the name of its data
/// input or output, else the id; empty when it has none.
[[nodiscard]] std::string data_item(const Element& owner, bool throws, std::size_t number);

/// Completes the message that `owner` throws or catches by its message flows: whom a thrown one is for, and
/// the name of one that has none.
void follow_message_flows(const ProcessContext& context, const Element& owner, bool throws,
                          model::EventDefinition& event);

}  // namespace rondo::bpmn
