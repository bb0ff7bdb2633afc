// SPDX-License-Identifier: Apache-2.0
#include "rondo/correlation.hpp"

#include "rondo/messages.hpp"
#include "rondo/services.hpp"

#include "model/data_store_events.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace rondo {

namespace {

using agenda::Command;
using model::HandleKind;
using persistence::SubscriptionPtr;

bool fits_record(EngineCore& core, const MessageCorrelation& message,
                 const model::SubscriptionRecord& subscription, const Variables& variables) {
  if (!message.instance_id.empty() &&
      to_text(subscription.instance, HandleKind::Instance) != message.instance_id) {
    return false;
  }
  if (!message.activity_id.empty() &&
      subscription.definition->node(subscription.node).id != message.activity_id) {
    return false;
  }
  if (message.key && !subscription.key.is_null() && !(subscription.key == *message.key)) return false;
  if (!subscription.correlation.is_null() &&
      !correlates(core.definitions().deployed(*subscription.definition), subscription, variables,
                  core.now())) {
    return false;
  }
  if (message.business_key.empty()) return true;
  const auto record = core.store().instance(subscription.instance);
  return record != nullptr && record->business_key == message.business_key;
}

bool is_for(const model::SubscriptionRecord& subscription, std::string_view message) {
  return subscription.kind == model::EventKind::Message && subscription.name == message;
}

bool fits_variables(EngineCore& core, const MessageCorrelation& message,
                    const model::SubscriptionRecord& subscription) {
  if (message.correlation.empty()) return true;
  bool fits = false;
  core.read(subscription.execution, [&](Command& command) {
    if (!still_there(command, subscription)) return;
    fits = true;
    const auto context = command.context(command.tree().wait(subscription.id.slot).execution);
    for (const auto& [name, value] : message.correlation) {
      Value actual;
      if (!context.find(name, actual) || !(actual == value)) fits = false;
    }
  });
  return fits;
}

CorrelationResult start_by_message(EngineCore& core, const MessageCorrelation& message,
                                   const Variables& variables, EngineCore::Outbox* outbox) {
  const bool names_instance = !message.instance_id.empty() || !message.activity_id.empty();
  const auto starts = core.definitions().starts(model::EventKind::Message, message.name);
  if (names_instance || starts.empty()) {
    throw Error(ErrorKind::Correlation,
                fmt::format("message '{}' matches nothing that waits for it", message.name));
  }
  if (starts.size() > 1) {
    throw Error(ErrorKind::Correlation,
                fmt::format("message '{}' would start {} processes", message.name, starts.size()));
  }
  StartOptions options;
  options.business_key = message.business_key;
  Variables all = message.correlation;
  for (const auto& [name, value] : variables) all.set(name, value);
  const auto started = core.start(*starts.front().process, all, options,
                                  {starts.front().node, starts.front().definition, outbox});
  return {started.id, true};
}

}  // namespace

std::vector<SubscriptionPtr> waiting_with_key(EngineCore& core, std::string_view message,
                                              std::string_view business_key) {
  model::HistoricInstanceQuery query;
  query.of.business_key = std::string(business_key);
  query.finished = false;
  std::vector<SubscriptionPtr> found;
  for (const auto& instance : core.store().find(query)) {
    for (auto& subscription : core.store().subscriptions_of(instance->id)) {
      if (is_for(*subscription, message)) found.push_back(std::move(subscription));
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& left, const auto& right) { return left->sequence < right->sequence; });
  return found;
}

bool still_there(Command& command, const model::SubscriptionRecord& subscription) {
  return command.tree().waits().holds(subscription.id.slot, subscription.id.generation);
}

void note_content(Command& command, agenda::ExecutionId execution, const model::EventDefinition& event,
                  const Variables& variables) {
  command.name_content(execution, event, variables);
  if (event.kind == model::EventKind::Message) command.note_correlation(execution, event.name, variables);
}

