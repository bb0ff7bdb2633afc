// SPDX-License-Identifier: Apache-2.0
#include "rondo/services.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rondo {

namespace {

using agenda::Command;
using model::Handle;
using model::HandleKind;
using model::Listener;
using model::TaskRecord;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A sub-process lies in its lanes with all that is in it.
std::vector<std::string> lanes_of(const TaskRecord& task) {
  const model::ProcessDefinition& definition = *task.definition;
  std::vector<std::string> lanes;
  model::NodeId node = task.node;
  while (lanes.empty() && node != model::kNoNode) {
    for (const model::Lane& lane : definition.lanes) {
      if (std::find(lane.nodes.begin(), lane.nodes.end(), node) != lane.nodes.end()) {
        lanes.push_back(lane.name.empty() ? lane.id : lane.name);
      }
    }
    node = definition.scope(definition.node(node).scope).owner;
  }
  return lanes;
}

bool fits(const TaskQuery& query, const TaskRecord& task) {
  const model::FlowNode& node = task.definition->node(task.node);
  return (query.key.empty() || node.id == query.key) && (query.name.empty() || task.name == query.name) &&
         (query.assignee.empty() || task.assignee == query.assignee) &&
         (query.process_key.empty() || task.definition->id == query.process_key) &&
         (!query.unassigned || task.assignee.empty()) &&
         (query.candidate_user.empty() || contains(task.candidate_users, query.candidate_user)) &&
         (query.candidate_group.empty() || contains(task.candidate_groups, query.candidate_group)) &&
         (query.lane.empty() || contains(lanes_of(task), query.lane));
}

TaskInfo to_info(const TaskRecord& task) {
  TaskInfo info;
  info.id = to_text(task.id, HandleKind::Wait);
  info.key = task.definition->node(task.node).id;
  info.name = task.name;
  info.description = task.description;
  info.assignee = task.assignee;
  info.owner = task.owner;
  info.candidate_users = task.candidate_users;
  info.candidate_groups = task.candidate_groups;
  info.due = task.due;
  info.follow_up = task.follow_up;
  info.priority = task.priority;
  info.form_key = task.form_key;
  info.category = task.category;
  info.create_time = task.created;
  info.instance_id = to_text(task.instance, HandleKind::Instance);
  info.execution_id = to_text(task.execution, HandleKind::Execution);
  info.process_key = task.definition->id;
  info.lanes = lanes_of(task);
  info.delegated = task.delegated;
  return info;
}

// The one thing in which the task has changed.
agenda::OperationDetail difference(const TaskRecord& before, const TaskRecord& after) {
  const auto task = std::pair(before.id, HandleKind::Wait);
  if (before.assignee != after.assignee) return {task, "assignee", before.assignee, after.assignee};
  if (before.due != after.due) return {task, "due", before.due, after.due};
  if (before.priority == after.priority) return {task};
  return {task, "priority", std::to_string(before.priority), std::to_string(after.priority)};
}

class Tasks final : public TaskService {
 public:
  explicit Tasks(EngineCore& core) : core_(core) {}

  std::vector<TaskInfo> list(const TaskQuery& query) const override {
    std::optional<Handle> instance;
    if (!query.instance_id.empty()) {
      instance = require_handle(query.instance_id, HandleKind::Instance, "process instance");
    }
    std::vector<TaskInfo> result;
    if (instance) return tasks_of(*instance, query);
    const auto wanted = [&](const TaskRecord& task) { return fits(query, task); };
    for (const auto& task : core_.store().tasks(wanted)) result.push_back(to_info(*task));
    for (TaskInfo& task : result) mark_suspended(task);
    return result;
  }

