// SPDX-License-Identifier: Apache-2.0
#include "frontends/apiflow/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace rondo::frontends::apiflow {

namespace {

constexpr std::array<std::string_view, 12> kReserved{"input", "result",  "execution", "start",
                                                     "init",  "destroy", "run",       "when",
                                                     "async", "exit",    "false",     "true"};

class Checker {
 public:
  Checker(const Script& script, model::Diagnostics& diagnostics)
      : script_(script), diagnostics_(diagnostics) {}

  void run() {
    for (const Data& data : script_.data) declare(data.name, data.where, nullptr);
    for (const Task& task : script_.tasks) declare(task.name, task.where, &task);
    check_all(script_.start);
  }

 private:
  void declare(const std::string& name, model::SourcePosition where, const Task* task) {
    if (std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end()) {
      diagnostics_.error(where, "reserved-name",
                         fmt::format("'{}' has a meaning of its own; choose another name", name), name);
    }
    if (!known_.emplace(name, task).second) {
      diagnostics_.error(where, "duplicate-task", fmt::format("'{}' is declared twice", name), name);
    }
  }

  void check_all(const std::vector<Instruction>& instructions) {
    for (const Instruction& instruction : instructions) check(instruction);
  }

  void check(const Instruction& instruction) {
    const std::size_t branches = instruction.branches.size();
    if (instruction.verb == Verb::Run || instruction.verb == Verb::When) check(instruction.subject);
    for (const Reference& branch : instruction.branches) check(branch);
    if (instruction.verb == Verb::When && instruction.test != Test::To && branches > 2) {
      diagnostics_.error(
          instruction.where, "branch-count",
          fmt::format("this test has two branches at most, not {}; 'to' has as many as you like", branches));
    }
  }

  void check(const Reference& reference) {
    if (reference.name.empty()) return check_all(reference.group);
    const auto found = known_.find(reference.name);
    if (found == known_.end()) {
      diagnostics_.error(reference.where, "unknown-task",
                         fmt::format("there is no task '{}'", reference.name));
    } else if (found->second == nullptr) {
      diagnostics_.error(reference.where, "unknown-task",
                         fmt::format("'{}' is data, not a task", reference.name));
    } else if (found->second->parameters.size() != reference.arguments.size()) {
      diagnostics_.error(reference.where, "argument-count",
                         fmt::format("'{}' takes {} arguments, not {}", reference.name,
                                     found->second->parameters.size(), reference.arguments.size()));
    }
  }

  const Script& script_;
  model::Diagnostics& diagnostics_;
  std::map<std::string, const Task*> known_;  // nullptr: data
};

}  // namespace

void check(const Script& script, model::Diagnostics& diagnostics) { Checker(script, diagnostics).run(); }

}  // namespace rondo::frontends::apiflow
