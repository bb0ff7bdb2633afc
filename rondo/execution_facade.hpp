// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/context.hpp"
#include "agenda/host.hpp"
#include "rondo/delegate.hpp"

namespace rondo {

/// A DelegateExecution over an execution of the running command.
class ExecutionFacade final : public DelegateExecution {
 public:
  explicit ExecutionFacade(agenda::ExecutionContext context,
                           const agenda::Invocation* invocation = nullptr) noexcept
      : context_(context),
        invocation_(invocation),
        task_(invocation == nullptr ? nullptr : invocation->task) {}
  /// Over the execution of a task that an expression passes (`${mailer.tell(task)}`).
  ExecutionFacade(agenda::ExecutionContext context, const model::TaskRecord* task) noexcept
      : context_(context), task_(task) {}

  std::string id() const override;
  std::string process_instance_id() const override;
  std::string process_definition_key() const override;
  std::string business_key() const override;
  std::string activity_id() const override;
  std::string activity_name() const override;
  std::string event_name() const override;
  Instant now() const override;
  std::optional<Value> variable(std::string_view name) const override;
  std::optional<Value> local_variable(std::string_view name) const override;
  Variables variables() const override;
  void set_variable(std::string_view name, Value value) override;
  void set_local_variable(std::string_view name, Value value) override;
  void remove_variable(std::string_view name) override;
  void remove_local_variable(std::string_view name) override;
  void set_result(Value result) override;
  std::optional<Value> field(std::string_view name) const override;
  Value evaluate(std::string_view expression) const override;
  std::string_view script() const override;
  void wait_for_trigger() override { waits_ = true; }
  void throw_escalation(std::string_view code) override;

  [[nodiscard]] bool waits() const noexcept { return waits_; }

 private:
  agenda::ExecutionContext context_;
  const agenda::Invocation* invocation_ = nullptr;
  const model::TaskRecord* task_ = nullptr;
  bool waits_ = false;
};

}  // namespace rondo
