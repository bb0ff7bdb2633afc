// SPDX-License-Identifier: Apache-2.0
#include "bpmn/context.hpp"

#include <array>
#include <utility>

namespace rondo::bpmn {
namespace {

/// The dialect whose extensions are used; where none are, the one whose namespace is declared.
model::Dialect dialect_of(const XmlTree& tree) {
  constexpr std::array<std::pair<Space, model::Dialect>, 4> kDialects{
      {{Space::Zeebe, model::Dialect::Zeebe},
       {Space::Camunda, model::Dialect::Camunda},
       {Space::Flowable, model::Dialect::Flowable},
       {Space::Activiti, model::Dialect::Activiti}}};
  for (const auto& [space, dialect] : kDialects) {
    if (tree.uses(space)) return dialect;
  }
  for (const auto& [space, dialect] : kDialects) {
    if (tree.declares(space)) return dialect;
  }
  return model::Dialect::Standard;
}

}  // namespace

FileContext::FileContext(const XmlTree& tree, model::Document& document, model::Diagnostics& diagnostics)
    : tree_(tree), document_(document), diagnostics_(diagnostics) {
  document_.dialect = dialect_of(tree);
  index_ids();
  index_message_flows();
}

void FileContext::index_ids() {
  by_id_.reserve(tree_.size());
  for (std::size_t i = 0; i < tree_.size(); ++i) {
    const Element element = tree_.at(i);
    if (element.space() != Space::Bpmn) continue;
    const Attribute* const id = element.find("id");
    if (id == nullptr) continue;
    if (id->value.empty()) {
      violation(element, "empty-id", describe(element) + " has an empty id");
      continue;
    }
    const auto [at, is_new] = by_id_.emplace(id->value, element);
    if (!is_new) {
      const model::SourcePosition first = at->second.where();
      error(element, "duplicate-id",
            "the id " + std::string(id->value) + " is already used in line " + std::to_string(first.line));
    }
  }
}

void FileContext::index_message_flows() {
  for (std::size_t i = 0; i < tree_.size(); ++i) {
    const Element flow = tree_.at(i);
    if (!flow.is("messageFlow")) continue;
    if (const Element source = find(flow["sourceRef"])) flows_from_[source["id"]].push_back(flow);
    if (const Element target = find(flow["targetRef"])) flows_to_[target["id"]].push_back(flow);
  }
}

std::vector<Element> FileContext::message_flows(const Element& end, std::string_view attribute) const {
  const auto& flows = attribute == "targetRef" ? flows_to_ : flows_from_;
  const auto found = flows.find(end["id"]);
  return found == flows.end() ? std::vector<Element>() : found->second;
}

Element FileContext::find(std::string_view reference) const {
  reference = trim(reference);
  auto found = by_id_.find(reference);
  if (found == by_id_.end()) found = by_id_.find(without_prefix(reference));
  return found == by_id_.end() ? Element() : found->second;
}

Element FileContext::find(std::string_view reference, std::string_view tag) const {
  const Element found = find(reference);
  return found && found.is(tag) ? found : Element();
}

void FileContext::error(const Element& at, std::string rule, std::string message) {
  diagnostics_.error(at.where(), std::move(rule), std::move(message), std::string(at["id"]));
}

void FileContext::violation(const Element& at, std::string rule, std::string message) {
  diagnostics_.violation(at.where(), std::move(rule), std::move(message), std::string(at["id"]));
}

void FileContext::warning(const Element& at, std::string rule, std::string message) {
  diagnostics_.warning(at.where(), std::move(rule), std::move(message), std::string(at["id"]));
}

void FileContext::dangling(const Element& at, std::string_view what, std::string_view reference) {
  error(at, "dangling-reference",
        std::string(what) + " of " + describe(at) + " refers to \"" + std::string(trim(reference)) +
            "\", which does not exist");
}

bool FileContext::is_classic_engine() const noexcept {
  return document_.dialect == model::Dialect::Activiti || document_.dialect == model::Dialect::Flowable ||
         document_.dialect == model::Dialect::Camunda;
}

std::string_view without_prefix(std::string_view reference) {
  const std::size_t colon = reference.rfind(':');
  return trim(colon == std::string_view::npos ? reference : reference.substr(colon + 1));
}

std::string_view key_of(const Element& process) {
  const Attribute* const key = process.find_own("key");
  return key == nullptr ? process["id"] : key->value;
}

std::string describe(const Element& element) {
  std::string text = "<" + std::string(element.name());
  if (const std::string_view id = element["id"]; !id.empty()) text += " id=\"" + std::string(id) + "\"";
  return text + ">";
}

}  // namespace rondo::bpmn
