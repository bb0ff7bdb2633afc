// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "behaviors/registry.hpp"

#include <utility>

namespace rondo::behaviors {

namespace {

using agenda::ExecutionContext;
using agenda::InvocationResult;

// Runs the code that the task names: a delegate, an expression, a script, work for a topic.
class CodeTask final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    static const model::Implementation kUnnamed;
    const model::FlowNode& node = context.node();
    const model::Implementation& code = node.implementation != nullptr ? *node.implementation : kUnnamed;
    model::Value result;
    const InvocationResult outcome = context.invoke(code, result);
    if (outcome == InvocationResult::Waits) return context.wait();
    if (!code.result_variable.empty() && outcome == InvocationResult::Done) {
      if (code.local_result) {
        context.command().set_local(context.execution().parent,
                                    context.process().names().intern(code.result_variable),
                                    std::move(result));
      } else {
        context.set_variable(code.result_variable, std::move(result));
      }
    }
    if (node.triggerable) return context.wait();
    context.leave();
  }
};

BehaviorRow code_task() {
  BehaviorRow row;
  row.on(model::EventKind::None, std::make_unique<CodeTask>());
  return row;
}

}  // namespace

BehaviorRow make_ServiceTask() { return code_task(); }
BehaviorRow make_SendTask() { return code_task(); }
BehaviorRow make_BusinessRuleTask() { return code_task(); }
BehaviorRow make_ScriptTask() { return code_task(); }

}  // namespace rondo::behaviors
