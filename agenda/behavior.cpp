// SPDX-License-Identifier: Apache-2.0
#include "agenda/behavior.hpp"

#include "agenda/command.hpp"

namespace rondo::agenda {

void FlowNodeBehavior::trigger(ExecutionContext& context, const Wakening&) const { context.leave(); }

void FlowNodeBehavior::leave_later(ExecutionContext& context) const {
  context.command().leave_now(context.id());
}

bool FlowNodeBehavior::work(ExecutionContext&) const { return true; }

void FlowNodeBehavior::body_ended(ExecutionContext& context) const { context.leave(); }

void FlowNodeBehavior::token_ended(ExecutionContext&) const {}

void FlowNodeBehavior::completing(ExecutionContext&, ExecutionContext&) const {}

void FlowNodeBehavior::completed(ExecutionContext& caller) const { caller.leave(); }

void PassingBehavior::execute(ExecutionContext& context) const { context.leave(); }

}  // namespace rondo::agenda
