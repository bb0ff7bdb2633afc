// SPDX-License-Identifier: Apache-2.0
#include "bpmn/expressions.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace rondo::bpmn {
namespace {

using model::ExpressionId;

// Languages that an expression may be written in other than the unified expression language, which is what
// the URIs of XPath and the JSP specification stand for in files of the engines.
constexpr std::array<std::string_view, 13> kLanguages{
    "groovy", "javascript", "ecmascript",        "js",       "feel",  "python", "jython", "ruby",
    "jruby",  "juel",       "secure-javascript", "graal.js", "kotlin"};

}  // namespace

std::string known_language(std::string_view name) {
  std::string language = to_lower(trim(name));
  if (language.find("feel") != std::string::npos) return "feel";
  // Forms of their own, from other notations.
  if (language.starts_with("groovy.") || language == "path" || language == "path.condition") return language;
  const bool is_known = std::find(kLanguages.begin(), kLanguages.end(), language) != kLanguages.end();
  return is_known ? language : std::string();
}

std::string_view language_in_front(std::string_view text) {
  const std::size_t end = text.find('}');
  if (text.substr(0, 1) != "{" || end == std::string_view::npos) return {};
  const std::string_view language = text.substr(1, end - 1);
  return known_language(language) == language ? language : std::string_view();
}

std::string to_lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool has_expression(std::string_view text) noexcept {
  return text.find("${") != std::string_view::npos || text.find("#{") != std::string_view::npos ||
         trim(text).substr(0, 1) == "=";
}

std::optional<std::int64_t> whole_number(std::string_view text) noexcept {
  text = trim(text);
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> parts;
  const auto take = [&parts](std::string_view part) {
    if (const std::string_view trimmed = trim(part); !trimmed.empty()) parts.push_back(trimmed);
  };
  std::size_t begin = 0;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && depth > 0) --depth;
    if (text[i] == ',' && depth == 0) {
      take(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  take(text.substr(begin));
  return parts;
}

ExpressionId add_expression(ProcessContext& context, const Element& owner, SourceKind kind,
                            std::string_view text, model::SourcePosition where, std::string_view language) {
  if (text.empty()) return model::kNoExpression;
  model::ExpressionSource source;
  source.kind = kind;
  source.text = std::string(text);
  // In files of Zeebe a text that begins with = is a FEEL expression everywhere.
  const bool is_feel = language.empty() && kind == SourceKind::Text &&
                       context.file.dialect() == model::Dialect::Zeebe && trim(text).substr(0, 1) == "=";
  source.language = is_feel ? "feel" : std::string(language);
  source.where = where;
  source.element_id = std::string(owner["id"]);
  return context.builder.add_expression(std::move(source));
}

ExpressionId add_attribute(ProcessContext& context, const Element& owner, SourceKind kind,
                           const Attribute* attribute) {
  if (attribute == nullptr) return model::kNoExpression;
  const std::string_view language =
      attribute->space == Space::Rondo ? language_in_front(attribute->value) : std::string_view();
  const std::size_t skipped = language.empty() ? 0 : language.size() + 2;
  return add_expression(context, owner, kind, attribute->value.substr(skipped),
                        model::position_in(owner.where(*attribute), attribute->value, skipped), language);
}

ExpressionId add_body(ProcessContext& context, const Element& owner, SourceKind kind,
                      const Element& element) {
  if (!element) return model::kNoExpression;
  return add_expression(context, owner, kind, element.trimmed_text(), element.text_where(),
                        known_language(element["language"]));
}

ExpressionId add_variable(ProcessContext& context, const Element& owner, std::string_view name,
                          model::SourcePosition where) {
  name = trim(name);
  if (name.empty()) return model::kNoExpression;
  if (has_expression(name)) return add_expression(context, owner, SourceKind::Value, name, where);
  return add_expression(context, owner, SourceKind::Value, "${" + std::string(name) + "}", where);
}

ExpressionId add_script(ProcessContext& context, const Element& owner, std::string_view format,
                        std::string_view text, model::SourcePosition where) {
  // Readings of a language are written as MIME types (format_of).
  constexpr std::string_view kReading = "application/x-groovy-";
  std::string language = to_lower(trim(format));
  if (language.starts_with(kReading)) language = "groovy." + language.substr(kReading.size());
  return add_expression(context, owner, SourceKind::Script, text, where, language);
}

std::vector<ExpressionId> add_list(ProcessContext& context, const Element& owner,
                                   const Attribute* attribute) {
  std::vector<ExpressionId> list;
  if (attribute == nullptr) return list;
  for (const std::string_view part : split_list(attribute->value)) {
    list.push_back(add_expression(context, owner, SourceKind::Text, part, owner.where(*attribute)));
  }
  return list;
}

}  // namespace rondo::bpmn
