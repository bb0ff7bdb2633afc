// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/elsa/expressions.hpp"
#include "frontends/elsa/json.hpp"
#include "frontends/naming.hpp"
#include "model/definition.hpp"

#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::frontends::elsa {

/// Makes a process of a workflow. docs/elsa.md shows what becomes what. Recursion follows the nesting of the
/// file, which its parser bounds.
class Lowering {
 public:
  Lowering(const Json& document, model::Diagnostics& diagnostics)
      : document_(document), diagnostics_(diagnostics) {}

  /// `key`: of the process, when the workflow does not name itself. What comes out must not be deployed when
  /// the diagnostics refuse it.
  [[nodiscard]] std::shared_ptr<const model::ProcessDefinition> run(std::string key, const std::string& file);

 private:
  using Kind = model::ExpressionSource::Kind;
  using Maker = model::NodeId (Lowering::*)(const Json& activity, model::ScopeId scope);
  struct Code {
    std::string text;
    model::SourcePosition where;
  };
  struct Member {
    const Json* json;
    std::string id;
  };
  struct Connection {
    std::string source, port, target;
    model::SourcePosition where;
  };

  // lowering.cpp: the workflow, flowcharts
  void read_header(std::string key);
  [[nodiscard]] model::Merging merging_of();
  void collect_names(const Json& json);
  void declare(const Json& holder, model::ScopeId scope);
  using Nodes = std::map<std::string, model::NodeId, std::less<>>;
  [[nodiscard]] std::vector<Connection> connect_all(const Json& flowchart, const Nodes& nodes);
  void add_triggers(const std::vector<Member>& activities, const Nodes& nodes,
                    const std::vector<Connection>& connections);
  void warn_of_triggers(const Json& json);
  void fill_flowchart(const Json& flowchart, model::ScopeId scope);
  [[nodiscard]] std::vector<Connection> connections_of(const Json& flowchart);
  [[nodiscard]] std::string start_of(const Json& flowchart, const std::vector<Member>& activities,
                                     const std::vector<Connection>& connections) const;
  model::NodeId lower(const Json& activity, model::ScopeId scope);
  [[nodiscard]] static Maker maker_of(std::string_view type);

  // activities.cpp
  model::NodeId none(const Json& activity, model::ScopeId scope);
  model::NodeId end(const Json& activity, model::ScopeId scope);
  model::NodeId finish(const Json& activity, model::ScopeId scope);
  model::NodeId complete(const Json& activity, model::ScopeId scope);
  model::NodeId leave_loop(const Json& activity, model::ScopeId scope);
  model::NodeId fault(const Json& activity, model::ScopeId scope);
  model::NodeId write_line(const Json& activity, model::ScopeId scope);
  model::NodeId set_variable(const Json& activity, model::ScopeId scope);
  model::NodeId set_output(const Json& activity, model::ScopeId scope);
  model::NodeId run_script(const Json& activity, model::ScopeId scope);
  model::NodeId decision(const Json& activity, model::ScopeId scope);
  model::NodeId flow_switch(const Json& activity, model::ScopeId scope);
  model::NodeId flow_fork(const Json& activity, model::ScopeId scope);
  model::NodeId flow_join(const Json& activity, model::ScopeId scope);
  model::NodeId run_task(const Json& activity, model::ScopeId scope);
  model::NodeId custom(const Json& activity, model::ScopeId scope);
  /// The node is done by a delegate of that name. It gets the inputs of the activity, except some, and gives
  /// its outputs.
  void call_host(model::FlowNode& node, const Json& activity, std::string delegate,
                 std::initializer_list<std::string_view> except = {});
  [[nodiscard]] static std::unique_ptr<model::Implementation> code(model::Implementation::Kind kind,
                                                                   model::SourcePosition where);
  // http.cpp
  model::NodeId rename(const Json& activity, model::ScopeId scope);
  [[nodiscard]] std::vector<std::string> methods_of(const Json& activity);
  model::NodeId http_endpoint(const Json& activity, model::ScopeId scope);
  model::NodeId write_http_response(const Json& activity, model::ScopeId scope);
  model::FlowNode http_request(model::FlowNode node, const Json& activity, const Code& expected);
  model::NodeId send_http_request(const Json& activity, model::ScopeId scope);
  model::NodeId http_request_with_branches(const Json& activity, model::ScopeId scope,
                                           const std::vector<Json>* cases);
  // events.cpp
  [[nodiscard]] std::string duration_of(const Json& span);
  model::NodeId delay(const Json& activity, model::ScopeId scope);
  model::NodeId start_at(const Json& activity, model::ScopeId scope);
  model::FlowNode signal_event(model::ElementKind kind, const Json& activity, model::ScopeId scope);
  model::NodeId event(const Json& activity, model::ScopeId scope);
  model::NodeId publish_event(const Json& activity, model::ScopeId scope);
  void pass_input(model::FlowNode& call, const Json& passed);
  model::NodeId execute_workflow(const Json& activity, model::ScopeId scope);
  model::NodeId timer(const Json& activity, model::ScopeId scope, model::TimerKind kind, const Code& value);

