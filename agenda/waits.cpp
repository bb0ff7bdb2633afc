// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "agenda/timer.hpp"

#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

namespace rondo::agenda {

namespace {

// In notations of steps a number counts seconds; in BPMN it is no time.
std::optional<Schedule> plan_timer(const model::ProcessDefinition& definition, model::TimerKind kind,
                                   model::ExpressionId text, const model::Value& value, model::Instant now) {
  const bool counts = kind == model::TimerKind::Duration && value.is_number() &&
                      definition.expression(text).language == "path";
  return counts ? after_seconds(value.to_number(), now) : schedule(kind, value, now);
}

using model::EventDefinition;
using model::JobRecord;

template <typename Record>
void fill(Record& record, model::Handle instance, model::Handle execution,
          const model::ProcessDefinition& definition, model::NodeId node, std::uint64_t sequence) {
  record.instance = instance;
  record.execution = execution;
  record.definition = &definition;
  record.node = node;
  record.sequence = sequence;
}

TimerSource source_of(const EventDefinition& event) {
  return {event.timer, event.timer_value, event.timer_end, event.where};
}

bool subscribes(model::EventKind kind) {
  return kind == model::EventKind::Message || kind == model::EventKind::Signal ||
         kind == model::EventKind::Conditional;
}

bool is_thrown(model::EventKind kind) {
  return kind == model::EventKind::Error || kind == model::EventKind::Escalation;
}

Schedule schedule_of(const JobRecord& job) { return {job.due, job.repeats, job.cycle, job.until}; }

void apply(const Schedule& schedule, JobRecord& job) {
  job.due = schedule.due;
  job.repeats = schedule.repeats;
  job.cycle = schedule.cycle;
  job.until = schedule.until;
}

Schedule plan_firing(Command& command, ExecutionId id, model::NodeId node, const TimerSource& timer) {
  const model::ProcessDefinition& process = command.definition_of(id);
  const model::Value value = command.evaluate(id, timer.value);
  auto planned = plan_timer(process, timer.kind, timer.value, value, command.now());
  if (!planned) {
    throw Error(ErrorKind::Expression, fmt::format("{} is no time for a timer", model::to_json(value)),
                process.node(node).id, timer.where);
  }
  if (timer.end != model::kNoExpression) {
    const auto end =
        schedule(EventDefinition::TimerKind::Date, command.evaluate(id, timer.end), command.now());
    if (end) planned->until = end->due;
  }
  return *std::move(planned);
}

// Whether its time depends on nothing but when that is asked for.
bool is_planned_later(const DeployedProcess& process, std::uint16_t definition, const TimerSource& timer) {
  if (timer.end != model::kNoExpression || (definition & kListenerTimer) != 0) return false;
  const expression::Compiled* text = process.expression(timer.value);
  return text != nullptr && text->is_constant();
}

std::int64_t evaluate_priority(Command& command, ExecutionId id, const model::FlowNode& node,
                               model::ExpressionId expression) {
  const std::string text = command.evaluate_text(id, expression);
  std::int64_t priority = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), priority);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw Error(ErrorKind::Expression,
                fmt::format("the priority of a job must be a whole number, not '{}'", text), node.id,
                node.where);
  }
  return priority;
}

// Whether the instance has begun in this command: the store knows nothing of it.
bool is_unknown(const ProcessInstance& instance) noexcept { return !instance.recorded && !instance.kept; }

model::ExpressionId priority_of(const model::ProcessDefinition& process, const model::FlowNode& node) {
  const bool own = node.extras != nullptr && node.extras->job_priority != model::kNoExpression;
  return own ? node.extras->job_priority : process.job_priority;
}

// False: there are many jobs, among which looking would take longer than writing.
bool forget(std::vector<std::shared_ptr<const JobRecord>>& added, const model::Handle& id) {
  constexpr std::size_t kMany = 16;
  if (added.size() > kMany) return false;
  std::erase_if(added, [&](const auto& job) { return job->id == id; });
  return true;
}

}  // namespace

