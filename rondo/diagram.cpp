// SPDX-License-Identifier: Apache-2.0
#include "rondo/diagram.hpp"

#include "render/diagram.hpp"
#include "rondo/notations.hpp"

#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace rondo {

std::string draw_diagram(const Resource& resource, DiagramFormat format, const DiagramMarks& marks) {
  const model::ReadResult read = read_any(resource);
  if (read.diagnostics.refuses()) throw DeploymentError(read.diagnostics.findings());
  return format == DiagramFormat::Html ? render::draw_html(read.document, marks)
                                       : render::draw_svg(read.document, marks);
}

// Operations are told before it is known whether their command succeeds; events only afterwards.
struct DiagramRecorder::State {
  std::mutex mutex;
  std::uint64_t command = 0;
  std::vector<DiagramMarks::Step> tried, done;

  void note(const TraceEvent& event) {
    const std::lock_guard lock(mutex);
    if (event.command != command) tried.clear();
    command = event.command;
    const bool leaves = event.operation == "take-outgoing";
    if (!leaves && event.operation != "continue") return;
    tried.push_back({std::string(event.instance_id), std::string(event.element_id), leaves});
  }

  void keep() {
    const std::lock_guard lock(mutex);
    done.insert(done.end(), std::make_move_iterator(tried.begin()), std::make_move_iterator(tried.end()));
    tried.clear();
  }
};

DiagramRecorder::DiagramRecorder(Engine& engine)
    : engine_(engine),
      state_(std::make_shared<State>()),
      trace_(engine.events().trace([state = state_](const TraceEvent& event) { state->note(event); })),
      events_(engine.events().subscribe([state = state_](const EngineEvent&) { state->keep(); })) {}

DiagramRecorder::~DiagramRecorder() = default;

DiagramMarks DiagramRecorder::marks() const {
  DiagramMarks marks;
  for (const InstanceInfo& instance : engine_.history().instances()) {
    for (const HistoricActivity& visit : engine_.history().activities(instance.id)) {
      ++marks.visits[visit.activity_id];
    }
    if (instance.end_time) continue;
    for (const ExecutionInfo& execution : engine_.runtime().executions(instance.id)) {
      if (execution.waiting && !execution.activity_id.empty()) ++marks.tokens[execution.activity_id];
    }
  }
  const std::lock_guard lock(state_->mutex);
  marks.steps = state_->done;
  return marks;
}

}  // namespace rondo
