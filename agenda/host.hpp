// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/deployed_process.hpp"
#include "agenda/operation.hpp"
#include "expression/environment.hpp"
#include "model/implementation.hpp"
#include "model/records.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rondo::agenda {

class ExecutionContext;
class Conducting;
struct ConductorCall;

/// Told of each operation just before it runs.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void operation(OperationKind kind, const ExecutionContext& context, std::string_view element) = 0;
};

/// What does not change while an engine is open.
struct Settings {
  bool fail_uncaught = false;                ///< An uncaught BPMN error ends the instance as failed.
  std::uint64_t step_limit = 0;              ///< Operations per command; 0: no limit.
  bool abort_rolls_back = false;             ///< What would be aborted stays as it was before the command.
  std::size_t step_data_limit = 0;           ///< Bytes of a step's data; 0: no limit.
  std::chrono::milliseconds message_life{};  ///< How long a thrown message waits for its receiver.
  std::int32_t job_retries = 3;              ///< Attempts of a job whose activity says nothing about it.
  std::chrono::milliseconds job_retry_wait{10'000};  ///< Between these.
  /// How long ended instances are remembered whose process does not say it; nullopt: until they are removed.
  std::optional<model::Duration> history_time_to_live;
};

/// A piece of user code to be run for an execution.
struct Invocation {
  const model::Implementation& implementation;
  std::string_view element_id;              ///< The element that it belongs to.
  std::string_view event;                   ///< Listener event; empty for an activity's own code.
  const model::TaskRecord* task = nullptr;  ///< In task listeners.
};

/// How user code ended.
enum class InvocationResult : std::uint8_t {
  Done,     ///< With a value.
  NoValue,  ///< Delegates return none; a result variable is left alone.
  Waits
};

/// Which process a call activity means.
struct ProcessRequest {
  std::string_view key;
  model::CallProperties::Binding binding = model::CallProperties::Binding::Latest;
  std::string_view version;  ///< With Binding::Version or VersionTag.
  const DeployedProcess* caller = nullptr;
};

/// What commands need of the engine around them. Called from any thread that runs a command.
class Host {
 public:
  virtual ~Host() = default;

  [[nodiscard]] virtual const Settings& settings() const = 0;
  [[nodiscard]] virtual model::Instant now() const = 0;
  /// Numbers things of the engine in order of creation.
  virtual std::uint64_t next_sequence() = 0;
  /// The process, or nullptr when no version fits.
  [[nodiscard]] virtual const DeployedProcess* find_process(const ProcessRequest& request) const = 0;
  /// Runs user code. Throws what it throws; `result` receives its value.
  virtual InvocationResult invoke(ExecutionContext& context, const Invocation& invocation,
                                  model::Value& result) = 0;
  /// Whether registered code may stand for a script that runs by itself.
  [[nodiscard]] virtual bool replaces_scripts() const { return true; }
  /// Tells asynchronous work to stop. False when its code cannot: it goes on to its end.
  virtual bool cancel_work(ExecutionContext& context, const Invocation& invocation) = 0;
  /// Runs the code that conducts the body of a sub-process. False when it has nothing for such a call.
  virtual bool conduct(Conducting& body, ConductorCall& call) = 0;
  /// What is to be done about an exception that nothing takes; `otherwise`: what was said at the start.
  virtual model::UnhandledAction decide_unhandled(ExecutionContext& context, std::string_view type,
                                                  std::string_view message,
                                                  model::UnhandledAction otherwise) = 0;
  /// A registered bean as seen by that execution, or nullptr.
  virtual std::shared_ptr<expression::HostObject> bean(ExecutionContext& context, std::string_view name) = 0;
  /// Whether code is registered under exactly that name.
  [[nodiscard]] virtual bool has_code(std::string_view name) const = 0;
  virtual bool call_function(ExecutionContext& context, std::string_view prefix, std::string_view name,
                             std::span<const expression::Operand> arguments, expression::Operand& result) = 0;
  /// Whether an instance of that process has had the business key, as far as it is remembered.
  [[nodiscard]] virtual bool has_instance(std::string_view key, std::string_view business_key) const = 0;
  /// Whether a deployed process can receive the message.
  [[nodiscard]] virtual bool may_receive(const model::MessageRecord& message) const = 0;
  /// The values that the correlation keys of a process have in a message of that name, by the keys' ids, in
  /// an object. Keys that it does not carry are left out.
  [[nodiscard]] virtual model::Object correlation_of(const DeployedProcess& process, std::string_view message,
                                                     const model::Object& variables) const = 0;
  /// What a data store holds for those who have committed; null until it is written.
  [[nodiscard]] virtual model::Value data_store(std::string_view id) const = 0;
  /// The user who acts, for `authenticatedUserId`; may be empty.
  [[nodiscard]] virtual std::string_view acting_user() const = 0;
  /// Whether somebody wants to be told what commands do, recorded or not.
  [[nodiscard]] virtual bool has_subscribers() const { return false; }
  /// nullptr when nobody observes.
  [[nodiscard]] virtual Observer* observer() const = 0;
};

}  // namespace rondo::agenda
