// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/context.hpp"

#include <cstdint>

namespace rondo::behaviors {

/// Throws what a multi-instance activity throws when one of its instances is complete, by its `behavior`:
/// with None each time, with One the first time, with Complex where a condition holds (BPMN 2.0 §10.3.8). The
/// activity as a whole is the thrower, so its boundary events can catch it.
void throw_events(const agenda::ExecutionContext& root, const agenda::ExecutionContext& instance,
                  const model::MultiInstance& loop, std::uint32_t completed);

}  // namespace rondo::behaviors
