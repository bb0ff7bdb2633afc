// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace rondo::tests {

/// How often this program has allocated memory so far.
[[nodiscard]] long allocations();

}  // namespace rondo::tests
