// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/apiflow/script.hpp"
#include "model/diagnostics.hpp"

namespace rondo::frontends::apiflow {

/// Reports what is well formed but means nothing: unknown and doubled names, a wrong number of branches or
/// arguments.
void check(const Script& script, model::Diagnostics& diagnostics);

}  // namespace rondo::frontends::apiflow
