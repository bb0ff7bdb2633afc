// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/environment.hpp"
#include "expression/groovy/datum.hpp"
#include "expression/groovy/syntax.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::expression::groovy {

/// An exception of a script, on its way to a `catch`.
struct Thrown {
  Datum exception;  ///< A map with at least `class` and `message`.
  std::size_t offset = 0;
};

using Arguments = std::span<const Datum>;

class Pattern;
struct PatternBook;

/// One evaluation of a script: its variables, limits and the values that it makes. Used by one thread, once.
class Machine {
 public:
  explicit Machine(Environment& environment) : environment_(environment) {}

  /// Runs a script: the value of `return`, else of the last expression statement. Writes variables back that
  /// were changed in their inside. Throws Thrown, and Raised where a limit is reached.
  [[nodiscard]] model::Value run(const Syntax& script);
  /// The number, from 0, of the first statement `NAME = condition` whose condition is true.
  [[nodiscard]] model::Value run_cases(const Syntax& script);
  /// Runs the statements as steps of a pipeline over a sequence of values.
  [[nodiscard]] model::Value run_pipeline(const Syntax& script);
  /// An object of what is assigned: `url = 'a'` and `url 'a'` make `url`.
  [[nodiscard]] model::Value run_settings(const Syntax& script);

  // --- for the methods of values
  [[nodiscard]] Datum call(const Datum& closure, Arguments arguments, std::size_t offset);
  /// As call(), for `with` and `tap`: names that are no variables are members of `delegate`.
  [[nodiscard]] Datum call_with(const Datum& closure, const Datum& delegate, std::size_t offset);
  [[nodiscard]] Datum call_method(const Datum& target, std::string_view name, Arguments arguments,
                                  std::size_t offset);
  [[nodiscard]] bool is_true(const Datum& value) const;
  /// Whether `subject` is a case of `label`, as `switch` and `grep` ask.
  [[nodiscard]] bool matches_case(const Datum& subject, const Datum& label);
  [[nodiscard]] bool equal(const Datum& left, const Datum& right, std::size_t depth = 0) const;
  /// Less than 0, 0 or more. Throws Thrown when the two have no order.
  [[nodiscard]] int compare(const Datum& left, const Datum& right, std::size_t offset) const;
  [[nodiscard]] std::string text(const Datum& value, std::size_t depth = 0) const;
  [[nodiscard]] Datum binary(Op op, const Datum& left, const Datum& right, std::size_t offset);
  [[nodiscard]] Datum property(const Datum& target, std::string_view name, std::size_t offset);
  [[nodiscard]] Datum element(const Datum& target, const Datum& position, std::size_t offset);
  [[nodiscard]] Datum from_value(const model::Value& value, bool from_variable = false);
  [[nodiscard]] model::Value to_value(const Datum& value, std::size_t offset, std::size_t depth = 0) const;
  [[nodiscard]] ListData& new_list();
  [[nodiscard]] MapData& new_map();
  [[nodiscard]] Datum new_closure(DerivedClosure derived);
  /// The place of a key that may be no text.
  [[nodiscard]] Datum& place(MapData& map, const Datum& key);
  /// The value of a key; one with a default is made.
  [[nodiscard]] Datum member(MapData& map, const Datum& key, std::size_t offset);
  /// Compiled once; lives as long as the Machine. Throws Thrown.
  [[nodiscard]] const Pattern& pattern(std::string_view text, std::size_t offset);
  void charge(std::size_t bytes, std::size_t offset);
  /// A list or map is about to be changed.
  void touch(ListData& list) { mutated_ = mutated_ || list.from_variable; }
  void touch(MapData& map) { mutated_ = mutated_ || map.from_variable; }
  [[noreturn]] void raise(std::string_view class_name, std::string message, std::size_t offset) const;
  [[nodiscard]] Datum exception(std::string_view class_name, std::string message) const;
  [[nodiscard]] model::Instant now() { return environment_.now(); }
  [[nodiscard]] Environment& environment() noexcept { return environment_; }
  /// The elements of a list, range, map (its entries) or text (its characters); a single value else.
  [[nodiscard]] std::vector<Datum> sequence(const Datum& value);

