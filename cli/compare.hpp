// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/world.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rondo::cli {

/// Whether `actual` is what a scenario expects: equal, or a date written as ISO 8601 text; the text
/// `$instance_id(NAME)` stands for the id of that instance.
[[nodiscard]] bool matches(const World& world, const Value& expected, const Value& actual);

/// Throws StepFailure `expected …, got …` unless `actual` matches.
void expect_value(const World& world, std::string_view what, const Value& expected, const Value& actual);

/// Throws StepFailure unless both hold the same names, each as often, in any order; `found` says what the
/// actual ones are, such as `active`.
void expect_same(std::vector<std::string> expected, std::vector<std::string> actual, std::string_view found);

/// Throws StepFailure unless `expected` occurs in `actual` in its order, possibly with others between.
void expect_in_order(const std::vector<std::string>& expected, const std::vector<std::string>& actual,
                     std::string_view found);

/// Throws StepFailure unless both are the same number.
void expect_count(std::size_t expected, std::size_t actual, std::string_view what);

}  // namespace rondo::cli
