// SPDX-License-Identifier: Apache-2.0
#include "frontends/activities/basic.hpp"
#include "frontends/activities/basic_translator.hpp"

namespace rondo::frontends::activities {

namespace {

std::optional<Argument> translate(BasicTranslator translator, std::string_view text,
                                  model::SourcePosition where, model::Diagnostics& diagnostics) {
  try {
    Argument argument = translator.run();
    argument.where = where;
    return argument;
  } catch (const Refusal& refusal) {
    diagnostics.error(model::position_in(where, text, refusal.offset), "expression", refusal.message);
    return std::nullopt;
  }
}

}  // namespace

std::optional<Argument> translate_basic(std::string_view text, model::SourcePosition where,
                                        model::Diagnostics& diagnostics) {
  return translate(BasicTranslator(text), text, where, diagnostics);
}

std::optional<Argument> translate_sharp(std::string_view text, model::SourcePosition where,
                                        model::Diagnostics& diagnostics) {
  return translate(BasicTranslator(text, true), text, where, diagnostics);
}

}  // namespace rondo::frontends::activities
