// SPDX-License-Identifier: Apache-2.0
#include "rondo/engine_core.hpp"

#include "behaviors/registry.hpp"
#include "persistence/memory_store.hpp"
#include "rondo/correlation.hpp"
#include "rondo/required_code.hpp"

#include <fmt/format.h>

#include <utility>

namespace rondo {

namespace {

agenda::Settings settings_of(const EngineOptions& options) {
  agenda::Settings settings;
  settings.record_visits = options.history >= HistoryLevel::Activity;
  settings.record_variables = options.history >= HistoryLevel::Audit;
  settings.fail_uncaught = options.uncaught_errors == UncaughtErrors::FailInstance;
  settings.step_limit = options.step_limit;
  return settings;
}

}  // namespace

class EngineCore::BorrowedScratch {
 public:
  explicit BorrowedScratch(EngineCore& core) : core_(core) {
    const std::lock_guard lock(core.scratch_mutex_);
    if (core.scratch_.empty()) {
      scratch_ = std::make_unique<Scratch>();
    } else {
      scratch_ = std::move(core.scratch_.back());
      core.scratch_.pop_back();
    }
  }
  BorrowedScratch(const BorrowedScratch&) = delete;
  BorrowedScratch& operator=(const BorrowedScratch&) = delete;
  ~BorrowedScratch() {
    scratch_->changes.clear();
    const std::lock_guard lock(core_.scratch_mutex_);
    core_.scratch_.push_back(std::move(scratch_));
  }
  Scratch& operator*() noexcept { return *scratch_; }

 private:
  EngineCore& core_;
  std::unique_ptr<Scratch> scratch_;
};

EngineCore::EngineCore(EngineOptions options)
    : options_(std::move(options)),
      settings_(settings_of(options_)),
      behaviors_(behaviors::make_behavior_table()),
      store_(persistence::open_memory_store(options_.history != HistoryLevel::None)) {
  agenda::reserved::intern(names_);
}

// --- commands

void EngineCore::run_locked(RootInstance& root, Scratch& scratch, const Step& step) {
  scratch.changes.clear();
  root.tree.begin();
  try {
    agenda::Command command(root.tree, {root.index, root.generation, 0, 0}, *this, scratch.changes,
                            scratch.agenda);
    step(command);
    command.run();
    command.finish();
    // The store may take the changes' memory; what subscribers are told is made from a copy.
    scratch.events.clear();
    if (events_.has_subscribers()) scratch.events = EventHub::events_of(scratch.changes);
    if (!scratch.changes.empty()) store_->commit(scratch.changes);
    scratch.thrown = std::move(command.thrown());
  } catch (...) {
    root.tree.rollback();
    scratch.changes.clear();
    throw;
  }
  root.tree.commit();
}

std::pair<model::Handle, bool> EngineCore::run_new(const Step& step, Outbox* outbox) {
  BorrowedScratch scratch(*this);
  events_.next_command();
  RootInstance& root = roots_.allocate();
  model::Handle handle{root.index, root.generation, 0, 1};
  bool ended = false;
  {
    const RootLock lock(root);
    try {
      run_locked(root, *scratch, step);
      ended = root.tree.empty();
    } catch (...) {
      roots_.release(root);
      throw;
    }
    root.live = !ended;
    if (ended) root.tree.clear();
  }
  if (ended) roots_.release(root);
  after_commit(*scratch, handle, outbox);
  return {handle, ended};
}

void EngineCore::run_on(const model::Handle& handle, const Step& step, Outbox* outbox) {
  RootInstance* root = roots_.find(handle.root);
  if (root == nullptr) throw Error(ErrorKind::NotFound, "no such process instance is running");
  BorrowedScratch scratch(*this);
  events_.next_command();
  bool ended = false;
  {
    const RootLock lock(*root);
    if (!root->live || root->generation != handle.root_generation) {
      throw Error(ErrorKind::NotFound, "no such process instance is running");
    }
    run_locked(*root, *scratch, step);
    ended = root->tree.empty();
    root->live = !ended;
    if (ended) root->tree.clear();
  }
  if (ended) roots_.release(*root);
  after_commit(*scratch, handle, outbox);
}

// Nothing here may fail the command, which is committed: a receiver that fails keeps its own state.
void EngineCore::after_commit(Scratch& scratch, const model::Handle& thrower, Outbox* outbox) {
  if (!scratch.events.empty()) events_.publish(scratch.events);
  if (scratch.thrown.empty()) return;
  Outbox own;
  for (agenda::ThrownEvent& event : scratch.thrown)
    (outbox != nullptr ? *outbox : own).emplace_back(std::move(event), thrower);
  scratch.thrown.clear();
  if (!own.empty()) send_thrown(*this, own);
}

bool EngineCore::read(const model::Handle& handle, const std::function<void(agenda::Command&)>& look) {
  RootInstance* root = roots_.find(handle.root);
  if (root == nullptr) return false;
  BorrowedScratch scratch(*this);
  const RootLock lock(*root);
  if (!root->live || root->generation != handle.root_generation) return false;
  agenda::Command command(root->tree, {root->index, root->generation, 0, 0}, *this, (*scratch).changes,
                          (*scratch).agenda);
  look(command);
  return true;
}

StartedInstance EngineCore::start(const agenda::DeployedProcess& process, const Variables& variables,
                                  const StartOptions& options, model::NodeId at, std::uint16_t definition,
                                  Outbox* outbox) {
  require_delegates(process);
  const auto [handle, ended] = run_new(
      [&](agenda::Command& command) {
        const std::uint32_t id = command.create_process(process, agenda::kNone);
        agenda::ProcessInstance& instance = command.tree().edit_process(id);
        instance.business_key = options.business_key;
        instance.name = options.name;
        instance.initiator = options.user;
        for (const auto& [name, value] : variables) {
          command.set_local(instance.execution, names_.intern(name), value);
        }
        command.begin_process(id, at, definition);
      },
      outbox);
  return {to_text(handle, model::HandleKind::Instance), ended};
}

void EngineCore::require_delegates(const agenda::DeployedProcess& process) {
  const std::uint64_t revision = delegates_.revision();
  {
    const std::lock_guard lock(checked_mutex_);
    const auto found = checked_.find(&process);
    if (found != checked_.end() && found->second == revision) return;
  }
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
  const std::lock_guard lock(checked_mutex_);
  checked_[&process] = revision;
}

}  // namespace rondo