// Plans the event at the subscribing execution. Precondition: the subscription is still there.
void plan_delivery(Command& command, const model::SubscriptionRecord& subscription,
                   const Variables& variables) {
  const agenda::Wait& wait = command.tree().wait(subscription.id.slot);
  const agenda::ExecutionId execution = wait.execution;
  const agenda::Wakening wakening{wait.node, wait.definition, subscription.id.slot,
                                  subscription.id.generation};
  require_active(command, execution);
  set_variables(command, execution, variables);
  note_content(command, execution, subscription.definition->node(wakening.node).events[wakening.definition],
               variables);
  command.plan_trigger(execution, wakening);
}

namespace {

// Those of the message's name that an index finds by what else the message says.
std::vector<SubscriptionPtr> candidates(EngineCore& core, const MessageCorrelation& message) {
  const persistence::Store& store = core.store();
  if (message.key) return store.subscriptions(model::EventKind::Message, message.name, *message.key);
  if (!message.instance_id.empty()) {
    const auto instance = model::parse_handle(message.instance_id);
    if (!instance || instance->second != HandleKind::Instance) return {};
    std::vector<SubscriptionPtr> found = store.subscriptions_of(instance->first);
    std::erase_if(found, [&](const SubscriptionPtr& one) { return !is_for(*one, message.name); });
    return found;
  }
  if (!message.business_key.empty()) return waiting_with_key(core, message.name, message.business_key);
  return store.subscriptions(model::EventKind::Message, message.name);
}

}  // namespace

CorrelationResult correlate_message(EngineCore& core, const MessageCorrelation& message,
                                    const Variables& variables, EngineCore::Outbox* outbox) {
  std::vector<SubscriptionPtr> matching;
  for (auto& subscription : candidates(core, message)) {
    if (!fits_record(core, message, *subscription, variables)) continue;
    if (!fits_variables(core, message, *subscription)) continue;
    matching.push_back(std::move(subscription));
  }
  if (matching.empty()) return start_by_message(core, message, variables, outbox);
  if (matching.size() > 1) {
    throw Error(ErrorKind::Correlation,
                fmt::format("message '{}' matches {} waiting executions", message.name, matching.size()));
  }
  const model::SubscriptionRecord& subscription = *matching.front();
  const auto deliver = [&](Command& command) {
    if (!still_there(command, subscription)) {
      throw Error(ErrorKind::Correlation, fmt::format("message '{}' came too late", message.name));
    }
    plan_delivery(command, subscription, variables);
  };
  core.run_on(subscription.execution, deliver, outbox);
  return {to_text(subscription.instance, HandleKind::Instance), false};
}

