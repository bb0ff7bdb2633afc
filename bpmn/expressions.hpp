// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rondo::bpmn {

using SourceKind = model::ExpressionSource::Kind;

/// Adds an expression of `owner`; kNoExpression when the text is empty.
model::ExpressionId add_expression(ProcessContext& context, const Element& owner, SourceKind kind,
                                   std::string_view text, model::SourcePosition where,
                                   std::string_view language = {});

/// A language that expressions other than scripts may be written in, in lower case; empty for the unified
/// expression language and for what is not known.
[[nodiscard]] std::string known_language(std::string_view name);

/// The language that an attribute of rondo's own names in front of its expression, `{path}$local`; empty when
/// it names none.
[[nodiscard]] std::string_view language_in_front(std::string_view text);

/// Adds what an attribute holds; kNoExpression for nullptr or an empty value.
model::ExpressionId add_attribute(ProcessContext& context, const Element& owner, SourceKind kind,
                                  const Attribute* attribute);

/// Adds the text of `element`, which belongs to `owner`; kNoExpression when there is no element or text. A
/// `language` attribute counts when it names a script language.
model::ExpressionId add_body(ProcessContext& context, const Element& owner, SourceKind kind,
                             const Element& element);

/// A value expression for the variable `name`, or for the expression when `name` is one already.
model::ExpressionId add_variable(ProcessContext& context, const Element& owner, std::string_view name,
                                 model::SourcePosition where);

/// A script; its format, in lower case, becomes the language.
model::ExpressionId add_script(ProcessContext& context, const Element& owner, std::string_view format,
                               std::string_view text, model::SourcePosition where);

/// The parts of a comma list, as texts; commas within `${…}` do not separate.
std::vector<model::ExpressionId> add_list(ProcessContext& context, const Element& owner,
                                          const Attribute* attribute);

/// Whether a text has a `${` or `#{` part or is a FEEL expression (`=…`).
[[nodiscard]] bool has_expression(std::string_view text) noexcept;

/// Texts between commas that are outside `${…}`, trimmed, without empty ones.
[[nodiscard]] std::vector<std::string_view> split_list(std::string_view text);

[[nodiscard]] std::string to_lower(std::string_view text);

/// The whole number that a text is, if it is one.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text) noexcept;

}  // namespace rondo::bpmn
