// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/error.hpp"

namespace rondo {

using model::Diagnostic;
using model::Severity;
using model::SourcePosition;

}  // namespace rondo
