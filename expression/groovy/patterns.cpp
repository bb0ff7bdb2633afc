// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/patterns.hpp"

#include "expression/unicode.hpp"
#include "model/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::expression::groovy {

namespace {

constexpr std::size_t kMaxPattern = 1000, kMaxMatched = 100'000;
constexpr std::size_t kMaxRepetitions = 6, kMaxRepetitionDigits = 2;

// What stands for classes of characters inside of brackets.
struct NamedClass {
  std::string_view name, content;
};
constexpr std::string_view kLetters =
    "a-zA-Z\u00aa\u00b5\u00ba\u00c0-\u02af\u0370-\u1fff\u2c00-\u2dff\u3040-"
    "\ua7ff\uac00-\ud7a3\uf900-\ufaff\uff21-\uff3a\uff41-\uff5a";
constexpr std::array<NamedClass, 18> kClasses{
    {{"Alpha", "[:alpha:]"},
     {"Digit", "0-9"},
     {"Alnum", "[:alnum:]"},
     {"Upper", "A-Z"},
     {"Lower", "a-z"},
     {"Punct", "[:punct:]"},
     {"Space", "\\s"},
     {"Blank", " \t"},
     {"XDigit", "0-9a-fA-F"},
     {"ASCII", "\\x01-\\x7f"},
     {"L", kLetters},
     {"IsAlphabetic", kLetters},
     {"Lu", "A-Z\u00c0-\u00de\u0391-\u03a9\u0410-\u042f"},
     {"Ll", "a-z\u00df-\u00ff\u03b1-\u03c9\u0430-\u044f"},
     {"N", "0-9\u0660-\u0669\uff10-\uff19"},
     {"Nd", "0-9\u0660-\u0669\uff10-\uff19"},
     {"IsHan", "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"},
     {"IsDigit", "0-9"}}};

// The code of the character that `text` begins with; a byte that is no character keeps apart from all of
// them.
wchar_t code_of(std::string_view text) {
  constexpr unsigned kStray = 0xDC00, kTail = 0x3F;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[i])); };
  if (text.size() == 1) return static_cast<wchar_t>(byte(0) < 0x80 ? byte(0) : kStray + byte(0));
  unsigned code = byte(0) & (0xFFu >> (text.size() + 1));
  for (std::size_t i = 1; i < text.size(); ++i) code = code << 6 | (byte(i) & kTail);
  return static_cast<wchar_t>(code);
}

}  // namespace

struct Pattern::Characters {
  std::wstring codes;
  std::vector<std::size_t> bytes;  // at which each begins, and the end
};

// Java's patterns, written in the grammar of the standard library.
class Pattern::Translation {
 public:
  Translation(Pattern& pattern, std::string_view text) : pattern_(pattern), text_(text) {}

  std::string run() {
    flags();
    while (at_ < text_.size()) step();
    return std::move(made_);
  }
  [[nodiscard]] bool ignores_case() const noexcept { return ignores_case_; }
  [[nodiscard]] bool multiline() const noexcept { return multiline_; }
  [[nodiscard]] bool backtracks() const noexcept { return backtracks_; }

