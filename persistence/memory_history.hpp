// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "persistence/record_table.hpp"
#include "persistence/store.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace rondo::persistence {

/// Visits and final variables of instances, in memory. Not thread-safe.
class MemoryHistory {
 public:
  /// Makes a visit, or changes one that was made before; a change of an unknown visit is ignored.
  void record(model::HistoryEvent& event);
  void keep(model::FinalVariables& variables);
  /// In the order in which nodes were entered.
  [[nodiscard]] std::vector<Visit> visits(const model::Handle& instance) const;
  [[nodiscard]] std::optional<model::Object> final_variables(const model::Handle& instance) const;

 private:
  /// What few visits have.
  struct Rarities {
    std::string reason, assignee;
    std::optional<model::Handle> called;
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
  struct InstanceHistory {
    std::vector<Entry> visits;  // by number
    std::unique_ptr<model::Object> final_variables;
  };
  using Part = std::unordered_map<model::Handle, InstanceHistory, HandleHash>;

  [[nodiscard]] const InstanceHistory* find(const model::Handle& instance) const;
  [[nodiscard]] Part& part(const model::Handle& instance) noexcept {
    return parts_[part_of(hash_of(instance))];
  }
  static void enter(InstanceHistory& history, const model::HistoryEvent& event);
  static void change(Entry& visit, model::HistoryEvent& event);

  std::array<Part, kTableParts> parts_;
};

}  // namespace rondo::persistence
