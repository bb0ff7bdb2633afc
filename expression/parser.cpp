// SPDX-License-Identifier: Apache-2.0
#include "expression/parser.hpp"

#include "expression/failure.hpp"
#include "expression/nodes.hpp"
#include "expression/operator_nodes.hpp"

#include <fmt/format.h>

#include <array>

namespace rondo::expression {

namespace {

constexpr int kDeepest = 200;
constexpr std::size_t kHighest = 1000;

struct OperatorName {
  std::string_view sign, word;
  Operator op;
  int level;  // of precedence, the lowest binds weakest
};
constexpr std::array<OperatorName, 13> kOperators{{{"||", "or", Operator::Or, 0},
                                                   {"&&", "and", Operator::And, 1},
                                                   {"==", "eq", Operator::Equal, 2},
                                                   {"!=", "ne", Operator::NotEqual, 2},
                                                   {"<", "lt", Operator::Less, 3},
                                                   {"<=", "le", Operator::LessEqual, 3},
                                                   {">", "gt", Operator::Greater, 3},
                                                   {">=", "ge", Operator::GreaterEqual, 3},
                                                   {"+", "", Operator::Add, 4},
                                                   {"-", "", Operator::Subtract, 4},
                                                   {"*", "", Operator::Multiply, 5},
                                                   {"/", "div", Operator::Divide, 5},
                                                   {"%", "mod", Operator::Modulo, 5}}};
constexpr int kUnaryLevel = 6;
constexpr OperatorName kFeelEqual{"=", "", Operator::Equal, 2};

const OperatorName* find_operator(const Token& token, int level, bool feel) noexcept {
  if (feel && level == kFeelEqual.level && token.is_sign(kFeelEqual.sign)) return &kFeelEqual;
  for (const OperatorName& name : kOperators) {
    if (name.level != level) continue;
    if (token.is_sign(name.sign) || (!name.word.empty() && token.is_word(name.word))) return &name;
  }
  return nullptr;
}

NodePtr make_binary(Operator op, std::size_t at, NodePtr left, NodePtr right, bool feel) {
  const bool constant = left->constant() != nullptr && right->constant() != nullptr;
  NodePtr node;
  if (feel) {
    node = std::make_unique<FeelBinaryNode>(op, at, std::move(left), std::move(right));
  } else if (op >= Operator::Add) {
    node = std::make_unique<ArithmeticNode>(op, at, std::move(left), std::move(right));
  } else if (op >= Operator::Equal) {
    node = std::make_unique<ComparisonNode>(op, at, std::move(left), std::move(right));
  } else {
    node = std::make_unique<LogicNode>(op, at, std::move(left), std::move(right));
  }
  return folded(std::move(node), constant);
}

// Stands in when constants are computed, which read nothing.
class NoEnvironment final : public Environment {
 public:
  bool variable(model::NameId, model::Value&) override { return false; }
  bool variable_named(std::string_view, model::Value&) override { return false; }
  HostObject* object(std::string_view) override { return nullptr; }
  bool call(std::string_view, std::string_view, std::span<const Operand>, Operand&) override { return false; }
  void assign(model::NameId, model::Value) override {}
  model::Instant now() override { return {}; }
};

}  // namespace

NodePtr folded(NodePtr node, bool parts_constant) {
  if (!parts_constant) return node;
  try {
    NoEnvironment nothing;
    return std::make_unique<ConstantNode>(node->offset(), data_of(*node, nothing));
  } catch (const Failure&) {
    return node;  // fails when it is evaluated, if ever it is
  }
}

Parser::Level::Level(Parser& parser) : parser_(parser) {
  if (++parser_.depth_ > kDeepest) {
    --parser_.depth_;
    fail(parser_.token().offset, fmt::format("nested more than {} deep", kDeepest));
  }
}

NodePtr Parser::checked(NodePtr node) const {
  if (node->height() > kHighest)
    fail(token().offset, fmt::format("more than {} operators in a row", kHighest));
  return node;
}

bool Parser::accept(std::string_view sign) {
  if (!is(sign)) return false;
  ++at_;
  return true;
}

bool Parser::accept_word(std::string_view word) {
  if (!token().is_word(word)) return false;
  ++at_;
  return true;
}

void Parser::expect(std::string_view sign) {
  if (!accept(sign)) fail_expected(fmt::format("'{}'", sign));
}

void Parser::expect_word(std::string_view word) {
  if (!accept_word(word)) fail_expected(fmt::format("'{}'", word));
}

void Parser::fail_expected(std::string_view wanted) const {
  fail(token().offset, fmt::format("expected {} but found {}", wanted, describe(token())));
}

NodePtr Parser::statements(bool lines) {
  lines_ = lines;
  const std::size_t offset = token().offset;
  Nodes list;
  while (true) {
    while (lines && accept(";")) {
    }
    if (token().kind == Token::Kind::End && (lines || !list.empty())) break;
    list.push_back(assignment());
    if (accept(";") || (lines && token().line_before)) continue;
    if (token().kind != Token::Kind::End) fail_expected(tokens_.back().text.empty() ? "end of text" : "'}'");
  }
  if (list.empty()) return std::make_unique<ConstantNode>(offset, model::Value());
  if (list.size() == 1) return std::move(list.front());
  return std::make_unique<SequenceNode>(offset, std::move(list));
}

NodePtr Parser::assignment() {
  const Level level(*this);
  const std::size_t first = at_, reads = reads_.names.size();
  NodePtr target = choice();
  if (is_feel() || !is("=")) return target;
  if (!grammar_.may_assign) fail(token().offset, "'=' assigns, which a condition must not do; '==' compares");
  if (!target->is_place()) fail(token().offset, "only a variable or a part of one can be assigned to");
  // A variable that is only written is not read.
  if (at_ == first + 1) reads_.names.resize(reads);
  ++at_;
  return checked(std::make_unique<AssignNode>(std::move(target), assignment()));
}

NodePtr Parser::choice() {
  if (is_feel() && token().is_word("if")) return feel_choice();
  NodePtr condition = binary(0);
  if (!accept("?")) return condition;
  const Level level(*this);
  ++open_choices_;
  NodePtr chosen = choice();
  --open_choices_;
  expect(":");
  NodePtr other = choice();
  const bool constant = condition->constant() && chosen->constant() && other->constant();
  return folded(checked(std::make_unique<ConditionalNode>(grammar_.style, std::move(condition),
                                                          std::move(chosen), std::move(other))),
                constant);
}

NodePtr Parser::feel_choice() {
  const Level level(*this);
  expect_word("if");
  NodePtr condition = choice();
  expect_word("then");
  NodePtr chosen = choice();
  expect_word("else");
  NodePtr other = choice();
  return checked(std::make_unique<ConditionalNode>(Style::Feel, std::move(condition), std::move(chosen),
                                                   std::move(other)));
}

NodePtr Parser::binary(int level) {
  if (level == kUnaryLevel) return unary();
  NodePtr left = binary(level + 1);
  while (const OperatorName* found = find_operator(token(), level, is_feel())) {
    const std::size_t at = take().offset;
    NodePtr right = binary(level + 1);
    left = checked(make_binary(found->op, at, std::move(left), std::move(right), is_feel()));
  }
  return left;
}

NodePtr Parser::unary() {
  using Kind = UnaryNode::Kind;
  const std::size_t offset = token().offset;
  Kind kind{};
  if (accept("-")) {
    kind = is_feel() ? Kind::FeelNegate : Kind::Negate;
  } else if (accept("!") || accept_word("not")) {
    kind = is_feel() ? Kind::FeelNot : Kind::Not;
  } else if (accept_word("empty")) {
    kind = Kind::Empty;
  } else {
    return operand();
  }
  const Level level(*this);
  NodePtr part = unary();
  const bool constant = part->constant() != nullptr;
  return folded(checked(std::make_unique<UnaryNode>(kind, offset, std::move(part))), constant);
}

}  // namespace rondo::expression
