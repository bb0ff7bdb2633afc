// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/expressions.hpp"

#include "frontends/elsa/json.hpp"
#include "frontends/elsa/liquid.hpp"

#include <array>
#include <cctype>
#include <utility>
#include <vector>

namespace rondo::frontends::elsa {

namespace {

// `name`, `name[0]`, `name['key']`: the name, and what stands in brackets behind it.
std::pair<std::string_view, std::string> indexed(std::string_view step) {
  const std::size_t bracket = step.find('[');
  if (bracket == std::string_view::npos) return {step, {}};
  const std::string_view index = step.substr(bracket);
  const std::string_view inside = index.size() < 2 ? std::string_view() : index.substr(1, index.size() - 2);
  const bool number = !inside.empty() && inside.find_first_not_of("0123456789") == std::string_view::npos;
  const bool text = inside.size() >= 2 && (inside.front() == '\'' || inside.front() == '"') &&
                    inside.find(inside.front(), 1) == inside.size() - 1;
  if (index.back() != ']' || (!number && !text)) {
    throw ExpressionProblem("'" + std::string(index) + "' is no index");
  }
  return {step.substr(0, bracket),
          text ? '[' + groovy_literal(std::string(inside.substr(1, inside.size() - 2))) + ']'
               : std::string(index)};
}

// `Variables.X.y[0]`, `Input.X`, or what the instance is called.
std::string path_of(std::string_view text, const NameLookup& names) {
  std::vector<std::string_view> path = split_outside_quotes(text, '.');
  const bool holder = path.size() > 1 && (same_name(path[0], "variables") || same_name(path[0], "input"));
  if (holder) path.erase(path.begin());
  const auto [first, index] = indexed(path[0]);
  std::string out = names(first);
  if (out.empty()) out = instance_property(first);
  if (out.empty()) throw ExpressionProblem("there is no variable '" + std::string(first) + "'");
  out += index;
  for (std::size_t i = 1; i < path.size(); ++i) {
    const auto [name, at] = indexed(path[i]);
    if (!is_plain_name(name)) throw ExpressionProblem("'" + std::string(name) + "' is no name");
    const bool method = (name == "size" || name == "first" || name == "last") && first != "forloop";
    out += "?." + std::string(name) + (method ? "()" : "") + at;
  }
  return out;
}

struct Filter {
  std::string_view name, before, between, behind;  // around the value; between it and the argument
};
constexpr std::array<Filter, 23> kFilters{{{"upcase", "", ".toUpperCase()", ""},
                                           {"downcase", "", ".toLowerCase()", ""},
                                           {"capitalize", "", ".capitalize()", ""},
                                           {"strip", "", ".trim()", ""},
                                           {"size", "", ".size()", ""},
                                           {"first", "", ".first()", ""},
                                           {"last", "", ".last()", ""},
                                           {"reverse", "", ".reverse()", ""},
                                           {"json", "JSON.string(", ")", ""},
                                           {"default", "(", " ?: ", ")"},
                                           {"round", "Math.round(", ")", ""},
                                           {"ceil", "Math.ceil(", ")", ""},
                                           {"floor", "Math.floor(", ")", ""},
                                           {"abs", "Math.abs(", ")", ""},
                                           {"uniq", "", ".toUnique()", ""},
                                           {"append", "('' + ", " + ", ")"},
                                           {"join", "", ".join(", ")"},
                                           {"split", "", ".tokenize(", ")"},
                                           {"plus", "(", " + ", ")"},
                                           {"minus", "(", " - ", ")"},
                                           {"times", "(", " * ", ")"},
                                           {"divided_by", "(", " / ", ")"},
                                           {"modulo", "(", " % ", ")"}}};

std::string filtered(const std::string& value, std::string_view filter, const NameLookup& names) {
  const std::vector<std::string_view> parts = split_outside_quotes(filter, ':');
  const std::vector<std::string_view> given =
      parts.size() == 2 ? split_outside_quotes(parts[1], ',') : std::vector<std::string_view>();
  if (parts[0] == "replace" && given.size() == 2) {
    return value + ".replace(" + liquid_operand(given[0], names) + ", " + liquid_operand(given[1], names) +
           ')';
  }
  if (parts[0] == "prepend" && given.size() == 1)
    return "('' + " + liquid_operand(given[0], names) + " + " + value + ')';
  for (const Filter& known : kFilters) {
    if (known.name != parts[0]) continue;
    const bool takes = known.between.back() != ')' || !known.behind.empty();
    if (takes != (parts.size() == 2))
      throw ExpressionProblem("'" + std::string(parts[0]) + "' has other arguments");
    const std::string argument = takes ? liquid_operand(parts[1], names) : std::string();
    return std::string(known.before) + value + std::string(known.between) + argument +
           std::string(known.behind);
  }
  throw ExpressionProblem("there is no filter '" + std::string(parts[0]) + "'");
}

}  // namespace

std::string_view without_blanks(std::string_view text) noexcept {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
  return text;
}

// Splits at a sign outside of texts in quotes.
std::vector<std::string_view> split_outside_quotes(std::string_view text, char sign) {
  std::vector<std::string_view> parts;
  char quote = '\0';
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quote != '\0') {
      if (text[i] == quote) quote = '\0';
    } else if (text[i] == '\'' || text[i] == '"') {
      quote = text[i];
    } else if (text[i] == sign) {
      parts.push_back(without_blanks(text.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  parts.push_back(without_blanks(text.substr(begin)));
  return parts;
}

std::string liquid_operand(std::string_view text, const NameLookup& names) {
  if (text.empty()) throw ExpressionProblem("an expression is missing");
  const bool quoted =
      text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front();
  if (quoted) return groovy_literal(std::string(text.substr(1, text.size() - 2)));
  if (text == "true" || text == "false" || text == "null" || text == "nil")
    return text == "nil" ? "null" : std::string(text);
  if (std::isdigit(static_cast<unsigned char>(text.front())) != 0 || text.front() == '-') {
    if (text.find_first_not_of("0123456789.-") == std::string_view::npos) return std::string(text);
  }
  return path_of(text, names);
}

std::string liquid_output(std::string_view text, const NameLookup& names) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.ends_with('-')) text.remove_suffix(1);
  const std::vector<std::string_view> parts = split_outside_quotes(text, '|');
  std::string value = liquid_operand(parts[0], names);
  for (std::size_t i = 1; i < parts.size(); ++i) value = '(' + filtered(value, parts[i], names) + ')';
  return value;
}

bool is_plain_name(std::string_view text) noexcept {
  if (text.empty() || std::isdigit(static_cast<unsigned char>(text.front())) != 0) return false;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') return false;
  }
  return true;
}

