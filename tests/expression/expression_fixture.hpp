// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/expression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rondo::expression {

/// A bean with one property that can be set, one that cannot, and a method that gives back its argument.
class FakeBean final : public HostObject {
 public:
  bool property(std::string_view name, Operand& result) override {
    if (name == "self") {
      result = *this;
      return true;
    }
    if (name == "fixed") {
      result = model::Value(1);
      return true;
    }
    if (name != "color") return false;
    result = color;
    return true;
  }
  bool call(std::string_view method, std::span<const Operand> arguments, Operand& result) override {
    if (method != "echo" || arguments.size() != 1) return false;
    result = arguments[0];
    return true;
  }
  bool assign(std::string_view name, const model::Value& value) override {
    if (name != "color") return false;
    color = value;
    return true;
  }
  [[nodiscard]] std::string describe() const override { return "bean 'paint'"; }

  model::Value color = "red";
};

class FakeEnvironment final : public Environment {
 public:
  explicit FakeEnvironment(model::NameTable& table) : names(table) {}

  bool variable(model::NameId name, model::Value& result) override {
    return variable_named(names.text(name), result);
  }
  bool variable_named(std::string_view name, model::Value& result) override {
    const auto found = variables.find(name);
    if (found == variables.end()) return false;
    result = found->second;
    return true;
  }
  HostObject* object(std::string_view name) override { return name == "paint" ? &bean : nullptr; }
  bool call(std::string_view prefix, std::string_view name, std::span<const Operand> arguments,
            Operand& result) override {
    if (name == "twice" && arguments.size() == 1) {
      result = model::Value(arguments[0].value.as_integer() * 2);
      return prefix == "host" || prefix.empty();
    }
    return false;
  }
  void assign(model::NameId name, model::Value value) override {
    variables[names.text(name)] = std::move(value);
  }
  model::Instant now() override { return model::Instant(std::chrono::milliseconds(1'777'637'045'006)); }

  model::NameTable& names;
  std::map<std::string, model::Value, std::less<>> variables;
  FakeBean bean;
};

using Kind = model::ExpressionSource::Kind;
using Cases = std::vector<std::pair<std::string, model::Value>>;

/// Evaluates texts in an environment with some variables.
class ExpressionTest : public testing::Test {
 protected:
  ExpressionTest() : environment(names) {
    using model::List;
    using model::Object;
    environment.variables = {{"a", 5},
                             {"b", 2.5},
                             {"name", "Anna"},
                             {"yes", true},
                             {"no", false},
                             {"none", nullptr},
                             {"date", model::Instant(std::chrono::milliseconds(0))},
                             {"list", List{1, 2, 3}},
                             {"order", Object{{"total", 120}, {"items", List{Object{{"sku", "x1"}}}}}}};
  }

  model::Value evaluate(std::string text, Kind kind = Kind::Text) {
    return compile({kind, std::move(text), {}, {}, {}}, names)->evaluate(environment);
  }
  /// Of an expression without braces around it.
  model::Value value_of(const std::string& text) { return evaluate("${" + text + "}"); }

  void expect_values(const Cases& cases) {
    for (const auto& [text, expected] : cases) {
      const auto found = attempt([&, &text = text] { return value_of(text); });
      EXPECT_EQ(found.first, expected) << text << " " << found.second;
    }
  }
  /// The message, and the offset as last part: `message @7`. Empty when nothing fails.
  std::string failure(const std::string& text, Kind kind = Kind::Text) {
    return attempt([&] { return evaluate(text, kind); }).second;
  }

  model::NameTable names;
  FakeEnvironment environment;

 private:
  template <typename Evaluate>
  std::pair<model::Value, std::string> attempt(const Evaluate& evaluate_it) {
    try {
      return {evaluate_it(), {}};
    } catch (const ExpressionError& error) {
      return {{}, error.message() + " @" + std::to_string(error.offset())};
    }
  }
};

}  // namespace rondo::expression
