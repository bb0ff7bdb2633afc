// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "rondo/conversion.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <fstream>
#include <memory>
#include <string>

namespace rondo::cli {

namespace {

struct ConvertOptions {
  std::string file, output;
};

int convert(const ConvertOptions& options) {
  const std::string text = convert_to_bpmn(read_resource(options.file));
  if (options.output == "-") {
    fmt::print("{}", text);
    return kDone;
  }
  std::ofstream out(options.output, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw Error(ErrorKind::Argument, fmt::format("cannot write '{}'", options.output));
  return kDone;
}

constexpr const char* kConvertFooter = R"(
Writes a process file of any notation as BPMN 2.0, with the same elements in the same
order. What BPMN and the extensions that rondo reads cannot say is listed with its place,
and nothing is written. Diagrams are not carried over: tools and 'rondo render' lay the
result out.

Examples:
  rondo convert refund.apiflow -o refund.bpmn
  rondo convert order.bpmn -o -

Exit codes:
  0  written
  2  the file cannot be read or written, or says what BPMN cannot
)";

}  // namespace

void add_convert_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App* command = app.add_subcommand("convert", "Write a process file as BPMN 2.0");
  command->add_option("FILE", options->file, "Process file")->required()->type_name("");
  command->add_option("-o,--output", options->output, "The BPMN file; - is the standard output")
      ->required()
      ->type_name("FILE");
  command->footer(kConvertFooter);
  command->callback([options, &action] { action = [options] { return convert(*options); }; });
}

}  // namespace rondo::cli
