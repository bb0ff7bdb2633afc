// SPDX-License-Identifier: Apache-2.0
#include "frontends/activities/markup.hpp"

#include "bpmn/encoding.hpp"
#include "bpmn/line_index.hpp"
#include "bpmn/prescan.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <cstdint>
#include <utility>

namespace rondo::frontends::activities {

namespace {

constexpr std::uint32_t kMaxDepth = 200;
constexpr std::size_t kMaxElements = 200'000;
constexpr std::string_view kXmlSpace = "http://www.w3.org/XML/1998/namespace";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// Copies what the parser has read. Nesting is bounded before, and so is the recursion here.
class MarkupCopy {
 public:
  MarkupCopy(const char* begin, const bpmn::LineIndex& lines, model::Diagnostics& diagnostics)
      : begin_(begin), lines_(lines), diagnostics_(diagnostics) {}

  MarkupElement element(pugi::xml_node node) {
    MarkupElement copy;
    copy.where = place(node.name() - 1);
    std::tie(copy.space, copy.name) = resolve(node, node.name(), true, copy.where);
    for (const pugi::xml_attribute attribute : node.attributes()) {
      const std::string_view name = attribute.name();
      if (name == "xmlns" || name.starts_with("xmlns:")) continue;
      MarkupAttribute& read = copy.attributes.emplace_back();
      read.where = place(attribute.value());
      read.value = attribute.value();
      std::tie(read.space, read.name) = resolve(node, name, false, place(attribute.name()));
    }
    for (const pugi::xml_node child : node.children()) {
      if (child.type() == pugi::node_element) {
        copy.children.push_back(element(child));
      } else if (const std::string_view text = trimmed(child.value()); !text.empty()) {
        if (copy.text.empty()) copy.text_where = place(text.data());
        copy.text += text;
      }
    }
    return copy;
  }

 private:
  [[nodiscard]] model::SourcePosition place(const char* at) const {
    return lines_.at(at > begin_ ? static_cast<std::size_t>(at - begin_) : 0);
  }

  std::pair<std::string, std::string> resolve(pugi::xml_node node, std::string_view name, bool element,
                                              model::SourcePosition where) {
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos && !element) return {{}, std::string(name)};
    const std::string_view prefix =
        colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
    const std::string local(colon == std::string_view::npos ? name : name.substr(colon + 1));
    if (prefix == "xml") return {std::string(kXmlSpace), local};
    const std::string declaration = prefix.empty() ? std::string("xmlns") : fmt::format("xmlns:{}", prefix);
    for (; !node.empty(); node = node.parent()) {
      if (const auto declared = node.attribute(declaration.c_str())) return {declared.value(), local};
    }
    if (!prefix.empty()) {
      diagnostics_.error(where, "unbound-prefix", fmt::format("the prefix '{}' is not declared", prefix));
    }
    return {{}, local};
  }

  const char* begin_;
  const bpmn::LineIndex& lines_;
  model::Diagnostics& diagnostics_;
};

}  // namespace

const MarkupAttribute* MarkupElement::find(std::string_view attribute, std::string_view of) const {
  for (const MarkupAttribute& candidate : attributes) {
    if (candidate.name == attribute && candidate.space == of) return &candidate;
  }
  return nullptr;
}

std::optional<MarkupElement> read_markup(std::string_view content, model::Diagnostics& diagnostics) {
  bpmn::DecodedText decoded = bpmn::decode_xml(content);
  const bpmn::LineIndex lines(decoded.text);
  if (!decoded.error.empty()) {
    diagnostics.error(decoded.located ? lines.at(decoded.text.size()) : model::SourcePosition{1, 1},
                      "encoding", decoded.error);
    return std::nullopt;
  }
  if (const auto problem = bpmn::find_xml_problem(decoded.text, kMaxDepth, kMaxElements)) {
    diagnostics.error(lines.at(problem->offset), problem->rule, problem->message);
    return std::nullopt;
  }
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer_inplace(decoded.text.data(), decoded.text.size(),
                                   pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
  if (!parsed || document.document_element().empty()) {
    diagnostics.error(lines.at(static_cast<std::size_t>(parsed.offset)), "not-well-formed",
                      parsed.description());
    return std::nullopt;
  }
  return MarkupCopy(decoded.text.data(), lines, diagnostics).element(document.document_element());
}

}  // namespace rondo::frontends::activities
