// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/groovy/machine.hpp"

#include <cstddef>
#include <string_view>

namespace rondo::expression::groovy {

/// `now`, `parse`, `of` and `ofEpochMilli` of the classes of dates. `now` is the engine's time. False for
/// others. Throws Thrown.
bool date_class_method(Machine& machine, std::string_view type, std::string_view name, Arguments arguments,
                       std::size_t offset, Datum& result);

}  // namespace rondo::expression::groovy
