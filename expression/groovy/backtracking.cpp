// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/backtracking.hpp"

#include <algorithm>

namespace rondo::expression::groovy {

namespace {

constexpr std::size_t kMostSteps = 2'000'000, kMostProgram = 50'000, kMostNesting = 100;
constexpr std::ptrdiff_t kAhead = 0, kBehind = 1, kAtomic = 2;

bool is_word(wchar_t c) {
  return (c >= L'a' && c <= L'z') || (c >= L'A' && c <= L'Z') || (c >= L'0' && c <= L'9') || c == L'_';
}

bool is_line_end(wchar_t c) { return c == L'\n' || c == L'\r' || c == 0x2028 || c == 0x2029; }

std::ptrdiff_t length(const auto& piece) { return static_cast<std::ptrdiff_t>(piece.size()); }

}  // namespace

// --- from the pattern to the program

class Backtracking::Compiler {
 public:
  Compiler(Backtracking& made, std::wstring_view text) : made_(made), text_(text) {}

  Piece run() {
    Piece program{{Op::Save, 0}};
    append(program, alternatives());
    if (at_ < text_.size()) throw BadPattern();
    program.push_back({Op::Save, 1});
    program.push_back({});
    return program;
  }

 private:
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  bool take(std::wstring_view wanted) {
    if (!text_.substr(at_).starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }
  static void append(Piece& piece, const Piece& more) {
    if (piece.size() + more.size() > kMostProgram) throw BadPattern();
    piece.insert(piece.end(), more.begin(), more.end());
  }

  Piece alternatives() {
    if (++depth_ > kMostNesting) throw BadPattern();
    Piece result = sequence();
    while (take(L"|")) {
      const Piece other = sequence();
      Piece both{{Op::Split, 1, length(result) + 2}};
      append(both, result);
      both.push_back({Op::Jump, length(other) + 1});
      append(both, other);
      result = std::move(both);
    }
    --depth_;
    return result;
  }

  Piece sequence() {
    Piece result;
    while (!at_end() && text_[at_] != L'|' && text_[at_] != L')') append(result, quantified(atom()));
    return result;
  }

  std::ptrdiff_t number() {
    std::ptrdiff_t result = 0;
    const std::size_t begin = at_;
    while (!at_end() && text_[at_] >= L'0' && text_[at_] <= L'9' && at_ < begin + 4)
      result = result * 10 + (text_[at_++] - L'0');
    if (at_ == begin) throw BadPattern();
    return result;
  }

  Piece quantified(Piece piece) {
    std::ptrdiff_t fewest = 0, most = -1;
    if (take(L"+")) {
      fewest = 1;
    } else if (take(L"?")) {
      most = 1;
    } else if (take(L"{")) {
      fewest = most = number();
      if (take(L",")) most = !at_end() && text_[at_] != L'}' ? number() : -1;
      if (!take(L"}") || (most >= 0 && most < fewest)) throw BadPattern();
    } else if (!take(L"*")) {
      return piece;
    }
    const bool lazy = take(L"?");
    Piece result;
    for (std::ptrdiff_t i = 0; i < fewest; ++i) append(result, piece);
    append(result, most < 0 ? endless(piece, lazy) : optional(piece, most - fewest, lazy));
    return !lazy && take(L"+") ? looking(kAtomic, false, result) : result;
  }

  static Step split(bool lazy, std::ptrdiff_t in, std::ptrdiff_t out) {
    return lazy ? Step{Op::Split, out, in} : Step{Op::Split, in, out};
  }

  Piece endless(const Piece& piece, bool lazy) {
    const std::ptrdiff_t slot = new_slot();
    Piece result{split(lazy, 1, length(piece) + 3), {Op::Save, slot}};
    append(result, piece);
    result.push_back({Op::Repeat, -length(piece) - 2, slot});
    return result;
  }

  static Piece optional(const Piece& piece, std::ptrdiff_t times, bool lazy) {
    Piece result;
    for (std::ptrdiff_t left = times; left > 0; --left) {
      result.push_back(split(lazy, 1, (length(piece) + 1) * left));
      append(result, piece);
    }
    return result;
  }

  static Piece looking(std::ptrdiff_t kind, bool negated, const Piece& inside) {
    Piece result{{Op::Look, kind, length(inside) + 1, 0, negated}};
    append(result, inside);
    result.push_back({});
    return result;
  }

  // Slots of groups come first; what a repetition remembers has numbers below 0 until all are known.
  std::ptrdiff_t new_slot() { return -1 - static_cast<std::ptrdiff_t>(made_.slots_++); }

  Piece group() {
    std::ptrdiff_t kind = -1;
    bool negated = false;
    std::size_t number = 0;
    if (take(L"?=") || take(L"?!")) {
      kind = kAhead;
      negated = text_[at_ - 1] == L'!';
    } else if (take(L"?<=") || take(L"?<!")) {
      kind = kBehind;
      negated = text_[at_ - 1] == L'!';
    } else if (take(L"?>")) {
      kind = kAtomic;
    } else if (!take(L"?:")) {
      number = ++made_.groups_;
    }
    const Piece inside = alternatives();
    if (!take(L")")) throw BadPattern();
    if (kind >= 0) return looking(kind, negated, inside);
    if (number == 0) return inside;
    Piece result{{Op::Save, static_cast<std::ptrdiff_t>(2 * number)}};
    append(result, inside);
    result.push_back({Op::Save, static_cast<std::ptrdiff_t>(2 * number + 1)});
    return result;
  }

  Piece atom() {
    const wchar_t c = text_[at_];
    if (c == L'[') return in_brackets();
    if (c == L'\\') return escaped();
    ++at_;
    switch (c) {
      case L'(':
        return group();
      case L'.':
        return {{Op::Any}};
      case L'^':
        return {{Op::Begin}};
      case L'$':
        return {{Op::End}};
      case L'*':
      case L'+':
      case L'?':
      case L'{':
        throw BadPattern();
      default:
        return {{Op::Letter, 0, 0, made_.folded(c)}};
    }
  }

  Piece in_brackets() {
    const std::size_t begin = at_++;
    while (!at_end() && text_[at_] != L']') {
      const std::size_t end = text_.substr(at_).starts_with(L"[:") ? text_.find(L":]", at_) : at_;
      if (end == std::wstring_view::npos) throw BadPattern();
      at_ = end + (end == at_ ? (text_[at_] == L'\\' ? 2 : 1) : 2);
    }
    if (at_end()) throw BadPattern();
    ++at_;
    return of_class(text_.substr(begin, at_ - begin));
  }

  Piece escaped() {
    if (at_ + 1 >= text_.size()) throw BadPattern();
    const wchar_t c = text_[at_ + 1];
    if (c >= L'1' && c <= L'9') {
      ++at_;
      return {{Op::Same, number()}};
    }
    at_ += 2;
    if (c == L'b') return {{Op::Border}};
    if (c == L'B') return {{Op::NoBorder}};
    const std::size_t more = c == L'x' ? 2 : c == L'u' ? 4 : 0;
    at_ = std::min(at_ + more, text_.size());
    const bool letter = (c >= L'a' && c <= L'z') || (c >= L'A' && c <= L'Z') || c == L'0';
    if (letter) return of_class(text_.substr(at_ - more - 2, more + 2));
    return {{Op::Letter, 0, 0, made_.folded(c)}};
  }

  // What a class holds is for the standard library to say.
  Piece of_class(std::wstring_view text) {
    auto options = std::regex_constants::ECMAScript;
    if (made_.ignores_case_) options |= std::regex_constants::icase;
    auto made = std::make_shared<Class>();
    try {
      made->others.assign(text.begin(), text.end(), options);
    } catch (const std::regex_error&) {
      throw BadPattern();
    }
    for (std::size_t i = 0; i < made->known.size(); ++i)
      made->known.at(i) = std::regex_match(std::wstring(1, static_cast<wchar_t>(i)), made->others);
    made_.classes_.push_back(std::move(made));
    return {{Op::Class, length(made_.classes_) - 1}};
  }

  Backtracking& made_;
  std::wstring_view text_;
  std::size_t at_ = 0, depth_ = 0;
};

Backtracking::Backtracking(std::wstring_view pattern, bool ignores_case, bool multiline)
    : ignores_case_(ignores_case), multiline_(multiline) {
  program_ = Compiler(*this, pattern).run();
  const auto first = static_cast<std::ptrdiff_t>(2 * groups_ + 2);
  for (Step& step : program_) {
    if (step.op == Op::Save && step.a < 0) step.a = first - 1 - step.a;
    if (step.op == Op::Repeat) step.b = first - 1 - step.b;
    if (step.op == Op::Same && step.a > static_cast<std::ptrdiff_t>(groups_)) throw BadPattern();
  }
  slots_ += 2 * groups_ + 2;
}

wchar_t Backtracking::folded(wchar_t letter) const noexcept {
  return ignores_case_ && letter >= L'A' && letter <= L'Z' ? static_cast<wchar_t>(letter - L'A' + L'a')
                                                           : letter;
}

bool Backtracking::holds(std::size_t number, wchar_t letter) const {
  const Class& wanted = *classes_[number];
  const auto code = static_cast<std::size_t>(letter);
  return code < wanted.known.size() ? wanted.known.at(code)
                                    : std::regex_match(std::wstring(1, letter), wanted.others);
}

// --- matching

class Backtracking::Run {
 public:
  Run(const Backtracking& pattern, std::wstring_view text)
      : pattern_(pattern), text_(text), slots_(pattern.slots_, -1) {}

