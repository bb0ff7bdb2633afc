// SPDX-License-Identifier: Apache-2.0
#pragma once

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
  /// A line of its own, at the left.
  void note(const std::string& text);
  /// Remembers that code was missing and did nothing, to be told with its activity.
  void did_nothing(const std::string& name, const DelegateExecution& execution);

  /// All visits so far: `{activity, name, type, instance, depth}`.
  [[nodiscard]] const List& path() const noexcept { return path_; }
  [[nodiscard]] const List& operations() const noexcept { return operations_; }

 private:
  struct Entered {
    std::string instance;
    std::string activity;
  };

  void tell(const Entered& entered);
  [[nodiscard]] std::size_t depth_of(const std::string& instance) const;
  [[nodiscard]] HistoricActivity describe(const Entered& entered);
  [[nodiscard]] std::string remarks_on(const Entered& entered);

  Engine& engine_;
  bool prints_;
  std::vector<Entered> entered_;
  std::map<std::string, std::vector<HistoricActivity>> visits_;
  std::map<std::string, std::vector<std::string>> missing_;  // by instance and activity
  List path_;
  List operations_;
  Subscription events_;
  Subscription trace_;
};

}  // namespace rondo::cli
