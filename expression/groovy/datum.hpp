// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/environment.hpp"
#include "expression/groovy/syntax.hpp"
#include "model/names.hpp"
#include "model/value.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rondo::expression::groovy {

class Datum;
struct ListData;
struct MapData;
struct ClosureData;

/// What a script computes with: process data, lists and maps that are shared by all who hold them, closures,
/// objects of the host, classes. What it points to lives as long as the Machine.
class Datum {
 public:
  enum class Kind : std::uint8_t { Scalar, List, Map, Closure, Host, Class };

  Datum() = default;
  Datum(model::Value scalar) : scalar_(std::move(scalar)) {}    // NOLINT(google-explicit-constructor)
  Datum(ListData& list) : kind_(Kind::List), target_(&list) {}  // NOLINT(google-explicit-constructor)
  Datum(MapData& map) : kind_(Kind::Map), target_(&map) {}      // NOLINT(google-explicit-constructor)
  Datum(ClosureData& closure)
      : kind_(Kind::Closure), target_(&closure) {}                // NOLINT(google-explicit-constructor)
  Datum(HostObject& host) : kind_(Kind::Host), target_(&host) {}  // NOLINT(google-explicit-constructor)
  /// A class by its simple name.
  [[nodiscard]] static Datum of_class(std::string_view name) {
    Datum result{model::Value(name)};
    result.kind_ = Kind::Class;
    return result;
  }

  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  [[nodiscard]] bool is_null() const noexcept { return kind_ == Kind::Scalar && scalar_.is_null(); }
  [[nodiscard]] bool is_text() const noexcept { return kind_ == Kind::Scalar && scalar_.is_string(); }
  [[nodiscard]] bool is_number() const noexcept { return kind_ == Kind::Scalar && scalar_.is_number(); }
  [[nodiscard]] bool is_integer() const noexcept { return kind_ == Kind::Scalar && scalar_.is_integer(); }
  [[nodiscard]] bool is_boolean() const noexcept { return kind_ == Kind::Scalar && scalar_.is_boolean(); }
  [[nodiscard]] bool is_scalar() const noexcept { return kind_ == Kind::Scalar; }

  /// Of a scalar; of a class its name as text.
  [[nodiscard]] const model::Value& scalar() const noexcept { return scalar_; }
  /// Nullptr for another kind.
  [[nodiscard]] ListData* list() const noexcept {
    return kind_ == Kind::List ? static_cast<ListData*>(target_) : nullptr;
  }
  [[nodiscard]] MapData* map() const noexcept {
    return kind_ == Kind::Map ? static_cast<MapData*>(target_) : nullptr;
  }
  [[nodiscard]] ClosureData* closure() const noexcept {
    return kind_ == Kind::Closure ? static_cast<ClosureData*>(target_) : nullptr;
  }
  [[nodiscard]] HostObject* host() const noexcept {
    return kind_ == Kind::Host ? static_cast<HostObject*>(target_) : nullptr;
  }

 private:
  model::Value scalar_;
  Kind kind_ = Kind::Scalar;
  void* target_ = nullptr;
};

struct ListData {
  std::vector<Datum> items;
  bool from_variable = false;  ///< Part of a variable's value: a change of it is written back.
};

/// Keys are texts, in the order in which they were first set.
struct MapData {
  std::vector<std::pair<std::string, Datum>> entries;
  bool from_variable = false;

  [[nodiscard]] Datum* find(std::string_view key);
  Datum& operator[](std::string_view key);
  bool erase(std::string_view key);

 private:
  static constexpr std::size_t kIndexedFrom = 16;
  void index();
  std::unordered_map<std::string, std::size_t> positions_;  // once there are many
};

/// Local variables of a closure call or block.
struct Frame {
  Frame* outer = nullptr;
  std::vector<std::pair<model::NameId, Datum>> locals;
};

struct ClosureData {
  const Syntax* syntax = nullptr;
  Frame* outer = nullptr;
};

/// Things that stay where they are; nothing is there before the first one.
template <typename Thing>
class Pool {
 public:
  Thing& add() {
    if (things_ == nullptr) things_ = std::make_unique<std::deque<Thing>>();
    return things_->emplace_back();
  }

 private:
  std::unique_ptr<std::deque<Thing>> things_;
};

/// Keeps what a script makes until its evaluation is over, so that cycles of references are no leak.
class Arena {
 public:
  [[nodiscard]] ListData& list() { return lists_.add(); }
  [[nodiscard]] MapData& map() { return maps_.add(); }
  [[nodiscard]] ClosureData& closure() { return closures_.add(); }
  [[nodiscard]] Frame& frame() { return std::exchange(begun_, true) ? frames_.add() : first_; }

 private:
  Pool<ListData> lists_;
  Pool<MapData> maps_;
  Pool<ClosureData> closures_;
  Pool<Frame> frames_;
  Frame first_;
  bool begun_ = false;
};

}  // namespace rondo::expression::groovy
