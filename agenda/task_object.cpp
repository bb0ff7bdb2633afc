// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "agenda/environment.hpp"
#include "expression/conversion.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace rondo::agenda {

namespace {

using expression::Operand;
using model::TaskRecord;
using model::Value;
using Names = std::vector<std::string>;

Value task_text(const std::string& text) { return text.empty() ? Value() : Value(text); }

Value task_names(const Names& names) {
  model::List list;
  for (const std::string& name : names) list.emplace_back(name);
  return Value(std::move(list));
}

// One property of a task: how it is read, and how it is set if that is possible.
struct TaskProperty {
  std::string_view name;
  Value (*read)(const TaskRecord&);
  void (*set)(TaskRecord&, const Value&) = nullptr;
};

std::string text_for(const Value& value) {
  return value.is_null() ? std::string() : expression::text_of(value);
}

constexpr TaskProperty kTaskProperties[] = {
    {"id", [](const TaskRecord& task) { return Value(to_text(task.id, model::HandleKind::Wait)); }},
    {"name", [](const TaskRecord& task) { return task_text(task.name); },
     [](TaskRecord& task, const Value& value) { task.name = text_for(value); }},
    {"assignee", [](const TaskRecord& task) { return task_text(task.assignee); },
     [](TaskRecord& task, const Value& value) { task.assignee = text_for(value); }},
    {"owner", [](const TaskRecord& task) { return task_text(task.owner); },
     [](TaskRecord& task, const Value& value) { task.owner = text_for(value); }},
    {"description", [](const TaskRecord& task) { return task_text(task.description); },
     [](TaskRecord& task, const Value& value) { task.description = text_for(value); }},
    {"dueDate", [](const TaskRecord& task) { return task_text(task.due); },
     [](TaskRecord& task, const Value& value) { task.due = text_for(value); }},
    {"followUpDate", [](const TaskRecord& task) { return task_text(task.follow_up); },
     [](TaskRecord& task, const Value& value) { task.follow_up = text_for(value); }},
    {"formKey", [](const TaskRecord& task) { return task_text(task.form_key); },
     [](TaskRecord& task, const Value& value) { task.form_key = text_for(value); }},
    {"category", [](const TaskRecord& task) { return task_text(task.category); },
     [](TaskRecord& task, const Value& value) { task.category = text_for(value); }},
    {"priority", [](const TaskRecord& task) { return Value(task.priority); },
     [](TaskRecord& task, const Value& value) {
       if (const auto number = expression::whole_number(value)) task.priority = *number;
     }},
    {"candidateUsers", [](const TaskRecord& task) { return task_names(task.candidate_users); }},
    {"candidateGroups", [](const TaskRecord& task) { return task_names(task.candidate_groups); }},
    {"taskDefinitionKey", [](const TaskRecord& task) { return Value(task.definition->node(task.node).id); }},
};

// A name, or a list of names.
Names candidates_in(const Value& value) {
  if (!value.is_list()) return {text_for(value)};
  Names names;
  for (const Value& name : value.as_list()) names.push_back(text_for(name));
  return names;
}

void add_candidates(Names& list, const Value& value) {
  for (std::string& name : candidates_in(value)) {
    if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(std::move(name));
  }
}

void delete_candidates(Names& list, const Value& value) {
  for (const std::string& name : candidates_in(value)) std::erase(list, name);
}

// `setPriority`, `addCandidateUser`, `deleteCandidateGroup` and their like; false when it is none of them.
bool change_task(TaskRecord& task, std::string_view method, const Value& value) {
  if (method == "addCandidateUser" || method == "addCandidateUsers") {
    add_candidates(task.candidate_users, value);
  } else if (method == "addCandidateGroup" || method == "addCandidateGroups") {
    add_candidates(task.candidate_groups, value);
  } else if (method == "deleteCandidateUser") {
    delete_candidates(task.candidate_users, value);
  } else if (method == "deleteCandidateGroup") {
    delete_candidates(task.candidate_groups, value);
  } else {
    if (!method.starts_with("set") || method.size() < 4) return false;
    std::string name(method.substr(3));
    name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
    for (const TaskProperty& known : kTaskProperties) {
      if (known.name != name || known.set == nullptr) continue;
      known.set(task, value);
      return true;
    }
    return false;
  }
  return true;
}

// The open task of the execution becomes `task`. Another assignee is told to the listeners for it, unless one
// of these has set it.
void replace_open_task(const ExecutionContext& context, TaskRecord task) {
  Command& command = context.command();
  const ExecutionTree& tree = command.tree();
  std::uint32_t wait = tree.at(context.id()).waits;
  while (tree.wait(wait).task == nullptr) wait = tree.wait(wait).next;
  const bool is_assigned = task.assignee != tree.wait(wait).task->assignee;
  command.replace_task(wait, std::move(task));
  if (!is_assigned) return;
  const auto changed = tree.wait(wait).task;
  command.record_assignee(context.id(), changed->assignee);
  if (changed->assignee.empty() || command.event_name() == "assignment") return;
  command.notify(context.id(), context.node().task_listeners, model::Listener::Event::Assignment,
                 context.node().id, changed.get());
}

}  // namespace

bool TaskObject::property(std::string_view name, Operand& result) {
  // A listener before may have changed the task.
  const auto open = execution_.context().command().open_task(execution_.context().id());
  for (const TaskProperty& known : kTaskProperties) {
    if (known.name != name) continue;
    result = known.read(open == nullptr ? *task_ : *open);
    return true;
  }
  if (name != "execution") return execution_.property(name, result);
  result = execution_;
  return true;
}

bool TaskObject::change(std::string_view method, const Value& value) {
  const ExecutionContext& context = execution_.context();
  const auto open = context.command().open_task(context.id());
  TaskRecord task = open == nullptr ? *task_ : *open;
  if (!change_task(task, method, value)) return false;
  if (open == nullptr) return true;  // it is being deleted: nobody sees it any more
  replace_open_task(context, std::move(task));
  return true;
}

bool TaskObject::call(std::string_view method, std::span<const Operand> arguments, Operand& result) {
  if (arguments.empty()) {
    const std::string name = property_of_getter(method);
    if (!name.empty() && property(name, result)) return true;
  }
  if (arguments.size() == 1 && arguments[0].object == nullptr && change(method, arguments[0].value)) {
    result = Value();
    return true;
  }
  return execution_.call(method, arguments, result);
}

bool TaskObject::assign(std::string_view name, const Value& value) {
  std::string method = "set" + std::string(name);
  if (method.size() > 3) method[3] = static_cast<char>(std::toupper(static_cast<unsigned char>(method[3])));
  return change(method, value);
}

}  // namespace rondo::agenda
