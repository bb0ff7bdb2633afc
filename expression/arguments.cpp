// SPDX-License-Identifier: Apache-2.0
#include "expression/arguments.hpp"

#include "expression/conversion.hpp"
#include "expression/failure.hpp"

#include <fmt/format.h>

namespace rondo::expression {

ArgumentList::ArgumentList(const Nodes& nodes, Environment& environment) : count_(nodes.size()) {
  if (count_ > kInPlace) more_.resize(count_);
  Operand* const to = count_ > kInPlace ? more_.data() : in_place_.data();
  for (std::size_t i = 0; i < count_; ++i) to[i] = nodes[i]->evaluate(environment);
}

void Arguments::fail_type(std::size_t i, std::string_view wanted) const {
  fail(offset,
       fmt::format("argument {} of '{}' must be {}, not {}", i + 1, name, wanted, describe(values[i])));
}

const model::Value& Arguments::value(std::size_t i) const {
  if (values[i].object != nullptr) fail_type(i, "process data");
  return values[i].value;
}

std::string Arguments::text(std::size_t i) const { return text_of(value(i)); }

std::int64_t Arguments::integer(std::size_t i) const {
  const auto number = whole_number(value(i));
  if (!number) fail_type(i, "a whole number");
  return *number;
}

const model::List& Arguments::list(std::size_t i) const {
  if (!value(i).is_list()) fail_type(i, "a list");
  return value(i).as_list();
}

model::Value Arguments::number(std::size_t i) const {
  const auto number = number_of(value(i));
  if (!number) fail_type(i, "a number");
  return *number;
}

model::Instant Arguments::date(std::size_t i) const {
  const auto date = date_of(value(i));
  if (!date) fail_type(i, "a date");
  return *date;
}

}  // namespace rondo::expression
