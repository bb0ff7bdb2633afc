// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace rondo::persistence {

/// A layer below SQLite that passes everything on to the usual one, and fails when it is told to. One for the
/// whole program; not for tests that run at the same time.
class FaultVfs {
 public:
  enum class Fault : std::uint8_t {
    None,
    DiskFull,   ///< Nothing can be written.
    TornWrite,  ///< Half of what is written arrives, then an error is reported.
    FailedSync  ///< Nothing is known to be on the disk.
  };

  /// The name to open files by; registers the layer at the first call.
  static const std::string& name();
  /// What happens from now on, after so many further writes or syncs have succeeded.
  static void set(Fault fault, int after = 0);
  /// How often something has failed since set().
  [[nodiscard]] static int failures() noexcept { return failures_; }

  /// Whether that operation fails now.
  [[nodiscard]] static bool fails(Fault fault) noexcept;
  [[nodiscard]] static Fault fault() noexcept { return fault_; }

 private:
  static inline std::atomic<Fault> fault_{Fault::None};
  static inline std::atomic<int> left_{0}, failures_{0};
};

}  // namespace rondo::persistence
