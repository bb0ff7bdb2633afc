// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "rondo/engine.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

namespace rondo::cli {

namespace {

namespace fs = std::filesystem;

struct ValidateOptions {
  std::vector<std::string> paths;
  bool strict = false;
  bool delegates = false;
  std::string format = "text";
};

void add_files_below(const fs::path& folder, std::vector<std::string>& files) {
  std::vector<std::string> found;
  for (const auto& entry :
       fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied)) {
    const std::string name = entry.path().string();
    if (entry.is_regular_file() && is_process_file(name)) found.push_back(name);
  }
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
}

std::vector<std::string> find_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (fs::is_directory(path)) {
      add_files_below(path, files);
    } else {
      files.push_back(path);
    }
  }
  if (files.empty()) throw Error(ErrorKind::Argument, "no process files were found");
  return files;
}

// What was found in all files.
struct Findings {
  std::vector<Diagnostic> diagnostics;
  std::vector<RequiredDelegate> code;
  std::size_t errors = 0;
  std::size_t violations = 0;
  std::size_t warnings = 0;
};

void count(Findings& findings) {
  for (const Diagnostic& finding : findings.diagnostics) {
    if (finding.severity == Severity::Error) ++findings.errors;
    if (finding.severity == Severity::Violation) ++findings.violations;
    if (finding.severity == Severity::Warning) ++findings.warnings;
  }
}

void look_at(Engine& engine, Resource file, bool with_code, Findings& result) {
  const std::vector<Resource> resource{std::move(file)};
  const auto found = engine.repository().validate(resource);
  result.diagnostics.insert(result.diagnostics.end(), found.begin(), found.end());
  const bool refused = std::any_of(found.begin(), found.end(),
                                   [](const auto& finding) { return finding.severity == Severity::Error; });
  if (!with_code || refused) return;
  const auto code = engine.repository().required_delegates(resource);
  result.code.insert(result.code.end(), code.begin(), code.end());
}

Findings look_at(const ValidateOptions& options, const std::vector<std::string>& files) {
  const auto engine = Engine::open();
  Findings result;
  for (const std::string& file : files) {
    try {
      look_at(*engine, read_resource(file), options.delegates, result);
    } catch (const Error& failure) {
      // One file that cannot be read does not keep the others from being looked at.
      result.diagnostics.push_back({Severity::Error, file, {}, failure.what(), "unreadable", {}});
    }
  }
  count(result);
  return result;
}

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

void print_text(const Findings& findings, std::size_t files) {
  constexpr std::array kColors{Color::Red, Color::Yellow, Color::Dim};
  for (const Diagnostic& finding : findings.diagnostics) {
    fmt::print("{}\n", colored(kColors.at(static_cast<std::size_t>(finding.severity)), finding.to_string()));
  }
  for (const RequiredDelegate& code : findings.code) {
    fmt::print("{}:{}:{}: needs {} '{}' (element {})\n", code.file, code.where.line, code.where.column,
               code.kind, code.name, code.element_id);
  }
  fmt::print("{}: {}, {}, {}\n", counted(files, "file"), counted(findings.errors, "error"),
             counted(findings.violations, "violation"), counted(findings.warnings, "warning"));
}

void print_json(const Findings& findings, bool accepted, bool with_code) {
  List diagnostics;
  for (const Diagnostic& finding : findings.diagnostics) {
    diagnostics.emplace_back(Object{{"severity", std::string(name_of(finding.severity))},
                                    {"file", finding.file},
                                    {"line", finding.where.line},
                                    {"column", finding.where.column},
                                    {"rule", finding.rule},
                                    {"element", finding.element_id},
                                    {"message", finding.message}});
  }
  Object result{{"accepted", accepted}, {"findings", diagnostics}};
  if (with_code) {
    List delegates;
    for (const RequiredDelegate& code : findings.code) {
      delegates.emplace_back(Object{{"kind", code.kind},
                                    {"name", code.name},
                                    {"element", code.element_id},
                                    {"file", code.file},
                                    {"line", code.where.line},
                                    {"column", code.where.column}});
    }
    result.set("delegates", delegates);
  }
  fmt::print("{}\n", to_json(result));
}

int validate(const ValidateOptions& options) {
  const auto files = find_files(options.paths);
  const Findings findings = look_at(options, files);
  const bool accepted = findings.errors == 0 && (!options.strict || findings.violations == 0);
  if (options.format == "json") {
    print_json(findings, accepted, options.delegates);
  } else {
    print_text(findings, files.size());
  }
  return accepted ? kDone : kBadInput;
}

constexpr const char* kValidateFooter = R"(
In folders, files named *.bpmn, *.bpmn20.xml and as other notations name theirs are looked
for. Findings are errors (the file is not deployed), violations (a rule of the standard is
broken, but the meaning is clear) and warnings.

Examples:
  rondo validate order.bpmn
  rondo validate processes/ --strict --format json
  rondo validate order.bpmn --delegates

Exit codes:
  0  all files would be deployed
  2  one would not, or cannot be read
)";

}  // namespace

void add_validate_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<ValidateOptions>();
  CLI::App* command = app.add_subcommand("validate", "Check process files without running them");
  command->add_option("PATH", options->paths, "Process files and folders")->required()->type_name("");
  command->add_flag("--strict", options->strict, "Count violations as errors");
  command->add_flag("--delegates", options->delegates, "List the code that the processes need");
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("NAME");
  command->footer(kValidateFooter);
  command->callback([options, &action] { action = [options] { return validate(*options); }; });
}

}  // namespace rondo::cli
