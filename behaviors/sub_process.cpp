// SPDX-License-Identifier: Apache-2.0
#include "agenda/context.hpp"
#include "behaviors/registry.hpp"

namespace rondo::behaviors {

namespace {

// The token becomes the scope of the body and leaves when the body holds no token any more (BPMN 2.0
// §13.3.4). A transaction without cancel events is no different.
class SubProcess final : public FlowNodeBehavior {
 public:
  void execute(agenda::ExecutionContext& context) const override { context.start_body(); }
};

}  // namespace

BehaviorRow make_SubProcess() {
  BehaviorRow row;
  row.on(model::EventKind::None, std::make_unique<SubProcess>());
  return row;
}

BehaviorRow make_Transaction() { return make_SubProcess(); }

}  // namespace rondo::behaviors
