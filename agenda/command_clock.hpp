// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/host.hpp"
#include "model/value.hpp"

#include <optional>

namespace rondo::agenda {

/// The time in a command. It stands still while the engine itself works, so that what happens in one go has
/// one time, and goes on while code of users runs.
class CommandClock {
 public:
  explicit CommandClock(const Host& host) : host_(host) {}

  [[nodiscard]] model::Instant now() const {
    if (calls_ != 0) return host_.now();
    if (!now_) now_ = host_.now();
    return *now_;
  }

  /// While it lives, user code runs.
  class InCode {
   public:
    explicit InCode(CommandClock& clock) : clock_(clock) { ++clock_.calls_; }
    InCode(const InCode&) = delete;
    InCode& operator=(const InCode&) = delete;
    ~InCode() {
      --clock_.calls_;
      clock_.now_.reset();
    }

   private:
    CommandClock& clock_;
  };

 private:
  const Host& host_;
  unsigned calls_ = 0;  // of user code that have not returned
  mutable std::optional<model::Instant> now_;
};

}  // namespace rondo::agenda
