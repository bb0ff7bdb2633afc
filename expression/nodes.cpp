// SPDX-License-Identifier: Apache-2.0
#include "expression/functions.hpp"
#include "expression/methods.hpp"
#include "expression/node.hpp"
#include "expression/operators.hpp"

#include <fmt/format.h>

namespace rondo::expression {

namespace {

using model::Value;

class Constant final : public Node {
 public:
  Constant(std::size_t offset, Value value) : Node(offset), value_(std::move(value)) {}
  Operand evaluate(Environment&) const override { return value_; }
  bool is_constant() const noexcept override { return true; }

 private:
  Value value_;
};

class Variable final : public Node {
 public:
  Variable(std::size_t offset, std::string name, model::NameId id, bool tolerant)
      : Node(offset), name_(std::move(name)), id_(id), tolerant_(tolerant) {}

  Operand evaluate(Environment& environment) const override {
    Operand result;
    if (environment.variable(id_, result.value)) return result;
    if (HostObject* object = environment.object(name_)) return *object;
    if (tolerant_) return {};
    throw Fault(offset(), fmt::format("unknown variable '{}'", name_));
  }
  Operand evaluate_tolerant(Environment& environment) const override {
    Operand result;
    if (environment.variable(id_, result.value)) return result;
    if (HostObject* object = environment.object(name_)) return *object;
    return {};
  }
  void assign(Environment& environment, Value value) const override {
    environment.assign(id_, std::move(value));
  }
  const std::string& bare_name() const noexcept override { return name_; }

 private:
  std::string name_;
  model::NameId id_;
  bool tolerant_;
};

class Property final : public Node {
 public:
  Property(std::size_t offset, NodePtr object, std::string name, bool tolerant)
      : Node(offset), object_(std::move(object)), name_(std::move(name)), tolerant_(tolerant) {}

  Operand evaluate(Environment& environment) const override {
    const Operand object =
        tolerant_ ? object_->evaluate_tolerant(environment) : object_->evaluate(environment);
    Operand result;
    if (read_property(object, name_, result) || tolerant_) return result;
    throw Fault(offset(), fmt::format("{} has no property '{}'", describe(object), name_));
  }
  Operand evaluate_tolerant(Environment& environment) const override {
    Operand result;
    (void)read_property(object_->evaluate_tolerant(environment), name_, result);
    return result;
  }
  void assign(Environment& environment, Value value) const override {
    const Operand object = object_->evaluate(environment);
    if (object.object != nullptr) {
      if (object.object->assign(name_, value)) return;
      throw Fault(offset(), fmt::format("property '{}' of {} cannot be set", name_, describe(object)));
    }
    if (!object.value.is_object()) {
      throw Fault(offset(), fmt::format("{} has no property '{}' to be set", describe(object), name_));
    }
    Value changed = object.value;
    changed.edit_object().set(name_, std::move(value));
    object_->assign(environment, std::move(changed));
  }

 private:
  NodePtr object_;
  std::string name_;
  bool tolerant_;
};

class Index final : public Node {
 public:
  Index(std::size_t offset, NodePtr object, NodePtr index)
      : Node(offset), object_(std::move(object)), index_(std::move(index)) {}

  Operand evaluate(Environment& environment) const override {
    const Operand object = object_->evaluate(environment);
    const Value index = data(*index_, environment);
    Operand result;
    if (object.object != nullptr) {
      if (index.is_string() && object.object->property(index.as_string(), result)) return result;
    } else if (read_index(object.value, index, result.value)) {
      return result;
    }
    if (object.value.is_object() && index.is_string()) return {};  // a map without the key
    throw Fault(offset(), fmt::format("{} has no element {}", describe(object), model::to_json(index)));
  }
  void assign(Environment& environment, Value value) const override {
    Value object = data(*object_, environment);
    const Value index = data(*index_, environment);
    if (object.is_object() && index.is_string()) {
      object.edit_object().set(index.as_string(), std::move(value));
    } else if (object.is_list() && index.is_integer() && index.as_integer() >= 0 &&
               static_cast<std::size_t>(index.as_integer()) < object.as_list().size()) {
      object.edit_list()[static_cast<std::size_t>(index.as_integer())] = std::move(value);
    } else {
      throw Fault(offset(), fmt::format("element {} cannot be set", model::to_json(index)));
    }
    object_->assign(environment, std::move(object));
  }

 private:
  NodePtr object_, index_;
};

std::vector<Operand> evaluate_all(const NodeList& nodes, Environment& environment) {
  std::vector<Operand> values;
  values.reserve(nodes.size());
  for (const NodePtr& node : nodes) values.push_back(node->evaluate(environment));
  return values;
}

class MethodCall final : public Node {
 public:
  MethodCall(std::size_t offset, NodePtr object, std::string name, NodeList arguments)
      : Node(offset), object_(std::move(object)), name_(std::move(name)), arguments_(std::move(arguments)) {}

