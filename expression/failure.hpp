// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>

namespace rondo::expression {

/// What is thrown inside this folder. compile() and Compiled turn it into an ExpressionError, since they
/// know the text and the element that it belongs to.
struct Failure {
  std::size_t offset;  ///< Byte in the text of the expression.
  std::string message;
};

/// An exception that a script let out; Compiled turns it into a ScriptError.
struct Raised {
  std::size_t offset;  ///< Byte in the text of the script.
  std::string exception_class, message;
};

[[noreturn]] inline void fail(std::size_t offset, std::string message) {
  throw Failure{offset, std::move(message)};
}

}  // namespace rondo::expression
