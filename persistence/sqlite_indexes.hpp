// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/history_query.hpp"
#include "model/records.hpp"
#include "model/stored_records.hpp"
#include "persistence/sqlite_connection.hpp"
#include "persistence/sqlite_reader.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::persistence {

/// Which indexes a store has. They are rows in tables of their own, written with the commit that they are
/// about.
struct IndexPlan {
  std::set<std::string, std::less<>> variables;
  bool all_variables = false;
  bool users = false;

  [[nodiscard]] bool empty() const noexcept { return variables.empty() && !all_variables && !users; }
  [[nodiscard]] bool covers(std::string_view variable) const {
    return all_variables || variables.find(variable) != variables.end();
  }
};

/// The plan of a store, as it is kept there, for several threads.
class IndexPlans {
 public:
  [[nodiscard]] std::shared_ptr<const IndexPlan> current() const {
    static const IndexPlan none;
    if (is_empty_.load(std::memory_order_acquire)) return {std::shared_ptr<void>(), &none};
    const std::lock_guard lock(mutex_);
    return plan_;
  }
  void read(SqliteConnection& connection);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const IndexPlan> plan_ = std::make_shared<IndexPlan>();
  std::atomic<bool> is_empty_{true};
};

/// Adds indexes to those that a store has, and fills them from its history. Runs in a transaction.
void add_indexes(SqliteConnection& connection, const model::QueryIndexes& wanted,
                 const model::DefinitionNumbers& numbers);
/// Forgets what the indexes have of an instance. Runs in a transaction.
void forget_indexed(SqliteConnection& connection, const model::Handle& instance);

/// Equal values have equal texts; values with equal texts may differ.
[[nodiscard]] std::string index_text(const model::Value& value);

/// What a change set makes of the indexes.
class IndexRows {
 public:
  void make(const model::ChangeSet& changes, const IndexPlan& plan);
  void clear() noexcept {
    variables_.clear();
    users_.clear();
    gone_.clear();
  }
  [[nodiscard]] bool empty() const noexcept { return variables_.empty() && users_.empty() && gone_.empty(); }
  void write(SqliteConnection& connection) const;

  void add_variable(const model::Handle& instance, std::string_view name, std::optional<std::string> value) {
    variables_.push_back({instance, std::string(name), std::move(value)});
  }
  void add_user(const model::Handle& instance, std::string_view user) {
    if (!user.empty()) users_.push_back({instance, std::string(user)});
  }

 private:
  struct Variable {
    model::Handle instance;
    std::string name;
    std::optional<std::string> value;  // none: it was removed
  };
  struct User {
    model::Handle instance;
    std::string name;
  };
  std::vector<Variable> variables_;
  std::vector<User> users_;
  std::vector<model::Handle> gone_;  // instances of which nothing is remembered any more
};

}  // namespace rondo::persistence
