// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/command.hpp"

#include <string>
#include <vector>

namespace rondo::agenda {

/// What becomes of the nodes of one version of a process in another version.
struct MigrationMap {
  const DeployedProcess* source = nullptr;
  const DeployedProcess* target = nullptr;
  std::vector<model::NodeId> nodes;  ///< By number in the source; kNoNode: not mapped.
  std::vector<bool> renews;          ///< By number in the source: its event is waited for anew.
  std::vector<bool> images;          ///< By number in the target: something is mapped to it.
  std::vector<model::FlowId> flows;  ///< By number in the source: the flow with the same id, or kNoFlow.

  [[nodiscard]] model::NodeId node(model::NodeId id) const noexcept {
    return id == model::kNoNode ? model::kNoNode : nodes[model::index(id)];
  }
  [[nodiscard]] model::FlowId flow(model::FlowId id) const noexcept {
    return id == model::kNoFlow ? model::kNoFlow : flows[model::index(id)];
  }
};

/// Why an instance cannot be migrated.
struct MigrationObstacle {
  model::NodeId node = model::kNoNode;  ///< Of the source.
  std::string message;
};

/// Lets process instances go on in another version of their process, within one command (Camunda 7: process
/// instance migration).
class Migrator {
 public:
  Migrator(Command& command, const MigrationMap& map) noexcept
      : command_(command), tree_(command.tree()), map_(map) {}

  /// What keeps a process instance from going on in the target; empty when nothing does.
  [[nodiscard]] std::vector<MigrationObstacle> obstacles(std::uint32_t process) const;
  /// The process instance goes on in the target. Precondition: there are no obstacles.
  void run(std::uint32_t process);

 private:
  struct Renewal {
    ExecutionId execution = kNone;
    model::NodeId node = model::kNoNode;
  };

  [[nodiscard]] std::vector<ExecutionId> executions_of(std::uint32_t process) const;
  void check_join(const Execution& token, std::vector<MigrationObstacle>& found) const;
  void migrate_waits(ExecutionId id, std::vector<Renewal>& renewals);
  [[nodiscard]] bool is_mapped_below(ExecutionId kept) const;
  void migrate_wait(std::uint32_t id, model::NodeId node);
  void migrate_joins(ExecutionId scope);
  void migrate_scope(ExecutionId id);
  void subscribe_new(ExecutionId id);
  void update_called(std::uint32_t process);

  Command& command_;
  ExecutionTree& tree_;
  const MigrationMap& map_;
};

}  // namespace rondo::agenda
