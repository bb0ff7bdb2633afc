// SPDX-License-Identifier: Apache-2.0
// Patterns, what they find, and the methods of texts that use them.
#include "expression/groovy/methods.hpp"
#include "expression/groovy/patterns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

struct MatcherData {
  std::string text, pattern;
  std::vector<PatternMatch> matches;
  std::size_t next = 0;
  std::optional<PatternMatch> current;
};

namespace {

constexpr std::size_t kMostMatches = 100'000;

// The whole match, or with groups the list of it and them.
Datum value_of(Machine& machine, const PatternMatch& match) {
  if (match.groups.size() == 1) return Value(match.groups.front().value_or(""));
  ListData& made = machine.new_list();
  for (const auto& group : match.groups) made.items.push_back(group ? Datum(Value(*group)) : Datum());
  return made;
}

// A closure of several parameters gets the groups apart.
Datum made_of(const Call& call, const Datum& closure, const PatternMatch& match) {
  const Datum value = value_of(call.machine, match);
  return call.machine.call(closure, {&value, 1}, call.offset);
}

std::vector<PatternMatch> found_in(const Call& call, const std::string& text, bool one = false) {
  std::vector<PatternMatch> found =
      call.machine.pattern(call.text(0), call.offset).all(text, one ? 1 : kMostMatches);
  call.machine.charge(found.size() * sizeof(PatternMatch), call.offset);
  return found;
}

std::string replaced(const Call& call, const Pattern& pattern, const std::string& text,
                     const std::vector<PatternMatch>& matches, const Datum& with) {
  return replaced_matches(text, matches, [&](const PatternMatch& match) {
    std::string part = with.closure() != nullptr ? call.machine.text(made_of(call, with, match))
                                                 : pattern.expanded(call.machine.text(with), match);
    call.machine.charge(part.size(), call.offset);
    return part;
  });
}

// --- texts

using Text = const std::string;

Datum replace(const Call& call, Text& text, bool once) {
  const Pattern& pattern = call.machine.pattern(call.text(0), call.offset);
  return Value(replaced(call, pattern, text, found_in(call, text, once), call[1]));
}
Datum replace_all(const Call& call, Text& text) { return replace(call, text, false); }
Datum replace_first(const Call& call, Text& text) { return replace(call, text, true); }

Datum find(const Call& call, Text& text) {
  const auto found = found_in(call, text, true);
  if (found.empty()) return {};
  if (call.count() > 1) return made_of(call, call[1], found.front());
  return Value(found.front().groups.front().value_or(""));
}

Datum find_all(const Call& call, Text& text) {
  ListData& made = call.machine.new_list();
  for (const PatternMatch& match : found_in(call, text)) {
    made.items.push_back(call.count() > 1 ? made_of(call, call[1], match)
                                          : Datum(Value(match.groups.front().value_or(""))));
  }
  return made;
}

Datum each_match(const Call& call, Text& text) {
  for (const PatternMatch& match : found_in(call, text)) (void)made_of(call, call[1], match);
  return Value(text);
}

// As in Java: at most `limit` parts; without one, empty texts at the end are left out.
Datum split(const Call& call, Text& text) {
  const std::int64_t limit =
      call.count() > 1 && call[1].is_integer() ? call[1].scalar().as_integer() : std::int64_t{0};
  ListData& made = call.machine.new_list();
  std::size_t at = 0;
  for (const PatternMatch& match : found_in(call, text)) {
    if (limit > 0 && static_cast<std::int64_t>(made.items.size()) + 1 >= limit) break;
    if (match.end == 0 || (match.begin == match.end && match.begin == text.size())) continue;
    made.items.emplace_back(Value(text.substr(at, match.begin - at)));
    at = match.end;
  }
  made.items.emplace_back(Value(text.substr(at)));
  while (limit == 0 && made.items.size() > 1 && made.items.back().scalar() == Value(""))
    made.items.pop_back();
  return made;
}

constexpr auto kOfTexts = std::to_array<Method<Text>>(
    {{"replaceAll", 2, 2, replace_all},
     {"replaceFirst", 2, 2, replace_first},
     {"find", 1, 2, find},
     {"findAll", 1, 2, find_all},
     {"eachMatch", 2, 2, each_match},
     {"split", 1, 2, split},
     {"matches", 1, 1, [](const Call& call, Text& text) {
        return Datum(Value(matches_whole(call.machine, text, call.text(0), call.offset)));
      }}});

// --- what has been found

std::optional<PatternMatch>& current(const Call& call, ListData& matcher) {
  MatcherData& data = *matcher.matcher;
  if (!data.current && data.next == 0 && !data.matches.empty()) data.current = data.matches.front();
  if (!data.current) call.machine.raise("IllegalStateException", "No match found", call.offset);
  return data.current;
}

std::size_t group_number(const Call& call, const MatcherData& data) {
  if (call.count() == 0) return 0;
  if (!call[0].is_text()) return call.size(0);
  const auto group = call.machine.pattern(data.pattern, call.offset).group(call.text(0));
  if (!group) {
    call.machine.raise("IllegalArgumentException", fmt::format("there is no group '{}'", call.text(0)),
                       call.offset);
  }
  return *group;
}

Datum group(const Call& call, ListData& matcher) {
  const PatternMatch& match = *current(call, matcher);
  const std::size_t number = group_number(call, *matcher.matcher);
  if (number >= match.groups.size())
    call.machine.raise("IndexOutOfBoundsException", fmt::format("No group {}", number), call.offset);
  return match.groups[number] ? Datum(Value(*match.groups[number])) : Datum();
}

Datum find_next(const Call&, ListData& matcher) {
  MatcherData& data = *matcher.matcher;
  const bool found = data.next < data.matches.size();
  data.current.reset();
  if (found) data.current = data.matches[data.next];
  ++data.next;
  return Value(found);
}

Datum matches(const Call& call, ListData& matcher) {
  MatcherData& data = *matcher.matcher;
  data.current = call.machine.pattern(data.pattern, call.offset).whole(data.text);
  if (!data.current) data.next = 1;
  return Value(data.current.has_value());
}

Datum looking_at(const Call&, ListData& matcher) {
  const auto& all = matcher.matcher->matches;
  return Value(!all.empty() && all.front().begin == 0);
}

Datum count(const Call&, ListData& matcher) { return Value(matcher.matcher->matches.size()); }
Datum group_count(const Call& call, ListData& matcher) {
  return Value(call.machine.pattern(matcher.matcher->pattern, call.offset).groups());
}

Datum place_of(const Call& call, ListData& matcher, bool begin) {
  const PatternMatch& match = *current(call, matcher);
  const std::string before = matcher.matcher->text.substr(0, begin ? match.begin : match.end);
  return call.machine.call_method(Value(before), "length", {}, call.offset);
}
Datum start(const Call& call, ListData& matcher) { return place_of(call, matcher, true); }
Datum end(const Call& call, ListData& matcher) { return place_of(call, matcher, false); }

Datum reset(const Call&, ListData& matcher) {
  matcher.matcher->next = 0;
  matcher.matcher->current.reset();
  return matcher;
}

template <bool kOnce>
Datum replace_found(const Call& call, ListData& matcher) {
  const MatcherData& data = *matcher.matcher;
  const std::size_t last = kOnce ? std::min<std::size_t>(1, data.matches.size()) : data.matches.size();
  const std::vector<PatternMatch> found(data.matches.begin(),
                                        data.matches.begin() + static_cast<std::ptrdiff_t>(last));
  return Value(replaced(call, call.machine.pattern(data.pattern, call.offset), data.text, found, call[0]));
}

constexpr auto kOfMatchers = std::to_array<Method<ListData>>({{"find", 0, 0, find_next},
                                                              {"matches", 0, 0, matches},
                                                              {"lookingAt", 0, 0, looking_at},
                                                              {"group", 0, 1, group},
                                                              {"groupCount", 0, 0, group_count},
                                                              {"size", 0, 0, count},
                                                              {"getCount", 0, 0, count},
                                                              {"count", 0, 0, count},
                                                              {"start", 0, 0, start},
                                                              {"end", 0, 0, end},
                                                              {"reset", 0, 0, reset},
                                                              {"replaceAll", 1, 1, replace_found<false>},
                                                              {"replaceFirst", 1, 1, replace_found<true>}});

}  // namespace

