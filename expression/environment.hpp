// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/names.hpp"
#include "model/value.hpp"

#include <span>
#include <string>
#include <string_view>

namespace rondo::expression {

class HostObject;

/// What an expression computes with: process data, or an object of the host that is no data.
struct Operand {
  model::Value value;
  HostObject* object = nullptr;  ///< Not owned; when set, `value` is null.

  Operand() = default;
  Operand(model::Value data) : value(std::move(data)) {}  // NOLINT(google-explicit-constructor)
  Operand(HostObject& host) : object(&host) {}            // NOLINT(google-explicit-constructor)
};

/// Something of the host that expressions may use by name: `execution`, `task`, a registered bean.
class HostObject {
 public:
  virtual ~HostObject() = default;
  /// The property `name` (`bean.name`). Returns false when there is none of that name.
  virtual bool property(std::string_view name, Operand& result) = 0;
  /// Calls a method. Returns false when there is none of that name for that many arguments.
  virtual bool call(std::string_view method, std::span<const Operand> arguments, Operand& result) = 0;
  /// Sets a property (`bean.name = value`). Returns false when that is not possible.
  virtual bool assign(std::string_view name, const model::Value& value);
  /// How messages name it, e.g. `bean 'orders'`.
  [[nodiscard]] virtual std::string describe() const = 0;
};

/// What an expression may see and do while it is evaluated. One thread uses it at a time.
class Environment {
 public:
  virtual ~Environment() = default;
  /// Reads the variable visible under that name; false when no scope has it.
  virtual bool variable(model::NameId name, model::Value& result) = 0;
  /// As variable(), by the text of a name that was not known when the expression was compiled.
  virtual bool variable_named(std::string_view name, model::Value& result) = 0;
  /// The host's object of that name, or nullptr. Asked after variables.
  virtual HostObject* object(std::string_view name) = 0;
  /// Calls the host's function `prefix:name(arguments)` (prefix may be empty); false when unknown.
  virtual bool call(std::string_view prefix, std::string_view name, std::span<const Operand> arguments,
                    Operand& result) = 0;
  /// Writes a variable (`${a = 1}`, `execution.setVariable`).
  virtual void assign(model::NameId name, model::Value value) = 0;
  /// The engine's time, for now() and the like.
  virtual model::Instant now() = 0;
};

}  // namespace rondo::expression
