// SPDX-License-Identifier: Apache-2.0
#include "cli/assignments.hpp"

#include "rondo/error.hpp"
#include "rondo/repository.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace rondo::cli {

namespace {

// Parts between the commas that stand outside of brackets and quotes.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (c != ',' || depth > 0) continue;
    parts.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

// `message at offset 12` as `:2:3: message`, which says more about a file.
std::string placed(std::string_view error, std::string_view text) {
  constexpr std::string_view kOffset = " at offset ";
  const std::size_t found = error.rfind(kOffset);
  std::size_t offset = 0;
  if (found == std::string_view::npos) return fmt::format(": {}", error);
  const std::string_view digits = error.substr(found + kOffset.size());
  std::from_chars(digits.data(), digits.data() + digits.size(), offset);
  text = text.substr(0, offset);
  const auto line = std::count(text.begin(), text.end(), '\n') + 1;
  const std::size_t column = text.size() - (text.rfind('\n') + 1) + 1;
  return fmt::format(":{}:{}: {}", line, column, error.substr(0, found));
}

}  // namespace

void read_assignment(std::string_view text, Variables& variables) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    throw Error(ErrorKind::Argument, fmt::format("'{}' is not of the form name=value", text));
  }
  const std::string_view content = text.substr(equals + 1);
  std::string error;
  Value value = parse_json(content, error);
  variables.set(text.substr(0, equals), error.empty() ? std::move(value) : Value(content));
}

Variables read_assignments(std::string_view text) {
  Variables variables;
  if (text.empty()) return variables;
  for (const std::string_view part : parts_of(text)) read_assignment(part, variables);
  return variables;
}

Variables read_variables_file(const std::string& path) {
  std::string error;
  const std::string text = read_resource(path).content;
  const Value content = parse_json(text, error);
  if (!error.empty()) throw Error(ErrorKind::Argument, fmt::format("{}{}", path, placed(error, text)));
  if (!content.is_object())
    throw Error(ErrorKind::Argument, fmt::format("{}: expected one JSON object", path));
  return content.as_object();
}

TaskAnswer read_task_answer(std::string_view text) {
  const std::size_t colon = text.find(':');
  TaskAnswer answer;
  answer.task = text.substr(0, colon);
  if (answer.task.empty()) throw Error(ErrorKind::Argument, fmt::format("'{}' names no task", text));
  if (colon != std::string_view::npos) answer.variables = read_assignments(text.substr(colon + 1));
  return answer;
}

}  // namespace rondo::cli
