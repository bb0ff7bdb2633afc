// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/diagram_file.hpp"
#include "cli/scenario_reader.hpp"
#include "cli/scenario_runner.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <optional>

namespace rondo::cli {

namespace {

namespace fs = std::filesystem;

struct RenderOptions {
  std::string file;
  std::string output;
  std::string format;
  std::string scenario;
  std::string id;
};

// Remembers what happens in the engine of a scenario.
class MarkingWatch final : public EngineWatch {
 public:
  void opened(Engine& engine) override { recorder_.emplace(engine); }
  void closing(Engine&) override {
    marks_ = recorder_->marks();
    recorder_.reset();
  }
  [[nodiscard]] const DiagramMarks& marks() const noexcept { return marks_; }

 private:
  std::optional<DiagramRecorder> recorder_;
  DiagramMarks marks_;
};

bool deploys(const Scenario& scenario, const fs::path& file) {
  std::error_code ignored;
  for (const std::string& name : scenario.files) {
    if (fs::equivalent(scenario.root / name, file, ignored)) return true;
  }
  return false;
}

// The scenario of that id, else the first one about the file.
Scenario choose_scenario(const RenderOptions& options) {
  for (const Scenario& scenario : read_scenarios(options.scenario, {})) {
    const bool wanted = options.id.empty()
                            ? scenario.kind == Scenario::Kind::Steps && deploys(scenario, options.file)
                            : scenario.id == options.id;
    if (!wanted) continue;
    if (scenario.kind == Scenario::Kind::Steps) return scenario;
    throw Error(ErrorKind::Argument, fmt::format("'{}' is not a scenario of steps", scenario.id));
  }
  throw Error(ErrorKind::NotFound,
              options.id.empty()
                  ? fmt::format("no scenario in {} is about {}", options.scenario, options.file)
                  : fmt::format("there is no scenario '{}' in {}", options.id, options.scenario));
}

int render(const RenderOptions& options) {
  if (options.output == "-" && options.format.empty()) {
    throw Error(ErrorKind::Argument, "for the standard output, --format svg or --format html is needed");
  }
  const DiagramFormat format = diagram_format(options.output, options.format);
  const Resource resource = read_resource(options.file);
  if (options.scenario.empty()) {
    write_diagram(options.output, draw_diagram(resource, format));
    return kDone;
  }
  const Scenario scenario = choose_scenario(options);
  MarkingWatch watch;
  const Outcome outcome = run_scenario(scenario, &watch);
  write_diagram(options.output, draw_diagram(resource, format, watch.marks()));
  if (!outcome.failure) return kDone;
  fmt::print(stderr, "rondo: error: the scenario '{}' fails: {}\n", scenario.id, *outcome.failure);
  return kFailed;
}

constexpr const char* kRenderFooter = R"(
Draws the diagram of a file as an SVG image or a web page. What the file does not place
is laid out. With --scenario the scenario is run, and the picture shows the way that it
took, how often each element was entered, and where instances wait.

Examples:
  rondo render order.bpmn -o order.svg
  rondo render order.bpmn -o order.html --scenario order.scenario.yaml --id refund
  rondo render order.bpmn -o - --format svg

Exit codes:
  0  drawn
  1  drawn, but the scenario fails
  2  a file cannot be read or written, or the arguments are unusable
)";

}  // namespace

void add_render_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<RenderOptions>();
  CLI::App* command = app.add_subcommand("render", "Draw a process file as a picture");
  command->add_option("FILE", options->file, "Process file")->required()->type_name("");
  command->add_option("-o,--output", options->output, "The picture, .svg or .html; - is the standard output")
      ->required()
      ->type_name("FILE");
  command->add_option("--format", options->format, "svg or html; else the name of the picture says it")
      ->check(CLI::IsMember({"svg", "html"}))
      ->type_name("NAME");
  auto* scenario =
      command->add_option("--scenario", options->scenario, "Run this scenario and mark what it did")
          ->type_name("FILE");
  command->add_option("--id", options->id, "Which scenario of the file; else the first one about FILE")
      ->needs(scenario)
      ->type_name("ID");
  command->footer(kRenderFooter);
  command->callback([options, &action] { action = [options] { return render(*options); }; });
}

}  // namespace rondo::cli
