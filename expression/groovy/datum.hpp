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
struct MatcherData;

/// What a script computes with: process data, lists and maps that are shared by all who hold them, closures,
/// objects of the host, classes, patterns. What it points to lives as long as the Machine.
class Datum {
 public:
  enum class Kind : std::uint8_t { Scalar, List, Map, Closure, Host, Class, Pattern };
  /// The class of a date, which says how it is written. In process data all are instants.
  enum class DateForm : std::uint8_t { Instant, LocalDate, LocalDateTime };

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

  /// A pattern as it is written.
  [[nodiscard]] static Datum of_pattern(std::string text) {
    Datum result{model::Value(std::move(text))};
    result.kind_ = Kind::Pattern;
    return result;
  }

  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  [[nodiscard]] DateForm date_form() const noexcept { return date_form_; }
  void set_date_form(DateForm form) noexcept { date_form_ = form; }
  [[nodiscard]] bool is_null() const noexcept { return kind_ == Kind::Scalar && scalar_.is_null(); }
  [[nodiscard]] bool is_text() const noexcept { return kind_ == Kind::Scalar && scalar_.is_string(); }
  [[nodiscard]] bool is_number() const noexcept { return kind_ == Kind::Scalar && scalar_.is_number(); }
  [[nodiscard]] bool is_integer() const noexcept { return kind_ == Kind::Scalar && scalar_.is_integer(); }
  [[nodiscard]] bool is_boolean() const noexcept { return kind_ == Kind::Scalar && scalar_.is_boolean(); }
  [[nodiscard]] bool is_date() const noexcept { return kind_ == Kind::Scalar && scalar_.is_date(); }
  [[nodiscard]] bool is_pattern() const noexcept { return kind_ == Kind::Pattern; }
  [[nodiscard]] bool is_scalar() const noexcept { return kind_ == Kind::Scalar; }

  /// Of a scalar; of a class its name, of a pattern its text.
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
  DateForm date_form_ = DateForm::Instant;
  void* target_ = nullptr;
};

struct ListData {
  /// What else it is: a set has no doubles, a range cannot be changed, a matcher has the matches as elements,
  /// a builder its text as the only one.
  enum class Role : std::uint8_t { List, Set, Range, Matcher, Builder };

  std::vector<Datum> items;
  bool from_variable = false;  ///< Part of a variable's value: a change of it is written back.
  Role role = Role::List;
  std::shared_ptr<MatcherData> matcher;
};

/// Keys are texts, in the order in which they were first set.
struct MapData {
  std::vector<std::pair<std::string, Datum>> entries;
  bool from_variable = false;
  bool sorted = false;       ///< New keys go where the order of texts has them.
  MapData* owner = nullptr;  ///< Of an entry: the map that it is part of.

  [[nodiscard]] Datum* find(std::string_view key);
  Datum& operator[](std::string_view key);
  bool erase(std::string_view key);
  /// The key as it was before it became a text.
  [[nodiscard]] Datum key(const std::string& text) const;
  /// Remembers that `text` stands for a key that is none.
  void note_key(const std::string& text, const Datum& key);
  /// A closure that makes the value of a missing key; nullptr without.
  [[nodiscard]] const Datum* otherwise() const noexcept;
  void set_otherwise(Datum closure);

 private:
  struct More;
  static constexpr std::size_t kIndexedFrom = 16;
  void index();
  std::unordered_map<std::string, std::size_t> positions_;  // once there are many
  std::shared_ptr<More> more_;                              // seldom there
};

/// Local variables of a closure call or block.
struct Frame {
  Frame* outer = nullptr;
  std::vector<std::pair<model::NameId, Datum>> locals;
};

/// A closure made of others, or a method of a value.
struct DerivedClosure {
  enum class How : std::uint8_t {
    Curried,   ///< A closure, and arguments that are put in at `position`; from the end when that is below 0.
    Composed,  ///< Two closures, the second called with the result of the first.
    Method     ///< A value whose `method` is called.
  } how{};
  std::vector<Datum> parts;
  std::int64_t position = 0;
  std::string method;
};

struct ClosureData {
  const Syntax* syntax = nullptr;  ///< Nullptr for one that is derived.
  Frame* outer = nullptr;
  std::unique_ptr<DerivedClosure> derived;

  /// How many arguments it takes: 1 for `{ it }`.
  [[nodiscard]] std::size_t arity() const;
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
