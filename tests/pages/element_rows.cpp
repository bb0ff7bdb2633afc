// SPDX-License-Identifier: Apache-2.0
#include "tests/pages/element_rows.hpp"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>

namespace rondo::pages {
namespace {

using model::ElementKind;
using model::EventKind;
using model::FlowNode;

constexpr std::string_view kPlain = "";
constexpr std::string_view kProcess = "process";
constexpr std::string_view kInterrupting = "interrupting";
constexpr std::string_view kNonInterrupting = "not interrupting";
constexpr std::string_view kHandler = "event sub-process, interrupting";
constexpr std::string_view kNonInterruptingHandler = "event sub-process, not interrupting";
constexpr std::string_view kStarter = "starts instances";
constexpr std::string_view kCompensation = "compensation handler";
constexpr std::string_view kParallelLoop = "parallel multi-instance";
constexpr std::string_view kSequentialLoop = "sequential multi-instance";
constexpr std::string_view kStandardLoop = "standard loop";

/// The page, row by row.
class Rows {
 public:
  ElementRow& add(std::string group, std::string element, std::string_view position, ElementKind kind) {
    ElementRow& row = rows_.emplace_back();
    row.group = std::move(group);
    row.element = std::move(element);
    row.position = position;
    row.probe.kind = kind;
    return row;
  }

  void add_events(const std::string& group, ElementKind kind, std::string_view position,
                  std::initializer_list<EventKind> events) {
    for (const EventKind event : events) {
      ElementRow& row = add(group, std::string(name_of(event)), position, kind);
      row.probe.event = event;
      row.probe.interrupting = position != kNonInterrupting && position != kNonInterruptingHandler;
    }
  }

  std::vector<ElementRow> take() { return std::move(rows_); }

 private:
  std::vector<ElementRow> rows_;
};

void add_start_events(Rows& rows) {
  using enum EventKind;
  const std::string group = "Start events";
  rows.add_events(group, ElementKind::StartEvent, kProcess,
                  {None, Message, Timer, Signal, Conditional, Multiple, ParallelMultiple});
  rows.add_events(
      group, ElementKind::StartEvent, kHandler,
      {Message, Timer, Signal, Error, Escalation, Conditional, Compensation, Multiple, ParallelMultiple});
  rows.add_events(group, ElementKind::StartEvent, kNonInterruptingHandler,
                  {Message, Timer, Signal, Escalation, Conditional, Multiple, ParallelMultiple});
}

void add_other_events(Rows& rows) {
  using enum EventKind;
  rows.add_events("Intermediate catch events", ElementKind::IntermediateCatchEvent, kPlain,
                  {Message, Timer, Signal, Link, Conditional, Multiple, ParallelMultiple});
  rows.add_events("Boundary events", ElementKind::BoundaryEvent, kInterrupting,
                  {Message, Timer, Signal, Error, Escalation, Conditional, Compensation, Cancel, Multiple,
                   ParallelMultiple});
  rows.add_events("Boundary events", ElementKind::BoundaryEvent, kNonInterrupting,
                  {Message, Timer, Signal, Escalation, Conditional, Multiple, ParallelMultiple});
  rows.add_events("Intermediate throw events", ElementKind::IntermediateThrowEvent, kPlain,
                  {None, Message, Signal, Escalation, Link, Compensation, Multiple});
  rows.add_events("End events", ElementKind::EndEvent, kPlain,
                  {None, Message, Signal, Error, Escalation, Terminate, Compensation, Cancel, Multiple});
}

void add_activities(Rows& rows) {
  const std::string group = "Activities";
  for (std::size_t i = 0; i < model::kElementKinds; ++i) {
    const auto kind = static_cast<ElementKind>(i);
    if (!is_activity(model::family_of(kind))) continue;
    rows.add(group, std::string(tag_of(kind)), kPlain, kind);
    if (kind == ElementKind::ReceiveTask)
      rows.add(group, "receiveTask", kStarter, kind).probe.instantiate = true;
    if (kind == ElementKind::SubProcess) {
      rows.add(group, "event sub-process", kPlain, kind).probe.triggered_by_event = true;
    }
  }
  rows.add(group, "any activity", kCompensation, ElementKind::ServiceTask).probe.is_for_compensation = true;
  for (const std::string_view loop : {kParallelLoop, kSequentialLoop}) {
    ElementRow& row = rows.add(group, "any activity", loop, ElementKind::ServiceTask);
    row.probe.multi_instance = std::make_unique<model::MultiInstance>();
    row.probe.multi_instance->sequential = loop == kSequentialLoop;
  }
  rows.add(group, "any activity", kStandardLoop, ElementKind::ServiceTask).probe.standard_loop =
      std::make_unique<model::StandardLoop>();
}

void add_gateways(Rows& rows) {
  for (std::size_t i = 0; i < model::kElementKinds; ++i) {
    const auto kind = static_cast<ElementKind>(i);
    if (model::family_of(kind) != model::ElementFamily::Gateway) continue;
    rows.add("Gateways", std::string(tag_of(kind)), kPlain, kind);
    if (kind == ElementKind::EventBasedGateway) {
      rows.add("Gateways", std::string(tag_of(kind)), kStarter, kind).probe.instantiate = true;
    }
  }
}

bool is_in_event_sub_process(const model::ProcessDefinition& process, const FlowNode& node) {
  const model::NodeId owner = process.scope(node.scope).owner;
  return owner != model::kNoNode && process.node(owner).triggered_by_event;
}

bool is_example_of_event(const ElementRow& row, const model::ProcessDefinition& process,
                         const FlowNode& node) {
  if (row.probe.event != node.event) return false;
  if (node.kind == ElementKind::BoundaryEvent) {
    // Nothing is interrupted by compensation, whatever the attribute says.
    return node.event == EventKind::Compensation || row.probe.interrupting == node.interrupting;
  }
  if (node.kind != ElementKind::StartEvent) return true;
  const bool handles = row.position != kProcess;
  return handles == is_in_event_sub_process(process, node) &&
         (!handles || row.probe.interrupting == node.interrupting);
}

/// "any activity": what is added to an activity.
bool is_example_of_addition(const FlowNode& probe, const FlowNode& node) {
  if (probe.is_for_compensation) return node.is_for_compensation;
  if (probe.standard_loop != nullptr) return node.standard_loop != nullptr;
  return node.multi_instance != nullptr &&
         node.multi_instance->sequential == probe.multi_instance->sequential;
}

bool is_example(const ElementRow& row, const model::ProcessDefinition& process, const FlowNode& node) {
  const FlowNode& probe = row.probe;
  if (row.element == "any activity") {
    return is_activity(model::family_of(node.kind)) && is_example_of_addition(probe, node);
  }
  if (probe.kind != node.kind) return false;
  if (model::family_of(node.kind) == model::ElementFamily::Event) {
    return is_example_of_event(row, process, node);
  }
  return probe.instantiate == node.instantiate && probe.triggered_by_event == node.triggered_by_event;
}

}  // namespace

std::vector<ElementRow> element_rows() {
  Rows rows;
  add_start_events(rows);
  add_other_events(rows);
  add_activities(rows);
  add_gateways(rows);
  return rows.take();
}

std::vector<std::size_t> rows_of(const std::vector<ElementRow>& rows, const model::ProcessDefinition& process,
                                 const FlowNode& node) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (is_example(rows[i], process, node)) found.push_back(i);
  }
  return found;
}

}  // namespace rondo::pages
