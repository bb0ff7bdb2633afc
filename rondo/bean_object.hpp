// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expression/environment.hpp"
#include "rondo/delegate.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace rondo {

/// What a bean holds. Shared by its copies.
struct Bean::Content {
  std::map<std::pair<std::string, int>, Method> methods;
  std::map<std::string, Getter, std::less<>> properties;
  Delegate delegate;
};

/// A registered bean as expressions see it.
class BeanObject final : public expression::HostObject {
 public:
  BeanObject(std::string name, Bean bean) : name_(std::move(name)), bean_(std::move(bean)) {}

  bool property(std::string_view name, expression::Operand& result) override;
  bool call(std::string_view method, std::span<const expression::Operand> arguments,
            expression::Operand& result) override;
  [[nodiscard]] std::string describe() const override { return "bean '" + name_ + "'"; }
  [[nodiscard]] const Delegate& delegate() const { return bean_.content().delegate; }

 private:
  std::string name_;
  Bean bean_;
};

/// Calls a method of a bean or a function: host objects among the arguments become executions.
[[nodiscard]] Value call_method(const Bean::Method& method, std::span<const expression::Operand> arguments);

}  // namespace rondo
