// SPDX-License-Identifier: Apache-2.0
#include "rondo/messages.hpp"

#include "rondo/correlation.hpp"
#include "rondo/services.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <queue>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo {

namespace {

using agenda::Command;
using model::Handle;
using model::HandleKind;
using model::MessageRecord;
using persistence::InstancePtr;
using persistence::MessagePtr;
using persistence::SubscriptionPtr;

// Who gets a message: an execution that waits for it, or a process that it starts.
struct Receiver {
  SubscriptionPtr subscription;
  StartSubscription start;
};

bool is_addressed(const MessageRecord& message, const model::ProcessDefinition& process, model::NodeId node) {
  return (message.process.empty() || process.id == message.process) &&
         (message.element.empty() || process.node(node).id == message.element);
}

bool fits(EngineCore& core, const MessageRecord& message, const model::SubscriptionRecord& subscription) {
  const bool other_key =
      !message.key.is_null() && !subscription.key.is_null() && !(message.key == subscription.key);
  if (other_key || !is_addressed(message, *subscription.definition, subscription.node)) return false;
  return subscription.correlation.is_null() ||
         correlates(core.definitions().deployed(*subscription.definition), subscription, message.variables,
                    core.now());
}

bool belongs_to(EngineCore& core, const model::SubscriptionRecord& subscription, std::uint64_t conversation) {
  InstancePtr instance = core.store().instance(subscription.instance);
  while (instance != nullptr && instance->caller) instance = core.store().instance(*instance->caller);
  return instance != nullptr &&
         conversation == (instance->conversation != 0 ? instance->conversation : instance->sequence);
}

// Leaves those that `wanted` accepts, if there are any.
void prefer(std::vector<SubscriptionPtr>& found,
            const std::function<bool(const model::SubscriptionRecord&)>& wanted) {
  if (found.size() < 2) return;
  const auto rest = std::stable_partition(found.begin(), found.end(),
                                          [&](const SubscriptionPtr& one) { return wanted(*one); });
  if (rest != found.begin()) found.erase(rest, found.end());
}

// Leaves those that may receive the message; what is suspended receives nothing.
void leave_receivers(EngineCore& core, const MessageRecord& message, std::vector<SubscriptionPtr>& found) {
  std::erase_if(found, [&](const SubscriptionPtr& subscription) {
    if (!fits(core, message, *subscription)) return true;
    const auto instance = core.store().instance(subscription->instance);
    return instance == nullptr || instance->state == model::RecordState::Suspended;
  });
}

// Of several the one that belongs to the sender's conversation, then the one with its business key, then
// the one that has waited longest.
SubscriptionPtr waiting_receiver(EngineCore& core, const MessageRecord& message) {
  const persistence::Store& store = core.store();
  const bool has_key = !message.key.is_null();
  // What has the business key, which indexes find, comes first, unless only others are of the conversation.
  if (!has_key && !message.business_key.empty()) {
    auto keyed = waiting_with_key(core, message.name, message.business_key);
    leave_receivers(core, message, keyed);
    if (message.conversation != 0) {
      std::erase_if(keyed, [&](const auto& one) { return !belongs_to(core, *one, message.conversation); });
    }
    if (!keyed.empty()) return keyed.front();
  }
  auto found = has_key ? store.subscriptions(model::EventKind::Message, message.name, message.key)
                       : store.subscriptions(model::EventKind::Message, message.name);
  leave_receivers(core, message, found);
  if (message.conversation != 0) {
    prefer(found, [&](const auto& one) { return belongs_to(core, one, message.conversation); });
  }
  if (!message.business_key.empty()) {
    prefer(found, [&](const auto& one) {
      const auto instance = core.store().instance(one.instance);
      return instance != nullptr && instance->business_key == message.business_key;
    });
  }
  return found.empty() ? nullptr : found.front();
}

std::optional<Receiver> find_receiver(EngineCore& core, const MessageRecord& message) {
  if (auto subscription = waiting_receiver(core, message)) return Receiver{std::move(subscription), {}};
  auto starts = core.definitions().starts(model::EventKind::Message, message.name);
  std::erase_if(starts, [&](const StartSubscription& start) {
    return !is_addressed(message, start.process->definition(), start.node);
  });
  if (starts.empty()) {
    const auto* process = core.definitions().started_by(message);
    if (process == nullptr) return std::nullopt;
    return Receiver{nullptr, {process, model::kNoNode, 0}};
  }
  if (starts.size() == 1) return Receiver{nullptr, starts.front()};
  throw Error(ErrorKind::Correlation,
              fmt::format("message '{}' would start {} processes", message.name, starts.size()));
}

bool waits_still(EngineCore& core, const model::SubscriptionRecord& subscription) {
  bool waits = false;
  core.read(subscription.execution, [&](Command& command) { waits = still_there(command, subscription); });
  return waits;
}

// False when the execution has gone on meanwhile. When another engine has changed the instance the delivery
// is run again, and may find the execution, or the whole instance, gone.
bool deliver_to(EngineCore& core, const model::SubscriptionRecord& subscription, const Receipt& receipt,
                EngineCore::Outbox* outbox) {
  bool there = false;
  const auto deliver = [&](Command& command) {
    there = still_there(command, subscription);
    if (!there) return;
    plan_delivery(command, subscription, receipt.message().variables);
    receipt.write(command.changes());
  };
  try {
    core.run_on(subscription.execution, deliver, outbox);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::NotFound || waits_still(core, subscription)) throw;
    return false;
  }
  return there;
}

