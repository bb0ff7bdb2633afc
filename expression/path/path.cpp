// SPDX-License-Identifier: Apache-2.0
#include "expression/path/path.hpp"

#include "expression/failure.hpp"
#include "expression/nodes.hpp"
#include "expression/operators.hpp"

#include <array>
#include <cctype>
#include <charconv>
#include <string>
#include <utility>

namespace rondo::expression::path {

namespace {

using model::NameId;
using model::Value;

// One step of a path: a member, an item, or all items.
struct Part {
  enum class Kind : std::uint8_t { Member, Item, All } kind = Kind::Member;
  std::string name;
  std::size_t item = 0;
};

Value follow(const Value& value, const Part* part, const Part* end);

Value project(const Value& value, const Part* part, const Part* end) {
  if (!value.is_list()) return {};
  model::List items;
  items.reserve(value.as_list().size());
  for (const Value& item : value.as_list()) items.push_back(follow(item, part, end));
  return items;
}

Value follow(const Value& value, const Part* part, const Part* end) {
  const Value* at = &value;
  for (; part != end; ++part) {
    if (part->kind == Part::Kind::All) return project(*at, part + 1, end);
    if (part->kind == Part::Kind::Member) {
      at = at->is_object() ? at->as_object().find(part->name) : nullptr;
    } else {
      at = at->is_list() && part->item < at->as_list().size() ? &at->as_list()[part->item] : nullptr;
    }
    if (at == nullptr) return {};
  }
  return *at;
}

class PathNode final : public Node {
 public:
  PathNode(std::size_t offset, NameId root, std::vector<Part> parts)
      : Node(offset, 1), root_(root), parts_(std::move(parts)) {}

  [[nodiscard]] Operand evaluate(Environment& environment) const override {
    Value root;
    if (!environment.variable(root_, root)) return Value();
    return follow(root, parts_.data(), parts_.data() + parts_.size());
  }

 private:
  NameId root_;
  std::vector<Part> parts_;
};

// A list, or an object with these names.
class MakeNode final : public Node {
 public:
  MakeNode(std::size_t offset, std::vector<std::string> names, Nodes values, bool list)
      : Node(offset, height_above(values)),
        names_(std::move(names)),
        values_(std::move(values)),
        list_(list) {}

  [[nodiscard]] Operand evaluate(Environment& environment) const override {
    if (list_) {
      model::List items;
      for (const NodePtr& value : values_) items.push_back(value->evaluate(environment).value);
      return Value(std::move(items));
    }
    model::Object object;
    for (std::size_t i = 0; i < values_.size(); ++i)
      object.set(names_[i], values_[i]->evaluate(environment).value);
    return Value(std::move(object));
  }

 private:
  std::vector<std::string> names_;
  Nodes values_;
  bool list_;
};

bool is_true(const Value& value) {
  if (value.is_null()) return false;
  if (value.is_boolean()) return value.as_boolean();
  if (value.is_number()) return value.to_number() != 0;
  return !value.is_string() || !value.as_string().empty();
}

// A value as a condition.
class TruthNode final : public Node {
 public:
  explicit TruthNode(NodePtr value) : Node(value->offset(), value->height() + 1), value_(std::move(value)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override {
    return Value(is_true(value_->evaluate(environment).value));
  }

 private:
  NodePtr value_;
};

class NotNode final : public Node {
 public:
  explicit NotNode(NodePtr condition)
      : Node(condition->offset(), condition->height() + 1), condition_(std::move(condition)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override {
    return Value(!condition_->evaluate(environment).value.as_boolean());
  }

 private:
  NodePtr condition_;
};

class LogicNode final : public Node {
 public:
  LogicNode(bool any, Nodes conditions)
      : Node(conditions.front()->offset(), height_above(conditions)),
        any_(any),
        conditions_(std::move(conditions)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override {
    for (const NodePtr& condition : conditions_) {
      if (condition->evaluate(environment).value.as_boolean() == any_) return Value(any_);
    }
    return Value(!any_);
  }

 private:
  bool any_;
  Nodes conditions_;
};

// Values of different types are never equal, and have no order.
class CompareNode final : public Node {
 public:
  CompareNode(Operator op, NodePtr left, NodePtr right)
      : Node(left->offset(), std::max(left->height(), right->height()) + 1),
        operator_(op),
        left_(std::move(left)),
        right_(std::move(right)) {}
  [[nodiscard]] Operand evaluate(Environment& environment) const override {
    const Value left = left_->evaluate(environment).value, right = right_->evaluate(environment).value;
    if (operator_ == Operator::Equal) return Value(left == right);
    if (operator_ == Operator::NotEqual) return Value(!(left == right));
    const bool alike = (left.is_number() && right.is_number()) || (left.is_string() && right.is_string());
    if (!alike) {
      fail(offset(), "a " + std::string(name_of(left.type())) + " and a " +
                         std::string(name_of(right.type())) + " have no order");
    }
    const auto order = order_of(left, right);
    return Value(order.has_value() && fits(operator_, *order));
  }

