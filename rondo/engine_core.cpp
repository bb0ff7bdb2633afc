// SPDX-License-Identifier: Apache-2.0
#include "rondo/engine_core.hpp"

#include "behaviors/registry.hpp"
#include "persistence/memory_store.hpp"
#include "rondo/correlation.hpp"
#include "rondo/messages.hpp"
#include "rondo/required_code.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>

namespace rondo {

namespace {

agenda::Settings settings_of(const EngineOptions& options) {
  agenda::Settings settings;
  settings.record_visits = options.history >= HistoryLevel::Activity;
  settings.record_variables = options.history >= HistoryLevel::Audit;
  settings.fail_uncaught = options.uncaught_errors == UncaughtErrors::FailInstance;
  settings.step_limit = options.step_limit;
  settings.message_life = options.message_life;
  return settings;
}

}  // namespace

class EngineCore::BorrowedWorker {
 public:
  explicit BorrowedWorker(EngineCore& core)
      : core_(core), lane_(core.lanes_[lane_of_this_thread() % kLanes]) {
    worker_.reset(lane_.worker.exchange(nullptr, std::memory_order_acquire));
    if (worker_ != nullptr) return;
    const std::lock_guard lock(core.workers_mutex_);
    if (core.workers_.empty()) {
      worker_ = std::make_unique<Worker>();
    } else {
      worker_ = std::move(core.workers_.back());
      core.workers_.pop_back();
    }
  }
  BorrowedWorker(const BorrowedWorker&) = delete;
  BorrowedWorker& operator=(const BorrowedWorker&) = delete;
  ~BorrowedWorker() {
    worker_->changes.clear();
    core_.roots_.give_back(worker_->free_roots);
    Worker* none = nullptr;
    if (lane_.worker.compare_exchange_strong(none, worker_.get(), std::memory_order_release)) {
      (void)worker_.release();
      return;
    }
    const std::lock_guard lock(core_.workers_mutex_);
    core_.workers_.push_back(std::move(worker_));
  }
  Worker& operator*() noexcept { return *worker_; }
  Worker* operator->() noexcept { return worker_.get(); }

 private:
  static std::size_t lane_of_this_thread() noexcept {
    static std::atomic<std::size_t> next{0};
    thread_local const std::size_t own = next.fetch_add(1, std::memory_order_relaxed);
    return own;
  }

