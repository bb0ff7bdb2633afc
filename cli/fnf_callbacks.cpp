// SPDX-License-Identifier: Apache-2.0
// Executions whose end is the report of a task elsewhere.
#include "cli/fnf_answers.hpp"
#include "cli/fnf_store.hpp"

#include <string>
#include <string_view>

namespace rondo::cli {

namespace {

constexpr std::string_view kCallbacks = "fnf callbacks";  // a data store: tokens by execution

Object callbacks_of(Engine& engine) {
  const Value known = engine.runtime().data_store(kCallbacks);
  return known.is_object() ? known.as_object() : Object();
}

// As a task that waits for the end of an execution sees it.
void report_end(Engine& engine, const InstanceInfo& ended, const std::string& token) {
  if (ended.state == InstanceState::Completed) {
    const Variables variables = engine.history().variables(ended.id);
    const Value* output = variables.find("output");
    return engine.runtime().report_succeeded(token, output == nullptr ? Value(Object()) : *output);
  }
  std::string error = ended.error;
  if (ended.state == InstanceState::TimedOut) error = "FnF.TaskTimeout";
  if (error.empty()) error = "FnF.ExecutionStopped";
  engine.runtime().report_failed(token, error, ended.cause);
}

}  // namespace

void call_back(Engine& engine, const std::string& execution, const std::string& token) {
  Object callbacks = callbacks_of(engine);
  callbacks.set(execution, token);
  engine.runtime().set_data_store(kCallbacks, Value(std::move(callbacks)));
}

void answer_callbacks(Engine& engine) {
  for (bool again = true; again;) {  // who is told may end, and be waited for
    again = false;
    const Object callbacks = callbacks_of(engine);
    Object left;
    for (const auto& [execution, token] : callbacks) {
      const auto info = engine.history().instance(execution);
      if (info && !info->end_time) {
        left.set(execution, token);
        continue;
      }
      again = true;
      if (!info) continue;
      try {
        report_end(engine, *info, std::string(token.as_string()));
      } catch (const Error& failure) {  // nobody waits for it any more
        const bool gone = failure.kind() == ErrorKind::InvalidState ||
                          failure.kind() == ErrorKind::NotFound || failure.kind() == ErrorKind::Argument;
        if (!gone) throw;
      }
    }
    if (again) engine.runtime().set_data_store(kCallbacks, Value(std::move(left)));
  }
}

}  // namespace rondo::cli
