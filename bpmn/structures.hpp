// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"

#include <string_view>

namespace rondo::bpmn {

/// Whether two references to item definitions mean the same structure: the same definition, or two with one
/// and the same structureRef.
[[nodiscard]] bool same_structure(const FileContext& file, std::string_view left, std::string_view right);

}  // namespace rondo::bpmn
