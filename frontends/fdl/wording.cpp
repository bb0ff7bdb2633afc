// SPDX-License-Identifier: Apache-2.0
#include "frontends/fdl/wording.hpp"

#include <algorithm>
#include <array>

namespace rondo::frontends::fdl {

namespace {

struct Wording {
  std::string_view begins;  // of what the parser says
  std::string_view says;
};

constexpr std::string_view kLayout = "this does not fit what stands above it: are the lines indented alike?";
constexpr std::string_view kAlias = "'*' refers to a part of the file that is marked with '&': give its name";

constexpr std::array<Wording, 24> kWordings{{
    {"illegal tab", "lines are indented with blanks, not with tabs"},
    {"illegal map value",
     "a ':' cannot stand here: are the lines indented alike? A text with ': ' in it needs quotes"},
    {"illegal map key", kLayout},
    {"end of map not found", "expected a field, written as 'name: value'; are the lines indented alike?"},
    {"end of map flow",
     "expected ',' or '}' of an object that '{' has opened; a text with brackets or commas in it needs "
     "quotes"},
    {"end of sequence flow",
     "expected ',' or ']' of a list that '[' has opened; a text with brackets or commas in it needs quotes"},
    {"end of sequence", "expected '- ' for the next item of the list; are the lines indented alike?"},
    {"illegal block entry", "an item with '-' cannot stand here: it begins a line, behind blanks only"},
    {"illegal flow end", "this '}' or ']' closes nothing, or not what was opened last"},
    {"illegal EOF", "the file ends within a text: a closing quote is missing"},
    {"illegal document indicator", "the file goes on with '---' or '...' within a text"},
    {"illegal character in scalar", kLayout},
    {"unknown token", "a value cannot begin with this character: put it in quotes"},
    {"unknown escape", "behind a backslash, this character means nothing"},
    {"bad character found while scanning hex", "a code behind a backslash has hexadecimal digits"},
    {"invalid unicode", "there is no character of that code"},
    {"unexpected character in block", "behind '|' or '>' the text begins in the next line"},
    {"cannot set zero indentation", "behind '|' or '>' the text begins in the next line"},
    {"alias not found", kAlias},
    {"illegal character found while scanning alias", kAlias},
    {"the referenced anchor", "no part of the file is marked with that name, as '&name'"},
    {"anchor not found", "'&' marks a part of the file: give it a name, or put the text in quotes"},
    {"illegal character found while scanning anchor",
     "'&' marks a part of the file: give it a name, or put the text in quotes"},
    {"cannot assign", "a value can have one mark '&' and one type '!' only"},
}};

}  // namespace

std::string_view worded(std::string_view message) {
  const auto* const found = std::find_if(kWordings.begin(), kWordings.end(), [&](const Wording& wording) {
    return message.starts_with(wording.begins);
  });
  return found == kWordings.end() ? "this is not well formed" : found->says;
}

}  // namespace rondo::frontends::fdl
