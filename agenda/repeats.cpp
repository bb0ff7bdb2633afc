// SPDX-License-Identifier: Apache-2.0
// Activities that are begun anew after an error: their retry rules.
#include "agenda/command.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rondo::agenda {

namespace {

using model::Value;

bool concerns_error(const model::RetryRule& rule, const std::string& code) {
  return rule.errors.empty() || std::find(rule.errors.begin(), rule.errors.end(), code) != rule.errors.end();
}

std::int64_t attempts_of(const Value& counts, std::size_t rule) {
  const bool known =
      counts.is_list() && rule < counts.as_list().size() && counts.as_list()[rule].is_integer();
  return known ? counts.as_list()[rule].as_integer() : 0;
}

std::chrono::milliseconds pause_before(const model::RetryRule& rule, std::int64_t attempt) {
  const double seconds = rule.interval * std::pow(rule.multiplier, static_cast<double>(attempt));
  return std::chrono::milliseconds(std::llround(std::min(seconds, rule.max_interval) * 1000));
}

}  // namespace

// The first rule for that error counts, whether or not it is used up.
std::optional<std::size_t> Command::retry_rule(ExecutionId id, const std::string& code) const {
  const model::ActivityExtras* extras = node_of(id).extras.get();
  if (extras == nullptr) return std::nullopt;
  const Value* counts = tree_.local(id, reserved::kRetryCounts);
  for (std::size_t i = 0; i < extras->retries.size(); ++i) {
    const model::RetryRule& rule = extras->retries[i];
    if (!concerns_error(rule, code)) continue;
    if (counts != nullptr && attempts_of(*counts, i) >= rule.max_attempts) return std::nullopt;
    return rule.max_attempts > 0 ? std::optional(i) : std::nullopt;
  }
  return std::nullopt;
}

void Command::repeat_later(ExecutionId id, std::size_t number) {
  const model::RetryRule& rule = node_of(id).extras->retries[number];
  withdraw_children(id, "error");
  if (const std::uint32_t called = tree_.at(id).detail; called != kNone) {
    withdraw(tree_.process(called).execution, "error");
  }
  stop_work(id);
  withdrawn_ = "error";
  remove_waits(id);
  withdrawn_.reset();
  const Value* known = tree_.local(id, reserved::kRetryCounts);
  Value counts = known == nullptr ? Value(model::List()) : *known;
  if (counts.as_list().size() <= number) counts.edit_list().resize(number + 1);
  const std::int64_t before = attempts_of(counts, number);
  counts.edit_list()[number] = Value(before + 1);
  tree_.clear_locals(id);
  set_local(id, reserved::kRetryCounts, std::move(counts));
  if (tree_.at(id).is(flag::kScope)) tree_.close_scope(id);
  tree_.clear_flags(id, flag::kLeaving | flag::kScope);
  tree_.set_flags(id, flag::kWaiting);
  add_repeat_timer(id, now() + pause_before(rule, before));
}

void Command::repeat(ExecutionId id) {
  const CompiledNode& node = compiled(id);
  tree_.clear_flags(id, flag::kWaiting);
  if (node.is(CompiledNode::Prepares)) prepare_data(id);
  if (node.is(CompiledNode::HasBoundary)) {
    for (const model::NodeId event : definition_of(id).boundary_events(node.id)) subscribe(id, event);
  }
  ExecutionContext here = context(id);
  node.behavior->execute(here);
}

}  // namespace rondo::agenda
