// SPDX-License-Identifier: Apache-2.0
#include "persistence/sqlite_indexes.hpp"

#include "model/names.hpp"
#include "persistence/history_codec.hpp"
#include "persistence/sqlite_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rondo::persistence {

namespace {

using model::Handle;

// Names in the table of indexes: those of variables begin with a sign that the others have not.
constexpr const char* kAllVariables = "*";
constexpr const char* kUsers = "users";
constexpr char kVariable = '=';
constexpr std::size_t kLongestText = 120;

IndexPlan read_plan(SqliteConnection& connection) {
  IndexPlan plan;
  SqliteStatement rows(connection, "SELECT name FROM query_index");
  while (rows.step()) {
    const std::string_view name = rows.bytes(0);
    if (name == kAllVariables) plan.all_variables = true;
    if (name == kUsers) plan.users = true;
    if (name.starts_with(kVariable)) plan.variables.emplace(name.substr(1));
  }
  return plan;
}

// What is wanted and not there yet.
IndexPlan missing_in(const IndexPlan& plan, const model::QueryIndexes& wanted) {
  IndexPlan missing;
  for (const std::string& name : wanted.variables) {
    if (!plan.covers(name)) missing.variables.insert(name);
  }
  missing.all_variables = wanted.all_variables && !plan.all_variables;
  missing.users = wanted.users && !plan.users;
  return missing;
}

void keep_plan(SqliteConnection& connection, const IndexPlan& plan) {
  SqliteStatement add(connection, "INSERT OR IGNORE INTO query_index(name) VALUES(?1)");
  for (const std::string& name : plan.variables) add.bind_text(1, kVariable + name).run();
  if (plan.all_variables) add.bind_text(1, kAllVariables).run();
  if (plan.users) add.bind_text(1, kUsers).run();
}

void index_users(const MemoryHistory& history, const Handle& instance, IndexRows& rows) {
  std::vector<HistoricTaskRecord> tasks;
  history.append(tasks, instance, {});
  for (const HistoricTaskRecord& task : tasks) {
    rows.add_user(instance, task.task->assignee);
    rows.add_user(instance, task.task->owner);
    rows.add_user(instance, task.completed_by);
  }
  for (const Visit& visit : history.visits(instance)) rows.add_user(instance, visit.assignee);
}

void index_instance(const MemoryHistory& history, const model::InstanceRecord& instance,
                    const IndexPlan& plan, IndexRows& rows) {
  std::vector<HistoricVariableRecord> variables;
  model::HistoricVariableQuery query;
  query.local = false;
  history.append(variables, instance.id, query);
  for (const HistoricVariableRecord& variable : variables) {
    if (plan.covers(variable.name)) rows.add_variable(instance.id, variable.name, index_text(variable.value));
  }
  if (!plan.users) return;
  rows.add_user(instance.id, instance.starter);
  index_users(history, instance.id, rows);
}

void fill(SqliteConnection& connection, const IndexPlan& plan, const model::DefinitionNumbers& numbers) {
  SqliteStatement instances(connection, "SELECT root, local, record FROM instance");
  SqliteStatement pages(connection,
                        "SELECT events FROM history WHERE root = ?1 AND local = ?2 ORDER BY revision");
  model::NameTable names;
  IndexRows rows;
  while (instances.step()) {
    model::InstanceRecord instance;
    instance.id = handle_of(instances.number(0), instances.number(1));
    model::StoredReader in(instances.bytes(2));
    read_stored(in, instance, numbers);
    HistoryReplay replay(instance.id, numbers, names);
    pages.bind(1, instances.number(0)).bind(2, instances.number(1));
    while (pages.step()) replay.add(pages.bytes(0));
    rows.clear();
    index_instance(replay.history(), instance, plan, rows);
    rows.write(connection);
  }
}

}  // namespace

void IndexPlans::read(SqliteConnection& connection) {
  auto plan = std::make_shared<const IndexPlan>(read_plan(connection));
  const std::lock_guard lock(mutex_);
  is_empty_.store(plan->empty(), std::memory_order_release);
  plan_ = std::move(plan);
}

void add_indexes(SqliteConnection& connection, const model::QueryIndexes& wanted,
                 const model::DefinitionNumbers& numbers) {
  const IndexPlan missing = missing_in(read_plan(connection), wanted);
  if (missing.empty()) return;
  keep_plan(connection, missing);
  fill(connection, missing, numbers);
}

void forget_indexed(SqliteConnection& connection, const Handle& instance) {
  for (const char* sql : {"DELETE FROM variable WHERE root = ?1 AND local = ?2",
                          "DELETE FROM involved_user WHERE root = ?1 AND local = ?2"}) {
    SqliteStatement(connection, sql).bind(1, root_key(instance)).bind(2, local_key(instance)).run();
  }
}

std::string index_text(const model::Value& value) {
  if (value.is_number()) return fmt::format("n{}", value.to_number());
  if (value.is_boolean()) return value.as_boolean() ? "true" : "false";
  if (value.is_date()) return fmt::format("d{}", value.as_date().time_since_epoch().count());
  if (value.is_string()) return fmt::format("s{}", value.as_string().substr(0, kLongestText));
  return fmt::format("t{}", static_cast<int>(value.type()));
}

// --- rows

// Of several changes of one variable the last one counts.
void IndexRows::make(const model::ChangeSet& changes, const IndexPlan& plan) {
  clear();
  for (const model::VariableEvent& event : changes.variables) {
    if (event.local || !plan.covers(event.name)) continue;
    const bool removed = event.change == model::VariableChange::Removed;
    add_variable(event.instance, event.name, removed ? std::nullopt : std::optional(index_text(event.value)));
  }
  if (!plan.users) return;
  for (const auto& instance : changes.instances) {
    if (instance->kept || !instance->end) {
      add_user(instance->id, instance->starter);
    } else {
      gone_.push_back(instance->id);
    }
  }
  for (const model::TaskEvent& event : changes.task_events) {
    add_user(event.task->instance, event.task->assignee);
    add_user(event.task->instance, event.task->owner);
    if (event.kind == model::TaskEvent::Kind::Completed) add_user(event.task->instance, event.text);
  }
}

void IndexRows::write(SqliteConnection& connection) const {
  if (empty()) return;
  SqliteStatement put(connection,
                      "INSERT OR REPLACE INTO variable(root, local, name, value) VALUES(?1, ?2, "
                      "?3, ?4)");
  SqliteStatement erase(connection, "DELETE FROM variable WHERE root = ?1 AND local = ?2 AND name = ?3");
  SqliteStatement involve(connection,
                          "INSERT OR IGNORE INTO involved_user(root, local, user) VALUES(?1, ?2, ?3)");
  for (const Variable& variable : variables_) {
    SqliteStatement& statement = variable.value ? put : erase;
    statement.bind(1, root_key(variable.instance)).bind(2, local_key(variable.instance));
    statement.bind_text(3, variable.name);
    if (variable.value) statement.bind_text(4, *variable.value);
    statement.run();
  }
  for (const Handle& instance : gone_) forget_indexed(connection, instance);
  for (const User& user : users_) {
    involve.bind(1, root_key(user.instance)).bind(2, local_key(user.instance)).bind_text(3, user.name).run();
  }
}

}  // namespace rondo::persistence
