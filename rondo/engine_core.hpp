// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/command.hpp"
#include "agenda/function_ref.hpp"
#include "agenda/host.hpp"
#include "model/names.hpp"
#include "persistence/store.hpp"
#include "rondo/correlation_keys.hpp"
#include "rondo/definitions.hpp"
#include "rondo/delegate_registry.hpp"
#include "rondo/engine.hpp"
#include "rondo/event_hub.hpp"
#include "rondo/job_alarm.hpp"
#include "rondo/message_buffer.hpp"
#include "rondo/root_cache.hpp"
#include "rondo/root_instances.hpp"

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

class DurableCore;
class Receipt;

/// What the services share: definitions, instances, store, registered code; and how a command is run.
/// Thread-safe.
class EngineCore final : public agenda::Host, public std::enable_shared_from_this<EngineCore> {
 public:
  /// `file`: where instances are kept; empty: in memory. Throws Error (Store).
  EngineCore(EngineOptions options, const std::string& file);
  EngineCore(const EngineCore&) = delete;
  EngineCore& operator=(const EngineCore&) = delete;
  ~EngineCore() override;

  // --- parts
  /// With what others have deployed to the store meanwhile.
  [[nodiscard]] Definitions& definitions();
  [[nodiscard]] const agenda::BehaviorTable& behaviors() const noexcept { return *behaviors_; }
  [[nodiscard]] model::NameTable& names() noexcept { return names_; }
  [[nodiscard]] persistence::Store& store() noexcept { return *store_; }
  /// nullptr when instances are kept in memory.
  [[nodiscard]] DurableCore* durable() noexcept { return durable_.get(); }
  [[nodiscard]] MessageBuffer& messages() noexcept { return messages_; }
  /// Makes messages() know what other engines on the same store keep, and what they have delivered.
  void notice_messages();
  [[nodiscard]] DelegateRegistry& delegates() noexcept { return delegates_; }
  [[nodiscard]] EventHub& events() noexcept { return events_; }
  [[nodiscard]] JobAlarm& alarm() noexcept { return alarm_; }
  [[nodiscard]] Clock& clock() noexcept { return *options_.clock; }
  [[nodiscard]] const EngineOptions& options() const noexcept { return options_; }

  /// Adds the processes compiled from these files; gives the deployment's number.
  std::uint64_t add_deployment(const std::vector<Resource>& resources, Definitions::Processes processes);

  /// The files of a deployment.
  [[nodiscard]] std::vector<Resource> sources(std::uint64_t deployment);

  /// That these processes are suspended, or not any more, survives the engine, if its store does.
  void keep_suspended(const std::set<const model::ProcessDefinition*>& processes, bool suspended);

  // --- commands
  using Step = agenda::FunctionRef<void(agenda::Command&)>;
  /// What is left to do after committed commands, in order: a signal or message that was thrown, messages
  /// that are waited for now and may be here already, or a data store that was written.
  struct Outgoing {
    agenda::ThrownEvent thrown;
    model::Handle thrower;
    std::vector<persistence::SubscriptionPtr> subscriptions;
    std::string data_store{};
  };
  using Outbox = std::deque<Outgoing>;

  /// Where an instance starts, and what has made it start.
  struct StartCause {
    model::NodeId at = model::kNoNode;  ///< A start event that has happened; kNoNode: a program starts it.
    std::uint16_t definition = 0;       ///< Which of the event's definitions has happened.
    Outbox* outbox = nullptr;           ///< Takes what is left to do; nullptr: it is done at once.
    const Receipt* receipt = nullptr;   ///< Of the message that was the event.
    const model::FiredTimer* timer = nullptr;  ///< The timer that was it, if the store keeps start timers.
  };