// One wait per event definition that happens from outside; errors and the like are looked up instead.
void Command::subscribe(ExecutionId id, model::NodeId node) {
  const auto& events = definition_of(id).node(node).events;
  const bool needs_thrown = definition_of(id).node(node).event == model::EventKind::ParallelMultiple;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const EventDefinition& event = events[i];
    const auto definition = static_cast<std::uint16_t>(i);
    if (event.kind == model::EventKind::Timer) add_timer(id, node, definition);
    if (needs_thrown && is_thrown(event.kind)) add_event_wait(id, Wait::Kind::Thrown, node, definition);
    if (!subscribes(event.kind)) continue;
    auto record = std::make_shared<model::SubscriptionRecord>();
    fill(*record, instance_handle(tree_.at(id).process), execution_handle(id), definition_of(id), node,
         host_.next_sequence());
    record->kind = event.kind;
    record->name =
        event.name_expression == model::kNoExpression ? event.name : evaluate_text(id, event.name_expression);
    if (event.correlation_key != model::kNoExpression) record->key = evaluate(id, event.correlation_key);
    if (event.kind == model::EventKind::Message) record->correlation = expected_correlation(id);
    record->instance_scope = event.instance_scope;
    const std::uint32_t slot = add_event_wait(id, Wait::Kind::Subscription, node, definition);
    record->id = wait_handle(slot);
    changes_.subscriptions.push_back(record);
    tree_.edit_wait(slot).subscription = std::move(record);
    if (event.kind == model::EventKind::Conditional) condition_subscribed(slot);
  }
}

std::uint32_t Command::add_event_wait(ExecutionId id, Wait::Kind kind, model::NodeId node,
                                      std::uint16_t definition) {
  Wait wait;
  wait.kind = kind;
  wait.execution = id;
  wait.node = node;
  wait.definition = definition;
  return tree_.add_wait(std::move(wait));
}

void Command::remove_wait(std::uint32_t id) {
  const Wait& wait = tree_.wait(id);
  if (wait.task != nullptr) {
    using Kind = model::TaskEvent::Kind;
    changes_.removed_tasks.push_back(wait.task);
    record_task(withdrawn_ ? Kind::Withdrawn : Kind::Completed, wait.execution, wait.task);
  }
  if (wait.subscription != nullptr) changes_.removed_subscriptions.push_back(wait.subscription);
  if (wait.job != nullptr) {
    if (!is_unknown(tree_.process_of(wait.execution)) || !forget(changes_.jobs, wait.job->id))
      changes_.removed_jobs.push_back(wait.job);
    if (wait.job->retries <= 0) changes_.resolved_incidents.push_back(wait.job->id);
  }
  const ExecutionId kept = wait.kept;
  tree_.remove_wait(id);
  if (kept != kNone) drop_event_scope(kept);
}

void Command::remove_waits(ExecutionId id) {
  while (tree_.at(id).waits != kNone) remove_wait(tree_.at(id).waits);
}

std::uint32_t Command::add_trigger_wait(ExecutionId id, Wait::Kind kind) {
  Wait wait;
  wait.kind = kind;
  wait.execution = id;
  wait.node = tree_.at(id).node;
  return tree_.add_wait(std::move(wait));
}

void Command::add_task(ExecutionId id, model::TaskRecord task) {
  tree_.set_flags(id, flag::kWaiting);
  const std::uint32_t slot = add_trigger_wait(id, Wait::Kind::Task);
  fill(task, instance_handle(tree_.at(id).process), execution_handle(id), definition_of(id),
       tree_.at(id).node, host_.next_sequence());
  task.id = wait_handle(slot);
  task.created = now();
  auto record = std::make_shared<const model::TaskRecord>(std::move(task));
  changes_.tasks.push_back(record);
  record_task(model::TaskEvent::Kind::Created, id, record);
  tree_.edit_wait(slot).task = std::move(record);
}

std::shared_ptr<const model::TaskRecord> Command::open_task(ExecutionId id) const {
  for (std::uint32_t wait = tree_.at(id).waits; wait != kNone; wait = tree_.wait(wait).next) {
    if (tree_.wait(wait).task != nullptr) return tree_.wait(wait).task;
  }
  return nullptr;
}

void Command::replace_task(std::uint32_t wait, model::TaskRecord task) {
  auto record = std::make_shared<const model::TaskRecord>(std::move(task));
  changes_.tasks.push_back(record);
  record_task(model::TaskEvent::Kind::Changed, tree_.wait(wait).execution, record);
  tree_.edit_wait(wait).task = std::move(record);
}

void Command::replace_job(std::uint32_t wait, JobRecord job) {
  auto record = std::make_shared<const JobRecord>(std::move(job));
  changes_.jobs.push_back(record);
  tree_.edit_wait(wait).job = std::move(record);
}

void Command::add_async_job(ExecutionId id, JobRecord::Kind kind) {
  tree_.set_flags(id, flag::kWaiting);
  const std::uint32_t slot = add_trigger_wait(id, Wait::Kind::Job);
  JobRecord job;
  fill(job, instance_handle(tree_.at(id).process), execution_handle(id), definition_of(id), tree_.at(id).node,
       host_.next_sequence());
  job.kind = kind;
  job.id = wait_handle(slot);
  job.due = now();
  const model::FlowNode& node = node_of(id);
  const model::MultiInstance* loop = tree_.at(id).is(flag::kLoopChild) ? nullptr : node.multi_instance.get();
  job.exclusive = loop != nullptr ? loop->exclusive : node.exclusive;
  add_job(slot, std::move(job));
}

