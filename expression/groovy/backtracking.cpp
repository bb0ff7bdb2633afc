// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/backtracking.hpp"

// Steps of one search, before it is given up.
#define BOOST_REGEX_MAX_STATE_COUNT 2'000'000
#include <boost/regex.hpp>

#include <stdexcept>

namespace rondo::expression::groovy {

struct Backtracking::Expression {
  boost::wregex regex;
};

Backtracking::Backtracking(const std::wstring& pattern, bool ignores_case, bool multiline) {
  using Syntax = boost::regex_constants::syntax_option_type;
  Syntax syntax = boost::regex_constants::perl | boost::regex_constants::no_mod_s;
  if (ignores_case) syntax |= boost::regex_constants::icase;
  if (!multiline) syntax |= boost::regex_constants::no_mod_m;
  try {
    expression_ = std::make_shared<const Expression>(Expression{boost::wregex(pattern, syntax)});
  } catch (const boost::regex_error&) {
    throw BadPattern();
  }
}

std::optional<Backtracking::Places> Backtracking::find(const std::wstring& text, std::size_t from,
                                                       bool whole) const {
  boost::wsmatch found;
  try {
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(from);
    const bool matches = whole ? boost::regex_match(begin, text.end(), found, expression_->regex)
                               : boost::regex_search(begin, text.end(), found, expression_->regex,
                                                     boost::match_default, text.begin());
    if (!matches) return std::nullopt;
  } catch (const std::runtime_error&) {
    throw TooLong();
  }
  Places places;
  for (const auto& group : found) {
    places.emplace_back(group.matched ? group.first - text.begin() : -1,
                        group.matched ? group.second - text.begin() : -1);
  }
  return places;
}

std::size_t Backtracking::groups() const noexcept { return expression_->regex.mark_count(); }

}  // namespace rondo::expression::groovy
