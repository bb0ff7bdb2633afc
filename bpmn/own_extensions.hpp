// SPDX-License-Identifier: Apache-2.0
// Extensions in rondo's own namespace, for what the model has from other notations (docs/extensions.md).
#pragma once

#include "bpmn/context.hpp"
#include "bpmn/words.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace rondo::bpmn {

/// Words that attributes hold, as they are read and written.
/// @{
inline constexpr Words<model::Merging, 3> kMergings{{{"counted", model::Merging::Counted},
                                                     {"paths", model::Merging::Paths},
                                                     {"tokens", model::Merging::Tokens}}};
inline constexpr Words<model::MergeMode, 5> kMergeModes{{{"all", model::MergeMode::All},
                                                         {"every", model::MergeMode::Every},
                                                         {"allActive", model::MergeMode::AllActive},
                                                         {"any", model::MergeMode::Any},
                                                         {"each", model::MergeMode::Each}}};
inline constexpr Words<model::FailurePolicy, 2> kFailurePolicies{
    {{"fault", model::FailurePolicy::Fault}, {"incident", model::FailurePolicy::Incident}}};

/// The attributes of `failureNames`.
inline constexpr Words<std::string model::Outcomes::*, 8> kFailureNames{
    {{"codeFailed", &model::Outcomes::code_failed},
     {"expressionFailed", &model::Outcomes::expression_failed},
     {"invalidResult", &model::Outcomes::invalid_result},
     {"stopped", &model::Outcomes::stopped},
     {"timedOut", &model::Outcomes::timed_out},
     {"notFound", &model::Outcomes::not_found},
     {"keyTaken", &model::Outcomes::key_taken},
     {"tooLarge", &model::Outcomes::too_large}}};

/// Attributes of an event definition that are flags.
inline constexpr Words<bool model::EventDefinition::*, 8> kEventFlags{
    {{"atOnce", &model::EventDefinition::at_once},
     {"passesWhenDue", &model::EventDefinition::passes_when_due},
     {"confirms", &model::EventDefinition::confirms},
     {"rethrows", &model::EventDefinition::rethrows},
     {"failsInstance", &model::EventDefinition::fails_instance},
     {"timesOut", &model::EventDefinition::times_out},
     {"completesScope", &model::EventDefinition::completes_scope},
     {"dropsPlanned", &model::EventDefinition::drops_planned}}};
/// @}

/// Reads what a process, one of its nodes or event definitions has of these extensions.
/// @{
void read_own_process(ProcessContext& context, const Element& element);
void read_own_node(ProcessContext& context, const Element& element, model::FlowNode& node);
void read_own_event(ProcessContext& context, const Element& owner, const Element& definition,
                    model::EventDefinition& event);
/// @}
/// The data store that an attribute (`fromStore`, `toStore`) names, by its id or that of a reference to it;
/// empty when there is no such attribute.
[[nodiscard]] std::string read_own_store(FileContext& file, const Element& element, std::string_view name);
/// How flows meet in a scope, of a process or sub-process.
[[nodiscard]] model::Merging read_merging(FileContext& file, const Element& element);

/// Finds a flow node of the process by its id.
using NodeOf = std::function<model::NodeId(std::string_view)>;
/// Reads what refers to other nodes, when all are known: where a scope starts, which one an event completes.
/// @{
void read_own_start(FileContext& file, const Element& element, model::ProcessBuilder& builder,
                    model::ScopeId scope, const NodeOf& node_of);
void read_completed_scopes(FileContext& file, const Element& element, model::ProcessBuilder& builder,
                           model::NodeId node, const NodeOf& node_of);
/// @}

}  // namespace rondo::bpmn
