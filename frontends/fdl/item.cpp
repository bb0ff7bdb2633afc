// SPDX-License-Identifier: Apache-2.0
#include "frontends/fdl/item.hpp"

#include "frontends/fdl/wording.hpp"

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>

namespace rondo::frontends::fdl {

namespace {

using model::SourcePosition;
using model::Value;

constexpr std::size_t kDeepest = 200;
constexpr std::size_t kMostItems = 200'000;

// Thrown through the parser to leave it.
struct Stop {
  SourcePosition where;
  std::string message;
};

// The parser counts bytes of a line, findings count characters.
class Lines {
 public:
  explicit Lines(std::string_view content) : content_(content) {
    begins_.push_back(0);
    for (std::size_t at = 0; at < content.size(); ++at) {
      if (content[at] == '\n') begins_.push_back(at + 1);
    }
  }

  [[nodiscard]] SourcePosition place(const YAML::Mark& mark) const {
    if (mark.line < 0 || mark.column < 0) return {1, 1};
    const auto line = std::min(static_cast<std::size_t>(mark.line), begins_.size() - 1);
    const std::string_view text = content_.substr(begins_[line]);
    const auto bytes = std::min(static_cast<std::size_t>(mark.column), text.size());
    const auto characters =
        std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bytes),
                      [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return {static_cast<std::uint32_t>(line + 1), static_cast<std::uint32_t>(characters + 1)};
  }

  // Where a tab indents the line; nullopt when blanks do.
  [[nodiscard]] std::optional<SourcePosition> indenting_tab(const YAML::Mark& mark) const {
    if (mark.line < 0 || static_cast<std::size_t>(mark.line) >= begins_.size()) return std::nullopt;
    const std::string_view text = content_.substr(begins_[static_cast<std::size_t>(mark.line)]);
    const std::size_t indented = std::min(text.find_first_not_of(" \t"), text.size());
    const std::size_t tab = text.substr(0, indented).find('\t');
    if (tab == std::string_view::npos) return std::nullopt;
    return SourcePosition{static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(tab + 1)};
  }

  // Whether a text in quotes goes on to the end of the file, which the parser takes for its end.
  [[nodiscard]] bool is_open(const YAML::Mark& mark) const {
    if (mark.line < 0 || mark.column < 0) return false;
    std::size_t at = begins_[static_cast<std::size_t>(mark.line)] + static_cast<std::size_t>(mark.column);
    if (at >= content_.size() || (content_[at] != '\'' && content_[at] != '"')) return false;
    const char quote = content_[at];
    for (++at; at < content_.size(); ++at) {
      if (quote == '"' && content_[at] == '\\') {
        ++at;
      } else if (content_[at] == quote) {
        if (quote == '"' || at + 1 >= content_.size() || content_[at + 1] != quote) return false;
        ++at;
      }
    }
    return true;
  }

