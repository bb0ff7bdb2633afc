// SPDX-License-Identifier: Apache-2.0
#include "rondo/message_buffer.hpp"

#include <fmt/format.h>

namespace rondo {

namespace {

using model::MessageRecord;
using persistence::MessagePtr;

// Equal keys have equal texts; keys with equal texts may differ.
std::string text_of(const model::Value& key) {
  if (key.is_null()) return {};
  if (key.is_number()) return fmt::format("n{}", key.to_number());
  if (key.is_string()) return "s" + std::string(key.as_string());
  return fmt::format("t{}", static_cast<int>(key.type()));
}

auto repeat_of(const MessageRecord& message) {
  return std::tuple(message.name, text_of(message.key), message.message_id);
}

}  // namespace

bool MessageBuffer::add(const MessagePtr& message, bool claimed) {
  const std::lock_guard lock(mutex_);
  if (!message->message_id.empty() && ids_.count(repeat_of(*message)) != 0) return false;
  remember(message);
  if (message->received) return true;
  messages_[message->sequence] = {message, claimed, false};
  by_key_[{message->name, text_of(message->key)}].emplace(message->sequence, message);
  by_name_[message->name].emplace(message->sequence, message);
  ++waiting_;
  return true;
}

void MessageBuffer::remember(const MessagePtr& message) {
  if (!message->message_id.empty()) ids_.insert(repeat_of(*message));
  if (message->expiry) expiries_[{*message->expiry, message->sequence}] = message;
}

bool MessageBuffer::claim(std::uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  const auto found = messages_.find(sequence);
  if (found == messages_.end()) return false;
  Entry& entry = found->second;
  entry.wanted = entry.claimed;
  return !std::exchange(entry.claimed, true);
}

bool MessageBuffer::release(std::uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  const auto found = messages_.find(sequence);
  if (found == messages_.end()) return false;
  Entry& entry = found->second;
  if (!entry.wanted) entry.claimed = false;
  return std::exchange(entry.wanted, false);
}

void MessageBuffer::replace(const MessageRecord& message, const MessagePtr& remembered) {
  const std::lock_guard lock(mutex_);
  forget(message);
  if (remembered != nullptr) remember(remembered);
}

void MessageBuffer::forget(const MessageRecord& message) {
  if (!message.message_id.empty()) ids_.erase(repeat_of(message));
  if (message.expiry) expiries_.erase({*message.expiry, message.sequence});
  if (messages_.erase(message.sequence) == 0) return;
  const auto remove = [&](auto& buckets, const auto& name) {
    const auto bucket = buckets.find(name);
    bucket->second.erase(message.sequence);
    if (bucket->second.empty()) buckets.erase(bucket);
  };
  remove(by_key_, Name(message.name, text_of(message.key)));
  remove(by_name_, message.name);
  --waiting_;
}

std::vector<MessagePtr> MessageBuffer::take_expired(model::Instant now) {
  const std::lock_guard lock(mutex_);
  std::vector<MessagePtr> expired;
  for (const auto& [when, message] : expiries_) {
    if (when.first > now) break;
    const auto entry = messages_.find(message->sequence);
    if (entry == messages_.end() || !entry->second.claimed) expired.push_back(message);
  }
  for (const MessagePtr& message : expired) forget(*message);
  return expired;
}

std::set<std::uint64_t> MessageBuffer::free() const {
  const std::lock_guard lock(mutex_);
  std::set<std::uint64_t> found;
  for (const auto& [sequence, entry] : messages_) {
    if (!entry.claimed) found.insert(sequence);
  }
  return found;
}

void MessageBuffer::update(const std::set<std::uint64_t>& free, const std::vector<MessagePtr>& stored) {
  std::set<std::uint64_t> there;
  for (const MessagePtr& message : stored) {
    if (!message->received) there.insert(message->sequence);
  }
  {
    const std::lock_guard lock(mutex_);
    for (const std::uint64_t sequence : free) {
      const auto known = messages_.find(sequence);
      if (known == messages_.end() || known->second.claimed || there.count(sequence) != 0) continue;
      const MessagePtr gone = known->second.message;
      forget(*gone);
    }
  }
  for (const MessagePtr& message : stored) {
    bool is_known = false;
    {
      const std::lock_guard lock(mutex_);
      is_known = messages_.count(message->sequence) != 0;
    }
    if (!is_known) (void)add(message, false);
  }
}

MessagePtr MessageBuffer::next(std::string_view name, const model::Value& key, std::uint64_t after) const {
  MessagePtr first;
  const auto look = [&](const auto& buckets, const auto& bucket) {
    const auto in = buckets.find(bucket);
    if (in == buckets.end()) return;
    const auto found = in->second.upper_bound(after);
    if (found == in->second.end()) return;
    if (first == nullptr || found->first < first->sequence) first = found->second;
  };
  const std::lock_guard lock(mutex_);
  if (key.is_null()) {
    look(by_name_, name);
  } else {
    look(by_key_, Name(name, std::string()));
    look(by_key_, Name(name, text_of(key)));
  }
  return first;
}

std::vector<MessagePtr> MessageBuffer::waiting() const {
  const std::lock_guard lock(mutex_);
  std::vector<MessagePtr> found;
  for (const auto& [sequence, entry] : messages_) found.push_back(entry.message);
  return found;
}

}  // namespace rondo
