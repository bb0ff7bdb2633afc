// SPDX-License-Identifier: Apache-2.0
#include "rondo/engine.hpp"

#include "rondo/services.hpp"
#include "rondo/submissions.hpp"

#include <fmt/format.h>

#include <utility>

namespace rondo {

namespace {

class EmbeddedEngine final : public Engine {
 public:
  EmbeddedEngine(EngineOptions options, const std::string& file)
      : EmbeddedEngine(options.submit_threads, std::make_shared<EngineCore>(std::move(options), file)) {}
  EmbeddedEngine(std::size_t submit_threads, std::shared_ptr<EngineCore> core)
      : core_(std::move(core)),
        repository_(make_repository_service(*core_)),
        runtime_(make_runtime_service(*core_)),
        tasks_(make_task_service(*core_)),
        history_(make_history_service(*core_)),
        management_(make_management_service(*core_)),
        submissions_(submit_threads) {}

  Submission submit_command(std::function<void(Engine&)> command, std::string order) override {
    return submissions_.add([this, command = std::move(command)] { command(*this); }, std::move(order));
  }

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
  Submissions submissions_;  // ends first
};

// The file that a url means; empty: memory.
std::string file_of(std::string_view url) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (url == "memory:") return {};
  if (url.starts_with(kSqlite)) url.remove_prefix(kSqlite.size());
  const std::size_t colon = url.find(':');
  const bool has_scheme = colon != std::string_view::npos && colon > 1 && url.find('/') > colon;
  if (!url.empty() && !has_scheme) return std::string(url);
  throw Error(ErrorKind::Argument,
              fmt::format("the store '{}' is not understood; use memory: or sqlite:PATH", url));
}

}  // namespace

std::unique_ptr<Engine> Engine::open(std::string_view url, EngineOptions options) {
  const std::string file = file_of(url);
  if (options.job_retries < 1 || options.job_retry_wait < std::chrono::milliseconds::zero()) {
    throw Error(ErrorKind::Argument,
                "jobs need at least one attempt, and no negative pause between attempts");
  }
  if (options.clock == nullptr) options.clock = std::make_shared<SystemClock>();
  return std::make_unique<EmbeddedEngine>(std::move(options), file);
}

}  // namespace rondo
