// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/behavior.hpp"
#include "expression/expression.hpp"
#include "model/definition.hpp"
#include "model/diagnostics.hpp"
#include "model/names.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::agenda {

/// Finds the behavior of a flow node; nullptr when nothing executes it.
class BehaviorTable {
 public:
  virtual ~BehaviorTable() = default;
  [[nodiscard]] virtual const FlowNodeBehavior* behavior(const model::FlowNode& node) const = 0;
  /// Why nothing executes the node; empty when there is nothing more to say.
  [[nodiscard]] virtual std::string refusal(const model::FlowNode& node) const = 0;
  [[nodiscard]] virtual const LoopBehavior* loop(const model::FlowNode& node) const = 0;
};

/// Names that the engine itself gives a meaning, interned first so that their numbers are known.
namespace reserved {
inline constexpr model::NameId kLoopCounter{0};
inline constexpr model::NameId kNrOfInstances{1};
inline constexpr model::NameId kNrOfActiveInstances{2};
inline constexpr model::NameId kNrOfCompletedInstances{3};
inline constexpr std::uint32_t kLoopNames = 4;  ///< The names above are computed from loops.
inline constexpr model::NameId kAuthenticatedUserId{4};
// Data of steps (model::StepData).
inline constexpr model::NameId kInput{5}, kLocal{6}, kContext{7}, kOutput{8};
inline constexpr model::NameId kRetryCounts{9};  ///< Of an activity: repeats so far, by retry rule.
void intern(model::NameTable& names);
}  // namespace reserved

class DeployedProcess;
struct CompiledNode;
class FlowGraph;

/// An outgoing flow, as the loop needs it.
struct CompiledFlow {
  model::FlowId id = model::kNoFlow;
  model::ExpressionId condition = model::kNoExpression;
  const CompiledNode* target = nullptr;
};

/// What the loop needs of a node at each visit.
struct CompiledNode {
  enum Trait : std::uint16_t {
    Prepares = 1,  ///< Has listeners, mappings, data, a skip expression or start quantity: the slow way in.
    HasBoundary = 2,
    Finishes = 4,  ///< Has end listeners, output mappings or asyncAfter: the slow way out.
    AsyncBefore = 8,
    EndsDirectly = 16,      ///< Has no outgoing flow.
    CountsTokens = 32,      ///< Lies in a scope with a join that depends on where tokens are.
    HearsTake = 64,         ///< An incoming flow has listeners.
    OneWayOut = 128,        ///< One token goes over its only flow, without a condition.
    Compensable = 256,      ///< Once completed, something may be there to be compensated.
    Unseen = 512,           ///< The history does not show it.
    AtOnce = 1024,          ///< Is left at once when it is done, not after what is planned.
    Merges = 2048,          ///< Lies in a scope whose merges count what happens.
    Routes = 4096,          ///< Its outcomes choose among its flows.
    Step = 8192,            ///< Has data of its own (model::StepData).
    GivesResult = 16384,    ///< A step whose code sets and reads members of that.
    GivesConstant = 32768,  ///< Its work is to give a constant as its result, to the thread only.
    PassedSingly = CountsTokens | Compensable  ///< Something is done even where a token only passes.
  };
  const FlowNodeBehavior* behavior = nullptr;
  const LoopBehavior* loop = nullptr;
  const model::FlowNode* element = nullptr;
  const DeployedProcess* process = nullptr;
  std::span<const CompiledFlow> outgoing;
  model::NodeId id = model::kNoNode;
  std::uint32_t number_in_scope = 0;
  std::uint16_t traits = 0;
  bool passes = false;  ///< A token has nothing to do here but to leave, and nobody hears of it.
  bool works =
      false;  ///< A token does the work of the behavior and leaves over the only flow, and that is all.
  bool recorded = true;  ///< History keeps the visits of the node.

  [[nodiscard]] bool is(int traits_wanted) const noexcept { return (traits & traits_wanted) != 0; }
};

/// Where tokens must not be for an inclusive join to fire (BPMN 2.0 §13.4.3).
struct JoinReach {
  /// By node number in the scope: the incoming flows (by their position) that a token there can reach without
  /// passing the gateway.
  std::vector<Bits> by_place;
  Bits places;  ///< Those from which any flow can be reached.
};

/// One deployed version of a process with all that running it needs: behaviors, compiled expressions,
/// interned names, reachability. Immutable; shared by all instances and threads.
class DeployedProcess {
 public:
  /// Compiles `definition`. What cannot be executed and expressions that are not well formed are
  /// reported in `findings`; the result must not be run when these refuse it.
  DeployedProcess(std::shared_ptr<const model::ProcessDefinition> definition, const BehaviorTable& behaviors,
                  model::NameTable& names, model::Diagnostics& findings);
  // Its nodes point to each other and to it.
  ~DeployedProcess();
  DeployedProcess(const DeployedProcess&) = delete;
  DeployedProcess& operator=(const DeployedProcess&) = delete;

  [[nodiscard]] const model::ProcessDefinition& definition() const noexcept { return *definition_; }
  [[nodiscard]] const std::shared_ptr<const model::ProcessDefinition>& shared_definition() const noexcept {
    return definition_;
  }
  [[nodiscard]] const CompiledNode& compiled(model::NodeId node) const noexcept {
    return nodes_[model::index(node)];
  }
  /// The compiled expression, or nullptr when there is none or it is a script in a foreign language.
  [[nodiscard]] const expression::Compiled* expression(model::ExpressionId id) const noexcept {
    return id == model::kNoExpression ? nullptr : expressions_[model::index(id)].get();
  }
  [[nodiscard]] model::NameTable& names() const noexcept { return *names_; }

