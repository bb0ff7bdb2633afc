// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace rondo::bench {

/// The yardstick: what interpreting a process costs at the least. Virtual behaviors over a slab of
/// executions and a ring of operations, variables in place, of which each task reads two and writes one; no
/// engine around it: no store, no ids for the outside, no undo, no listeners, no expressions (conditions and
/// scripts are compiled C++), no locks.
class BareInterpreter {
 public:
  virtual ~BareInterpreter() = default;
  /// Runs the k-th instance to its end.
  virtual void run_instance(std::uint64_t k) = 0;
  /// Instances that have ended.
  [[nodiscard]] virtual std::uint64_t ended() const noexcept = 0;
};

/// The process of that workload, written by hand. Throws std::out_of_range when there is none.
[[nodiscard]] std::unique_ptr<BareInterpreter> make_bare_interpreter(std::string_view workload);

}  // namespace rondo::bench
