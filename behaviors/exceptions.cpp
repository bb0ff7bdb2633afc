// SPDX-License-Identifier: Apache-2.0
// Throw events of processes that end gracefully (docs/cancellation.md).
#include "agenda/graceful_ending.hpp"
#include "behaviors/throwing.hpp"

namespace rondo::behaviors {

namespace {

using agenda::ExecutionContext;

class ExceptionThrow final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    const model::EventDefinition& event = context.node().events.front();
    if (event.rethrows) return agenda::GracefulEnding(context.command()).rethrow(context.id());
    context.throw_error(event.name, context.text(event.value));
  }
};

class Failing final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    const model::EventDefinition& event = context.node().events.front();
    agenda::GracefulEnding(context.command())
        .fail_instance(context.id(), event.name, context.text(event.value));
  }
};

class RaceWinner final : public FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    agenda::GracefulEnding(context.command()).win_race(context.id());
  }
  void trigger(ExecutionContext& context, const agenda::Wakening&) const override {
    agenda::GracefulEnding(context.command()).go_on_as_winner(context.id());
  }
};

}  // namespace

std::unique_ptr<const FlowNodeBehavior> make_exception_throw() { return std::make_unique<ExceptionThrow>(); }

std::unique_ptr<const FlowNodeBehavior> make_failing() { return std::make_unique<Failing>(); }

std::unique_ptr<const FlowNodeBehavior> make_race_winner() { return std::make_unique<RaceWinner>(); }

}  // namespace rondo::behaviors
