// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/value.hpp"

namespace rondo {

using model::Instant;
using model::List;
using model::Object;
using model::parse_json;
using model::to_iso8601;
using model::to_json;
using model::Value;
using model::ValueType;

/// Process variables by name, in the order in which they were set: `{{"amount", 120}, {"vip", true}}`.
using Variables = model::Object;

}  // namespace rondo
