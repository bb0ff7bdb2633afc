// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/command.hpp"
#include "agenda/function_ref.hpp"
#include "agenda/host.hpp"
#include "model/names.hpp"
#include "persistence/store.hpp"
#include "rondo/correlation_keys.hpp"
#include "rondo/data_stores.hpp"
#include "rondo/definitions.hpp"
#include "rondo/delegate_registry.hpp"
#include "rondo/engine.hpp"
#include "rondo/event_hub.hpp"
#include "rondo/message_buffer.hpp"
#include "rondo/root_instances.hpp"

#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

class Receipt;

/// What the services share: definitions, instances, store, registered code; and how a command is run.
/// Thread-safe.
class EngineCore final : public agenda::Host, public std::enable_shared_from_this<EngineCore> {
 public:
  explicit EngineCore(EngineOptions options);
  EngineCore(const EngineCore&) = delete;
  EngineCore& operator=(const EngineCore&) = delete;
  ~EngineCore() override;

  // --- parts
  [[nodiscard]] Definitions& definitions() noexcept { return definitions_; }
  [[nodiscard]] const agenda::BehaviorTable& behaviors() const noexcept { return *behaviors_; }
  [[nodiscard]] model::NameTable& names() noexcept { return names_; }
  [[nodiscard]] persistence::Store& store() noexcept { return *store_; }
  [[nodiscard]] MessageBuffer& messages() noexcept { return messages_; }
  [[nodiscard]] DataStores& data_stores() noexcept { return data_stores_; }
  [[nodiscard]] DelegateRegistry& delegates() noexcept { return delegates_; }
  [[nodiscard]] EventHub& events() noexcept { return events_; }
  [[nodiscard]] Clock& clock() noexcept { return *options_.clock; }
  [[nodiscard]] const EngineOptions& options() const noexcept { return options_; }

  // --- commands
  using Step = agenda::FunctionRef<void(agenda::Command&)>;
  /// What is left to do after committed commands, in order: a signal or message that was thrown, or messages
  /// that are waited for now and may be here already.
  struct Outgoing {
    agenda::ThrownEvent thrown;
    model::Handle thrower;
    std::vector<persistence::SubscriptionPtr> subscriptions;
  };
  using Outbox = std::deque<Outgoing>;
  /// Runs a command on a new root instance; gives its handle and whether it has ended. What it throws to
  /// others is put into `outbox`, or sent when there is none.
  std::pair<model::Handle, bool> run_new(Step step, Outbox* outbox = nullptr);
  /// Runs a command on the root instance that `handle` lies in. Throws Error (NotFound) when it is gone.
  void run_on(const model::Handle& handle, Step step, Outbox* outbox = nullptr);
  /// Commits changes that need no instance, and those of a command.
  void commit(model::ChangeSet& changes);
  /// Reads the tree of that root instance under its lock; false when it is gone.
  bool read(const model::Handle& handle, Step look);

  /// Creates an instance of `process`, with variables, and plans its start at `at`, whose event of that
  /// number has happened; `receipt` is that of the message that was it.
  StartedInstance start(const agenda::DeployedProcess& process, const Variables& variables,
                        const StartOptions& options, model::NodeId at = model::kNoNode,
                        std::uint16_t definition = 0, Outbox* outbox = nullptr,
                        const Receipt* receipt = nullptr);
  /// Throws Error (Delegate) that names every task whose code nobody registered.
  void require_delegates(const agenda::DeployedProcess& process);

  // --- Host
  const agenda::Settings& settings() const override { return settings_; }
  model::Instant now() const override { return options_.clock->now(); }
  std::uint64_t next_sequence() override { return sequence_.fetch_add(1, std::memory_order_relaxed); }
  const agenda::DeployedProcess* find_process(const agenda::ProcessRequest& request) const override {
    return definitions_.find(request);
  }
  agenda::InvocationResult invoke(agenda::ExecutionContext& context, const agenda::Invocation& invocation,
                                  Value& result) override;
  std::shared_ptr<expression::HostObject> bean(agenda::ExecutionContext& context,
                                               std::string_view name) override;
  bool has_code(std::string_view name) const override { return delegates_.find(name) != nullptr; }
  bool call_function(agenda::ExecutionContext& context, std::string_view prefix, std::string_view name,
                     std::span<const expression::Operand> arguments, expression::Operand& result) override;
  bool may_receive(const model::MessageRecord& message) const override;
  model::Object correlation_of(const agenda::DeployedProcess& process, std::string_view message,
                               const model::Object& variables) const override {
    return correlation_in(process, message, variables, now());
  }
  model::Value data_store(std::string_view id) const override { return data_stores_.value(id); }
  std::string_view acting_user() const override { return {}; }
  agenda::Observer* observer() const override { return events_.traced() ? &events_ : nullptr; }

 private:
  // Memory of a running command, kept for the next.
  struct Worker {
    /// Empty between commands; or lent to the instance of its last command, which is likely to be the next
    /// one's and is packed only when it is not.
    std::unique_ptr<agenda::ExecutionTree> tree = std::make_unique<agenda::ExecutionTree>();
    RootInstance* borrower = nullptr;
    agenda::CommandMemory memory;
    model::ChangeSet changes;
    model::ByteWriter writer;
    std::vector<EngineEvent> events;
    std::vector<agenda::ThrownEvent> thrown;               // to be delivered after the commit
    std::vector<persistence::SubscriptionPtr> subscribed;  // new ones, to messages
    std::vector<std::uint32_t> free_roots;                 // slots for new instances
  };
  class BorrowedWorker;
  // A thread finds the worker that it used last in its lane, mostly.
  struct alignas(64) Lane {
    std::atomic<Worker*> worker{nullptr};
  };
  static constexpr std::size_t kLanes = 16;

  void run_in(agenda::ExecutionTree& tree, bool disposable, const model::Handle& handle, RootInstance& root,
              Worker& worker, Step step);
  static void rest(RootInstance& root, agenda::ExecutionTree& tree, Worker& worker,
                   RestingTree packed) noexcept;
  static void take_tree_back(Worker& worker);
  void after_commit(Worker& worker, const model::Handle& thrower, Outbox* outbox);

  EngineOptions options_;
  agenda::Settings settings_;
  model::NameTable names_;
  std::unique_ptr<const agenda::BehaviorTable> behaviors_;
  Definitions definitions_;
  RootInstances roots_;
  std::unique_ptr<persistence::Store> store_;
  MessageBuffer messages_;
  DataStores data_stores_;
  DelegateRegistry delegates_;
  mutable EventHub events_;
  std::atomic<std::uint64_t> sequence_{1};
  std::array<Lane, kLanes> lanes_;
  std::mutex workers_mutex_;
  std::vector<std::unique_ptr<Worker>> workers_;  // those in no lane
};

}  // namespace rondo
