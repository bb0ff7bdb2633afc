// SPDX-License-Identifier: Apache-2.0
#include "expression/access_nodes.hpp"
#include "expression/conversion.hpp"
#include "expression/failure.hpp"
#include "expression/functions.hpp"
#include "expression/lexer.hpp"
#include "expression/nodes.hpp"
#include "expression/operator_nodes.hpp"
#include "expression/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rondo::expression {

using model::Value;

namespace {

constexpr std::array<std::string_view, 14> kReserved{
    "and", "or", "not", "empty", "div", "mod", "eq", "ne", "lt", "gt", "le", "ge", "instanceof", "null"};
constexpr std::array<std::string_view, 3> kFeelReserved{"if", "then", "else"};
constexpr std::array<std::string_view, 5> kFeelUnsupported{"for", "some", "every", "function", "between"};
constexpr std::array<std::string_view, 5> kContainers{"execution", "task", "variableContainer",
                                                      "planItemInstance", "caseInstance"};
constexpr std::array<std::string_view, 4> kReaders{"getVariable", "getVariableLocal", "hasVariable",
                                                   "hasVariableLocal"};

template <std::size_t Size>
bool among(std::string_view word, const std::array<std::string_view, Size>& words) noexcept {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool opens(const Token& token) { return token.is_sign("(") || token.is_sign("[") || token.is_sign("{"); }
bool closes(const Token& token) { return token.is_sign(")") || token.is_sign("]") || token.is_sign("}"); }

bool is_own_function(std::string_view prefix, std::string_view name) {
  return is_variable_prefix(prefix) || find_function(prefix, name, false) != nullptr;
}

}  // namespace

NodePtr Parser::operand() {
  NodePtr node = primary();
  while (true) {
    // In a script a bracket on a new line begins the next statement.
    const bool next_statement = lines_ && token().line_before;
    if (accept(".")) {
      node = checked(member(std::move(node)));
    } else if (!next_statement && accept("[")) {
      node = checked(index(std::move(node)));
    } else {
      return node;
    }
  }
}

NodePtr Parser::member(NodePtr base) {
  if (token().kind != Token::Kind::Name) fail_expected("the name of a property");
  const std::size_t receiver = at_ >= 2 ? at_ - 2 : 0;
  const Token name = take();
  if (!is("(")) {
    return std::make_unique<PropertyNode>(grammar_.style, std::move(base), name.offset,
                                          std::string(name.text));
  }
  const std::size_t first = at_ + 1;
  const bool on_container =
      tokens_[receiver].kind == Token::Kind::Name && among(tokens_[receiver].text, kContainers);
  Nodes passed = arguments();
  const bool one_token = at_ == first + 2;
  bool hands_over = on_container;
  for (std::size_t i = first; i < at_; ++i) {
    hands_over = hands_over || (tokens_[i].kind == Token::Kind::Name && among(tokens_[i].text, kContainers));
  }
  note_call(name.text, &tokens_[first], one_token, hands_over);
  return std::make_unique<MethodNode>(std::move(base), name.offset, std::string(name.text),
                                      std::move(passed));
}

// Which variables a call may read besides its arguments.
void Parser::note_call(std::string_view method, const Token* first, bool one_token, bool hands_over) {
  if (among(method, kReaders) && one_token && first->kind == Token::Kind::Text) {
    reads_.names.push_back(names_.intern(unquoted(*first)));
  } else if (hands_over) {
    reads_.more = true;
  }
}

NodePtr Parser::index(NodePtr base) {
  const std::size_t outer = std::exchange(open_choices_, 0);
  NodePtr position = assignment();
  expect("]");
  open_choices_ = outer;
  const auto* const computed = dynamic_cast<const FeelBinaryNode*>(position.get());
  if (computed != nullptr && !computed->is_arithmetic()) {
    fail(position->offset(), "filters of FEEL are not supported; expected a position in a list");
  }
  return std::make_unique<IndexNode>(grammar_.style, std::move(base), std::move(position));
}

NodePtr Parser::primary() {
  switch (token().kind) {
    case Token::Kind::Integer:
    case Token::Kind::Decimal:
      return number();
    case Token::Kind::Text: {
      const Token literal = take();
      return std::make_unique<ConstantNode>(literal.offset, Value(unquoted(literal)));
    }
    case Token::Kind::Name:
      return word();
    case Token::Kind::Sign:
      break;
    case Token::Kind::End:
      fail_expected("an expression");
  }
  if (is("[")) return list();
  if (is("{")) return object();
  if (!accept("(")) fail_expected("an expression");
  const std::size_t outer = std::exchange(open_choices_, 0);
  NodePtr inside = assignment();
  expect(")");
  open_choices_ = outer;
  return inside;
}

NodePtr Parser::number() {
  const Token literal = take();
  const auto value = number_in(literal.text);
  if (!value) fail(literal.offset, fmt::format("{} is too large a number", describe(literal)));
  return std::make_unique<ConstantNode>(literal.offset, *value);
}

NodePtr Parser::word() {
  if (is_prefixed_call()) {
    const Token prefix = take();
    ++at_;
    return call(&prefix, take());
  }
  const std::string_view text = token().text;
  const bool constant = text == "true" || text == "false" || text == "null";
  if (!constant && (among(text, kReserved) || (is_feel() && among(text, kFeelReserved)))) {
    fail_expected("an expression");
  }
  if (is_feel() && among(text, kFeelUnsupported)) {
    fail(token().offset, fmt::format("FEEL's '{}' is not supported", text));
  }
  const Token name = take();
  if (constant) {
    return std::make_unique<ConstantNode>(name.offset, text == "null" ? Value() : Value(text == "true"));
  }
  if (is("(") && !(lines_ && token().line_before)) return call(nullptr, name);
  return variable(name);
}

NodePtr Parser::variable(const Token& name) {
  const model::NameId id = names_.intern(name.text);
  reads_.names.push_back(id);
  return std::make_unique<VariableNode>(grammar_.style, name.offset, id, std::string(name.text));
}

// Whether `prefix:name(` comes next. In `a ? b:c(d)` it does not: the colon belongs to the `?`, unless
// another colon follows for that.
bool Parser::is_prefixed_call() const {
  const bool tight = token(1).is_sign(":") && !token(1).space_before && token(2).kind == Token::Kind::Name &&
                     !token(2).space_before && token(3).is_sign("(");
  if (!tight || open_choices_ == 0 || is_own_function(token().text, token(2).text)) return tight;
  std::size_t wanted = open_choices_, colons = 0, depth = 0;
  for (std::size_t i = at_ + 3; i < tokens_.size(); ++i) {
    const Token& next = tokens_[i];
    if (opens(next)) ++depth;
    if (depth == 0 && (closes(next) || next.is_sign(",") || next.is_sign(";"))) break;
    if (closes(next)) --depth;
    if (depth == 0 && next.is_sign("?")) ++wanted;
    if (depth == 0 && next.is_sign(":")) ++colons;
  }
  return colons >= wanted;
}

NodePtr Parser::call(const Token* prefix, const Token& name) {
  const std::string_view space = prefix == nullptr ? std::string_view() : prefix->text;
  if (is_variable_prefix(space)) return variable_call(name);
  const std::size_t offset = prefix == nullptr ? name.offset : prefix->offset;
  const Function* function = find_function(space, name.text, is_feel());
  Nodes passed = arguments();
  if (function == nullptr) {
    reads_.more = true;
    return std::make_unique<HostFunctionNode>(offset, std::string(space), std::string(name.text),
                                              std::move(passed));
  }
  if (passed.size() < function->fewest ||
      (passed.size() > function->most && function->most != Function::kAny)) {
    fail(name.offset, fmt::format("function '{}' does not take {} arguments", name.text, passed.size()));
  }
  return std::make_unique<FunctionNode>(offset, *function, std::move(passed));
}

// How many arguments the bracket that opens here has.
std::size_t Parser::count_arguments() const {
  std::size_t commas = 0, depth = 0;
  for (std::size_t i = at_; i < tokens_.size(); ++i) {
    if (opens(tokens_[i])) ++depth;
    if (closes(tokens_[i]) && --depth == 0) break;
    if (depth == 1 && tokens_[i].is_sign(",")) ++commas;
  }
  return token(1).is_sign(")") ? 0 : commas + 1;
}

// Flowable's long form names the execution in front of the variable.
void Parser::skip_container(std::size_t fewest, std::size_t most) {
  const std::size_t count = count_arguments();
  const bool one_more = most == Function::kAny ? count >= fewest + 2 : count == most + 2;
  expect("(");
  if (one_more && token().kind == Token::Kind::Name && among(token().text, kContainers) &&
      token(1).is_sign(",")) {
    at_ += 2;
  }
}

NodePtr Parser::variable_call(const Token& name) {
  const VariableFunction* function = find_variable_function(name.text);
  if (function == nullptr) fail(name.offset, fmt::format("unknown function '{}' of variables", name.text));
  const Level level(*this);
  skip_container(function->fewest, function->most);
  const std::size_t outer = std::exchange(open_choices_, 0);
  model::NameId variable_name = model::kNoName;
  NodePtr computed;
  const Token first = token();
  const bool alone = token(1).is_sign(",") || token(1).is_sign(")");
  if (alone && (first.kind == Token::Kind::Name || first.kind == Token::Kind::Text)) {
    ++at_;
    variable_name =
        names_.intern(first.kind == Token::Kind::Text ? unquoted(first) : std::string(first.text));
    reads_.names.push_back(variable_name);
  } else {
    computed = assignment();
    reads_.more = true;
  }
  Nodes others;
  if (accept(",")) {
    others = items(")");
  } else {
    expect(")");
  }
  open_choices_ = outer;
  if (others.size() < function->fewest ||
      (others.size() > function->most && function->most != Function::kAny)) {
    fail(name.offset, fmt::format("function '{}' does not take {} arguments", name.text, others.size() + 1));
  }
  return std::make_unique<VariableFunctionNode>(name.offset, *function, variable_name, std::move(computed),
                                                std::move(others));
}

Nodes Parser::arguments() {
  expect("(");
  const std::size_t outer = std::exchange(open_choices_, 0);
  Nodes passed = accept(")") ? Nodes() : items(")");
  open_choices_ = outer;
  return passed;
}

// Expressions with commas between them, up to and with the sign `end`.
Nodes Parser::items(std::string_view end) {
  Nodes list;
  do {
    list.push_back(assignment());
  } while (accept(","));
  if (!is(end)) fail_expected(fmt::format("',' or '{}'", end));
  ++at_;
  return list;
}

NodePtr Parser::list() {
  const std::size_t offset = take().offset;
  const std::size_t outer = std::exchange(open_choices_, 0);
  Nodes elements = accept("]") ? Nodes() : items("]");
  open_choices_ = outer;
  const bool constant =
      std::all_of(elements.begin(), elements.end(), [](const NodePtr& node) { return node->constant(); });
  return folded(std::make_unique<ListNode>(offset, std::move(elements)), constant);
}

NodePtr Parser::object() {
  const std::size_t offset = take().offset;
  const std::size_t outer = std::exchange(open_choices_, 0);
  std::vector<std::string> names;
  Nodes values;
  while (!accept("}")) {
    if (!values.empty()) expect(",");
    if (token().kind != Token::Kind::Name && token().kind != Token::Kind::Text) fail_expected("a name");
    const Token name = take();
    names.push_back(name.kind == Token::Kind::Text ? unquoted(name) : std::string(name.text));
    expect(":");
    values.push_back(assignment());
  }
  open_choices_ = outer;
  const bool constant =
      std::all_of(values.begin(), values.end(), [](const NodePtr& node) { return node->constant(); });
  return folded(std::make_unique<ObjectNode>(offset, std::move(names), std::move(values)), constant);
}

}  // namespace rondo::expression