  std::optional<TaskInfo> task(std::string_view id) const override {
    const auto parsed = model::parse_handle(id);
    if (!parsed || parsed->second != HandleKind::Wait) return std::nullopt;
    const Handle handle = parsed->first;
    std::optional<TaskInfo> result;
    core_.read(handle, [&](Command& command) {
      if (!command.tree().waits().holds(handle.slot, handle.generation)) return;
      const agenda::Wait& wait = command.tree().wait(handle.slot);
      if (wait.task == nullptr) return;
      result = to_info(*wait.task);
      result->suspended = command.tree().process_of(wait.execution).suspended;
    });
    return result;
  }

  void complete(std::string_view id, const Variables& variables) override {
    on_task(id, [&](Command& command, const agenda::Wait& wait, std::uint32_t slot) {
      if (wait.task->delegated) {
        throw Error(ErrorKind::InvalidState, fmt::format("task '{}' is delegated: resolve it first", id));
      }
      command.record_operation(wait.execution, "complete",
                               {std::pair(command.wait_handle(slot), HandleKind::Wait)});
      set_variables(command, wait.execution, variables);
      command.plan_trigger(wait.execution, {wait.node, 0, slot, command.tree().waits().generation(slot)});
    });
  }

  void claim(std::string_view id, std::string_view user) override {
    change(id, "claim", Listener::Event::Assignment, [&](TaskRecord& task) {
      if (!task.assignee.empty() && task.assignee != user) {
        throw Error(ErrorKind::InvalidState, fmt::format("task '{}' is claimed by '{}'", id, task.assignee));
      }
      task.assignee = user;
    });
  }
  void unclaim(std::string_view id) override {
    change(id, "unclaim", Listener::Event::Assignment, [](TaskRecord& task) { task.assignee.clear(); });
  }
  void set_assignee(std::string_view id, std::string_view user) override {
    change(id, "set_assignee", Listener::Event::Assignment, [&](TaskRecord& task) { task.assignee = user; });
  }
  void delegate_to(std::string_view id, std::string_view user) override {
    change(id, "delegate", Listener::Event::Assignment, [&](TaskRecord& task) {
      if (task.owner.empty()) task.owner = task.assignee;
      task.assignee = user;
      task.delegated = true;
    });
  }
  void resolve(std::string_view id, const Variables& variables) override {
    on_task(id, [&](Command& command, const agenda::Wait& wait, std::uint32_t) {
      set_variables(command, wait.execution, variables);
    });
    change(id, "resolve", Listener::Event::Assignment, [](TaskRecord& task) {
      task.assignee = task.owner;
      task.delegated = false;
    });
  }
  void set_local_variables(std::string_view id, const Variables& variables) override {
    change_locals(id, [&](Variables& locals) {
      for (const auto& [name, value] : variables) locals.set(name, value);
    });
  }
  void remove_local_variable(std::string_view id, std::string_view name) override {
    change_locals(id, [&](Variables& locals) { (void)locals.erase(name); });
  }
  Variables local_variables(std::string_view id) const override {
    Variables result;
    look_at(id, [&](Command&, const agenda::Wait& wait) { result = locals_of(*wait.task); });
    return result;
  }
  Variables variables(std::string_view id) const override {
    Variables result;
    look_at(id, [&](Command& command, const agenda::Wait& wait) {
      result = command.all_variables(wait.execution);
      for (const auto& [name, value] : locals_of(*wait.task)) result.set(name, value);
    });
    return result;
  }
  void set_priority(std::string_view id, std::int64_t priority) override {
    change(id, "set_priority", Listener::Event::Update, [&](TaskRecord& task) { task.priority = priority; });
  }
  void set_due(std::string_view id, std::string_view due) override {
    change(id, "set_due", Listener::Event::Update, [&](TaskRecord& task) { task.due = due; });
  }

 private:
  using Step = std::function<void(Command&, const agenda::Wait&, std::uint32_t slot)>;

