// SPDX-License-Identifier: Apache-2.0
// How commands run when instances are kept in a durable store.
#include "persistence/deferral.hpp"
#include "rondo/borrowed_worker.hpp"
#include "rondo/durable_core.hpp"
#include "rondo/engine_core.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace rondo {

namespace {

[[noreturn]] void gone() { throw Error(ErrorKind::NotFound, "no such process instance is running"); }

model::StartTimerRecord to_record(const StartTimer& timer, const agenda::Schedule& schedule) {
  return {timer.number,   &timer.process->definition(),
          timer.node,     timer.definition,
          schedule.due,   schedule.repeats,
          schedule.cycle, schedule.until};
}

model::FiredTimer to_fired(const StartTimer& timer) {
  model::FiredTimer fired{timer.number, timer.schedule.due, std::nullopt};
  if (timer.next) fired.next = to_record(timer, *timer.next);
  return fired;
}

}  // namespace

// Whether the instance is running; then its newest state is in memory. Precondition: it is locked.
bool EngineCore::bring_up_to_date(const model::Handle& handle, CachedRoot& root) {
  const std::uint64_t others = durable_->store().changes_by_others();
  if (root.revision != 0 && root.looked == others) return true;
  root.looked = others;
  if (root.revision != 0) {
    const std::uint64_t newest = durable_->store().revision(handle);
    if (newest == root.revision) return true;
    root.drop();
    if (newest == 0) return false;
  }
  auto stored = durable_->store().load(handle);
  if (!stored) return false;
  root.revision = stored->revision;
  root.state = std::move(stored->state);
  return true;
}

// The tree of a root instance that is locked and up to date.
agenda::ExecutionTree& EngineCore::tree_of(const model::Handle& base, RootCache::Use& root) {
  agenda::ExecutionTree& tree = root.tree();
  if (!tree.empty() || root->revision == 0) return tree;
  try {
    model::StoredReader in(root->state);
    tree.restore(in, base, durable_->book());
  } catch (...) {
    tree.clear();
    throw;
  }
  return tree;
}

// Runs a command and leaves the new state in the worker's writer. False: the command has changed nothing.
bool EngineCore::run_in_tree(const model::Handle& base, RootCache::Use& root, Worker& worker, Step step) {
  agenda::ExecutionTree& tree = tree_of(base, root);
  tree.begin(true);
  try {
    agenda::Command command(tree, base, *this, worker.changes, worker.memory);
    step(command);
    command.run();
    command.finish();
    collect(command, worker);
    worker.writer.clear();
    if (!tree.empty()) tree.store(worker.writer, base, durable_->book());
  } catch (...) {
    tree.rollback();
    throw;
  }
  tree.commit();
  return !worker.changes.empty() || worker.writer.bytes() != root->state;
}

// A command that changes nothing writes nothing. While callers wait for the disk they keep no worker, so that
// the few that are in use stay in the processors' caches, however many callers there are.
EngineCore::Stored EngineCore::run_stored(const model::Handle& handle, RootCache::Use& root, RootLock& lock,
                                          Step step, Aftermath& after) {
  BorrowedWorker worker(*this);
  const model::Handle base{handle.root, handle.root_generation, 0, 0};
  const bool is_changed = run_in_tree(base, root, *worker, step);
  const auto let_go = [&] {
    if (!worker->after.empty()) after = std::move(worker->after);
    worker.give_back();
  };
  if (!is_changed) {
    let_go();
    return Stored::Running;
  }
  Written written{std::string(worker->writer.bytes()), !worker->changes.jobs.empty(),
                  first_due(worker->changes)};
  const Stored result = written.state.empty() ? Stored::Ended : Stored::Running;
  if (worker->after.empty() && persistence::Deferral::is_open()) {
    commit_later(base, root, lock, worker->changes, let_go, std::move(written));
    return result;
  }
  bool is_done = false;
  try {
    is_done = durable_->store().commit(worker->changes, {base, root->revision, written.state, let_go});
  } catch (...) {
    root->forget_tree();
    throw;
  }
  if (!is_done) {
    after.clear();
    root->drop();
    return Stored::Stale;
  }
  note_written(*root, std::move(written));
  return result;
}

void EngineCore::note_written(CachedRoot& root, Written written) {
  ++root.revision;
  root.state = std::move(written.state);
  if (root.state.empty()) root.drop();
  if (written.has_jobs) alarm_.job_due(written.due);
}

// A root instance whose commit was left to others: it stays locked until its state is on disk, so that nobody
// sees it before.
class EngineCore::Unwritten final : public persistence::WriteWatcher {
 public:
  Unwritten(EngineCore& core, RootCache::Use&& root, Written&& state)
      : core_(core), root_(std::move(root)), written_(std::move(state)) {}

