// SPDX-License-Identifier: Apache-2.0
#include "cli/fnf_answers.hpp"

#include "cli/commands.hpp"
#include "cli/fnf_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::cli {

namespace {

void write_pretty(const Value& value, std::size_t depth, std::string& out) {
  const std::string indent(depth * 8 + 8, ' ');
  if (value.is_object() && !value.as_object().empty()) {
    const Object& members = value.as_object();
    std::size_t left = members.size();
    out += "{\n";
    for (const auto& [name, member] : members) {
      out += indent + to_json(Value(name)) + ": ";
      write_pretty(member, depth + 1, out);
      out += --left > 0 ? ",\n" : "\n";
    }
    out += std::string(depth * 8, ' ') + "}";
  } else if (value.is_list() && !value.as_list().empty()) {
    out += "[\n";
    for (std::size_t i = 0; i < value.as_list().size(); ++i) {
      out += indent;
      write_pretty(value.as_list()[i], depth + 1, out);
      out += i + 1 < value.as_list().size() ? ",\n" : "\n";
    }
    out += std::string(depth * 8, ' ') + "]";
  } else {
    out += to_json(value);
  }
}

void print_to(std::FILE* file, Object answer) {
  answer.set("RequestId", make_request_id());
  std::string text;
  write_pretty(sorted(Value(std::move(answer))), 0, text);
  fmt::print(file, "{}\n", text);
}

// The names that the service has for what it refuses.
constexpr std::array<std::string_view, 7> kCodes{
    "InvalidArgument",           "FlowAlreadyExists",      "FlowNotExists",       "ExecutionNotExists",
    "ExecutionAlreadyCompleted", "ExecutionAlreadyExists", "TaskAlreadyCompleted"};

int refuse(std::string_view code, std::string_view message) {
  print_to(stderr, {{"Code", code}, {"Message", message}});
  return kBadInput;
}

// The instance that waits for a report with that token: it is the one that the token begins with, or one that
// this calls.
std::optional<InstanceInfo> waiting_for(Engine& engine, const std::string& token) {
  std::vector<std::string> ids{token.substr(0, token.find(".w"))};
  for (std::size_t i = 0; i < ids.size(); ++i) {
    for (const ExecutionInfo& execution : engine.runtime().executions(ids[i])) {
      if (execution.task_token == token) return engine.runtime().instance(execution.instance_id);
    }
    InstanceQuery called;
    called.caller_instance_id = ids[i];
    for (const InstanceInfo& instance : engine.runtime().instances(called)) ids.push_back(instance.id);
  }
  return std::nullopt;
}

std::int64_t number_in(const Object& event, std::string_view name) { return event.find(name)->as_integer(); }
std::string_view text_in(const Object& event, std::string_view name) { return event.find(name)->as_string(); }

// The number of the event by which the task with that token was scheduled.
std::int64_t scheduled_by(const List& events, const std::string& token) {
  const std::string detail = to_json(Value(Object{{"taskToken", token}}));
  for (const Value& event : events) {
    if (text_in(event.as_object(), "EventDetail") == detail)
      return number_in(event.as_object(), "ScheduleEventId");
  }
  return 0;
}

std::int64_t ended_by(const List& events, std::int64_t scheduled) {
  for (const Value& item : events) {
    const Object& event = item.as_object();
    const std::string_view type = text_in(event, "Type");
    const bool ends = type == "TaskSucceeded" || type == "TaskFailed" || type == "TaskTimedOut";
    if (ends && number_in(event, "ScheduleEventId") == scheduled) return number_in(event, "EventId");
  }
  return 0;
}

}  // namespace

void print_answer(const Object& answer) { print_to(stdout, answer); }

int answer_refusals(const std::function<void()>& run) {
  try {
    run();
    return kDone;
  } catch (const DeploymentError& failure) {
    std::string findings;
    for (const Diagnostic& finding : failure.findings()) {
      if (!findings.empty()) findings += "; ";
      findings += finding.to_string();
    }
    return refuse("InvalidArgument", findings);
  } catch (const Error& failure) {
    const std::string_view message = failure.message();
    const std::size_t colon = std::min(message.find(": "), message.size());
    const std::string_view code = message.substr(0, colon);
    if (std::find(kCodes.begin(), kCodes.end(), code) == kCodes.end()) throw;
    return refuse(code, message.substr(std::min(colon + 2, message.size())));
  }
}

std::int64_t report_task(Engine& engine, const std::string& token, const std::function<void()>& report) {
  std::optional<InstanceInfo> instance;
  try {
    instance = waiting_for(engine, token);
    const std::int64_t scheduled = instance ? scheduled_by(execution_events(engine, *instance), token) : 0;
    report();
    if (!instance) return 0;
    const InstanceInfo now = *engine.history().instance(instance->id);
    return ended_by(execution_events(engine, now), scheduled);
  } catch (const Error& failure) {
    if (failure.kind() == ErrorKind::InvalidState) {
      throw Error(ErrorKind::InvalidState, "TaskAlreadyCompleted: " + failure.message());
    }
    if (failure.kind() != ErrorKind::NotFound && failure.kind() != ErrorKind::Argument) throw;
    throw Error(ErrorKind::Argument, "InvalidArgument: " + failure.message());
  }
}

Value sorted(const Value& value) {
  if (value.is_list()) {
    List items;
    for (const Value& item : value.as_list()) items.push_back(sorted(item));
    return items;
  }
  if (!value.is_object()) return value;
  std::vector<std::pair<std::string, Value>> members(value.as_object().begin(), value.as_object().end());
  std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Object result;
  for (const auto& [name, member] : members) result.set(name, sorted(member));
  return result;
}

std::string make_request_id() {
  std::random_device random;
  std::array<std::uint32_t, 4> words{};
  for (std::uint32_t& word : words) word = random();
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:04x}{:08x}", words[0], words[1] >> 16, words[1] & 0xFFFu,
                     0x8000u | (words[2] >> 16 & 0x3FFFu), words[2] & 0xFFFFu, words[3]);
}

}  // namespace rondo::cli