  Operand evaluate(Environment& environment) const override {
    const Operand object = object_->evaluate(environment);
    const std::vector<Operand> arguments = evaluate_all(arguments_, environment);
    Operand result;
    if (object.object != nullptr) {
      if (object.object->call(name_, arguments, result)) return result;
    } else {
      Value receiver = object.value;
      bool changed = false;
      if (call_method(receiver, name_, arguments, result, changed, offset())) {
        if (changed) object_->assign(environment, std::move(receiver));
        return result;
      }
    }
    throw Fault(offset(), fmt::format("{} has no method '{}' for {} argument{}", describe(object), name_,
                                      arguments.size(), arguments.size() == 1 ? "" : "s"));
  }

 private:
  NodePtr object_;
  std::string name_;
  NodeList arguments_;
};

class FunctionCall final : public Node {
 public:
  FunctionCall(std::size_t offset, std::string prefix, std::string name, NodeList arguments)
      : Node(offset), prefix_(std::move(prefix)), name_(std::move(name)), arguments_(std::move(arguments)) {}

  Operand evaluate(Environment& environment) const override {
    Operand result;
    if (is_variable_function(prefix_)) {
      if (call_variable_function(name_, arguments_, environment, result, offset())) return result;
    } else {
      const std::vector<Operand> arguments = evaluate_all(arguments_, environment);
      if (environment.call(prefix_, name_, arguments, result)) return result;
      if (call_function(prefix_, name_, arguments, environment, result, offset())) return result;
      if (prefix_.empty()) {
        // `name(x)` may also run a bean that is itself callable.
        HostObject* object = environment.object(name_);
        if (object != nullptr && object->call("", arguments, result)) return result;
      }
    }
    throw Fault(offset(), fmt::format("unknown function '{}{}{}' for {} argument{}", prefix_,
                                      prefix_.empty() ? "" : ":", name_, arguments_.size(),
                                      arguments_.size() == 1 ? "" : "s"));
  }

 private:
  std::string prefix_, name_;
  NodeList arguments_;
};

class Unary final : public Node {
 public:
  Unary(std::size_t offset, UnaryOperator operation, NodePtr operand)
      : Node(offset), operation_(operation), operand_(std::move(operand)) {}

  Operand evaluate(Environment& environment) const override {
    if (operation_ == UnaryOperator::Empty) {
      const Operand operand = operand_->evaluate_tolerant(environment);
      return Value(operand.object == nullptr && is_empty(operand.value));
    }
    const Value value = data(*operand_, environment);
    if (operation_ == UnaryOperator::Not) return Value(!to_boolean(value, operand_->offset()));
    return negate(value, offset());
  }

 private:
  UnaryOperator operation_;
  NodePtr operand_;
};

class Binary final : public Node {
 public:
  Binary(std::size_t offset, BinaryOperator operation, NodePtr left, NodePtr right)
      : Node(offset), operation_(operation), left_(std::move(left)), right_(std::move(right)) {}

  Operand evaluate(Environment& environment) const override {
    const Operand left = left_->evaluate(environment);
    const Operand right = right_->evaluate(environment);
    if (left.object == nullptr && right.object == nullptr) {
      return apply(operation_, left.value, right.value, offset());
    }
    // Host objects are only the same as themselves.
    if (operation_ == BinaryOperator::Equal) return Value(left.object == right.object);
    if (operation_ == BinaryOperator::NotEqual) return Value(left.object != right.object);
    throw Fault(offset(),
                fmt::format("{} cannot be calculated with", describe(left.object != nullptr ? left : right)));
  }

 private:
  BinaryOperator operation_;
  NodePtr left_, right_;
};

class Logical final : public Node {
 public:
  Logical(std::size_t offset, bool conjunction, NodePtr left, NodePtr right)
      : Node(offset), conjunction_(conjunction), left_(std::move(left)), right_(std::move(right)) {}

  Operand evaluate(Environment& environment) const override {
    const bool left = to_boolean(data(*left_, environment), left_->offset());
    if (left != conjunction_) return Value(left);
    return Value(to_boolean(data(*right_, environment), right_->offset()));
  }

 private:
  bool conjunction_;
  NodePtr left_, right_;
};

class Choice final : public Node {
 public:
  Choice(std::size_t offset, NodePtr condition, NodePtr yes, NodePtr no)
      : Node(offset), condition_(std::move(condition)), yes_(std::move(yes)), no_(std::move(no)) {}

  Operand evaluate(Environment& environment) const override {
    const bool holds = to_boolean(data(*condition_, environment), condition_->offset());
    return (holds ? yes_ : no_)->evaluate(environment);
  }

 private:
  NodePtr condition_, yes_, no_;
};

class Assignment final : public Node {
 public:
  Assignment(std::size_t offset, NodePtr target, NodePtr value)
      : Node(offset), target_(std::move(target)), value_(std::move(value)) {}

