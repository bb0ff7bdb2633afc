// SPDX-License-Identifier: Apache-2.0
#include "rondo/engine.hpp"

#include "rondo/services.hpp"

#include <fmt/format.h>

#include <utility>

namespace rondo {

namespace {

class EmbeddedEngine final : public Engine {
 public:
  explicit EmbeddedEngine(EngineOptions options)
      : core_(std::make_shared<EngineCore>(std::move(options))),
        repository_(make_repository_service(*core_)),
        runtime_(make_runtime_service(*core_)),
        tasks_(make_task_service(*core_)),
        history_(make_history_service(*core_)),
        management_(make_management_service(*core_)) {}

  RepositoryService& repository() override { return *repository_; }
  RuntimeService& runtime() override { return *runtime_; }
  TaskService& tasks() override { return *tasks_; }
  HistoryService& history() override { return *history_; }
  ManagementService& management() override { return *management_; }
  Delegates& delegates() override { return core_->delegates(); }
  Events& events() override { return core_->events(); }
  Clock& clock() override { return core_->clock(); }

 private:
  std::shared_ptr<EngineCore> core_;  // completions of asynchronous delegates watch it
  std::unique_ptr<RepositoryService> repository_;
  std::unique_ptr<RuntimeService> runtime_;
  std::unique_ptr<TaskService> tasks_;
  std::unique_ptr<HistoryService> history_;
  std::unique_ptr<ManagementService> management_;
};

}  // namespace

std::unique_ptr<Engine> Engine::open(std::string_view url, EngineOptions options) {
  if (url != "memory:") {
    throw Error(ErrorKind::Argument, fmt::format("the store '{}' is not understood; use memory:", url));
  }
  if (options.job_retries < 1 || options.job_retry_wait < std::chrono::milliseconds::zero()) {
    throw Error(ErrorKind::Argument,
                "jobs need at least one attempt, and no negative pause between attempts");
  }
  if (options.clock == nullptr) options.clock = std::make_shared<SystemClock>();
  return std::make_unique<EmbeddedEngine>(std::move(options));
}

}  // namespace rondo
