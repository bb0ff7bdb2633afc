// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/activities/activity.hpp"
#include "frontends/naming.hpp"
#include "model/definition.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace rondo::frontends::activities {

/// Makes a process of a workflow that has no findings. docs/activities.md shows what becomes what.
class Lowering {
 public:
  Lowering(const Workflow& workflow, model::Diagnostics& diagnostics)
      : workflow_(workflow), diagnostics_(diagnostics) {}

  [[nodiscard]] std::shared_ptr<const model::ProcessDefinition> run(std::string key, const std::string& file);

 private:
  using Kind = model::ExpressionSource::Kind;

  // lowering.cpp: composites
  model::NodeId place(const Activity& activity, model::ScopeId scope);
  model::NodeId place_on_demand(const Slot* slot, model::ScopeId scope);
  model::NodeId composite(const Activity& activity, model::ScopeId scope);
  void fill(const Activity& activity, model::NodeId owner, model::ScopeId body);
  model::NodeId lead_in(const Activity& activity, model::ScopeId body);
  void lead_out(const Activity& activity, model::NodeId node, model::ScopeId body);
  void place_alone(const Activity& activity, model::ScopeId body);
  void fill_sequence(const Slot* slot, model::ScopeId body);
  void fill_all(const Slot* slot, model::ScopeId body);
  void fill_parallel(const Activity& activity, model::NodeId owner, model::ScopeId body);
  void fill_each(const Activity& activity, model::NodeId owner, model::ScopeId body);
  void fill_pick(const Activity& activity, model::NodeId owner, model::ScopeId body);
  void fill_choice(const Activity& activity, model::ScopeId body);
  void fill_loop(const Activity& activity, model::ScopeId body);
  void fill_try(const Activity& activity, model::NodeId owner, model::ScopeId body);
  void fill_compensable(const Activity& activity, model::NodeId owner, model::ScopeId body);
  void fill_native(const Activity& activity, model::NodeId owner, model::ScopeId body);
  void declare_variables(const Activity& activity, model::NodeId owner);

  // lowering_leaves.cpp: what has nothing inside
  model::FlowNode leaf(const Activity& activity, model::ScopeId scope);
  void fill_assign(const Activity& activity, model::FlowNode& node);
  void fill_custom(const Activity& activity, model::FlowNode& node);
  void fill_arguments(const Activity& activity, model::FlowNode& node, model::Implementation& code);
  void fill_write_line(const Activity& activity, model::FlowNode& node);
  void fill_delay(const Activity& activity, model::FlowNode& node);
  void fill_throw(const Activity& activity, model::FlowNode& node);
  void fill_settling(const Activity& activity, model::FlowNode& node);
  model::EventDefinition& event_of(model::FlowNode& node, model::ElementKind kind, model::EventKind event);
  void declare_types();

  // lowering_nodes.cpp: nodes and flows
  model::FlowNode made(model::ElementKind kind, const Activity& activity, model::ScopeId scope);
  model::NodeId implicit(model::ElementKind kind, std::string_view name, model::SourcePosition where,
                         model::ScopeId scope);
  void connect(model::NodeId from, model::NodeId to, model::ExpressionId condition = model::kNoExpression,
               bool otherwise = false);
  model::ExpressionId expression(const Argument& argument, Kind kind, const std::string& element);
  model::ExpressionId value(const Activity& activity, std::string_view argument, const std::string& element);
  [[nodiscard]] std::string name_argument(const Activity& activity, std::string_view argument);
  model::Guard& guard_of(model::NodeId owner);

  const Workflow& workflow_;
  model::Diagnostics& diagnostics_;
  model::ProcessBuilder builder_;
  NodeNames node_names_;
  std::size_t flows_ = 0;
  std::size_t catching_ = 0;  // catches around what is placed
  std::size_t undoing_ = 0;   // handlers of compensable activities around what is placed
};

}  // namespace rondo::frontends::activities
