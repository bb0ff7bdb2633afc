// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/groovy/machine.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace rondo::expression::groovy {

/// Methods of texts that text_method() does not have itself. False when there is none for those arguments.
bool seldom_text_method(Machine& machine, const std::string& text, std::string_view name, Arguments arguments,
                        std::size_t offset, Datum& result);

}  // namespace rondo::expression::groovy
