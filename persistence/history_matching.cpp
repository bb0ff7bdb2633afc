// SPDX-License-Identifier: Apache-2.0
#include "persistence/history_matching.hpp"

#include "model/element_kind.hpp"

#include <string>
#include <utility>

namespace rondo::persistence {

namespace {

using model::Handle;
using model::HandleKind;
using model::Instant;

bool wants(std::string_view wanted, std::string_view actual) { return wanted.empty() || wanted == actual; }
bool wants(const std::optional<bool>& wanted, bool actual) { return !wanted || *wanted == actual; }

std::string_view id_of(const model::ProcessDefinition* definition, model::NodeId node) {
  if (definition == nullptr || node == model::kNoNode) return {};
  return definition->node(node).id;
}
const model::FlowNode& node_of(const Visit& visit) { return visit.definition->node(visit.node); }

std::optional<std::chrono::milliseconds> span(Instant start, const std::optional<Instant>& end) {
  if (!end) return std::nullopt;
  return *end - start;
}

}  // namespace

std::optional<Handle> instance_of(std::string_view id) {
  const auto parsed = model::parse_handle(id);
  if (!parsed || parsed->second != HandleKind::Instance) return std::nullopt;
  return parsed->first;
}

bool names_instance(std::string_view id, const Handle& instance) { return instance_of(id) == instance; }

// --- fits

bool fits(const model::HistoryScope& scope, const model::InstanceRecord& instance) {
  return (scope.instance_id.empty() || names_instance(scope.instance_id, instance.id)) &&
         (scope.process_key.empty() ||
          (instance.definition != nullptr && instance.definition->id == scope.process_key)) &&
         (scope.process_version == 0 || instance.version == scope.process_version) &&
         wants(scope.business_key, instance.business_key);
}

bool fits(const model::HistoricInstanceQuery& query, const model::InstanceRecord& instance) {
  const auto called_by = [&] {
    return instance.caller && names_instance(query.caller_instance_id, *instance.caller);
  };
  return fits(query.of, instance) && (query.caller_instance_id.empty() || called_by()) &&
         (!query.roots_only || !instance.caller) && instance.sequence > query.newer_than &&
         wants(query.finished, instance.end.has_value()) &&
         (query.states.empty() ||
          std::find(query.states.begin(), query.states.end(), instance.state) != query.states.end()) &&
         query.started.holds(instance.start) && query.ended.holds(instance.end) &&
         wants(query.starter, instance.starter);
}

bool fits(const model::HistoricActivityQuery& query, const Visit& visit) {
  const model::FlowNode& node = node_of(visit);
  return wants(query.activity_id, node.id) && wants(query.activity_type, model::tag_of(node.kind)) &&
         wants(query.assignee, visit.assignee) && wants(query.finished, visit.end.has_value()) &&
         wants(query.canceled, visit.withdrawn) && query.started.holds(visit.start) &&
         query.ended.holds(visit.end);
}

bool fits(const model::HistoricVariableQuery& query, const HistoricVariableRecord& variable) {
  return (query.include_removed || !variable.removed) && wants(query.name, variable.name) &&
         wants(query.local, variable.local) && (!query.value || *query.value == variable.value);
}

bool fits(const model::HistoricUpdateQuery& query, const HistoricUpdateRecord& update) {
  return wants(query.name, update.name) && wants(query.user, update.user) && query.time.holds(update.time);
}

bool involves(const HistoricTaskRecord& task, std::string_view user) {
  return task.task->assignee == user || task.task->owner == user || task.completed_by == user;
}

bool fits(const model::HistoricTaskQuery& query, const HistoricTaskRecord& task) {
  const model::TaskRecord& record = *task.task;
  const auto& groups = record.candidate_groups;
  return (query.task_id.empty() || query.task_id == to_text(record.id, HandleKind::Wait)) &&
         wants(query.key, id_of(record.definition, record.node)) && wants(query.name, record.name) &&
         wants(query.assignee, record.assignee) && wants(query.owner, record.owner) &&
         (query.involved_user.empty() || involves(task, query.involved_user)) &&
         (query.candidate_group.empty() ||
          std::find(groups.begin(), groups.end(), query.candidate_group) != groups.end()) &&
         wants(query.finished, task.ended.has_value()) && wants(query.completed, task.completed) &&
         query.created.holds(record.created) && query.claimed.holds(task.claimed) &&
         query.ended.holds(task.ended);
}

bool fits(const model::HistoricIncidentQuery& query, const HistoricIncidentRecord& record) {
  const model::IncidentRecord& incident = record.incident;
  return wants(query.kind, incident.kind) &&
         wants(query.activity_id, id_of(incident.definition, incident.node)) &&
         wants(query.open, !record.ended) && query.raised.holds(incident.time) &&
         query.ended.holds(record.ended);
}

bool fits(const model::HistoricOperationQuery& query, const HistoricOperationRecord& operation) {
  const auto is_subject = [&] {
    return operation.subject &&
           query.subject_id == to_text(operation.subject->first, operation.subject->second);
  };
  return wants(query.user, operation.user) && wants(query.operation, operation.operation) &&
         (query.subject_id.empty() || is_subject()) && query.time.holds(operation.time);
}

// --- order

std::strong_ordering compare(const InstancePtr& left, const InstancePtr& right,
                             model::HistoricInstanceQuery::Field field) {
  using Field = model::HistoricInstanceQuery::Field;
  switch (field) {
    case Field::Start:
      return left->start <=> right->start;
    case Field::End:
      return left->end <=> right->end;
    case Field::Duration:
      return span(left->start, left->end) <=> span(right->start, right->end);
    case Field::ProcessKey:
      return left->definition->id <=> right->definition->id;
    case Field::ProcessVersion:
      return left->version <=> right->version;
    case Field::BusinessKey:
      return left->business_key <=> right->business_key;
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare(const Visit& left, const Visit& right,
                             model::HistoricActivityQuery::Field field) {
  using Field = model::HistoricActivityQuery::Field;
  switch (field) {
    case Field::Start:
      return left.start <=> right.start;
    case Field::End:
      return left.end <=> right.end;
    case Field::Duration:
      return span(left.start, left.end) <=> span(right.start, right.end);
    case Field::ActivityId:
      return node_of(left).id <=> node_of(right).id;
    case Field::ActivityName:
      return node_of(left).name <=> node_of(right).name;
    case Field::ActivityType:
      return model::tag_of(node_of(left).kind) <=> model::tag_of(node_of(right).kind);
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare(const HistoricVariableRecord& left, const HistoricVariableRecord& right,
                             model::HistoricVariableQuery::Field field) {
  using Field = model::HistoricVariableQuery::Field;
  switch (field) {
    case Field::Name:
      return left.name <=> right.name;
    case Field::Created:
      return left.created <=> right.created;
    case Field::Updated:
      return left.updated <=> right.updated;
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare(const HistoricUpdateRecord& left, const HistoricUpdateRecord& right,
                             model::HistoricUpdateQuery::Field field) {
  using Field = model::HistoricUpdateQuery::Field;
  switch (field) {
    case Field::Time:
      return left.time <=> right.time;
    case Field::Name:
      return left.name <=> right.name;
    case Field::Revision:
      return left.revision <=> right.revision;
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare(const HistoricTaskRecord& left, const HistoricTaskRecord& right,
                             model::HistoricTaskQuery::Field field) {
  using Field = model::HistoricTaskQuery::Field;
  switch (field) {
    case Field::Created:
      return left.task->created <=> right.task->created;
    case Field::Claimed:
      return left.claimed <=> right.claimed;
    case Field::Ended:
      return left.ended <=> right.ended;
    case Field::Duration:
      return span(left.task->created, left.ended) <=> span(right.task->created, right.ended);
    case Field::Key:
      return id_of(left.task->definition, left.task->node) <=>
             id_of(right.task->definition, right.task->node);
    case Field::Name:
      return left.task->name <=> right.task->name;
    case Field::Assignee:
      return left.task->assignee <=> right.task->assignee;
    case Field::Priority:
      return left.task->priority <=> right.task->priority;
    case Field::Due:
      return left.task->due <=> right.task->due;
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare(const HistoricIncidentRecord& left, const HistoricIncidentRecord& right,
                             model::HistoricIncidentQuery::Field field) {
  using Field = model::HistoricIncidentQuery::Field;
  switch (field) {
    case Field::Raised:
      return left.incident.time <=> right.incident.time;
    case Field::Ended:
      return left.ended <=> right.ended;
    case Field::Kind:
      return left.incident.kind <=> right.incident.kind;
    case Field::ActivityId:
      return id_of(left.incident.definition, left.incident.node) <=>
             id_of(right.incident.definition, right.incident.node);
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare(const HistoricOperationRecord& left, const HistoricOperationRecord& right,
                             model::HistoricOperationQuery::Field field) {
  using Field = model::HistoricOperationQuery::Field;
  switch (field) {
    case Field::Time:
      return left.time <=> right.time;
    case Field::User:
      return left.user <=> right.user;
    case Field::Operation:
      return left.operation <=> right.operation;
  }
  return std::strong_ordering::equal;
}

}  // namespace rondo::persistence