  /// Runs a command on a new root instance; gives its handle and whether it has ended. What it throws to
  /// others is put into `outbox`, or sent when there is none.
  std::pair<model::Handle, bool> run_new(Step step, Outbox* outbox = nullptr);
  /// Runs a command on the root instance that `handle` lies in. Throws Error (NotFound) when it is gone.
  void run_on(const model::Handle& handle, Step step, Outbox* outbox = nullptr);
  /// Commits changes that need no instance, and those of a command.
  void commit(model::ChangeSet& changes);
  /// Makes an instance of another engine one of this: `fill` is given the new root instance and puts its
  /// tree, which stays empty if it has ended, and the changes that make the store know it, one after the
  /// other. `kept`: the id that it keeps, which this store may have given out (`was_here`); else it gets a
  /// new one. All or nothing. Throws Error (InvalidState) when the id cannot be kept, and what `fill` throws.
  using Fill =
      agenda::FunctionRef<void(const model::Handle&, agenda::ExecutionTree&, std::vector<model::ChangeSet>&)>;
  model::Handle take_in(const std::optional<model::Handle>& kept, bool was_here, Fill fill);
  /// Reads the tree of that root instance under its lock; false when it is gone.
  bool read(const model::Handle& handle, Step look);

  /// Creates an instance of `process`, with variables, and plans its start.
  StartedInstance start(const agenda::DeployedProcess& process, const Variables& variables,
                        const StartOptions& options, const StartCause& cause);
  /// Starts an instance because of a timer that was taken. On a durable store, throws Error (OptimisticLock)
  /// when another engine has taken it, too; the timer goes on even when the instance cannot be started.
  void start_by_timer(const StartTimer& timer);
  /// Throws Error (Delegate) that names every task whose code nobody registered.
  void require_delegates(const agenda::DeployedProcess& process);

  // --- Host
  const agenda::Settings& settings() const override { return settings_; }
  model::Instant now() const override { return options_.clock->now(); }
  std::uint64_t next_sequence() override;
  const agenda::DeployedProcess* find_process(const agenda::ProcessRequest& request) const override {
    return definitions_.find(request);
  }
  agenda::InvocationResult invoke(agenda::ExecutionContext& context, const agenda::Invocation& invocation,
                                  Value& result) override;
  [[nodiscard]] bool replaces_scripts() const override { return delegates_.replaces_scripts(); }
  bool cancel_work(agenda::ExecutionContext& context, const agenda::Invocation& invocation) override;
  bool conduct(agenda::Conducting& body, agenda::ConductorCall& call) override;
  model::UnhandledAction decide_unhandled(agenda::ExecutionContext& context, std::string_view type,
                                          std::string_view message,
                                          model::UnhandledAction otherwise) override;
  /// Writes a line for people where the options say.
  void write_line(const std::string& line) const;
  std::shared_ptr<expression::HostObject> bean(agenda::ExecutionContext& context,
                                               std::string_view name) override;
  bool has_code(std::string_view name) const override { return delegates_.find(name) != nullptr; }
  bool call_function(agenda::ExecutionContext& context, std::string_view prefix, std::string_view name,
                     std::span<const expression::Operand> arguments, expression::Operand& result) override;
  bool has_instance(std::string_view key, std::string_view business_key) const override;
  bool may_receive(const model::MessageRecord& message) const override;
  model::Object correlation_of(const agenda::DeployedProcess& process, std::string_view message,
                               const model::Object& variables) const override {
    return correlation_in(process, message, variables, now());
  }
  model::Value data_store(std::string_view id) const override { return store_->data_store(id); }
  std::string_view acting_user() const override { return ActingUser::current(); }
  bool has_subscribers() const override { return events_.has_subscribers(); }
  agenda::Observer* observer() const override { return events_.traced() ? &events_ : nullptr; }

 private:
  // What is left to do once a command is committed.
  struct Aftermath {
    std::vector<EngineEvent> events;
    std::vector<agenda::ThrownEvent> thrown;               // to be delivered
    std::vector<persistence::SubscriptionPtr> subscribed;  // new ones, to messages
    std::vector<std::string> data_stores;                  // that were written

