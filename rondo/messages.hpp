// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <optional>

namespace rondo {

/// Sends a message of the host to the one that waits for it, or keeps it.
PublishResult publish_message(EngineCore& core, const PublishedMessage& message, const Variables& variables);
/// Delivers a message that a committed command has thrown and that the core's buffer holds, claimed. One
/// that nobody waits for, or whose receiver fails, stays there.
void send_thrown_message(EngineCore& core, const persistence::MessagePtr& message,
                         EngineCore::Outbox& outbox);
/// Executions have begun to wait for messages: some that are kept may be for them, the oldest first.
void offer_messages(EngineCore& core, const std::vector<persistence::SubscriptionPtr>& subscriptions,
                    EngineCore::Outbox& outbox);
/// The same for all that is kept, when much may have changed: a process was deployed, an instance resumed.
void offer_messages(EngineCore& core);
/// Forgets the messages whose time is over.
void drop_expired_messages(EngineCore& core);

/// What becomes of a message when it is received: one that was kept is removed, or its id remembered.
class Receipt {
 public:
  explicit Receipt(const persistence::MessagePtr& message);
  /// Puts it into the changes of the command that receives the message.
  void write(model::ChangeSet& changes) const;
  /// The command is committed.
  void commit(MessageBuffer& buffer) const;
  [[nodiscard]] const model::MessageRecord& message() const noexcept { return *message_; }

 private:
  persistence::MessagePtr message_, remembered_;
};

}  // namespace rondo
