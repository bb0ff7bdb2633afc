// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/context.hpp"
#include "expression/environment.hpp"
#include "model/records.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::agenda {

/// `execution` in expressions: `execution.processInstanceId`, `execution.setVariable('a', 1)` …
class ExecutionObject final : public expression::HostObject {
 public:
  explicit ExecutionObject(ExecutionContext context) : context_(context) {}
  bool property(std::string_view name, expression::Operand& result) override;
  bool call(std::string_view method, std::span<const expression::Operand> arguments,
            expression::Operand& result) override;
  [[nodiscard]] std::string describe() const override { return "execution"; }
  [[nodiscard]] const ExecutionContext& context() const noexcept { return context_; }

 private:
  bool read(std::string_view method, model::NameId name, expression::Operand& result) const;
  bool rename(std::string_view method, const model::Value& value);

  ExecutionContext context_;
  std::unique_ptr<ExecutionObject> parent_, instance_;
};

/// "assignee" for "getAssignee"; empty when `method` is the name of no getter.
[[nodiscard]] std::string property_of_getter(std::string_view method);

/// `task` in expressions and scripts of task listeners: `task.assignee`, `task.setAssignee('kim')`,
/// `task.addCandidateGroup('sales')` … What it has not, the execution has.
class TaskObject final : public expression::HostObject {
 public:
  TaskObject(ExecutionContext context, const model::TaskRecord& task) : execution_(context), task_(&task) {}
  bool property(std::string_view name, expression::Operand& result) override;
  bool call(std::string_view method, std::span<const expression::Operand> arguments,
            expression::Operand& result) override;
  bool assign(std::string_view name, const model::Value& value) override;
  [[nodiscard]] std::string describe() const override { return "task"; }
  [[nodiscard]] const ExecutionContext& context() const noexcept { return execution_.context(); }
  [[nodiscard]] const model::TaskRecord* task() const noexcept { return task_; }

 private:
  bool change(std::string_view method, const model::Value& value);

  ExecutionObject execution_;
  const model::TaskRecord* task_;
};

/// What expressions see at one execution: its variables scope by scope, `execution`, `task`, beans.
class ContextEnvironment final : public expression::Environment {
 public:
  explicit ContextEnvironment(ExecutionContext context, const model::TaskRecord* task = nullptr)
      : context_(context), task_(task) {}

  bool variable(model::NameId name, model::Value& result) override;
  bool variable_named(std::string_view name, model::Value& result) override;
  expression::HostObject* object(std::string_view name) override;
  bool call(std::string_view prefix, std::string_view name, std::span<const expression::Operand> arguments,
            expression::Operand& result) override;
  void assign(model::NameId name, model::Value value) override;
  model::Instant now() override;

 private:
  ExecutionContext context_;
  const model::TaskRecord* task_;
  std::optional<ExecutionObject> execution_;
  std::optional<TaskObject> task_object_;
  std::vector<std::shared_ptr<expression::HostObject>> beans_;  // in use until the evaluation is over
};

}  // namespace rondo::agenda
