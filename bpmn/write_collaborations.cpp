// SPDX-License-Identifier: Apache-2.0
// What stands beside processes: pools and the message flows between them, correlation keys, data stores.
#include "bpmn/writing.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace rondo::bpmn {

namespace {

using model::CorrelationKey;
using model::Document;

const model::ProcessDefinition* process_of(const Document& document, const std::string& key) {
  for (const auto& process : document.processes) {
    if (process->id == key) return process.get();
  }
  return nullptr;
}

bool has_key(const model::ProcessDefinition& process, const std::string& id) {
  return std::any_of(process.correlation_keys.begin(), process.correlation_keys.end(),
                     [&](const CorrelationKey& key) { return key.id == id; });
}

class CollaborationWriter {
 public:
  CollaborationWriter(FileWriting& file, const Document& document) : file_(file), document_(document) {}

  void write() {
    for (const model::DataItem& store : document_.data_stores) {
      pugi::xml_node child = file_.root().append_child("dataStore");
      set(child, "id", store.id);
      set(child, "name", store.name);
      set(child, "itemSubjectRef", store.type);
    }
    collaboration_ = file_.root().append_child("collaboration");
    set(collaboration_, "id", file_.free_id({}, "collaboration"));
    for (const model::Participant& participant : document_.participants) write_pool(participant);
    for (const model::MessageFlow& flow : document_.message_flows) write_flow(flow);
    for (const auto& process : document_.processes) {
      const ProcessWriting writing{file_, *process};
      for (const CorrelationKey& key : process->correlation_keys) write_key(writing, key);
    }
    if (!collaboration_.first_child()) file_.root().remove_child(collaboration_);
  }

 private:
  void write_pool(const model::Participant& participant) {
    pugi::xml_node child = collaboration_.append_child("participant");
    set(child, "id", participant.id);
    set(child, "name", participant.name);
    const model::ProcessDefinition* const process = process_of(document_, participant.process);
    if (process != nullptr) set(child, "processRef", file_.id_of(*process));
  }

  void write_flow(const model::MessageFlow& flow) {
    for (const std::string& end : {flow.source, flow.target}) {
      if (!is_written(end)) file_.refuse(flow.where, flow.id, "a message flow that ends at \"" + end + '"');
    }
    pugi::xml_node child = collaboration_.append_child("messageFlow");
    set(child, "id", flow.id);
    set(child, "name", flow.name);
    set(child, "sourceRef", flow.source);
    set(child, "targetRef", flow.target);
    if (!flow.message.empty())
      set(child, "messageRef", file_.message(flow.message, name_of(flow.message), {}));
  }

  [[nodiscard]] bool is_written(const std::string& end) const {
    const auto is_end = [&](const auto& one) { return one.id == end; };
    if (std::any_of(document_.participants.begin(), document_.participants.end(), is_end)) return true;
    return std::any_of(document_.processes.begin(), document_.processes.end(),
                       [&](const auto& process) { return process->find(end) != model::kNoNode; });
  }

  [[nodiscard]] std::string name_of(const std::string& message) const {
    for (const model::NamedDefinition& named : document_.named) {
      if (named.kind == model::NamedDefinition::Kind::Message && named.id == message && !named.name.empty()) {
        return named.name;
      }
    }
    return message;
  }

  // The processes themselves say which keys are theirs; a conversation that named no pool would give it to
  // all of them.
  void write_key(const ProcessWriting& writing, const CorrelationKey& key) {
    if (!keys_.insert(key.id).second) return;
    pugi::xml_node conversation = collaboration_.append_child("conversation");
    set(conversation, "id", file_.free_id({}, "conversation"));
    for (const model::Participant& participant : document_.participants) {
      const model::ProcessDefinition* const process = process_of(document_, participant.process);
      if (process == nullptr || !has_key(*process, key.id)) continue;
      conversation.append_child("participantRef").text().set(participant.id.c_str());
    }
    if (!conversation.child("participantRef") && !document_.participants.empty()) {
      writing.file.refuse(writing.process.where, writing.process.id,
                          "the correlation key \"" + key.id + "\" of a process without a pool beside pools");
    }
    pugi::xml_node child = conversation.append_child("correlationKey");
    set(child, "id", key.id);
    for (const CorrelationKey::Property& property : key.properties) {
      child.append_child("correlationPropertyRef").text().set(property.id.c_str());
      write_property(writing, property);
    }
  }

  void write_property(const ProcessWriting& writing, const CorrelationKey::Property& property) {
    if (!properties_.insert(property.id).second) return;
    pugi::xml_node child = file_.root().insert_child_before("correlationProperty", collaboration_);
    set(child, "id", property.id);
    for (const auto& [message, path] : property.message_paths) {
      pugi::xml_node retrieval = child.append_child("correlationPropertyRetrievalExpression");
      if (!message.empty()) set(retrieval, "messageRef", file_.message({}, message, {}));
      add_body(writing, retrieval, "messagePath", path, Place::Value);
    }
  }

  FileWriting& file_;
  const Document& document_;
  pugi::xml_node collaboration_;
  std::set<std::string> keys_, properties_;
};

}  // namespace

void write_collaboration(FileWriting& file, const Document& document) {
  CollaborationWriter(file, document).write();
}

void write_subscriptions(const ProcessWriting& writing, pugi::xml_node process) {
  for (const CorrelationKey& key : writing.process.correlation_keys) {
    pugi::xml_node subscription = process.append_child("correlationSubscription");
    set(subscription, "id", writing.file.free_id({}, "subscription"));
    set(subscription, "correlationKeyRef", key.id);
    for (const CorrelationKey::Property& property : key.properties) {
      if (property.data_path == model::kNoExpression) continue;
      pugi::xml_node binding = subscription.append_child("correlationPropertyBinding");
      set(binding, "correlationPropertyRef", property.id);
      add_body(writing, binding, "dataPath", property.data_path, Place::Value);
    }
  }
}

}  // namespace rondo::bpmn
