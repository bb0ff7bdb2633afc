// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "behaviors/registry.hpp"

namespace rondo::behaviors {

namespace {

using agenda::Command;
using agenda::ExecutionContext;
using agenda::ExecutionId;
namespace flag = agenda::flag;

// Its activities start when somebody enables them, one at a time or side by side, as often as wanted; after
// each of them the completion condition says whether that was enough (BPMN 2.0 §13.3.5). Without such a
// condition nobody has to decide anything: each activity runs once. In files of Activiti and Flowable it is
// then ended by a call, as these do.
class AdHocSubProcess final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    Command& command = context.command();
    command.tree().set_flags(context.id(), flag::kAdHoc);
    context.start_body();
    if (!runs_by_itself(context)) return;
    const bool one_at_a_time = context.node().extras->ad_hoc_sequential;
    bool first = true;
    for (const model::NodeId node : context.definition().scope(context.node().body).starts) {
      const ExecutionId token = command.tree().create_child(context.id(), node);
      if (first || !one_at_a_time) {
        command.plan(agenda::OperationKind::Continue, token);
      } else {
        command.tree().set_flags(token, flag::kPending);
      }
      first = false;
    }
    if (first) context.leave();
  }

  void token_ended(ExecutionContext& scope) const override {
    if (scope.execution().is(flag::kLeaving)) return;
    const model::ActivityExtras& properties = *scope.node().extras;
    if (properties.completion_condition == model::kNoExpression) return start_next(scope);
    if (!scope.is_true(properties.completion_condition)) return;
    if (properties.cancel_remaining_instances) {
      scope.command().withdraw_children(scope.id(), "ad-hoc completion condition");
    }
    if (scope.execution().tokens == 0) scope.leave();
  }

 private:
  static bool runs_by_itself(const ExecutionContext& scope) {
    const model::Dialect dialect = scope.definition().dialect;
    return scope.node().extras->completion_condition == model::kNoExpression &&
           dialect != model::Dialect::Activiti && dialect != model::Dialect::Flowable;
  }

  static void start_next(ExecutionContext& scope) {
    if (!runs_by_itself(scope)) return;
    if (scope.execution().tokens == 0) return scope.leave();
    Command& command = scope.command();
    ExecutionId next = agenda::kNone;
    for (ExecutionId id = scope.execution().last_child; id != agenda::kNone;
         id = command.tree().at(id).previous) {
      if (!command.tree().at(id).is(flag::kPending | flag::kEventBody)) return;
      if (command.tree().at(id).is(flag::kPending)) next = id;
    }
    if (next == agenda::kNone) return;
    command.tree().clear_flags(next, flag::kPending);
    command.plan(agenda::OperationKind::Continue, next);
  }
};

}  // namespace

BehaviorRow make_AdHocSubProcess() {
  BehaviorRow row;
  row.on(model::EventKind::None, std::make_unique<AdHocSubProcess>());
  return row;
}

}  // namespace rondo::behaviors