std::string groovy_literal(const model::Value& value) {
  if (value.is_string()) {
    std::string out = "'";
    for (const char c : value.as_string()) {
      if (c == '\'' || c == '\\') out += '\\';
      if (c == '\n') {
        out += "\\n";
      } else if (c == '\r') {
        out += "\\r";
      } else {
        out += c;
      }
    }
    return out + '\'';
  }
  if (value.is_list()) {
    std::string out = "[";
    for (const model::Value& item : value.as_list())
      out += (out.size() > 1 ? ", " : "") + groovy_literal(item);
    return out + ']';
  }
  if (value.is_object()) {
    std::string out = "[";
    for (const auto& [name, member] : value.as_object()) {
      out += (out.size() > 1 ? ", " : "") + groovy_literal(std::string(name)) + ": " + groovy_literal(member);
    }
    return out.size() == 1 ? "[:]" : out + ']';
  }
  return model::to_json(value);
}

std::string groovy_of_liquid(std::string_view text, const NameLookup& names) {
  if (text.find("{%") != std::string_view::npos) return liquid_template(text, names);
  const std::string_view whole = without_blanks(text);
  if (whole.starts_with("{{") && whole.find("}}") == whole.size() - 2) {
    return liquid_output(whole.substr(2, whole.size() - 4), names);
  }
  std::string out = "''";
  while (!text.empty()) {
    const std::size_t hole = text.find("{{");
    std::string_view before = text.substr(0, hole);
    if (text.substr(before.size(), 3) == "{{-") {
      while (!before.empty() && std::isspace(static_cast<unsigned char>(before.back())) != 0)
        before.remove_suffix(1);
    }
    if (!before.empty()) out += " + " + groovy_literal(std::string(before));
    if (hole == std::string_view::npos) break;
    const std::size_t end = text.find("}}", hole);
    if (end == std::string_view::npos) throw ExpressionProblem("'{{' is never closed");
    const bool strips = text[end - 1] == '-';
    const std::string value = liquid_output(text.substr(hole + 2, end - hole - 2), names);
    out += " + ((" + value + ") == null ? '' : (" + value + "))";
    text.remove_prefix(end + 2);
    while (strips && !text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) {
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace rondo::frontends::elsa