  EngineCore& core_;
  Lane& lane_;
  std::unique_ptr<Worker> worker_;
};

EngineCore::EngineCore(EngineOptions options)
    : options_(std::move(options)),
      settings_(settings_of(options_)),
      behaviors_(behaviors::make_behavior_table()),
      store_(persistence::open_memory_store(options_.history != HistoryLevel::None)) {
  agenda::reserved::intern(names_);
  for (const persistence::MessagePtr& message : store_->messages()) (void)messages_.add(message, false);
  data_stores_.set(store_->data_stores());
}

EngineCore::~EngineCore() {
  for (Lane& lane : lanes_) delete lane.worker.load();
}

// --- commands

// Runs a command in `tree` and leaves in the root instance what it rests in from now on.
void EngineCore::run_in(agenda::ExecutionTree& tree, bool disposable, const model::Handle& handle,
                        RootInstance& root, Worker& worker, Step step) {
  tree.begin(disposable);
  RestingTree packed;
  try {
    agenda::Command command(tree, {handle.root, handle.root_generation, 0, 0}, *this, worker.changes,
                            worker.memory);
    step(command);
    command.run();
    command.finish();
    // The store may take the changes' memory; what subscribers are told is made from a copy.
    worker.events.clear();
    if (events_.has_subscribers()) worker.events = EventHub::events_of(worker.changes);
    worker.thrown = std::move(command.thrown());
    worker.subscribed.clear();
    for (const auto& subscription : worker.changes.subscriptions) {
      if (subscription->kind == model::EventKind::Message) worker.subscribed.push_back(subscription);
    }
    const bool lent = worker.borrower == &root || &tree == worker.tree.get();
    if (!tree.empty() && !lent && RestingTree::packs(tree)) packed = RestingTree::pack(tree, worker.writer);
    if (!worker.changes.empty()) commit(worker.changes);
  } catch (...) {
    tree.rollback();
    worker.changes.clear();
    throw;
  }
  tree.commit();
  rest(root, tree, worker, std::move(packed));
}

// The store may take the changes' memory.
void EngineCore::commit(model::ChangeSet& changes) {
  std::vector<model::DataStoreRecord> written;
  if (!changes.data_stores.empty()) written = changes.data_stores;
  store_->commit(changes);
  if (!written.empty()) data_stores_.set(written);
}

void EngineCore::rest(RootInstance& root, agenda::ExecutionTree& tree, Worker& worker,
                      RestingTree packed) noexcept {
  const bool is_kept = root.rest.tree() == &tree;
  if (!tree.empty() && packed.empty()) {
    if (is_kept) return;
    root.rest = RestingTree::keep(std::move(worker.tree));
    worker.borrower = &root;
    return;
  }
  tree.clear();
  if (is_kept && worker.borrower == &root) {
    worker.tree = root.rest.take_tree();
    worker.borrower = nullptr;
  }
  root.rest = std::move(packed);
}

// Its borrower may have ended meanwhile, rest elsewhere, or run in another thread: then it is left alone.
void EngineCore::take_tree_back(Worker& worker) {
  RootInstance* root = std::exchange(worker.borrower, nullptr);
  if (root != nullptr) {
    const RootLock lock(*root, std::try_to_lock);
    if (lock.holds() && root->rest.tree() != nullptr && RestingTree::packs(*root->rest.tree())) {
      RestingTree packed = RestingTree::pack(*root->rest.tree(), worker.writer);
      worker.tree = root->rest.take_tree();
      worker.tree->clear();
      root->rest = std::move(packed);
    }
  }
  if (worker.tree == nullptr) worker.tree = std::make_unique<agenda::ExecutionTree>();
}

std::pair<model::Handle, bool> EngineCore::run_new(Step step, Outbox* outbox) {
  BorrowedWorker worker(*this);
  if (events_.traced()) events_.next_command();
  if (worker->tree == nullptr) take_tree_back(*worker);
  if (worker->free_roots.empty()) roots_.take_free(worker->free_roots);
  const std::uint32_t index = worker->free_roots.back();
  RootInstance& root = *roots_.find(index);
  const model::Handle handle{index, ++root.generation, 0, 1};
  bool ended = false;
  {
    const RootLock lock(root);
    run_in(*worker->tree, false, handle, root, *worker, step);
    ended = root.rest.empty();
    if (!ended) worker->free_roots.pop_back();
  }
  after_commit(*worker, handle, outbox);
  return {handle, ended};
}

void EngineCore::run_on(const model::Handle& handle, Step step, Outbox* outbox) {
  RootInstance* root = roots_.find(handle.root);
  if (root == nullptr) throw Error(ErrorKind::NotFound, "no such process instance is running");
  BorrowedWorker worker(*this);
  if (events_.traced()) events_.next_command();
  if (worker->tree == nullptr && worker->borrower != root) take_tree_back(*worker);
  bool ended = false;
  {
    const RootLock lock(*root);
    if (root->rest.empty() || root->generation != handle.root_generation) {
      throw Error(ErrorKind::NotFound, "no such process instance is running");
    }
    agenda::ExecutionTree* tree = root->rest.tree();
    if (tree != nullptr) {
      run_in(*tree, false, handle, *root, *worker, step);
    } else {
      // Somebody else may have packed the instance that this worker's tree was lent to.
      if (worker->tree == nullptr) worker->tree = std::make_unique<agenda::ExecutionTree>();
      root->rest.unpack(*worker->tree);
      run_in(*worker->tree, true, handle, *root, *worker, step);
    }
    ended = root->rest.empty();
  }
  if (ended) worker->free_roots.push_back(handle.root);
  after_commit(*worker, handle, outbox);
}

// Nothing here may fail the command, which is committed: a receiver that fails keeps its own state.
void EngineCore::after_commit(Worker& worker, const model::Handle& thrower, Outbox* outbox) {
  if (!worker.events.empty()) events_.publish(worker.events);
  // Messages that come are counted before it is looked who waits for them, so none is missed.
  if (messages_.empty()) worker.subscribed.clear();
  if (worker.thrown.empty() && worker.subscribed.empty()) return;
  Outbox own;
  Outbox& to = outbox != nullptr ? *outbox : own;
  if (!worker.subscribed.empty()) to.push_back({{}, {}, std::move(worker.subscribed)});
  for (agenda::ThrownEvent& event : worker.thrown) {
    if (event.message != nullptr) (void)messages_.add(event.message, true);
    to.push_back({std::move(event), thrower, {}});
  }
  worker.thrown.clear();
  worker.subscribed.clear();
  if (!own.empty()) send_thrown(*this, own);
}

bool EngineCore::may_receive(const model::MessageRecord& message) const {
  const bool may = definitions_.catches(message);
  if (!may) spdlog::info("message '{}' was thrown, and no process receives it", message.name);
  return may;
}

bool EngineCore::read(const model::Handle& handle, Step look) {
  RootInstance* root = roots_.find(handle.root);
  if (root == nullptr) return false;
  BorrowedWorker worker(*this);
  const RootLock lock(*root);
  if (root->rest.empty() || root->generation != handle.root_generation) return false;
  const auto look_at = [&](agenda::ExecutionTree& tree) {
    agenda::Command command(tree, {handle.root, handle.root_generation, 0, 0}, *this, worker->changes,
                            worker->memory);
    look(command);
  };
  if (agenda::ExecutionTree* tree = root->rest.tree()) {
    look_at(*tree);
    return true;
  }
  if (worker->tree == nullptr) take_tree_back(*worker);
  struct Unpacked {
    agenda::ExecutionTree& tree;
    ~Unpacked() { tree.clear(); }
  } unpacked{*worker->tree};
  root->rest.unpack(unpacked.tree);
  look_at(unpacked.tree);
  return true;
}

StartedInstance EngineCore::start(const agenda::DeployedProcess& process, const Variables& variables,
                                  const StartOptions& options, model::NodeId at, std::uint16_t definition,
                                  Outbox* outbox, const Receipt* receipt) {
  require_delegates(process);
  const auto [handle, ended] = run_new(
      [&](agenda::Command& command) {
        const std::uint32_t id = command.create_process(process, agenda::kNone);
        agenda::ProcessInstance& instance = command.tree().edit_process(id);
        instance.business_key = options.business_key;
        instance.name = options.name;
        instance.initiator = options.user;
        if (receipt != nullptr) {
          instance.conversation = receipt->message().conversation;
          receipt->write(command.changes());
        }
        for (const auto& [name, value] : variables) {
          command.set_local(instance.execution, names_.intern(name), value);
        }
        if (at != model::kNoNode) {
          note_message(command, instance.execution, process.definition().node(at).events[definition],
                       variables);
        }
        command.begin_process(id, at, definition);
      },
      outbox);
  return {to_text(handle, model::HandleKind::Instance), ended};
}

void EngineCore::require_delegates(const agenda::DeployedProcess& process) {
  const std::uint64_t revision = delegates_.revision();
  if (process.complete_at.load(std::memory_order_relaxed) == revision) return;
  std::string missing;
  for (const RequiredDelegate& code : required_code(process.definition(), delegates_)) {
    if (code.registered) continue;
    if (!missing.empty()) missing += "; ";
    missing += fmt::format("{} '{}' of '{}' ({}:{}:{})", code.kind, code.name, code.element_id, code.file,
                           code.where.line, code.where.column);
  }
  if (!missing.empty()) {
    throw Error(ErrorKind::Delegate, "no delegate is registered for " + missing, process.definition().id);
  }
  process.complete_at.store(revision, std::memory_order_relaxed);
}

}  // namespace rondo