 private:
  [[nodiscard]] bool sees(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  [[noreturn]] void fail(std::string_view what) const {
    pattern_.machine_.raise("PatternSyntaxException", fmt::format("'{}': {}", text_, what), pattern_.offset_);
  }

  // `(?i)` and the like, which may stand at the beginning.
  void flags() {
    if (!sees("(?")) return;
    std::size_t end = 2;
    while (end < text_.size() && std::string_view("imsu").find(text_[end]) != std::string_view::npos) ++end;
    if (end == 2 || end >= text_.size() || text_[end] != ')') return;
    const std::string_view given = text_.substr(2, end - 2);
    ignores_case_ = given.find('i') != std::string_view::npos;
    multiline_ = given.find('m') != std::string_view::npos;
    any_ = given.find('s') != std::string_view::npos;
    at_ = end + 1;
  }

  void step() {
    if (text_[at_] == '\\') {
      after_quantifier_ = false;
      return escape();
    }
    if (in_class_) return in_class();
    const char c = text_[at_];
    backtracks_ = backtracks_ || (c == '+' && after_quantifier_);
    after_quantifier_ = std::string_view("*+?}").find(c) != std::string_view::npos;
    if (c == '[') {
      begin_class();
    } else if (c == '(') {
      group();
    } else if (any_ && text_[at_] == '.') {
      made_ += "[\\s\\S]";
      ++at_;
    } else {
      made_ += text_[at_++];
    }
  }

  void group() {
    if (!sees("(?")) {
      ++groups_;
      made_ += text_[at_++];
      return;
    }
    const bool behind = sees("(?<=") || sees("(?<!");
    if (behind || !sees("(?<")) {
      const bool atomic = sees("(?>");
      if (!behind && !atomic && !sees("(?:") && !sees("(?=") && !sees("(?!"))
        fail("flags may stand at the beginning only");
      backtracks_ = backtracks_ || behind || atomic;
      made_ += text_.substr(at_, behind ? 4 : 3);
      at_ += behind ? 4 : 3;
      return;
    }
    const std::size_t end = text_.find('>', at_);
    if (end == std::string_view::npos) fail("the name of a group has no end");
    pattern_.names_[std::string(text_.substr(at_ + 3, end - at_ - 3))] = ++groups_;
    made_ += '(';
    at_ = end + 1;
  }

  void begin_class() {
    in_class_ = true;
    after_class_ = false;
    made_ += text_[at_++];
    if (at_ < text_.size() && text_[at_] == '^') made_ += text_[at_++];
    // As in Java, a bracket here stands for itself.
    if (at_ < text_.size() && text_[at_] == ']') {
      made_ += "\\]";
      ++at_;
    }
  }

  void in_class() {
    const char c = text_[at_];
    if (sees("&&")) fail("there are no intersections of classes");
    if (c == '[' && !sees("[:")) fail("there are no classes inside of classes");
    if (c == '-' && after_class_ && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
      made_ += "\\-";
    } else {
      made_ += c;
    }
    in_class_ = c != ']';
    after_class_ = false;
    ++at_;
  }

  // What the standard library has no letter for.
  [[nodiscard]] std::string_view own_word(char letter) const {
    switch (letter) {
      case 'A':
        return "^";
      case 'z':
      case 'Z':
        return "$";
      case 'R':
        return "(?:\\r\\n|\\n|\\r)";
      case 'h':
        return in_class_ ? " \\t" : "[ \\t]";
      default:
        return {};
    }
  }

  void escape() {
    if (at_ + 1 >= text_.size()) fail("it ends with a backslash");
    const char c = text_[at_ + 1];
    if (c == 'Q') return quoted();
    if (c == 'p' || c == 'P') return named_class(c == 'P');
    if (!in_class_ && (model::is_digit(c) ? c != '0' : c == 'k')) return reference();
    const std::string_view known = own_word(c);
    made_ += known.empty() ? text_.substr(at_, 2) : known;
    after_class_ = std::string_view("dwshDWS").find(c) != std::string_view::npos;
    at_ += 2;
  }

  // `\1`, `\k<name>`. Further digits belong to it as long as there is such a group.
  void reference() {
    std::size_t group = 0;
    if (++at_ < text_.size() && text_[at_] == 'k') {
      const std::size_t end = text_.find('>', at_);
      const bool named = end != std::string_view::npos && text_[at_ + 1] == '<';
      const auto found =
          named ? pattern_.names_.find(text_.substr(at_ + 2, end - at_ - 2)) : pattern_.names_.end();
      if (found == pattern_.names_.end()) fail("there is no group before it that '\\k' names");
      group = found->second;
      at_ = end + 1;
    } else {
      group = static_cast<std::size_t>(text_[at_++] - '0');
      while (at_ < text_.size() && model::is_digit(text_[at_])) {
        const std::size_t more = group * 10 + static_cast<std::size_t>(text_[at_] - '0');
        if (more > groups_) break;
        group = more;
        ++at_;
      }
    }
    backtracks_ = true;
    made_ += fmt::format("(?:\\{})", group);
  }

  // `\Q…\E`
  void quoted() {
    const std::size_t end = std::min(text_.find("\\E", at_), text_.size());
    for (at_ += 2; at_ < end; ++at_) {
      if (std::string_view("\\^$.|?*+()[]{}-").find(text_[at_]) != std::string_view::npos) made_ += '\\';
      made_ += text_[at_];
    }
    at_ = std::min(end + 2, text_.size());
  }

  void named_class(bool negated) {
    std::string_view name = text_.substr(at_ + 2, 1);
    at_ += 3;
    if (name == "{") {
      const std::size_t end = text_.find('}', at_);
      if (end == std::string_view::npos) fail("'\\p{' has no end");
      name = text_.substr(at_, end - at_);
      at_ = end + 1;
    }
    for (const std::string_view prefix : {"java", "script=", "sc="}) {
      if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
    }
    if (name == "Han") name = "IsHan";
    const auto* const found = std::find_if(kClasses.begin(), kClasses.end(),
                                           [&](const NamedClass& row) { return row.name == name; });
    if (found == kClasses.end() || (negated && in_class_)) fail(fmt::format("\\p{{{}}} is not known", name));
    made_ +=
        in_class_ ? std::string(found->content) : fmt::format("[{}{}]", negated ? "^" : "", found->content);
    after_class_ = true;
  }

  Pattern& pattern_;
  std::string_view text_;
  std::size_t at_ = 0, groups_ = 0;
  std::string made_;
  bool ignores_case_ = false, multiline_ = false, any_ = false;
  bool in_class_ = false, after_class_ = false, after_quantifier_ = false, backtracks_ = false;
};

Pattern::Pattern(const Machine& machine, std::string_view pattern, std::size_t offset)
    : machine_(machine), offset_(offset) {
  // A counted repetition is unrolled: `a{1000}{1000}` would need gigabytes.
  std::size_t digits = 0, longest = 0;
  for (const char c : pattern) {
    digits = model::is_digit(c) ? digits + 1 : 0;
    longest = std::max(longest, digits);
  }
  const auto repetitions = static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), '{'));
  if (pattern.size() > kMaxPattern || repetitions > kMaxRepetitions ||
      (repetitions > 0 && longest > kMaxRepetitionDigits)) {
    machine.raise("PatternSyntaxException", "the pattern or the text is too long", offset);
  }
  Translation translation(*this, pattern);
  const std::string translated = translation.run();
  if (translation.backtracks()) {
    try {
      backtracking_ = std::make_shared<Backtracking>(characters(translated).codes, translation.ignores_case(),
                                                     translation.multiline());
    } catch (const Backtracking::BadPattern&) {
      machine.raise("PatternSyntaxException", fmt::format("'{}' is no pattern", pattern), offset);
    }
    return;
  }
  auto options = std::regex_constants::ECMAScript;
