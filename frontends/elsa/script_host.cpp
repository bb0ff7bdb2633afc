// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/translator.hpp"

#include <array>
#include <cctype>
#include <span>
#include <utility>

namespace rondo::frontends::elsa {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Properties of the instance, and functions that read or write them.
constexpr std::array<Pair, 3> kProperties{{{"WorkflowInstanceId", "execution.processInstanceId"},
                                           {"CorrelationId", "execution.processBusinessKey"},
                                           {"WorkflowDefinitionId", "execution.processDefinitionKey"}}};
constexpr std::array<Pair, 4> kGetters{{{"getWorkflowInstanceId", "processInstanceId"},
                                        {"getWorkflowDefinitionId", "processDefinitionKey"},
                                        {"getCorrelationId", "processBusinessKey"},
                                        {"getWorkflowInstanceName", "processInstanceName"}}};
constexpr std::array<Pair, 2> kSetters{
    {{"setCorrelationId", "setProcessBusinessKey"}, {"setWorkflowInstanceName", "setProcessInstanceName"}}};
// Functions of one argument, by what stands before and behind it.
struct Function {
  std::string_view name, before, behind;
};
constexpr std::array<Function, 18> kFunctions{
    {{"toJson", "JSON.string(", ")"},
     {"isNullOrEmpty", "(('' + ((", ") ?: '')).isEmpty())"},
     {"isNullOrWhiteSpace", "(('' + ((", ") ?: '')).isBlank())"},
     {"string.IsNullOrEmpty", "(('' + ((", ") ?: '')).isEmpty())"},
     {"string.IsNullOrWhiteSpace", "(('' + ((", ") ?: '')).isBlank())"},
     {"String.IsNullOrEmpty", "(('' + ((", ") ?: '')).isEmpty())"},
     {"String.IsNullOrWhiteSpace", "(('' + ((", ") ?: '')).isBlank())"},
     {"Number", "JSON.parse('' + (", "))"},
     {"String", "('' + (", "))"},
     {"Object.keys", "((", ").keySet().collect({ it -> it }))"},
     {"Object.values", "((", ").values().collect({ it -> it }))"},
     {"Object.entries", "((", ").collect({ it -> [it.key, it.value] }))"},
     {"Array.isArray", "((", ") instanceof List)"},
     {"TimeSpan.FromSeconds", "('PT' + (", ") + 'S')"},
     {"TimeSpan.FromMinutes", "('PT' + (", ") + 'M')"},
     {"TimeSpan.FromHours", "('PT' + (", ") + 'H')"},
     {"TimeSpan.FromDays", "('P' + (", ") + 'D')"},
     {"TimeSpan.FromMilliseconds", "('PT' + ((", ") / 1000) + 'S')"}}};
constexpr std::array<std::string_view, 3> kNow{"DateTime", "DateTimeOffset", "Date"};

std::string_view value_in(std::span<const Pair> table, std::string_view name) noexcept {
  for (const auto& [key, value] : table) {
    if (key == name) return value;
  }
  return {};
}

// Patterns are what Groovy splits at and replaces; texts are meant.
std::string literal_pattern(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}/").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return groovy_literal(std::move(pattern));
}

}  // namespace

std::string_view instance_property(std::string_view name) noexcept { return value_in(kProperties, name); }

void Translator::put(std::string& out, std::string_view text, std::size_t length) {
  out += text;
  at_ += length;
  last_ = {Word::Kind::Name, "value"};
}

std::string Translator::declared(const std::string& name) const {
  std::string found = names_(name);
  if (found.empty()) throw ExpressionProblem("there is no variable '" + name + "'");
  return found;
}

// Up to the value; the parenthesis behind it closes ours.
void Translator::assign_to(std::string& out, const std::string& variable, std::size_t length) {
  out += '(' + variable + " = ";
  at_ += length;
  ++open_;
  last_ = {Word::Kind::Sign, "="};
}

std::vector<std::string> Translator::arguments(std::size_t length) {
  at_ += length + 1;
  last_ = {Word::Kind::Sign, "("};
  std::vector<std::string> result;
  while (!here().is(")")) {
    nested(result.emplace_back(), {});
    if (!here().is(",")) break;
    ++at_;
    last_ = {Word::Kind::Sign, ","};
  }
  if (!here().is(")")) throw ExpressionProblem("')' is missing");
  ++at_;
  last_ = {Word::Kind::Sign, ")"};
  return result;
}

// Variables, inputs, the instance, and functions about them. False when it is none of them.
bool Translator::host_name(std::string& out) {
  const std::string& text = here().text;
  if (holder(out)) return true;
  if (text == "console" && ahead(1).is(".") && ahead(2).named("log")) {
    put(out, "println", 3);
    last_ = {};
    return true;
  }
  if (text == "parseInt" || text == "parseFloat") {
    put(out, text == "parseInt" ? "Integer.parseInt" : "Double.parseDouble", 1);
    return true;
  }
  const bool member = ahead(1).is(".") && ahead(2).kind == Word::Kind::Name;
  if (text == "Math" && member) {
    std::string function = ahead(2).text == "Ceiling" ? "ceil" : ahead(2).text;
    const bool constant = function == "PI" || function == "E";
    if (!constant) function[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(function[0])));
    put(out, "Math." + function, 3);
    return true;
  }
  if ((text == "string" || text == "String") && member && ahead(2).text == "Join") {
    put(out, "String.join", 3);
    return true;
  }
  if (text == "string" && member && ahead(2).text == "Empty") {
    put(out, "''", 3);
    return true;
  }
  const bool is_date = std::find(kNow.begin(), kNow.end(), text) != kNow.end();
  if (is_date && member && (ahead(2).text == "Now" || ahead(2).text == "UtcNow")) {
    put(out, "(new Date())", 3);
    return true;
  }
  const std::string_view property = instance_property(text);
  if (!property.empty() && !ahead(1).is("(") && names_(text).empty()) {
    put(out, property, 1);
    return true;
  }
  return host_call(out);
}

