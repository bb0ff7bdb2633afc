// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "rondo/value.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rondo {

class RuntimeService;

/// How something is started by a modification.
struct ModificationStart {
  Variables variables;        ///< Set before it starts, as the new execution sets them.
  Variables local_variables;  ///< Its own variables.
  /// The execution (or process instance) in which it is started, where several are possible: a running
  /// sub-process, or a multi-instance activity of which one more instance is wanted.
  std::string ancestor_id;
};

/// One step of a modification.
struct ModificationStep {
  /// What it does; see the members of Modification.
  enum class Kind : std::uint8_t {
    StartBefore,
    StartAfter,
    StartTransition,
    CancelAll,
    Cancel,
    Move,
    MoveExecution,
    MoveToCaller,
    MoveToCalled
  };
  Kind kind{};             ///< What it does.
  std::string source;      ///< The activity or execution that is canceled or moved.
  std::string target;      ///< The activity or flow that is started.
  std::string call;        ///< MoveToCalled: the call activity.
  ModificationStart with;  ///< How the target is started.
};

/// Everything that one modification does, in order.
struct ModificationPlan {
  std::string instance_id;              ///< The process instance; a called one has an id of its own.
  std::vector<ModificationStep> steps;  ///< In the order in which they are done.
  Variables variables;                  ///< Of the process instance, set before the first step.
  bool skip_listeners = false;          ///< No listener runs in this command.
  bool skip_io_mappings = false;        ///< No input or output mapping is done in this command.
  std::string reason;                   ///< For history; may be empty.
};

/// Changes where a running process instance is (Camunda 7: createProcessInstanceModification; Flowable:
/// createChangeActivityStateBuilder). Steps are collected, and done by execute() in one command, all or none
/// of them: first whatever they cancel and create, in their order, then the new tokens run.
///
/// Scopes that are missing around a started activity are created, with their variables, event subscriptions
/// and listeners; running ones are used: the innermost there is, which must be unique unless an ancestor is
/// named. A scope in which the last token is canceled is canceled too, the process instance only after the
/// last step, if nothing was started in it. A multi-instance activity is meant as a whole by its id with
/// `#multiInstanceBody`; its plain id means an instance of it: started, it joins the running ones, or begins
/// a body of one instance (in files of Camunda) or the whole body (in others).
///
///     engine->runtime().modify(id).move("approve", "correct").set_variables({{"again", true}}).execute();
class RONDO_API Modification {
 public:
  /// Use RuntimeService::modify. The service must outlive this.
  Modification(RuntimeService& runtime, std::string instance_id) : runtime_(&runtime) {
    plan_.instance_id = std::move(instance_id);
  }

  /// Starts an activity, event or gateway, as if a token came to it.
  Modification& start_before(std::string activity_id, ModificationStart with = {});
  /// Goes on behind an element, over its only outgoing flow.
  Modification& start_after(std::string activity_id, ModificationStart with = {});
  /// Goes on over a sequence flow.
  Modification& start_transition(std::string flow_id, ModificationStart with = {});
  /// Cancels everything that runs at an activity of this process instance; nothing may be there.
  Modification& cancel_all(std::string activity_id);
  /// Cancels an execution with all below it.
  Modification& cancel(std::string execution_id);
  /// Cancels everything at one activity, and starts another one for each token there, in the innermost scope
  /// that both share. Throws (NotFound, in execute()) when nothing is there.
  Modification& move(std::string from_activity_id, std::string to_activity_id, ModificationStart with = {});
  /// The same for one execution.
  Modification& move_execution(std::string execution_id, std::string to_activity_id,
                               ModificationStart with = {});
  /// Ends this called instance, and starts an activity of the instance that called it in place of the call
  /// activity. Other steps about this instance are not possible then.
  Modification& move_to_caller(std::string to_activity_id, ModificationStart with = {});
  /// Moves what is at an activity to a call activity, whose called instance begins at one of its own
  /// activities.
  Modification& move_to_called(std::string from_activity_id, std::string call_activity_id,
                               std::string to_activity_id, ModificationStart with = {});

  /// Sets variables of the process instance before the first step.
  Modification& set_variables(const Variables& variables);
  /// No listener runs in the command.
  Modification& skip_listeners(bool skip = true);
  /// No input or output mapping is done in the command.
  Modification& skip_io_mappings(bool skip = true);
  /// Why, for history.
  Modification& because(std::string reason);

  /// Does all of it. Throws Error, and then nothing has changed: NotFound for what is not there, InvalidState
  /// when something cannot be started or is ambiguous or the instance is suspended, and what the process
  /// itself raises.
  void execute();

  /// What was collected so far.
  [[nodiscard]] const ModificationPlan& plan() const noexcept { return plan_; }

 private:
  Modification& add(ModificationStep step);

  RuntimeService* runtime_;
  ModificationPlan plan_;
};

}  // namespace rondo
