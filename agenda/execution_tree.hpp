// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/execution.hpp"
#include "model/stored_records.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rondo::agenda {

struct CompiledFlow;
struct CompiledNode;

/// Deployed processes by the number under which a store keeps them, and names of variables. Thread-safe.
class StoredProcesses : public model::DefinitionNumbers {
 public:
  /// Throws Error (Store) when the store has no such process.
  [[nodiscard]] virtual const DeployedProcess& process(std::uint64_t number) const = 0;
  [[nodiscard]] virtual model::NameTable& names() const = 0;
};

/// The whole state of one root instance: its executions and those of all instances called from it, with
/// variables, waits, loops and joins; plain records linked by slot numbers, so that a codec can write
/// them. Every change goes through here and is journaled. Used by one thread at a time.
class ExecutionTree {
 public:
  ExecutionTree();
  ExecutionTree(const ExecutionTree&) = delete;
  ExecutionTree& operator=(const ExecutionTree&) = delete;

  // --- commands
  /// Begins a command. Nothing is journaled while the tree is empty, or when it is `disposable`, that is, was
  /// read from a form that is still there: rolling back then clears it.
  void begin(bool disposable = false);
  void commit() noexcept;
  void rollback() noexcept;
  void clear();

  // --- its form at rest (tree_codec.cpp)
  /// Writes the tree in few bytes. Precondition: no command is running.
  void write(model::ByteWriter& out) const;
  /// Reads what write() wrote, in the memory of the same engine. Precondition: the tree is empty.
  void read(model::ByteReader& in);
  /// Writes the tree in the form for disk (stored_tree.cpp). `root`: what handles of this root instance begin
  /// with.
  void store(model::ByteWriter& out, model::Handle root, const model::DefinitionNumbers& numbers) const;
  /// Reads what store() wrote, perhaps of an earlier version of the engine. Throws Error (Store); the tree is
  /// to be cleared then. Precondition: it is empty.
  void restore(model::StoredReader& in, model::Handle root, const StoredProcesses& processes);
  /// Slots in use, as a measure of how long writing takes.
  [[nodiscard]] std::size_t size() const noexcept {
    return executions_.bound() + waits_.bound() + outputs_.live_count() * kLargeRecord +
           censuses_.live_count() * kLargeRecord;
  }

  // --- reading
  [[nodiscard]] const Execution& at(ExecutionId id) const noexcept { return executions_[id]; }
  [[nodiscard]] const Slab<Execution, 8>& executions() const noexcept { return executions_; }
  [[nodiscard]] const ProcessInstance& process(std::uint32_t id) const noexcept { return processes_[id]; }
  [[nodiscard]] const Slab<ProcessInstance, 2>& processes() const noexcept { return processes_; }
  /// Whether that process instance is there and has not ended.
  [[nodiscard]] bool runs(std::uint32_t id, std::uint32_t generation) const noexcept {
    return processes_.holds(id, generation) && !processes_[id].kept;
  }
  [[nodiscard, gnu::always_inline]] const ProcessInstance& process_of(ExecutionId id) const noexcept {
    return processes_[executions_[id].process];
  }
  [[nodiscard]] const Wait& wait(std::uint32_t id) const noexcept { return waits_[id]; }
  [[nodiscard]] const Slab<Wait, 2>& waits() const noexcept { return waits_; }
  [[nodiscard]] const Loop& loop(std::uint32_t id) const noexcept { return loops_[id]; }
  [[nodiscard]] const Join& join(std::uint32_t id) const noexcept { return joins_[id]; }
  [[nodiscard]] const CompensationRun& run(std::uint32_t id) const noexcept { return runs_[id]; }
  [[nodiscard]] CompensationRun& edit_run(std::uint32_t id) { return runs_.edit(id); }
  [[nodiscard]] const Census& census(std::uint32_t id) const noexcept { return censuses_[id]; }
  /// Whether an instance in it ends gracefully, or runs depth first: few do, and the others pay nothing for
  /// it.
  /// @{
  [[nodiscard]] bool graceful() const noexcept { return graceful_; }
  [[nodiscard]] bool depth_first() const noexcept { return depth_first_; }
  /// @}
  [[nodiscard]] bool empty() const noexcept { return executions_.live_count() == 0; }

