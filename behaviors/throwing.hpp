// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/context.hpp"
#include "behaviors/registry.hpp"

#include <memory>

namespace rondo::behaviors {

/// Throws the signal of the event that the token is at.
void throw_signal(agenda::ExecutionContext& context);

/// Compensation throw and end events (compensation.cpp).
[[nodiscard]] std::unique_ptr<const FlowNodeBehavior> make_compensation_throw();
/// Cancel end event of a transaction.
[[nodiscard]] std::unique_ptr<const FlowNodeBehavior> make_cancel_end();

}  // namespace rondo::behaviors
