// SPDX-License-Identifier: Apache-2.0
#include "rondo/start_conditions.hpp"

#include "rondo/start_environment.hpp"

#include <algorithm>

namespace rondo {

namespace {

bool knows_all(const expression::Compiled& condition, StartEnvironment& environment) {
  const auto reads = condition.reads();
  Value ignored;
  return std::all_of(reads.begin(), reads.end(),
                     [&](model::NameId name) { return environment.variable(name, ignored); });
}

bool holds(EngineCore& core, const StartSubscription& start, const Variables& variables) {
  const expression::Compiled* condition = start.process->expression(start.event().condition);
  if (condition == nullptr) return false;
  StartEnvironment environment(variables, core.names(), core.now());
  try {
    return condition->evaluate(environment) == Value(true);
  } catch (const ExpressionError&) {
    if (knows_all(*condition, environment)) throw;
    return false;
  }
}

}  // namespace

std::vector<StartedInstance> start_by_conditions(EngineCore& core, const Variables& variables,
                                                 const StartOptions& options) {
  auto starts = core.definitions().starts(model::EventKind::Conditional, {});
  std::erase_if(starts, [&](const StartSubscription& start) { return !holds(core, start, variables); });
  std::vector<StartedInstance> started;
  started.reserve(starts.size());
  for (const StartSubscription& start : starts) {
    started.push_back(core.start(*start.process, variables, options, {start.node, start.definition}));
  }
  return started;
}

}  // namespace rondo
