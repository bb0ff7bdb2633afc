// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/environment.hpp"
#include "model/names.hpp"
#include "model/value.hpp"

#include <span>
#include <string_view>

namespace rondo {

/// What expressions of process start events see: there is no instance yet, only the variables that it would
/// get. Borrows them and the names.
class StartEnvironment final : public expression::Environment {
 public:
  StartEnvironment(const model::Object& variables, const model::NameTable& names, model::Instant now)
      : variables_(variables), names_(names), now_(now) {}

  bool variable(model::NameId name, model::Value& result) override {
    return variable_named(names_.text(name), result);
  }
  bool variable_named(std::string_view name, model::Value& result) override {
    const model::Value* found = variables_.find(name);
    if (found != nullptr) result = *found;
    return found != nullptr;
  }
  expression::HostObject* object(std::string_view) override { return nullptr; }
  bool call(std::string_view, std::string_view, std::span<const expression::Operand>,
            expression::Operand&) override {
    return false;
  }
  void assign(model::NameId, model::Value) override {}
  model::Instant now() override { return now_; }

 private:
  const model::Object& variables_;
  const model::NameTable& names_;
  model::Instant now_;
};

}  // namespace rondo