  // --- executions
  [[nodiscard]] Execution& edit(ExecutionId id) { return executions_.edit(id); }
  void set_flags(ExecutionId id, std::uint16_t flags) { executions_.edit(id).flags |= flags; }
  void clear_flags(ExecutionId id, std::uint16_t flags) {
    executions_.edit(id).flags &= static_cast<std::uint16_t>(~flags);
  }
  /// Creates a child that holds a token at `node`, behind its siblings.
  ExecutionId create_child(ExecutionId parent, model::NodeId node);
  /// Creates a process instance with its root execution; `caller` may be kNone.
  std::uint32_t create_process(const DeployedProcess& process, ExecutionId caller);
  [[nodiscard]] ProcessInstance& edit_process(std::uint32_t id) { return processes_.edit(id); }
  void release_process(std::uint32_t id) { processes_.release(id); }
  /// Moves a token to another node of its scope.
  void move(ExecutionId id, model::NodeId node);
  /// Moves a token over a flow of its scope.
  void take(ExecutionId id, const CompiledFlow& flow);
  /// Stops counting the execution as a token of its parent; it stays in the tree until removed.
  void retire(ExecutionId id);
  /// Removes a leaf with its variables, loop and joins. Precondition: no children, no waits.
  void remove(ExecutionId id);

  // --- variables
  /// The variable in that one scope, or nullptr. Valid until variables change.
  [[nodiscard, gnu::always_inline]] const model::Value* local(ExecutionId id,
                                                              model::NameId name) const noexcept {
    const VariableScope* scope = locals(id);
    if (scope == nullptr) return nullptr;
    for (const Variable& variable : scope->variables) {
      if (variable.name == name) return &variable.value;
    }
    return nullptr;
  }
  [[nodiscard]] const VariableScope* locals(ExecutionId id) const noexcept {
    const std::uint32_t slot = executions_[id].variables;
    return slot == kNone ? nullptr : &variables_[slot];
  }
  void set_local(ExecutionId id, model::NameId name, model::Value value);
  /// The variable for writing, if it stands where it is thought to and nothing is journaled; else nullptr.
  [[nodiscard]] model::Value* unrecorded_local(ExecutionId id, const Place& place) noexcept {
    const std::uint32_t slot = executions_[id].variables;
    if (slot == kNone || journal_.recording()) return nullptr;
    auto& variables = variables_.edit_unrecorded(slot).variables;
    const bool there = place.position < variables.size() && variables[place.position].name == place.name;
    return there ? &variables[place.position].value : nullptr;
  }
  /// Sets variables whose names differ.
  void set_locals(ExecutionId id, std::span<const Variable> added);
  bool remove_local(ExecutionId id, model::NameId name);
  /// Removes all variables of that one scope.
  void clear_locals(ExecutionId id);

  // --- waits
  std::uint32_t add_wait(Wait wait);
  [[nodiscard]] Wait& edit_wait(std::uint32_t id) { return waits_.edit(id); }
  void remove_wait(std::uint32_t id);

  // --- compensation (event_scopes.cpp)
  /// Creates what a completed activity leaves behind, outside the tree until it is compensated.
  ExecutionId create_event_scope(std::uint32_t process, model::NodeId node);
  /// Puts an event scope into the tree: `parent` is not done before it is gone.
  void attach_event_scope(ExecutionId id, ExecutionId parent);
  /// Creates the execution below which something is compensated. It holds `parent` open, but is no token that
  /// could reach a join.
  ExecutionId create_run(ExecutionId parent, model::NodeId node, const CompensationRun& run);
  /// Gives the variables of `from` to `to`, which has none: all of them, or copies.
  void move_locals(ExecutionId from, ExecutionId to);
  void copy_locals(ExecutionId from, ExecutionId to);
  /// The newest completed activity that `id` can compensate, a Wait; kNone when there is none.
  [[nodiscard]] std::uint32_t newest_compensation(ExecutionId id) const noexcept;
  /// Moves the completed activities of `from` (`only`: those at one node) before or behind those of `to`,
  /// newest first as they are.
  void move_compensations(ExecutionId from, ExecutionId to, bool before, model::NodeId only = model::kNoNode);
  /// Moves one of them to `to`, in front.
  void move_compensation(std::uint32_t wait, ExecutionId to);

