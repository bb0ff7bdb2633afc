// SPDX-License-Identifier: Apache-2.0
#include "cli/report.hpp"

#include "rondo/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <string_view>

namespace rondo::cli {

namespace {

// Text for an attribute; characters that XML does not have are replaced.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\n':
        result += "&#10;";
        break;
      case '\t':
        result += "&#9;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return result;
}

void write_case(std::ostream& out, const Scenario& scenario, const Outcome& outcome) {
  out << fmt::format(R"(  <testcase name="{}" classname="{}" file="{}" line="{}" time="{:.3f}")",
                     escaped(scenario.id), escaped(scenario.group), escaped(scenario.source),
                     scenario.where.line, outcome.seconds);
  if (!outcome.failure) {
    out << "/>\n";
    return;
  }
  out << fmt::format(">\n    <{} message=\"{}\"/>\n  </testcase>\n",
                     scenario.unscored ? "skipped" : "failure", escaped(*outcome.failure));
}

}  // namespace

void write_junit(const std::string& file, const std::vector<Scenario>& scenarios,
                 const std::vector<Outcome>& outcomes) {
  std::ofstream out(file);
  std::size_t failures = 0;
  std::size_t skipped = 0;
  double seconds = 0;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    seconds += outcomes[i].seconds;
    if (outcomes[i].failure) ++(scenarios[i].unscored ? skipped : failures);
  }
  out << R"(<?xml version="1.0" encoding="UTF-8"?>)" << '\n';
  out << fmt::format(
             R"(<testsuite name="rondo" tests="{}" failures="{}" errors="0" skipped="{}" time="{:.3f}">)",
             scenarios.size(), failures, skipped, seconds)
      << '\n';
  for (std::size_t i = 0; i < scenarios.size(); ++i) write_case(out, scenarios[i], outcomes[i]);
  out << "</testsuite>\n";
  if (!out.flush()) throw Error(ErrorKind::Argument, fmt::format("cannot write {}", file));
}

}  // namespace rondo::cli
