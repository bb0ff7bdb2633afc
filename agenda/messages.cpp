// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"

#include <memory>
#include <utility>

namespace rondo::agenda {

// Those that belong together are told by the instance that began: of a called instance, by the outermost
// one that called it.
std::uint64_t Command::conversation_of(ExecutionId id) {
  const std::uint32_t process = tree_.at(outermost(id)).process;
  if (tree_.process(process).conversation != 0) return tree_.process(process).conversation;
  if (tree_.process(process).sequence == 0) date(tree_.edit_process(process));
  return tree_.process(process).sequence;
}

void Command::throw_message(ExecutionId thrower, model::MessageRecord message) {
  if (!host_.may_receive(message)) return;
  message.sequence = host_.next_sequence();
  message.business_key = tree_.process_of(thrower).business_key;
  message.conversation = conversation_of(thrower);
  message.sent = host_.now();
  message.expiry = message.sent + settings_.message_life;
  auto record = std::make_shared<const model::MessageRecord>(std::move(message));
  changes_.messages.push_back(record);
  thrown_.push_back({{}, std::move(record)});
}

}  // namespace rondo::agenda
