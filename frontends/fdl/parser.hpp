// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/fdl/flow.hpp"
#include "frontends/fdl/item.hpp"

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::frontends::fdl {

/// Makes a flow of a file's parts. Reports everything that is wrong; the flow then must not be used.
class Parser {
 public:
  explicit Parser(model::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  [[nodiscard]] Flow run(const Item& document);

 private:
  // parser.cpp: what steps have in common
  std::vector<Step> steps(const Item& item, int depth);
  void step(const Item& item, int depth, std::vector<Step>& result);
  [[nodiscard]] std::optional<StepKind> kind_of(const Item& item);
  void check_names(const std::vector<Step>& steps);
  void check_targets(const std::vector<Step>& steps);
  void check_target(const std::vector<Step>& steps, const Step& from, const std::string& target,
                    model::SourcePosition where);
  void mappings(const Item& step, std::string_view field, Mappings& result);

  // parser_steps.cpp: each kind
  void task(const Item& item, Step& step);
  void resource(const Item& item, Step& step);
  void wait(const Item& item, Step& step);
  void choice(const Item& item, int depth, Step& step);
  void branch(const Item& item, int depth, bool has_condition, Step& step);
  void parallel(const Item& item, int depth, Step& step);
  void foreach (const Item& item, int depth, Step & step);
  void retries(const Item& item, Step& step);
  void catches(const Item& item, Step& step);
  [[nodiscard]] std::vector<std::string> errors(const Item& rule);

  // parser_values.cpp: fields and values
  [[nodiscard]] bool is(const Item& item, Item::Kind kind, std::string_view what);
  void check_fields(const Item& item, std::string_view what, std::span<const std::string_view> known);
  [[nodiscard]] const Item* required(const Item& item, std::string_view field, std::string_view what);
  [[nodiscard]] std::string text(const Item& item, std::string_view field);
  [[nodiscard]] std::string required_text(const Item& item, std::string_view field, std::string_view what);
  [[nodiscard]] bool flag(const Item& item, std::string_view field);
  [[nodiscard]] double number(const Item& item, std::string_view field, double otherwise);
  [[nodiscard]] std::int64_t whole(const Item& item, std::string_view field, std::int64_t otherwise,
                                   std::int64_t least);
  [[nodiscard]] Source mapping_source(const Item& item);
  [[nodiscard]] Source value_source(const Item& item);
  void error(const Item& at, std::string rule, std::string message);

  model::Diagnostics& diagnostics_;
  std::string element_;  // name of the step that is read
};

}  // namespace rondo::frontends::fdl
