// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/diagram.hpp"

#include <string>
#include <string_view>

namespace rondo::cli {

/// What the end of a file's name says, `.svg` or `.html`, unless `name` ("svg", "html") says it. Throws
/// Error (Argument) when neither does.
[[nodiscard]] DiagramFormat diagram_format(const std::string& path, std::string_view name = {});

/// Writes a picture to a file, or to the standard output for the path `-`. Throws Error (Argument) when
/// that is not possible.
void write_diagram(const std::string& path, const std::string& picture);

}  // namespace rondo::cli
