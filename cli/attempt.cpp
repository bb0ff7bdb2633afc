// SPDX-License-Identifier: Apache-2.0
#include "cli/attempt.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rondo::cli {

namespace {

constexpr std::size_t kMostElements = 20;  // an endless loop comes by millions

}  // namespace

void Attempt::observe(const TraceEvent& event) {
  if (event.command != command_) {
    forget();
    command_ = event.command;
  }
  if (event.operation == "take-outgoing") {
    left_[std::string(event.execution_id)] = {std::string(event.instance_id), std::string(event.element_id)};
    return;
  }
  if (event.operation != "continue") return;
  ++entered_;
  elements_.emplace_back(event.element_id);
  if (elements_.size() > kMostElements) elements_.pop_front();
  const auto left = left_.find(event.execution_id);
  if (left == left_.end()) return;
  next_[left->second].emplace_back(event.element_id);
  left_.erase(left);
}

std::string Attempt::take_next(const std::string& instance, const std::string& activity) {
  const auto found = next_.find({instance, activity});
  if (found == next_.end() || found->second.empty()) return {};
  std::string next = std::move(found->second.front());
  found->second.pop_front();
  return next;
}

std::string Attempt::last_elements() const {
  return fmt::format("{}{}", entered_ > elements_.size() ? "… " : "", fmt::join(elements_, " "));
}

void Attempt::forget() {
  entered_ = 0;
  elements_.clear();
  left_.clear();
  next_.clear();
}

}  // namespace rondo::cli
