// SPDX-License-Identifier: Apache-2.0
#include "model/records.hpp"

#include <array>
#include <charconv>
#include <system_error>

namespace rondo::model {

namespace {

void append_pair(std::string& out, std::uint32_t slot, std::uint32_t generation) {
  constexpr std::size_t kDigits = 10;
  std::array<char, kDigits> digits;
  const auto append = [&](std::uint32_t number) {
    const char* const end = std::to_chars(digits.data(), digits.data() + kDigits, number).ptr;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
  };
  append(slot);
  out += '.';
  append(generation);
}

/// Takes a decimal number off the front of `text`, written in the only way in which it can be written.
std::optional<std::uint32_t> take_number(std::string_view& text) noexcept {
  std::uint32_t number = 0;
  const auto [after, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  const auto length = static_cast<std::size_t>(after - text.data());
  if (length > 1 && text.front() == '0') return std::nullopt;
  text.remove_prefix(length);
  return number;
}

bool take(std::string_view& text, char wanted) noexcept {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

/// Takes `12.1` off the front of `text`.
bool take_pair(std::string_view& text, std::uint32_t& slot, std::uint32_t& generation) noexcept {
  const auto first = take_number(text);
  if (!first || !take(text, '.')) return false;
  const auto second = take_number(text);
  if (!second) return false;
  slot = *first;
  generation = *second;
  return true;
}

std::optional<HandleKind> take_kind(std::string_view& text) noexcept {
  for (const HandleKind kind : {HandleKind::Instance, HandleKind::Execution, HandleKind::Wait}) {
    if (take(text, static_cast<char>(kind))) return kind;
  }
  return std::nullopt;
}

/// The root instance of a tree is the first thing in it, so that its short text says everything.
bool is_root_instance(const Handle& handle, HandleKind kind) noexcept {
  return kind == HandleKind::Instance && handle.slot == 0 && handle.generation == 1;
}

}  // namespace

std::string to_text(const Handle& handle, HandleKind kind) {
  std::string text;
  append_pair(text, handle.root, handle.root_generation);
  if (!is_root_instance(handle, kind)) {
    text += '.';
    text += static_cast<char>(kind);
    append_pair(text, handle.slot, handle.generation);
  }
  return text;
}

std::optional<std::pair<Handle, HandleKind>> parse_handle(std::string_view text) noexcept {
  Handle handle;
  if (!take_pair(text, handle.root, handle.root_generation)) return std::nullopt;
  if (text.empty()) {
    handle.generation = 1;
    return std::pair(handle, HandleKind::Instance);
  }
  if (!take(text, '.')) return std::nullopt;
  const auto kind = take_kind(text);
  if (!kind || !take_pair(text, handle.slot, handle.generation) || !text.empty()) return std::nullopt;
  // The long text of a root instance is refused, so that texts are equal exactly when handles are.
  if (is_root_instance(handle, *kind)) return std::nullopt;
  return std::pair(handle, *kind);
}

bool ChangeSet::empty() const noexcept {
  return instances.empty() && tasks.empty() && removed_tasks.empty() && subscriptions.empty() &&
         removed_subscriptions.empty() && jobs.empty() && removed_jobs.empty() && messages.empty() &&
         removed_messages.empty() && incidents.empty() && resolved_incidents.empty() && history.empty() &&
         variables.empty() && task_events.empty() && operations.empty() && fired_timers.empty();
}

void ChangeSet::clear() noexcept {
  instances.clear();
  tasks.clear();
  removed_tasks.clear();
  subscriptions.clear();
  removed_subscriptions.clear();
  jobs.clear();
  removed_jobs.clear();
  messages.clear();
  removed_messages.clear();
  incidents.clear();
  resolved_incidents.clear();
  history.clear();
  variables.clear();
  task_events.clear();
  operations.clear();
  user.clear();
  fired_timers.clear();
}

}  // namespace rondo::model
