// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/history.hpp"

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// Writes an event log in XES (IEEE 1849-2016) with the extensions Concept, Time, Lifecycle and
/// Organizational. A trace is a process instance, with its variables as attributes; an event is the start or
/// the end of a visit. In a trace events are in order of time: `start` of each visit where it was entered,
/// `complete`, or `pi_abort` when it was withdrawn, where it ended.
class XesWriter {
 public:
  /// Writes the head of the document.
  explicit XesWriter(std::ostream& out);

  void begin_trace(const InstanceInfo& instance, const Variables& variables);
  /// Visits come in order of their start.
  void add(const HistoricActivity& visit);
  void end_trace();
  /// Writes the end of the document.
  void finish();

 private:
  /// The end of a visit, to be written once nothing earlier can come.
  struct Ending {
    Instant time;
    std::string name, id, execution, assignee;
    bool canceled = false;
  };

  void attribute(std::string_view type, std::string_view key, std::string_view value, int depth);
  void attribute(std::string_view key, const Value& value);
  void event(const Ending& about, Instant time, std::string_view transition);
  void write_endings(std::optional<Instant> before);

  std::ostream& out_;
  std::vector<Ending> endings_;  // a heap, the earliest on top
};

}  // namespace rondo
