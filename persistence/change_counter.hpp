// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace rondo::persistence {

/// Tells the users of a file, in whatever program, that one of them has changed it: a number in memory that
/// they share, in a small file beside, which goes when the last user does. Asking costs next to nothing. It
/// is a hint that what was read before may be outdated; what must not be wrong is decided by the file itself.
/// Thread-safe.
class ChangeCounter {
 public:
  /// Without the file beside, as where nothing can be written, others are always believed to change
  /// something.
  explicit ChangeCounter(const std::string& path);
  ChangeCounter(const ChangeCounter&) = delete;
  ChangeCounter& operator=(const ChangeCounter&) = delete;
  ~ChangeCounter();

  /// This user is about to change the file, or has just done so. To be called both times: others look again
  /// after the second call, and after the first one when there is no second.
  void changing() noexcept;
  /// Others have changed the file, as has been found out otherwise.
  void others_changed() noexcept { found_.fetch_add(1); }
  /// Equal numbers: nobody else has changed the file between the calls.
  [[nodiscard]] std::uint64_t by_others() const noexcept;

 private:
  using Shared = std::atomic<std::uint64_t>;
  static_assert(Shared::is_always_lock_free);

  [[nodiscard]] bool open();
  void map();

  std::string path_;
  int file_ = -1;
  Shared* shared_ = nullptr;
  std::atomic<std::uint64_t> begun_{0}, done_{0};  // own ones, around the shared one
  mutable std::atomic<std::uint64_t> found_{0};
};

}  // namespace rondo::persistence
