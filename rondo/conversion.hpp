// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/repository.hpp"

#include <string>

namespace rondo {

/// Writes a process file of any notation as a BPMN 2.0 file, whose processes run alike: the same elements,
/// with the same ids, in the same order. Throws DeploymentError with the findings when the file is refused,
/// or when it says something that BPMN and its known extensions cannot (rule `not-expressible`). Pictures are
/// left out. Thread-safe.
[[nodiscard]] RONDO_API std::string convert_to_bpmn(const Resource& resource);

}  // namespace rondo