  void written(bool applied, std::exception_ptr failure) noexcept override {
    using Outcome = persistence::UnawaitedCommit::Outcome;
    CachedRoot& own = **root_;
    if (applied) {
      core_.note_written(own, std::move(written_));
    } else if (failure != nullptr) {
      own.forget_tree();
    } else {
      own.drop();
    }
    RootLock::let_go(own.lock);
    root_.reset();
    const Outcome bad = failure != nullptr ? Outcome::Failed : Outcome::Stale;
    commit.finish(applied ? Outcome::Written : bad, std::move(failure));
  }
  [[nodiscard]] std::uint64_t revision() { return (*root_)->revision; }
  [[nodiscard]] std::string_view state() const noexcept { return written_.state; }

  persistence::UnawaitedCommit commit;

 private:
  EngineCore& core_;
  std::optional<RootCache::Use> root_;
  Written written_;
};

void EngineCore::commit_later(const model::Handle& base, RootCache::Use& root, RootLock& lock,
                              model::ChangeSet& changes, const std::function<void()>& taken,
                              Written written) {
  const auto unwritten = std::make_shared<Unwritten>(*this, std::move(root), std::move(written));
  lock.leave_held();
  try {
    durable_->store().commit_later(changes, {base, unwritten->revision(), unwritten->state(), taken},
                                   unwritten);
  } catch (...) {
    unwritten->written(false, std::current_exception());
  }
  persistence::Deferral::leave({unwritten, &unwritten->commit});
}

std::pair<model::Handle, bool> EngineCore::run_new_stored(Step step, Outbox* outbox) {
  if (events_.traced()) events_.next_command();
  const model::Handle handle = durable_->new_root();
  RootCache::Use root(durable_->roots(), handle);
  root->looked = durable_->store().changes_by_others();
  Aftermath after;
  bool ended = false;
  {
    RootLock lock(root->lock);
    const Stored stored = run_stored(handle, root, lock, step, after);
    if (stored == Stored::Stale) throw Error(ErrorKind::OptimisticLock, "another engine was faster");
    ended = stored == Stored::Ended;
  }
  after_commit(after, handle, outbox);
  return {handle, ended};
}

void EngineCore::run_on_stored(const model::Handle& handle, Step step, Outbox* outbox) {
  constexpr int kMostAttempts = 100;
  if (events_.traced()) events_.next_command();
  RootCache::Use root(durable_->roots(), handle);
  Aftermath after;
  bool done = false;
  for (int attempt = 0; !done; ++attempt) {
    if (attempt == kMostAttempts) {
      throw Error(ErrorKind::OptimisticLock, "other engines keep changing the process instance");
    }
    RootLock lock(root->lock);
    if (!bring_up_to_date(handle, *root)) gone();
    done = run_stored(handle, root, lock, step, after) != Stored::Stale;
  }
  after_commit(after, handle, outbox);
}

bool EngineCore::read_stored(const model::Handle& handle, Step look) {
  BorrowedWorker worker(*this);
  RootCache::Use root(durable_->roots(), handle);
  const RootLock lock(root->lock);
  if (!bring_up_to_date(handle, *root)) return false;
  const model::Handle base{handle.root, handle.root_generation, 0, 0};
  agenda::Command command(tree_of(base, root), base, *this, worker->changes, worker->memory);
  look(command);
  return true;
}

// What is claimed is this engine's own business: who delivers it finds out whether it is still there.
void EngineCore::notice_messages() {
  if (durable_ == nullptr) return;
  persistence::DurableStore& store = durable_->store();
  const std::uint64_t others = store.changes_by_others();
  if (messages_looked_.load(std::memory_order_acquire) == others) return;
  const std::lock_guard lock(noticing_);
  const std::uint64_t changes = store.message_changes();
  if (changes != message_changes_) {
    const auto free = messages_.free();
    messages_.update(free, store_->messages());
    message_changes_ = changes;
  }
  messages_looked_.store(others, std::memory_order_release);
}

// That the timer has fired and that the instance has started are one commit.
void EngineCore::start_by_timer(const StartTimer& timer) {
  if (durable_ == nullptr) {
    (void)start(*timer.process, {}, {}, {timer.node, timer.definition});
    return;
  }
  const model::FiredTimer fired = to_fired(timer);
  try {
    (void)start(*timer.process, {}, {}, {timer.node, timer.definition, nullptr, nullptr, &fired});
  } catch (const Error& failure) {
    if (failure.kind() == ErrorKind::OptimisticLock || failure.kind() == ErrorKind::Store) {
      durable_->reload_timers();
      throw;
    }
    model::ChangeSet alone;
    alone.fired_timers.push_back(fired);
    durable_->store().commit(alone);
    throw;
  }
}

}  // namespace rondo