 private:
  enum class Flow : std::uint8_t { Normal, Return, Break, Continue };
  class Depth;
  class Inner;
  struct Global {
    Datum datum;
    model::Value original;
  };

  // machine.cpp
  model::Value finish(const Datum& result, std::size_t offset);
  [[nodiscard]] bool lookup(const Syntax& name, Datum& result);
  [[nodiscard]] Datum* local(model::NameId name);
  [[nodiscard]] bool member_of_delegate(const std::string& name, Datum& result);
  void declare(model::NameId name, Datum value);
  void write_back();
  void step(std::size_t offset) const;

  // statements.cpp
  Flow execute(const Syntax& statement);
  Flow execute_block(const Syntax& block);
  Flow execute_loop_body(const Syntax& body, bool& leave);
  Flow execute_for(const Syntax& loop);
  Flow execute_for_steps(const Syntax& loop);
  Flow execute_while(const Syntax& loop);
  Flow execute_switch(const Syntax& statement);
  Flow execute_try(const Syntax& statement);
  Flow handle(const Syntax& statement, const Thrown& thrown);
  [[noreturn]] void throw_value(const Syntax& statement);
  void check_assertion(const Syntax& statement);

  // expressions.cpp
  Datum evaluate(const Syntax& expression);
  Datum evaluate_now(const Syntax& expression);
  Datum name_value(const Syntax& name);
  Datum list_value(const Syntax& list);
  void add_values(const Syntax& element, std::vector<Datum>& values);
  Datum index_value(const Syntax& expression);
  Datum unpack(const Syntax& unpacking);
  Datum map_value(const Syntax& map);
  Datum text_value(const Syntax& text);
  Datum closure_value(const Syntax& closure);
  Datum unary(const Syntax& expression);
  Datum property_value(const Syntax& property);
  Datum step_value(const Syntax& step);
  Datum assign(const Syntax& assignment);
  void store(const Syntax& place, Datum value);
  void store_in(const Datum& target, const Datum& key, Datum value, std::size_t offset);
  Datum cast(const Datum& value, std::string_view type, std::size_t offset);
  [[nodiscard]] bool is_instance(const Datum& value, std::string_view type) const;

  // calls.cpp
  Datum call_derived(const DerivedClosure& closure, Arguments arguments, std::size_t offset);
  void bind(const Syntax& closure, Arguments arguments, std::size_t offset);
  Datum call_name(const Syntax& call);
  Datum call_member(const Syntax& call);
  Datum create(const Syntax& creation);
  std::vector<Datum> argument_values(const Syntax& call, std::size_t first);
  Datum call_host(HostObject& host, std::string_view name, Arguments arguments, std::size_t offset);
  [[nodiscard]] bool list_property(const Datum& list, std::string_view name, std::size_t offset,
                                   Datum& result);
  [[nodiscard]] bool call_any(const Datum& target, std::string_view name, Arguments arguments,
                              std::size_t offset, Datum& result);
  [[nodiscard]] std::string member_name(const Syntax& name);
  [[nodiscard]] bool names_class(const Syntax& target, std::string_view property) const;

  Environment& environment_;
  Arena arena_;
  Frame* frame_ = nullptr;
  Datum result_;  // of `return`, and of the last expression statement
  std::map<model::NameId, Global> globals_;
  std::vector<Datum> delegates_;  // of the `with` around what runs
  std::shared_ptr<PatternBook> patterns_;
  mutable std::size_t steps_ = 0;
  std::size_t depth_ = 0, bytes_ = 0;
  bool mutated_ = false;
};

/// Counts evaluations inside of each other while it lives.
class Machine::Depth {
 public:
  Depth(Machine& machine, std::size_t offset) : machine_(machine) {
    if (machine_.depth_ >= kMaxDepth)
      machine_.raise("StackOverflowError", "calls are nested too deep", offset);
    ++machine_.depth_;
  }
  ~Depth() { --machine_.depth_; }
  Depth(const Depth&) = delete;
  Depth& operator=(const Depth&) = delete;

