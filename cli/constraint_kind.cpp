// SPDX-License-Identifier: Apache-2.0
#include "cli/scenario_runner.hpp"
#include "cli/world.hpp"

#include <fmt/format.h>

namespace rondo::cli {

namespace {

// A finding that counts, with its line; one without a line counts only against `accepted`.
const Diagnostic* first_refusal(const std::vector<Diagnostic>& findings, bool with_line) {
  for (const Diagnostic& finding : findings) {
    if (finding.severity == Severity::Warning) continue;
    if (!with_line || finding.where.line != 0) return &finding;
  }
  return nullptr;
}

}  // namespace

std::string run_constraint(const Scenario& scenario) {
  World world(scenario);
  const auto findings = world.engine().repository().validate(world.resources(scenario.files));
  const Diagnostic* refusal = first_refusal(findings, scenario.expect_rejected);
  if (scenario.expect_rejected == (refusal != nullptr)) return {};
  if (refusal != nullptr) return fmt::format("expected no finding, got {}", refusal->to_string());
  return findings.empty()
             ? "expected a finding, got none"
             : fmt::format("expected a finding with a line, got {}", findings.front().to_string());
}

}  // namespace rondo::cli
