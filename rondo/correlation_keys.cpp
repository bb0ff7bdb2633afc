// SPDX-License-Identifier: Apache-2.0
#include "rondo/correlation_keys.hpp"

#include "expression/expression.hpp"
#include "model/error.hpp"
#include "rondo/start_environment.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace rondo {

namespace {

using model::CorrelationKey;
using model::Object;
using model::Value;

model::ExpressionId path_of(const CorrelationKey::Property& property, std::string_view message) {
  const auto found = std::find_if(property.message_paths.begin(), property.message_paths.end(),
                                  [&](const auto& path) { return path.first == message; });
  return found == property.message_paths.end() ? model::kNoExpression : found->second;
}

bool is_carried(const CorrelationKey& key, std::string_view message) {
  return std::all_of(key.properties.begin(), key.properties.end(), [&](const auto& property) {
    return path_of(property, message) != model::kNoExpression;
  });
}

// A message that does not hold what the path leads to does not carry the key.
std::optional<Value> value_in(const agenda::DeployedProcess& process, model::ExpressionId path,
                              const Object& variables, model::Instant now) {
  const expression::Compiled* compiled = process.expression(path);
  if (compiled == nullptr) return std::nullopt;
  StartEnvironment environment(variables, process.names(), now);
  try {
    Value value = compiled->evaluate(environment);
    if (value.is_null()) return std::nullopt;
    return value;
  } catch (const ExpressionError&) {
    return std::nullopt;
  }
}

}  // namespace

Object correlation_in(const agenda::DeployedProcess& process, std::string_view message,
                      const Object& variables, model::Instant now) {
  Object result;
  for (const CorrelationKey& key : process.definition().correlation_keys) {
    model::List values;
    for (const CorrelationKey::Property& property : key.properties) {
      const model::ExpressionId path = path_of(property, message);
      if (path == model::kNoExpression) break;
      auto value = value_in(process, path, variables, now);
      if (!value) break;
      values.push_back(std::move(*value));
    }
    if (values.size() == key.properties.size()) result.set(key.id, std::move(values));
  }
  return result;
}

bool correlates(const agenda::DeployedProcess& process, const model::SubscriptionRecord& subscription,
                const Object& variables, model::Instant now) {
  if (subscription.correlation.is_null()) return true;
  const Object& expected = subscription.correlation.as_object();
  const Object carried = correlation_in(process, subscription.name, variables, now);
  bool compared = false;
  for (const CorrelationKey& key : process.definition().correlation_keys) {
    const Value* wanted = expected.find(key.id);
    if (wanted == nullptr || !is_carried(key, subscription.name)) continue;
    compared = true;
    const Value* actual = carried.find(key.id);
    if (actual != nullptr && *actual == *wanted) return true;
  }
  return !compared;
}

}  // namespace rondo
