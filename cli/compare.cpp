// SPDX-License-Identifier: Apache-2.0
#include "cli/compare.hpp"

#include "cli/instant.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rondo::cli {

bool matches(const World& world, const Value& expected, const Value& actual) {
  if (expected == actual) return true;
  if (!expected.is_string()) return false;
  const std::string_view text = expected.as_string();
  if (actual.is_date()) return parse_instant(text) == actual.as_date();
  constexpr std::string_view kInstance = "$instance_id(";
  if (!text.starts_with(kInstance) || !text.ends_with(')')) return false;
  const std::string id = world.named(text.substr(kInstance.size(), text.size() - kInstance.size() - 1));
  return !id.empty() && actual == Value(id);
}

void expect_value(const World& world, std::string_view what, const Value& expected, const Value& actual) {
  if (matches(world, expected, actual)) return;
  throw StepFailure(fmt::format("expected {} {}, got {}", what, to_json(expected), to_json(actual)));
}

void expect_same(std::vector<std::string> expected, std::vector<std::string> actual, std::string_view found) {
  std::sort(expected.begin(), expected.end());
  std::sort(actual.begin(), actual.end());
  if (expected == actual) return;
  throw StepFailure(fmt::format("expected {}, {} {}", to_text(expected), found, to_text(actual)));
}

void expect_in_order(const std::vector<std::string>& expected, const std::vector<std::string>& actual,
                     std::string_view found) {
  auto at = actual.begin();
  for (const std::string& name : expected) {
    at = std::find(at, actual.end(), name);
    if (at == actual.end()) {
      throw StepFailure(fmt::format("expected {} ('{}' is missing there), {} {}", to_text(expected), name,
                                    found, to_text(actual)));
    }
    ++at;
  }
}

void expect_count(std::size_t expected, std::size_t actual, std::string_view what) {
  if (expected == actual) return;
  throw StepFailure(fmt::format("expected {} {}, found {}", expected, what, actual));
}

}  // namespace rondo::cli