 private:
  Operator operator_;
  NodePtr left_, right_;
};

constexpr int kDeepest = 100;

struct Sign {
  std::string_view text;
  Operator op;
};
constexpr std::array<Sign, 6> kSigns{{{"==", Operator::Equal},
                                      {"!=", Operator::NotEqual},
                                      {"<=", Operator::LessEqual},
                                      {">=", Operator::GreaterEqual},
                                      {"<", Operator::Less},
                                      {">", Operator::Greater}}};

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Reader {
 public:
  Reader(std::string_view text, model::NameTable& names) : text_(text), names_(names) {}

  NodePtr value() {
    NodePtr result = operand();
    finish();
    return result;
  }

  NodePtr condition() {
    NodePtr result = any(0);
    finish();
    return result;
  }

  std::vector<NameId> take_names() { return std::move(found_); }

 private:
  NodePtr any(int depth) {
    Nodes parts;
    do parts.push_back(all(depth));
    while (accept("||"));
    return parts.size() == 1 ? std::move(parts.front()) : std::make_unique<LogicNode>(true, std::move(parts));
  }

  NodePtr all(int depth) {
    Nodes parts;
    do parts.push_back(single(depth));
    while (accept("&&"));
    return parts.size() == 1 ? std::move(parts.front())
                             : std::make_unique<LogicNode>(false, std::move(parts));
  }

  NodePtr single(int depth) {
    if (depth > kDeepest) fail(at_, "the condition is nested too deeply");
    skip();
    const bool negates = at_ < text_.size() && text_[at_] == '!' && text_.substr(at_, 2) != "!=";
    if (negates) {
      ++at_;
      return std::make_unique<NotNode>(single(depth + 1));
    }
    if (accept("(")) {
      NodePtr inside = any(depth + 1);
      if (!accept(")")) fail(at_, "a closing parenthesis is missing");
      return inside;
    }
    NodePtr left = operand();
    for (const Sign& sign : kSigns) {
      if (!accept(sign.text)) continue;
      NodePtr right = operand();
      return std::make_unique<CompareNode>(sign.op, std::move(left), std::move(right));
    }
    return std::make_unique<TruthNode>(std::move(left));
  }

  NodePtr operand(int depth = 0) {
    if (depth > kDeepest) fail(at_, "the value is nested too deeply");
    skip();
    if (at_ == text_.size()) fail(at_, "a value is missing");
    if (text_[at_] == '$') return path();
    if (text_[at_] == '\'') return quoted();
    if (text_[at_] == '[') return list(depth);
    if (text_[at_] == '{') return object(depth);
    return literal();
  }

  NodePtr path() {
    const std::size_t begin = at_++;
    std::string_view root = word();
    if (root.empty()) root = "input";
    if (root != "input" && root != "local" && root != "context") {
      fail(begin, "a path begins with $, $input, $local or $context, not with $" + std::string(root));
    }
    const NameId name = names_.intern(root);
    found_.push_back(name);
    std::vector<Part> parts;
    while (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == '[')) parts.push_back(part());
    return std::make_unique<PathNode>(begin, name, std::move(parts));
  }

