// SPDX-License-Identifier: Apache-2.0
#include "bpmn/prescan.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace rondo::bpmn {
namespace {

constexpr std::string_view kWellFormed = "not-well-formed";
constexpr std::size_t kLongestReference = 12;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_name_start(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || byte >= 0x80;
}

bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 && !is_space(c); }

/// Whether `body` (between & and ;) is one of the five entities or the number of an allowed character.
bool is_reference(std::string_view body) {
  if (body == "lt" || body == "gt" || body == "amp" || body == "quot" || body == "apos") return true;
  if (body.size() < 2 || body[0] != '#') return false;
  const bool hex = body[1] == 'x';
  const char* const first = body.data() + (hex ? 2 : 1);
  const char* const last = body.data() + body.size();
  std::uint32_t point = 0;
  const auto [end, failure] = std::from_chars(first, last, point, hex ? 16 : 10);
  if (failure != std::errc{} || end != last || first == last) return false;
  const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
  const bool is_allowed_control = point == 0x9 || point == 0xA || point == 0xD;
  return (point >= 0x20 || is_allowed_control) && !is_surrogate && point <= 0x10FFFF && point != 0xFFFE &&
         point != 0xFFFF;
}

/// One pass over a text; stops at the first problem.
class Scanner {
 public:
  Scanner(std::string_view text, std::uint32_t max_depth, std::size_t max_elements)
      : text_(text), max_depth_(max_depth), max_elements_(max_elements) {}

  std::optional<XmlProblem> run() {
    while (!problem_ && at_ < text_.size()) {
      if (text_[at_] == '<') {
        markup();
      } else {
        characters();
      }
    }
    if (!problem_ && !open_.empty()) {
      fail(text_.size(), kWellFormed, "the file ends before </" + std::string(open_.back()) + ">");
    }
    if (!problem_ && !has_root_) fail(text_.size(), kWellFormed, "the file holds no XML element");
    return problem_;
  }

 private:
  void fail(std::size_t offset, std::string_view rule, std::string message) {
    if (!problem_) problem_ = XmlProblem{offset, std::string(rule), std::move(message)};
  }

  [[nodiscard]] bool begins(std::string_view word) const { return text_.substr(at_, word.size()) == word; }
  [[nodiscard]] char current() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void characters() {
    for (; at_ < text_.size() && text_[at_] != '<' && !problem_; ++at_) {
      const char c = text_[at_];
      if (is_control(c)) fail(at_, "control-character", "control characters are not allowed in XML");
      if (open_.empty() && !is_space(c)) {
        fail(at_, kWellFormed, has_root_ ? "text after the root element" : "text before the root element");
      }
      if (c == '&') reference();
    }
  }

  /// Checks the reference at the current ampersand; leaves the position there.
  void reference() {
    const std::string_view rest = text_.substr(at_ + 1, kLongestReference);
    const std::size_t end = rest.find(';');
    if (end == std::string_view::npos || !is_reference(rest.substr(0, end))) {
      const std::size_t stop = std::min(rest.find_first_of("; <\"'\n"), rest.size());
      fail(at_, "unknown-entity", "unknown entity &" + std::string(rest.substr(0, stop)));
    }
  }

  void markup() {
    if (begins("<!--")) {
      skip_past("-->", 4, "comment");
    } else if (begins("<![CDATA[")) {
      if (open_.empty()) fail(at_, kWellFormed, "a CDATA section outside the root element");
      skip_past("]]>", 9, "CDATA section");
    } else if (begins("<?")) {
      if (begins("<?xml") && at_ + 5 < text_.size() && is_space(text_[at_ + 5]) && at_ != 0) {
        fail(at_, kWellFormed, "an XML declaration is allowed only at the beginning of the file");
      }
      skip_past("?>", 2, "processing instruction");
    } else if (begins("<!DOCTYPE")) {
      fail(at_, "doctype", "document type declarations are not accepted");
    } else if (begins("</")) {
      end_tag();
    } else {
      start_tag();
    }
  }

