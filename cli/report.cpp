// SPDX-License-Identifier: Apache-2.0
#include "cli/report.hpp"

#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace rondo::cli {

namespace {

struct Totals {
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::size_t unscored = 0;
  std::size_t unscored_passed = 0;

  void count(bool scored, bool holds) {
    if (scored) {
      ++(holds ? passed : failed);
    } else {
      ++unscored;
      if (holds) ++unscored_passed;
    }
  }
};

void print_failure(const Scenario& scenario, const std::string& reason) {
  std::string line = reason;
  // One line per scenario: the findings of a refused file follow each other.
  for (std::size_t at = line.find('\n'); at != std::string::npos; at = line.find('\n', at))
    line.replace(at, 1, "; ");
  fmt::print("{} {}: {}{}\n", colored(Color::Red, "FAIL"), scenario.id, line,
             scenario.unscored ? " (unscored)" : "");
}

void print_group(const std::string& name, const Totals& totals, std::size_t width) {
  std::string remark;
  if (totals.unscored > 0)
    remark = fmt::format(", unscored: {} of {} hold", totals.unscored_passed, totals.unscored);
  fmt::print("{:<{}}  {} of {}{}\n", name, width, totals.passed, totals.passed + totals.failed, remark);
}

}  // namespace

std::size_t print_report(const std::vector<Scenario>& scenarios, const std::vector<Outcome>& outcomes) {
  std::map<std::string, Totals> groups;
  Totals all;
  std::size_t width = 0;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    const bool holds = !outcomes[i].failure.has_value();
    const std::string group = scenarios[i].group.empty() ? "(no group)" : scenarios[i].group;
    width = std::max(width, group.size());
    groups[group].count(!scenarios[i].unscored, holds);
    all.count(!scenarios[i].unscored, holds);
    if (!holds) print_failure(scenarios[i], *outcomes[i].failure);
  }
  for (const auto& [name, totals] : groups) print_group(name, totals, width);
  const std::string failed = fmt::format("{} failed", all.failed);
  fmt::print("{} passed, {}\n", all.passed, all.failed == 0 ? failed : colored(Color::Red, failed));
  return all.failed;
}

}  // namespace rondo::cli