  Part part() {
    Part part;
    if (text_[at_++] == '.') {
      part.name = word();
      if (part.name.empty()) fail(at_, "a name is missing behind the dot");
      return part;
    }
    if (accept("*]")) {
      part.kind = Part::Kind::All;
      return part;
    }
    part.kind = Part::Kind::Item;
    const char* const end = text_.data() + text_.size();
    const auto [behind, error] = std::from_chars(text_.data() + at_, end, part.item);
    if (error != std::errc()) fail(at_, "a number or * is missing in the brackets");
    at_ = static_cast<std::size_t>(behind - text_.data());
    if (!accept("]")) fail(at_, "a closing bracket is missing");
    return part;
  }

  // '…' with \' and \\ in it.
  NodePtr quoted() {
    const std::size_t begin = at_++;
    std::string content;
    for (; at_ < text_.size() && text_[at_] != '\''; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      content += text_[at_];
    }
    if (at_ == text_.size()) fail(begin, "the text has no end");
    ++at_;
    return std::make_unique<ConstantNode>(begin, Value(std::move(content)));
  }

  NodePtr list(int depth) {
    const std::size_t begin = at_++;
    Nodes items;
    while (!accept("]")) {
      if (!items.empty() && !accept(",")) fail(at_, "a comma or closing bracket is missing");
      items.push_back(operand(depth + 1));
    }
    return std::make_unique<MakeNode>(begin, std::vector<std::string>(), std::move(items), true);
  }

  NodePtr object(int depth) {
    const std::size_t begin = at_++;
    std::vector<std::string> names;
    Nodes values;
    while (!accept("}")) {
      if (!values.empty() && !accept(",")) fail(at_, "a comma or closing brace is missing");
      skip();
      if (at_ == text_.size() || text_[at_] != '"') fail(at_, "the name of a member is missing");
      names.emplace_back(literal()->constant()->as_string());
      if (!accept(":")) fail(at_, "a colon is missing");
      values.push_back(operand(depth + 1));
    }
    return std::make_unique<MakeNode>(begin, std::move(names), std::move(values), false);
  }

  NodePtr literal() {
    const std::size_t begin = at_;
    if (text_[at_] == '"') {
      for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
        if (text_[at_] == '\\') ++at_;
      }
      at_ = std::min(at_ + 1, text_.size());
    } else {
      while (at_ < text_.size() && (is_name_character(text_[at_]) || text_[at_] == '.' || text_[at_] == '+'))
        ++at_;
    }
    std::string error;
    Value value = model::parse_json(text_.substr(begin, at_ - begin), error);
    if (!error.empty()) fail(begin, "this is no value: " + std::string(text_.substr(begin, at_ - begin)));
    return std::make_unique<ConstantNode>(begin, std::move(value));
  }

  void finish() {
    skip();
    if (at_ < text_.size()) fail(at_, "this is not understood: " + std::string(text_.substr(at_, 20)));
  }

  bool accept(std::string_view sign) {
    skip();
    if (text_.substr(at_, sign.size()) != sign) return false;
    at_ += sign.size();
    return true;
  }

  std::string_view word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name_character(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  model::NameTable& names_;
  std::vector<NameId> found_;
};

}  // namespace

std::optional<Reading> reading_of(std::string_view language) noexcept {
  if (language == "path") return Reading::Value;
  if (language == "path.condition") return Reading::Condition;
  return std::nullopt;
}

Parsed parse(std::string_view text, Reading reading, model::NameTable& names) {
  Reader reader(text, names);
  Parsed parsed;
  parsed.root = reading == Reading::Value ? reader.value() : reader.condition();
  parsed.names = reader.take_names();
  return parsed;
}

}  // namespace rondo::expression::path
