// SPDX-License-Identifier: Apache-2.0
#include "rondo/workflow_host.hpp"

#include "rondo/engine.hpp"

#include <utility>

namespace rondo::activities {

class WorkflowHost::Content {
 public:
  Content(Engine& engine, HostCallbacks callbacks) : engine_(engine), callbacks_(std::move(callbacks)) {
    engine_.delegates().set_unhandled_handler([this](const UnhandledException& exception) {
      return callbacks_.on_unhandled_exception ? callbacks_.on_unhandled_exception(exception)
                                               : exception.action;
    });
    ends_ = engine_.events().subscribe([this](const EngineEvent& event) {
      if (event.kind == EngineEvent::Kind::InstanceEnded) tell_end(event.instance_id);
    });
  }
  ~Content() { engine_.delegates().set_unhandled_handler({}); }
  Content(const Content&) = delete;
  Content& operator=(const Content&) = delete;

  [[nodiscard]] Engine& engine() noexcept { return engine_; }

  void tell_idle(std::string_view id) {
    const auto info = engine_.runtime().instance(id);
    if (callbacks_.idle && info && !info->end_time) callbacks_.idle(id);
  }

  // A step of a workflow, which is as before when it is aborted and goes back to where it was.
  template <typename Step>
  void step(std::string_view id, Step run) {
    try {
      run();
    } catch (const BpmnError& exception) {
      return tell_aborted(id, exception.message());
    }
    tell_idle(id);
  }

  void tell_aborted(std::string_view id, std::string_view reason) {
    const auto info = engine_.runtime().instance(id);
    if (info && callbacks_.aborted) callbacks_.aborted({info->id, info->process_key, std::string(reason)});
  }

 private:
  void tell_end(const std::string& id) {
    const auto info = engine_.runtime().instance(id);
    if (!info || !info->caller_instance_id.empty()) return;
    if (info->delete_reason == "aborted") {
      tell_aborted(id, info->cause);
    } else if (callbacks_.completed) {
      callbacks_.completed({id, info->process_key, info->state, info->error, info->cause});
    }
  }

  Engine& engine_;
  HostCallbacks callbacks_;
  Subscription ends_;
};

WorkflowHost::WorkflowHost(Engine& engine, HostCallbacks callbacks)
    : content_(std::make_unique<Content>(engine, std::move(callbacks))) {}

WorkflowHost::~WorkflowHost() = default;

std::string WorkflowHost::run(std::string_view process_key, const Variables& arguments) {
  const StartedInstance started = content_->engine().runtime().start(process_key, arguments);
  content_->tell_idle(started.id);
  return started.id;
}

void WorkflowHost::cancel(std::string_view id) {
  const auto info = content_->engine().runtime().instance(id);
  if (info && info->end_time) return;
  content_->step(id, [&] { content_->engine().runtime().cancel(id); });
}

void WorkflowHost::terminate(std::string_view id, std::string_view reason) {
  content_->engine().runtime().terminate(id, reason);
}

void WorkflowHost::abort(std::string_view id, std::string_view reason) {
  content_->engine().runtime().abort(id, reason);
  const auto info = content_->engine().runtime().instance(id);
  if (info && !info->end_time) content_->tell_aborted(id, reason);  // it was rolled back
}

bool WorkflowHost::resume_bookmark(std::string_view id, std::string_view activity,
                                   const Variables& variables) {
  for (const ExecutionInfo& execution : content_->engine().runtime().executions(id)) {
    if (execution.activity_id != activity || !execution.waiting) continue;
    content_->step(id, [&] { content_->engine().runtime().trigger(execution.id, variables); });
    return true;
  }
  return false;
}

void WorkflowHost::run_due() { content_->engine().management().run_due(); }

}  // namespace rondo::activities
