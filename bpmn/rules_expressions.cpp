// SPDX-License-Identifier: Apache-2.0
#include "bpmn/expressions.hpp"
#include "bpmn/rules.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace rondo::bpmn {
namespace {

/// Elements whose schema type is the abstract expression; that of complex behavior is formal already.
bool is_expression(const Element& element) {
  if (element.parent().is("complexBehaviorDefinition")) return false;
  if (element.is("expression")) {
    return is_one_of(element.parent(), {"resourceAssignmentExpression", "resourceParameterBinding"});
  }
  return is_one_of(element,
                   {"conditionExpression", "completionCondition", "activationCondition", "loopCondition",
                    "loopCardinality", "condition", "from", "to", "timeDate", "timeDuration", "timeCycle"});
}

/// In an executable process expressions are formal ones (§8.4.6): plain ones are natural language. Where the
/// schema asks for the abstract type, `xsi:type` tells. Engines read them as formal anyway.
void check_formal(const RuleContext& rules, const Element& element) {
  if (element.trimmed_text().empty() || rules.file.dialect() != model::Dialect::Standard) return;
  if (!process_of(element).flag("isExecutable", false)) return;
  for (const Attribute& attribute : element.attributes()) {
    if (attribute.space == Space::Schema && attribute.name == "type") return;
  }
  rules.file.violation(element, "formal-expression",
                       "the <" + std::string(element.name()) +
                           "> of an executable process needs xsi:type=\"tFormalExpression\"");
}

/// Elements whose type is a formal expression by schema hold one.
void check_filled(const RuleContext& rules, const Element& element) {
  const bool is_elsewhere = element.find_ext("resource") != nullptr;
  if (!element.trimmed_text().empty() || element.first_child() || is_elsewhere) return;
  rules.file.violation(element, "empty-expression",
                       "<" + std::string(element.name()) + "> holds no expression");
}

/// The type that an expression says to have: the structure of an item definition, or a type of its own.
std::string_view said_type(const FileContext& file, const Element& expression) {
  const std::string_view reference = trim(expression["evaluatesToTypeRef"]);
  const Element item = file.find(reference, "itemDefinition");
  return without_prefix(item ? trim(item["structureRef"]) : reference);
}

/// Conditions give truth values; a number or a text is none.
void check_boolean(const RuleContext& rules, const Element& element) {
  const std::string_view text = element.trimmed_text();
  const std::string type = to_lower(said_type(rules.file, element));
  const bool is_other_type = !type.empty() && type.find("bool") == std::string::npos;
  const std::string_view literal = literal_of(text);
  if (!is_other_type && (literal.empty() || literal == "true" || literal == "false")) return;
  rules.file.violation(element, "condition-type",
                       "<" + std::string(element.name()) + "> gives no truth value: " +
                           (is_other_type ? "its type is " + type : std::string(text)));
}

/// Formats are MIME types (tables 8.5, 10.13, 10.33); scripts may use the common names of languages.
void check_format(const RuleContext& rules, const Element& element, std::string_view name, bool is_script) {
  const std::string format = to_lower(trim(element[name]));
  if (format.empty() || format.find('/') != std::string::npos) return;
  constexpr std::array<std::string_view, 16> kScripts{
      "groovy",    "javascript", "ecmascript", "js",       "juel",   "feel", "python",
      "jython",    "ruby",       "jruby",      "graal.js", "kotlin", "lua",  "secure-javascript",
      "beanshell", "bash"};
  if (is_script && std::find(kScripts.begin(), kScripts.end(), format) != kScripts.end()) return;
  rules.file.violation(element, "mime-type", std::string(name) + " \"" + format + "\" is no MIME type");
}

/// Elements that hold a formal expression wherever they stand, or in these parents.
bool holds_expression(const Element& element) {
  if (element.is("condition")) return element.parent().is("complexBehaviorDefinition");
  if (is_one_of(element, {"expression", "formalExpression"})) {
    return is_one_of(element.parent(), {"resourceAssignmentExpression", "resourceParameterBinding"});
  }
  return is_one_of(element,
                   {"transformation", "messagePath", "dataPath", "conditionExpression", "from", "to",
                    "loopCondition", "loopCardinality", "completionCondition", "activationCondition"});
}

/// Whether `text` is a number: digits with at most one point, and a sign before them.
bool is_number(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const auto is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
  return !text.empty() && is_digit(text.front()) && std::count(text.begin(), text.end(), '.') <= 1 &&
         std::all_of(text.begin(), text.end(), [&](char byte) { return is_digit(byte) || byte == '.'; });
}

}  // namespace

std::string_view literal_of(std::string_view text) {
  if (text.size() > 3 && text.substr(0, 2) == "${" && text.back() == '}') {
    text = trim(text.substr(2, text.size() - 3));
  }
  if (text == "true" || text == "false" || is_number(text)) return text;
  const bool is_quoted = text.size() > 1 && (text.front() == '"' || text.front() == '\'');
  return is_quoted && text.find(text.front(), 1) == text.size() - 1 ? text : std::string_view();
}

void check_expressions(const RuleContext& rules, const Element& element) {
  if (is_expression(element)) check_formal(rules, element);
  if (holds_expression(element)) check_filled(rules, element);
  if (is_one_of(element, {"conditionExpression", "completionCondition", "loopCondition", "condition",
                          "activationCondition"})) {
    check_boolean(rules, element);
  }
  if (is_one_of(element, {"documentation", "textAnnotation"}))
    check_format(rules, element, "textFormat", false);
  if (element.is("scriptTask")) check_format(rules, element, "scriptFormat", true);
  if (element.is("globalScriptTask")) check_format(rules, element, "scriptLanguage", true);
}

}  // namespace rondo::bpmn
