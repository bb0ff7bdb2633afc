// SPDX-License-Identifier: Apache-2.0
#include "bpmn/correlation.hpp"

#include "bpmn/expressions.hpp"
#include "bpmn/message_flows.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rondo::bpmn {
namespace {

using model::CorrelationKey;

Element process_around(Element element) {
  while (element && !element.is("process")) element = element.parent();
  return element;
}

/// Reads the keys of one process.
class KeyReader {
 public:
  KeyReader(ProcessContext& context, const Element& process) : context_(context), process_(process) {}

  std::vector<CorrelationKey> read() {
    for (const Element child : process_.children()) {
      if (child.is("correlationSubscription")) read_subscription(child);
    }
    for (const Element root : context_.file.tree().root().children()) {
      if (root.is("collaboration") || root.is("globalConversation")) read_collaboration(root);
    }
    return std::move(keys_);
  }

 private:
  void read_subscription(const Element& subscription) {
    const Element key = context_.file.find(subscription["correlationKeyRef"], "correlationKey");
    if (!key) return;
    add(key);
    const auto known = std::find_if(keys_.begin(), keys_.end(),
                                    [&](const CorrelationKey& one) { return one.id == key["id"]; });
    if (known == keys_.end()) return;
    for (const Element binding : subscription.children()) {
      if (!binding.is("correlationPropertyBinding")) continue;
      const Element bound = context_.file.find(binding["correlationPropertyRef"], "correlationProperty");
      for (CorrelationKey::Property& property : known->properties) {
        if (property.id != bound["id"]) continue;
        property.data_path = add_body(context_, process_, SourceKind::Value, binding.child("dataPath"));
      }
    }
  }

  void read_collaboration(const Element& collaboration) {
    Element pool;
    for (const Element child : collaboration.children()) {
      if (child.is("participant") && context_.file.find(child["processRef"]) == process_) pool = child;
    }
    if (!pool) return;
    add_keys(collaboration);
    read_conversations(collaboration, pool);
  }

  /// Conversations, those within others as well. Nested as deep as the reader lets elements be.
  void read_conversations(const Element& parent, const Element& pool) {
    std::vector<Element> open{parent};
    while (!open.empty()) {
      const Element around = open.back();
      open.pop_back();
      for (const Element child : around.children()) {
        if (!child.is("conversation") && !child.is("subConversation") && !child.is("callConversation"))
          continue;
        if (takes_part(child, pool)) add_keys(child);
        open.push_back(child);
      }
    }
  }

  /// By its pool, or by a message flow of the conversation; one that names neither is everybody's.
  bool takes_part(const Element& conversation, const Element& pool) const {
    bool names_somebody = false;
    for (const Element child : conversation.children()) {
      const bool is_flow = child.is("messageFlowRef");
      if (!is_flow && !child.is("participantRef")) continue;
      names_somebody = true;
      const Element found = context_.file.find(child.text());
      if (!is_flow && found == pool) return true;
      if (is_flow && (touches(found["sourceRef"], pool) || touches(found["targetRef"], pool))) return true;
    }
    return !names_somebody;
  }
  bool touches(std::string_view end, const Element& pool) const {
    const Element found = context_.file.find(end);
    return found && (found == pool || process_around(found) == process_);
  }

  void add_keys(const Element& parent) {
    for (const Element child : parent.children()) {
      if (child.is("correlationKey")) add(child);
    }
  }

  void add(const Element& element) {
    CorrelationKey key;
    key.id = std::string(element["id"].empty() ? element["name"] : element["id"]);
    const bool known =
        std::any_of(keys_.begin(), keys_.end(), [&](const auto& one) { return one.id == key.id; });
    if (key.id.empty() || known) return;
    for (const Element child : element.children()) {
      if (!child.is("correlationPropertyRef")) continue;
      if (const Element found = context_.file.find(child.text(), "correlationProperty")) {
        key.properties.push_back(read_property(found));
      }
    }
    if (!key.properties.empty()) keys_.push_back(std::move(key));
  }

  CorrelationKey::Property read_property(const Element& element) {
    CorrelationKey::Property property;
    property.id = std::string(element["id"]);
    for (const Element child : element.children()) {
      if (!child.is("correlationPropertyRetrievalExpression")) continue;
      const model::ExpressionId path =
          add_body(context_, process_, SourceKind::Value, child.child("messagePath"));
      if (path == model::kNoExpression) continue;
      property.message_paths.emplace_back(message_name(context_.file, child), path);
    }
    return property;
  }

  ProcessContext& context_;
  Element process_;
  std::vector<CorrelationKey> keys_;
};

}  // namespace

std::vector<CorrelationKey> read_correlation_keys(ProcessContext& context, const Element& process) {
  return KeyReader(context, process).read();
}

}  // namespace rondo::bpmn
