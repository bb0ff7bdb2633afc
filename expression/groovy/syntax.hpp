// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/names.hpp"
#include "model/value.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace rondo::expression::groovy {

/// A script's parts. What `children` and the other members of a Syntax hold stands behind each.
enum class Form : std::uint8_t {
  // expressions
  Literal,     ///< value
  Text,        ///< parts to be joined
  Name,        ///< name, text
  List,        ///< elements
  Map,         ///< key, value, key, value …
  Closure,     ///< body; parameters
  Unary,       ///< operand; op
  Binary,      ///< left, right; op
  And,         ///< left, right
  Or,          ///< left, right
  Ternary,     ///< condition, then, else
  Elvis,       ///< left, right
  Index,       ///< target, position
  Property,    ///< target, name (a Literal or Text); safe, spread
  Call,        ///< target, arguments …; named
  MethodCall,  ///< target, name (a Literal or Text), arguments …; safe, spread, named
  New,         ///< arguments …; text is the class
  Is,          ///< left; text is the class; negated
  Cast,        ///< left; text is the class
  Assign,      ///< place, value; op is Op::None or the operator of `+=` …
  Step,        ///< place; op is Add or Subtract; prefix
  Method,      ///< target, name (a Literal or Text): `target.&name`
  Spread,      ///< list or map whose elements stand for it, in lists, maps (as a key) and arguments
  Unpack,      ///< value, then places for its elements; `declares`: Names of new variables
  // statements
  Block,     ///< statements
  Declare,   ///< value, or nothing; name
  Declares,  ///< several Declare
  If,        ///< condition, then, or also else
  For,       ///< sequence, body; name
  ForSteps,  ///< first, condition, step, body (each may be an empty Block)
  While,     ///< condition, body; prefix: the body comes first
  Switch,    ///< subject, then Case and Default
  Case,      ///< value, statements …
  Default,   ///< statements …
  Return,    ///< value, or nothing
  Throw,     ///< value
  Assert,    ///< condition, or also message
  Try,       ///< body, then Catch …, then Finally
  Catch,     ///< body; names of classes in parameters' texts; name
  Finally,   ///< body
  Break,
  Continue
};

/// Operators of Unary, Binary, Assign and Step.
enum class Op : std::uint8_t {
  None,
  Add,
  Subtract,
  Multiply,
  Divide,
  Remainder,
  Power,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Compare,
  In,
  NotIn,
  Find,
  Match,
  ShiftLeft,
  ShiftRight,
  Range,
  RangeWithout,
  BitAnd,
  BitOr,
  BitXor,
  Not,
  Negate,
  Plus,
  Elvis,
  Pattern  ///< `~`
};

struct Syntax;
using SyntaxPtr = std::unique_ptr<const Syntax>;

/// A parameter of a closure, with its default when it has one; a class of a catch clause.
struct Parameter {
  model::NameId name = model::kNoName;
  std::string text;
  SyntaxPtr otherwise;
  bool rest = false;  ///< `Object... more`: the list of all further arguments.
};

/// A node of a script's syntax tree. Immutable once it is parsed.
struct Syntax {
  Form form{};
  Op op = Op::None;
  bool safe = false;      ///< `?.`
  bool spread = false;    ///< `*.`
  bool named = false;     ///< The first argument is a Map of named arguments.
  bool prefix = false;    ///< Of Step.
  bool negated = false;   ///< `!instanceof`
  bool declares = false;  ///< Of Unpack.
  bool implicit = false;  ///< Closure without parameter list: it has `it`.
  std::uint32_t offset = 0;
  std::uint32_t height = 1;
  model::NameId name = model::kNoName;
  std::string text;
  model::Value value;
  std::vector<SyntaxPtr> children;
  std::vector<Parameter> parameters;
};

/// Bounds the depth of trees, so that evaluating and destroying them needs little stack.
inline constexpr std::uint32_t kMaxHeight = 200;

}  // namespace rondo::expression::groovy
