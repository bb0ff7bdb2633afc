// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/expression/expression_fixture.hpp"

#include <string>
#include <string_view>

namespace rondo::expression {

/// Runs Groovy scripts in an environment with some variables.
class GroovyTest : public testing::Test {
 protected:
  GroovyTest() : environment(names) {
    using model::List;
    using model::Object;
    environment.variables = {
        {"n", 5},
        {"name", "rondo"},
        {"input", Object{{"skip", true}, {"items", List{3, 1, 2}}}},
        {"orders", List{Object{{"id", "a"}, {"price", 10}}, Object{{"id", "b"}, {"price", 2.5}}}}};
  }

  [[nodiscard]] std::unique_ptr<const Compiled> compiled(std::string text, std::string language = "groovy") {
    return compile({Kind::Script, std::move(text), std::move(language), {4, 10}, "task"}, names);
  }
  [[nodiscard]] model::Value run(std::string text, std::string language = "groovy") {
    return compiled(std::move(text), std::move(language))->evaluate(environment);
  }
  /// "Class: message" of the exception that the script lets out.
  [[nodiscard]] std::string raised(std::string text, std::string language = "groovy") {
    try {
      return "gives " + model::to_json(run(std::move(text), std::move(language)));
    } catch (const ScriptError& error) {
      return error.exception_class() + ": " + error.message();
    }
  }
  /// "line:column message" with which the script is refused.
  [[nodiscard]] std::string refused(const std::string& text, const std::string& language = "groovy") {
    try {
      (void)compiled(text, language);
      return "accepted";
    } catch (const ExpressionError& error) {
      return std::to_string(error.where().line) + ":" + std::to_string(error.where().column) + " " +
             error.message();
    }
  }
  void check(const Cases& cases) {
    for (const auto& [text, expected] : cases) {
      try {
        EXPECT_EQ(run(text), expected) << text;
      } catch (const Error& error) {
        ADD_FAILURE() << text << "\n" << error.what();
      }
    }
  }

  model::NameTable names;
  FakeEnvironment environment;
};

}  // namespace rondo::expression
