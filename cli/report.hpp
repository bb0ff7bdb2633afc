// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/scenario.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace rondo::cli {

/// Prints the failing scenarios, the totals of each group and the last line `N passed, N failed`. Returns
/// how many failed; unscored ones are shown, not counted.
std::size_t print_report(const std::vector<Scenario>& scenarios, const std::vector<Outcome>& outcomes);

/// Writes a JUnit XML report. A failing scenario is a failure, a failing unscored one is skipped. Throws
/// Error (Argument) when the file cannot be written.
void write_junit(const std::string& file, const std::vector<Scenario>& scenarios,
                 const std::vector<Outcome>& outcomes);

}  // namespace rondo::cli
