// SPDX-License-Identifier: Apache-2.0
#include "cli/compare.hpp"
#include "cli/steps.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace rondo::cli {

namespace {

std::vector<std::string> entered(World& world) {
  std::vector<std::string> result;
  for (HistoricActivity& visit : world.engine().history().activities(world.instance())) {
    result.push_back(std::move(visit.activity_id));
  }
  return result;
}

void assert_activity_order(World& world, const Arguments& arguments) {
  expect_in_order(arguments.texts("order"), entered(world), "entered");
}

// The number that a notation adds to the later places of a task (`task#2`) need not be written.
std::string without_place(const std::string& id) {
  const std::size_t mark = id.rfind('#');
  const bool numbered = mark != std::string::npos && mark + 1 < id.size() &&
                        id.find_first_not_of("0123456789", mark + 1) == std::string::npos;
  return numbered ? id.substr(0, mark) : id;
}

void assert_path(World& world, const Arguments& arguments) {
  const auto expected = arguments.texts("path");
  auto actual = entered(world);
  for (std::size_t i = 0; i < actual.size() && i < expected.size(); ++i) {
    if (without_place(actual[i]) == expected[i]) actual[i] = expected[i];
  }
  if (expected == actual) return;
  throw StepFailure(fmt::format("expected {}, entered {}", to_text(expected), to_text(actual)));
}

bool is_in_state(const HistoricActivity& visit, std::string_view state) {
  if (state.empty()) return true;
  if (state == "completed") return visit.end_time.has_value() && !visit.canceled;
  if (state == "cancelled" || state == "canceled") return visit.canceled;
  if (state == "active") return !visit.end_time.has_value();
  throw StepFailure(fmt::format("unknown state '{}'; there are completed and cancelled", state));
}

void assert_history(World& world, const Arguments& arguments) {
  const std::string activity = arguments.text("activity");
  const std::string state = arguments.optional_text("state");
  const std::string reason = arguments.optional_text("delete_reason");
  std::size_t count = 0;
  std::string other_reason;
  for (const HistoricActivity& visit : world.engine().history().activities(world.instance())) {
    if (visit.activity_id != activity || !is_in_state(visit, state)) continue;
    if (visit.delete_reason.starts_with(reason)) {
      ++count;
    } else {
      other_reason = visit.delete_reason;
    }
  }
  const std::string what = fmt::format("{} visits of '{}'", state.empty() ? "recorded" : state, activity);
  if (count == 0 && !other_reason.empty()) {
    throw StepFailure(fmt::format("expected the delete reason '{}', got '{}'", reason, other_reason));
  }
  if (arguments.has("count")) return expect_count(arguments.count("count"), count, what);
  if (count == 0) throw StepFailure(fmt::format("expected {}, found none", what));
}

void check_recorded_variables(World& world, const Arguments& arguments) {
  const Variables actual = world.engine().history().variables(world.instance());
  for (const auto& [name, expected] : arguments.variables("variables")) {
    const Value* value = actual.find(name);
    if (value == nullptr)
      throw StepFailure(fmt::format("expected {} {}, it was never set", name, to_json(expected)));
    expect_value(world, name, expected, *value);
  }
  if (!arguments.has("absent")) return;
  for (const std::string& name : arguments.texts("absent")) {
    if (actual.contains(name)) throw StepFailure(fmt::format("expected no variable '{}'", name));
  }
}

void assert_instance_history(World& world, const Arguments& arguments) {
  const auto instance = world.engine().history().instance(world.instance());
  if (!instance) throw StepFailure("the instance has no history");
  const auto check = [&](std::string_view name, const Value& actual) {
    if (const Value* expected = arguments.find(name)) expect_value(world, name, *expected, actual);
  };
  check("state", std::string(name_of(instance->state)));
  check("definition_version", instance->process_version);
  check("business_key", instance->business_key);
  check("name", instance->name);
  const std::string reason = arguments.optional_text("delete_reason");
  if (!instance->delete_reason.starts_with(reason)) {
    throw StepFailure(
        fmt::format("expected the delete reason '{}', got '{}'", reason, instance->delete_reason));
  }
  check("total_instances", world.engine().history().instances().size());
  check_recorded_variables(world, arguments);
}

void assert_log(World& world, const Arguments& arguments) {
  const auto found = world.logs().find(arguments.optional_text("source"));
  const std::vector<std::string> actual =
      found == world.logs().end() ? std::vector<std::string>() : found->second;
  const auto expected = arguments.texts("events");
  const Value* ordered = arguments.find("ordered");
  if (ordered == nullptr || !(*ordered == Value(true))) return expect_same(expected, actual, "logged");
  if (expected != actual) {
    throw StepFailure(fmt::format("expected {}, logged {}", to_text(expected), to_text(actual)));
  }
}

void assert_operations(World& world, const Arguments& arguments) {
  expect_in_order(arguments.texts("operations"), world.operations(), "ran");
}

constexpr std::array kHistorySteps{
    StepKind{"assert_activity_order", assert_activity_order},
    StepKind{"assert_path", assert_path},
    StepKind{"assert_history", assert_history},
    StepKind{"assert_instance_history", assert_instance_history},
    StepKind{"assert_log", assert_log},
    StepKind{"assert_operations", assert_operations},
};

}  // namespace

std::span<const StepKind> history_steps() { return kHistorySteps; }

}  // namespace rondo::cli
