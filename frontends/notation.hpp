// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/read_result.hpp"

#include <span>
#include <string>
#include <string_view>

namespace rondo::frontends {

/// A way to write processes down: how its files are told from others, and what reads them.
struct Notation {
  std::string_view name;     ///< Stable, lower case: "apiflow".
  std::string_view caption;  ///< For people: "ApiFlow scripts".
  /// Ends of file names, each with its dot; of a name with two dots the longest counts (".elsa.json").
  std::span<const std::string_view> suffixes;
  /// Whether a file is surely in this notation, told by its beginning; must be quick and never throw. A
  /// notation that only names of files tell answers false.
  bool (*recognizes)(std::string_view content);
  /// Reads a file. Never throws on bad input: everything wrong is in the diagnostics. The document's
  /// processes are ready to run. Thread-safe.
  model::ReadResult (*read)(std::string_view content, std::string file_name);
};

/// The notation of a file: one that recognizes the content, preferably the one that the name belongs to, else
/// the one of the name. Nullptr when neither tells.
[[nodiscard]] const Notation* choose(std::span<const Notation* const> notations, std::string_view file_name,
                                     std::string_view content);

/// Whether the file name ends with a suffix of the notation.
[[nodiscard]] bool has_suffix(const Notation& notation, std::string_view file_name);

}  // namespace rondo::frontends
