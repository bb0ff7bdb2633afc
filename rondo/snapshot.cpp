// SPDX-License-Identifier: Apache-2.0
#include "rondo/snapshot.hpp"

#include "model/base64.hpp"
#include "model/stored_form.hpp"
#include "rondo/durable_core.hpp"
#include "rondo/services.hpp"
#include "rondo/snapshot_records.hpp"
#include "rondo/snapshot_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace rondo {

namespace {

using model::Handle;
using model::HandleKind;
using persistence::InstancePtr;

/// What people look for first; importing does not read it.
class Overview {
 public:
  Overview(agenda::Command& command, const SnapshotProcesses& processes)
      : command_(command), tree_(command.tree()), processes_(processes) {}

  [[nodiscard]] Value of_executions() const {
    List list;
    for (std::uint32_t id = 0; id < tree_.executions().bound(); ++id) {
      if (tree_.executions().live(id)) list.push_back(of_execution(id));
    }
    return Value(std::move(list));
  }

  [[nodiscard]] Value of_waits() const {
    List list;
    for (std::uint32_t id = 0; id < tree_.waits().bound(); ++id) {
      if (!tree_.waits().live(id)) continue;
      Value wait = of_wait(tree_.wait(id));
      if (!wait.is_null()) list.push_back(std::move(wait));
    }
    return Value(std::move(list));
  }

 private:
  [[nodiscard]] Value of_execution(std::uint32_t id) const {
    const agenda::Execution& execution = tree_.at(id);
    SnapshotWriter fields(processes_);
    fields.text("id", command_.execution_text(id));
    if (execution.parent != agenda::kNone) fields.text("parent", command_.execution_text(execution.parent));
    fields.place("activity", &tree_.process_of(id).process->definition(), execution.node);
    if (const agenda::VariableScope* scope = tree_.locals(id); scope != nullptr) {
      Object variables;
      const model::NameTable& names = tree_.process_of(id).process->names();
      for (const agenda::Variable& variable : scope->variables)
        variables.set(names.text(variable.name), to_snapshot_value(variable.value));
      if (!variables.empty()) fields.object().set("variables", Value(std::move(variables)));
    }
    return Value(std::move(fields.object()));
  }

  [[nodiscard]] Value of_wait(const agenda::Wait& wait) const {
    SnapshotWriter fields(processes_);
    const auto begin = [&](std::string_view kind, const auto& record) {
      fields.text("waits_for", kind);
      fields.handle("id", record.id, HandleKind::Wait);
      fields.handle("execution", record.execution, HandleKind::Execution);
      fields.place("activity", record.definition, record.node);
    };
    if (wait.task != nullptr) {
      begin("task", *wait.task);
      fields.text("name", wait.task->name);
      fields.text("assignee", wait.task->assignee);
    } else if (wait.subscription != nullptr) {
      begin("event", *wait.subscription);
      fields.text("name", wait.subscription->name);
      fields.value("key", wait.subscription->key);
    } else if (wait.job != nullptr) {
      begin("job", *wait.job);
      fields.time("due", wait.job->due);
      fields.number("retries", wait.job->retries, -1);
    } else {
      return {};
    }
    return Value(std::move(fields.object()));
  }

  agenda::Command& command_;
  const agenda::ExecutionTree& tree_;
  const SnapshotProcesses& processes_;
};

/// Makes the document of one root instance.
class SnapshotMaker {
 public:
  SnapshotMaker(EngineCore& core, const Handle& root) : core_(core), root_(root), processes_(core.names()) {}

  /// Precondition: nobody changes the instance meanwhile.
  void take(agenda::Command* command) {
    if (command != nullptr) {
      const Overview overview(*command, processes_);
      document_.set("executions", overview.of_executions());
      document_.set("waits", overview.of_waits());
      model::ByteWriter out;
      command->tree().store(out, {root_.root, root_.root_generation, 0, 0}, processes_);
      document_.set("state", Value(model::to_base64(out.bytes())));
    }
    take_instances();
    take_incidents();
  }

  [[nodiscard]] std::string finish(const SnapshotOptions& options) {
    Object document;
    document.set("format", Value(kSnapshotFormat));
    document.set("version", Value(kSnapshotVersion));
    document.set("taken", Value(model::to_iso8601(core_.now())));
    if (DurableCore* durable = core_.durable()) {
      document.set("origin", Value(fmt::format("{:016x}", durable->store().identity())));
    }
    document.set("instance", Value(to_text(root_, HandleKind::Instance)));
    add_processes(document, options);
    for (const auto& [name, value] : document_) document.set(name, value);
    document.set("checksum", Value(snapshot_checksum(document)));
    return indented(to_json(Value(std::move(document))));
  }

