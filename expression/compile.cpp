// SPDX-License-Identifier: Apache-2.0
#include "expression/expression.hpp"
#include "expression/failure.hpp"
#include "expression/groovy/groovy.hpp"
#include "expression/lexer.hpp"
#include "expression/nodes.hpp"
#include "expression/parser.hpp"
#include "expression/path/path.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace rondo::expression {

using model::ExpressionSource;
using model::Value;
using Kind = ExpressionSource::Kind;

namespace {

constexpr std::string_view kFeel = "feel";
constexpr std::array<std::string_view, 4> kLanguages{"", "juel", "uel", "el"};

/// Bytes `begin` to `end` of the source text.
struct Span {
  std::size_t begin, end;
};

bool opens_at(std::string_view text, std::size_t at) noexcept {
  const std::string_view sign = text.substr(at, 2);
  return sign == "${" || sign == "#{";
}

bool has_embedded(std::string_view text) noexcept {
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    if (opens_at(text, at) && (at == 0 || text[at - 1] != '\\')) return true;
  }
  return false;
}

class Compiler {
 public:
  Compiler(const ExpressionSource& source, model::NameTable& names)
      : text_(source.text), kind_(source.kind), language_(source.language), names_(names) {}

  NodePtr run() {
    const Span span = kind_ == Kind::Text && language_ != kFeel ? Span{0, text_.size()} : trimmed();
    const bool marked = span.begin < span.end && text_[span.begin] == '=';
    if (language_ == kFeel) return whole({span.begin + (marked ? 1 : 0), span.end}, Style::Feel);
    const bool is_expression = kind_ == Kind::Condition || kind_ == Kind::Value;
    if (is_expression && marked) return whole({span.begin + 1, span.end}, Style::Feel);
    if (kind_ == Kind::Text || has_embedded(text_.substr(span.begin, span.end - span.begin)))
      return parts(span);
    if (is_expression) return whole(span, Style::Uel);
    return parser(span, false, Style::Uel).script();
  }

  Reads take_reads() {
    std::sort(reads_.names.begin(), reads_.names.end());
    reads_.names.erase(std::unique(reads_.names.begin(), reads_.names.end()), reads_.names.end());
    return std::move(reads_);
  }

 private:
  [[nodiscard]] Span trimmed() const noexcept {
    Span span{0, text_.size()};
    while (span.begin < span.end && is_blank(text_[span.begin])) ++span.begin;
    while (span.end > span.begin && is_blank(text_[span.end - 1])) --span.end;
    return span;
  }

  Parser parser(Span span, bool in_braces, Style style, std::size_t* end = nullptr) {
    std::vector<Token> tokens = tokens_of(text_, span.begin, span.end, in_braces);
    if (end != nullptr) *end = tokens.back().offset + 1;
    return Parser(std::move(tokens), {style, kind_ != Kind::Condition}, names_, reads_);
  }

  NodePtr whole(Span span, Style style) { return parser(span, false, style).expression(); }

  // Text with `${…}` in it. A single one as a whole keeps its value's type.
  NodePtr parts(Span span) {
    Nodes nodes;
    std::string literal;
    std::size_t literal_begin = span.begin;
    const auto flush = [&] {
      if (literal.empty()) return;
      nodes.push_back(std::make_unique<ConstantNode>(literal_begin, Value(std::exchange(literal, {}))));
    };
    for (std::size_t at = span.begin; at < span.end;) {
      if (opens_at(text_, at)) {
        flush();
        nodes.push_back(parser({at + 2, span.end}, true, Style::Uel, &at).expression());
        literal_begin = at;
        continue;
      }
      const std::size_t escaped = escape_at(at);
      literal += text_.substr(at + (escaped > 1 ? 1 : 0), escaped > 1 ? escaped - 1 : 1);
      at += escaped;
    }
    flush();
    if (nodes.empty()) return std::make_unique<ConstantNode>(span.begin, Value(""));
    if (nodes.size() == 1) return std::move(nodes.front());
    if (kind_ == Kind::Script && drop_separators(nodes)) {
      return std::make_unique<SequenceNode>(span.begin, std::move(nodes));
    }
    const bool constant =
        std::all_of(nodes.begin(), nodes.end(), [](const NodePtr& node) { return node->constant(); });
    return folded(std::make_unique<TextNode>(span.begin, std::move(nodes)), constant);
  }

