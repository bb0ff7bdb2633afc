// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "behaviors/throwing.hpp"

namespace rondo::behaviors {

namespace {

// ApiFlow's `async`: each thread has a scope of its own, and the thrower goes on at once.
class Detach final : public FlowNodeBehavior {
 public:
  void execute(agenda::ExecutionContext& context) const override {
    agenda::Command& command = context.command();
    for (const model::NodeId thread : context.node().events.front().threads)
      command.detach(context.id(), thread);
    command.set_thread_result(context.id(), {});
    context.leave();
  }
};

}  // namespace

std::unique_ptr<const FlowNodeBehavior> make_detach() { return std::make_unique<Detach>(); }

}  // namespace rondo::behaviors
