// SPDX-License-Identifier: Apache-2.0
#include "agenda/timer.hpp"

#include "model/calendar.hpp"
#include "model/iso8601.hpp"

namespace rondo::agenda {

namespace {

using model::Instant;
using model::TimerKind;

std::optional<Instant> instant_of(std::string_view text) {
  if (const auto instant = model::parse_instant(text)) return instant;
  if (const auto interval = model::parse_interval(text)) return interval->end;
  return std::nullopt;
}

std::optional<Schedule> once(std::optional<Instant> due) {
  if (!due) return std::nullopt;
  return Schedule{*due, 0, {}, {}};
}

// A date, or so long after now: engines take the one in the place of the other.
std::optional<Schedule> at_one_time(std::string_view text, Instant now) {
  if (const auto duration = model::parse_duration(text)) return once(model::add(now, *duration));
  return once(instant_of(text));
}

Instant first_of(const model::Cycle& cycle, Instant now) {
  return cycle.start ? *cycle.start : model::add(now, cycle.period);
}

std::optional<Instant> after(const std::string& cycle, Instant instant) {
  if (const auto duration = model::parse_duration(cycle)) {
    if (duration->is_zero() || duration->is_negative()) return std::nullopt;
    return model::add(instant, *duration);
  }
  const auto cron = model::parse_cron(cycle);
  return cron ? model::next_after(*cron, instant) : std::nullopt;
}

// The last part of `R3/2026-01-01T00:00:00Z/PT10M` and the like that is a duration.
std::string period_text(std::string_view text) {
  std::string period;
  while (!text.empty()) {
    const std::size_t slash = text.find('/');
    const std::string_view part = text.substr(0, slash);
    if (model::parse_duration(part)) period = std::string(part);
    text = slash == std::string_view::npos ? std::string_view{} : text.substr(slash + 1);
  }
  return period;
}

std::optional<Schedule> from_cycle(std::string_view text, Instant now) {
  if (const auto cycle = model::parse_cycle(text)) {
    if (cycle->repetitions == 0) return std::nullopt;
    Schedule result;
    result.due = first_of(*cycle, now);
    result.repeats = cycle->repetitions < 0 ? -1 : cycle->repetitions - 1;
    result.cycle = period_text(text);
    result.until = cycle->end;
    return result;
  }
  if (const auto cron = model::parse_cron(text)) {
    const auto due = model::next_after(*cron, now);
    if (!due) return std::nullopt;
    return Schedule{*due, -1, std::string(text), {}};
  }
  return at_one_time(text, now);
}

// Engines read repetitions here too, but repeat timers of cycles alone.
std::optional<Schedule> from_duration(std::string_view text, Instant now) {
  if (const auto cycle = model::parse_cycle(text)) {
    return cycle->repetitions == 0 ? std::nullopt : once(first_of(*cycle, now));
  }
  return at_one_time(text, now);
}

// Fixed periods are skipped at once, however long the engine was down.
void skip_missed(const std::string& cycle, Instant now, Instant& due) {
  const auto duration = model::parse_duration(cycle);
  if (!duration || duration->months != 0 || duration->milliseconds <= 0 || due >= now) return;
  due += std::chrono::milliseconds((now - due).count() / duration->milliseconds * duration->milliseconds);
}

}  // namespace

std::optional<Schedule> after_seconds(double seconds, Instant now) {
  constexpr double kMost = 100.0 * 366 * 86400;
  if (!(seconds >= 0) || seconds > kMost) return std::nullopt;
  return once(now + std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)));
}

std::optional<Schedule> schedule(TimerKind kind, const model::Value& value, Instant now) {
  if (value.is_date()) return once(value.as_date());
  if (!value.is_string()) return std::nullopt;
  std::string_view text = value.as_string();
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  switch (kind) {
    case TimerKind::Date:
      return at_one_time(text, now);
    case TimerKind::Duration:
      return from_duration(text, now);
    case TimerKind::Cycle:
      return from_cycle(text, now);
    case TimerKind::None:
      break;
  }
  return std::nullopt;
}

std::optional<Schedule> next_firing(const Schedule& schedule, Instant now) {
  if (schedule.repeats == 0) return std::nullopt;
  auto due = after(schedule.cycle, schedule.due);
  if (!due) return std::nullopt;
  Schedule next = schedule;
  if (schedule.repeats < 0) {
    skip_missed(schedule.cycle, now, *due);
    for (auto later = after(schedule.cycle, *due); later && *later <= now;
         later = after(schedule.cycle, *due)) {
      due = later;
    }
  } else {
    next.repeats = schedule.repeats - 1;
  }
  if (schedule.until && *due > *schedule.until) return std::nullopt;
  next.due = *due;
  return next;
}

}  // namespace rondo::agenda
