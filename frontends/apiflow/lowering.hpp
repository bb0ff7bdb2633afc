// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/apiflow/script.hpp"
#include "frontends/naming.hpp"
#include "model/definition.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::frontends::apiflow {

/// Makes a process of a script that has no findings. docs/apiflow.md shows what becomes what.
class Lowering {
 public:
  Lowering(const Script& script, model::Diagnostics& diagnostics)
      : script_(script), diagnostics_(diagnostics) {}

  [[nodiscard]] std::shared_ptr<const model::ProcessDefinition> run(std::string key, const std::string& file);

 private:
  /// A flow that has no target yet.
  struct End {
    model::NodeId from = model::kNoNode;
    model::ExpressionId condition = model::kNoExpression;
    bool otherwise = false;
  };
  using Ends = std::vector<End>;
  /// What a reference has become: the activity that errors are caught at, and where it goes on.
  struct Block {
    model::NodeId activity = model::kNoNode;
    Ends ends;
  };

  // lowering.cpp: instructions
  Ends sequence(const std::vector<Instruction>& instructions, model::ScopeId scope, Ends ends);
  Ends when(const Instruction& when, model::ScopeId scope, const Ends& ends);
  Ends when_error(const Instruction& when, model::ScopeId scope, const Block& subject);
  Ends async(const Instruction& async, model::ScopeId scope, const Ends& ends);
  void exit(const Code& value, model::SourcePosition where, model::ScopeId scope, const Ends& ends);
  Block reference(const Reference& reference, model::ScopeId scope, const Ends& ends);
  void fill_body(model::NodeId owner, const Reference& inside, model::ScopeId parent);

  // lowering_tasks.cpp: tasks and data
  void declare_data();
  void add_starts(Ends& ends);
  void add_data(model::FlowNode& start);
  model::NodeId add_task(const Task& task, const Reference& use, model::ScopeId scope);
  model::NodeId add_nothing(model::SourcePosition where, model::ScopeId scope);
  void check_unused();
  [[nodiscard]] bool is_lazy(const Data& data) const;

  void connect(const Ends& ends, model::NodeId target);
  model::ExpressionId expression(model::ExpressionSource::Kind kind, const Code& code, std::string language,
                                 std::string element);

  const Script& script_;
  model::Diagnostics& diagnostics_;
  model::ProcessBuilder builder_;
  std::map<std::string, const Task*, std::less<>> tasks_;
  std::set<std::string, std::less<>> used_;  // names of tasks that something runs
  NodeNames node_names_;
  std::size_t flows_ = 0;
};

}  // namespace rondo::frontends::apiflow
