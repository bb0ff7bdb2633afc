// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/groovy/machine.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace rondo::expression::groovy {

/// `now`, `parse`, `of` and `ofEpochMilli` of the classes of dates. `now` is the engine's time. False for
/// others. Throws Thrown.
bool date_class_method(Machine& machine, std::string_view type, std::string_view name, Arguments arguments,
                       std::size_t offset, Datum& result);

/// The class of the date `result` that a method or an operator (without name) has made of the date `from`.
void keep_date_form(const Datum& from, std::string_view method, Datum& result);

/// A date as Java writes it, by its class.
[[nodiscard]] std::string date_text(const Datum& date);

}  // namespace rondo::expression::groovy
