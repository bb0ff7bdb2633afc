// SPDX-License-Identifier: Apache-2.0
#include "rondo/history_cleaning.hpp"
#include "rondo/history_export.hpp"
#include "rondo/history_info.hpp"
#include "rondo/services.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rondo {

namespace {

using model::Handle;
using model::HandleKind;

template <typename Info, typename Query>
std::vector<Info> found(const persistence::Store& store, const Query& query) {
  const auto records = store.find(query);
  std::vector<Info> result;
  result.reserve(records.size());
  for (const auto& record : records) result.push_back(to_info(record));
  return result;
}

class History final : public HistoryService {
 public:
  explicit History(EngineCore& core) : core_(core) {}

  std::vector<InstanceInfo> instances(std::string_view key) const override {
    HistoricInstanceQuery query;
    query.of.process_key = key;
    return instances(query);
  }
  std::optional<InstanceInfo> instance(std::string_view id) const override {
    const auto parsed = model::parse_handle(id);
    if (!parsed || parsed->second != HandleKind::Instance) return std::nullopt;
    const auto record = core_.store().instance(parsed->first);
    return record == nullptr ? std::nullopt : std::optional(rondo::to_info(*record));
  }
  std::vector<HistoricActivity> activities(std::string_view id) const override {
    std::vector<HistoricActivity> result;
    for (const auto& visit :
         core_.store().visits(require_handle(id, HandleKind::Instance, "process instance"))) {
      result.push_back(to_info(visit));
    }
    return result;
  }
  Variables variables(std::string_view id) const override;

  std::vector<InstanceInfo> instances(const HistoricInstanceQuery& query) const override {
    std::vector<InstanceInfo> result;
    for (const auto& record : core_.store().find(query)) result.push_back(rondo::to_info(*record));
    return result;
  }
  std::vector<HistoricActivity> activities(const HistoricActivityQuery& query) const override {
    return found<HistoricActivity>(core_.store(), query);
  }
  std::vector<HistoricVariable> variables(const HistoricVariableQuery& query) const override {
    return found<HistoricVariable>(core_.store(), query);
  }
  std::vector<HistoricTask> tasks(const HistoricTaskQuery& query) const override {
    return found<HistoricTask>(core_.store(), query);
  }
  std::vector<HistoricIncident> incidents(const HistoricIncidentQuery& query) const override {
    return found<HistoricIncident>(core_.store(), query);
  }
  std::vector<HistoricUpdate> updates(const HistoricUpdateQuery& query) const override {
    return found<HistoricUpdate>(core_.store(), query);
  }
  std::vector<HistoricOperation> operations(const HistoricOperationQuery& query) const override {
    return found<HistoricOperation>(core_.store(), query);
  }

  std::size_t count(const HistoricInstanceQuery& query) const override { return core_.store().count(query); }
  std::size_t count(const HistoricActivityQuery& query) const override { return core_.store().count(query); }
  std::size_t count(const HistoricVariableQuery& query) const override { return core_.store().count(query); }
  std::size_t count(const HistoricTaskQuery& query) const override { return core_.store().count(query); }
  std::size_t count(const HistoricIncidentQuery& query) const override { return core_.store().count(query); }
  std::size_t count(const HistoricUpdateQuery& query) const override { return core_.store().count(query); }
  std::size_t count(const HistoricOperationQuery& query) const override { return core_.store().count(query); }

  void remove(std::string_view id) override;
  std::size_t remove(const HistoricInstanceQuery& query) override;
  void export_to(std::ostream& out, ExportFormat format, const HistoricInstanceQuery& query,
                 const std::function<void(std::size_t)>& progress) const override {
    export_history(*this, out, format, query, progress);
  }

 private:
  EngineCore& core_;
};

Variables History::variables(std::string_view id) const {
  const Handle handle = require_handle(id, HandleKind::Instance, "process instance");
  Variables result;
  core_.read(handle, [&](agenda::Command& command) {
    if (!command.tree().processes().holds(handle.slot, handle.generation)) return;
    result = command.own_variables(command.tree().process(handle.slot).execution);
  });
  if (!result.empty()) return result;
  return core_.store().final_variables(handle).value_or(Variables{});
}

void History::remove(std::string_view id) {
  const Handle handle = require_handle(id, HandleKind::Instance, "process instance");
  const auto record = core_.store().instance(handle);
  if (record == nullptr) throw Error(ErrorKind::NotFound, fmt::format("there is no instance '{}'", id));
  if (!record->end || !forget_instance(core_, handle)) {
    throw Error(ErrorKind::InvalidState, fmt::format("process instance '{}' is still running", id));
  }
}

std::size_t History::remove(const HistoricInstanceQuery& query) {
  constexpr std::size_t kStep = 256;
  HistoricInstanceQuery next = query;
  next.finished = true;
  std::size_t removed = 0;
  if (!query.order.empty() || query.page.first > 0) {
    for (const auto& record : core_.store().find(next)) {
      if (forget_instance(core_, record->id)) ++removed;
    }
    return removed;
  }
  while (removed < query.page.max) {
    next.page.max = std::min(kStep, query.page.max - removed);
    const auto some = core_.store().find(next);
    for (const auto& record : some) {
      next.newer_than = std::max(next.newer_than, record->sequence);
      if (forget_instance(core_, record->id)) ++removed;
    }
    if (some.size() < next.page.max) break;
  }
  return removed;
}

}  // namespace

std::unique_ptr<HistoryService> make_history_service(EngineCore& core) {
  return std::make_unique<History>(core);
}

}  // namespace rondo
