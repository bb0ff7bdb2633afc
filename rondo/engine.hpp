// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "rondo/acting_user.hpp"
#include "rondo/clock.hpp"
#include "rondo/delegate.hpp"
#include "rondo/error.hpp"
#include "rondo/events.hpp"
#include "rondo/history.hpp"
#include "rondo/management.hpp"
#include "rondo/migration.hpp"
#include "rondo/modification.hpp"
#include "rondo/repository.hpp"
#include "rondo/runtime.hpp"
#include "rondo/submission.hpp"
#include "rondo/tasks.hpp"
#include "rondo/value.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace rondo {

/// What happens with a BPMN error that nothing catches.
enum class UncaughtErrors : std::uint8_t {
  Raise,        ///< The command fails with BpmnError and is rolled back (Activiti).
  FailInstance  ///< The instance ends as `failed` with the code.
};

/// What becomes of an instance that is aborted, in processes that end gracefully (docs/cancellation.md).
enum class OnAbort : std::uint8_t {
  End,      ///< It ends as `faulted` with the delete reason `aborted`.
  RollBack  ///< The command fails with the exception; the instance stays as the last commit left it.
};

/// When a command on a durable store returns.
enum class Durability : std::uint8_t {
  Full,    ///< When the disk has what it changed: nothing is lost when the power fails.
  Relaxed  ///< When the operating system has it: it survives the end of the program, however it ends.
};

/// Settings of an engine.
struct EngineOptions {
  std::shared_ptr<Clock> clock;                ///< Default: the system's clock.
  HistoryLevel history = HistoryLevel::Audit;  ///< How much is remembered.
  /// How long ended instances are remembered, as an ISO 8601 duration (`P180D`), unless their process says
  /// it; empty: until they are removed.
  std::string history_time_to_live{};
  UncaughtErrors uncaught_errors = UncaughtErrors::Raise;  ///< What an uncaught BPMN error does.
  OnAbort on_abort = OnAbort::End;                         ///< What aborting an instance does to it.
  /// Operations that one command may run before it fails as endless; 0: no limit.
  std::uint64_t step_limit = 0;
  /// Bytes that input, local and output of a step of a FnF flow may have together, as JSON; an execution with
  /// a larger step fails with `FnF.DataLimitExceeded`. 0: no limit. The service has 32,768.
  std::size_t step_data_limit = 0;
  /// How long a message that a process throws and nobody waits for yet is kept; zero: not at all.
  std::chrono::milliseconds message_life = std::chrono::hours(1);
  /// How often a job is attempted before it leaves an incident, and the pause before it is tried again, where
  /// its element has no `failedJobRetryTimeCycle`.
  std::int32_t job_retries = 3;
  /// The pause.
  std::chrono::milliseconds job_retry_wait{10'000};
  /// Of a store on disk.
  Durability durability = Durability::Full;
  /// How many submitted commands run at a time; those that are being written are not among them.
  std::size_t submit_threads = 16;
  /// What a store on disk finds by an index besides what it always does. It is made when the store is opened,
  /// from what is in it, and stays when later engines do not name it.
  QueryIndexes indexes{};
  /// Gets the lines that processes write for people; default: the standard output. They are not taken back
  /// when their command fails.
  std::function<void(std::string_view line)> console{};
};

/// A BPMN engine. Owns its store, definitions and instances; create as many as needed. Thread-safe.
///
///     auto engine = rondo::Engine::open("memory:");
///     engine->delegates().add("com.acme.Charge", [](rondo::DelegateExecution& e) {
///       e.set_variable("charged", true);
///     });
///     engine->repository().deploy_files({"order.bpmn"});
///     auto order = engine->runtime().start("order", {{"amount", 120}});
class RONDO_API Engine {
 public:
  /// Opens a store: `memory:`, or a file that keeps everything, `sqlite:PATH` or a path alone, which is made
  /// when it is not there. Throws Error: Argument for a url that is not understood, Store for a file that
  /// cannot be used.
  [[nodiscard]] static std::unique_ptr<Engine> open(std::string_view url = "memory:",
                                                    EngineOptions options = {});
  virtual ~Engine() = default;

  /// Runs `command`, which is called with the engine, in a thread of the engine, and does not wait for it.
  /// The result tells when all that it asked of the engine is on disk, has what the command returned, or why
  /// it has failed. Commands that are under way at the same time are written together, so that one caller
  /// makes as good use of the disk as many: while the first change of a command is written its thread goes
  /// on, and does others when the command was over with it. When another engine on the file is faster than
  /// that first change, the command is run again from the beginning. Commands with the same `order`, such as
  /// the id of an instance, run one after the other as they were submitted, those without one in any order; a
  /// command that fails does not keep those behind it. The ActingUser of the caller acts. When the engine is
  /// destroyed commands that run are waited for, and those that have not begun fail; nothing may be submitted
  /// from then on.
  ///
  ///     auto order = engine->submit([](rondo::Engine& e) { return e.runtime().start("order").id; });
  ///     ...
  ///     std::cout << order.get();
  template <typename Command>
  // NOLINTNEXTLINE(performance-unnecessary-value-param): either branch moves `order`
  auto submit(Command command, std::string order = {}) {
    using Result = std::invoke_result_t<Command&, Engine&>;
    if constexpr (std::is_void_v<Result>) {
      return submit_command(std::move(command), std::move(order));
    } else {
      auto result = std::make_shared<std::optional<Result>>();
      Submission submission =
          submit_command([result, command = std::move(command)](
                             Engine& engine) mutable { result->emplace(command(engine)); },
                         std::move(order));
      return Submitted<Result>(std::move(submission), std::move(result));
    }
  }
  /// See submit().
  virtual Submission submit_command(std::function<void(Engine&)> command, std::string order) = 0;

  /// What the engine offers; each lives as long as the engine.
  /// @{
  [[nodiscard]] virtual RepositoryService& repository() = 0;
  [[nodiscard]] virtual RuntimeService& runtime() = 0;
  [[nodiscard]] virtual TaskService& tasks() = 0;
  [[nodiscard]] virtual HistoryService& history() = 0;
  [[nodiscard]] virtual ManagementService& management() = 0;
  [[nodiscard]] virtual Delegates& delegates() = 0;
  [[nodiscard]] virtual Events& events() = 0;
  [[nodiscard]] virtual Clock& clock() = 0;
  /// @}
};

}  // namespace rondo
