// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/parser.hpp"

#include "expression/failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace rondo::expression::groovy {

namespace {

constexpr std::size_t kMaxNesting = 120;

struct Sign {
  std::string_view text;
  Op op;
};

// Binary operators by how loosely they bind; `||` and `&&` are nodes of their own. Comparisons are at
// kRelation.
constexpr std::size_t kRelation = 6, kTightest = 9;
struct Leveled {
  std::size_t level;
  Sign sign;
};
constexpr std::array<Leveled, 19> kBinary{{{0, {"||", Op::None}},
                                           {1, {"&&", Op::None}},
                                           {2, {"|", Op::BitOr}},
                                           {3, {"^", Op::BitXor}},
                                           {4, {"&", Op::BitAnd}},
                                           {5, {"==", Op::Equal}},
                                           {5, {"!=", Op::NotEqual}},
                                           {5, {"<=>", Op::Compare}},
                                           {5, {"=~", Op::Find}},
                                           {5, {"==~", Op::Match}},
                                           {7, {"<<", Op::ShiftLeft}},
                                           {7, {">>", Op::ShiftRight}},
                                           {7, {"..", Op::Range}},
                                           {7, {"..<", Op::RangeWithout}},
                                           {8, {"+", Op::Add}},
                                           {8, {"-", Op::Subtract}},
                                           {9, {"*", Op::Multiply}},
                                           {9, {"/", Op::Divide}},
                                           {9, {"%", Op::Remainder}}}};

constexpr std::array<Sign, 9> kAssignments{{{"=", Op::None},
                                            {"+=", Op::Add},
                                            {"-=", Op::Subtract},
                                            {"*=", Op::Multiply},
                                            {"/=", Op::Divide},
                                            {"%=", Op::Remainder},
                                            {"**=", Op::Power},
                                            {"<<=", Op::ShiftLeft},
                                            {"?=", Op::Elvis}}};

constexpr std::array<Sign, 4> kComparisons{
    {{"<", Op::Less}, {"<=", Op::LessEqual}, {">", Op::Greater}, {">=", Op::GreaterEqual}}};

template <typename Signs>
const Sign* sign_at(const Signs& signs, const Token& token) {
  if (token.kind != Token::Kind::Sign) return nullptr;
  const auto found =
      std::find_if(signs.begin(), signs.end(), [&](const Sign& sign) { return sign.text == token.text; });
  return found == signs.end() ? nullptr : &*found;
}

bool is_place(const Syntax& node) {
  return node.form == Form::Name || node.form == Form::Index || (node.form == Form::Property && !node.spread);
}

std::string described(const Token& token) {
  switch (token.kind) {
    case Token::Kind::End:
      return "the end";
    case Token::Kind::Newline:
      return token.text == ";" ? "';'" : "the end of the line";
    case Token::Kind::Text:
      return "a text";
    case Token::Kind::Number:
      return "a number";
    default:
      return fmt::format("'{}'", token.text);
  }
}

}  // namespace

Parser::Deeper::Deeper(Parser& parser) : parser_(parser) {
  if (parser_.nesting_ >= kMaxNesting) fail(parser_.peek().offset, "the script is nested too deep");
  ++parser_.nesting_;
}

// --- tokens

