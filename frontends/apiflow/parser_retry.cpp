// SPDX-License-Identifier: Apache-2.0
// The setting `retry` of a task that is a delegate. It must be known before the task runs, so it is literal.
#include "frontends/apiflow/parser.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace rondo::frontends::apiflow {

namespace {

constexpr double kMost = 1e9;

std::optional<double> number_of(const Token& token) {
  double number = 0;
  const char* const end = token.text.data() + token.text.size();
  const auto [stop, failure] = std::from_chars(token.text.data(), end, number);
  if (token.kind != Token::Kind::Literal || failure != std::errc() || stop != end || number > kMost) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::string> text_of(const Token& token) {
  const std::string_view text = token.text;
  const bool quoted = token.kind == Token::Kind::Literal && text.size() >= 2 && text.front() == text.back() &&
                      (text.front() == '\'' || text.front() == '"');
  if (!quoted || text.find_first_of("$\\") != std::string_view::npos) return std::nullopt;
  return std::string(text.substr(1, text.size() - 2));
}

}  // namespace

// `retry 3`, `retry = 3`, `retry times: 3, interval: 2` or `retry = [times: 3, errors: ["IOException"]]`,
// right in the closure that is open at `at_`.
void Parser::retry(Task& task) {
  const std::size_t before = at_, end = peek().closing;
  for (take(); at_ < end;) {
    const bool begins = peek().is_name("retry") && !task.retry;
    if (begins) {
      const Token& word = take();
      (void)accept("=");
      try {
        read_retry(word, task.retry.emplace());
      } catch (const GivenUp&) {
        break;
      }
    }
    skip_statement();
    while (at_ < end && peek().kind == Token::Kind::Newline) take();
  }
  at_ = before;
}

void Parser::read_retry(const Token& word, model::RetryRule& rule) {
  bool bracketed = false;
  while (accept("(") || accept("[")) {
    bracketed = true;
    skip_newlines();
  }
  if (const auto times = number_of(peek())) {
    if (*times != std::floor(*times)) give_up(peek(), "'retry' must be a whole number");
    rule.max_attempts = static_cast<std::int64_t>(*times);
    take();
    return end_retry();
  }
  for (;;) {
    if (peek().kind != Token::Kind::Name || !peek(1).is(":")) {
      give_up(word,
              "'retry' must be a number, or have the members times, interval, multiplier, maxInterval and "
              "errors, written as literals");
    }
    const Token& name = take();
    take();
    retry_member(name, rule);
    if (bracketed) skip_newlines();  // else the line ends the setting
    if (!accept(",")) break;
    skip_newlines();
  }
  end_retry();
}

void Parser::end_retry() {
  while (accept("]") || accept(")")) {
  }
  if (!at_statement_end()) give_up(peek(), "'retry' must be written as literals");
}

void Parser::retry_errors(model::RetryRule& rule) {
  const bool several = accept("[");
  do {
    skip_newlines();
    const auto error = text_of(peek());
    if (!error) give_up(peek(), "'errors' must be a list of names of exceptions");
    rule.errors.push_back(*error);
    take();
    if (several) skip_newlines();
  } while (several && accept(","));
  if (several) expect("]", "behind the errors");
}

void Parser::retry_member(const Token& name, model::RetryRule& rule) {
  if (name.is_name("errors")) return retry_errors(rule);
  const auto number = number_of(peek());
  const bool whole = number && *number == std::floor(*number);
  if (name.is_name("times") && whole) {
    rule.max_attempts = static_cast<std::int64_t>(*number);
  } else if (name.is_name("interval") && number) {
    rule.interval = *number;
  } else if (name.is_name("multiplier") && number) {
    rule.multiplier = *number;
  } else if (name.is_name("maxInterval") && number) {
    rule.max_interval = *number;
  } else if (name.is_name("times") || name.is_name("interval") || name.is_name("multiplier") ||
             name.is_name("maxInterval")) {
    give_up(peek(), fmt::format("'{}' must be a {}number, written as it is", name.text,
                                name.is_name("times") ? "whole " : ""));
  } else {
    give_up(name,
            fmt::format("'retry' has no member '{}'; there are times, interval, multiplier, maxInterval "
                        "and errors",
                        name.text));
  }
  take();
}

}  // namespace rondo::frontends::apiflow
