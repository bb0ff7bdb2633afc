// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "model/diagnostics.hpp"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace rondo {

/// What went wrong, as a word that programs can branch on.
enum class ErrorKind : std::uint8_t {
  Deployment,      ///< A file was refused; the diagnostics say why.
  NotFound,        ///< No such process, instance, task, job …
  InvalidState,    ///< The thing exists but its state forbids the call (suspended, ended …).
  Expression,      ///< An expression or script could not be evaluated.
  BpmnError,       ///< A BPMN error that nothing caught.
  Delegate,        ///< User code failed, or is not registered.
  OptimisticLock,  ///< Somebody else changed the instance in between.
  Correlation,     ///< A message matched nothing, or more than one thing.
  Execution,       ///< The process cannot go on (no flow can be taken, negative cardinality …).
  Argument,        ///< The caller passed something unusable.
  Store            ///< The store cannot be read or written, or is damaged.
};

/// `deployment`, `not_found`, `invalid_state` … as used in scenario files.
[[nodiscard]] RONDO_API std::string_view name_of(ErrorKind kind) noexcept;

/// Base of everything that rondo throws. The text of what() is complete: it names the element and
/// the place in the source when they are known.
class RONDO_API Error : public std::runtime_error {
 public:
  /// Makes an error at an element and a place, if there are any.
  Error(ErrorKind kind, const std::string& message, std::string element_id = {},
        model::SourcePosition where = {});

  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }  ///< What went wrong.
  /// The message alone, without element and place.
  [[nodiscard]] const std::string& message() const noexcept { return message_; }
  /// Id of the element concerned; empty when there is none.
  [[nodiscard]] const std::string& element_id() const noexcept { return element_id_; }
  /// Place in the source; line 0 when it is not known.
  [[nodiscard]] model::SourcePosition where() const noexcept { return where_; }

 protected:
  /// For errors whose what() says more than the message: `text` replaces it there.
  Error(ErrorKind kind, const std::string& text, std::string message, std::string element_id,
        model::SourcePosition where);

 private:
  ErrorKind kind_;
  std::string message_;
  std::string element_id_;
  model::SourcePosition where_;
};

/// A deployment was refused; carries all findings of all its files.
class RONDO_API DeploymentError : public Error {
 public:
  /// Makes an error of findings, one of them an error at least.
  explicit DeploymentError(std::vector<model::Diagnostic> findings);
  /// All findings, warnings too.
  [[nodiscard]] const std::vector<model::Diagnostic>& findings() const noexcept { return findings_; }

 private:
  std::vector<model::Diagnostic> findings_;
};

/// A BPMN error. Thrown by a delegate it travels to the innermost event that catches `code`
/// (BPMN 2.0 §10.5.6; Activiti: BpmnError); reaching the caller of the engine it was caught by nothing.
class RONDO_API BpmnError : public Error {
 public:
  /// Makes an error with a code; a delegate gives code and message only.
  explicit BpmnError(std::string code, const std::string& message = {}, std::string element_id = {},
                     model::SourcePosition where = {});
  /// The error code.
  [[nodiscard]] const std::string& code() const noexcept { return code_; }

 private:
  std::string code_;
};

/// An expression could not be compiled or evaluated.
class RONDO_API ExpressionError : public Error {
 public:
  /// `offset`: byte in `text` at which it went wrong, from 0.
  ExpressionError(const std::string& text, std::size_t offset, const std::string& message,
                  std::string element_id = {}, model::SourcePosition where = {});
  /// The expression.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  /// Byte of the expression at which it went wrong, from 0.
  [[nodiscard]] std::size_t offset() const noexcept { return offset_; }

 private:
  std::string text_;
  std::size_t offset_;
};

/// A script let an exception out.
class RONDO_API ScriptError : public Error {
 public:
  /// Makes an error of an exception's class and message.
  ScriptError(std::string exception_class, const std::string& message, std::string element_id = {},
              model::SourcePosition where = {});
  /// Simple name of the exception's class, such as "ArithmeticException".
  [[nodiscard]] const std::string& exception_class() const noexcept { return exception_class_; }

 private:
  std::string exception_class_;
};

}  // namespace rondo