#ifdef __GLIBCXX__
  options |= std::regex_constants::__polynomial;
#endif
  if (translation.ignores_case()) options |= std::regex_constants::icase;
  if (translation.multiline()) options |= std::regex_constants::multiline;
  try {
    expression_.assign(characters(translated).codes, options);
  } catch (const std::regex_error&) {
    machine.raise("PatternSyntaxException", fmt::format("'{}' is no pattern", pattern), offset);
  }
}

Pattern::Characters Pattern::characters(const std::string& text) const {
  if (text.size() > kMaxMatched)
    machine_.raise("PatternSyntaxException", "the pattern or the text is too long", offset_);
  Characters made;
  made.codes.reserve(text.size());
  made.bytes.reserve(text.size() + 1);
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = std::string_view(text).substr(at);
    const std::size_t width = byte_of(rest, 1).value_or(rest.size());
    made.codes += code_of(rest.substr(0, width));
    made.bytes.push_back(at);
    at += width;
  }
  made.bytes.push_back(text.size());
  return made;
}

namespace {

PatternMatch taken(const std::string& text, const std::vector<std::size_t>& bytes,
                   const Backtracking::Places& places) {
  PatternMatch match;
  const auto byte = [&](std::ptrdiff_t character) { return bytes[static_cast<std::size_t>(character)]; };
  match.begin = byte(places.front().first);
  match.end = byte(places.front().second);
  for (const auto& [begin, end] : places) {
    if (begin < 0 || end < begin) {
      match.groups.emplace_back();
    } else {
      match.groups.emplace_back(text.substr(byte(begin), byte(end) - byte(begin)));
    }
  }
  return match;
}

Backtracking::Places places_of(const std::wsmatch& found) {
  Backtracking::Places places;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::ptrdiff_t begin = found[i].matched ? found.position(i) : -1;
    places.emplace_back(begin, found[i].matched ? begin + found.length(i) : -1);
  }
  return places;
}

}  // namespace

