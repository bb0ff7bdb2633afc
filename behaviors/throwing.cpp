// SPDX-License-Identifier: Apache-2.0
#include "behaviors/throwing.hpp"

#include "agenda/command.hpp"

#include <string>
#include <utility>

namespace rondo::behaviors {

namespace {

using agenda::ExecutionContext;
using model::EventDefinition;
using model::EventKind;

using What = model::VariableMapping::What;

model::Value value_of(const ExecutionContext& context, const model::VariableMapping& mapping) {
  if (mapping.source_expression != model::kNoExpression) return context.evaluate(mapping.source_expression);
  model::Value value;
  if (!mapping.local) {
    (void)context.find(mapping.source, value);
  } else {
    const model::NameId name = context.process().names().intern(mapping.source);
    if (const model::Value* found = context.command().tree().local(context.id(), name)) value = *found;
  }
  return value;
}

void add_all(model::Object& payload, const model::Object& variables) {
  for (const auto& [name, value] : variables) payload.set(name, value);
}

// What the definition sends along, by the names that the receiver shall see.
model::Object payload_of(const ExecutionContext& context, const EventDefinition& event) {
  model::Object payload;
  for (const model::VariableMapping& mapping : event.payload) {
    if (mapping.what == What::All) {
      add_all(payload, mapping.local ? context.command().own_variables(context.id())
                                     : context.command().all_variables(context.id()));
    } else if (mapping.what == What::Variable) {
      const bool computed = mapping.target_expression != model::kNoExpression;
      payload.set(computed ? context.text(mapping.target_expression) : mapping.target,
                  value_of(context, mapping));
    }
  }
  model::Value content;
  if (!event.item.empty() && !payload.contains(event.item) && context.find(event.item, content)) {
    payload.set(event.item, std::move(content));
  }
  return payload;
}

class MessageThrow final : public agenda::FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    if (send(context, context.node().events.front())) context.leave();
  }
};

// Throws all of its events, in the order in which they are defined (BPMN 2.0 §10.5.1). What takes the token
// itself away comes last: it then rests until the others have been thrown.
class MultipleThrow final : public agenda::FlowNodeBehavior {
 public:
  void execute(ExecutionContext& context) const override {
    bool waits = false;
    for (const EventDefinition& event : context.node().events) {
      if (event.kind == EventKind::Signal) throw_signal(context, event);
      if (event.kind == EventKind::Message && !send(context, event)) waits = true;
    }
    for (const EventDefinition& event : context.node().events) {
      const bool compensates = event.kind == EventKind::Compensation;
      if (compensates && context.command().throw_compensation(context.id(), event, !waits)) waits = true;
    }
    const bool goes = last_of(context) != nullptr;
    if (goes && !waits) context.command().plan_trigger_next(context.id(), {context.node_id()});
    // Each is planned before all others: the one that is thrown first comes last.
    const auto& events = context.node().events;
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
      if (event->kind == EventKind::Escalation) context.command().plan_escalation(context.id(), event->name);
    }
    if (!goes && !waits) context.leave();
  }

  void trigger(ExecutionContext& context, const agenda::Wakening&) const override {
    const EventDefinition* last = last_of(context);
    if (last == nullptr) return context.leave();
    if (last->kind == EventKind::Terminate) return terminate(context, *last);
    if (last->kind == EventKind::Cancel) return cancel(context);
    context.command().complete_activity(context.id());
    context.throw_error(last->name, {});
  }

 private:
  static const EventDefinition* last_of(const ExecutionContext& context) {
    const EventDefinition* last = nullptr;
    for (const EventDefinition& event : context.node().events) {
      if (event.kind == EventKind::Terminate || event.kind == EventKind::Cancel) return &event;
      if (event.kind == EventKind::Error && last == nullptr) last = &event;
    }
    return last;
  }
};

}  // namespace

agenda::ThrownSignal signal_of(const ExecutionContext& context, const EventDefinition& event) {
  agenda::ThrownSignal signal;
  signal.name =
      event.name_expression == model::kNoExpression ? event.name : context.text(event.name_expression);
  signal.instance_scope = event.instance_scope;
  if (event.payload.empty() && event.item.empty()) return signal;
  auto content = std::make_shared<agenda::SignalContent>();
  content->variables = payload_of(context, event);
  for (const model::VariableMapping& mapping : event.payload) {
    if (mapping.what == What::BusinessKey) content->business_key = context.text(mapping.source_expression);
  }
  signal.content = std::move(content);
  return signal;
}

void throw_message(ExecutionContext& context, const EventDefinition& event) {
  model::MessageRecord message;
  message.name =
      event.name_expression == model::kNoExpression ? event.name : context.text(event.name_expression);
  if (message.name.empty() && event.targets.empty()) return;
  if (event.correlation_key != model::kNoExpression) message.key = context.evaluate(event.correlation_key);
  message.variables = payload_of(context, event);
  for (const model::MessageTarget& target : event.targets) {
    message.name = target.name;
    message.process = target.process;
    message.element = target.element;
    context.command().throw_message(context.id(), message);
  }
  if (event.targets.empty()) context.command().throw_message(context.id(), std::move(message));
}

bool send(ExecutionContext& context, const EventDefinition& event) {
  static const model::Implementation kUnnamed;
  if (event.implementation != nullptr && event.implementation->kind != model::Implementation::Kind::None) {
    return run_code(context, *event.implementation);
  }
  if (context.command().host().has_code(context.node().id)) return run_code(context, kUnnamed);
  throw_message(context, event);
  return true;
}

std::unique_ptr<const agenda::FlowNodeBehavior> make_message_throw() {
  return std::make_unique<MessageThrow>();
}

std::unique_ptr<const agenda::FlowNodeBehavior> make_multiple_throw() {
  return std::make_unique<MultipleThrow>();
}

}  // namespace rondo::behaviors
