// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace rondo::frontends::fdl {

/// What the YAML parser says, for those who write flows.
[[nodiscard]] std::string_view worded(std::string_view message);

}  // namespace rondo::frontends::fdl