namespace {

using RootKey = std::pair<std::uint32_t, std::uint32_t>;

// One command per root instance, so that an instance sees the signal at all its places at once.
std::map<RootKey, std::vector<SubscriptionPtr>> receivers(EngineCore& core, std::string_view name) {
  std::map<RootKey, std::vector<SubscriptionPtr>> by_root;
  for (auto& subscription : core.store().subscriptions(model::EventKind::Signal, name)) {
    if (subscription->instance_scope) continue;
    by_root[{subscription->id.root, subscription->id.root_generation}].push_back(std::move(subscription));
  }
  return by_root;
}

std::size_t deliver_to_root(EngineCore& core, const std::vector<SubscriptionPtr>& subscriptions,
                            const Variables& variables, EngineCore::Outbox* outbox = nullptr) {
  std::size_t reached = 0;
  const auto deliver = [&](Command& command) {
    for (const SubscriptionPtr& subscription : subscriptions) {
      if (!still_there(command, *subscription)) continue;
      plan_delivery(command, *subscription, variables);
      ++reached;
    }
  };
  core.run_on(subscriptions.front()->execution, deliver, outbox);
  return reached;
}

void send_signal(EngineCore& core, const agenda::ThrownSignal& signal, const model::Handle& thrower,
                 EngineCore::Outbox& outbox) {
  const std::string& name = signal.name;
  Variables variables;
  StartOptions options;
  if (signal.content != nullptr) {
    variables = signal.content->variables;
    options.business_key = signal.content->business_key;
  }
  const auto guarded = [&](const auto& deliver) {
    try {
      deliver();
    } catch (const std::exception& failure) {
      spdlog::warn("signal '{}' failed at a receiver: {}", name, failure.what());
    }
  };
  for (const auto& receiver : receivers(core, name)) {
    if (receiver.first == RootKey{thrower.root, thrower.root_generation}) continue;
    guarded([&] { (void)deliver_to_root(core, receiver.second, variables, &outbox); });
  }
  for (const StartSubscription& start : core.definitions().starts(model::EventKind::Signal, name)) {
    guarded([&] {
      (void)core.start(*start.process, variables, options, {start.node, start.definition, &outbox});
    });
  }
}

// Conditional events that read the data store are evaluated anew; their subscriptions bear its name.
void tell_of_data_store(EngineCore& core, const std::string& id, EngineCore::Outbox& outbox) {
  for (const std::string& name : {model::data_store_event(id), model::data_store_event({})}) {
    for (const auto& subscription : core.store().subscriptions(model::EventKind::Conditional, name)) {
      try {
        const auto look = [&](Command& command) {
          if (!still_there(command, *subscription)) return;
          command.evaluate_conditions(command.tree().wait(subscription->id.slot).execution);
        };
        core.run_on(subscription->execution, look, &outbox);
      } catch (const std::exception& failure) {
        spdlog::warn("what waits for data store '{}' failed: {}", id, failure.what());
      }
    }
  }
}

}  // namespace

std::size_t broadcast_signal(EngineCore& core, std::string_view name, const Variables& variables) {
  std::size_t reached = 0;
  for (const auto& [root, subscriptions] : receivers(core, name)) {
    reached += deliver_to_root(core, subscriptions, variables);
  }
  for (const StartSubscription& start : core.definitions().starts(model::EventKind::Signal, name)) {
    (void)core.start(*start.process, variables, {}, {start.node, start.definition});
    ++reached;
  }
  return reached;
}

// One after the other, never nested: processes that call each other in circles need no stack.
void send_thrown(EngineCore& core, EngineCore::Outbox& outbox) {
  const std::uint64_t limit = core.options().step_limit;
  for (std::uint64_t sent = 0; !outbox.empty(); ++sent) {
    if (limit != 0 && sent >= limit) {
      spdlog::warn("events that cause each other were stopped after {}", sent);
      return;
    }
    const EngineCore::Outgoing next = std::move(outbox.front());
    outbox.pop_front();
    if (!next.data_store.empty()) {
      tell_of_data_store(core, next.data_store, outbox);
    } else if (!next.subscriptions.empty()) {
      offer_messages(core, next.subscriptions, outbox);
    } else if (next.thrown.message != nullptr) {
      send_thrown_message(core, next.thrown.message, outbox);
    } else {
      send_signal(core, next.thrown.signal, next.thrower, outbox);
    }
  }
}

void deliver_signal(EngineCore& core, std::string_view name, std::string_view execution_id,
                    const Variables& variables) {
  core.run_on(execution_or_instance(execution_id), [&](Command& command) {
    const agenda::ExecutionId execution = require_execution(command, execution_id);
    std::uint32_t wait = command.tree().at(execution).waits;
    for (; wait != agenda::kNone; wait = command.tree().wait(wait).next) {
      const auto subscription = command.tree().wait(wait).subscription;
      if (subscription == nullptr || subscription->kind != model::EventKind::Signal) continue;
      if (subscription->name == name) return plan_delivery(command, *subscription, variables);
    }
    throw Error(ErrorKind::NotFound,
                fmt::format("execution '{}' does not wait for signal '{}'", execution_id, name));
  });
}

}  // namespace rondo