// Nullopt when nobody waits for the message. Throws what the receiver raises; then it is not received.
std::optional<PublishResult> deliver(EngineCore& core, const MessagePtr& message,
                                     EngineCore::Outbox* outbox) {
  const Receipt receipt(message);
  for (;;) {
    const auto receiver = find_receiver(core, *message);
    if (!receiver) return std::nullopt;
    PublishResult result;
    result.outcome = PublishResult::Outcome::Received;
    if (receiver->subscription == nullptr) {
      StartOptions options;
      options.business_key = message->business_key;
      const StartSubscription& start = receiver->start;
      const auto started = core.start(*start.process, message->variables, options,
                                      {start.node, start.definition, outbox, &receipt});
      result.instance_id = started.id;
      result.started = true;
    } else {
      if (!deliver_to(core, *receiver->subscription, receipt, outbox)) continue;
      result.instance_id = to_text(receiver->subscription->instance, HandleKind::Instance);
    }
    receipt.commit(core.messages());
    return result;
  }
}

// Delivers a message that is claimed, or leaves it where it is, free. A receiver that comes to wait while
// nobody is found is not missed: it has asked for the message and so makes this look again.
std::optional<PublishResult> deliver_claimed(EngineCore& core, const MessagePtr& message,
                                             EngineCore::Outbox* outbox) {
  do {
    if (auto result = deliver(core, message, outbox)) return result;
  } while (core.messages().release(message->sequence));
  return std::nullopt;
}

// Another engine on the same store has delivered it.
bool received_by_others(const std::exception& failure) {
  const auto* error = dynamic_cast<const Error*>(&failure);
  return error != nullptr && error->kind() == ErrorKind::OptimisticLock;
}

// Whether the store has the message for somebody who waits for it.
bool is_kept(EngineCore& core, const MessageRecord& message) {
  const auto kept = core.store().messages();
  return std::any_of(kept.begin(), kept.end(), [&](const MessagePtr& other) {
    return other->sequence == message.sequence && !other->received;
  });
}

void try_claimed(EngineCore& core, const MessagePtr& message, EngineCore::Outbox& outbox) {
  for (;;) {
    try {
      (void)deliver_claimed(core, message, &outbox);
      return;
    } catch (const std::exception& failure) {
      if (received_by_others(failure)) return core.messages().replace(*message, nullptr);
      spdlog::warn("message '{}' failed at its receiver and is kept: {}", message->name, failure.what());
    }
    if (!core.messages().release(message->sequence)) return;
  }
}

void drop(EngineCore& core, const MessagePtr& message) {
  core.messages().replace(*message, nullptr);
  model::ChangeSet changes;
  changes.removed_messages.push_back(message);
  core.commit(changes);
}

// False when it is a repeat. Else it is kept, claimed by the caller.
bool keep(EngineCore& core, const MessagePtr& message) {
  if (!core.messages().add(message, true)) return false;
  model::ChangeSet changes;
  changes.messages.push_back(message);
  try {
    core.commit(changes);
  } catch (...) {
    core.messages().replace(*message, nullptr);
    throw;
  }
  return true;
}

std::shared_ptr<MessageRecord> record_of(EngineCore& core, const PublishedMessage& message,
                                         const Variables& variables) {
  auto record = std::make_shared<MessageRecord>();
  record->name = message.name;
  record->key = message.key.value_or(Value());
  record->business_key = message.business_key;
  record->message_id = message.message_id;
  record->variables = variables;
  record->sent = core.now();
  if (message.time_to_live) record->expiry = record->sent + *message.time_to_live;
  return record;
}

}  // namespace

Receipt::Receipt(const MessagePtr& message) : message_(message) {
  if (message->sequence == 0 || message->message_id.empty() || !message->expiry) return;
  auto rest = std::make_shared<MessageRecord>(*message);
  rest->variables = {};
  rest->received = true;
  remembered_ = std::move(rest);
}