  Operand evaluate(Environment& environment) const override {
    Value value = data(*value_, environment);
    target_->assign(environment, value);
    return value;
  }

 private:
  NodePtr target_, value_;
};

class Sequence final : public Node {
 public:
  Sequence(std::size_t offset, NodeList parts) : Node(offset), parts_(std::move(parts)) {}

  Operand evaluate(Environment& environment) const override {
    Operand result;
    for (const NodePtr& part : parts_) result = part->evaluate(environment);
    return result;
  }

 private:
  NodeList parts_;
};

class Composite final : public Node {
 public:
  Composite(std::size_t offset, NodeList parts) : Node(offset), parts_(std::move(parts)) {}

  Operand evaluate(Environment& environment) const override {
    std::string text;
    for (const NodePtr& part : parts_) text += to_text(data(*part, environment));
    return Value(std::move(text));
  }

 private:
  NodeList parts_;
};

// A node all of whose parts are constant is evaluated once, unless that fails: then it fails when used.
class NoEnvironment final : public Environment {
 public:
  bool variable(model::NameId, Value&) override { return false; }
  bool variable_named(std::string_view, Value&) override { return false; }
  HostObject* object(std::string_view) override { return nullptr; }
  bool call(std::string_view, std::string_view, std::span<const Operand>, Operand&) override { return false; }
  void assign(model::NameId, Value) override {}
  model::Instant now() override { return {}; }
};

NodePtr folded(NodePtr node, bool constant) {
  if (!constant) return node;
  try {
    NoEnvironment nothing;
    return make_constant(node->offset(), node->evaluate(nothing).value);
  } catch (const Fault&) {
    return node;
  }
}

}  // namespace

void Node::assign(Environment&, Value) const { throw Fault(offset_, "this cannot be assigned to"); }

const std::string& Node::bare_name() const noexcept {
  static const std::string kNoName;
  return kNoName;
}

Value Node::data(const Node& node, Environment& environment) {
  Operand operand = node.evaluate(environment);
  if (operand.object == nullptr) return std::move(operand.value);
  throw Fault(node.offset(), fmt::format("{} is no value", describe(operand)));
}

NodePtr make_constant(std::size_t offset, Value value) {
  return std::make_unique<Constant>(offset, std::move(value));
}
NodePtr make_variable(std::size_t offset, std::string name, model::NameId id, bool tolerant) {
  return std::make_unique<Variable>(offset, std::move(name), id, tolerant);
}
NodePtr make_property(std::size_t offset, NodePtr object, std::string name, bool tolerant) {
  return std::make_unique<Property>(offset, std::move(object), std::move(name), tolerant);
}
NodePtr make_index(std::size_t offset, NodePtr object, NodePtr index) {
  return std::make_unique<Index>(offset, std::move(object), std::move(index));
}
NodePtr make_method_call(std::size_t offset, NodePtr object, std::string name, NodeList arguments) {
  return std::make_unique<MethodCall>(offset, std::move(object), std::move(name), std::move(arguments));
}
NodePtr make_function_call(std::size_t offset, std::string prefix, std::string name, NodeList arguments) {
  return std::make_unique<FunctionCall>(offset, std::move(prefix), std::move(name), std::move(arguments));
}
NodePtr make_unary(std::size_t offset, UnaryOperator operation, NodePtr operand) {
  const bool constant = operand->is_constant();
  return folded(std::make_unique<Unary>(offset, operation, std::move(operand)), constant);
}
NodePtr make_binary(std::size_t offset, BinaryOperator operation, NodePtr left, NodePtr right) {
  const bool constant = left->is_constant() && right->is_constant();
  return folded(std::make_unique<Binary>(offset, operation, std::move(left), std::move(right)), constant);
}
NodePtr make_logical(std::size_t offset, bool conjunction, NodePtr left, NodePtr right) {
  const bool constant = left->is_constant() && right->is_constant();
  return folded(std::make_unique<Logical>(offset, conjunction, std::move(left), std::move(right)), constant);
}
NodePtr make_choice(std::size_t offset, NodePtr condition, NodePtr yes, NodePtr no) {
  return std::make_unique<Choice>(offset, std::move(condition), std::move(yes), std::move(no));
}
NodePtr make_assignment(std::size_t offset, NodePtr target, NodePtr value) {
  return std::make_unique<Assignment>(offset, std::move(target), std::move(value));
}
NodePtr make_sequence(std::size_t offset, NodeList parts) {
  if (parts.size() == 1) return std::move(parts.front());
  return std::make_unique<Sequence>(offset, std::move(parts));
}
NodePtr make_composite(std::size_t offset, NodeList parts) {
  return std::make_unique<Composite>(offset, std::move(parts));
}

}  // namespace rondo::expression