  // Those of one instance are found in the instance, without a look at all others.
  std::vector<TaskInfo> tasks_of(const Handle& instance, const TaskQuery& query) const {
    std::vector<std::pair<std::shared_ptr<const TaskRecord>, bool>> found;  // and whether it is suspended
    core_.read(instance, [&](Command& command) {
      const auto& waits = command.tree().waits();
      for (std::uint32_t slot = 0; slot < waits.bound(); ++slot) {
        const auto& task = waits[slot].task;
        if (waits.live(slot) && task != nullptr && task->instance == instance && fits(query, *task)) {
          found.emplace_back(task, command.tree().process_of(waits[slot].execution).suspended);
        }
      }
    });
    std::sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
      return left.first->sequence < right.first->sequence;
    });
    std::vector<TaskInfo> result;
    result.reserve(found.size());
    for (const auto& [task, suspended] : found) {
      result.push_back(to_info(*task));
      result.back().suspended = suspended;
    }
    return result;
  }

  static Variables locals_of(const TaskRecord& task) {
    return task.locals.is_null() ? Variables() : task.locals.as_object();
  }

  void look_at(std::string_view id, const std::function<void(Command&, const agenda::Wait&)>& look) const {
    const Handle handle = require_handle(id, HandleKind::Wait, "task");
    bool found = false;
    core_.read(handle, [&](Command& command) {
      const agenda::ExecutionTree& tree = command.tree();
      if (!tree.waits().holds(handle.slot, handle.generation) || tree.wait(handle.slot).task == nullptr)
        return;
      found = true;
      look(command, tree.wait(handle.slot));
    });
    if (!found) throw Error(ErrorKind::NotFound, fmt::format("there is no open task '{}'", id));
  }

  void change_locals(std::string_view id, const std::function<void(Variables&)>& change) {
    on_task(id, [&](Command& command, const agenda::Wait& wait, std::uint32_t slot) {
      TaskRecord task = *wait.task;
      Variables locals = locals_of(task);
      change(locals);
      task.locals = locals.empty() ? Value() : Value(std::move(locals));
      command.replace_task(slot, std::move(task));
    });
  }

  void mark_suspended(TaskInfo& task) const {
    const auto record =
        core_.store().instance(require_handle(task.instance_id, HandleKind::Instance, "process instance"));
    task.suspended = record != nullptr && record->state == model::RecordState::Suspended;
  }

  void on_task(std::string_view id, const Step& step) {
    const Handle handle = require_handle(id, HandleKind::Wait, "task");
    core_.run_on(handle, [&](Command& command) {
      const agenda::ExecutionTree& tree = command.tree();
      if (!tree.waits().holds(handle.slot, handle.generation) || tree.wait(handle.slot).task == nullptr) {
        throw Error(ErrorKind::NotFound, fmt::format("there is no open task '{}'", id));
      }
      require_active(command, tree.wait(handle.slot).execution);
      step(command, tree.wait(handle.slot), handle.slot);
    });
  }

  void change(std::string_view id, std::string_view operation, Listener::Event event,
              const std::function<void(TaskRecord&)>& change) {
    on_task(id, [&](Command& command, const agenda::Wait& wait, std::uint32_t slot) {
      const agenda::ExecutionId execution = wait.execution;
      TaskRecord task = *wait.task;
      const std::string assignee = task.assignee;
      change(task);
      if (command.records_operations(execution))
        command.record_operation(execution, operation, difference(*wait.task, task));
      const bool tells =
          event != Listener::Event::Assignment || (task.assignee != assignee && !task.assignee.empty());
      command.replace_task(slot, std::move(task));
      const auto changed = command.tree().wait(slot).task;
      const model::FlowNode& node = command.node_of(execution);
      if (tells) command.notify(execution, node.task_listeners, event, node.id, changed.get());
      if (changed->assignee != assignee) command.record_assignee(execution, changed->assignee);
    });
  }

  EngineCore& core_;
};

}  // namespace

std::unique_ptr<TaskService> make_task_service(EngineCore& core) { return std::make_unique<Tasks>(core); }

}  // namespace rondo
