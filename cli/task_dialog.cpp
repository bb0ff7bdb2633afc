// SPDX-License-Identifier: Apache-2.0
#include "cli/task_dialog.hpp"

#include "cli/assignments.hpp"
#include "cli/terminal.hpp"
#include "rondo/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <istream>
#include <vector>

namespace rondo::cli {

namespace {

std::string people_of(const TaskInfo& task) {
  if (!task.assignee.empty()) return fmt::format(", assigned to {}", task.assignee);
  std::vector<std::string> names = task.candidate_users;
  for (const std::string& group : task.candidate_groups) names.push_back("group " + group);
  return names.empty() ? std::string() : fmt::format(", for {}", fmt::join(names, ", "));
}

}  // namespace

std::string describe(const TaskInfo& task) {
  const std::string name = task.name.empty() ? std::string() : fmt::format(" \"{}\"", task.name);
  const std::string due = task.due.empty() ? std::string() : fmt::format(", due {}", task.due);
  return fmt::format("user task {}{}{}{}", task.key, name, people_of(task), due);
}

std::optional<Variables> ask_for_variables(const TaskInfo& task, std::istream& input) {
  fmt::print("\n{}\n", colored(Color::Bold, describe(task)));
  if (!task.description.empty()) fmt::print("{}\n", task.description);
  fmt::print("Variables as name=value; an empty line completes the task, Ctrl-D stops.\n");
  Variables variables;
  while (true) {
    fmt::print("> ");
    std::fflush(stdout);
    std::string line;
    if (!std::getline(input, line)) return std::nullopt;
    if (line.find_first_not_of(" \t\r") == std::string::npos) return variables;
    try {
      for (const auto& [name, value] : read_assignments(line)) variables.set(name, value);
    } catch (const Error& failure) {
      fmt::print("{}\n", failure.what());
    }
  }
}

}  // namespace rondo::cli
