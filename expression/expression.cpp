// SPDX-License-Identifier: Apache-2.0
#include "expression/expression.hpp"

#include "expression/node.hpp"
#include "expression/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace rondo::expression {

namespace {

using Kind = model::ExpressionSource::Kind;

bool opens(std::string_view text, std::size_t at) {
  return at + 1 < text.size() && (text[at] == '$' || text[at] == '#') && text[at + 1] == '{';
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// Reads a text with `${…}` parts. A text that is one such part as a whole keeps its value's type.
class TextCompiler {
 public:
  TextCompiler(std::string_view text, model::NameTable& names, std::vector<model::NameId>& reads)
      : text_(text), names_(names), reads_(reads) {}

  NodePtr compile() {
    std::size_t at = 0;
    while (at < text_.size()) {
      if (text_[at] == '\\' && opens(text_, at + 1)) {
        literal_ += text_.substr(at + 1, 2);
        at += 3;
      } else if (opens(text_, at)) {
        at = embedded(at);
      } else {
        literal_ += text_[at++];
      }
    }
    if (parts_.empty()) return make_constant(0, model::Value(std::move(literal_)));
    if (parts_.size() == 1 && literal_.empty()) return std::move(parts_.front());
    flush(text_.size());
    return make_composite(0, std::move(parts_));
  }

 private:
  std::size_t embedded(std::size_t at) {
    flush(at);
    Parser parser(text_, at + 2, true, Grammar::Uel, names_, reads_);
    parts_.push_back(parser.expression());
    if (parser.end() >= text_.size()) throw Fault(at, "'${' is not closed by '}'");
    return parser.end() + 1;
  }

  void flush(std::size_t at) {
    if (literal_.empty()) return;
    parts_.push_back(make_constant(at - literal_.size(), model::Value(std::move(literal_))));
    literal_.clear();
  }

  std::string_view text_;
  model::NameTable& names_;
  std::vector<model::NameId>& reads_;
  std::string literal_;
  NodeList parts_;
};

bool has_embedded(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (opens(text, at)) return true;
  }
  return false;
}

NodePtr compile_whole(std::string_view text, Kind kind, model::NameTable& names,
                      std::vector<model::NameId>& reads) {
  if (kind == Kind::Text) {
    // zeebe marks expressions by a leading `=`.
    if (text.starts_with("=") && text.size() > 1) {
      return Parser(text, 1, false, Grammar::Feel, names, reads).expression();
    }
    return TextCompiler(text, names, reads).compile();
  }
  // Line breaks around a condition are layout, not text.
  const std::string_view core = trimmed(text);
  const std::size_t skipped = core.empty() ? 0 : static_cast<std::size_t>(core.data() - text.data());
  if (kind != Kind::Script && core.empty()) throw Fault(0, "the expression is empty");
  if (core.starts_with("=")) {
    return Parser(text.substr(0, skipped + core.size()), skipped + 1, false, Grammar::Feel, names, reads)
        .expression();
  }
  if (has_embedded(core)) return TextCompiler(core, names, reads).compile();
  Parser parser(text.substr(0, skipped + core.size()), skipped, false, Grammar::Uel, names, reads);
  return kind == Kind::Script ? parser.script() : parser.expression();
}

ExpressionError located(const model::ExpressionSource& source, const Fault& fault) {
  return {source.text, fault.offset(), fault.what(), source.element_id, source.where};
}

}  // namespace

Compiled::Compiled(model::ExpressionSource source, std::unique_ptr<const Node> root,
                   std::vector<model::NameId> reads)
    : source_(std::move(source)), root_(std::move(root)), reads_(std::move(reads)) {}
Compiled::~Compiled() = default;
Compiled::Compiled(Compiled&&) noexcept = default;
Compiled& Compiled::operator=(Compiled&&) noexcept = default;

Operand Compiled::evaluate_operand(Environment& environment) const {
  try {
    return root_->evaluate(environment);
  } catch (const Fault& fault) {
    throw located(source_, fault);
  }
}

model::Value Compiled::evaluate(Environment& environment) const {
  Operand operand = evaluate_operand(environment);
  if (operand.object == nullptr) return std::move(operand.value);
  throw located(source_, Fault(root_->offset(), fmt::format("{} is no value", operand.object->describe())));
}

bool Compiled::is_constant() const noexcept { return root_->is_constant(); }

std::unique_ptr<const Compiled> compile(const model::ExpressionSource& source, model::NameTable& names) {
  std::vector<model::NameId> reads;
  try {
    NodePtr root = compile_whole(source.text, source.kind, names, reads);
    std::sort(reads.begin(), reads.end());
    reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
    return std::make_unique<const Compiled>(source, std::move(root), std::move(reads));
  } catch (const Fault& fault) {
    throw located(source, fault);
  }
}

bool is_native_language(std::string_view language) noexcept {
  static constexpr std::array<std::string_view, 5> kNative = {"", "juel", "uel", "el", "feel"};
  return std::find(kNative.begin(), kNative.end(), language) != kNative.end();
}

bool HostObject::assign(std::string_view, const model::Value&) { return false; }

}  // namespace rondo::expression
