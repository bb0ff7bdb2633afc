// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/bits.hpp"
#include "agenda/slab.hpp"
#include "model/instance_state.hpp"
#include "model/names.hpp"
#include "model/records.hpp"

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace rondo::agenda {

class DeployedProcess;
struct CompiledNode;

/// Number of an execution's slot in its root instance.
using ExecutionId = std::uint32_t;

/// What an execution is at the moment; several may hold.
namespace flag {
inline constexpr std::uint16_t kInstance = 1;      ///< Root of a process instance.
inline constexpr std::uint16_t kScope = 2;         ///< Its children hold the tokens.
inline constexpr std::uint16_t kLoopRoot = 4;      ///< Multi-instance or loop body; children are instances.
inline constexpr std::uint16_t kLoopChild = 8;     ///< One instance of such a body.
inline constexpr std::uint16_t kJoined = 16;       ///< Waits in a join.
inline constexpr std::uint16_t kEntered = 32;      ///< History and listeners saw it enter its node.
inline constexpr std::uint16_t kRetired = 64;      ///< Holds no token any more, about to be removed.
inline constexpr std::uint16_t kWaiting = 128;     ///< A leaf wait state.
inline constexpr std::uint16_t kEventScope = 256;  ///< What a completed activity left for its compensation.
inline constexpr std::uint16_t kDirty = 512;       ///< Its joins are to be looked at again.
inline constexpr std::uint16_t kEventBody = 1024;  ///< A running event sub-process.
inline constexpr std::uint16_t kLeaving = 2048;    ///< Its leaving is on the agenda already.
inline constexpr std::uint16_t kPasses = 4096;  ///< Nothing is to be done at its node: it is skipped, or what
                                                ///< it would wait for has created the instance.
inline constexpr std::uint16_t kAdHoc = 16384;  ///< Scope of an ad-hoc sub-process.
inline constexpr std::uint16_t kPending = 32768;      ///< In such a scope: its turn has not come yet.
inline constexpr std::uint16_t kCompensating = 8192;  ///< Compensates what it lists, one after another.
}  // namespace flag

/// How far canceling, failing and settling has come at an execution (docs/cancellation.md). Only used in
/// processes that end gracefully.
namespace phase {
inline constexpr std::uint16_t kRequested = 1;  ///< It was asked to cancel.
inline constexpr std::uint16_t kCancels = 2;    ///< Begins nothing any more, and is canceled if it had to.
inline constexpr std::uint16_t kCanceled = 4;   ///< Will end as canceled.
inline constexpr std::uint16_t kFaulted = 8;    ///< An exception came from it: it is gone in a moment.
inline constexpr std::uint16_t kChildCanceled = 16;  ///< Something in it ended otherwise than complete.
inline constexpr std::uint16_t kHandling = 32;       ///< A handler runs in place of the body.
inline constexpr std::uint16_t kFinishing = 64;      ///< What comes last runs.
inline constexpr std::uint16_t kShielded = 128;      ///< What runs in it now cannot be canceled.
inline constexpr std::uint16_t kCaught = 256;        ///< An exception was taken; it is remembered.
inline constexpr std::uint16_t kUndoes = 512;        ///< What it has completed is undone …
inline constexpr std::uint16_t kConfirms = 1024;     ///< … or confirmed …
inline constexpr std::uint16_t kGivesUp = 2048;      ///< … or given up, since it is incomplete.
inline constexpr std::uint16_t kDecided =
    4096;                                       ///< One of its branches has decided; the others are canceled.
inline constexpr std::uint16_t kEnding = 8192;  ///< Its end is on the agenda.
inline constexpr std::uint16_t kLeavesByEvent =
    16384;                                       ///< Goes on at its error boundary event when it has ended.
inline constexpr std::uint16_t kAtJoin = 32768;  ///< A token that waits at a join of a scope with merges.
inline constexpr std::uint16_t kSettles = kUndoes | kConfirms | kGivesUp;
}  // namespace phase

/// A node of the execution tree (Activiti: ExecutionEntity). Links are slot numbers.
struct Execution {
  ExecutionId parent = kNone, first_child = kNone, last_child = kNone, next = kNone, previous = kNone;
  std::uint32_t tokens = 0;             ///< Children that hold tokens: a scope with none is done.
  std::uint32_t event_bodies = 0;       ///< Those of them that are running event sub-processes.
  std::uint32_t process = kNone;        ///< Its process instance.
  model::NodeId node = model::kNoNode;  ///< Where it is; kNoNode for a process instance.
  model::FlowId flow = model::kNoFlow;  ///< The flow over which it came.
  std::uint32_t variables = kNone;      ///< Its own variables, if it has any.
  std::uint32_t waits = kNone;          ///< First of what it waits for, if anything.
  std::uint32_t detail = kNone;         ///< Loop root: loop; call activity: called instance; joined: next;
                                        ///< compensating: its CompensationRun.
  std::uint32_t joins = kNone;          ///< Scope: first join with tokens.
  std::uint32_t census = kNone;         ///< Scope with inclusive joins: its token counts.
  std::int32_t loop_counter = -1;       ///< Of a loop child, from 0.
  std::uint32_t visit = 0;              ///< Number of the history line, while kEntered.
  std::uint16_t flags = 0;
  std::uint16_t phase = 0;
  const CompiledNode* compiled = nullptr;  ///< Of `node`; nullptr for a process instance.

  [[nodiscard]] bool is(std::uint16_t flags_wanted) const noexcept { return (flags & flags_wanted) != 0; }
  [[nodiscard]] bool in(std::uint16_t phases) const noexcept { return (phase & phases) != 0; }
};

/// What a process instance is besides its texts and values.
struct ProcessState {
  const DeployedProcess* process = nullptr;
  ExecutionId execution = kNone;  ///< Its root execution.
  ExecutionId caller = kNone;     ///< The execution at the call activity.
  std::uint32_t visits = 0;       ///< History lines so far.
  bool suspended = false;
  bool terminated = false;  ///< Ended by a terminate end event.
  bool kept = false;        ///< Has ended; stays for its compensation, as an event scope.
  bool recorded = false;    ///< The store has a record of it.
  model::Instant start{};
  std::uint64_t sequence = 0;
  /// Sequence of the instance that began the conversation in which a message has started this one; 0: none.
  std::uint64_t conversation = 0;
  model::UnhandledAction unhandled = model::UnhandledAction::Terminate;  ///< What an uncaught exception does.
};

/// A process instance inside a root instance: the root itself, or a called one.
struct ProcessInstance : ProcessState {
  model::Value correlation;  ///< Values of its correlation keys, by id, once a message has given them.
  std::string business_key, name, initiator;

  void reset() noexcept {
    static_cast<ProcessState&>(*this) = {};
    correlation = nullptr;
    business_key.clear();
    name.clear();
    initiator.clear();
  }
};

/// A variable of a scope.
struct Variable {
  model::NameId name{};
  model::Value value;
};

/// A variable, and where it most probably stands among those of its execution.
struct Place {
  model::NameId name = model::kNoName;
  std::uint32_t position = 0;
};

/// The variables that belong to one execution, in the order in which they were first set.
struct VariableScope {
  boost::container::small_vector<Variable, 4> variables;

  void reset() noexcept { variables.clear(); }
};

/// Something that an execution waits for and the outside can find.
struct Wait {
  enum class Kind : std::uint8_t {
    Task,
    Subscription,
    Job,
    Trigger,
    External,
    Compensation,
    Thrown  ///< An error or escalation that a parallel multiple event still needs.
  } kind = Kind::Trigger;
  std::uint32_t next = kNone;
  ExecutionId execution = kNone;
  model::NodeId node = model::kNoNode;  ///< The node itself, a boundary event, or an event after a gateway.
  model::NodeId boundary = model::kNoNode;  ///< Compensation: the event that names the handler, if any.
  ExecutionId kept = kNone;      ///< Compensation: the event scope of the completed activity, if any.
  std::uint16_t definition = 0;  ///< Which of the node's event definitions.
  std::shared_ptr<const model::TaskRecord> task;
  std::shared_ptr<const model::SubscriptionRecord> subscription;
  std::shared_ptr<const model::JobRecord> job;
};

/// A compensation that was asked for: what goes on when all of it is done.
struct CompensationRun {
  enum class Then : std::uint8_t { Resume, CancelActivity, CancelInstance } then = Then::Resume;
  ExecutionId execution = kNone;  ///< The thrower, or what is canceled; kNone when nobody waits.
  std::uint32_t generation = 0;
  bool confirms = false;  ///< What is listed is confirmed, not undone.
};

/// State of a multi-instance or loop body.
struct Loop {
  std::uint32_t total = 0;  ///< Instances to run; grows in a standard loop.
  std::uint32_t created = 0, completed = 0, active = 0;
  model::Value items;  ///< The collection, taken once on entry; null with a cardinality.
  std::uint32_t outputs = kNone;
};

/// Collected outputs of a body, by instance number.
struct Outputs {
  std::vector<model::Value> items;
};

/// What a join is besides its flows.
struct JoinState {
  /// Of a complex gateway: waits for its activation, or was activated and waits to be reset.
  enum class Phase : std::uint8_t { Plain, Start, Reset } phase = Phase::Plain;
  model::NodeId node = model::kNoNode;
  std::uint32_t next = kNone;
  std::uint32_t marked = 0;   ///< Flows with at least one token.
  std::uint32_t waiting = 0;  ///< Tokens that have come.
};

/// Tokens that wait at one node of one scope until they may go on together.
struct Join : JoinState {
  struct Arrivals {
    std::uint32_t count = 0;
    ExecutionId first = kNone, last = kNone;
    bool taken = false;  ///< Complex gateway, until it is reset: a token of this flow has activated it.
  };
  Bits marks;                                         ///< The flows with at least one token.
  boost::container::small_vector<Arrivals, 4> flows;  ///< By position among the node's incoming flows.

  void reset() noexcept {
    static_cast<JoinState&>(*this) = {};
    marks.clear();
    flows.clear();
  }
};

/// How many tokens of a scope are at each of its nodes, by the node's number in the scope.
struct Census {
  std::vector<std::uint32_t> counts;
  Bits occupied;  ///< The nodes with at least one.

  void resize(std::size_t nodes) {
    counts.resize(nodes);
    occupied.resize(nodes);
  }
  void add(std::size_t at, std::uint32_t tokens) noexcept {
    counts[at] += tokens;
    if (counts[at] != 0) {
      occupied.set(at);
    } else {
      occupied.reset(at);
    }
  }
};

}  // namespace rondo::agenda
