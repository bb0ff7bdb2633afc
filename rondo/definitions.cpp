// SPDX-License-Identifier: Apache-2.0
#include "rondo/definitions.hpp"

#include "model/error.hpp"
#include "model/step.hpp"
#include "rondo/start_environment.hpp"
#include "rondo/start_points.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <mutex>
#include <utility>

namespace rondo {

namespace {

using agenda::DeployedProcess;
using Binding = model::CallProperties::Binding;

const DeployedProcess* pick(const Definitions::Processes& versions,
                            const std::function<bool(const DeployedProcess&)>& fits) {
  const auto found =
      std::find_if(versions.rbegin(), versions.rend(), [&](const auto& version) { return fits(*version); });
  return found == versions.rend() ? nullptr : found->get();
}

}  // namespace

std::uint64_t Definitions::add(Processes&& processes, model::Instant now, const Keep& keep) {
  const std::unique_lock lock(mutex_);
  // What may fail comes first: a deployment is added as a whole or not at all.
  std::vector<StartTimer> armed;
  for (const auto& process : processes) arm(*process, now, armed);
  const std::uint64_t deployment = deployments_ + 1;
  for (auto& process : processes) {
    const auto known = by_key_.find(process->definition().id);
    const std::size_t versions = known == by_key_.end() ? 0 : known->second.size();
    process->version = static_cast<std::int32_t>(versions) + 1;
    process->deployment = deployment;
    process->deployment_id = std::to_string(deployment);
  }
  if (keep) keep({deployment, processes, armed});
  publish(deployment, std::move(processes));
  for (const StartTimer& timer : armed) {
    if (by_key_[timer.process->definition().id].back().get() == timer.process) timers_.push_back(timer);
  }
  return deployment;
}

void Definitions::restore(std::uint64_t deployment, Processes processes) {
  const std::unique_lock lock(mutex_);
  publish(deployment, std::move(processes));
}

void Definitions::set_timers(std::vector<StartTimer> timers) {
  const std::unique_lock lock(mutex_);
  timers_ = std::move(timers);
}

void Definitions::publish(std::uint64_t deployment, Processes processes) {
  deployments_ = deployment;
  for (auto& process : processes) {
    const std::string& key = process->definition().id;
    disarm(key);
    note_caught(process->definition());
    by_key_[key].push_back(std::move(process));
  }
  revision_.fetch_add(1, std::memory_order_release);
}

std::uint64_t Definitions::next_number() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

const DeployedProcess* Definitions::latest(std::string_view key) const {
  struct Found {
    std::uint64_t definitions = 0, revision = 0;
    std::string key;
    const DeployedProcess* process = nullptr;
  };
  constexpr std::size_t kRemembered = 16;
  thread_local std::array<Found, kRemembered> remembered;
  Found& found = remembered[std::hash<std::string_view>{}(key) % kRemembered];
  const std::uint64_t revision = revision_.load(std::memory_order_acquire);
  if (found.definitions == number_ && found.revision == revision && found.key == key) return found.process;
  const std::shared_lock lock(mutex_);
  const auto at = by_key_.find(key);
  if (at == by_key_.end()) return nullptr;
  found = {number_, revision, std::string(key), at->second.back().get()};
  return found.process;
}

const DeployedProcess* Definitions::version(std::string_view key, std::int32_t version) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end() || version < 1 || static_cast<std::size_t>(version) > found->second.size()) {
    return nullptr;
  }
  return found->second[static_cast<std::size_t>(version) - 1].get();
}

const DeployedProcess* Definitions::find(const agenda::ProcessRequest& request) const {
  if (request.binding == Binding::Latest) return latest(request.key);
  const std::shared_lock lock(mutex_);
  const auto found = by_key_.find(request.key);
  if (found == by_key_.end()) return nullptr;
  const Processes& versions = found->second;
  switch (request.binding) {
    case Binding::Latest:
      return versions.back().get();
    case Binding::VersionTag:
      return pick(versions, [&](const DeployedProcess& process) {
        return process.definition().version_tag == request.version;
      });
    case Binding::Version:
      return pick(versions, [&](const DeployedProcess& process) {
        return std::to_string(process.version) == request.version;
      });
    case Binding::Deployment: {
      // Flowable: falls back to the newest version when the caller's deployment has none.
      const std::uint64_t deployment = request.caller->deployment;
      const DeployedProcess* same =
          pick(versions, [&](const DeployedProcess& process) { return process.deployment == deployment; });
      return same != nullptr ? same : versions.back().get();
    }
  }
  return nullptr;
}

std::vector<const DeployedProcess*> Definitions::all() const {
  const std::shared_lock lock(mutex_);
  std::vector<const DeployedProcess*> result;
  for (const auto& [key, versions] : by_key_) {
    for (const auto& version : versions) result.push_back(version.get());
  }
  return result;
}