 private:
  void take_instances() {
    List list;
    std::vector<InstancePtr> family{core_.store().instance(root_)};
    for (std::size_t at = 0; at < family.size(); ++at) {
      const InstancePtr instance = family[at];
      if (instance == nullptr) continue;
      Value record = to_snapshot(*instance, processes_);
      Object object = record.as_object();
      object.set("history", to_snapshot(history_of(core_.store(), instance->id), processes_));
      list.emplace_back(std::move(object));
      for (const InstancePtr& called : core_.store().called_from(instance->id)) family.push_back(called);
    }
    document_.set("instances", Value(std::move(list)));
  }

  // Those that history keeps are in it.
  void take_incidents() {
    List list;
    for (const model::IncidentRecord& incident : core_.store().incidents()) {
      const bool is_own =
          incident.id.root == root_.root && incident.id.root_generation == root_.root_generation;
      if (is_own && !incident.kept) list.push_back(to_snapshot(incident, processes_));
    }
    if (!list.empty()) document_.set("incidents", Value(std::move(list)));
  }

  void add_processes(Object& document, const SnapshotOptions& options) {
    List list, deployments;
    std::map<std::uint64_t, std::int64_t> positions;  // of deployments
    for (const model::ProcessDefinition* definition : processes_.used()) {
      const agenda::DeployedProcess& process = core_.definitions().deployed(*definition);
      const std::vector<Resource> files = core_.sources(process.deployment);
      const auto [known, is_new] = positions.try_emplace(process.deployment, positions.size());
      if (is_new && options.with_sources) deployments.push_back(of_files(files));
      Object& fields = list.emplace_back(Object()).edit_object();
      fields.set("key", Value(definition->id));
      fields.set("version", Value(process.version));
      fields.set("file", Value(definition->file));
      for (const Resource& file : files) {
        if (file.name == definition->file) fields.set("checksum", Value(file_checksum(file.content)));
      }
      fields.set("history", Value(static_cast<int>(process.history())));
      fields.set("deployment", Value(known->second));
    }
    document.set("processes", Value(std::move(list)));
    if (options.with_sources) document.set("deployments", Value(std::move(deployments)));
  }

  static Value of_files(const std::vector<Resource>& files) {
    List list;
    for (const Resource& file : files) {
      list.emplace_back(
          Object{{"name", Value(file.name)}, {"content", to_snapshot_value(Value(file.content))}});
    }
    return Value(std::move(list));
  }

  EngineCore& core_;
  Handle root_;
  SnapshotProcesses processes_;
  Object document_;
};

Handle require_root(EngineCore& core, std::string_view id) {
  const Handle handle = require_handle(id, HandleKind::Instance, "process instance");
  const InstancePtr record = core.store().instance(handle);
  if (record != nullptr && record->caller) {
    throw Error(ErrorKind::InvalidState,
                fmt::format("process instance '{}' was called by '{}'; a snapshot is taken of the one that "
                            "nobody has called, with all that it called",
                            id, to_text(*record->caller, HandleKind::Instance)));
  }
  return handle;
}

}  // namespace

std::string snapshot_checksum(Object document) {
  document.erase("checksum");
  // As it is read: bytes that are no UTF-8 have become something else.
  std::string error;
  return file_checksum(to_json(model::parse_json(to_json(Value(std::move(document))), error)));
}

std::string file_checksum(std::string_view content) {
  return fmt::format("{:08x}", model::checksum(content));
}

// Other engines may change the instance while its parts are read: then they are read again.
std::string export_snapshot(EngineCore& core, std::string_view id, const SnapshotOptions& options) {
  const Handle root = require_root(core, id);
  const auto revision = [&] {
    return core.durable() == nullptr ? std::uint64_t{0} : core.durable()->store().revision(root);
  };
  constexpr int kMostAttempts = 100;
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    SnapshotMaker maker(core, root);
    const std::uint64_t before = revision();
    const bool runs = core.read(root, [&](agenda::Command& command) { maker.take(&command); });
    if (!runs) {
      if (core.store().instance(root) == nullptr) {
        throw Error(ErrorKind::NotFound, fmt::format("there is no process instance '{}'", id));
      }
      maker.take(nullptr);
    }
    if (revision() == before) return maker.finish(options);
  }
  throw Error(ErrorKind::OptimisticLock, "other engines keep changing the process instance");
}

}  // namespace rondo
