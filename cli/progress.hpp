// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace rondo::cli {

/// A bar on the standard error, when that is a terminal, for work that takes longer than a moment.
class Progress {
 public:
  /// `what` is counted: "pages", "instances" …
  explicit Progress(std::string what);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Leaves the cursor at the beginning of a line.
  ~Progress();

  /// Whether anybody sees it.
  [[nodiscard]] bool is_shown() const noexcept { return on_terminal_; }
  /// `all` 0: not known.
  void show(std::uint64_t done, std::uint64_t all);

 private:
  using Clock = std::chrono::steady_clock;

  std::string what_;
  bool on_terminal_;
  bool shown_ = false;
  Clock::time_point next_;
};

/// What show() prints, without the return at its beginning.
[[nodiscard]] std::string progress_line(const std::string& what, std::uint64_t done, std::uint64_t all);

}  // namespace rondo::cli
