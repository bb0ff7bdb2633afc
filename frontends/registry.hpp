// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/notation.hpp"

#include <vector>

namespace rondo::frontends {

// One function for each line of the registry.
#define RONDO_NOTATION(name) const Notation& notation_##name();
#include "frontends/registry.inc"
#undef RONDO_NOTATION

/// All notations of registry.inc, in its order.
[[nodiscard]] std::vector<const Notation*> notations();

}  // namespace rondo::frontends