std::optional<Backtracking::Places> Pattern::find(const std::wstring& text, std::size_t from,
                                                  bool whole) const {
  try {
    return backtracking_->find(text, from, whole);
  } catch (const Backtracking::TooLong&) {
    machine_.raise("IllegalStateException", "finding the pattern takes too long", offset_);
  }
}

bool Pattern::matches(const std::string& text) const {
  const Characters in = characters(text);
  return backtracking_ != nullptr ? find(in.codes, 0, true).has_value()
                                  : std::regex_match(in.codes, expression_);
}

std::optional<PatternMatch> Pattern::whole(const std::string& text) const {
  const Characters in = characters(text);
  if (backtracking_ != nullptr) {
    const auto places = find(in.codes, 0, true);
    return places ? std::optional(taken(text, in.bytes, *places)) : std::nullopt;
  }
  std::wsmatch found;
  if (!std::regex_match(in.codes, found, expression_)) return std::nullopt;
  return taken(text, in.bytes, places_of(found));
}

std::vector<PatternMatch> Pattern::all(const std::string& text, std::size_t limit) const {
  const Characters in = characters(text);
  std::vector<PatternMatch> found;
  if (backtracking_ != nullptr) {
    for (std::size_t from = 0; from <= in.codes.size() && found.size() < limit;) {
      const auto places = find(in.codes, from, false);
      if (!places) break;
      found.push_back(taken(text, in.bytes, *places));
      const auto [begin, end] = places->front();
      from = static_cast<std::size_t>(begin == end ? end + 1 : end);
    }
    return found;
  }
  const std::wsregex_iterator end;
  for (std::wsregex_iterator at(in.codes.begin(), in.codes.end(), expression_);
       at != end && found.size() < limit; ++at) {
    found.push_back(taken(text, in.bytes, places_of(*at)));
  }
  return found;
}

std::optional<PatternMatch> Pattern::first(const std::string& text) const {
  std::vector<PatternMatch> found = all(text, 1);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::optional<std::size_t> Pattern::group(std::string_view name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? std::nullopt : std::optional(found->second);
}

std::string Pattern::expanded(const std::string& replacement, const PatternMatch& match) const {
  std::string result;
  const auto add = [&](std::optional<std::size_t> group, std::string_view named) {
    if (!group || *group >= match.groups.size())
      machine_.raise("IndexOutOfBoundsException", fmt::format("there is no group {}", named), offset_);
    result += match.groups[*group].value_or("");
  };
  for (std::size_t at = 0; at < replacement.size(); ++at) {
    const char c = replacement[at];
    if (c == '\\' && at + 1 < replacement.size()) {
      result += replacement[++at];
    } else if (c == '$' && at + 1 < replacement.size() && model::is_digit(replacement[at + 1])) {
      auto group = static_cast<std::size_t>(replacement[++at] - '0');
      // Further digits belong to it as long as there is such a group.
      while (at + 1 < replacement.size() && model::is_digit(replacement[at + 1])) {
        const std::size_t more = group * 10 + static_cast<std::size_t>(replacement[at + 1] - '0');
        if (more >= match.groups.size()) break;
        group = more;
        ++at;
      }
      add(group, std::to_string(group));
    } else if (c == '$' && replacement.find('}', at) != std::string::npos && replacement[at + 1] == '{') {
      const std::size_t end = replacement.find('}', at);
      const std::string name = replacement.substr(at + 2, end - at - 2);
      add(group(name), name);
      at = end;
    } else if (c == '$') {
      machine_.raise("IllegalArgumentException", "'$' in a replacement stands before a group", offset_);
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace rondo::expression::groovy
