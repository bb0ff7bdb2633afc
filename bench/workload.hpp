// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace rondo::bench {

/// One of the processes that engines are compared on; the text of its file is part of the program.
struct Workload {
  std::string_view name;  ///< Also the key of its process.
  std::string_view text;
  /// Whether it is seq in another notation than BPMN.
  [[nodiscard]] bool is_seq_elsewhere() const noexcept {
    return name == "fnf" || name == "elsa" || name == "apiflow";
  }
};

/// seq, exc, par, cyc, sub, mi, call, wait, and seq as an FnF flow, an Elsa workflow and an ApiFlow script,
/// in that order.
[[nodiscard]] std::span<const Workload> workloads() noexcept;
/// The workload of that name. Throws std::out_of_range.
[[nodiscard]] const Workload& workload(std::string_view name);

/// An engine without history in which one workload is deployed. Several threads may run instances of it,
/// each through a Caller of its own.
class Bench {
 public:
  explicit Bench(const Workload& workload, HistoryLevel history = HistoryLevel::None,
                 const std::string& store = "memory:", Durability durability = Durability::Full);

  [[nodiscard]] Engine& engine() noexcept { return *engine_; }
  [[nodiscard]] const Workload& workload() const noexcept { return workload_; }
  /// Operations that the agenda runs for one instance, counted with a trace.
  [[nodiscard]] std::uint64_t operations_per_instance();

 private:
  const Workload& workload_;
  std::unique_ptr<Engine> engine_;
};

/// Starts instances as a client would, one after the other. Used by one thread.
class Caller {
 public:
  explicit Caller(Bench& bench);
  /// Runs the k-th instance to its end; `wait` completes its user task. Throws std::logic_error when the
  /// instance has not ended then.
  void run_instance(std::uint64_t k);
  /// Starts an instance and leaves it as it is.
  StartedInstance start(std::uint64_t k);
  /// Completes the only task of an instance.
  void complete(const std::string& instance);

 private:
  Engine& engine_;
  std::string key_;
  bool waits_, decides_;
  Variables variables_;
};

}  // namespace rondo::bench
