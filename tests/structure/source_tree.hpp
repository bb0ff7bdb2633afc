// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rondo::structure {

/// One text file of the tree, with its path from the root.
struct SourceFile {
  std::string path;
  std::vector<std::string> lines;

  /// The first folder of the path; empty for a file in the root.
  [[nodiscard]] std::string folder() const;
  [[nodiscard]] bool is_cpp() const;
};

/// An include line of a file.
struct Include {
  std::string target;   ///< What stands between the quotes or angle brackets.
  bool quoted = false;  ///< "…" rather than <…>.
};

/// All text files of the tree but those made by the build, sorted by path. The tests run in the tree's root.
[[nodiscard]] const std::vector<SourceFile>& source_tree();

[[nodiscard]] std::vector<Include> includes_of(const SourceFile& file);

/// Places (`path:line: text`) at which one of `words` occurs in the given files.
[[nodiscard]] std::vector<std::string> places_with(const std::vector<std::string>& words,
                                                   bool (*wanted)(const SourceFile&));

}  // namespace rondo::structure
