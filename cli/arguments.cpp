// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rondo::cli {

const Value& Arguments::value(std::string_view name) const {
  if (const Value* found = fields_.find(name)) return *found;
  throw StepFailure(fmt::format("the field '{}' is missing", name));
}

std::string Arguments::text(std::string_view name) const { return to_text(value(name)); }

std::string Arguments::optional_text(std::string_view name) const {
  const Value* found = fields_.find(name);
  return found == nullptr || found->is_null() ? std::string() : to_text(*found);
}

std::size_t Arguments::count(std::string_view name) const {
  const Value& number = value(name);
  if (!number.is_integer() || number.as_integer() < 0) {
    throw StepFailure(fmt::format("the field '{}' must be a count", name));
  }
  return static_cast<std::size_t>(number.as_integer());
}

const List& Arguments::list(std::string_view name) const {
  const Value& items = value(name);
  if (!items.is_list()) throw StepFailure(fmt::format("the field '{}' must be a list", name));
  return items.as_list();
}

std::vector<std::string> Arguments::texts(std::string_view name) const {
  std::vector<std::string> result;
  for (const Value& item : list(name)) result.push_back(to_text(item));
  return result;
}

Variables Arguments::variables(std::string_view name) const {
  const Value* found = fields_.find(name);
  if (found == nullptr || found->is_null()) return {};
  if (!found->is_object()) throw StepFailure(fmt::format("the field '{}' must map names to values", name));
  return found->as_object();
}

std::string to_text(const Value& value) {
  return value.is_string() ? std::string(value.as_string()) : to_json(value);
}

std::string to_text(const std::vector<std::string>& names) {
  return fmt::format("[{}]", fmt::join(names, ", "));
}

}  // namespace rondo::cli
