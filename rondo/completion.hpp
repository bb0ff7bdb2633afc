// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/records.hpp"
#include "rondo/delegate.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace rondo {

class EngineCore;

/// How an asynchronous delegate ended.
struct AsyncOutcome {
  Variables variables;
  std::optional<std::string> error_code;
  std::string message;
};

/// What the copies of a Completion share.
class Completion::State {
 public:
  State(std::weak_ptr<EngineCore> core, model::Handle wait) : core_(std::move(core)), wait_(wait) {}

  /// Uses the completion. Throws as Completion::complete.
  void use(AsyncOutcome outcome);
  /// Ends the time in which the delegate itself runs: gives the outcome if there is one already.
  std::optional<AsyncOutcome> returned();
  /// The command that made it has failed.
  void forget();
  /// See Completion::withdrawn().
  [[nodiscard]] bool withdrawn();

 private:
  std::weak_ptr<EngineCore> core_;  // gone with its engine
  model::Handle wait_;
  std::mutex mutex_;
  bool running_ = true;  // the delegate has not returned yet
  bool used_ = false;
  std::optional<AsyncOutcome> early_;
};

}  // namespace rondo