 private:
  std::string_view content_;
  std::vector<std::size_t> begins_;
};

std::size_t size_of(const Item& item) {
  std::size_t size = 1;
  for (const Item& part : item.items) size += size_of(part);
  for (const auto& member : item.members) size += 1 + size_of(member.value);
  return size;
}

// Builds the parts from the parser's events.
class Builder final : public YAML::EventHandler {
 public:
  Builder(const Lines& lines, Item& result) : lines_(lines), result_(result) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1)
      throw Stop{lines_.place(mark),
                 "this belongs to nothing above it: are the lines indented alike? A file holds one flow"};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(made(mark, Item::Kind::Null), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) throw Stop{lines_.place(mark), "the alias refers to what it is part of"};
    items_ += size_of(known->second);
    check(mark);
    Item copy = known->second;
    copy.where = lines_.place(mark);
    add(std::move(copy), YAML::NullAnchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Item item = made(mark, Item::Kind::Text);
    item.text = value;
    item.quoted = tag != "?" && !tag.empty();
    if (lines_.is_open(mark)) throw Stop{item.where, "the closing quote of this text is missing"};
    if (tag != "?" && tag != "!") item.tag = tag;
    add(std::move(item), anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(made(mark, Item::Kind::List), anchor);
  }
  void OnSequenceEnd() override { finish(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(made(mark, Item::Kind::Map), anchor);
  }
  void OnMapEnd() override { finish(); }

 private:
  struct Open {
    Item item;
    YAML::anchor_t anchor = YAML::NullAnchor;
    Item key;
    bool has_key = false;
  };

  [[nodiscard]] Item made(const YAML::Mark& mark, Item::Kind kind) {
    ++items_;
    check(mark);
    Item item;
    item.kind = kind;
    item.where = lines_.place(mark);
    return item;
  }

  void check(const YAML::Mark& mark) const {
    if (items_ > kMostItems) throw Stop{lines_.place(mark), "the file has too many parts"};
  }

  void begin(Item item, YAML::anchor_t anchor) {
    if (open_.size() == kDeepest) throw Stop{item.where, "the file is nested too deeply"};
    open_.push_back({std::move(item), anchor, {}, false});
  }

  void finish() {
    Open done = std::move(open_.back());
    open_.pop_back();
    add(std::move(done.item), done.anchor);
  }

  void add(Item item, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) anchors_[anchor] = item;
    if (open_.empty()) {
      result_ = std::move(item);
      return;
    }
    Open& around = open_.back();
    if (around.item.kind == Item::Kind::List) {
      around.item.items.push_back(std::move(item));
    } else if (!around.has_key) {
      if (item.kind != Item::Kind::Text)
        throw Stop{item.where, "the name of a field must be a text, not a list or an object"};
      around.key = std::move(item);
      around.has_key = true;
    } else {
      around.item.members.push_back({std::move(around.key), std::move(item)});
      around.has_key = false;
    }
  }

  const Lines& lines_;
  Item& result_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Item> anchors_;
  std::size_t items_ = 0;
  int documents_ = 0;
};

template <typename Number>
bool reads(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

Value plain_value(const std::string& text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return {};
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  const bool numeric = text.find_first_not_of("+-.0123456789eE") == std::string::npos;
  const std::string_view digits = std::string_view(text).substr(text.front() == '+' ? 1 : 0);
  std::int64_t whole = 0;
  if (numeric && reads(digits, whole)) return whole;
  double number = 0;
  if (numeric && reads(digits, number)) return number;
  return text;
}

}  // namespace

const Item* Item::find(std::string_view name) const noexcept {
  for (const auto& [key, value] : members) {
    if (key.text == name) return &value;
  }
  return nullptr;
}

bool read_item(std::string_view content, Item& result, model::Diagnostics& diagnostics) {
  const Lines lines(content);
  std::istringstream stream{std::string(content)};
  try {
    YAML::Parser parser(stream);
    Builder builder(lines, result);
    while (parser.HandleNextDocument(builder)) {
    }
    return true;
  } catch (const Stop& stop) {
    diagnostics.error(stop.where, "fdl-syntax", stop.message);
  } catch (const YAML::Exception& error) {
    const auto tab = lines.indenting_tab(error.mark);
    diagnostics.error(tab.value_or(lines.place(error.mark)), "fdl-syntax",
                      std::string(worded(tab ? "illegal tab" : error.msg)));
  }
  return false;
}

Value value_of(const Item& item) {
  switch (item.kind) {
    case Item::Kind::Null:
      return {};
    case Item::Kind::Text:
      return item.quoted ? Value(item.text) : plain_value(item.text);
    case Item::Kind::List: {
      model::List list;
      for (const Item& part : item.items) list.push_back(value_of(part));
      return list;
    }
    case Item::Kind::Map: {
      model::Object object;
      for (const auto& [key, value] : item.members) object.set(key.text, value_of(value));
      return object;
    }
  }
  return {};
}

std::string_view describe(const Item& item) noexcept {
  switch (item.kind) {
    case Item::Kind::Null:
      return "nothing";
    case Item::Kind::Text:
      return "a single value";
    case Item::Kind::List:
      return "a list";
    case Item::Kind::Map:
      return "an object";
  }
  return {};
}

}  // namespace rondo::frontends::fdl
