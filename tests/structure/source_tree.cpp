// SPDX-License-Identifier: Apache-2.0
#include "tests/structure/source_tree.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>

namespace rondo::structure {
namespace {

namespace fs = std::filesystem;

bool is_text(const fs::path& path) {
  constexpr std::array<std::string_view, 14> kSuffixes{".cpp",  ".hpp",  ".inc",  ".cmake", ".txt",
                                                       ".md",   ".sh",   ".json", ".in",    ".yml",
                                                       ".yaml", ".bpmn", ".xml",  ".sql"};
  const std::string suffix = path.extension().string();
  return std::find(kSuffixes.begin(), kSuffixes.end(), suffix) != kSuffixes.end();
}

SourceFile read(const fs::path& path) {
  SourceFile file{path.generic_string(), {}};
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) file.lines.push_back(line);
  return file;
}

std::vector<SourceFile> read_tree() {
  std::vector<SourceFile> files;
  for (auto at = fs::recursive_directory_iterator("."); at != fs::recursive_directory_iterator(); ++at) {
    const fs::path path = at->path().lexically_relative(".");
    const std::string name = path.filename().string();
    if (at->is_directory()) {
      if (path == "build" || name.front() == '.') at.disable_recursion_pending();
    } else if (is_text(path)) {
      files.push_back(read(path));
    }
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& left, const SourceFile& right) { return left.path < right.path; });
  return files;
}

}  // namespace

std::string SourceFile::folder() const {
  const auto slash = path.find('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

bool SourceFile::is_cpp() const {
  return path.ends_with(".cpp") || path.ends_with(".hpp") || path.ends_with(".inc");
}

const std::vector<SourceFile>& source_tree() {
  static const std::vector<SourceFile> kTree = read_tree();
  return kTree;
}

std::vector<Include> includes_of(const SourceFile& file) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"].*)");
  std::vector<Include> found;
  for (const std::string& line : file.lines) {
    std::smatch match;
    if (std::regex_match(line, match, kInclude)) found.push_back({match[2], match[1] == "\""});
  }
  return found;
}

std::vector<std::string> places_with(const std::vector<std::string>& words,
                                     bool (*wanted)(const SourceFile&)) {
  std::vector<std::string> places;
  for (const SourceFile& file : source_tree()) {
    if (!wanted(file)) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string& line = file.lines[i];
      const bool hit = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return line.find(word) != std::string::npos;
      });
      if (hit) places.push_back(file.path + ":" + std::to_string(i + 1) + ": " + line);
    }
  }
  return places;
}

}  // namespace rondo::structure
