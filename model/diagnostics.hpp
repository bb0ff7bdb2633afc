// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::model {

/// Place in a source file, both counted from 1; line 0 means unknown. Columns count characters (code
/// points) of the line.
struct SourcePosition {
  std::uint32_t line = 0;    ///< From 1; 0: unknown.
  std::uint32_t column = 0;  ///< From 1.
  /// Same line and column.
  friend bool operator==(const SourcePosition&, const SourcePosition&) = default;
};

/// The place of byte `offset` of a text that begins at `begin` of a file.
[[nodiscard]] RONDO_API SourcePosition position_in(SourcePosition begin, std::string_view text,
                                                   std::size_t offset) noexcept;

/// How bad a finding is.
enum class Severity : std::uint8_t {
  Error,      ///< The file cannot be read, or not be run as meant: never deployed.
  Violation,  ///< Breaks a rule of the standard but has one clear meaning: an error under `--strict`.
  Warning     ///< Unknown extensions, style: never fails.
};

/// "error", "violation" or "warning".
[[nodiscard]] RONDO_API std::string_view name_of(Severity severity) noexcept;

/// One finding about a source file.
struct RONDO_API Diagnostic {
  Severity severity = Severity::Error;  ///< How bad it is.
  std::string file;                     ///< The name that the file was given by.
  SourcePosition where;                 ///< The place of the element.
  std::string message;                  ///< What is wrong, in one sentence.
  std::string rule;                     ///< Stable name of the broken rule, e.g. `dangling-reference`.
  std::string element_id;               ///< Id of the element that it is about; may be empty.

  /// `file:line:column: severity: message [rule] (element id)`.
  [[nodiscard]] std::string to_string() const;
};

/// Collects the findings about one file. Not thread-safe.
class RONDO_API Diagnostics {
 public:
  /// Begins without findings about that file.
  explicit Diagnostics(std::string file) : file_(std::move(file)) {}

  /// Adds a finding.
  /// @{
  void add(Severity severity, SourcePosition where, std::string rule, std::string message,
           std::string element_id = {});
  void error(SourcePosition where, std::string rule, std::string message, std::string element_id = {}) {
    add(Severity::Error, where, std::move(rule), std::move(message), std::move(element_id));
  }
  void violation(SourcePosition where, std::string rule, std::string message, std::string element_id = {}) {
    add(Severity::Violation, where, std::move(rule), std::move(message), std::move(element_id));
  }
  void warning(SourcePosition where, std::string rule, std::string message, std::string element_id = {}) {
    add(Severity::Warning, where, std::move(rule), std::move(message), std::move(element_id));
  }
  /// @}

  /// The name of the file.
  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  /// All findings so far.
  [[nodiscard]] const std::vector<Diagnostic>& findings() const noexcept { return findings_; }
  /// Whether the file must be refused: an error, or under `strict` a violation.
  [[nodiscard]] bool refuses(bool strict = false) const noexcept;
  /// Sorts the findings by place in the file.
  void sort();

 private:
  std::string file_;
  std::vector<Diagnostic> findings_;
};

}  // namespace rondo::model
