// SPDX-License-Identifier: Apache-2.0
#include "frontends/fdl/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace rondo::frontends::fdl {

namespace {

bool is_word_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// The word behind the `$` that a path begins with.
std::string_view root_of(std::string_view text) {
  text.remove_prefix(1);
  std::size_t length = 0;
  while (length < text.size() && is_word_character(text[length])) ++length;
  return text.substr(0, length);
}

bool is_path(std::string_view text, bool bare) {
  if (text.empty() || text.front() != '$') return false;
  const std::string_view root = root_of(text);
  if (root.empty()) return bare && (text.size() == 1 || text[1] == '.' || text[1] == '[');
  return root == "input" || root == "local" || root == "context";
}

// So many characters of a text at most.
std::string shortened(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  while ((static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most) + "…";
}

model::SourcePosition inside(const Item& item) {
  return item.quoted && item.tag.empty() ? model::SourcePosition{item.where.line, item.where.column + 1}
                                         : item.where;
}

// The text that the language `path` reads as the part: paths as they are, anything else as JSON.
void write(const Item& item, bool bare, std::string& out) {
  if (item.kind == Item::Kind::Text) {
    out += is_path(item.text, bare) ? item.text : model::to_json(value_of(item));
  } else if (item.kind == Item::Kind::List) {
    out += '[';
    for (std::size_t i = 0; i < item.items.size(); ++i) {
      if (i > 0) out += ", ";
      write(item.items[i], bare, out);
    }
    out += ']';
  } else if (item.kind == Item::Kind::Map) {
    out += '{';
    for (std::size_t i = 0; i < item.members.size(); ++i) {
      if (i > 0) out += ", ";
      out += model::to_json(model::Value(item.members[i].key.text));
      out += ": ";
      write(item.members[i].value, bare, out);
    }
    out += '}';
  } else {
    out += "null";
  }
}

}  // namespace

Source Parser::mapping_source(const Item& item) {
  Source source{{}, inside(item)};
  write(item, false, source.text);
  return source;
}

Source Parser::value_source(const Item& item) {
  Source source{{}, inside(item)};
  write(item, true, source.text);
  return source;
}

void Parser::error(const Item& at, std::string rule, std::string message) {
  diagnostics_.error(at.where, std::move(rule), std::move(message), element_);
}

bool Parser::is(const Item& item, Item::Kind kind, std::string_view what) {
  if (item.kind == kind) return true;
  Item wanted;
  wanted.kind = kind;
  error(item, "fdl-type", fmt::format("{} must be {}, not {}", what, describe(wanted), describe(item)));
  return false;
}

// Unknown and repeated fields.
void Parser::check_fields(const Item& item, std::string_view what, std::span<const std::string_view> known) {
  for (std::size_t i = 0; i < item.members.size(); ++i) {
    const Item& key = item.members[i].key;
    if (std::find(known.begin(), known.end(), key.text) == known.end()) {
      constexpr std::size_t kShown = 40;
      const bool joined = !key.quoted && key.text.find(':') < key.text.size() - 1;
      error(key, "fdl-field",
            fmt::format("{} has no field '{}'{}", what, shortened(key.text, kShown),
                        joined ? ": a blank is missing behind its ':'" : ""));
      continue;
    }
    const bool repeated =
        std::any_of(item.members.begin(), item.members.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const auto& member) { return member.key.text == key.text; });
    if (repeated) error(key, "fdl-field", fmt::format("the field '{}' is there twice", key.text));
  }
}

const Item* Parser::required(const Item& item, std::string_view field, std::string_view what) {
  const Item* found = item.find(field);
  if (found == nullptr) error(item, "fdl-missing", fmt::format("{} needs the field '{}'", what, field));
  return found;
}

std::string Parser::text(const Item& item, std::string_view field) {
  const Item* found = item.find(field);
  if (found == nullptr || found->kind == Item::Kind::Null) return {};
  if (!is(*found, Item::Kind::Text, fmt::format("'{}'", field))) return {};
  return found->text;
}

std::string Parser::required_text(const Item& item, std::string_view field, std::string_view what) {
  const Item* found = required(item, field, what);
  if (found == nullptr || !is(*found, Item::Kind::Text, fmt::format("'{}'", field))) return {};
  if (found->text.empty()) error(*found, "fdl-value", fmt::format("'{}' must not be empty", field));
  return found->text;
}

bool Parser::flag(const Item& item, std::string_view field) {
  const Item* found = item.find(field);
  if (found == nullptr) return false;
  const model::Value value = value_of(*found);
  if (!value.is_boolean()) {
    error(*found, "fdl-value", fmt::format("'{}' must be true or false", field));
    return false;
  }
  return value.as_boolean();
}

double Parser::number(const Item& item, std::string_view field, double otherwise) {
  const Item* found = item.find(field);
  if (found == nullptr) return otherwise;
  const model::Value value = value_of(*found);
  if (!value.is_number() || value.to_number() < 0 || value.to_number() > 1e9) {
    error(*found, "fdl-value", fmt::format("'{}' must be a number from 0 to 1000000000", field));
    return otherwise;
  }
  return value.to_number();
}

std::int64_t Parser::whole(const Item& item, std::string_view field, std::int64_t otherwise,
                           std::int64_t least) {
  const Item* found = item.find(field);
  if (found == nullptr) return otherwise;
  const model::Value value = value_of(*found);
  if (!value.is_integer() || value.as_integer() < least || value.as_integer() > 1'000'000'000) {
    error(*found, "fdl-value",
          fmt::format("'{}' must be a whole number from {} to 1000000000", field, least));
    return otherwise;
  }
  return value.as_integer();
}

}  // namespace rondo::frontends::fdl