  /// What the data of a scope holds at first, in order, without data stores.
  [[nodiscard]] std::span<const Variable> initial_data(model::ScopeId scope) const noexcept {
    return initial_data_[model::index(scope)];
  }
  /// The variable that holds the last result of a thread; without a name when results are not kept.
  [[nodiscard]] const Place& thread_result() const noexcept { return thread_result_; }
  /// The variable that holds what has become of that activity; without a name when there is none.
  [[nodiscard]] const Place& outcome(model::NodeId node) const noexcept {
    return outcomes_.empty() ? kNowhere : outcomes_[model::index(node)];
  }

  /// Where a token starts in a scope when nothing else is said: its none start event, else (it has no start
  /// event) its nodes without incoming flow, else its first start event of any kind. Nowhere in an
  /// ad-hoc sub-process.
  [[nodiscard]] const std::vector<model::NodeId>& initial_nodes(model::ScopeId scope) const noexcept {
    return initial_nodes_[model::index(scope)];
  }

  /// Start events of the event sub-processes in a scope.
  [[nodiscard]] std::span<const model::NodeId> event_starts(model::ScopeId scope) const noexcept {
    return event_starts_[model::index(scope)];
  }
  /// The compensation boundary event of an activity that names a handler; kNoNode when there is none.
  [[nodiscard]] model::NodeId compensation_boundary(model::NodeId activity) const noexcept;
  /// Start of the event sub-process that compensates a scope; kNoNode when there is none.
  [[nodiscard]] model::NodeId compensation_start(model::ScopeId scope) const noexcept;
  /// Where a link throw event goes on; kNoNode for other nodes.
  [[nodiscard]] model::NodeId link_target(model::NodeId node) const noexcept;

  [[nodiscard]] std::uint32_t scope_size(model::NodeId node) const noexcept {
    return static_cast<std::uint32_t>(definition_->scope(definition_->node(node).scope).nodes.size());
  }
  [[nodiscard]] std::uint32_t number_in_scope(model::NodeId node) const noexcept {
    return nodes_[model::index(node)].number_in_scope;
  }
  /// Reachability for an inclusive join; nullptr for other nodes.
  [[nodiscard]] const JoinReach* reach(model::NodeId node) const noexcept;
  /// How the merges of a scope are decided; nullptr when it has none.
  [[nodiscard]] const FlowGraph* flow_graph(model::ScopeId scope) const noexcept {
    return graphs_[model::index(scope)].get();
  }
  /// Position of `flow` among the incoming flows of its target.
  [[nodiscard]] std::uint32_t incoming_position(model::FlowId flow) const noexcept {
    return incoming_positions_[model::index(flow)];
  }

  /// Whether instances can wait for conditions (conditional events other than process starts).
  [[nodiscard]] bool has_conditions() const noexcept { return has_conditions_; }
  /// Whether anybody wants to know when a variable changes.
  [[nodiscard]] bool follows_variables() const noexcept {
    return has_conditions_ || history_ >= model::HistoryLevel::Audit;
  }
  /// Whether some of these conditions may read that variable.
  [[nodiscard]] bool watches(model::NameId name) const noexcept;
  /// Whether a change of that variable is one that the conditional event looks at.
  [[nodiscard]] bool watches(const model::EventDefinition& event, model::NameId name) const;

  /// How much is remembered of its instances.
  [[nodiscard]] model::HistoryLevel history() const noexcept { return history_; }
  /// Set before the process is used, like the members below.
  void set_history(model::HistoryLevel level) noexcept;

  // Set by the repository before the process is used.
  std::int32_t version = 1;
  std::string deployment_id;
  std::uint64_t deployment = 0;
  /// Revision of the registered code at which all that the process needs was there; 0: not checked.
  mutable std::atomic<std::uint64_t> complete_at{0};
  /// Whether instances are not to be started, and jobs not to be run.
  mutable std::atomic<bool> suspended{false};

 private:
  void compile_expressions(model::Diagnostics& findings);
  void find_initial_nodes();
  void compile_nodes(const BehaviorTable& behaviors, model::Diagnostics& findings);
  void compile_flows();
  void find_compensable();
  void find_works();
  [[nodiscard]] bool gives_constant(const CompiledNode& node) const;
  [[nodiscard]] bool joins_by_reachability(model::NodeId node) const;
  [[nodiscard]] std::vector<model::NodeId> nodes_before(model::NodeId node) const;
  void compute_reach(model::NodeId join);
  void find_watched();
  void compile_merges();
  void compile_data();
  [[nodiscard]] Place place_of(std::string_view variable) const;

  static constexpr Place kNowhere{};
  std::shared_ptr<const model::ProcessDefinition> definition_;
  model::NameTable* names_;
  std::vector<CompiledNode> nodes_;
  std::vector<CompiledFlow> outgoing_;  // of all nodes, one after the other
  std::vector<std::unique_ptr<const expression::Compiled>> expressions_;
  std::vector<bool> counting_;                             // by scope
  std::vector<std::vector<model::NodeId>> initial_nodes_;  // by scope
  std::vector<std::vector<model::NodeId>> event_starts_;   // by scope
  std::vector<std::uint32_t> incoming_positions_;
  std::vector<model::NameId> watched_;  // sorted
  bool has_conditions_ = false, watches_all_ = false;
  model::HistoryLevel history_ = model::HistoryLevel::Audit;
  std::vector<std::unique_ptr<const JoinReach>> reach_;   // by node
  std::vector<std::unique_ptr<const FlowGraph>> graphs_;  // by scope
  std::vector<std::vector<Variable>> initial_data_;       // by scope
  std::vector<Place> outcomes_;                           // by node; empty when no activity has one
  Place thread_result_;
};

}  // namespace rondo::agenda
