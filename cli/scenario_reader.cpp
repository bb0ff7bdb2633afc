// SPDX-License-Identifier: Apache-2.0
#include "cli/scenario_reader.hpp"

#include "cli/yaml_value.hpp"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>

#include <string_view>
#include <utility>

namespace rondo::cli {

namespace {

class FileReader {
 public:
  FileReader(std::filesystem::path file, std::filesystem::path root)
      : file_(std::move(file)), root_(std::move(root)) {}

  std::vector<Scenario> read() {
    YAML::Node content;
    try {
      content = YAML::LoadFile(file_.string());
    } catch (const YAML::BadFile&) {
      throw MalformedFile(file_.string(), {}, "the file cannot be read");
    } catch (const YAML::DeepRecursion& failure) {
      throw MalformedFile(file_.string(), position_of(failure.mark), "the file is nested too deep");
    } catch (const YAML::ParserException& failure) {
      throw MalformedFile(file_.string(), position_of(failure.mark), failure.msg);
    }
    std::vector<Scenario> scenarios;
    if (content.IsMap()) {
      scenarios.push_back(scenario(content));
    } else if (content.IsSequence()) {
      for (const auto& item : content) scenarios.push_back(scenario(item));
    } else {
      fail(content, "expected a scenario or a list of scenarios");
    }
    return scenarios;
  }

 private:
  [[noreturn]] void fail(const YAML::Node& node, const std::string& message) const {
    throw MalformedFile(file_.string(), position_of(node.Mark()), message);
  }

  std::string text(const YAML::Node& node, std::string_view what) const {
    if (!node.IsScalar()) fail(node, fmt::format("'{}' must be a text", what));
    return node.Scalar();
  }

  std::string optional_text(const YAML::Node& parent, const char* name) const {
    const YAML::Node node = parent[name];
    return node ? text(node, name) : std::string();
  }

  std::vector<std::string> texts(const YAML::Node& node, std::string_view what) const {
    if (!node.IsSequence()) fail(node, fmt::format("'{}' must be a list", what));
    std::vector<std::string> result;
    for (const auto& item : node) result.push_back(text(item, what));
    return result;
  }

  Scenario scenario(const YAML::Node& node) const {
    if (!node.IsMap()) fail(node, "a scenario must have fields such as 'id' and 'steps'");
    Scenario result;
    if (!node["id"]) fail(node, "the scenario has no 'id'");
    result.id = text(node["id"], "id");
    result.group = optional_text(node, "group");
    result.root = root_;
    result.source = file_.string();
    result.where = position_of(node.Mark());
    if (const auto unscored = node["unscored"]) result.unscored = to_value(unscored) == Value(true);
    read_engine(node, result);
    if (const auto one = node["file"]) result.files.push_back(text(one, "file"));
    if (const auto several = node["files"]) {
      for (std::string& name : texts(several, "files")) result.files.push_back(std::move(name));
    }
    read_delegates(node, result);
    read_kind(node, result);
    return result;
  }

  void read_engine(const YAML::Node& node, Scenario& result) const {
    if (const auto limit = node["step_data_limit"]) {
      const Value bytes = to_value(limit);
      if (!bytes.is_integer() || bytes.as_integer() < 1) {
        fail(limit, "'step_data_limit' must be a number of bytes");
      }
      result.step_data_limit = static_cast<std::size_t>(bytes.as_integer());
    }
    if (const auto on_abort = node["on_abort"]) {
      const std::string what = text(on_abort, "on_abort");
      if (what != "end" && what != "rollback") fail(on_abort, "'on_abort' must be end or rollback");
      result.abort_rolls_back = what == "rollback";
    }
  }

  void read_delegates(const YAML::Node& node, Scenario& result) const {
    const auto delegates = node["delegates"];
    if (!delegates) return;
    if (!delegates.IsMap()) fail(delegates, "'delegates' must map names to what they do");
    result.delegates = to_value(delegates).as_object();
  }

