// SPDX-License-Identifier: Apache-2.0
// Static methods and constants of Java's classes.
#include "expression/conversion.hpp"
#include "expression/groovy/date_methods.hpp"
#include "expression/groovy/methods.hpp"
#include "model/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

using Class = const std::string_view;

Datum list_of(const Call& call, Class&) {
  ListData& made = call.machine.new_list();
  made.items.assign(call.arguments.begin(), call.arguments.end());
  call.machine.charge(made.items.size() * sizeof(Datum), call.offset);
  return made;
}

// `Arrays.asList(list)` is that list: Groovy passes it as the array of elements.
Datum list_of_all(const Call& call, Class& type) {
  return call.count() == 1 && call[0].list() != nullptr ? call[0] : list_of(call, type);
}

Datum map_of(const Call& call, Class&) {
  MapData& made = call.machine.new_map();
  for (std::size_t i = 0; i + 1 < call.count(); i += 2) call.machine.place(made, call[i]) = call[i + 1];
  return made;
}

Datum set_of(const Call& call, Class& type) {
  return call.machine.call_method(list_of(call, type), "toSet", {}, call.offset);
}

Datum argument(const Call& call, Class&) { return call[0]; }

// A method of the first argument.
template <const char* const& kMethod>
Datum of_first(const Call& call, Class&) {
  return call.machine.call_method(call[0], kMethod, call.arguments.subspan(1), call.offset);
}
constexpr const char* kSort = "sort";
constexpr const char* kMax = "max";
constexpr const char* kMin = "min";

Datum reversed(const Call& call, Class&) {
  ListData* list = call[0].list();
  if (list == nullptr) return {};
  call.machine.touch(*list);
  std::reverse(list->items.begin(), list->items.end());
  return {};
}

Datum to_text(const Call& call, Class&) { return Value(call.text(0)); }

Datum in_base(const Call& call, Class&) {
  if (!call[0].is_integer()) return Value(call.text(0));
  const std::int64_t base = call.count() > 1 ? static_cast<std::int64_t>(call.size(1)) : 10;
  constexpr std::int64_t kMost = 36;
  if (base < 2 || base > kMost)
    call.machine.raise("NumberFormatException", "the radix is from 2 to 36", call.offset);
  const std::int64_t number = call[0].scalar().as_integer();
  auto rest = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  std::string digits;
  do {
    digits += "0123456789abcdefghijklmnopqrstuvwxyz"[rest % static_cast<std::uint64_t>(base)];
    rest /= static_cast<std::uint64_t>(base);
  } while (rest > 0);
  if (number < 0) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return Value(std::move(digits));
}

Datum from_base(const Call& call, Class&) {
  constexpr std::int64_t kMost = 36;
  const auto base = static_cast<int>(std::min<std::size_t>(call.size(1), kMost));
  const std::string text = call.text(0);
  std::size_t used = 0;
  std::int64_t number = 0;
  try {
    number = std::stoll(text, &used, base);
  } catch (const std::logic_error&) {
    used = 0;
  }
  if (used == 0 || used != text.size())
    call.machine.raise("NumberFormatException", fmt::format("'{}' is no number", text), call.offset);
  return Value(number);
}

Datum compare(const Call& call, Class&) { return Value(call.machine.compare(call[0], call[1], call.offset)); }
Datum equals(const Call& call, Class&) { return Value(call.machine.equal(call[0], call[1])); }
Datum is_null(const Call& call, Class&) { return Value(call[0].is_null()); }
Datum non_null(const Call& call, Class&) { return Value(!call[0].is_null()); }

Datum require(const Call& call, Class&) {
  if (!call[0].is_null()) return call[0];
  call.machine.raise("NullPointerException", call.count() > 1 ? call.text(1) : "a value is missing",
                     call.offset);
}

Datum parse_boolean(const Call& call, Class&) { return Value(equal_ignoring_case(call.text(0), "true")); }

// `String.join(', ', a, b)`
Datum join(const Call& call, Class& type) {
  const Datum list = call.count() == 2 && call[1].list() != nullptr
                         ? call[1]
                         : list_of(Call{call.machine, call.arguments.subspan(1), call.offset}, type);
  return call.machine.call_method(list, "join", call.arguments.subspan(0, 1), call.offset);
}

