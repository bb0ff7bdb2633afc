// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/store.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace rondo {

/// The messages of an engine that have been sent and not received: what the store keeps of them, by name and
/// correlation key. Whoever delivers a message claims it first, so that it is delivered once. Thread-safe.
class MessageBuffer {
 public:
  using MessagePtr = persistence::MessagePtr;

  /// Whether no message is there to be received; cheap.
  [[nodiscard]] bool empty() const noexcept { return waiting_.load() == 0; }

  /// Adds a message that the store keeps or is about to keep, claimed by the caller or free. False, and
  /// nothing is added, when one of its name, key and id is there or was received and is still remembered.
  bool add(const MessagePtr& message, bool claimed);
  /// False when somebody else has claimed the message, who is told so by release(), or when it is gone.
  [[nodiscard]] bool claim(std::uint64_t sequence);
  /// Gives a claim back. True when somebody wanted the message meanwhile: then it stays claimed, and the
  /// caller looks for a receiver once more.
  [[nodiscard]] bool release(std::uint64_t sequence);
  /// The message is gone, and its claim with it; `remembered`, if there is one, keeps its id.
  void replace(const model::MessageRecord& message, const MessagePtr& remembered);
  /// Takes the messages out whose time is over, except those that are claimed.
  [[nodiscard]] std::vector<MessagePtr> take_expired(model::Instant now);

  /// Sequences of the messages that nobody has claimed.
  [[nodiscard]] std::set<std::uint64_t> free() const;
  /// Takes in what a store keeps, which others change, too: adds what is not known, and forgets those of
  /// `free` that it has not and that nobody has claimed since. `free` was asked for before the store.
  void update(const std::set<std::uint64_t>& free, const std::vector<MessagePtr>& stored);

  /// Of the messages to be received under that name, with the key or without one, the first that was sent
  /// after the message with the sequence `after`; with any key when `key` is null. nullptr: there is none.
  [[nodiscard]] MessagePtr next(std::string_view name, const model::Value& key, std::uint64_t after) const;
  [[nodiscard]] std::vector<MessagePtr> waiting() const;

 private:
  struct Entry {
    MessagePtr message;
    bool claimed = false, wanted = false;
  };
  using Name = std::pair<std::string, std::string>;  // name, text of the key
  using Bucket = std::map<std::uint64_t, MessagePtr>;
  using Repeat = std::tuple<std::string, std::string, std::string>;  // name, text of the key, id

  void forget(const model::MessageRecord& message);
  void remember(const MessagePtr& message);

  mutable std::mutex mutex_;
  std::map<std::uint64_t, Entry> messages_;  // to be received
  std::map<Name, Bucket> by_key_;
  std::map<std::string, Bucket, std::less<>> by_name_;
  std::set<Repeat> ids_;
  std::map<std::pair<model::Instant, std::uint64_t>, MessagePtr> expiries_;
  std::atomic<std::size_t> waiting_{0};
};

}  // namespace rondo