const DeployedProcess& Definitions::deployed(const model::ProcessDefinition& definition) const {
  const std::shared_lock lock(mutex_);
  return *pick(by_key_.find(definition.id)->second,
               [&](const DeployedProcess& process) { return &process.definition() == &definition; });
}

std::vector<StartSubscription> Definitions::starts() const {
  const std::shared_lock lock(mutex_);
  std::vector<StartSubscription> result;
  for (const auto& [key, versions] : by_key_) {
    const DeployedProcess& process = *versions.back();
    for (const StartPoint& start : start_points(process.definition())) {
      result.push_back({&process, start.node, start.definition});
    }
  }
  return result;
}

std::vector<StartSubscription> Definitions::starts(model::EventKind kind, std::string_view name) const {
  std::vector<StartSubscription> result = starts();
  std::erase_if(result, [&](const StartSubscription& start) {
    return start.event().kind != kind || (!name.empty() && start.event().name != name);
  });
  return result;
}

// --- messages

void Definitions::note_caught(const model::ProcessDefinition& definition) {
  using model::ElementKind;
  for (const model::FlowNode& node : definition.nodes()) {
    if (node.kind == ElementKind::EndEvent || node.kind == ElementKind::IntermediateThrowEvent ||
        node.kind == ElementKind::SendTask) {
      continue;
    }
    for (const model::EventDefinition& event : node.events) {
      if (event.kind != model::EventKind::Message) continue;
      caught_messages_.insert(event.name);
      if (event.name_expression != model::kNoExpression) computes_messages_ = true;
    }
  }
}

bool Definitions::catches(const model::MessageRecord& message) const {
  if (started_by(message) != nullptr) return true;
  const std::shared_lock lock(mutex_);
  return computes_messages_ || caught_messages_.count(message.name) != 0;
}

const DeployedProcess* Definitions::started_by(const model::MessageRecord& message) const {
  const bool starts = !message.process.empty() && message.name == model::start_message(message.process);
  return starts ? latest(message.process) : nullptr;
}

// --- timers

void Definitions::arm(const DeployedProcess& process, model::Instant now, std::vector<StartTimer>& armed) {
  for (const auto& [node, definition] : start_points(process.definition())) {
    const model::FlowNode& element = process.definition().node(node);
    const model::EventDefinition& event = element.events[definition];
    if (event.kind != model::EventKind::Timer) continue;
    const expression::Compiled* value = process.expression(event.timer_value);
    if (value == nullptr) continue;
    // They are evaluated at deployment, where there are no variables.
    const model::Object none;
    StartEnvironment environment(none, process.names(), now);
    const auto planned = agenda::schedule(event.timer, value->evaluate(environment), now);
    if (!planned) {
      throw Error(ErrorKind::Deployment, "the timer of a start event must give a date, duration or cycle",
                  element.id, event.where);
    }
    armed.push_back({&process, node, definition, *planned, ++timer_numbers_, std::nullopt});
  }
}

void Definitions::disarm(std::string_view key) {
  std::erase_if(timers_, [key](const StartTimer& timer) { return timer.process->definition().id == key; });
}

std::vector<StartTimer> Definitions::timers() const {
  const std::shared_lock lock(mutex_);
  return timers_;
}

std::vector<StartTimer>::const_iterator Definitions::first_timer() const {
  auto first = timers_.end();
  for (auto timer = timers_.begin(); timer != timers_.end(); ++timer) {
    if (timer->process->suspended.load(std::memory_order_relaxed)) continue;
    if (first == timers_.end() || timer->schedule.due < first->schedule.due) first = timer;
  }
  return first;
}

std::optional<model::Instant> Definitions::next_timer() const {
  const std::shared_lock lock(mutex_);
  const auto first = first_timer();
  if (first == timers_.end()) return std::nullopt;
  return first->schedule.due;
}

std::optional<StartTimer> Definitions::take(std::vector<StartTimer>::const_iterator found,
                                            model::Instant now) {
  const auto timer = timers_.begin() + (found - timers_.cbegin());
  StartTimer fired = *timer;
  fired.next = agenda::next_firing(timer->schedule, now);
  if (fired.next) {
    timer->schedule = *fired.next;
  } else {
    timers_.erase(timer);
  }
  return fired;
}

std::optional<StartTimer> Definitions::take_due_timer(model::Instant now) {
  const std::unique_lock lock(mutex_);
  const auto first = first_timer();
  if (first == timers_.end() || first->schedule.due > now) return std::nullopt;
  return take(first, now);
}

std::optional<StartTimer> Definitions::take_timer(std::uint64_t number, model::Instant now) {
  const std::unique_lock lock(mutex_);
  const auto found = std::find_if(timers_.begin(), timers_.end(),
                                  [number](const StartTimer& timer) { return timer.number == number; });
  if (found == timers_.end()) return std::nullopt;
  return take(found, now);
}

}  // namespace rondo
