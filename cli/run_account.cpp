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
constexpr std::size_t kMostIndents = 12;  // deeper calls are told at this depth

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

// Gateways that choose one way; the others send tokens along several flows.
bool decides(const std::string& type) { return type == "exclusiveGateway"; }

}  // namespace

RunAccount::RunAccount(Engine& engine, bool prints, bool traces) : engine_(engine), prints_(prints) {
  events_ = engine.events().subscribe([this](const EngineEvent& event) { observe(event); });
  trace_ = engine.events().trace([this, traces](const TraceEvent& event) {
    attempt_.observe(event);
    if (!traces) return;
    std::string line = fmt::format("{} {}", event.operation, event.element_id);
    if (prints_) fmt::print("{}\n", colored(Color::Dim, "      | " + line));
    operations_.emplace_back(std::move(line));
  });
}

// Told as soon as the command is committed, while the attempt is still that command's.
void RunAccount::observe(const EngineEvent& event) {
  if (event.kind != EngineEvent::Kind::ActivityStarted) return;
  entered_.push_back(
      {event.instance_id, event.activity_id, attempt_.take_next(event.instance_id, event.activity_id)});
}

void RunAccount::tell() {
  const auto entered = std::exchange(entered_, {});
  visits_.clear();
  for (const Entered& one : entered) tell(one);
  if (prints_) std::fflush(stdout);
}

void RunAccount::tell_rolled_back() {
  const std::string elements = attempt_.last_elements();
  if (!prints_ || elements.empty()) return;
  fmt::print("  {}\n", colored(Color::Yellow, "rolled back: " + elements));
}

void RunAccount::note(const std::string& text) {
  if (!prints_) return;
  fmt::print("{}\n", text);
  std::fflush(stdout);
}

void RunAccount::did_nothing(const std::string& name, const DelegateExecution& execution) {
  auto& names = missing_[key_of(execution.process_instance_id(), execution.activity_id())];
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

void RunAccount::tell(const Entered& entered) {
  const HistoricActivity visit = describe(entered);
  const std::size_t depth = depth_of(entered.instance);
  Object told{{"activity", entered.activity},
              {"name", visit.activity_name},
              {"type", visit.activity_type},
              {"instance", entered.instance},
              {"depth", depth}};
  std::string remarks;
  if (decides(visit.activity_type) && !entered.next.empty()) {
    told.set("decision", entered.next);
    remarks += colored(Color::Bold, "  -> " + entered.next);
  }
  if (const auto* missing = missing_at(entered)) {
    told.set("does_nothing", List(missing->begin(), missing->end()));
    remarks +=
        colored(Color::Yellow, fmt::format("  ({} not registered, does nothing)", fmt::join(*missing, ", ")));
  }
  path_.emplace_back(std::move(told));
  if (!prints_) return;
  const std::string name =
      visit.activity_name.empty() ? std::string() : fmt::format("  \"{}\"", visit.activity_name);
  const std::size_t indent = 2 * std::min(depth, kMostIndents);
  fmt::print("{:{}}{:<{}}  {}{}{}\n", "", 2 + indent, entered.activity, kNameWidth - indent,
             colored(Color::Dim, spelled(visit.activity_type)), name, remarks);
}

// Callers come before those whom they call, so that theirs is known already.
std::size_t RunAccount::depth_of(const std::string& instance) {
  const auto [found, added] = depths_.try_emplace(instance, 0);
  if (!added) return found->second;
  const auto info = engine_.history().instance(instance);
  if (!info || info->caller_instance_id.empty()) return 0;
  const auto caller = depths_.find(info->caller_instance_id);
  if (caller != depths_.end()) found->second = caller->second + 1;
  return found->second;
}

HistoricActivity RunAccount::describe(const Entered& entered) {
  auto [found, added] = visits_.try_emplace(entered.instance);
  if (added) {
    for (HistoricActivity& visit : engine_.history().activities(entered.instance)) {
      found->second.try_emplace(visit.activity_id, std::move(visit));
    }
  }
  return found->second[entered.activity];
}

const std::vector<std::string>* RunAccount::missing_at(const Entered& entered) const {
  const auto found = missing_.find(key_of(entered.instance, entered.activity));
  return found == missing_.end() ? nullptr : &found->second;
}

}  // namespace rondo::cli
