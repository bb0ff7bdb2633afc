// SPDX-License-Identifier: Apache-2.0
#include "frontends/elsa/lowering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

namespace rondo::frontends::elsa {

namespace {

std::string_view short_type(std::string_view type) {
  type = type.substr(0, type.find(','));  // the assembly
  const std::size_t dot = type.rfind('.');
  return dot == std::string_view::npos ? type : type.substr(dot + 1);
}

// The texts of literals are numbers and booleans when their type says so.
model::Value typed(model::Value value, std::string_view type_name) {
  if (!value.is_string()) return value;
  const std::string text(value.as_string());
  const std::string_view type = short_type(type_name);
  const char* end = text.data() + text.size();
  if (same_name(type, "Boolean")) {
    if (same_name(text, "true")) return true;
    if (same_name(text, "false")) return false;
  }
  if (type == "Int32" || type == "Int64" || type == "Int16" || type == "Byte" || type == "Long") {
    std::int64_t number = 0;
    const auto [behind, failure] = std::from_chars(text.data(), end, number);
    if (failure == std::errc() && behind == end) return number;
  }
  if (type == "Double" || type == "Single" || type == "Decimal" || type == "Float") {
    double number = 0;
    const auto [behind, failure] = std::from_chars(text.data(), end, number);
    if (failure == std::errc() && behind == end) return number;
  }
  return value;
}

// `{ expression: { type, value } }`, or the expression itself; nullptr when the value stands there as it is.
const Json* expression_of(const Json& input) {
  if (!input.is(Json::Kind::Object)) return nullptr;
  if (const Json* inner = input.find("expression"); inner != nullptr && inner->is(Json::Kind::Object))
    return inner;
  const bool is_expression = input.find("type") != nullptr && input.names.size() <= 2;
  return is_expression ? &input : nullptr;
}

bool is_literal(std::string_view type) { return type.empty() || same_name(type, "Literal"); }

}  // namespace

const Json* Lowering::input(const Json& activity, std::string_view name) const {
  if (const Json* own = activity.find(name)) return own;
  for (const char* holder : {"applicationProperties", "syntheticProperties"}) {
    const Json* old = activity.find(holder);
    if (old == nullptr || !old->is(Json::Kind::Object)) continue;
    if (const Json* found = old->find(name)) return found;
  }
  return nullptr;
}

// An input that is not null.
const Json* Lowering::given(const Json& activity, std::string_view name) const {
  const Json* found = input(activity, name);
  const std::optional<model::Value> known = constant(found);
  return known && known->is_null() ? nullptr : found;
}

std::optional<model::Value> Lowering::constant(const Json* input) const {
  if (input == nullptr) return std::nullopt;
  const Json* expression = expression_of(*input);
  if (expression == nullptr) {
    if (!input->is(Json::Kind::Object)) return input->value();
    // An expression that is no object is the value itself.
    if (const Json* plain = input->find("expression")) return typed(plain->value(), input->text("typeName"));
    const bool wraps = input->find("typeName") != nullptr || input->find("memoryReference") != nullptr;
    return wraps ? std::nullopt : std::optional(input->value());
  }
  const std::string type = expression->text("type");
  const Json* value = expression->find("value");
  if (is_literal(type)) {
    return value == nullptr ? model::Value() : typed(value->value(), input->text("typeName"));
  }
  if (!same_name(type, "Object") || value == nullptr) return std::nullopt;
  if (!value->is(Json::Kind::Text)) return value->value();
  Json inner;
  model::Diagnostics silent{std::string()};
  const std::string text = value->as_text();
  if (!parse_json(text, inner, silent)) return std::nullopt;
  return inner.value();
}

model::Value Lowering::initial_value(const Json& variable) const {
  const Json* given = variable.find("value");
  if (given == nullptr) given = variable.find("defaultValue");
  if (given == nullptr) return {};
  const std::string type = variable.text(variable.find("typeName") != nullptr ? "typeName" : "type");
  const Json* array = variable.find("isArray");
  if (array == nullptr || !(array->scalar == model::Value(true))) return typed(given->value(), type);
  // The items of a list may be written as a text.
  Json inner;
  model::Diagnostics silent{std::string()};
  const bool is_text = given->is(Json::Kind::Text) && parse_json(given->as_text(), inner, silent);
  model::Value items = is_text ? inner.value() : given->value();
  if (!items.is_list()) return items;
  for (model::Value& item : items.edit_list()) item = typed(std::move(item), type);
  return items;
}

std::string Lowering::constant_text(const Json& activity, std::string_view name) const {
  const std::optional<model::Value> value = constant(input(activity, name));
  if (!value || value->is_null()) return {};
  return value->is_string() ? std::string(value->as_string()) : model::to_json(*value);
}

// What must be known before anything runs.
std::string Lowering::setting(const Json& activity, std::string_view name) {
  const Json* given = input(activity, name);
  if (given != nullptr && !constant(given)) {
    error(given->where, "elsa-shape",
          fmt::format("'{}' cannot be computed; it must be written as a value", name));
  }
  return constant_text(activity, name);
}

std::string Lowering::choice_of(const Json& activity, std::string_view name,
                                std::initializer_list<std::string_view> known, std::size_t otherwise) {
  const std::string text = setting(activity, name);
  std::size_t number = 0;
  for (const std::string_view each : known) {
    if (same_name(text, each) || text == std::to_string(number)) return std::string(each);
    ++number;
  }
  if (!text.empty()) {
    error(input(activity, name)->where, "elsa-shape", fmt::format("there is no {} '{}'", name, text));
  }
  return std::string(known.begin()[otherwise]);
}

const std::vector<Json>* Lowering::list_in(const Json& holder, std::string_view name) {
  const Json* member = input(holder, name);
  const std::vector<Json>* list = member == nullptr ? nullptr : member->list();
  if (member != nullptr && list == nullptr) {
    error(member->where, "elsa-shape", fmt::format("'{}' must be a list", name));
  }
  return list;
}

Lowering::Code Lowering::code_of(const Json* input, std::string_view fallback) {
  if (input == nullptr) return {std::string(fallback), root_->where};
  if (const auto known = constant(input)) {
    const bool empty = known->is_null();
    return {empty ? std::string(fallback) : groovy_literal(*known), input->where};
  }
  const Json* expression = expression_of(*input);
  if (expression == nullptr) return {std::string(fallback), input->where};
  return translated(*expression, input->text("typeName"));
}

Lowering::Code Lowering::translated(const Json& expression, std::string_view) {
  const std::string type = expression.text("type");
  const Json* value = expression.find("value");
  const model::SourcePosition where = value == nullptr ? expression.where : value->where;
  Code code{"null", where};
  const NameLookup lookup = [this](std::string_view name) { return name_in_scripts(name); };
  try {
    if (same_name(type, "Variable")) {
      const std::string name = variable_named(value);
      if (!name.empty()) code.text = name;
    } else if (same_name(type, "Input")) {
      const std::string name = value == nullptr                ? std::string()
                               : value->is(Json::Kind::Object) ? value->text("name")
                                                               : value->as_text();
      code.text = name_in_scripts(name);
      if (code.text.empty()) throw ExpressionProblem("there is no input '" + name + "'");
    } else if (same_name(type, "JavaScript") || same_name(type, "CSharp") || same_name(type, "C#")) {
      code.text = groovy_of_script(value == nullptr ? std::string() : value->as_text(), lookup);
    } else if (same_name(type, "Liquid")) {
      code.text = groovy_of_liquid(value == nullptr ? std::string() : value->as_text(), lookup);
    } else if (same_name(type, "Object")) {
      throw ExpressionProblem("it is no JSON");
    } else {
      throw ExpressionProblem("rondo does not understand expressions of that kind");
    }
  } catch (const ExpressionProblem& reason) {
    error(where, "elsa-expression", fmt::format("the {} expression cannot be used: {}", type, reason.what()));
  }
  return code;
}

// `{ id, name }`, an id or a name.
std::string Lowering::variable_named(const Json* reference) {
  if (reference == nullptr) return {};
  if (const Json* expression = expression_of(*reference)) return variable_named(expression->find("value"));
  const std::string id = reference->is(Json::Kind::Object) ? reference->text("id") : reference->as_text();
  if (const auto found = by_id_.find(id); found != by_id_.end()) return found->second;
  const std::string name = reference->is(Json::Kind::Object) ? reference->text("name") : id;
  if (names_.count(name) != 0) return name;
  if (!name.empty() && is_plain_name(name) && reference->is(Json::Kind::Object)) {
    names_.insert(name);
    return name;
  }
  error(reference->where, "elsa-variable",
        fmt::format("there is no variable '{}'", name.empty() ? id : name));
  return {};
}

// Scripts of Elsa may write the first letter small or large.
std::string Lowering::name_in_scripts(std::string_view name) const {
  if (const auto found = names_.find(name); found != names_.end()) return *found;
  for (const std::string& known : names_) {
    if (known.size() != name.size() || known.substr(1) != name.substr(1)) continue;
    if (same_name(known, name)) return known;
  }
  return {};
}

model::ExpressionId Lowering::value(const Code& code, const std::string& element) {
  return builder_.add_expression({Kind::Value, code.text, "groovy", code.where, element});
}

// Texts that say true or false are as good as booleans.
model::ExpressionId Lowering::condition(const Code& code, const std::string& element) {
  for (const char* word : {"true", "false"}) {
    if (!same_name(code.text, fmt::format("'{}'", word))) continue;
    return builder_.add_expression({Kind::Condition, word, "groovy.boolean", code.where, element});
  }
  return builder_.add_expression({Kind::Condition, code.text, "groovy.boolean", code.where, element});
}

model::ExpressionId Lowering::text(std::string text, model::SourcePosition where,
                                   const std::string& element) {
  return builder_.add_expression({Kind::Text, std::move(text), {}, where, element});
}

void Lowering::error(model::SourcePosition where, std::string rule, std::string message) {
  diagnostics_.error(where, std::move(rule), std::move(message), current_);
}

void Lowering::assign(model::FlowNode& node, std::string target, const Code& code, bool is_output) {
  model::InputOutput& io = extras(node).io;
  model::Parameter& parameter = (is_output ? io.outputs : io.inputs).emplace_back();
  parameter.target = std::move(target);
  parameter.where = code.where;
  parameter.value.kind = model::ParameterValue::Kind::Expression;
  parameter.value.expression = value(code, node.id);
}

void Lowering::give_outputs(model::FlowNode& node, const Json& activity,
                            std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const std::string target = output_variable(activity, name);
    if (target.empty()) continue;
    assign(node, target, {fmt::format("execution.getVariable('{}')", name), activity.where}, true);
  }
}

std::string Lowering::output_variable(const Json& activity, std::string_view name) {
  const Json* output = input(activity, name);
  if (output == nullptr || !output->is(Json::Kind::Object)) return {};
  const Json* memory = output->find("memoryReference");
  if (memory == nullptr) return {};
  const auto found = by_id_.find(memory->text("id"));
  return found == by_id_.end() ? std::string() : found->second;
}

}  // namespace rondo::frontends::elsa