  void skip_past(std::string_view end, std::size_t opening, std::string_view what) {
    const std::size_t found = text_.find(end, at_ + opening);
    if (found == std::string_view::npos) {
      fail(at_, kWellFormed, "this " + std::string(what) + " does not end");
      return;
    }
    const auto* const bad = std::find_if(text_.data() + at_, text_.data() + found, is_control);
    if (bad != text_.data() + found) {
      fail(static_cast<std::size_t>(bad - text_.data()), "control-character",
           "control characters are not allowed in XML");
    }
    at_ = found + end.size();
  }

  std::string_view name() {
    const std::size_t begin = at_;
    if (!is_name_start(current())) {
      fail(at_, kWellFormed, "a name is expected here");
      return {};
    }
    while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  void end_tag() {
    const std::size_t begin = at_;
    at_ += 2;
    const std::string_view tag = name();
    skip_space();
    if (problem_) return;
    if (current() != '>') return fail(at_, kWellFormed, "> is expected here");
    ++at_;
    if (open_.empty()) return fail(begin, kWellFormed, "</" + std::string(tag) + "> closes nothing");
    if (open_.back() != tag) {
      return fail(
          begin, kWellFormed,
          "</" + std::string(tag) + "> stands where </" + std::string(open_.back()) + "> is expected");
    }
    open_.pop_back();
  }

  void start_tag() {
    const std::size_t begin = at_;
    if (open_.empty() && has_root_) return fail(at_, kWellFormed, "a second root element");
    ++at_;
    const std::string_view tag = name();
    attributes();
    if (problem_) return;
    has_root_ = true;
    if (++elements_ > max_elements_) {
      return fail(begin, "too-many-elements",
                  "there are more than " + std::to_string(max_elements_) + " elements");
    }
    if (current() == '/') {
      ++at_;
      if (current() != '>') return fail(at_, kWellFormed, "> is expected here");
    } else {
      open_.push_back(tag);
      if (open_.size() > max_depth_) {
        return fail(begin, "too-deep", "elements are nested deeper than " + std::to_string(max_depth_));
      }
    }
    ++at_;
  }

  /// Reads attributes up to the end of the tag.
  void attributes() {
    names_.clear();
    while (!problem_) {
      const std::size_t before = at_;
      skip_space();
      if (current() == '>' || current() == '/') break;
      if (at_ >= text_.size()) return fail(at_, kWellFormed, "the file ends within a tag");
      if (before == at_) return fail(at_, kWellFormed, "white space or the end of the tag is expected here");
      attribute();
    }
    std::sort(names_.begin(), names_.end());
    const auto twice = std::adjacent_find(names_.begin(), names_.end());
    if (twice != names_.end()) {
      fail(static_cast<std::size_t>((twice + 1)->data() - text_.data()), kWellFormed,
           "the attribute " + std::string(*twice) + " is given twice");
    }
  }

  void attribute() {
    const std::string_view attribute_name = name();
    if (problem_) return;
    names_.push_back(attribute_name);
    skip_space();
    if (current() != '=') return fail(at_, kWellFormed, "= is expected here");
    ++at_;
    skip_space();
    const char quote = current();
    if (quote != '"' && quote != '\'') return fail(at_, kWellFormed, "a quoted value is expected here");
    for (++at_; at_ < text_.size() && text_[at_] != quote && !problem_; ++at_) {
      if (text_[at_] == '<') fail(at_, kWellFormed, "< is not allowed in attributes");
      if (is_control(text_[at_])) fail(at_, "control-character", "control characters are not allowed in XML");
      if (text_[at_] == '&') reference();
    }
    if (at_ >= text_.size()) return fail(at_, kWellFormed, "the file ends within an attribute");
    ++at_;
  }

  std::string_view text_;
  std::uint32_t max_depth_;
  std::size_t max_elements_, elements_ = 0;
  std::size_t at_ = 0;
  bool has_root_ = false;
  std::vector<std::string_view> open_, names_;
  std::optional<XmlProblem> problem_;
};

}  // namespace

std::optional<XmlProblem> find_xml_problem(std::string_view text, std::uint32_t max_depth,
                                           std::size_t max_elements) {
  return Scanner(text, max_depth, max_elements).run();
}

}  // namespace rondo::bpmn
