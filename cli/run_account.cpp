// SPDX-License-Identifier: Apache-2.0
#include "cli/run_account.hpp"

#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace rondo::cli {

namespace {

constexpr std::size_t kNameWidth = 28;

std::string key_of(const std::string& instance, const std::string& activity) {
  return instance + " " + activity;
}

// `userTask` as `user task`.
std::string spelled(const std::string& type) {
  std::string result;
  for (const char c : type) {
    if (c >= 'A' && c <= 'Z') {
      result += ' ';
      result += static_cast<char>(c - 'A' + 'a');
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

RunAccount::RunAccount(Engine& engine, bool prints, bool traces) : engine_(engine), prints_(prints) {
  events_ = engine.events().subscribe([this](const EngineEvent& event) {
    if (event.kind == EngineEvent::Kind::ActivityStarted)
      entered_.push_back({event.instance_id, event.activity_id});
  });
  if (!traces) return;
  trace_ = engine.events().trace([this](const TraceEvent& event) {
    std::string line = fmt::format("{} {}", event.operation, event.element_id);
    if (prints_) fmt::print("{}\n", colored(Color::Dim, "      | " + line));
    operations_.emplace_back(std::move(line));
  });
}

void RunAccount::tell() {
  const auto entered = std::exchange(entered_, {});
  visits_.clear();
  for (const Entered& one : entered) tell(one);
}

void RunAccount::note(const std::string& text) {
  if (prints_) fmt::print("{}\n", text);
}

void RunAccount::did_nothing(const std::string& name, const DelegateExecution& execution) {
  auto& names = missing_[key_of(execution.process_instance_id(), execution.activity_id())];
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

void RunAccount::tell(const Entered& entered) {
  const HistoricActivity visit = describe(entered);
  const std::size_t depth = depth_of(entered.instance);
  path_.emplace_back(Object{{"activity", entered.activity},
                            {"name", visit.activity_name},
                            {"type", visit.activity_type},
                            {"instance", entered.instance},
                            {"depth", depth}});
  if (!prints_) return;
  const std::string name =
      visit.activity_name.empty() ? std::string() : fmt::format("  \"{}\"", visit.activity_name);
  fmt::print("{:{}}{:<{}}  {}{}{}\n", "", 2 + 2 * depth, entered.activity,
             kNameWidth - std::min(2 * depth, kNameWidth), colored(Color::Dim, spelled(visit.activity_type)),
             name, remarks_on(entered));
}

std::size_t RunAccount::depth_of(const std::string& instance) const {
  std::size_t depth = 0;
  auto info = engine_.history().instance(instance);
  for (; info && !info->caller_instance_id.empty();
       info = engine_.history().instance(info->caller_instance_id)) {
    ++depth;
  }
  return depth;
}

HistoricActivity RunAccount::describe(const Entered& entered) {
  auto [found, added] = visits_.try_emplace(entered.instance);
  if (added) found->second = engine_.history().activities(entered.instance);
  for (const HistoricActivity& visit : found->second) {
    if (visit.activity_id == entered.activity) return visit;
  }
  return {};
}

std::string RunAccount::remarks_on(const Entered& entered) {
  const auto found = missing_.find(key_of(entered.instance, entered.activity));
  if (found == missing_.end()) return {};
  std::string remark = fmt::format("  ({} not registered, does nothing)", fmt::join(found->second, ", "));
  missing_.erase(found);
  return colored(Color::Yellow, remark);
}

}  // namespace rondo::cli
