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
  if (element.is("expression")) return element.parent().is("resourceAssignmentExpression");
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

/// Conditions give truth values; a number is none.
void check_boolean(const RuleContext& rules, const Element& element) {
  const std::string_view text = element.trimmed_text();
  const bool is_text = text.size() > 1 && text.front() == '"' && text.find('"', 1) == text.size() - 1;
  if (!whole_number(text) && !is_text) return;
  rules.file.violation(element, "condition-type",
                       "<" + std::string(element.name()) + "> gives no truth value: " + std::string(text));
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
  if (element.is("formalExpression")) {
    return is_one_of(element.parent(), {"resourceAssignmentExpression", "resourceParameterBinding"});
  }
  return is_one_of(element,
                   {"transformation", "messagePath", "dataPath", "conditionExpression", "from", "to",
                    "loopCondition", "loopCardinality", "completionCondition", "activationCondition"});
}

}  // namespace

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
