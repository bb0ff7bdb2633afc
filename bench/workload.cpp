// SPDX-License-Identifier: Apache-2.0
#include "bench/workload.hpp"

#include <algorithm>
#include <stdexcept>

namespace rondo::bench {

const Workload& workload(std::string_view name) {
  const auto all = workloads();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Workload& each) { return each.name == name; });
  if (found == all.end()) throw std::out_of_range("there is no workload '" + std::string(name) + "'");
  return *found;
}

Bench::Bench(const Workload& workload, HistoryLevel history, const std::string& store, Durability durability)
    : workload_(workload) {
  EngineOptions options;
  options.history = history;
  options.durability = durability;
  engine_ = Engine::open(store, options);
  engine_->repository().deploy({{std::string(workload.name) + ".bpmn", std::string(workload.text)}});
}

std::uint64_t Bench::operations_per_instance() {
  std::uint64_t operations = 0;
  const auto counting = engine_->events().trace([&](const TraceEvent&) { ++operations; });
  Caller(*this).run_instance(0);
  return operations;
}

Caller::Caller(Bench& bench)
    : engine_(bench.engine()),
      key_(bench.workload().name),
      waits_(key_ == "wait"),
      decides_(key_ == "exc" || key_ == "call"),
      variables_{{"customer", "0123456789"}, {"amount", 42}, {"vip", true}} {}

StartedInstance Caller::start(std::uint64_t k) {
  constexpr std::uint64_t kPaths = 10;
  if (decides_) variables_.set("x", k % kPaths);
  return engine_.runtime().start(key_, variables_);
}

void Caller::complete(const std::string& instance) {
  TaskQuery query;
  query.instance_id = instance;
  engine_.tasks().complete(engine_.tasks().list(query).at(0).id);
}

void Caller::run_instance(std::uint64_t k) {
  const StartedInstance started = start(k);
  if (started.ended == waits_) {
    throw std::logic_error("an instance of '" + key_ + "' did not stop where it should");
  }
  if (waits_) complete(started.id);
}

}  // namespace rondo::bench
