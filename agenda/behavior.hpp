// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/execution.hpp"

namespace rondo::agenda {

class ExecutionContext;

/// Set in a wakening's definition: it is no event of the node but the timer of one of its task listeners.
inline constexpr std::uint16_t kListenerTimer = 0x8000;

/// A wakening's definition: the pause before the activity is begun anew is over.
inline constexpr std::uint16_t kRepeatTimer = 0x4000;

/// What woke a waiting execution.
struct Wakening {
  model::NodeId node = model::kNoNode;  ///< The event that happened; the node itself for plain waits.
  std::uint16_t definition = 0;         ///< Which of its event definitions.
  std::uint32_t wait = kNone;           ///< The wait that was found from outside; dropped if it is gone.
  std::uint32_t wait_generation = 0;
};

/// Which of its outgoing flows a node takes.
enum class FlowChoice : std::uint8_t {
  AllTrue,    ///< Those whose condition holds; the default flow when none does.
  FirstTrue,  ///< The first whose condition holds, else the default flow.
  All         ///< All, whatever their conditions.
};

/// What a kind of flow node does. Stateless and shared by all instances and threads: everything that
/// must be remembered is kept in the execution tree through the context.
class FlowNodeBehavior {
 public:
  virtual ~FlowNodeBehavior() = default;

  /// A token has entered the node.
  virtual void execute(ExecutionContext& context) const = 0;
  /// The waiting token is told to go on. Default: it leaves.
  virtual void trigger(ExecutionContext& context, const Wakening& wakening) const;
  /// Goes on with a leave that asyncAfter had put off. Default: it leaves.
  virtual void leave_later(ExecutionContext& context) const;
  /// All tokens inside the node's body are gone. Default: it leaves.
  virtual void body_ended(ExecutionContext& context) const;
  /// A token inside the body of an ad-hoc sub-process is gone. Default: nothing.
  virtual void token_ended(ExecutionContext& scope) const;
  /// The called instance is done; copies data from it. Control flow is not allowed here.
  virtual void completing(ExecutionContext& caller, ExecutionContext& called) const;
  /// The called instance is gone; moves on. Data is not allowed here.
  virtual void completed(ExecutionContext& caller) const;

  [[nodiscard]] virtual FlowChoice flow_choice() const { return FlowChoice::AllTrue; }
  /// Whether an instance that its event has started begins by entering it. Otherwise the token rests there,
  /// as one that waits for the event, and is triggered.
  [[nodiscard]] virtual bool starts_by_entering() const { return false; }
  /// Whether its join depends on which tokens can still reach it.
  [[nodiscard]] virtual bool joins_by_reachability() const { return false; }
  /// Whether execute() does nothing but leave, so that the loop need not ask it.
  [[nodiscard]] virtual bool passes() const { return false; }
  /// Whether execute() is work() and then leaves, so that the loop can go on with a lone token directly.
  [[nodiscard]] virtual bool works() const { return false; }
  /// Does what the node is there for. False: the token does not leave it now.
  virtual bool work(ExecutionContext& context) const;
};

/// What a token passes without anything being done.
class PassingBehavior : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const final;
  [[nodiscard]] bool passes() const final { return true; }
};

/// What repeats an activity: multi-instance and standard loop, wrapped around the inner behavior.
class LoopBehavior {
 public:
  virtual ~LoopBehavior() = default;
  /// A token has come to the activity as a whole.
  virtual void enter(ExecutionContext& root) const = 0;
  /// One instance of the body is complete.
  virtual void instance_completed(ExecutionContext& instance) const = 0;
  /// One instance of the body was canceled, and is gone.
  virtual void instance_canceled(ExecutionContext& root) const = 0;
  /// One instance of the body was stopped, is gone, and is counted no more. The others go on; when there are
  /// none, the loop is left if an instance is complete, and ends its path otherwise.
  virtual void instance_stopped(ExecutionContext& root) const = 0;
  /// Adds one instance to those that were planned, or begins a body of this one alone. Throws Error
  /// (InvalidState) when they run one after the other.
  virtual ExecutionId add_instance(ExecutionContext& root) const = 0;
};

}  // namespace rondo::agenda
