// SPDX-License-Identifier: Apache-2.0
// A service of a shop: the process decides what comes next, the program supplies the work. Shows delegates,
// user tasks and variables.
#include <rondo/engine.hpp>

#include <cstdint>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

/// Where orders are kept and moved on. The engine lives as long as the service.
class OrderService {
 public:
  OrderService() : engine_(rondo::Engine::open("memory:")) {
    // What Java files call by class name is registered under that name.
    engine_->delegates().add("com.acme.shop.PriceOrder", [](rondo::DelegateExecution& execution) {
      const std::int64_t pieces = execution.variable("pieces").value_or(0).as_integer();
      if (pieces <= 0) throw std::invalid_argument("an order needs at least one piece");
      execution.set_variable("total", pieces * kPrice);
    });
    // What `${shipping}` calls is registered under the name in the braces.
    engine_->delegates().add("shipping", [this](rondo::DelegateExecution& execution) {
      shipped_.push_back(execution.business_key());
    });
    engine_->repository().deploy_files({"order.bpmn"});
  }

  /// Gives the id of the order's instance.
  std::string place(const std::string& number, std::int64_t pieces) {
    rondo::StartOptions options;
    options.business_key = number;
    return engine_->runtime().start("order", {{"pieces", pieces}}, options).id;
  }

  /// What managers have to look at.
  std::vector<rondo::TaskInfo> open_approvals() {
    rondo::TaskQuery query;
    query.candidate_group = "managers";
    return engine_->tasks().list(query);
  }

  void decide(const rondo::TaskInfo& task, const std::string& manager, bool approved) {
    engine_->tasks().claim(task.id, manager);
    engine_->tasks().complete(task.id, {{"approved", approved}});
  }

  std::int64_t total(const std::string& id) {
    return engine_->history().variables(id).find("total")->as_integer();
  }
  const std::vector<std::string>& shipped() const { return shipped_; }

 private:
  static constexpr std::int64_t kPrice = 30;
  std::vector<std::string> shipped_;
  std::unique_ptr<rondo::Engine> engine_;
};

bool check(bool holds, const char* what) {
  std::cout << (holds ? "ok      " : "FAILED  ") << what << "\n";
  return holds;
}

}  // namespace

int main() {
  OrderService service;
  const std::string small = service.place("A-1", 2);
  const std::string big = service.place("A-2", 10);
  service.place("A-3", 20);

  bool ok = check(service.total(small) == 60, "the small order is priced");
  ok &= check(service.shipped() == std::vector<std::string>{"A-1"}, "and shipped at once");

  const auto approvals = service.open_approvals();
  ok &= check(approvals.size() == 2, "two big orders wait for a manager");
  if (!ok) return 1;
  service.decide(approvals[0], "ada", true);
  service.decide(approvals[1], "ada", false);
  ok &= check(service.total(big) == 300, "the first big order is priced");
  ok &=
      check(service.shipped() == std::vector<std::string>{"A-1", "A-2"}, "only the approved one is shipped");

  // A delegate that throws fails the call, and leaves nothing behind.
  try {
    service.place("A-4", 0);
    ok = check(false, "an empty order is refused");
  } catch (const rondo::Error& error) {
    ok &= check(error.kind() == rondo::ErrorKind::Delegate, error.what());
  }
  return ok ? 0 : 1;
}
