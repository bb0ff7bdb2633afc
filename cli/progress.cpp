// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.hpp"

#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rondo::cli {

namespace {

constexpr auto kMoment = std::chrono::milliseconds(300);
constexpr auto kBetween = std::chrono::milliseconds(100);

}  // namespace

Progress::Progress(std::string what)
    : what_(std::move(what)), on_terminal_(is_terminal(stderr)), next_(Clock::now() + kMoment) {}

Progress::~Progress() {
  if (shown_) fmt::print(stderr, "\n");
}

void Progress::show(std::uint64_t done, std::uint64_t all) {
  if (!on_terminal_) return;
  const auto now = Clock::now();
  if (now < next_ && !(shown_ && done == all)) return;
  next_ = now + kBetween;
  shown_ = true;
  fmt::print(stderr, "\r{}", progress_line(what_, done, all));
}

std::string progress_line(const std::string& what, std::uint64_t done, std::uint64_t all) {
  if (all == 0) return fmt::format("{} {}", done, what);
  constexpr std::uint64_t kWidth = 40;
  const auto filled = static_cast<std::size_t>(std::min(done, all) * kWidth / all);
  return fmt::format("[{}{}] {} of {} {}", std::string(filled, '#'), std::string(kWidth - filled, ' '), done,
                     all, what);
}

}  // namespace rondo::cli
