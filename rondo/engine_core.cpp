// SPDX-License-Identifier: Apache-2.0
#include "rondo/engine_core.hpp"

#include "behaviors/registry.hpp"
#include "persistence/memory_store.hpp"
#include "persistence/sqlite_store.hpp"
#include "rondo/borrowed_worker.hpp"
#include "rondo/correlation.hpp"
#include "rondo/durable_core.hpp"
#include "rondo/messages.hpp"
#include "rondo/required_code.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace rondo {

namespace {

std::optional<model::Duration> time_to_live(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto life = model::parse_duration(text);
  if (life && !life->is_negative()) return life;
  throw Error(ErrorKind::Argument, fmt::format("the history time to live '{}' is no duration", text));
}

agenda::Settings settings_of(const EngineOptions& options) {
  agenda::Settings settings;
  settings.fail_uncaught = options.uncaught_errors == UncaughtErrors::FailInstance;
  settings.step_limit = options.step_limit;
  settings.abort_rolls_back = options.on_abort == OnAbort::RollBack;
  settings.step_data_limit = options.step_data_limit;
  settings.message_life = options.message_life;
  settings.job_retries = options.job_retries;
  settings.job_retry_wait = options.job_retry_wait;
  settings.history_time_to_live = time_to_live(options.history_time_to_live);
  return settings;
}

// What was collected only for those who want to be told.
void drop_unkept(model::ChangeSet& changes) {
  std::erase_if(changes.history, [](const model::HistoryEvent& event) { return !event.kept; });
  std::erase_if(changes.instances, [](const auto& record) {
    return record->is_new && record->end.has_value() && !record->kept;
  });
}

}  // namespace

EngineCore::EngineCore(EngineOptions options, const std::string& file)
    : options_(std::move(options)),
      settings_(settings_of(options_)),
      behaviors_(behaviors::make_behavior_table()) {
  agenda::reserved::intern(names_);
  if (file.empty()) {
    store_ = persistence::open_memory_store(true);
    return;
  }
  durable_ = std::make_unique<DurableCore>(definitions_, *behaviors_, names_);
  persistence::SqliteOptions settings;
  settings.relaxed = options_.durability == Durability::Relaxed;
  auto store = persistence::open_sqlite_store(file, durable_->book(), settings);
  durable_->open(*store);
  store_ = std::move(store);
  const QueryIndexes& indexes = options_.indexes;
  if (indexes.all_variables || indexes.users || !indexes.variables.empty())
    durable_->store().add_indexes(indexes);
  for (const persistence::MessagePtr& message : store_->messages()) (void)messages_.add(message, false);
}

EngineCore::~EngineCore() {
  for (Lane& lane : lanes_) delete lane.worker.load();
}

// --- deployments

Definitions& EngineCore::definitions() {
  if (durable_ != nullptr) durable_->notice_deployments();
  return definitions_;
}

std::uint64_t EngineCore::add_deployment(const std::vector<Resource>& resources,
                                         Definitions::Processes processes) {
  if (durable_ == nullptr) {
    const std::uint64_t number = definitions_.add(std::move(processes), now());
    const std::lock_guard lock(sources_mutex_);
    sources_.emplace(number, resources);
    return number;
  }
  return durable_->deploy(resources, std::move(processes), now());
}

void EngineCore::keep_suspended(const std::set<const model::ProcessDefinition*>& processes, bool suspended) {
  if (durable_ == nullptr) return;
  std::vector<std::uint64_t> numbers;
  numbers.reserve(processes.size());
  for (const model::ProcessDefinition* process : processes) {
    numbers.push_back(durable_->book().number(*process));
  }
  durable_->store().set_suspended(numbers, suspended);
}