  // The length of the escape at `at`: `\${` and `\#{` stand for the sign, `\\${` for a backslash before an
  // expression. 1 where there is none.
  [[nodiscard]] std::size_t escape_at(std::size_t at) const noexcept {
    if (text_[at] != '\\') return 1;
    if (opens_at(text_, at + 1)) return 3;
    return text_.substr(at + 1, 1) == "\\" && opens_at(text_, at + 2) ? 2 : 1;
  }

  // In a script, `${…}` parts with line ends or `;` between them are statements. Removes what is between
  // them when that is all there is.
  static bool drop_separators(Nodes& nodes) {
    const auto separates = [](const NodePtr& node) {
      const Value* constant = node->constant();
      if (constant == nullptr || !constant->is_string()) return false;
      const std::string_view text = constant->as_string();
      return text.find_first_of(";\n") != std::string_view::npos &&
             std::all_of(text.begin(), text.end(), [](char c) { return c == ';' || is_blank(c); });
    };
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (separates(nodes[i]) != (i % 2 == 1)) return false;
    }
    nodes.erase(std::remove_if(nodes.begin(), nodes.end(), separates), nodes.end());
    return true;
  }

  std::string_view text_;
  Kind kind_;
  std::string_view language_;
  model::NameTable& names_;
  Reads reads_;
};

std::unique_ptr<const Compiled> compile_script(const ExpressionSource& source, groovy::Reading reading,
                                               model::NameTable& names) {
  try {
    groovy::Script script = groovy::parse(source.text, reading, names);
    std::sort(script.names.begin(), script.names.end());
    script.names.erase(std::unique(script.names.begin(), script.names.end()), script.names.end());
    return std::make_unique<const Compiled>(source, std::move(script.root), std::move(script.names),
                                            script.uses_execution);
  } catch (const Failure& failure) {
    throw ExpressionError(source.text, failure.offset, failure.message, source.element_id,
                          model::position_in(source.where, source.text, failure.offset));
  }
}

std::unique_ptr<const Compiled> compile_path(const ExpressionSource& source, path::Reading reading,
                                             model::NameTable& names) {
  try {
    path::Parsed parsed = path::parse(source.text, reading, names);
    std::sort(parsed.names.begin(), parsed.names.end());
    parsed.names.erase(std::unique(parsed.names.begin(), parsed.names.end()), parsed.names.end());
    return std::make_unique<const Compiled>(source, std::move(parsed.root), std::move(parsed.names));
  } catch (const Failure& failure) {
    // What is no path or condition was put together by its reader, and does not stand in the file like this.
    const bool as_written = reading == path::Reading::Condition || source.text.starts_with("$");
    throw ExpressionError(
        source.text, failure.offset, failure.message, source.element_id,
        as_written ? model::position_in(source.where, source.text, failure.offset) : source.where);
  }
}

}  // namespace

std::unique_ptr<const Compiled> compile(const ExpressionSource& source, model::NameTable& names) {
  if (const auto reading = groovy::reading_of(source.language))
    return compile_script(source, *reading, names);
  if (const auto reading = path::reading_of(source.language)) return compile_path(source, *reading, names);
  try {
    Compiler compiler(source, names);
    NodePtr root = compiler.run();
    Reads reads = compiler.take_reads();
    return std::make_unique<const Compiled>(source, std::move(root), std::move(reads.names), reads.more);
  } catch (const Failure& failure) {
    throw ExpressionError(source.text, failure.offset, failure.message, source.element_id, source.where);
  }
}

bool is_subset(std::string_view language) noexcept {
  return language == "groovy" || language == "text/x-groovy";
}

bool runs_by_itself(const ExpressionSource& source) {
  if (!is_native_language(source.language)) return false;
  if (!is_subset(source.language)) return true;
  model::NameTable names;
  try {
    return compile(source, names) != nullptr;
  } catch (const ExpressionError&) {
    return false;
  }
}

bool is_native_language(std::string_view language) noexcept {
  return language == kFeel || groovy::reading_of(language).has_value() ||
         path::reading_of(language).has_value() ||
         std::find(kLanguages.begin(), kLanguages.end(), language) != kLanguages.end();
}

}  // namespace rondo::expression
