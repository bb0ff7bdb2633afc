// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/document.hpp"

#include <string>

namespace rondo {

/// A document's compiled processes as text for people: scopes, nodes with what they wait for or run, flows
/// with their conditions.
[[nodiscard]] std::string describe(const model::Document& document);

}  // namespace rondo
