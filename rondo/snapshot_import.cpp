// SPDX-License-Identifier: Apache-2.0
#include "model/base64.hpp"
#include "model/stored_form.hpp"
#include "rondo/compilation.hpp"
#include "rondo/durable_core.hpp"
#include "rondo/messages.hpp"
#include "rondo/snapshot.hpp"
#include "rondo/snapshot_records.hpp"
#include "rondo/snapshot_sequences.hpp"
#include "rondo/snapshot_value.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace rondo {

namespace {

using model::Handle;
using model::HandleKind;

// --- the document

const Value& member_of(const Object& object, std::string_view name) {
  const Value* member = object.find(name);
  if (member == nullptr) damaged_snapshot(fmt::format("'{}' is missing", name));
  return *member;
}
const List& list_of(const Object& object, std::string_view name) {
  const Value& member = member_of(object, name);
  if (!member.is_list()) damaged_snapshot(fmt::format("'{}' is no list", name));
  return member.as_list();
}
std::string text_of(const Object& object, std::string_view name) {
  const Value& member = member_of(object, name);
  if (!member.is_string()) damaged_snapshot(fmt::format("'{}' is no text", name));
  return std::string(member.as_string());
}
std::int64_t number_of(const Object& object, std::string_view name) {
  const Value& member = member_of(object, name);
  if (!member.is_integer()) damaged_snapshot(fmt::format("'{}' is no number", name));
  return member.as_integer();
}
const Object& object_of(const Value& value) {
  if (!value.is_object()) damaged_snapshot("a record is missing");
  return value.as_object();
}

Object read_document(std::string_view text) {
  std::string error;
  const Value document = model::parse_json(text, error);
  const Value* format = document.is_object() ? document.as_object().find("format") : nullptr;
  if (format == nullptr || *format != Value(kSnapshotFormat)) {
    throw Error(ErrorKind::Argument,
                error.empty() ? std::string("this is no snapshot of a process instance")
                              : fmt::format("this is no snapshot of a process instance: {}", error));
  }
  const std::int64_t version = number_of(document.as_object(), "version");
  if (version != kSnapshotVersion) {
    throw Error(ErrorKind::Argument, fmt::format("the snapshot has version {}; this rondo reads version {}",
                                                 version, kSnapshotVersion));
  }
  const std::string expected = text_of(document.as_object(), "checksum");
  if (const std::string found = snapshot_checksum(document.as_object()); found != expected) {
    damaged_snapshot(fmt::format("its checksum is {}, not {}", found, expected));
  }
  return document.as_object();
}

Handle root_of(const Object& document) {
  const std::string id = text_of(document, "instance");
  const auto handle = model::parse_handle(id);
  if (!handle || handle->second != HandleKind::Instance) {
    damaged_snapshot(fmt::format("'{}' is no id of a process instance", id));
  }
  return handle->first;
}

// --- processes

/// Finds the processes of a snapshot among those of an engine, or deploys them.
class ProcessFinder {
 public:
  ProcessFinder(EngineCore& core, const Object& document) : core_(core), document_(document) {}

  void find_all(SnapshotProcesses& processes) {
    for (const Value& wanted : list_of(document_, "processes")) {
      if (find(object_of(wanted)) == nullptr) provide(object_of(wanted));
    }
    for (const Value& wanted : list_of(document_, "processes")) {
      const agenda::DeployedProcess* found = find(object_of(wanted));
      if (found == nullptr) missing(object_of(wanted));
      processes.add(*found);
    }
  }

 private:
  // The same version, if its file is the same; else the newest with that file.
  [[nodiscard]] const agenda::DeployedProcess* find(const Object& wanted) {
    const std::string key = text_of(wanted, "key");
    const std::int64_t version = number_of(wanted, "version");
    const agenda::DeployedProcess* best = nullptr;
    for (const agenda::DeployedProcess* process : core_.definitions().all()) {
      if (process->definition().id != key || checksum_of(*process) != text_of(wanted, "checksum")) continue;
      if (best == nullptr || process->version == version ||
          (best->version != version && process->version > best->version)) {
        best = process;
      }
    }
    return best;
  }

  [[nodiscard]] std::string checksum_of(const agenda::DeployedProcess& process) {
    auto [files, is_new] = sums_.try_emplace(process.deployment);
    if (is_new) {
      for (const Resource& file : core_.sources(process.deployment))
        files->second.emplace(file.name, file_checksum(file.content));
    }
    return files->second[process.definition().file];
  }

  [[noreturn]] static void missing(const Object& wanted) {
    throw Error(ErrorKind::NotFound,
                fmt::format("the snapshot needs version {} of process '{}', which is not deployed here with "
                            "the same file '{}' (checksum {})",
                            number_of(wanted, "version"), text_of(wanted, "key"), text_of(wanted, "file"),
                            text_of(wanted, "checksum")));
  }

  void provide(const Object& wanted) {
    const auto position = static_cast<std::size_t>(number_of(wanted, "deployment"));
    if (!document_.contains("deployments") || position >= list_of(document_, "deployments").size()) {
      missing(wanted);
    }
    const Value& files = list_of(document_, "deployments")[position];
    if (!files.is_list()) damaged_snapshot("the files of a deployment are missing");
    std::vector<Resource> resources;
    for (const Value& file : files.as_list()) {
      const Value content = from_snapshot_value(member_of(object_of(file), "content"));
      if (!content.is_string()) damaged_snapshot("a file has no content");
      resources.push_back({text_of(object_of(file), "name"), std::string(content.as_string())});
    }
    deploy(resources, static_cast<std::int64_t>(position));
  }

