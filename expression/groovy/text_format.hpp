// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/groovy/machine.hpp"

#include <string>

namespace rondo::expression::groovy {

/// What `String.format` makes: the conversions b, c, d, e, f, g, o, s, t…, x, n and % with the number of the
/// argument, flags, width and digits. Throws Thrown.
[[nodiscard]] std::string formatted(Machine& machine, const std::string& pattern, Arguments arguments,
                                    std::size_t offset);

}  // namespace rondo::expression::groovy
