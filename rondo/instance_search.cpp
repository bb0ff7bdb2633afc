// SPDX-License-Identifier: Apache-2.0
#include "rondo/instance_search.hpp"

#include "rondo/durable_core.hpp"
#include "rondo/services.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace rondo {

namespace {

using model::InstanceRecord;
using persistence::InstancePtr;
using Fits = std::function<bool(const InstanceRecord&)>;

bool has_variables(EngineCore& core, const InstanceRecord& instance, const Variables& wanted) {
  Variables own;
  if (instance.end) {
    own = core.store().final_variables(instance.id).value_or(Variables());
  } else {
    (void)core.read(instance.id, [&](agenda::Command& command) {
      if (!command.tree().runs(instance.id.slot, instance.id.generation)) return;
      own = command.own_variables(command.tree().process(instance.id.slot).execution);
    });
  }
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& variable) {
    const Value* value = own.find(variable.first);
    return value != nullptr && *value == variable.second;
  });
}

// Instances of these processes are in no index of variables.
bool is_unremembered(const agenda::DeployedProcess& process) {
  return process.history() < HistoryLevel::Audit;
}

std::optional<std::vector<InstancePtr>> indexed(EngineCore& core, const InstanceQuery& query,
                                                const Fits& fits) {
  if (core.durable() == nullptr) return std::nullopt;
  std::optional<std::vector<model::Handle>> handles;
  for (auto one = query.variables.begin(); one != query.variables.end() && !handles; ++one)
    handles = core.durable()->store().with_variable(one->first, one->second);
  if (!handles) return std::nullopt;
  std::vector<InstancePtr> found;
  for (const model::Handle& handle : *handles) {
    if (auto record = core.store().instance(handle); record != nullptr && fits(*record))
      found.push_back(std::move(record));
  }
  const auto all = core.definitions().all();
  if (std::any_of(all.begin(), all.end(), [](const auto* process) { return is_unremembered(*process); })) {
    for (auto& record : core.store().instances(query.include_ended, [&](const InstanceRecord& instance) {
           return fits(instance) && is_unremembered(core.definitions().deployed(*instance.definition));
         })) {
      found.push_back(std::move(record));
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& left, const auto& right) { return left->sequence < right->sequence; });
  return found;
}

std::vector<InstancePtr> called(EngineCore& core, const InstanceQuery& query, const Fits& fits) {
  const model::Handle caller =
      require_handle(query.caller_instance_id, model::HandleKind::Instance, "process instance");
  std::vector<InstancePtr> found = core.store().called_from(caller);
  std::erase_if(found, [&](const InstancePtr& record) { return !fits(*record); });
  return found;
}

// Stores find these by an index, whatever is kept of history.
std::vector<InstancePtr> with_business_key(EngineCore& core, const InstanceQuery& query, const Fits& fits) {
  model::HistoricInstanceQuery keyed;
  keyed.of.business_key = query.business_key;
  std::vector<InstancePtr> found = core.store().find(keyed);
  std::erase_if(found, [&](const InstancePtr& record) { return !fits(*record); });
  return found;
}

}  // namespace

std::vector<InstancePtr> find_instances(EngineCore& core, const InstanceQuery& query) {
  const Fits fits = [&](const InstanceRecord& record) {
    return (query.process_key.empty() || record.definition->id == query.process_key) &&
           (query.business_key.empty() || record.business_key == query.business_key) &&
           (query.include_ended || !record.end);
  };
  std::vector<InstancePtr> found;
  if (!query.caller_instance_id.empty()) {
    found = called(core, query, fits);
  } else if (!query.business_key.empty()) {
    found = with_business_key(core, query, fits);
  } else if (auto few = indexed(core, query, fits)) {
    found = std::move(*few);
  } else {
    found = core.store().instances(query.include_ended, fits);
  }
  if (!query.variables.empty()) {
    std::erase_if(found, [&](const auto& one) { return !has_variables(core, *one, query.variables); });
  }
  return found;
}

}  // namespace rondo
