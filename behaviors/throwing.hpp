// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/context.hpp"

namespace rondo::behaviors {

/// Throws the signal that the node names; used by throw and end events alike.
void throw_signal(agenda::ExecutionContext& context);

}  // namespace rondo::behaviors
