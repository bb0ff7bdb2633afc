// SPDX-License-Identifier: Apache-2.0
#include "model/value.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <charconv>
#include <limits>

namespace rondo::model {
namespace {

constexpr std::size_t kMaxDepth = 500;

/// Builds the value from the parser's calls, in one pass.
class Builder {
 public:
  // Limits that Boost.JSON asks its handlers for.
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();

  using Code = boost::system::error_code;
  using Text = boost::json::string_view;

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_array_begin(Code&) { return open(Value(List())); }
  bool on_array_end(std::size_t, Code&) { return close(); }
  bool on_object_begin(Code&) { return open(Value(Object())); }
  bool on_object_end(std::size_t, Code&) { return close(); }
  bool on_key_part(Text part, std::size_t, Code& code) { return on_string_part(part, 0, code); }
  bool on_key(Text part, std::size_t, Code&) {
    text_.append(part.data(), part.size());
    keys_.push_back(std::exchange(text_, {}));
    return true;
  }
  bool on_string_part(Text part, std::size_t, Code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(Text part, std::size_t, Code&) {
    text_.append(part.data(), part.size());
    return place(Value(std::exchange(text_, {})));
  }
  bool on_number_part(Text part, Code& code) { return on_string_part(part, 0, code); }
  bool on_int64(std::int64_t number, Text, Code&) {
    text_.clear();
    return place(Value(number));
  }
  bool on_uint64(std::uint64_t, Text part, Code&) { return on_real(part); }
  bool on_double(double, Text part, Code&) { return on_real(part); }
  bool on_bool(bool boolean, Code&) { return place(Value(boolean)); }
  bool on_null(Code&) { return place(Value()); }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

  [[nodiscard]] Value take() { return std::move(result_); }

 private:
  bool open(Value container) {
    open_.push_back(std::move(container));
    return true;
  }

  bool close() {
    Value done = std::move(open_.back());
    open_.pop_back();
    return place(std::move(done));
  }

  bool place(Value value) {
    if (open_.empty()) {
      result_ = std::move(value);
    } else if (open_.back().is_list()) {
      open_.back().edit_list().push_back(std::move(value));
    } else {
      open_.back().edit_object().set(keys_.back(), std::move(value));
      keys_.pop_back();
    }
    return true;
  }

  /// Reads the number's text anew: what the parser computes may be off in the last bit.
  bool on_real(Text part) {
    text_.append(part.data(), part.size());
    double number = 0;
    const auto [end, failure] = std::from_chars(text_.data(), text_.data() + text_.size(), number);
    if (failure == std::errc::result_out_of_range) number = std::strtod(text_.c_str(), nullptr);
    text_.clear();
    return place(Value(number));
  }

  Value result_;
  std::vector<Value> open_;        // containers not yet closed, the innermost last
  std::vector<std::string> keys_;  // of the open objects' members
  std::string text_;               // parts of a text, name or number
};

std::string describe(const std::string& message, std::size_t offset) {
  return message + " at offset " + std::to_string(offset);
}

}  // namespace

Value parse_json(std::string_view text, std::string& error) {
  error.clear();
  boost::json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::json::basic_parser<Builder> parser(options);
  boost::system::error_code code;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), code);
  if (code) {
    error = code == boost::json::error::too_deep
                ? describe("nested more than " + std::to_string(kMaxDepth) + " deep", used)
                : describe(code.message(), used);
    return {};
  }
  if (const auto rest = text.find_first_not_of(" \t\r\n", used); rest != std::string_view::npos) {
    error = describe("text after the end of the document", rest);
    return {};
  }
  return parser.handler().take();
}

}  // namespace rondo::model
