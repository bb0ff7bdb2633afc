// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/deployed_process.hpp"
#include "agenda/execution_tree.hpp"
#include "model/records.hpp"
#include "rondo/value.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo {

/// The processes that a snapshot tells of, by their number in it.
class SnapshotProcesses final : public agenda::StoredProcesses {
 public:
  explicit SnapshotProcesses(model::NameTable& names) : names_(names) {}

  /// Numbers are given out as processes are asked for.
  std::uint64_t number(const model::ProcessDefinition& definition) const override;
  const model::ProcessDefinition& definition(std::uint64_t number) const override {
    return process(number).definition();
  }
  /// Throws Error (Argument) when the snapshot has no such process.
  const agenda::DeployedProcess& process(std::uint64_t number) const override;
  model::NameTable& names() const override { return names_; }

  /// Of a snapshot that is read: its next process.
  void add(const agenda::DeployedProcess& process) { by_number_.push_back(&process); }
  /// Of a snapshot that is written: those that were asked for, in order.
  [[nodiscard]] const std::vector<const model::ProcessDefinition*>& used() const noexcept { return used_; }

 private:
  model::NameTable& names_;
  std::vector<const agenda::DeployedProcess*> by_number_;
  mutable std::vector<const model::ProcessDefinition*> used_;
  mutable std::map<const model::ProcessDefinition*, std::uint64_t> numbers_;
};

/// Writes members of a record into an object. Those at their default are left out.
class SnapshotWriter {
 public:
  explicit SnapshotWriter(const SnapshotProcesses& processes) : processes_(processes) {}

  void text(std::string_view name, std::string_view text) {
    if (!text.empty()) object_.set(name, Value(text));
  }
  void texts(std::string_view name, const std::vector<std::string>& texts);
  template <typename Number>
  void number(std::string_view name, Number number, Number absent = {}) {
    if (number != absent) object_.set(name, Value(static_cast<std::int64_t>(number)));
  }
  void flag(std::string_view name, bool flag, bool absent = false) {
    if (flag != absent) object_.set(name, Value(flag));
  }
  void time(std::string_view name, Instant time) { object_.set(name, Value(model::to_iso8601(time))); }
  void time(std::string_view name, const std::optional<Instant>& time) {
    if (time) this->time(name, *time);
  }
  void value(std::string_view name, const Value& value);
  void handle(std::string_view name, const model::Handle& handle, model::HandleKind kind) {
    if (handle != model::Handle{}) object_.set(name, Value(to_text(handle, kind)));
  }
  void handle(std::string_view name, const std::optional<model::Handle>& handle, model::HandleKind kind) {
    if (handle) this->handle(name, *handle, kind);
  }
  void subject(std::string_view name,
               const std::optional<std::pair<model::Handle, model::HandleKind>>& subject) {
    if (subject) handle(name, subject->first, subject->second);
  }
  /// An element and its process, which mostly is that of the instance.
  void place(std::string_view name, const model::ProcessDefinition* definition, model::NodeId node);

  [[nodiscard]] Object& object() noexcept { return object_; }

 private:
  const SnapshotProcesses& processes_;
  Object object_;
};

/// How ids of a snapshot become those of an engine.
struct Renumbering {
  model::Handle from, to;  ///< Of the root instance.

  void operator()(model::Handle& handle) const noexcept {
    if (handle.root != from.root || handle.root_generation != from.root_generation) return;
    handle.root = to.root;
    handle.root_generation = to.root_generation;
  }
};

/// Reads what SnapshotWriter wrote. Throws Error (Argument) for members of another kind.
class SnapshotReader {
 public:
  SnapshotReader(const Value& record, const SnapshotProcesses& processes, const Renumbering& renumber);

  void text(std::string_view name, std::string& text);
  void texts(std::string_view name, std::vector<std::string>& texts);
  template <typename Number>
  void number(std::string_view name, Number& number, Number absent = {}) {
    number = static_cast<Number>(integer(name).value_or(static_cast<std::int64_t>(absent)));
  }
  void flag(std::string_view name, bool& flag, bool absent = false);
  void time(std::string_view name, Instant& time);
  void time(std::string_view name, std::optional<Instant>& time);
  void value(std::string_view name, Value& value);
  void handle(std::string_view name, model::Handle& handle, model::HandleKind kind);
  void handle(std::string_view name, std::optional<model::Handle>& handle, model::HandleKind kind);
  void subject(std::string_view name, std::optional<std::pair<model::Handle, model::HandleKind>>& subject);
  void place(std::string_view name, const model::ProcessDefinition*& definition, model::NodeId& node);

 private:
  [[nodiscard]] const Value* find(std::string_view name) const { return object_->find(name); }
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;

  const Object* object_;
  const SnapshotProcesses& processes_;
  const Renumbering& renumber_;
};

/// Throws Error (Argument): the snapshot is not as it was written.
[[noreturn]] void damaged_snapshot(std::string_view what);

}  // namespace rondo