const Token& Parser::peek(std::size_t ahead) const noexcept {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

Token Parser::take() {
  Token token = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

bool Parser::accept(std::string_view sign) {
  if (!peek().is(sign)) return false;
  take();
  return true;
}

bool Parser::accept_name(std::string_view name) {
  if (!peek().is_name(name)) return false;
  take();
  return true;
}

void Parser::expect(std::string_view sign) {
  if (!accept(sign)) fail_here(fmt::format("'{}'", sign));
}

std::string Parser::expect_name(std::string_view what) {
  if (peek().kind != Token::Kind::Name) fail_here(what);
  return take().text;
}

void Parser::fail_here(std::string_view wanted) const {
  fail(peek().offset, fmt::format("expected {}, but found {}", wanted, described(peek())));
}

void Parser::skip_newlines() {
  while (peek().kind == Token::Kind::Newline && peek().text != ";") take();
}

// How many tokens ahead the first one is that is no line end.
std::size_t Parser::next_line() const noexcept {
  std::size_t ahead = 0;
  while (peek(ahead).kind == Token::Kind::Newline && peek(ahead).text != ";") ++ahead;
  return ahead;
}

// --- nodes

Parser::Node Parser::make(Form form, std::size_t offset) const {
  auto node = std::make_unique<Syntax>();
  node->form = form;
  node->offset = static_cast<std::uint32_t>(offset);
  return node;
}

SyntaxPtr Parser::finish(Node node) const {
  std::uint32_t highest = 0;
  for (const SyntaxPtr& child : node->children) highest = std::max(highest, child->height);
  for (const Parameter& parameter : node->parameters) {
    if (parameter.otherwise != nullptr) highest = std::max(highest, parameter.otherwise->height);
  }
  node->height = highest + 1;
  if (node->height > kMaxHeight) fail(node->offset, "the script is nested too deep");
  return node;
}

SyntaxPtr Parser::finish(Form form, std::size_t offset, std::vector<SyntaxPtr> children, Op op) const {
  Node node = make(form, offset);
  node->op = op;
  node->children = std::move(children);
  return finish(std::move(node));
}

namespace {

template <typename... Children>
std::vector<SyntaxPtr> of(Children&&... children) {
  std::vector<SyntaxPtr> result;
  (result.push_back(std::forward<Children>(children)), ...);
  return result;
}

}  // namespace

model::NameId Parser::intern(const std::string& name) { return names_.intern(name); }

// --- operators

SyntaxPtr Parser::expression() {
  const Deeper deeper(*this);
  return ternary();
}

SyntaxPtr Parser::assignment() {
  const Deeper deeper(*this);
  SyntaxPtr left = ternary();
  const Sign* sign = sign_at(kAssignments, peek());
  if (sign == nullptr) return left;
  if (!is_place(*left)) fail(peek().offset, "only a variable, a member or an element can be assigned to");
  const std::size_t offset = take().offset;
  skip_newlines();
  return finish(Form::Assign, offset, of(std::move(left), assignment()), sign->op);
}

SyntaxPtr Parser::ternary() {
  SyntaxPtr condition = binary(0);
  const std::size_t line = next_line();
  if (!peek(line).is("?") && !peek(line).is("?:")) return condition;
  skip_newlines();
  const std::size_t offset = peek().offset;
  const Deeper deeper(*this);
  if (accept("?:")) {
    skip_newlines();
    return finish(Form::Elvis, offset, of(std::move(condition), ternary()));
  }
  expect("?");
  skip_newlines();
  SyntaxPtr then = ternary();
  skip_newlines();
  expect(":");
  skip_newlines();
  return finish(Form::Ternary, offset, of(std::move(condition), std::move(then), ternary()));
}

SyntaxPtr Parser::binary(std::size_t level) {
  if (level > kTightest) return unary();
  SyntaxPtr left = binary(level + 1);
  for (;;) {
    if (level == kRelation) {
      bool more = false;
      left = relation(std::move(left), more);
      if (!more) return left;
      continue;
    }
    const Token& token = peek();
    const auto found = std::find_if(kBinary.begin(), kBinary.end(), [&](const Leveled& row) {
      return row.level == level && token.kind == Token::Kind::Sign && row.sign.text == token.text;
    });
    if (found == kBinary.end()) return left;
    const std::size_t offset = take().offset;
    skip_newlines();
    const Form form = level == 0 ? Form::Or : level == 1 ? Form::And : Form::Binary;
    left = finish(form, offset, of(std::move(left), binary(level + 1)), found->sign.op);
  }
}

SyntaxPtr Parser::relation(SyntaxPtr left, bool& more) {
  more = true;
  const std::size_t offset = peek().offset;
  if (const Sign* sign = sign_at(kComparisons, peek())) {
    take();
    skip_newlines();
    return finish(Form::Binary, offset, of(std::move(left), binary(kRelation + 1)), sign->op);
  }
  const bool negated = peek().is("!") && (peek(1).is_name("in") || peek(1).is_name("instanceof"));
  const Token& word = peek(negated ? 1 : 0);
  if (word.is_name("in")) {
    if (negated) take();
    take();
    skip_newlines();
    return finish(Form::Binary, offset, of(std::move(left), binary(kRelation + 1)),
                  negated ? Op::NotIn : Op::In);
  }
  if (word.is_name("instanceof") || (word.is_name("as") && !negated)) {
    Node node = make(word.is_name("as") ? Form::Cast : Form::Is, offset);
    node->negated = negated;
    if (negated) take();
    take();
    node->text = class_name();
    node->children.push_back(std::move(left));
    return finish(std::move(node));
  }
  more = false;
  return left;
}

SyntaxPtr Parser::unary() {
  const Deeper deeper(*this);
  const std::size_t offset = peek().offset;
  if (accept("!")) return finish(Form::Unary, offset, of(unary()), Op::Not);
  if (accept("-")) return finish(Form::Unary, offset, of(unary()), Op::Negate);
  if (accept("+")) return finish(Form::Unary, offset, of(unary()), Op::Plus);
  if (accept("~")) return finish(Form::Unary, offset, of(unary()), Op::Pattern);
  if (const std::size_t type = cast_length(); type > 0) {
    Node node = make(Form::Cast, offset);
    take();
    node->text = class_name();
    expect(")");
    node->children.push_back(unary());
    return finish(std::move(node));
  }
  const bool up = peek().is("++");
  if (up || peek().is("--")) {
    take();
    Node node = make(Form::Step, offset);
    node->op = up ? Op::Add : Op::Subtract;
    node->prefix = true;
    node->children.push_back(unary());
    if (!is_place(*node->children.front()))
      fail(offset, "only a variable, a member or an element can be counted");
    return finish(std::move(node));
  }
  return power();
}

SyntaxPtr Parser::power() {
  SyntaxPtr base = postfix();
  if (!peek().is("**")) return base;
  const std::size_t offset = take().offset;
  skip_newlines();
  return finish(Form::Binary, offset, of(std::move(base), unary()), Op::Power);
}

}  // namespace rondo::expression::groovy
