// SPDX-License-Identifier: Apache-2.0
// How commands run when instances are kept in a durable store.
#include "rondo/borrowed_worker.hpp"
#include "rondo/durable_core.hpp"
#include "rondo/engine_core.hpp"

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

// Clears a tree at the end of a block.
struct Cleared {
  agenda::ExecutionTree& tree;
  ~Cleared() { tree.clear(); }
};

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

// False: another engine has changed the instance in between, and nothing was done. A command that changes
// nothing writes nothing.
bool EngineCore::run_stored(const model::Handle& handle, CachedRoot& root, Worker& worker, Step step) {
  agenda::ExecutionTree& tree = *worker.tree;
  const Cleared cleared{tree};
  const model::Handle base{handle.root, handle.root_generation, 0, 0};
  if (root.revision != 0) {
    model::StoredReader in(root.state);
    tree.restore(in, base, durable_->book());
  }
  tree.begin(true);
  try {
    agenda::Command command(tree, base, *this, worker.changes, worker.memory);
    step(command);
    command.run();
    command.finish();
    collect(command, worker);
    worker.writer.clear();
    if (!tree.empty()) tree.store(worker.writer, base, durable_->book());
    const std::string_view state = worker.writer.bytes();
    if (!worker.changes.empty() || state != root.state) {
      if (!durable_->store().commit(worker.changes, {base, root.revision, state})) {
        worker.forget();
        tree.rollback();
        root.drop();
        return false;
      }
      ++root.revision;
      root.state = state;
      if (!worker.changes.jobs.empty()) alarm_.job_due(first_due(worker.changes));
    }
  } catch (...) {
    tree.rollback();
    worker.changes.clear();
    throw;
  }
  tree.commit();
  if (root.state.empty()) root.drop();
  return true;
}

std::pair<model::Handle, bool> EngineCore::run_new_stored(Step step, Outbox* outbox) {
  BorrowedWorker worker(*this);
  if (events_.traced()) events_.next_command();
  const model::Handle handle = durable_->new_root();
  RootCache::Use root(durable_->roots(), handle);
  root->looked = durable_->store().changes_by_others();
  bool ended = false;
  {
    const RootLock lock(root->lock);
    if (!run_stored(handle, *root, *worker, step)) {
      throw Error(ErrorKind::OptimisticLock, "another engine was faster");
    }
    ended = root->revision == 0;
  }
  after_commit(*worker, handle, outbox);
  return {handle, ended};
}

void EngineCore::run_on_stored(const model::Handle& handle, Step step, Outbox* outbox) {
  constexpr int kMostAttempts = 100;
  BorrowedWorker worker(*this);
  if (events_.traced()) events_.next_command();
  RootCache::Use root(durable_->roots(), handle);
  bool done = false;
  for (int attempt = 0; !done; ++attempt) {
    if (attempt == kMostAttempts) {
      throw Error(ErrorKind::OptimisticLock, "other engines keep changing the process instance");
    }
    const RootLock lock(root->lock);
    if (!bring_up_to_date(handle, *root)) gone();
    done = run_stored(handle, *root, *worker, step);
  }
  after_commit(*worker, handle, outbox);
}

bool EngineCore::read_stored(const model::Handle& handle, Step look) {
  BorrowedWorker worker(*this);
  RootCache::Use root(durable_->roots(), handle);
  const RootLock lock(root->lock);
  if (!bring_up_to_date(handle, *root)) return false;
  const model::Handle base{handle.root, handle.root_generation, 0, 0};
  const Cleared cleared{*worker->tree};
  model::StoredReader in(root->state);
  worker->tree->restore(in, base, durable_->book());
  agenda::Command command(*worker->tree, base, *this, worker->changes, worker->memory);
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
    (void)start(*timer.process, {}, {}, timer.node, timer.definition);
    return;
  }
  const model::FiredTimer fired = to_fired(timer);
  try {
    (void)start(*timer.process, {}, {}, timer.node, timer.definition, nullptr, nullptr, &fired);
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