  // Where what begins at `at` ends, by the steps from `step` on; `end`: only there, -1: anywhere.
  std::optional<std::ptrdiff_t> match(std::ptrdiff_t step, std::ptrdiff_t at, std::ptrdiff_t end) {
    const std::size_t ways = ways_.size();
    for (;;) {
      if (++count_ > kMostSteps) throw TooLong();
      const Step& now = pattern_.program_[static_cast<std::size_t>(step)];
      if (now.op == Op::Match && (end < 0 || at == end)) {
        ways_.resize(ways);
        return at;
      }
      if (now.op != Op::Match && take(now, step, at)) continue;
      if (ways_.size() == ways) return std::nullopt;
      step = ways_.back().step;
      at = ways_.back().at;
      forget(ways_.back().changes);
      ways_.pop_back();
    }
  }

  void clear() {
    std::fill(slots_.begin(), slots_.end(), -1);
    changes_.clear();
  }
  [[nodiscard]] std::ptrdiff_t slot(std::size_t number) const { return slots_[number]; }

 private:
  struct Way {
    std::ptrdiff_t step, at;
    std::size_t changes;
  };

  [[nodiscard]] std::ptrdiff_t size() const { return static_cast<std::ptrdiff_t>(text_.size()); }
  [[nodiscard]] wchar_t letter(std::ptrdiff_t at) const { return text_[static_cast<std::size_t>(at)]; }

