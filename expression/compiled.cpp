// SPDX-License-Identifier: Apache-2.0
#include "expression/expression.hpp"

#include "expression/failure.hpp"
#include "expression/node.hpp"

#include <fmt/format.h>

#include <utility>

namespace rondo::expression {

Compiled::Compiled(model::ExpressionSource source, std::unique_ptr<const Node> root,
                   std::vector<model::NameId> reads, bool reads_more)
    : source_(std::move(source)),
      root_(std::move(root)),
      constant_(root_->constant()),
      reads_(std::move(reads)),
      reads_more_(reads_more) {}

Compiled::~Compiled() = default;
Compiled::Compiled(Compiled&&) noexcept = default;
Compiled& Compiled::operator=(Compiled&&) noexcept = default;

Operand Compiled::evaluate_operand(Environment& environment) const {
  try {
    return root_->evaluate(environment);
  } catch (const Failure& failure) {
    throw ExpressionError(source_.text, failure.offset, failure.message, source_.element_id, source_.where);
  } catch (const Raised& raised) {
    throw ScriptError(raised.exception_class, raised.message, source_.element_id,
                      model::position_in(source_.where, source_.text, raised.offset));
  }
}

model::Value Compiled::evaluate(Environment& environment) const {
  Operand result = evaluate_operand(environment);
  if (result.object == nullptr) return std::move(result.value);
  throw ExpressionError(source_.text, root_->offset(),
                        fmt::format("expected process data, but found {}", result.object->describe()),
                        source_.element_id, source_.where);
}

}  // namespace rondo::expression
