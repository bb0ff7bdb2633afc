// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/deployed_process.hpp"
#include "agenda/execution_tree.hpp"

#include <cstdint>
#include <functional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

namespace rondo {

/// The processes of a durable store by number. Thread-safe. Processes must live as long as the book.
class ProcessBook final : public agenda::StoredProcesses {
 public:
  /// `look_again`: called, without a lock, when a number is not known: another engine may have deployed it.
  ProcessBook(model::NameTable& names, std::function<void()> look_again);

  /// Numbers are given out one after the other, from 1.
  void add(std::uint64_t number, const agenda::DeployedProcess& process);
  /// Forgets processes that were not deployed after all: those above that number.
  void forget_after(std::uint64_t number);
  /// The highest number.
  [[nodiscard]] std::uint64_t size() const;

  std::uint64_t number(const model::ProcessDefinition& definition) const override;
  const model::ProcessDefinition& definition(std::uint64_t number) const override;
  const agenda::DeployedProcess& process(std::uint64_t number) const override;
  model::NameTable& names() const override { return names_; }

 private:
  [[nodiscard]] const agenda::DeployedProcess* find(std::uint64_t number) const;

  model::NameTable& names_;
  std::function<void()> look_again_;
  mutable std::shared_mutex mutex_;
  std::vector<const agenda::DeployedProcess*> by_number_;  // number 1 comes first
  std::unordered_map<const model::ProcessDefinition*, std::uint64_t> numbers_;
};

}  // namespace rondo