  void set(std::ptrdiff_t slot, std::ptrdiff_t place) {
    std::ptrdiff_t& held = slots_[static_cast<std::size_t>(slot)];
    changes_.emplace_back(slot, held);
    held = place;
  }
  void forget(std::size_t changes) {
    for (; changes_.size() > changes; changes_.pop_back())
      slots_[static_cast<std::size_t>(changes_.back().first)] = changes_.back().second;
  }

  bool take(const Step& now, std::ptrdiff_t& step, std::ptrdiff_t& at) {
    switch (now.op) {
      case Op::Letter:
      case Op::Any:
      case Op::Class:
        if (at >= size() || !fits(now, letter(at))) return false;
        ++at;
        break;
      case Op::Split:
        ways_.push_back({step + now.b, at, changes_.size()});
        step += now.a;
        return true;
      case Op::Jump:
        step += now.a;
        return true;
      case Op::Save:
        set(now.a, at);
        break;
      case Op::Repeat:
        if (slots_[static_cast<std::size_t>(now.b)] == at) break;
        step += now.a;
        return true;
      case Op::Same:
        if (!same(now.a, at)) return false;
        break;
      case Op::Look:
        if (!look(now, step, at)) return false;
        step += now.b;
        break;
      default:
        if (!stands(now.op, at)) return false;
        break;
    }
    ++step;
    return true;
  }

  [[nodiscard]] bool fits(const Step& now, wchar_t c) const {
    if (now.op == Op::Any) return !is_line_end(c);
    return now.op == Op::Letter ? pattern_.folded(c) == now.letter
                                : pattern_.holds(static_cast<std::size_t>(now.a), c);
  }

  [[nodiscard]] bool stands(Op op, std::ptrdiff_t at) const {
    if (op == Op::Begin) return at == 0 || (pattern_.multiline_ && is_line_end(letter(at - 1)));
    if (op == Op::End) return at == size() || (pattern_.multiline_ && is_line_end(letter(at)));
    const bool before = at > 0 && is_word(letter(at - 1)), behind = at < size() && is_word(letter(at));
    return (before != behind) == (op == Op::Border);
  }

  // As in Java, a group that has taken no part is nowhere found.
  bool same(std::ptrdiff_t group, std::ptrdiff_t& at) {
    const std::ptrdiff_t begin = slots_[static_cast<std::size_t>(2 * group)];
    const std::ptrdiff_t end = slots_[static_cast<std::size_t>(2 * group + 1)];
    if (begin < 0 || end < begin || end - begin > size() - at) return false;
    count_ += static_cast<std::size_t>(end - begin);
    for (std::ptrdiff_t i = begin; i < end; ++i) {
      if (pattern_.folded(letter(i)) != pattern_.folded(letter(at + i - begin))) return false;
    }
    at += end - begin;
    return true;
  }

  bool look(const Step& now, std::ptrdiff_t step, std::ptrdiff_t& at) {
    const std::size_t changes = changes_.size();
    std::optional<std::ptrdiff_t> end;
    if (now.a == kBehind) {
      for (std::ptrdiff_t begin = at; begin >= 0 && !end; --begin) {
        forget(changes);
        end = match(step + 1, begin, at);
      }
    } else {
      end = match(step + 1, at, -1);
    }
    if (!end || now.negated) forget(changes);
    if (now.a == kAtomic && end) at = *end;
    return end.has_value() != now.negated;
  }

  const Backtracking& pattern_;
  std::wstring_view text_;
  std::vector<std::ptrdiff_t> slots_;
  std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>> changes_;
  std::vector<Way> ways_;
  std::size_t count_ = 0;
};

std::optional<Backtracking::Places> Backtracking::find(std::wstring_view text, std::size_t from,
                                                       bool whole) const {
  Run run(*this, text);
  const auto size = static_cast<std::ptrdiff_t>(text.size());
  for (auto at = static_cast<std::ptrdiff_t>(from); at <= (whole ? 0 : size); ++at) {
    run.clear();
    if (!run.match(0, at, whole ? size : -1)) continue;
    Places places;
    for (std::size_t group = 0; group <= groups_; ++group)
      places.emplace_back(run.slot(2 * group), run.slot(2 * group + 1));
    return places;
  }
  return std::nullopt;
}

}  // namespace rondo::expression::groovy
