// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/definition.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rondo::agenda {

/// When a timer fires, and how it goes on afterwards.
struct Schedule {
  model::Instant due{};
  std::int64_t repeats = 0;  ///< How often it fires after `due`; < 0: without end.
  std::string cycle;         ///< What to add for the next time: an ISO duration or a cron pattern.
  std::optional<model::Instant> until;
};

/// A timer that the running command has set in an instance it has begun. Its job is made when the command
/// ends, since most are gone by then.
struct TimerToSet {
  std::uint32_t wait = 0;
  std::uint32_t generation = 0;
  std::uint64_t sequence = 0;
  std::optional<Schedule> schedule;  ///< Nothing: a constant time, computed when that of the command goes on.
};

/// Computes the first firing of a timer from the value of its expression: an ISO 8601 date, duration,
/// interval or cycle, a cron pattern or a date value (BPMN 2.0 §10.5.5.13; Activiti: TimerUtil). An interval
/// fires at its end. A cycle that stands for a duration fires once, at its first time (Activiti, Flowable,
/// Camunda 7: DurationHelper). nullopt when the value is none of these, or not of that kind.
[[nodiscard]] std::optional<Schedule> schedule(model::EventDefinition::TimerKind kind,
                                               const model::Value& value, model::Instant now);

/// A single firing after so many seconds; nullopt when they are fewer than none or more than a hundred years.
[[nodiscard]] std::optional<Schedule> after_seconds(double seconds, model::Instant now);

/// The firing after the one of `schedule`; nullopt when that was the last. A cycle without end that has
/// fallen behind `now` goes on with its latest missed firing instead of all of them.
[[nodiscard]] std::optional<Schedule> next_firing(const Schedule& schedule, model::Instant now);

}  // namespace rondo::agenda