// What a job has from its element and process (Camunda 7: jobPriority), and from their state.
void Command::add_job(std::uint32_t wait, JobRecord job) {
  const ExecutionId id = tree_.wait(wait).execution;
  const model::FlowNode& node = job.definition->node(job.node);
  const DeployedProcess& process = *tree_.process_of(id).process;
  job.retries = settings_.job_retries;
  const model::ExpressionId priority = priority_of(*job.definition, node);
  if (priority != model::kNoExpression) job.priority = evaluate_priority(*this, id, node, priority);
  if (process.suspended.load(std::memory_order_relaxed)) job.held |= model::job_hold::kDefinition;
  replace_job(wait, std::move(job));
}

void Command::add_timer(ExecutionId id, model::NodeId node, std::uint16_t definition) {
  const EventDefinition& event = definition_of(id).node(node).events[definition];
  arm_timer(id, node, definition, source_of(event));
}

void Command::add_listener_timer(ExecutionId id, std::size_t listener) {
  const model::Listener& timed = node_of(id).task_listeners[listener];
  arm_timer(id, tree_.at(id).node, static_cast<std::uint16_t>(kListenerTimer | listener),
            {timed.timer, timed.timer_value, model::kNoExpression, timed.where});
}

bool Command::is_due(ExecutionId id, std::uint16_t definition) {
  const EventDefinition& event = node_of(id).events[definition];
  const auto planned =
      plan_timer(definition_of(id), event.timer, event.timer_value, evaluate(id, event.timer_value), now());
  return planned && planned->due <= now();
}

void Command::arm_timer(ExecutionId id, model::NodeId node, std::uint16_t definition,
                        const TimerSource& timer) {
  const model::ProcessDefinition& process = definition_of(id);
  const bool prioritized = priority_of(process, process.node(node)) != model::kNoExpression;
  const bool at_end = !prioritized && is_unknown(tree_.process_of(id));
  std::optional<Schedule> planned;
  if (!at_end || !is_planned_later(deployed_of(id), definition, timer)) {
    planned = plan_firing(*this, id, node, timer);
  }
  const std::uint32_t slot = add_event_wait(id, Wait::Kind::Job, node, definition);
  timers_to_set_.push_back({slot, tree_.waits().generation(slot), host_.next_sequence(), std::move(planned)});
  if (!at_end) set_timers();
}

void Command::plan_timers() {
  for (TimerToSet& timer : timers_to_set_) {
    if (timer.schedule || !tree_.waits().holds(timer.wait, timer.generation)) continue;
    const Wait& wait = tree_.wait(timer.wait);
    const EventDefinition& event = definition_of(wait.execution).node(wait.node).events[wait.definition];
    timer.schedule = plan_firing(*this, wait.execution, wait.node, source_of(event));
  }
}

void Command::set_timers() {
  plan_timers();
  for (const TimerToSet& timer : timers_to_set_) {
    if (!tree_.waits().holds(timer.wait, timer.generation)) continue;
    const Wait& wait = tree_.wait(timer.wait);
    JobRecord job;
    fill(job, instance_handle(tree_.at(wait.execution).process), execution_handle(wait.execution),
         definition_of(wait.execution), wait.node, timer.sequence);
    job.id = wait_handle(timer.wait);
    apply(*timer.schedule, job);
    add_job(timer.wait, std::move(job));
  }
  timers_to_set_.clear();
}

void Command::add_repeat_timer(ExecutionId id, model::Instant due) {
  const model::NodeId node = tree_.at(id).node;
  const std::uint32_t slot = add_event_wait(id, Wait::Kind::Job, node, kRepeatTimer);
  JobRecord job;
  fill(job, instance_handle(tree_.at(id).process), execution_handle(id), definition_of(id), node,
       host_.next_sequence());
  job.id = wait_handle(slot);
  job.due = due;
  add_job(slot, std::move(job));
}

// Only an event or listener that leaves its activity running can happen again.
void Command::rearm_or_remove(std::uint32_t wait) {
  const JobRecord& job = *tree_.wait(wait).job;
  const model::FlowNode& node = job.definition->node(job.node);
  const bool stays = !node.interrupting || (tree_.wait(wait).definition & kListenerTimer) != 0;
  const bool again = job.kind == JobRecord::Kind::Timer && job.repeats != 0 && stays &&
                     node.event != model::EventKind::ParallelMultiple;
  const auto next = again ? next_firing(schedule_of(job), now()) : std::nullopt;
  if (!next) return remove_wait(wait);
  JobRecord armed = job;
  apply(*next, armed);
  armed.retries = settings_.job_retries;
  armed.error.clear();
  replace_job(wait, std::move(armed));
}

}  // namespace rondo::agenda