template <bool (*kHolds)(char)>
Datum is_kind(const Call& call, Class&) {
  const std::string text = call.text(0);
  return Value(text.size() == 1 && kHolds(text.front()));
}
bool is_digit(char c) { return model::is_digit(c); }
bool is_letter(char c) { return model::to_capital(c) >= 'A' && model::to_capital(c) <= 'Z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter_or_digit(char c) { return is_digit(c) || is_letter(c); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

Datum encode_url(const Call& call, Class&) {
  std::string made;
  for (const char c : call.text(0)) {
    if (is_letter_or_digit(c) || c == '.' || c == '-' || c == '_' || c == '*') {
      made += c;
    } else if (c == ' ') {
      made += '+';
    } else {
      made += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return Value(std::move(made));
}

Datum decode_url(const Call& call, Class&) {
  const std::string text = call.text(0);
  std::string made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool coded = text[at] == '%' && at + 2 < text.size() &&
                       std::isxdigit(static_cast<unsigned char>(text[at + 1])) != 0 &&
                       std::isxdigit(static_cast<unsigned char>(text[at + 2])) != 0;
    constexpr int kHexadecimal = 16;
    if (coded) {
      made += static_cast<char>(std::stoi(text.substr(at + 1, 2), nullptr, kHexadecimal));
      at += 2;
    } else {
      made += text[at] == '+' ? ' ' : text[at];
    }
  }
  return Value(std::move(made));
}

template <double (*kFunction)(double)>
Datum computed(const Call& call, Class&) {
  if (!call[0].is_number())
    call.machine.raise("IllegalArgumentException", fmt::format("{} is no number", call.text(0)), call.offset);
  const double result = kFunction(call[0].scalar().to_number());
  if (!std::isfinite(result))
    call.machine.raise("ArithmeticException", "there is no such number", call.offset);
  return Value(decimal(result));
}

Datum divided_down(const Call& call, Class&) {
  const Datum rest =
      call.machine.call_method(Datum::of_class("Math"), "floorMod", call.arguments, call.offset);
  const Datum whole = call.machine.binary(Op::Subtract, call[0], rest, call.offset);
  return call.machine.binary(Op::Divide, whole, call[1], call.offset);
}

struct Row {
  std::string_view types;  // between blanks
  Method<Class> method;
};
constexpr std::size_t kMany = 100;
constexpr std::string_view kNumbers = " Integer Long Double BigDecimal Float Short ";
constexpr auto kMethods = std::to_array<Row>(
    {{" Arrays ", {"asList", 0, kMany, list_of_all}},
     {" List ", {"of", 0, kMany, list_of}},
     {" Set ", {"of", 0, kMany, set_of}},
     {" Map ", {"of", 0, kMany, map_of}},
     {" Collections ", {"emptyList", 0, 0, list_of}},
     {" Collections ", {"singletonList", 1, 1, list_of}},
     {" Collections ", {"singleton", 1, 1, set_of}},
     {" Collections ", {"emptySet", 0, 0, set_of}},
     {" Collections ", {"emptyMap", 0, 0, map_of}},
     {" Collections ", {"singletonMap", 2, 2, map_of}},
     {" Collections ", {"unmodifiableList", 1, 1, argument}},
     {" Collections ", {"unmodifiableMap", 1, 1, argument}},
     {" Collections Arrays ", {"sort", 1, 2, of_first<kSort>}},
     {" Collections ", {"reverse", 1, 1, reversed}},
     {" Collections ", {"max", 1, 2, of_first<kMax>}},
     {" Collections ", {"min", 1, 2, of_first<kMin>}},
     {" Objects ", {"equals", 2, 2, equals}},
     {" Objects ", {"isNull", 1, 1, is_null}},
     {" Objects ", {"nonNull", 1, 1, non_null}},
     {" Objects ", {"requireNonNull", 1, 2, require}},
     {" Objects Boolean Character String ", {"toString", 1, 1, to_text}},
     {" Objects Boolean Character String ", {"valueOf", 1, 1, argument}},
     {kNumbers, {"toString", 1, 2, in_base}},
     {" Integer Long ", {"parseInt", 2, 2, from_base}},
     {" Integer Long ", {"parseLong", 2, 2, from_base}},
     {" Integer Long ", {"valueOf", 2, 2, from_base}},
     {" Integer Long Double Boolean String ", {"compare", 2, 2, compare}},
     {" Boolean ", {"parseBoolean", 1, 1, parse_boolean}},
     {" String ", {"join", 1, kMany, join}},
     {" Character ", {"isDigit", 1, 1, is_kind<is_digit>}},
     {" Character ", {"isLetter", 1, 1, is_kind<is_letter>}},
     {" Character ", {"isUpperCase", 1, 1, is_kind<is_capital>}},
     {" Character ", {"isLowerCase", 1, 1, is_kind<is_small>}},
     {" Character ", {"isLetterOrDigit", 1, 1, is_kind<is_letter_or_digit>}},
     {" Character ", {"isWhitespace", 1, 1, is_kind<is_blank>}},
     {" URLEncoder ", {"encode", 1, 2, encode_url}},
     {" URLDecoder ", {"decode", 1, 2, decode_url}},
     {" DateTimeFormatter Pattern ", {"ofPattern", 1, 2, to_text}},
     {" Math ", {"exp", 1, 1, computed<std::exp>}},
     {" Math ", {"log", 1, 1, computed<std::log>}},
     {" Math ", {"log10", 1, 1, computed<std::log10>}},
     {" Math ", {"cbrt", 1, 1, computed<std::cbrt>}},
     {" Math ", {"sin", 1, 1, computed<std::sin>}},
     {" Math ", {"cos", 1, 1, computed<std::cos>}},
     {" Math ", {"tan", 1, 1, computed<std::tan>}},
     {" Math ", {"atan", 1, 1, computed<std::atan>}},
     {" Math ", {"floorDiv", 2, 2, divided_down}},
     {" Pattern ",
      {"compile", 1, 1, [](const Call& call, Class&) { return Datum::of_pattern(call.text(0)); }}}});

struct Constant {
  std::string_view type, name, text;
};
constexpr std::array<Constant, 13> kConstants{
    {{"DateTimeFormatter", "ISO_DATE", "yyyy-MM-dd"},
     {"DateTimeFormatter", "ISO_LOCAL_DATE", "yyyy-MM-dd"},
     {"DateTimeFormatter", "ISO_LOCAL_TIME", "HH:mm:ss"},
     {"DateTimeFormatter", "ISO_LOCAL_DATE_TIME", "yyyy-MM-dd'T'HH:mm:ss"},
     {"DateTimeFormatter", "ISO_DATE_TIME", "yyyy-MM-dd'T'HH:mm:ss'Z'"},
     {"DateTimeFormatter", "ISO_INSTANT", "yyyy-MM-dd'T'HH:mm:ss'Z'"},
     {"RoundingMode", "HALF_UP", "HALF_UP"},
     {"RoundingMode", "HALF_EVEN", "HALF_EVEN"},
     {"RoundingMode", "HALF_DOWN", "HALF_DOWN"},
     {"RoundingMode", "UP", "UP"},
     {"RoundingMode", "DOWN", "DOWN"},
     {"RoundingMode", "CEILING", "CEILING"},
     {"RoundingMode", "FLOOR", "FLOOR"}}};

bool is_date_class(std::string_view type) {
  constexpr std::array<std::string_view, 6> kDates{"Date",          "LocalDate",      "LocalDateTime",
                                                   "ZonedDateTime", "OffsetDateTime", "Instant"};
  return std::find(kDates.begin(), kDates.end(), type) != kDates.end();
}

}  // namespace

bool library_method(Machine& machine, std::string_view type, std::string_view name, Arguments arguments,
                    std::size_t offset, Datum& result) {
  if (is_date_class(type)) return date_class_method(machine, type, name, arguments, offset, result);
  const Call call{machine, arguments, offset};
  for (const Constant& constant : kConstants) {
    if (!arguments.empty() || constant.type != type || constant.name != name) continue;
    result = Value(constant.text);
    return true;
  }
  if (type == "BigDecimal" && arguments.empty() && (name == "ZERO" || name == "ONE" || name == "TEN")) {
    result = Value(name == "ZERO" ? 0 : (name == "ONE" ? 1 : 10));
    return true;
  }
  if (type == "BigDecimal" && arguments.empty() && name.starts_with("ROUND_")) {
    result = Value(name.substr(name.find('_') + 1));
    return true;
  }
  const std::string among = ' ' + std::string(type) + ' ';
  for (const Row& row : kMethods) {
    const Method<Class>& method = row.method;
    const bool fits =
        method.name == name && arguments.size() >= method.fewest && arguments.size() <= method.most;
    if (!fits || row.types.find(among) == std::string_view::npos) continue;
    result = method.run(call, type);
    return true;
  }
  return false;
}

}  // namespace rondo::expression::groovy