  void read_kind(const YAML::Node& node, Scenario& result) const {
    const std::string kind = node["kind"] ? text(node["kind"], "kind") : "steps";
    if (kind == "steps") {
      result.kind = Scenario::Kind::Steps;
      if (!node["steps"]) fail(node, fmt::format("the scenario '{}' has no 'steps'", result.id));
      result.steps = steps(node["steps"]);
    } else if (kind == "trace") {
      result.kind = Scenario::Kind::Trace;
      result.trace = trace(node);
    } else if (kind == "constraint") {
      result.kind = Scenario::Kind::Constraint;
      result.expect_rejected = expects_rejection(node);
    } else {
      fail(node["kind"], fmt::format("unknown kind '{}'; there are steps, trace and constraint", kind));
    }
    if (result.kind != Scenario::Kind::Steps && result.files.empty())
      fail(node, "the scenario has no 'file'");
  }

  std::vector<Step> steps(const YAML::Node& list) const {
    if (!list.IsSequence()) fail(list, "'steps' must be a list");
    std::vector<Step> result;
    for (const auto& item : list) {
      Step step;
      step.where = position_of(item.Mark());
      if (item.IsScalar()) {
        step.name = item.Scalar();
      } else if (item.IsMap() && item.size() == 1) {
        step.name = item.begin()->first.Scalar();
        step.arguments = to_value(item.begin()->second);
      } else {
        fail(item, "a step must be one name with its fields, such as 'start: {key: order}'");
      }
      result.push_back(std::move(step));
    }
    return result;
  }

  bool expects_rejection(const YAML::Node& node) const {
    const std::string expected = optional_text(node, "expect");
    if (expected != "rejected" && expected != "accepted") {
      fail(node["expect"] ? node["expect"] : node, "'expect' must be rejected or accepted");
    }
    return expected == "rejected";
  }

  TraceCase trace(const YAML::Node& node) const {
    TraceCase result;
    if (!node["process_id"]) fail(node, "a trace scenario needs 'process_id'");
    result.process_id = text(node["process_id"], "process_id");
    if (const auto others = node["also_start"]) result.also_start = texts(others, "also_start");
    const auto inputs = node["inputs"];
    const auto expectations = node["expect"];
    if (!inputs || !inputs.IsSequence()) fail(node, "'inputs' must be a list");
    if (!expectations || !expectations.IsSequence() || expectations.size() != inputs.size()) {
      fail(node, "'expect' must be a list with one entry for each of 'inputs'");
    }
    for (const auto& item : inputs) {
      const Value variables = to_value(item);
      if (!variables.is_null() && !variables.is_object())
        fail(item, "an entry of 'inputs' must map names to values");
      result.inputs.push_back(variables.is_object() ? variables.as_object() : Variables());
    }
    for (const auto& item : expectations) result.expectations.push_back(expectation(item));
    return result;
  }

  TraceExpectation expectation(const YAML::Node& node) const {
    if (!node.IsMap()) fail(node, "an entry of 'expect' must have fields such as 'one_of'");
    TraceExpectation result;
    if (const auto lists = node["one_of"]) {
      if (!lists.IsSequence()) fail(lists, "'one_of' must be a list of token lists");
      for (const auto& list : lists) result.one_of.push_back(texts(list, "one_of"));
    }
    result.sequence = optional_text(node, "compare") == "sequence";
    result.error = optional_text(node, "error");
    return result;
  }

  std::filesystem::path file_;
  std::filesystem::path root_;
};

}  // namespace

MalformedFile::MalformedFile(const std::string& file, SourcePosition where, const std::string& message)
    : std::runtime_error(where.line == 0
                             ? fmt::format("{}: {}", file, message)
                             : fmt::format("{}:{}:{}: {}", file, where.line, where.column, message)) {}

std::vector<Scenario> read_scenarios(const std::filesystem::path& file,
                                     const std::filesystem::path& files_root) {
  try {
    return FileReader(file, files_root.empty() ? file.parent_path() : files_root).read();
  } catch (const YAML::Exception& failure) {
    throw MalformedFile(file.string(), position_of(failure.mark), failure.msg);
  }
}

}  // namespace rondo::cli
