// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/history_store.hpp"
#include "persistence/record_table.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rondo::persistence {

/// Variables of one instance with their last values, in the order in which they came. Finding one takes
/// constant time, however many there are.
class MemoryVariables {
 public:
  struct Entry {
    model::Handle scope;
    std::string_view name;
    model::Value value;
    model::Instant created{}, updated{};
    std::uint32_t revision = 0;
    bool local = false, removed = false;
  };

  /// The variable as it is after the change.
  const Entry& apply(const model::VariableEvent& event);
  [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }

 private:
  struct Key {
    std::uint32_t slot = 0, generation = 0;
    const char* name = nullptr;  // names are interned
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    [[nodiscard]] std::size_t operator()(const Key& key) const noexcept;
  };

  [[nodiscard]] static Key key_of(const model::Handle& scope, std::string_view name) noexcept {
    return {scope.slot, scope.generation, name.data()};
  }
  [[nodiscard]] Entry* find(const model::VariableEvent& event) noexcept;
  void add(const model::VariableEvent& event);

  std::vector<Entry> entries_;
  std::unique_ptr<std::unordered_map<Key, std::size_t, KeyHash>> index_;  // only where there are many
  bool any_removed_ = false;
};

/// What is remembered of instances, in memory. Each event takes constant time. Not thread-safe.
class MemoryHistory {
 public:
  /// Makes a visit, or changes one that was made before; a change of an unknown visit is ignored.
  void record(model::HistoryEvent& event);
  /// Takes the events of one change set in, other than those of visits.
  void record_rest(model::ChangeSet& changes);
  /// An instance has ended and is to be forgotten at that time.
  void plan_removal(model::Instant time, const model::Handle& instance) { removals_.emplace(time, instance); }

  /// In the order in which nodes were entered.
  [[nodiscard]] std::vector<Visit> visits(const model::Handle& instance) const;
  /// Those of the instance itself that were not removed; nullopt when none is remembered.
  [[nodiscard]] std::optional<model::Object> final_variables(const model::Handle& instance) const;
  /// Whether the instance is as the query wants its users, activities and variables.
  [[nodiscard]] bool fits(const model::HistoricInstanceQuery& query,
                          const model::InstanceRecord& instance) const;

  /// Adds those of the instance that fit, in the order in which they happened.
  /// @{
  void append(std::vector<Visit>& found, const model::Handle& instance,
              const model::HistoricActivityQuery& query) const;
  void append(std::vector<HistoricVariableRecord>& found, const model::Handle& instance,
              const model::HistoricVariableQuery& query) const;
  void append(std::vector<HistoricUpdateRecord>& found, const model::Handle& instance,
              const model::HistoricUpdateQuery& query) const;
  void append(std::vector<HistoricTaskRecord>& found, const model::Handle& instance,
              const model::HistoricTaskQuery& query) const;
  void append(std::vector<HistoricIncidentRecord>& found, const model::Handle& instance,
              const model::HistoricIncidentQuery& query) const;
  void append(std::vector<HistoricOperationRecord>& found, const model::Handle& instance,
              const model::HistoricOperationQuery& query) const;
  /// @}

  /// Instances to be forgotten by that time, the first due first.
  void append_removable(std::multimap<model::Instant, model::Handle>& found, model::Instant now,
                        std::size_t limit) const;
  void forget(const model::InstanceRecord& instance);

 private:
  /// What few visits have.
  struct Rarities {
    std::string reason, assignee, path;
    std::optional<model::Handle> called;
    std::unique_ptr<HistoricTaskRecord> task;
  };
  /// A visit as it is kept: most of history is made of these, so that they are small.
  struct Entry {
    model::Handle execution;
    const model::ProcessDefinition* definition = nullptr;
    model::Instant start{}, end{};
    std::unique_ptr<Rarities> rarities;
    model::NodeId node = model::kNoNode;
    bool entered = false, ended = false, withdrawn = false;

    [[nodiscard]] Rarities& rare();
  };
  /// What few instances have, or only where everything is remembered.
  struct Details {
    std::vector<HistoricUpdateRecord> updates;
    std::vector<HistoricIncidentRecord> incidents;
    std::vector<HistoricOperationRecord> operations;
  };
  struct InstanceHistory {
    std::vector<Entry> visits;  // by number
    std::unique_ptr<MemoryVariables> variables;
    std::unique_ptr<Details> details;

    [[nodiscard]] Details& detail();
  };
  using Part = std::unordered_map<model::Handle, InstanceHistory, HandleHash>;

  [[nodiscard]] const InstanceHistory* find(const model::Handle& instance) const;
  [[nodiscard]] Part& part(const model::Handle& instance) noexcept {
    return parts_[part_of(hash_of(instance))];
  }
  [[nodiscard]] InstanceHistory& history_of(const model::Handle& instance) {
    return part(instance)[instance];
  }
  static void enter(InstanceHistory& history, const model::HistoryEvent& event);
  static void change(Entry& visit, model::HistoryEvent& event);
  static Visit visit_of(const model::Handle& instance, std::size_t number, const Entry& entry);
  void record(const model::VariableEvent& event, const std::string& user);
  void record(model::TaskEvent& event);
  void record(model::OperationEvent& event);
  void end_incident(const model::Handle& id, model::Instant time);

  std::array<Part, kTableParts> parts_;
  std::unordered_map<model::Handle, model::Handle, HandleHash> open_incidents_;  // their instances
  std::multimap<model::Instant, model::Handle> removals_;
};

}  // namespace rondo::persistence
