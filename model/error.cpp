// SPDX-License-Identifier: Apache-2.0
#include "model/error.hpp"

#include <algorithm>
#include <array>

namespace rondo {
namespace {

constexpr std::array<std::string_view, 11> kNames{
    "deployment",      "not_found",   "invalid_state", "expression", "bpmn_error", "delegate",
    "optimistic_lock", "correlation", "execution",     "argument",   "store"};

/// The complete text: `message (element id, line 3:14)`.
std::string full_text(const std::string& message, const std::string& element_id,
                      model::SourcePosition where) {
  if (element_id.empty() && where.line == 0) return message;
  std::string text = message + " (";
  if (!element_id.empty()) text += "element " + element_id;
  if (!element_id.empty() && where.line != 0) text += ", ";
  if (where.line != 0) text += "line " + std::to_string(where.line) + ":" + std::to_string(where.column);
  return text + ")";
}

std::string deployment_text(const std::vector<model::Diagnostic>& findings) {
  std::string text = "the deployment was refused";
  for (const auto& finding : findings) text += "\n" + finding.to_string();
  return text;
}

std::string bpmn_error_text(const std::string& code, const std::string& message) {
  const std::string text = "BPMN error '" + code + "'";
  return message.empty() ? text : text + ": " + message;
}

std::string expression_text(const std::string& text, std::size_t offset, const std::string& message) {
  return message + " at offset " + std::to_string(std::min(offset, text.size())) + " of '" + text + "'";
}

}  // namespace

std::string_view name_of(ErrorKind kind) noexcept { return kNames.at(static_cast<std::size_t>(kind)); }

Error::Error(ErrorKind kind, const std::string& message, std::string element_id, model::SourcePosition where)
    : Error(kind, message, message, std::move(element_id), where) {}

Error::Error(ErrorKind kind, const std::string& text, std::string message, std::string element_id,
             model::SourcePosition where)
    : std::runtime_error(full_text(text, element_id, where)),
      kind_(kind),
      message_(std::move(message)),
      element_id_(std::move(element_id)),
      where_(where) {}

DeploymentError::DeploymentError(std::vector<model::Diagnostic> findings)
    : Error(ErrorKind::Deployment, deployment_text(findings)), findings_(std::move(findings)) {}

BpmnError::BpmnError(std::string code, const std::string& message, std::string element_id,
                     model::SourcePosition where)
    : Error(ErrorKind::BpmnError, bpmn_error_text(code, message), message, std::move(element_id), where),
      code_(std::move(code)) {}

ScriptError::ScriptError(std::string exception_class, const std::string& message, std::string element_id,
                         model::SourcePosition where)
    : Error(ErrorKind::Expression, message.empty() ? exception_class : exception_class + ": " + message,
            message, std::move(element_id), where),
      exception_class_(std::move(exception_class)) {}

ExpressionError::ExpressionError(const std::string& text, std::size_t offset, const std::string& message,
                                 std::string element_id, model::SourcePosition where)
    : Error(ErrorKind::Expression, expression_text(text, offset, message), message, std::move(element_id),
            where),
      text_(text),
      offset_(offset) {}

}  // namespace rondo
