// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/scenario_reader.hpp"
#include "cli/scenario_runner.hpp"
#include "tests/cli/command_line.hpp"
#include "tests/support/process_text.hpp"

#include <string>
#include <string_view>

namespace rondo::cli {

/// Runs one scenario, given as YAML without `id` and `file`, on a process given by its content. Gives why
/// it fails; "holds" when it does not.
inline std::string verdict(std::string_view process, std::string_view scenario,
                           std::string_view definitions = {}) {
  const ScratchFolder folder;
  folder.write("p.bpmn", tests::process_text("p", process, definitions));
  const std::string file =
      folder.write("p.scenario.yaml", "id: test\nfile: p.bpmn\n" + std::string(scenario));
  const auto scenarios = read_scenarios(file, {});
  return run_scenario(scenarios.at(0)).failure.value_or("holds");
}

/// A process that runs the class `Work` and then waits in the user task `after`.
inline std::string work_process(std::string_view inside = {}) {
  return "<startEvent id=\"start\"/><serviceTask id=\"work\" activiti:class=\"Work\">" + std::string(inside) +
         "</serviceTask><userTask id=\"after\" name=\"After work\"/>" + tests::flows("start work after");
}

}  // namespace rondo::cli