  // --- other places (tree_changes.cpp)
  /// Takes a token out of the join in which it waits.
  void leave_join(ExecutionId token);
  /// Puts a token with all below it under another parent, behind its children.
  void reparent(ExecutionId id, ExecutionId parent);
  /// The process of an execution has become another version: it is at that node now.
  void set_place(ExecutionId id, model::NodeId node, model::FlowId flow, const CompiledNode& compiled);
  /// Counts the tokens of a scope anew.
  void recount(ExecutionId scope);

  // --- loops
  std::uint32_t create_loop(ExecutionId root);
  [[nodiscard]] Join& edit_join(std::uint32_t id);
  [[nodiscard]] Loop& edit_loop(std::uint32_t id) { return loops_.edit(id); }
  void create_outputs(std::uint32_t loop, std::size_t size);
  void set_output(std::uint32_t loop, std::size_t item, model::Value value);
  [[nodiscard]] std::vector<model::Value> take_outputs(std::uint32_t loop);
  void release_loop(ExecutionId root);

  // --- joins
  /// What the merges of a scope have counted, for writing; zeros at first. Valid until the scope is closed.
  [[nodiscard]] Census& edit_tally(ExecutionId scope, std::size_t size);
  /// The join of `node` in `scope`, made when there is none yet, with room for `flows` incoming flows.
  std::uint32_t join_at(ExecutionId scope, model::NodeId node, std::size_t flows);
  [[nodiscard]] std::uint32_t find_join(ExecutionId scope, model::NodeId node) const noexcept;
  void arrive(std::uint32_t join, std::size_t flow, ExecutionId token);
  /// Takes the oldest token that came over that flow.
  ExecutionId take_arrival(std::uint32_t join, std::size_t flow);
  void release_join(ExecutionId scope, std::uint32_t join);
  void release_joins(ExecutionId scope);
  /// Forgets the joins and token counts of a scope whose body is over.
  void close_scope(ExecutionId scope);
  /// Scopes whose inclusive or complex joins must be looked at again, since a token of theirs moved or died;
  /// each once. Taking them empties the list.
  [[nodiscard]] bool has_unsettled_scopes() const noexcept { return !unsettled_.empty(); }
  [[nodiscard]] std::vector<ExecutionId> take_unsettled_scopes();

 private:
  void count(ExecutionId scope, model::NodeId node, int by);
  void unsettle(ExecutionId scope);
  void note_manners(const DeployedProcess& process) noexcept;
  void link(ExecutionId parent, ExecutionId child);
  void unlink(ExecutionId id);

  // Records that may be as large as the process or a collection.
  static constexpr std::size_t kLargeRecord = 1000;

  Journal journal_;
  Slab<Execution, 8> executions_{journal_};
  Slab<ProcessInstance, 2> processes_{journal_};
  Slab<VariableScope, 2> variables_{journal_};
  Slab<Wait, 2> waits_{journal_};
  Slab<Loop, 1> loops_{journal_};
  Slab<Outputs, 1> outputs_{journal_};
  Slab<Join, 1> joins_{journal_};
  Slab<Census, 1> censuses_{journal_};
  Slab<CompensationRun, 1> runs_{journal_};
  std::vector<ExecutionId> unsettled_;
  bool fresh_ = false;
  bool graceful_ = false, depth_first_ = false;  // of some process ever seen in it
};

}  // namespace rondo::agenda