  // composites.cpp
  model::NodeId flowchart(const Json& activity, model::ScopeId scope);
  model::NodeId sequence(const Json& activity, model::ScopeId scope);
  model::NodeId parallel(const Json& activity, model::ScopeId scope);
  model::NodeId fork(const Json& activity, model::ScopeId scope);
  model::NodeId if_else(const Json& activity, model::ScopeId scope);
  model::NodeId switch_case(const Json& activity, model::ScopeId scope);
  model::NodeId while_loop(const Json& activity, model::ScopeId scope);
  model::NodeId for_loop(const Json& activity, model::ScopeId scope);
  model::NodeId for_each(const Json& activity, model::ScopeId scope);
  model::NodeId parallel_for_each(const Json& activity, model::ScopeId scope);
  model::NodeId each(const Json& activity, model::ScopeId scope, bool sequential);
  model::ScopeId open(model::NodeId owner);
  /// A sub-process that is repeated, around the member `body` of the activity. `current`: variable that each
  /// round leaves its value in; empty: none.
  model::NodeId loop_around(const Json& activity, model::ScopeId scope, const std::string& current = {});
  model::NodeId choice(const Json& activity, model::ScopeId scope);

  // inputs.cpp: inputs and expressions
  [[nodiscard]] const Json* input(const Json& activity, std::string_view name) const;
  [[nodiscard]] const Json* given(const Json& activity, std::string_view name) const;
  [[nodiscard]] std::optional<model::Value> constant(const Json* input) const;
  /// What a variable, or an input of the workflow, has at first.
  [[nodiscard]] model::Value initial_value(const Json& variable) const;
  [[nodiscard]] std::string constant_text(const Json& activity, std::string_view name) const;
  /// The same of an input that cannot be computed; one of some names, of which `otherwise` is the default; a
  /// list.
  [[nodiscard]] std::string setting(const Json& activity, std::string_view name);
  [[nodiscard]] std::string choice_of(const Json& activity, std::string_view name,
                                      std::initializer_list<std::string_view> known,
                                      std::size_t otherwise = 0);
  [[nodiscard]] const std::vector<Json>* list_in(const Json& holder, std::string_view name);
  [[nodiscard]] Code code_of(const Json* input, std::string_view fallback = "null");
  [[nodiscard]] Code translated(const Json& expression, std::string_view type_name);
  [[nodiscard]] std::string variable_named(const Json* reference);
  [[nodiscard]] std::string name_in_scripts(std::string_view name) const;
  model::ExpressionId value(const Code& code, const std::string& element);
  model::ExpressionId condition(const Code& code, const std::string& element);
  model::ExpressionId text(std::string text, model::SourcePosition where, const std::string& element);
  void error(model::SourcePosition where, std::string rule, std::string message);
  void fill_script(model::FlowNode& node, const Code& script);
  void assign(model::FlowNode& node, std::string target, const Code& code, bool is_output);
  /// What variables of these names hold when the activity is done goes to its outputs.
  void give_outputs(model::FlowNode& node, const Json& activity,
                    std::initializer_list<std::string_view> names);
  /// The variable that an output of the activity goes to; empty: none.
  [[nodiscard]] std::string output_variable(const Json& activity, std::string_view name);

  // nodes
  [[nodiscard]] static bool may_start(const Json& activity);
  [[nodiscard]] model::MergeMode merge_mode_of(const Json& activity);
  model::FlowNode made(model::ElementKind kind, const Json& activity, model::ScopeId scope);
  static model::ActivityExtras& extras(model::FlowNode& node);
  /// A variable of the node itself, null at first.
  static void declare_local(model::FlowNode& node, std::string name);
  static model::EventDefinition& event_of(model::FlowNode& node, model::EventKind kind);
  model::SequenceFlow& connect(model::NodeId source, model::NodeId target);

  const Json& document_;
  const Json* root_ = nullptr;  // the root activity
  model::Diagnostics& diagnostics_;
  model::ProcessBuilder builder_;
  model::Merging merging_ = model::Merging::Counted;
  std::map<std::string, std::string, std::less<>> by_id_;  // names of variables
  std::set<std::string, std::less<>> names_;               // of variables and inputs
  std::set<const Json*> triggers_;                         // activities that start instances
  NodeNames node_names_;
  std::size_t flows_ = 0;
  int loops_ = 0;        // around the activity
  std::string current_;  // the activity whose inputs are read
};

}  // namespace rondo::frontends::elsa