 private:
  static constexpr std::size_t kMaxDepth = 1000;
  Machine& machine_;
};

/// Names declared while it lives go into a frame of their own, inside of `outer`.
class Machine::Inner {
 public:
  Inner(Machine& machine, Frame* outer, std::size_t offset) : machine_(machine), before_(machine.frame_) {
    machine_.charge(sizeof(Frame), offset);
    Frame& frame = machine_.arena_.frame();
    frame.outer = outer;
    machine_.frame_ = &frame;
  }
  ~Inner() { machine_.frame_ = before_; }
  Inner(const Inner&) = delete;
  Inner& operator=(const Inner&) = delete;

 private:
  Machine& machine_;
  Frame* before_;
};

/// Whether an exception of class `name` is one of class `base`.
[[nodiscard]] bool is_exception_of(std::string_view name, std::string_view base);

/// Rounds to the digits that decimals are computed with, so that 0.1 + 0.2 is 0.3.
[[nodiscard]] double decimal(double number);

// Methods of values. False when there is no method of that name for those arguments.
bool list_method(Machine& machine, ListData& list, std::string_view name, Arguments arguments,
                 std::size_t offset, Datum& result);
bool sequence_method(Machine& machine, const Datum& target, std::string_view name, Arguments arguments,
                     std::size_t offset, Datum& result);
bool arranging_method(Machine& machine, const Datum& target, std::string_view name, Arguments arguments,
                      std::size_t offset, Datum& result);
bool map_method(Machine& machine, MapData& map, std::string_view name, Arguments arguments,
                std::size_t offset, Datum& result);
bool text_method(Machine& machine, const std::string& text, std::string_view name, Arguments arguments,
                 std::size_t offset, Datum& result);
bool number_method(Machine& machine, const model::Value& number, std::string_view name, Arguments arguments,
                   std::size_t offset, Datum& result);
bool class_method(Machine& machine, std::string_view type, std::string_view name, Arguments arguments,
                  std::size_t offset, Datum& result);
/// Whether scripts know a class of that name.
[[nodiscard]] bool is_class(std::string_view name);
bool searching_method(Machine& machine, const Datum& target, std::string_view name, Arguments arguments,
                      std::size_t offset, Datum& result);
bool pattern_method(Machine& machine, const Datum& pattern, std::string_view name, Arguments arguments,
                    std::size_t offset, Datum& result);
bool matcher_method(Machine& machine, ListData& matcher, std::string_view name, Arguments arguments,
                    std::size_t offset, Datum& result);
bool text_search_method(Machine& machine, const std::string& text, std::string_view name, Arguments arguments,
                        std::size_t offset, Datum& result);
bool builder_method(Machine& machine, ListData& builder, std::string_view name, Arguments arguments,
                    std::size_t offset, Datum& result);
bool closure_method(Machine& machine, const Datum& closure, std::string_view name, Arguments arguments,
                    std::size_t offset, Datum& result);
bool date_method(Machine& machine, model::Instant date, std::string_view name, Arguments arguments,
                 std::size_t offset, Datum& result);
/// Classes of texts, numbers, collections and dates beyond those of class_method().
bool library_method(Machine& machine, std::string_view type, std::string_view name, Arguments arguments,
                    std::size_t offset, Datum& result);
/// `+` and `-` of dates and days.
bool date_operator(Machine& machine, Op op, model::Instant left, const Datum& right, std::size_t offset,
                   Datum& result);
/// The matches of a pattern in a text, as `=~` gives them.
[[nodiscard]] Datum matches_in(Machine& machine, const std::string& text, const std::string& pattern,
                               std::size_t offset);
bool matches_whole(Machine& machine, const std::string& text, const std::string& pattern, std::size_t offset);
/// Whether scripts can make an object of that class.
[[nodiscard]] bool can_be_made(std::string_view name);

}  // namespace rondo::expression::groovy
