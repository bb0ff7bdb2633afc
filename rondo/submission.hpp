// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace rondo {

/// A command that an engine was handed with Engine::submit(), and what becomes of it. Copies mean the same
/// command. May outlive the engine. Thread-safe.
class RONDO_API Submission {
 public:
  /// What the copies share.
  class State;

  /// For Engine::submit().
  explicit Submission(std::shared_ptr<State> state) noexcept : state_(std::move(state)) {}

  /// Whether the command is done: what it changed is on disk (as EngineOptions::durability says), or it has
  /// failed and nothing has changed.
  [[nodiscard]] bool ready() const noexcept;
  /// Waits until then. Must not be called by a submitted command for one behind it in its own order.
  void wait() const noexcept;
  /// Waits no longer than that; false when the command is not done then.
  bool wait_for(std::chrono::milliseconds time) const;
  /// Waits, and throws what the command has thrown: whatever the engine throws, and Error (InvalidState) when
  /// the engine was closed before the command began.
  void get() const;
  /// Has the callback called when the command is done: by a thread of the engine, or at once by this one when
  /// it is done already. Those given before are called in their order, and before the next command of the
  /// same order begins. It may use the engine and submit further commands, but must
  /// neither wait for such nor close the engine; what it throws is logged and dropped.
  void then(std::function<void(const Submission&)> callback) const;

 private:
  std::shared_ptr<State> state_;
};

/// A submitted command that gives something.
template <typename Result>
class Submitted : public Submission {
 public:
  /// For Engine::submit().
  Submitted(Submission submission, std::shared_ptr<std::optional<Result>> result) noexcept
      : Submission(std::move(submission)), result_(std::move(result)) {}

  /// Waits, and gives what the command gave, or throws what it has thrown. Valid as long as a copy of this.
  [[nodiscard]] const Result& get() const {
    Submission::get();
    return **result_;
  }

 private:
  std::shared_ptr<std::optional<Result>> result_;
};

}  // namespace rondo