// `variables.X`, `variables['X']`, `Variables.Get<int>("X")`, `Variables.Set("X", 1)`; `input` likewise.
bool Translator::holder(std::string& out) {
  const std::string& text = here().text;
  const bool holds = text == "variables" || text == "Variables" || text == "input" || text == "Input";
  if (!holds) return false;
  if (ahead(1).is("[") && ahead(2).kind == Word::Kind::Text && ahead(3).is("]")) {
    put(out, declared(ahead(2).text), 4);
    return true;
  }
  if (!ahead(1).is(".") || ahead(2).kind != Word::Kind::Name) return false;
  if (accessor(out)) return true;
  put(out, declared(ahead(2).text), 3);
  return true;
}

bool Translator::accessor(std::string& out) {
  const std::string& method = ahead(2).text;
  const bool gets = method == "Get" || method == "get", sets = method == "Set" || method == "set";
  std::size_t open = 3;
  if (gets && ahead(3).is("<")) {
    while (ahead(open).kind != Word::Kind::End && !ahead(open).is(">")) ++open;
    ++open;
  }
  const bool named = ahead(open).is("(") && ahead(open + 1).kind == Word::Kind::Text;
  if (gets && named && ahead(open + 2).is(")")) {
    put(out, declared(ahead(open + 1).text), open + 3);
    return true;
  }
  if (!sets || !named || !ahead(open + 2).is(",")) return false;
  assign_to(out, declared(ahead(open + 1).text), open + 3);
  return true;
}

bool Translator::host_call(std::string& out) {
  std::string text = here().text;
  std::size_t open = 1;
  if (ahead(1).is(".") && ahead(2).kind == Word::Kind::Name) {
    text += '.' + ahead(2).text;
    open = 3;
  }
  if (!ahead(open).is("(")) return false;
  for (const Function& function : kFunctions) {
    if (function.name != text) continue;
    const std::vector<std::string> given = arguments(open);
    if (given.size() != 1) throw ExpressionProblem("'" + text + "' takes one argument");
    out += std::string(function.before) + given[0] + std::string(function.behind);
    return true;
  }
  if (open != 1) return false;
  const bool named = ahead(2).kind == Word::Kind::Text;
  if (const std::string_view read = value_in(kGetters, text); !read.empty() && ahead(2).is(")")) {
    put(out, "execution." + std::string(read), 3);
  } else if (const std::string_view written = value_in(kSetters, text); !written.empty()) {
    put(out, "execution." + std::string(written), 1);
  } else if ((text == "getVariable" || text == "getInput") && named && ahead(3).is(")")) {
    put(out, declared(ahead(2).text), 4);
  } else if (text == "setVariable" && named && ahead(3).is(",")) {
    assign_to(out, declared(ahead(2).text), 4);
  } else if (text == "setOutcome" || text == "setOutcomes") {
    assign_to(out, "outcomes", 2);
  } else {
    const std::string rest = text.size() > 3 ? names_(std::string_view(text).substr(3)) : std::string();
    if (rest.empty()) return false;
    if (text.starts_with("get") && ahead(2).is(")")) {
      put(out, rest, 3);
    } else if (text.starts_with("set")) {
      assign_to(out, rest, 2);
    } else {
      return false;
    }
  }
  return true;
}

// Methods that Groovy calls otherwise. False when it is none of them.
bool Translator::called_member(std::string& out) {
  const std::string method = here().text;
  const bool empty = ahead(2).is(")");
  const Word first = ahead(2);
  const bool literal = first.kind == Word::Kind::Text && (ahead(3).is(")") || ahead(3).is(","));
  const auto call = [&](std::string_view name, std::string_view inside) {
    out += std::string(name) + '(' + std::string(inside) + ')';
    return true;
  };
  if (method == "reduce") {
    const std::vector<std::string> given = arguments(1);
    return call("inject", given.size() == 2 ? given[1] + ", " + given[0] : given.empty() ? "" : given[0]);
  }
  if (method == "replace" && !literal)
    throw ExpressionProblem("'replace' must be told the text that it replaces");
  const bool by_pattern = method == "split" || method == "Split" || method == "replace";
  if (by_pattern && literal) {
    const std::vector<std::string> given = arguments(1);
    const std::string pattern = literal_pattern(first.text);
    return call(method == "replace" ? "replaceFirst" : "split",
                given.size() == 2 ? pattern + ", " + given[1] : pattern);
  }
  if (method == "Substring" || method == "substr") {
    const std::vector<std::string> given = arguments(1);
    if (given.size() != 2) return call("substring", given.empty() ? "" : given[0]);
    return call("substring", given[0] + ", (" + given[0] + ") + (" + given[1] + ')');
  }
  if (method == "slice" && first.kind == Word::Kind::Number) {
    const std::vector<std::string> given = arguments(1);
    (void)call("drop", given[0]);
    return given.size() < 2 || call(".take", '(' + given[1] + ") - " + given[0]);
  }
  const std::string_view bare = method == "join"                            ? "join(',')"
                                : method == "Count"                         ? "size()"
                                : method == "FirstOrDefault"                ? "find({ it -> true })"
                                : method == "First"                         ? "first()"
                                : method == "ToList" || method == "ToArray" ? "collect({ it -> it })"
                                                                            : "";
  if (!empty || bare.empty()) return false;
  put(out, bare, 3);
  return true;
}

}  // namespace rondo::frontends::elsa
