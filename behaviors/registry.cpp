// SPDX-License-Identifier: Apache-2.0
#include "behaviors/registry.hpp"

#include <string>
#include <utility>
#include <vector>

namespace rondo::behaviors {

namespace {

bool throws(const model::FlowNode& node) {
  return node.kind == model::ElementKind::IntermediateThrowEvent || node.kind == model::ElementKind::EndEvent;
}

// What can be one of several definitions of an event; the others say where the token goes themselves. What
// may stand where is a rule of the reader.
bool combines(const model::FlowNode& node, const model::EventDefinition& event) {
  using model::EventKind;
  if (event.kind == EventKind::Link) return false;
  if (throws(node)) return event.kind != EventKind::Timer && event.kind != EventKind::Conditional;
  if (event.kind == EventKind::Cancel) return node.event == EventKind::Multiple;
  return event.kind != EventKind::Compensation;
}

// What the activity as a whole can throw when an instance of it is complete.
bool throws_implicitly(const model::EventDefinition& event) {
  using model::EventKind;
  return event.kind == EventKind::None || event.kind == EventKind::Signal ||
         event.kind == EventKind::Message || event.kind == EventKind::Escalation ||
         event.kind == EventKind::Error || event.kind == EventKind::Compensation;
}

std::string refusal_of_loop(const model::MultiInstance& loop) {
  const auto why = [](const model::EventDefinition& event) {
    return "a " + std::string(name_of(event.kind)) +
           " event cannot be thrown when an instance of a multi-instance activity is complete";
  };
  if (loop.event != nullptr && !throws_implicitly(*loop.event)) return why(*loop.event);
  for (const auto& complex : loop.complex_behaviors) {
    if (!throws_implicitly(complex.event)) return why(complex.event);
  }
  return {};
}

// What would have to be left out to run it is not run.
std::string refusal_of(const model::FlowNode& node) {
  using model::EventKind;
  if (node.event == EventKind::Multiple || node.event == EventKind::ParallelMultiple) {
    for (const model::EventDefinition& event : node.events) {
      if (combines(node, event)) continue;
      return "a " + std::string(name_of(event.kind)) + " event definition has no meaning beside others";
    }
  }
  return node.multi_instance == nullptr ? std::string() : refusal_of_loop(*node.multi_instance);
}

class Table final : public agenda::BehaviorTable {
 public:
  Table() : multi_instance_(make_multi_instance()), standard_loop_(make_standard_loop()) {
#define ELEMENT(kind, tag, family) rows_.push_back(make_##kind());
#include "model/element_catalog.inc"
#undef ELEMENT
  }

  const FlowNodeBehavior* behavior(const model::FlowNode& node) const override {
    if (!refusal_of(node).empty()) return nullptr;
    const BehaviorRow& row = rows_[static_cast<std::size_t>(node.kind)];
    return row.by_event[static_cast<std::size_t>(node.event)].get();
  }

  std::string refusal(const model::FlowNode& node) const override { return refusal_of(node); }

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
