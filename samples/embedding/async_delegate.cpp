// SPDX-License-Identifier: Apache-2.0
// Work that takes a while: the delegate hands it to a thread and returns, and the task waits. The thread ends
// the task when the answer is there, with variables or with a BPMN error.
#include <rondo/engine.hpp>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <iostream>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace {

/// One call to the bank that is under way.
struct Request {
  std::int64_t amount;
  rondo::Completion completion;
};

/// A bank that answers from a thread of its own.
class Bank {
 public:
  Bank() : thread_([this] { run(); }) {}
  /// Answers what is left, then stops.
  ~Bank() {
    put(std::nullopt);
    thread_.join();
  }
  Bank(const Bank&) = delete;
  Bank& operator=(const Bank&) = delete;

  void authorize(Request request) { put(std::move(request)); }

 private:
  void put(std::optional<Request> request) {
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(std::move(request));
    }
    arrived_.notify_one();
  }

  std::optional<Request> take() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return !requests_.empty(); });
    std::optional<Request> request = std::move(requests_.front());
    requests_.pop_front();
    return request;
  }

  void run() {
    while (const std::optional<Request> request = take()) {
      try {
        if (request->amount > 1000) {
          request->completion.bpmn_error("DECLINED", "over the limit");
        } else {
          request->completion.complete({{"receipt", "R-" + std::to_string(request->amount)}});
        }
      } catch (const rondo::Error& error) {
        std::cerr << "the task is gone: " << error.what() << "\n";
      }
    }
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::optional<Request>> requests_;  // nullopt: stop
  std::thread thread_;
};

/// The last end event that an instance has reached.
std::string end_of(rondo::Engine& engine, const std::string& instance) {
  const auto activities = engine.history().activities(instance);
  return activities.empty() ? std::string() : activities.back().activity_id;
}

}  // namespace

int main() {
  const auto engine = rondo::Engine::open("memory:");
  std::string small, large;
  {
    Bank bank;
    engine->delegates().add_async("com.acme.shop.Authorize", [&bank](rondo::DelegateExecution& execution,
                                                                     rondo::Completion completion) {
      bank.authorize({execution.variable("amount").value_or(0).as_integer(), std::move(completion)});
    });
    engine->repository().deploy_files({"payment.bpmn"});
    small = engine->runtime().start("payment", {{"amount", 120}}).id;
    large = engine->runtime().start("payment", {{"amount", 5000}}).id;
  }  // here the bank has answered everything

  const auto variables = engine->history().variables(small);
  const rondo::Value* receipt = variables.find("receipt");
  std::cout << "small: " << end_of(*engine, small) << ", large: " << end_of(*engine, large) << "\n";
  const bool paid = end_of(*engine, small) == "paid" && receipt != nullptr && *receipt == "R-120";
  return paid && end_of(*engine, large) == "unpaid" ? 0 : 1;
}
