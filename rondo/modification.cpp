// SPDX-License-Identifier: Apache-2.0
#include "rondo/modification.hpp"

#include "rondo/runtime.hpp"

#include <utility>

namespace rondo {

using StepKind = ModificationStep::Kind;

Modification& Modification::add(ModificationStep step) {
  plan_.steps.push_back(std::move(step));
  return *this;
}

Modification& Modification::start_before(std::string activity, ModificationStart with) {
  return add({StepKind::StartBefore, {}, std::move(activity), {}, std::move(with)});
}

Modification& Modification::start_after(std::string activity, ModificationStart with) {
  return add({StepKind::StartAfter, {}, std::move(activity), {}, std::move(with)});
}

Modification& Modification::start_transition(std::string flow, ModificationStart with) {
  return add({StepKind::StartTransition, {}, std::move(flow), {}, std::move(with)});
}

Modification& Modification::cancel_all(std::string activity) {
  return add({StepKind::CancelAll, std::move(activity), {}, {}, {}});
}

Modification& Modification::cancel(std::string execution) {
  return add({StepKind::Cancel, std::move(execution), {}, {}, {}});
}

Modification& Modification::move(std::string from, std::string to, ModificationStart with) {
  return add({StepKind::Move, std::move(from), std::move(to), {}, std::move(with)});
}

Modification& Modification::move_execution(std::string execution, std::string to, ModificationStart with) {
  return add({StepKind::MoveExecution, std::move(execution), std::move(to), {}, std::move(with)});
}

Modification& Modification::move_to_caller(std::string to, ModificationStart with) {
  return add({StepKind::MoveToCaller, {}, std::move(to), {}, std::move(with)});
}

Modification& Modification::move_to_called(std::string from, std::string call, std::string to,
                                           ModificationStart with) {
  return add({StepKind::MoveToCalled, std::move(from), std::move(to), std::move(call), std::move(with)});
}

Modification& Modification::set_variables(const Variables& variables) {
  for (const auto& [name, value] : variables) plan_.variables.set(name, value);
  return *this;
}

Modification& Modification::skip_listeners(bool skip) {
  plan_.skip_listeners = skip;
  return *this;
}

Modification& Modification::skip_io_mappings(bool skip) {
  plan_.skip_io_mappings = skip;
  return *this;
}

Modification& Modification::because(std::string reason) {
  plan_.reason = std::move(reason);
  return *this;
}

void Modification::execute() { runtime_->modify(plan_); }

}  // namespace rondo
