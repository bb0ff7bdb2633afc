// SPDX-License-Identifier: Apache-2.0
#include "cli/world.hpp"

#include "cli/instant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <utility>

namespace rondo::cli {

namespace {

constexpr std::uint64_t kScenarioStepLimit = 3'000'000;

[[noreturn]] void not_found(const std::string& message) { throw Error(ErrorKind::NotFound, message); }

bool is_running(const InstanceInfo& instance) {
  return instance.state == InstanceState::Active || instance.state == InstanceState::Suspended;
}

// The number in `$child[n]`; 0 for `$child`.
std::size_t index_of(std::string_view of) {
  const std::size_t open = of.find('[');
  if (open == std::string_view::npos) return 0;
  std::size_t index = 0;
  std::from_chars(of.data() + open + 1, of.data() + of.size(), index);
  return index;
}

// Called instances in order of start.
std::vector<InstanceInfo> called_by(const RuntimeService& runtime, const std::string& caller,
                                    bool include_ended) {
  InstanceQuery query;
  query.caller_instance_id = caller;
  query.include_ended = include_ended;
  return runtime.instances(query);
}

const InstanceInfo& last_ended(const std::vector<InstanceInfo>& instances) {
  return *std::max_element(instances.begin(), instances.end(),
                           [](const auto& a, const auto& b) { return a.end_time < b.end_time; });
}

}  // namespace

World::World(const Scenario& scenario, const ScenarioStore& store)
    : scenario_(scenario),
      clock_(std::make_shared<ManualClock>(*parse_instant("2026-01-01T00:00:00Z"))),
      file_(store) {
  preparations_.push_back(stand_ins(scenario_.delegates, logs_));
  open();
}

EngineOptions World::options() {
  EngineOptions options;
  options.clock = clock_;
  options.history = HistoryLevel::Full;
  options.step_limit = kScenarioStepLimit;
  if (scenario_.abort_rolls_back) options.on_abort = OnAbort::RollBack;
  options.step_data_limit = scenario_.step_data_limit;
  // Scenarios are no test of the disk.
  options.durability = Durability::Relaxed;
  options.console = [this](std::string_view line) { logs_["console"].emplace_back(line); };
  return options;
}

void World::open() {
  engine_ = Engine::open(file_.url(), options());
  for (const auto& registering : preparations_) registering(*engine_);
  trace_ = engine_->events().trace([this](const TraceEvent& event) {
    operations_.push_back(fmt::format("{} {}", event.operation, event.element_id));
  });
}

void World::restart(bool moving) {
  if (!file_.is_durable()) return;
  trace_ = {};
  engine_.reset();
  if (moving) move_instances();
  open();
}

// By an engine of its own, to which no step looks.
void World::move_instances() {
  const auto carrier = Engine::open(file_.url(), options());
  std::vector<std::string> snapshots;
  for (const InstanceInfo& instance : carrier->history().instances()) {
    if (!instance.caller_instance_id.empty()) continue;
    snapshots.push_back(carrier->runtime().export_instance(instance.id));
    if (is_running(instance)) carrier->runtime().remove(instance.id);
    carrier->history().remove(instance.id);
  }
  for (const std::string& snapshot : snapshots) (void)carrier->runtime().import_instance(snapshot);
}

void World::prepare(std::function<void(Engine&)> registering) {
  registering(*engine_);
  preparations_.push_back(std::move(registering));
}

std::vector<Resource> World::resources(const std::vector<std::string>& names) const {
  std::vector<Resource> result;
  for (const std::string& name : names) {
    Resource resource = read_resource((scenario_.root / name).string());
    resource.name = std::filesystem::path(name).filename().string();
    result.push_back(std::move(resource));
  }
  return result;
}

std::string World::instance() const {
  if (!chosen_.empty()) return chosen_;
  std::string id = root_instance();
  if (id.empty()) not_found("no instance has been started");
  return id;
}

void World::started(const std::string& id, const std::string& name) {
  last_started_ = id;
  if (!name.empty()) names_[name] = id;
}

std::string World::named(std::string_view name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? std::string() : found->second;
}

// Instances that an event or a timer started count as soon as no step has started one.
std::string World::root_instance() const {
  if (!last_started_.empty()) return last_started_;
  std::string result;
  for (const InstanceInfo& info : engine_->history().instances()) {
    if (info.caller_instance_id.empty()) result = info.id;
  }
  return result;
}

std::vector<std::string> World::resolve(const std::string& of) const {
  if (of.empty()) return {std::string()};
  if (of == "$any") {
    std::vector<std::string> result;
    auto instances = engine_->history().instances();
    std::stable_partition(instances.begin(), instances.end(), is_running);
    result.reserve(instances.size());
    for (const InstanceInfo& info : instances) result.push_back(info.id);
    return result;
  }
  if (of == "$leaf") return {leaf()};
  if (of == "$child" || of.starts_with("$child[")) return {child(of)};
  if (std::string id = named(of); !id.empty()) return {std::move(id)};
  not_found(fmt::format("no instance was started as '{}'", of));
}

std::string World::child(const std::string& of) const {
  const std::string caller = root_instance();
  const std::size_t index = index_of(of);
  const auto running = called_by(engine_->runtime(), caller, false);
  if (index < running.size()) return running[index].id;
  if (!running.empty())
    not_found(fmt::format("only {} called instances are running, not {}", running.size(), of));
  const auto ended = called_by(engine_->runtime(), caller, true);
  if (ended.empty()) not_found("no instance has been called");
  // A number means the order of their starts, also of those that have ended.
  if (of != "$child" && index < ended.size()) return ended[index].id;
  return last_ended(ended).id;
}

std::string World::leaf() const {
  std::string deepest = root_instance();
  std::vector<std::string> level{deepest};
  while (!level.empty()) {
    std::vector<std::string> next;
    for (const std::string& caller : level) {
      for (const InstanceInfo& info : called_by(engine_->runtime(), caller, false)) next.push_back(info.id);
    }
    if (!next.empty()) deepest = next.front();
    level = std::move(next);
  }
  return deepest;
}

std::vector<ExecutionInfo> World::executions_at(const std::string& activity) const {
  std::vector<ExecutionInfo> result;
  for (ExecutionInfo& execution : engine_->runtime().executions(instance())) {
    if (execution.activity_id == activity) result.push_back(std::move(execution));
  }
  std::stable_partition(result.begin(), result.end(),
                        [](const auto& execution) { return execution.waiting; });
  return result;
}

ExecutionInfo World::execution_at(const std::string& activity) const {
  const auto found = executions_at(activity);
  if (found.empty()) not_found(fmt::format("nothing is at the activity '{}'", activity));
  return found.front();
}

std::string World::scope_of(const std::string& activity) const {
  return activity.empty() ? instance() : execution_at(activity).id;
}

}  // namespace rondo::cli
