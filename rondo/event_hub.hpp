// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/host.hpp"
#include "model/records.hpp"
#include "rondo/events.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace rondo {

/// Tells subscribers what happens. Thread-safe.
class EventHub final : public Events, public agenda::Observer {
 public:
  Subscription trace(std::function<void(const TraceEvent&)> listener) override;
  Subscription subscribe(std::function<void(const EngineEvent&)> listener) override;

  [[nodiscard]] bool traced() const noexcept { return tracers_.count->load(std::memory_order_relaxed) != 0; }
  [[nodiscard]] bool has_subscribers() const noexcept {
    return subscribers_.count->load(std::memory_order_relaxed) != 0;
  }

  void operation(agenda::OperationKind kind, const agenda::ExecutionContext& context,
                 std::string_view element) override;
  /// What a committed change set means, as events in order.
  [[nodiscard]] static std::vector<EngineEvent> events_of(const model::ChangeSet& changes);
  void publish(const std::vector<EngineEvent>& events) const;
  void next_command() noexcept { commands_.fetch_add(1, std::memory_order_relaxed); }

 private:
  template <typename Event>
  struct Listeners {
    using Function = std::function<void(const Event&)>;
    mutable std::mutex mutex;
    std::vector<std::weak_ptr<Function>> functions;
    /// Subscriptions alive; shared with them, as they may outlive the engine.
    std::shared_ptr<std::atomic<int>> count = std::make_shared<std::atomic<int>>(0);

    Subscription add(Function function);
    [[nodiscard]] std::vector<std::shared_ptr<Function>> living() const;
  };

  Listeners<TraceEvent> tracers_;
  Listeners<EngineEvent> subscribers_;
  std::atomic<std::uint64_t> commands_{0};
};

}  // namespace rondo
