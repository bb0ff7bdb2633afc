// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/attempt.hpp"
#include "rondo/engine.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace rondo::cli {

/// Follows what an engine does and tells it, one line for each activity that is entered. Must not
/// outlive the engine; used by the thread that runs it.
class RunAccount {
 public:
  /// `prints`: lines are printed as soon as they are told; `traces`: operations, too.
  RunAccount(Engine& engine, bool prints, bool traces);
  RunAccount(const RunAccount&) = delete;
  RunAccount& operator=(const RunAccount&) = delete;

  /// Tells what was committed since the last call.
  void tell();
  /// Tells which elements a failed command came by; nothing of that is committed.
  void tell_rolled_back();
  /// A line of its own, at the left.
  void note(const std::string& text);
  /// Remembers that code was missing and did nothing, to be told with its activity.
  void did_nothing(const std::string& name, const DelegateExecution& execution);

  /// All visits so far: `{activity, name, type, instance, depth}`, with `decision` where a gateway chose a
  /// flow and `does_nothing` where code was missing.
  [[nodiscard]] const List& path() const noexcept { return path_; }
  [[nodiscard]] const List& operations() const noexcept { return operations_; }

 private:
  struct Entered {
    std::string instance;
    std::string activity;
    std::string next;  // where the token went then; empty when it did not go on at once
  };

  void observe(const EngineEvent& event);
  void tell(const Entered& entered);
  [[nodiscard]] std::size_t depth_of(const std::string& instance);
  [[nodiscard]] HistoricActivity describe(const Entered& entered);
  [[nodiscard]] const std::vector<std::string>* missing_at(const Entered& entered) const;

  Engine& engine_;
  bool prints_;
  Attempt attempt_;
  std::vector<Entered> entered_;
  std::map<std::string, std::map<std::string, HistoricActivity>> visits_;  // by instance and activity
  std::map<std::string, std::vector<std::string>> missing_;                // by instance and activity
  std::map<std::string, std::size_t> depths_;                              // by instance
  List path_;
  List operations_;
  Subscription events_;
  Subscription trace_;
};

}  // namespace rondo::cli
