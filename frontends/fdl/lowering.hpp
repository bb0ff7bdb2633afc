// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/fdl/flow.hpp"
#include "frontends/naming.hpp"
#include "model/definition.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::frontends::fdl {

/// Makes a process of a flow that has no errors. docs/fdl.md shows what becomes what.
class Lowering {
 public:
  Lowering(const Flow& flow, model::Diagnostics& diagnostics) : flow_(flow), diagnostics_(diagnostics) {}

  [[nodiscard]] std::shared_ptr<const model::ProcessDefinition> run(std::string key, const std::string& file);

 private:
  /// A way from a node to another step of its series.
  struct Way {
    model::NodeId from = model::kNoNode;
    const Step* target = nullptr;  ///< nullptr: the end of the series.
    model::ExpressionId condition = model::kNoExpression;
    bool otherwise = false;
  };
  /// The steps of one scope.
  struct Series {
    const std::vector<Step>* steps = nullptr;
    model::ScopeId scope{};
    std::map<const Step*, model::NodeId> entries;
    std::vector<Way> ways;
  };

  // lowering.cpp
  void add_start();
  void add_time_limit();
  /// Adds the steps behind a start event; gives the first one.
  model::NodeId add_series(const std::vector<Step>& steps, model::ScopeId scope, model::NodeId start);
  void connect(const Series& series, model::NodeId start);
  void warn_unreachable(const Series& series);
  void add_body(model::NodeId owner, const std::vector<Step>& steps);
  model::FlowNode step_node(model::ElementKind kind, const Step& step, const Series& series);
  model::ExpressionId expression(const Source& source, std::string_view language, const std::string& element);
  std::vector<model::StepMapping> mapped(const Mappings& mappings, const std::string& element);
  void map_data(const Step& step, model::StepData& data, const std::string& element);
  void add_flow(model::NodeId from, model::NodeId to, const Way& way);

  // lowering_steps.cpp
  void add_step(const Step& step, Series& series);
  void add_task(const Step& step, Series& series);
  void fill_call(const Step& step, model::FlowNode& node);
  void fill_code(const Step& step, model::FlowNode& node);
  void add_time_limit(const Step& step, model::NodeId activity, const Series& series);
  void add_catch(const Catch& rule, model::NodeId activity, Series& series);
  void add_wait(const Step& step, Series& series);
  void add_choice(const Step& step, Series& series);
  void add_branch(const Step& step, const Branch& branch, bool otherwise, Series& series);
  model::ScopeId add_frame(const Step& step, Series& series);
  void add_parallel(const Step& step, Series& series);
  void add_foreach(const Step& step, Series& series);
  void add_fail(const Step& step, Series& series);
  [[nodiscard]] static const Step* next(const Step& step, const Series& series);
  [[nodiscard]] static const Step* sibling(const std::string& name, const Series& series);

  const Flow& flow_;
  model::Diagnostics& diagnostics_;
  model::ProcessBuilder builder_;
  std::map<const Mappings*, std::vector<model::StepMapping>> mapped_;
  NodeNames node_names_;
  std::size_t flows_ = 0;
};

}  // namespace rondo::frontends::fdl
