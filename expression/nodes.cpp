// SPDX-License-Identifier: Apache-2.0
#include "expression/nodes.hpp"

#include "expression/conversion.hpp"
#include "expression/failure.hpp"
#include "expression/operators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rondo::expression {

using model::Value;

namespace {

// Names by which expressions written for Java reach its classes.
constexpr std::array<std::string_view, 9> kJavaNames{"java",    "javax",  "System", "Math",  "Integer",
                                                     "Boolean", "String", "Long",   "Double"};

}  // namespace

Value data_of(const Node& node, Environment& environment) {
  Operand result = node.evaluate(environment);
  if (result.object != nullptr) {
    fail(node.offset(), fmt::format("expected process data, but found {}", result.object->describe()));
  }
  return std::move(result.value);
}

bool VariableNode::try_evaluate(Environment& environment, Operand& result) const {
  if (environment.variable(name_, result.value)) return true;
  result.object = environment.object(text_);
  return result.object != nullptr || style_ == Style::Feel;
}

Operand VariableNode::evaluate(Environment& environment) const {
  Operand result;
  if (!try_evaluate(environment, result)) fail_unknown();
  return result;
}

void VariableNode::fail_unknown() const {
  std::string message = fmt::format("unknown variable '{}'", text_);
  if (std::find(kJavaNames.begin(), kJavaNames.end(), text_) != kJavaNames.end()) {
    message += "; Java classes are not available in expressions, register a bean or a function instead";
  }
  fail(offset(), std::move(message));
}

void VariableNode::modify(Environment& environment, const Change& change) const {
  Value value;
  if (!environment.variable(name_, value)) fail_unknown();
  change(value);
  environment.assign(name_, std::move(value));
}

void VariableNode::assign(Environment& environment, const Value& value) const {
  environment.assign(name_, value);
}

Operand TextNode::evaluate(Environment& environment) const {
  std::string text;
  for (const NodePtr& part : parts_) {
    if (const Value* constant = part->constant()) {
      append_text(text, *constant);
    } else {
      append_text(text, data_of(*part, environment));
    }
  }
  return Value(std::move(text));
}

Operand SequenceNode::evaluate(Environment& environment) const {
  Operand result;
  for (const NodePtr& statement : statements_) result = statement->evaluate(environment);
  return result;
}

Operand ConditionalNode::evaluate(Environment& environment) const {
  const Operand condition = condition_->evaluate(environment);
  const bool chosen = style_ == Style::Feel ? condition.value.is_boolean() && condition.value.as_boolean()
                                            : truth_of(condition, condition_->offset());
  return (chosen ? chosen_ : other_)->evaluate(environment);
}

Operand AssignNode::evaluate(Environment& environment) const {
  Value value = data_of(*value_, environment);
  place_->assign(environment, value);
  return value;
}

Operand ListNode::evaluate(Environment& environment) const {
  model::List list;
  list.reserve(items_.size());
  for (const NodePtr& item : items_) list.push_back(data_of(*item, environment));
  return Value(std::move(list));
}

Operand ObjectNode::evaluate(Environment& environment) const {
  model::Object object;
  for (std::size_t i = 0; i < values_.size(); ++i) object.set(names_[i], data_of(*values_[i], environment));
  return Value(std::move(object));
}

}  // namespace rondo::expression
