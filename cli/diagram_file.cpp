// SPDX-License-Identifier: Apache-2.0
#include "cli/diagram_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

namespace rondo::cli {

DiagramFormat diagram_format(const std::string& path, std::string_view name) {
  if (name == "svg" || (name.empty() && path.ends_with(".svg"))) return DiagramFormat::Svg;
  if (name == "html" || (name.empty() && (path.ends_with(".html") || path.ends_with(".htm"))))
    return DiagramFormat::Html;
  throw Error(ErrorKind::Argument,
              fmt::format("'{}' names no known kind of picture; there are .svg and .html", path));
}

void write_diagram(const std::string& path, const std::string& picture) {
  if (path == "-") {
    std::fwrite(picture.data(), 1, picture.size(), stdout);
    return;
  }
  std::ofstream file(path, std::ios::binary);
  file << picture;
  file.close();
  if (!file) {
    throw Error(ErrorKind::Argument, fmt::format("'{}' cannot be written: {}", path, std::strerror(errno)));
  }
}

}  // namespace rondo::cli
