// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/command.hpp"
#include "model/guard.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::agenda {

/// How a run of a conducted activity has ended.
enum class RunEnd : std::uint8_t { Completed, Canceled, Faulted };

/// What the code that conducts the body of a sub-process is told.
struct ConductorCall {
  enum class Kind : std::uint8_t {
    Begins,   ///< The sub-process was entered.
    Ended,    ///< A run has ended, or a bookmark was resumed.
    Failed,   ///< An exception is on its way out of a run; the code may handle it.
    Canceled  ///< The sub-process is asked to cancel.
  };
  Kind kind = Kind::Begins;
  const model::ConductedActivity* activity = nullptr;  ///< Of Ended and Failed.
  std::string run;                                     ///< Which run of it, as begin() has named it.
  std::string callback;                ///< What begin() was told for such a call; may be empty.
  RunEnd end = RunEnd::Completed;      ///< Of Ended.
  const RaisedError* error = nullptr;  ///< Of Failed.
  bool handled = false;                ///< Set by the code, of Failed.
};

/// The body of a sub-process whose activities begin when code of the host says so (docs/cancellation.md):
/// tells the code what happens, and does what it asks for. Without state of its own; made where it is needed,
/// for processes that end gracefully. What the code throws is an exception of the sub-process.
class Conducting {
 public:
  Conducting(Command& command, ExecutionId scope) noexcept
      : command_(command), tree_(command.tree()), scope_(scope) {}

  /// Whether code conducts what is in that execution.
  [[nodiscard]] static bool conducts(Command& command, ExecutionId scope) noexcept;

  /// How a token of such a body is called.
  [[nodiscard]] static std::string run_of(const Command& command, ExecutionId token);

  // --- what the loop tells
  /// The sub-process was entered.
  void begins();
  /// A token of the body has ended and is gone.
  void ended(model::NodeId node, const std::string& run, RunEnd end);
  /// An exception is on its way out of a token of the body. True when the code has handled it.
  [[nodiscard]] bool failed(ExecutionId token, const RaisedError& error);
  /// The sub-process is asked to cancel; without code for it its activities are.
  void asked_to_cancel();

  // --- what the code asks for, while it is told something
  /// Begins an activity, before all that is planned; gives the name of the run. Nothing, and the sub-process
  /// will be canceled, once it is canceled by default. Throws Error (NotFound) when there is no such
  /// activity.
  std::string begin(std::string_view name, bool bookmark, const model::Value& argument,
                    std::string_view on_ended, std::string_view on_failed);
  /// What has begun and not ended, in that order.
  [[nodiscard]] std::vector<std::pair<const model::ConductedActivity*, std::string>> runs() const;
  /// Asks a run to cancel; false when it has ended.
  bool cancel_run(std::string_view run);
  void cancel_runs();
  /// Takes a bookmark away without resuming it; false when it is not there any more.
  bool remove_bookmark(std::string_view run);
  /// The sub-process will end as canceled.
  void mark_canceled();
  /// What is asked for when the code has nothing to say: all runs are canceled, and what would have to begin
  /// or was canceled makes the sub-process canceled.
  void cancel_by_default();
  [[nodiscard]] bool is_cancellation_requested() const noexcept;
  /// Gives the instance up once the code has returned.
  void abort(std::string reason) { aborts_ = std::move(reason); }

  [[nodiscard]] ExecutionContext context() const { return command_.context(scope_); }
  [[nodiscard]] const model::Guard& guard() const { return *command_.node_of(scope_).guard; }

 private:
  bool tell(ConductorCall& call);
  void settle();
  [[nodiscard]] const model::ConductedActivity* activity_at(model::NodeId node) const noexcept;
  [[nodiscard]] ExecutionId find_run(std::string_view run) const;
  void remember(const std::string& run, std::string_view on_ended, std::string_view on_failed);
  [[nodiscard]] std::string callback_of(const std::string& run, std::string_view which, bool forgets);

  Command& command_;
  ExecutionTree& tree_;
  ExecutionId scope_;
  std::optional<std::string> aborts_;
  bool over_ = false;  // the sub-process fails, or its instance has ended
};

}  // namespace rondo::agenda