std::uint64_t EngineCore::next_sequence() {
  if (durable_ != nullptr) [[unlikely]]
    return durable_->next_sequence();
  return sequence_.fetch_add(1, std::memory_order_relaxed);
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
    collect(command, worker);
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

// What is left to do when the command is committed.
void EngineCore::collect(agenda::Command& command, Worker& worker) {
  // The store may take the changes' memory; what subscribers are told is made from a copy.
  Aftermath& after = worker.after;
  after.clear();
  if (command.watched()) {
    after.events = EventHub::events_of(worker.changes);
    drop_unkept(worker.changes);
  }
  if (!command.thrown().empty()) after.thrown = std::move(command.thrown());
  for (const auto& subscription : worker.changes.subscriptions) {
    if (subscription->kind == model::EventKind::Message) after.subscribed.push_back(subscription);
  }
  for (const auto& record : worker.changes.data_stores) after.data_stores.push_back(record.id);
}

Instant EngineCore::first_due(const model::ChangeSet& changes) noexcept {
  Instant due = Instant::max();
  for (const auto& job : changes.jobs) {
    if (job->runnable()) due = std::min(due, job->due);
  }
  return due;
}

void EngineCore::commit(model::ChangeSet& changes) {
  if (changes.jobs.empty()) return store_->commit(changes);
  const Instant due = first_due(changes);
  store_->commit(changes);
  alarm_.job_due(due);
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
  if (durable_ != nullptr) return run_new_stored(step, outbox);
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
  after_commit(worker->after, handle, outbox);
  return {handle, ended};
}

void EngineCore::run_on(const model::Handle& handle, Step step, Outbox* outbox) {
  if (durable_ != nullptr) return run_on_stored(handle, step, outbox);
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
  after_commit(worker->after, handle, outbox);
}

// Nothing here may fail the command, which is committed: a receiver that fails keeps its own state.
void EngineCore::after_commit(Aftermath& after, const model::Handle& thrower, Outbox* outbox) {
  if (!after.events.empty()) events_.publish(after.events);
  // Messages that come are counted before it is looked who waits for them, so none is missed.
  if (!after.subscribed.empty()) notice_messages();
  if (messages_.empty()) after.subscribed.clear();
  if (after.thrown.empty() && after.subscribed.empty() && after.data_stores.empty()) return;
  Outbox own;
  Outbox& to = outbox != nullptr ? *outbox : own;
  if (!after.subscribed.empty()) to.push_back({{}, {}, std::move(after.subscribed)});
  for (agenda::ThrownEvent& event : after.thrown) {
    if (event.message != nullptr) (void)messages_.add(event.message, true);
    to.push_back({std::move(event), thrower, {}});
  }
  for (std::string& id : after.data_stores) to.push_back({{}, {}, {}, std::move(id)});
  after.clear();
  if (!own.empty()) send_thrown(*this, own);
}

bool EngineCore::has_instance(std::string_view key, std::string_view business_key) const {
  model::HistoricInstanceQuery query;
  query.of.process_key = key;
  query.of.business_key = business_key;
  return store_->count(query) != 0;
}

bool EngineCore::may_receive(const model::MessageRecord& message) const {
  const bool may = definitions_.catches(message);
  if (!may) spdlog::info("message '{}' was thrown, and no process receives it", message.name);
  return may;
}

bool EngineCore::read(const model::Handle& handle, Step look) {
  if (durable_ != nullptr) return read_stored(handle, look);
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

namespace {

// Where they become one object, they are not set one by one before: the mark tells that they have become it.
void set_start_variables(agenda::Command& command, agenda::ExecutionId root, const Variables& variables) {
  model::NameTable& names = command.tree().process_of(root).process->names();
  const std::string& input = command.definition_of(root).input_variable;
  if (!input.empty()) {
    command.set_local(root, names.intern(input), Value(variables));
    return command.tree().set_flags(root, agenda::flag::kPasses);
  }
  for (const auto& [name, value] : variables) command.set_local(root, names.intern(name), value);
}

}  // namespace

StartedInstance EngineCore::start(const agenda::DeployedProcess& process, const Variables& variables,
                                  const StartOptions& options, const StartCause& cause) {
  if (process.suspended.load(std::memory_order_relaxed)) {
    throw Error(ErrorKind::InvalidState, fmt::format("version {} of process '{}' is suspended",
                                                     process.version, process.definition().id));
  }
  require_delegates(process);
  const auto [handle, ended] = run_new(
      [&](agenda::Command& command) {
        const std::uint32_t id = command.create_process(process, agenda::kNone);
        agenda::ProcessInstance& instance = command.tree().edit_process(id);
        if (!options.business_key.empty()) instance.business_key = options.business_key;
        if (!options.name.empty()) instance.name = options.name;
        instance.unhandled = options.on_unhandled;
        if (!options.user.empty()) {
          instance.initiator = options.user;
        } else if (const std::string_view user = ActingUser::current(); !user.empty()) {
          instance.initiator = user;
        }
        if (cause.receipt != nullptr) {
          instance.conversation = cause.receipt->message().conversation;
          cause.receipt->write(command.changes());
        }
        if (cause.timer != nullptr) command.changes().fired_timers.push_back(*cause.timer);
        if (command.records_operations(instance.execution)) {
          command.record_operation(instance.execution, "start");
        }
        set_start_variables(command, instance.execution, variables);
        if (cause.at != model::kNoNode) {
          const model::FlowNode& node = process.definition().node(cause.at);
          note_content(command, instance.execution, node.events[cause.definition], variables);
        }
        command.begin_process(id, cause.at, cause.definition);
      },
      cause.outbox);
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
