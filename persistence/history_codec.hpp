// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/byte_stream.hpp"
#include "model/names.hpp"
#include "model/stored_records.hpp"
#include "persistence/memory_history.hpp"

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::persistence {

/// What a change set tells history about one instance, as it is kept: the events one after the other. Nothing
/// is ever changed; what history knows of an instance is found by going through its events again.
class HistoryPages {
 public:
  /// Of which instance a page tells that is about several: of the whole root instance.
  static constexpr std::uint32_t kWholeRoot = 0xFFFFFFFF;

  /// Goes through a change set. `write(instance, write_page)` is called for each instance that it tells of;
  /// `write_page(out)` writes its page.
  template <typename Write>
  void make(const model::ChangeSet& changes, const model::DefinitionNumbers& numbers, Write write) {
    collect(changes);
    for (std::size_t at = 0; at < items_.size();) {
      const std::size_t end = end_of(at);
      write(items_[at].instance, [&](model::ByteWriter& out) { write_page(out, changes, numbers, at, end); });
      at = end;
    }
  }

 private:
  enum class Kind : std::uint8_t {
    Visit = 1,
    Variable,
    Task,
    TaskEnd,
    Incident,
    IncidentEnd,
    Operation,
    User
  };
  friend class HistoryReplay;
  struct Item {
    model::Handle instance;
    Kind kind{};
    std::size_t at = 0;  // among those of its kind
  };

  void collect(const model::ChangeSet& changes);
  [[nodiscard]] std::size_t end_of(std::size_t at) const noexcept;
  void write_page(model::ByteWriter& out, const model::ChangeSet& changes,
                  const model::DefinitionNumbers& numbers, std::size_t at, std::size_t end) const;

  std::vector<Item> items_;
};

/// Goes through the pages of one instance, in order, and gives what they tell.
class HistoryReplay {
 public:
  /// Names of variables are interned in `names`.
  HistoryReplay(const model::Handle& instance, const model::DefinitionNumbers& numbers,
                model::NameTable& names)
      : instance_(instance), numbers_(numbers), names_(names) {}

  /// Throws Error (Store) when the page is damaged.
  void add(std::string_view page);
  [[nodiscard]] const MemoryHistory& history() const noexcept { return history_; }

 private:
  void read_variable(model::StoredReader& in, model::ChangeSet& rest);
  void read_task(model::StoredReader& in, model::ChangeSet& rest, bool ended);
  void read_incident(model::StoredReader& in, model::ChangeSet& rest);
  void read_operation(model::StoredReader& in, model::ChangeSet& rest);

  model::Handle instance_;
  const model::DefinitionNumbers& numbers_;
  model::NameTable& names_;
  MemoryHistory history_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::shared_ptr<const model::TaskRecord>> tasks_;
  model::Instant time_{};  // of the event before
};

}  // namespace rondo::persistence