const Pattern& Machine::pattern(std::string_view text, std::size_t offset) {
  if (patterns_ == nullptr) patterns_ = std::make_shared<PatternBook>();
  const auto known = patterns_->patterns.find(text);
  if (known != patterns_->patterns.end()) return known->second;
  return patterns_->patterns.emplace(std::string(text), Pattern(*this, text, offset)).first->second;
}

bool matches_whole(Machine& machine, const std::string& text, const std::string& pattern,
                   std::size_t offset) {
  return machine.pattern(pattern, offset).matches(text);
}

Datum matches_in(Machine& machine, const std::string& text, const std::string& pattern, std::size_t offset) {
  ListData& made = machine.new_list();
  made.role = ListData::Role::Matcher;
  auto matches = machine.pattern(pattern, offset).all(text, kMostMatches);
  machine.charge(text.size() + matches.size() * sizeof(PatternMatch), offset);
  for (const PatternMatch& match : matches) made.items.push_back(value_of(machine, match));
  made.matcher =
      std::make_shared<MatcherData>(MatcherData{text, pattern, std::move(matches), 0, std::nullopt});
  return made;
}

bool text_search_method(Machine& machine, const std::string& text, std::string_view name, Arguments arguments,
                        std::size_t offset, Datum& result) {
  // `find { … }` is asked of the characters.
  if (arguments.empty() || arguments[0].closure() != nullptr) return false;
  return run_method(kOfTexts, name, Call{machine, arguments, offset}, text, result);
}

bool matcher_method(Machine& machine, ListData& matcher, std::string_view name, Arguments arguments,
                    std::size_t offset, Datum& result) {
  return run_method(kOfMatchers, name, Call{machine, arguments, offset}, matcher, result);
}

bool pattern_method(Machine& machine, const Datum& pattern, std::string_view name, Arguments arguments,
                    std::size_t offset, Datum& result) {
  const std::string text(pattern.scalar().as_string());
  if (name == "pattern" && arguments.empty()) {
    result = Value(text);
    return true;
  }
  if (arguments.size() != 1) return false;
  if (name == "matcher") {
    result = matches_in(machine, machine.text(arguments[0]), text, offset);
    return true;
  }
  const Datum separator = Value(text);
  return name == "split" &&
         text_search_method(machine, machine.text(arguments[0]), "split", {&separator, 1}, offset, result);
}

}  // namespace rondo::expression::groovy