  void deploy(const std::vector<Resource>& resources, std::int64_t position) {
    Compilation compiled = compile(resources, false, core_.behaviors(), core_.names());
    if (compiled.refused) throw DeploymentError(std::move(compiled.findings));
    for (const auto& process : compiled.processes) {
      const model::ProcessDefinition& definition = process->definition();
      process->set_history(definition.history_level.value_or(core_.options().history));
      for (const Value& wanted : list_of(document_, "processes")) {
        const Object& fields = object_of(wanted);
        if (number_of(fields, "deployment") != position || text_of(fields, "key") != definition.id) continue;
        process->set_history(static_cast<model::HistoryLevel>(number_of(fields, "history")));
      }
    }
    (void)core_.add_deployment(resources, std::move(compiled.processes));
    core_.alarm().raise();
  }

  EngineCore& core_;
  const Object& document_;
  std::map<std::uint64_t, std::map<std::string, std::string>> sums_;  // of files, by deployment
};

// --- the instance

/// Makes the instance of a document one of an engine.
class SnapshotTaker {
 public:
  /// `as_it_was`: its numbers are those of this store.
  SnapshotTaker(EngineCore& core, const Object& document, bool as_it_was)
      : core_(core), document_(document), as_it_was_(as_it_was), processes_(core.names()) {
    ProcessFinder(core, document).find_all(processes_);
  }

  void fill(const Handle& to, agenda::ExecutionTree& tree, std::vector<model::ChangeSet>& changes) {
    const Renumbering renumber{root_of(document_), to};
    if (document_.contains("state")) {
      const auto state = model::from_base64(text_of(document_, "state"));
      if (!state) damaged_snapshot("its state is not understood");
      model::StoredReader in(*state);
      tree.restore(in, {to.root, to.root_generation, 0, 0}, processes_);
    }
    read_records(renumber, changes);
    adapt(tree, changes);
    put_waits(tree, changes.back());
  }

 private:
  void read_records(const Renumbering& renumber, std::vector<model::ChangeSet>& changes) {
    model::ChangeSet last;
    for (const Value& each : list_of(document_, "instances")) {
      auto record = read_instance(each, processes_, renumber);
      const Value& history = member_of(object_of(each), "history");
      append_changes(read_history(history, record->id, processes_, renumber), core_.names(), changes);
      last.instances.push_back(std::move(record));
    }
    if (document_.contains("incidents")) {
      for (const Value& each : list_of(document_, "incidents"))
        last.incidents.push_back(read_incident(each, processes_, renumber));
    }
    changes.push_back(std::move(last));
  }

  // What depends on the engine that the instance is in.
  void adapt(agenda::ExecutionTree& tree, std::vector<model::ChangeSet>& changes) {
    if (!as_it_was_) {
      SnapshotSequences sequences;
      sequences.collect(tree, changes);
      sequences.replace(tree, changes, [this] { return core_.next_sequence(); });
    }
    for (std::uint32_t id = 0; id < tree.waits().bound(); ++id) {
      if (!tree.waits().live(id) || tree.wait(id).job == nullptr) continue;
      auto job = std::make_shared<model::JobRecord>(*tree.wait(id).job);
      const bool rests = tree.process_of(tree.wait(id).execution).process->suspended.load();
      job->held = static_cast<std::uint8_t>(rests ? job->held | model::job_hold::kDefinition
                                                  : job->held & ~model::job_hold::kDefinition);
      tree.edit_wait(id).job = std::move(job);
    }
  }

  static void put_waits(const agenda::ExecutionTree& tree, model::ChangeSet& changes) {
    for (std::uint32_t id = 0; id < tree.waits().bound(); ++id) {
      if (!tree.waits().live(id)) continue;
      const agenda::Wait& wait = tree.wait(id);
      if (wait.task != nullptr) changes.tasks.push_back(wait.task);
      if (wait.subscription != nullptr) changes.subscriptions.push_back(wait.subscription);
      if (wait.job != nullptr) changes.jobs.push_back(wait.job);
    }
  }

  EngineCore& core_;
  const Object& document_;
  const bool as_it_was_;
  SnapshotProcesses processes_;
};

[[noreturn]] void refuse_id(const Handle& id, std::string_view why) {
  throw Error(ErrorKind::InvalidState,
              fmt::format("process instance '{}' cannot keep its id: {}; import it under a new id",
                          to_text(id, HandleKind::Instance), why));
}

// Whether the store that the snapshot was taken of is this one, or a copy of it. Throws when the id is taken.
bool check_id(EngineCore& core, const Object& document) {
  const Handle id = root_of(document);
  DurableCore* durable = core.durable();
  if (durable == nullptr) refuse_id(id, "an engine in memory gives its own ids");
  const Value* origin = document.find("origin");
  const bool was_here =
      origin != nullptr && *origin == Value(fmt::format("{:016x}", durable->store().identity()));
  if (!durable->store().is_free(id, was_here)) refuse_id(id, "it is taken in this store");
  return was_here;
}

}  // namespace

std::string import_snapshot(EngineCore& core, std::string_view text, const ImportOptions& options) {
  const Object document = read_document(text);
  std::optional<Handle> kept;
  bool was_here = false;
  if (!options.new_id) {
    was_here = check_id(core, document);
    kept = root_of(document);
  }
  SnapshotTaker taker(core, document, was_here);
  const auto fill = [&](const Handle& to, agenda::ExecutionTree& tree,
                        std::vector<model::ChangeSet>& changes) { taker.fill(to, tree, changes); };
  const Handle handle = core.take_in(kept, was_here, fill);
  offer_messages(core);
  return to_text(handle, HandleKind::Instance);
}

}  // namespace rondo
