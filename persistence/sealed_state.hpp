// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rondo::persistence {

/// Makes of the state of a root instance what is written: with the version of its form, and a checksum.
void seal(std::string& sealed, std::int64_t root, std::string_view state);

/// The state in it. Throws Error (Store) when the form is unknown, or the checksum another one.
[[nodiscard]] std::string_view unseal(std::string_view sealed, std::int64_t root);

}  // namespace rondo::persistence
