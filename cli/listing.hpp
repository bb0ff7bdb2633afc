// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rondo::cli {

/// What a command found, as a table for people or a JSON array for programs.
class Listing {
 public:
  /// `columns`: the fields that people see, in this order.
  explicit Listing(std::vector<std::string> columns) : columns_(std::move(columns)) {}

  void add(Object row) { rows_.push_back(std::move(row)); }
  /// Prints all rows; people are told `nothing` when there are none.
  void print(bool json, const std::string& nothing) const;
  [[nodiscard]] const List& rows() const noexcept { return rows_; }

 private:
  std::vector<std::string> columns_;
  List rows_;
};

/// A time as commands tell it; null when there is none.
[[nodiscard]] inline Value time_or_null(const std::optional<Instant>& instant) {
  return instant ? Value(to_iso8601(*instant)) : Value();
}

/// What the commands tell about things; names of fields as in the library.
/// @{
[[nodiscard]] Object describe_fields(const ProcessInfo& process);
[[nodiscard]] Object describe_fields(const InstanceInfo& instance);
[[nodiscard]] Object describe_fields(const ExecutionInfo& execution);
[[nodiscard]] Object describe_fields(const TaskInfo& task);
[[nodiscard]] Object describe_fields(const SubscriptionInfo& subscription);
[[nodiscard]] Object describe_fields(const JobInfo& job);
[[nodiscard]] Object describe_fields(const IncidentInfo& incident);
/// @}

/// Prints one object as JSON, or as lines `name  value` without the empty ones.
void print_fields(const Object& fields, bool json);

}  // namespace rondo::cli
