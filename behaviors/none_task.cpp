// SPDX-License-Identifier: Apache-2.0
#include "agenda/context.hpp"
#include "behaviors/registry.hpp"

namespace rondo::behaviors {

namespace {

// Undefined and manual tasks are done outside the engine's sight: the token passes (BPMN 2.0 §13.3.3).
class PassingTask final : public agenda::PassingBehavior {};

}  // namespace

BehaviorRow make_Task() {
  BehaviorRow row;
  row.on(model::EventKind::None, std::make_unique<PassingTask>());
  return row;
}

BehaviorRow make_ManualTask() { return make_Task(); }

}  // namespace rondo::behaviors