    [[nodiscard]] bool empty() const noexcept {
      return events.empty() && thrown.empty() && subscribed.empty() && data_stores.empty();
    }
    void clear() noexcept {
      events.clear();
      thrown.clear();
      subscribed.clear();
      data_stores.clear();
    }
  };
  // Memory of a running command, kept for the next.
  struct Worker {
    /// Empty between commands; or lent to the instance of its last command, which is likely to be the next
    /// one's and is packed only when it is not.
    std::unique_ptr<agenda::ExecutionTree> tree = std::make_unique<agenda::ExecutionTree>();
    RootInstance* borrower = nullptr;
    agenda::CommandMemory memory;
    model::ChangeSet changes;
    model::ByteWriter writer;
    Aftermath after;
    std::vector<std::uint32_t> free_roots;  // slots for new instances
  };
  class BorrowedWorker;
  class ThreadLane;
  // A thread finds the worker that it used last in its lane, mostly.
  struct alignas(64) Lane {
    std::atomic<Worker*> worker{nullptr};
  };
  static constexpr std::size_t kLanes = 16;

  void run_in(agenda::ExecutionTree& tree, bool disposable, const model::Handle& handle, RootInstance& root,
              Worker& worker, Step step);
  static void collect(agenda::Command& command, Worker& worker);
  [[nodiscard]] static Instant first_due(const model::ChangeSet& changes) noexcept;
  static void rest(RootInstance& root, agenda::ExecutionTree& tree, Worker& worker,
                   RestingTree packed) noexcept;
  static void take_tree_back(Worker& worker);
  void after_commit(Aftermath& after, const model::Handle& thrower, Outbox* outbox);

  // The same on a durable store (engine_core_durable.cpp).
  model::Handle take_in_stored(const std::optional<model::Handle>& kept, bool was_here, Fill fill);
  std::pair<model::Handle, bool> run_new_stored(Step step, Outbox* outbox);
  void run_on_stored(const model::Handle& handle, Step step, Outbox* outbox);
  bool read_stored(const model::Handle& handle, Step look);
  agenda::ExecutionTree& tree_of(const model::Handle& base, RootCache::Use& root);
  bool run_in_tree(const model::Handle& base, RootCache::Use& root, Worker& worker, Step step);
  /// Stale: another engine has changed the instance in between, and nothing was done.
  enum class Stored : std::uint8_t { Running, Ended, Stale };
  Stored run_stored(const model::Handle& handle, RootCache::Use& root, RootLock& lock, Step step,
                    Aftermath& after);
  // What becomes of a root instance when its commit is on disk.
  struct Written {
    std::string state;
    bool has_jobs = false;
    Instant due{};
  };
  class Unwritten;
  void note_written(CachedRoot& root, Written written);
  void commit_later(const model::Handle& base, RootCache::Use& root, RootLock& lock,
                    model::ChangeSet& changes, const std::function<void()>& taken, Written written);
  bool bring_up_to_date(const model::Handle& handle, CachedRoot& root);

  EngineOptions options_;
  agenda::Settings settings_;
  model::NameTable names_;
  std::unique_ptr<const agenda::BehaviorTable> behaviors_;
  Definitions definitions_;
  RootInstances roots_;
  std::unique_ptr<DurableCore> durable_;
  std::unique_ptr<persistence::Store> store_;
  MessageBuffer messages_;
  std::mutex noticing_;
  std::atomic<std::uint64_t> messages_looked_{0};  // DurableStore::changes_by_others() then
  std::uint64_t message_changes_ = 0;              // DurableStore::message_changes() then
  DelegateRegistry delegates_;
  mutable EventHub events_;
  JobAlarm alarm_;
  alignas(64) std::atomic<std::uint64_t> sequence_{1};
  std::array<Lane, kLanes> lanes_;
  std::mutex sources_mutex_;
  std::map<std::uint64_t, std::vector<Resource>> sources_;  // by deployment, when instances are in memory
  std::mutex workers_mutex_;
  std::vector<std::unique_ptr<Worker>> workers_;  // those in no lane
};

}  // namespace rondo
