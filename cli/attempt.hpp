// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/events.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace rondo::cli {

/// What the running command has done so far, told by the trace: where tokens went on to, and by which
/// elements they came. It is forgotten when the next command begins, since what a command did stands only
/// once it is committed.
class Attempt {
 public:
  void observe(const TraceEvent& event);

  /// Where the token went that left `activity` first; empty when that is not known. Each answer is given
  /// once: an activity can be left many times.
  [[nodiscard]] std::string take_next(const std::string& instance, const std::string& activity);

  /// The elements that the command came by last, at most some twenty; `…` stands for those before.
  [[nodiscard]] std::string last_elements() const;
  void forget();

 private:
  using Place = std::pair<std::string, std::string>;  // instance and activity

  std::uint64_t command_ = 0;
  std::size_t entered_ = 0;
  std::deque<std::string> elements_;
  std::map<std::string, Place, std::less<>> left_;  // by execution
  std::map<Place, std::deque<std::string>> next_;
};

}  // namespace rondo::cli
