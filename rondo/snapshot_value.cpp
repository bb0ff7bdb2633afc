// SPDX-License-Identifier: Apache-2.0
#include "rondo/snapshot_value.hpp"

#include "model/base64.hpp"
#include "model/error.hpp"
#include "model/stored_form.hpp"

#include <algorithm>
#include <cmath>

namespace rondo {

namespace {

using model::Value;

constexpr const char* kStored = "$stored";
constexpr int kDeepest = 64;

// Whether a text survives JSON: what is no UTF-8 does not.
bool is_plain(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(text.begin(), text.end(), is_ascii)) return true;
  std::string error;
  const Value read = model::parse_json(to_json(Value(text)), error);
  return error.empty() && read.is_string() && read.as_string() == text;
}

// Whether reading the value's JSON gives the value again.
bool is_plain(const Value& value, int deeper) {
  if (value.is_bytes() || value.is_date()) return false;
  if (value.is_double()) return std::isfinite(value.as_double());
  if (value.is_string()) return is_plain(value.as_string());
  if (!value.is_list() && !value.is_object()) return true;
  if (deeper == 0) return false;
  if (value.is_list()) {
    return std::all_of(value.as_list().begin(), value.as_list().end(),
                       [&](const Value& item) { return is_plain(item, deeper - 1); });
  }
  return std::all_of(value.as_object().begin(), value.as_object().end(), [&](const auto& member) {
    return !member.first.starts_with('$') && is_plain(member.first) && is_plain(member.second, deeper - 1);
  });
}

}  // namespace

Value to_snapshot_value(const Value& value) {
  if (is_plain(value, kDeepest)) return value;
  model::ByteWriter out;
  write_stored(out, value);
  return model::Object{{kStored, model::to_base64(out.bytes())}};
}

Value from_snapshot_value(const Value& value) {
  if (!value.is_object()) return value;
  const Value* stored = value.as_object().find(kStored);
  if (stored == nullptr) return value;
  const auto bytes = stored->is_string() ? model::from_base64(stored->as_string()) : std::nullopt;
  if (!bytes) throw Error(ErrorKind::Argument, "the snapshot is damaged: a value is not understood");
  model::StoredReader in(*bytes);
  return in.value();
}

std::string indented(std::string_view json) {
  std::string text;
  std::size_t depth = 0;
  bool in_string = false;
  const auto new_line = [&] { text.append(1, '\n').append(2 * depth, ' '); };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      text += c;
      if (c == '\\') text += json[++i];
      in_string = c != '"';
      continue;
    }
    const bool opens = c == '{' || c == '[';
    const bool closes = c == '}' || c == ']';
    const bool is_empty = opens && i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
    if (closes) {
      --depth;
      new_line();
    }
    text += c;
    if (is_empty) {
      text += json[++i];
    } else if (opens) {
      ++depth;
      new_line();
    } else if (c == ',') {
      new_line();
    } else if (c == ':') {
      text += ' ';
    } else if (c == '"') {
      in_string = true;
    }
  }
  text += '\n';
  return text;
}

}  // namespace rondo
