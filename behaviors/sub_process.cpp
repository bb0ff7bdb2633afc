// SPDX-License-Identifier: Apache-2.0
#include "agenda/conducting.hpp"
#include "agenda/graceful_ending.hpp"
#include "behaviors/registry.hpp"

namespace rondo::behaviors {

namespace {

// The token becomes the scope of the body and leaves when the body holds no token any more (BPMN 2.0
// §13.3.4). A transaction without cancel events is no different.
class SubProcess final : public FlowNodeBehavior {
 public:
  void execute(agenda::ExecutionContext& context) const override {
    if (context.node().guard != nullptr && context.node().guard->conductor != nullptr)
      return conduct(context);
    context.start_body();
  }
  // One that was canceled does not leave, and one with a guard has more to do.
  void body_ended(agenda::ExecutionContext& context) const override {
    agenda::Command& command = context.command();
    if (!command.is_graceful(context.id())) return context.leave();
    agenda::GracefulEnding(command).refresh_captured(context.id());
    if (context.node().guard != nullptr)
      return agenda::GracefulEnding(command).guarded_body_ended(context.id());
    if ((context.execution().phase & agenda::phase::kCanceled) != 0)
      return agenda::GracefulEnding(command).end_canceled(context.id());
    context.leave();
  }

 private:
  // Nothing in the body begins by itself.
  static void conduct(agenda::ExecutionContext& context) {
    agenda::Command& command = context.command();
    command.tree().set_flags(context.id(), agenda::flag::kScope);
    command.tree().clear_flags(context.id(), agenda::flag::kWaiting);
    agenda::Conducting(command, context.id()).begins();
  }
};

}  // namespace

BehaviorRow make_SubProcess() {
  BehaviorRow row;
  row.on(model::EventKind::None, std::make_unique<SubProcess>());
  return row;
}

BehaviorRow make_Transaction() { return make_SubProcess(); }

}  // namespace rondo::behaviors