void Receipt::write(model::ChangeSet& changes) const {
  if (remembered_ != nullptr) {
    changes.messages.push_back(remembered_);
  } else if (message_->sequence != 0) {
    changes.removed_messages.push_back(message_);
  }
}

void Receipt::commit(MessageBuffer& buffer) const { buffer.replace(*message_, remembered_); }

PublishResult publish_message(EngineCore& core, const PublishedMessage& published,
                              const Variables& variables) {
  core.notice_messages();
  drop_expired_messages(core);
  const auto message = record_of(core, published, variables);
  const bool keeps = !message->expiry || *message->expiry > message->sent;
  // One with an id is kept before it is delivered, so that a repeat that comes meanwhile is known.
  const bool known_first = keeps && !message->message_id.empty();
  if (!known_first) {
    if (auto result = deliver(core, message, nullptr)) return *result;
    if (!keeps) return {};
  }
  message->sequence = core.next_sequence();
  PublishResult result;
  result.outcome = PublishResult::Outcome::Repeated;
  if (!keep(core, message)) return result;
  try {
    if (auto received = deliver_claimed(core, message, nullptr)) return *received;
  } catch (const std::exception& failure) {
    if (received_by_others(failure) && !is_kept(core, *message)) {
      core.messages().replace(*message, nullptr);
      result.outcome = PublishResult::Outcome::Received;
      return result;
    }
    drop(core, message);
    throw;
  }
  result.outcome = PublishResult::Outcome::Kept;
  return result;
}

void send_thrown_message(EngineCore& core, const MessagePtr& message, EngineCore::Outbox& outbox) {
  drop_expired_messages(core);
  try_claimed(core, message, outbox);
}

namespace {

// Subscriptions that ask for the same messages: each message is looked at once for all of them.
struct Waiting {
  std::deque<SubscriptionPtr> subscriptions;
  MessagePtr next;
};

std::vector<Waiting> by_message(const std::vector<SubscriptionPtr>& subscriptions) {
  std::map<std::pair<std::string_view, std::string>, std::size_t> places;
  std::vector<Waiting> groups;
  for (const SubscriptionPtr& one : subscriptions) {
    const auto [place, is_new] = places.emplace(std::pair(one->name, to_json(one->key)), groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].subscriptions.push_back(one);
  }
  return groups;
}

// To the first that still waits and that it fits. Those that do not wait any more are left out from then on.
void offer(EngineCore& core, Waiting& group, EngineCore::Outbox& outbox) {
  auto at = group.subscriptions.begin();
  while (at != group.subscriptions.end()) {
    if (!waits_still(core, **at)) {
      at = group.subscriptions.erase(at);
    } else if (!fits(core, *group.next, **at)) {
      ++at;
    } else {
      if (core.messages().claim(group.next->sequence)) try_claimed(core, group.next, outbox);
      return;
    }
  }
}

}  // namespace

void offer_messages(EngineCore& core, const std::vector<SubscriptionPtr>& subscriptions,
                    EngineCore::Outbox& outbox) {
  drop_expired_messages(core);
  using Offer = std::pair<std::uint64_t, std::size_t>;  // sequence of the message, number of the group
  std::priority_queue<Offer, std::vector<Offer>, std::greater<>> offers;
  std::vector<Waiting> groups = by_message(subscriptions);
  const auto look = [&](std::size_t number, std::uint64_t after) {
    Waiting& group = groups[number];
    if (group.subscriptions.empty()) return;
    const model::SubscriptionRecord& waits = *group.subscriptions.front();
    group.next = core.messages().next(waits.name, waits.key, after);
    if (group.next != nullptr) offers.emplace(group.next->sequence, number);
  };
  for (std::size_t number = 0; number < groups.size(); ++number) look(number, 0);
  while (!offers.empty()) {
    const auto [sequence, number] = offers.top();
    offers.pop();
    offer(core, groups[number], outbox);
    look(number, sequence);
  }
}

void offer_messages(EngineCore& core) {
  core.notice_messages();
  if (core.messages().empty()) return;
  drop_expired_messages(core);
  EngineCore::Outbox outbox;
  for (const MessagePtr& message : core.messages().waiting()) {
    if (core.messages().claim(message->sequence)) try_claimed(core, message, outbox);
  }
  send_thrown(core, outbox);
}

void drop_expired_messages(EngineCore& core) {
  model::ChangeSet changes;
  changes.removed_messages = core.messages().take_expired(core.now());
  if (!changes.removed_messages.empty()) core.commit(changes);
}

}  // namespace rondo
