// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string_view>

namespace rondo {

/// Whether the class of `failure` has that name, or, with `or_derived`, one of the classes that it is derived
/// from. Names are written as in C++ or with dots as in Java. Thread-safe.
[[nodiscard]] bool is_exception(const std::exception& failure, std::string_view name, bool or_derived);

}  // namespace rondo
