// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rondo::bpmn {

/// Where the messages go that `sender` sends under `name` (which may be empty), by the message flows that
/// leave it (BPMN 2.0 §9.4): catching elements and pools of executable processes in the same file.
[[nodiscard]] std::vector<model::MessageTarget> message_targets(const FileContext& file,
                                                                const Element& sender, std::string_view name);

/// What the message is called that an element catches without naming it: as a message flow that leads to it
/// or that flow's source says, else as the flow. Empty when no executable process sends it anything.
[[nodiscard]] std::string caught_message(const FileContext& file, const Element& receiver);

/// The name of the message that the attribute `messageRef` of an element refers to; empty when there is none.
[[nodiscard]] std::string_view message_name(const FileContext& file, const Element& element);

/// The names of the messages that an event or a task refers to itself.
[[nodiscard]] std::vector<std::string_view> own_messages(const FileContext& file, const Element& element);

}  // namespace rondo::bpmn
