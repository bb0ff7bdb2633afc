// SPDX-License-Identifier: Apache-2.0
#include "rondo/job_executor.hpp"

#include "rondo/history_cleaning.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <random>
#include <utility>

namespace rondo {

namespace {

using persistence::JobPtr;

// The machine's clock may be set; so often it is looked at anew.
constexpr std::chrono::milliseconds kLongestSleep = std::chrono::minutes(1);
// Between attempts to read a store that does not answer, or that promises jobs which it does not give.
constexpr std::chrono::milliseconds kPause = std::chrono::seconds(1);

// Of which executor this thread is a part.
thread_local const JobExecutor* own_executor = nullptr;

std::uint64_t root_of(const model::JobRecord& job) noexcept {
  return std::uint64_t{job.id.root} << 32 | job.id.root_generation;
}

JobExecutorOptions complete(JobExecutorOptions options) {
  if (options.lock_time <= std::chrono::milliseconds::zero()) {
    throw Error(ErrorKind::Argument, "the lock time of a job executor must be positive");
  }
  if (options.threads == 0) options.threads = std::max(1U, std::thread::hardware_concurrency());
  if (options.acquire_size == 0) options.acquire_size = 2 * options.threads;
  if (options.owner.empty()) {
    std::random_device random;
    options.owner = fmt::format("{:08x}{:08x}", random(), random());
  }
  return options;
}

}  // namespace

JobExecutor::JobExecutor(EngineCore& core, JobExecutorOptions options)
    : core_(core), options_(complete(std::move(options))), runner_(core) {
  const auto ring = [shared = shared_] {
    const std::lock_guard lock(shared->mutex);
    shared->raised = true;
    if (shared->sleeping) shared->wake.notify_one();
  };
  core_.alarm().connect(std::make_shared<const std::function<void()>>(ring));
  clock_listener_ = core_.clock().on_move(ring);
  const Lock lock(shared_->mutex);
  shared_->threads = options_.threads;
  for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
}

JobExecutor::~JobExecutor() {
  if (runs()) stop(StopExecutor::Gracefully);
  join();
}

void JobExecutor::join() {
  std::vector<std::thread> threads;
  {
    const Lock lock(shared_->mutex);
    threads.swap(threads_);
  }
  for (std::thread& thread : threads) thread.join();
}

void JobExecutor::stop(StopExecutor how) {
  if (own_executor == this && how == StopExecutor::Gracefully) {
    throw Error(ErrorKind::InvalidState, "a job cannot wait for the job executor that runs it to stop");
  }
  std::deque<JobPtr> unused;
  {
    const Lock lock(shared_->mutex);
    if (!shared_->stopping) {
      // Before anybody can start another one, which connects itself.
      core_.alarm().connect(nullptr);
      clock_listener_ = nullptr;
    }
    shared_->stopping = true;
    unused.swap(taken_);
    shared_->work.notify_all();
    shared_->wake.notify_all();
    shared_->idle.notify_all();
  }
  if (how == StopExecutor::Abruptly) return;
  for (const JobPtr& job : unused) core_.store().release_job(job->id, options_.owner);
  join();
}

bool JobExecutor::runs() const {
  const Lock lock(shared_->mutex);
  return !shared_->stopping;
}

bool JobExecutor::is_over() const {
  const Lock lock(shared_->mutex);
  return shared_->threads == 0;
}

bool JobExecutor::wait_until_idle(std::chrono::milliseconds timeout) {
  Lock lock(shared_->mutex);
  const auto idle = [this] {
    const bool rests = shared_->sleeping && !shared_->raised && taken_.empty();
    return (rests || shared_->stopping) && shared_->running == 0;
  };
  return shared_->idle.wait_for(lock, timeout, idle);
}

void JobExecutor::work() {
  own_executor = this;
  Lock lock(shared_->mutex);
  while (!shared_->stopping) {
    if (next_taken() != taken_.end()) {
      run_next(lock);
    } else if (shared_->leading) {
      shared_->work.wait(lock);
    } else {
      lead(lock);
    }
  }
  --shared_->threads;
  shared_->idle.notify_all();
}

// The first job that was taken and whose root instance is free.
std::deque<JobPtr>::iterator JobExecutor::next_taken() {
  return std::find_if(taken_.begin(), taken_.end(),
                      [this](const JobPtr& job) { return !running_.contains(root_of(*job)); });
}

void JobExecutor::drop_leadership() {
  shared_->leading = false;
  shared_->work.notify_all();
}

// Whoever leads comes back with jobs for all, after a start timer, or after having slept.
void JobExecutor::lead(Lock& lock) {
  shared_->leading = true;
  shared_->raised = false;
  core_.alarm().sleep_until(Instant::max());
  lock.unlock();
  const Instant now = core_.now();
  bool timer = false;
  std::vector<JobPtr> jobs;
  std::exception_ptr failure;
  try {
    const auto start = core_.definitions().next_timer();
    timer = start && *start <= now;
    jobs = acquire(now);
  } catch (const std::exception& error) {
    spdlog::error("the job executor cannot read its store: {}", error.what());
    failure = std::current_exception();
  }
  lock.lock();
  if (shared_->stopping) {
    // stop() has not seen these.
    lock.unlock();
    for (const JobPtr& job : jobs) core_.store().release_job(job->id, options_.owner);
    lock.lock();
    return drop_leadership();
  }
  for (JobPtr& job : jobs) {
    // A job that has outlived its lock is still running here: being taken again has prolonged the lock.
    // Another one of its root instance was free as soon as the running one was committed, and comes after it.
    const auto running = running_.find(root_of(*job));
    if (running == running_.end() || running->second != job->id) taken_.push_back(std::move(job));
  }
  if (failure != nullptr) {
    shared_->wake.wait_for(lock, kPause, [this] { return shared_->stopping; });
  } else if (timer) {
    return run_start_timer(lock);
  } else if (next_taken() == taken_.end()) {
    sleep(lock, now);
  }
  drop_leadership();
}

std::vector<JobPtr> JobExecutor::acquire(Instant now) {
  return core_.store().acquire_jobs({options_.owner, now, now + options_.lock_time, options_.acquire_size});
}

std::optional<Instant> JobExecutor::next_due() const {
  auto due = core_.store().next_due();
  const auto timer = core_.definitions().next_timer();
  if (timer && (!due || *timer < *due)) due = timer;
  return due;
}

// A commit that makes a job due earlier finds either that all jobs raise the alarm, or the time for which
// this sleeps; so none is missed.
void JobExecutor::sleep(Lock& lock, Instant looked_at) {
  lock.unlock();
  std::optional<Instant> due;
  try {
    clean_history(looked_at);
    due = next_due();
  } catch (const std::exception& error) {
    spdlog::error("the job executor cannot read its store: {}", error.what());
    due = looked_at;
  }
  std::chrono::milliseconds longest = kLongestSleep;
  if (due) {
    const auto wait = *due > looked_at ? core_.clock().time_until(*due) : std::optional(kPause);
    if (wait) longest = std::min(*wait, kLongestSleep);
  }
  const bool come = due && *due > looked_at && *due <= core_.now();
  lock.lock();
  if (come || shared_->stopping) return;
  core_.alarm().sleep_until(due.value_or(Instant::max()));
  const auto woken = [this] { return shared_->raised || shared_->stopping || next_taken() != taken_.end(); };
  shared_->sleeping = true;
  shared_->idle.notify_all();
  shared_->wake.wait_for(lock, longest, woken);
  shared_->sleeping = false;
}

// Where there is nothing else to do, and a little at a time.
void JobExecutor::clean_history(Instant now) {
  constexpr std::size_t kBatch = 64;
  if (now < next_cleaning_) return;
  const bool more = forget_due(core_, kBatch) == kBatch;
  next_cleaning_ = more ? now : now + kLongestSleep;
  if (!more) return;
  const Lock lock(shared_->mutex);
  shared_->raised = true;
}

void JobExecutor::run_start_timer(Lock& lock) {
  ++shared_->running;
  drop_leadership();
  lock.unlock();
  (void)runner_.run_start_timer();
  lock.lock();
  note_end();
}

// The root instance of what has ended is free again, for its next job.
void JobExecutor::note_end() {
  --shared_->running;
  shared_->raised = true;
  if (shared_->sleeping) shared_->wake.notify_one();
}

void JobExecutor::run_next(Lock& lock) {
  const auto next = next_taken();
  const JobPtr job = std::move(*next);
  taken_.erase(next);
  // Others may have taken it already.
  if (job->locked_until <= core_.now()) return;
  const std::uint64_t root = root_of(*job);
  running_.emplace(root, job->id);
  ++shared_->running;
  lock.unlock();
  try {
    if (runner_.attempt(*job) == JobRunner::Outcome::Left) {
      core_.store().release_job(job->id, options_.owner);
    }
  } catch (const std::exception& error) {
    // It stays locked, and is taken again when its lock is over.
    spdlog::error("the failure of a job of '{}' was not noted: {}", job->definition->node(job->node).id,
                  error.what());
  }
  lock.lock();
  running_.erase(root);
  note_end();
}

}  // namespace rondo
