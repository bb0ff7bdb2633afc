// SPDX-License-Identifier: Apache-2.0
#include "behaviors/registry.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace rondo::behaviors {

namespace {

// Events of a multiple event that can be thrown, or waited for, beside others. Errors, escalations and the
// like are no events that are waited for one after the other.
bool combines(const model::FlowNode& node) {
  using model::EventKind;
  if (node.event != EventKind::Multiple && node.event != EventKind::ParallelMultiple) return true;
  return std::all_of(node.events.begin(), node.events.end(), [&](const model::EventDefinition& event) {
    if (event.kind == EventKind::Message || event.kind == EventKind::Signal) return true;
    const bool throws =
        node.kind == model::ElementKind::IntermediateThrowEvent || node.kind == model::ElementKind::EndEvent;
    if (!throws && (event.kind == EventKind::Timer || event.kind == EventKind::Conditional)) return true;
    if (node.event == EventKind::ParallelMultiple) return false;
    if (event.kind == EventKind::Terminate) return node.kind == model::ElementKind::EndEvent;
    return event.kind == EventKind::Escalation ||
           (event.kind == EventKind::Error && node.kind != model::ElementKind::IntermediateThrowEvent);
  });
}

// What the activity as a whole can throw when an instance of it is complete.
bool throws_known_events(const model::MultiInstance& loop) {
  using model::EventKind;
  const auto known = [](const model::EventDefinition& event) {
    return event.kind == EventKind::None || event.kind == EventKind::Signal ||
           event.kind == EventKind::Message || event.kind == EventKind::Escalation ||
           event.kind == EventKind::Error;
  };
  return (loop.event == nullptr || known(*loop.event)) &&
         std::all_of(loop.complex_behaviors.begin(), loop.complex_behaviors.end(),
                     [&](const auto& complex) { return known(complex.event); });
}

// What would have to be left out to run it is not run.
bool is_executable(const model::FlowNode& node) {
  if (!combines(node)) return false;
  const bool loops = node.multi_instance != nullptr || node.standard_loop != nullptr;
  if (node.instantiate && (loops || node.async_before)) return false;
  if (node.kind == model::ElementKind::ComplexGateway && node.async_after) return false;
  return node.multi_instance == nullptr || throws_known_events(*node.multi_instance);
}

class Table final : public agenda::BehaviorTable {
 public:
  Table() : multi_instance_(make_multi_instance()), standard_loop_(make_standard_loop()) {
#define ELEMENT(kind, tag, family) rows_.push_back(make_##kind());
#include "model/element_catalog.inc"
#undef ELEMENT
  }

  const FlowNodeBehavior* behavior(const model::FlowNode& node) const override {
    if (!is_executable(node)) return nullptr;
    const BehaviorRow& row = rows_[static_cast<std::size_t>(node.kind)];
    return row.by_event[static_cast<std::size_t>(node.event)].get();
  }

  const agenda::LoopBehavior* loop(const model::FlowNode& node) const override {
    if (node.multi_instance != nullptr) return multi_instance_.get();
    if (node.standard_loop != nullptr) return standard_loop_.get();
    return nullptr;
  }

 private:
  std::vector<BehaviorRow> rows_;
  std::unique_ptr<const agenda::LoopBehavior> multi_instance_, standard_loop_;
};

}  // namespace

std::unique_ptr<const agenda::BehaviorTable> make_behavior_table() { return std::make_unique<Table>(); }

}  // namespace rondo::behaviors
