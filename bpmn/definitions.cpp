// SPDX-License-Identifier: Apache-2.0
#include "bpmn/definitions.hpp"

#include "bpmn/activities.hpp"
#include "bpmn/process.hpp"

#include <array>
#include <optional>
#include <utility>

namespace rondo::bpmn {
namespace {

using model::NamedDefinition;

struct NamedTag {
  std::string_view tag, code, structure;
  NamedDefinition::Kind kind;
};

constexpr std::array<NamedTag, 4> kNamed{
    {{"message", "", "itemRef", NamedDefinition::Kind::Message},
     {"signal", "", "structureRef", NamedDefinition::Kind::Signal},
     {"error", "errorCode", "structureRef", NamedDefinition::Kind::Error},
     {"escalation", "escalationCode", "structureRef", NamedDefinition::Kind::Escalation}}};

bool read_named(FileContext& file, const Element& element) {
  for (const NamedTag& entry : kNamed) {
    if (!element.is(entry.tag)) continue;
    NamedDefinition named;
    named.kind = entry.kind;
    named.id = std::string(element["id"]);
    named.name = std::string(element["name"]);
    if (!entry.code.empty()) named.code = std::string(element[entry.code]);
    named.structure = std::string(element[entry.structure]);
    named.where = element.where();
    file.document().named.push_back(std::move(named));
    return true;
  }
  return false;
}

void read_item(FileContext& file, const Element& element) {
  file.document().items.push_back({std::string(element["id"]), std::string(element["structureRef"]),
                                   element.flag("isCollection", false), element.where()});
}

void read_data_store(FileContext& file, const Element& element) {
  model::DataItem store;
  store.kind = model::DataItem::Kind::DataStore;
  store.id = std::string(element["id"]);
  store.name = std::string(element["name"]);
  store.where = element.where();
  store.type = std::string(without_prefix(element["itemSubjectRef"]));
  file.document().data_stores.push_back(std::move(store));
}

void read_participant(FileContext& file, const Element& element) {
  model::Participant participant;
  participant.id = std::string(element["id"]);
  participant.name = std::string(element["name"]);
  participant.where = element.where();
  const std::string_view reference = trim(element["processRef"]);
  if (!reference.empty()) {
    const Element process = file.find(reference);
    if (!process) {
      // Modeling tools name a process for an empty pool, which then is a black box.
      file.violation(element, "dangling-reference",
                     "processRef of " + describe(element) + " refers to \"" + std::string(reference) +
                         "\", which does not exist");
    } else {
      participant.process = std::string(key_of(process));
    }
  }
  file.document().participants.push_back(std::move(participant));
}

void read_message_flow(FileContext& file, const Element& element) {
  model::MessageFlow flow;
  flow.id = std::string(element["id"]);
  flow.name = std::string(element["name"]);
  flow.where = element.where();
  for (const std::string_view end : {"sourceRef", "targetRef"}) {
    const std::string_view reference = element[end];
    const Element found = file.find(reference);
    if (!found) file.dangling(element, end, reference);
    (end == "sourceRef" ? flow.source : flow.target) = std::string(found["id"]);
  }
  if (const std::string_view message = trim(element["messageRef"]); !message.empty()) {
    const Element found = file.find(message, "message");
    if (!found) file.dangling(element, "messageRef", message);
    flow.message = std::string(found["id"]);
  }
  file.document().message_flows.push_back(std::move(flow));
}

using ArtifactKind = model::Artifact::Kind;

std::optional<ArtifactKind> artifact_kind_of(const Element& element) {
  constexpr std::array<std::pair<std::string_view, ArtifactKind>, 9> kKinds{
      {{"group", ArtifactKind::Group},
       {"textAnnotation", ArtifactKind::TextAnnotation},
       {"association", ArtifactKind::Association},
       {"dataObjectReference", ArtifactKind::DataObject},
       {"dataStoreReference", ArtifactKind::DataStore},
       {"dataInput", ArtifactKind::DataInput},
       {"dataOutput", ArtifactKind::DataOutput},
       {"dataInputAssociation", ArtifactKind::DataAssociation},
       {"dataOutputAssociation", ArtifactKind::DataAssociation}}};
  for (const auto& [name, kind] : kKinds) {
    if (element.name() == name) return kind;
  }
  return std::nullopt;
}

/// A reference shows its own name, else that of the data, and the state that the data is in.
std::string data_label(const FileContext& file, const Element& element) {
  const Element object =
      file.find(element[element.is("dataStoreReference") ? "dataStoreRef" : "dataObjectRef"]);
  std::string label(element["name"].empty() && object ? object["name"] : element["name"]);
  const Element state = element.child("dataState");
  if (!state["name"].empty()) label.append(label.empty() ? "[" : " [").append(state["name"]).append("]");
  return label;
}

/// The value of the category that a group stands for.
std::string group_label(const FileContext& file, const Element& element) {
  const Element value = file.find(element["categoryValueRef"]);
  return std::string(value ? value["value"] : std::string_view{});
}

void read_ends(const Element& element, model::Artifact& artifact) {
  if (artifact.kind == ArtifactKind::Association) {
    artifact.source = std::string(without_prefix(element["sourceRef"]));
    artifact.target = std::string(without_prefix(element["targetRef"]));
    const std::string_view direction = element["associationDirection"];
    if (direction == "One") artifact.direction = model::Artifact::Direction::One;
    if (direction == "Both") artifact.direction = model::Artifact::Direction::Both;
  } else if (element.is("dataInputAssociation")) {
    artifact.source = std::string(without_prefix(element.child("sourceRef").trimmed_text()));
    artifact.target = artifact.parent;
  } else if (element.is("dataOutputAssociation")) {
    artifact.source = artifact.parent;
    artifact.target = std::string(without_prefix(element.child("targetRef").trimmed_text()));
  }
}

/// Artifacts lie in collaborations, processes and sub-processes, data associations in activities and events.
void read_artifact(FileContext& file, const Element& element, ArtifactKind kind) {
  model::Artifact artifact;
  artifact.kind = kind;
  artifact.id = std::string(element["id"]);
  artifact.where = element.where();
  const Element parent = element.parent();
  artifact.parent = std::string((parent.is("ioSpecification") ? parent.parent() : parent)["id"]);
  if (kind == ArtifactKind::Group) artifact.text = group_label(file, element);
  if (kind == ArtifactKind::TextAnnotation) artifact.text = std::string(element.child("text").trimmed_text());
  if (kind >= ArtifactKind::DataObject && kind <= ArtifactKind::DataOutput) {
    artifact.text = data_label(file, element);
    artifact.collection = element.flag("isCollection", false) ||
                          file.find(element["dataObjectRef"]).flag("isCollection", false);
  }
  read_ends(element, artifact);
  file.document().artifacts.push_back(std::move(artifact));
}

void read_everywhere(FileContext& file) {
  for (std::size_t i = 0; i < file.tree().size(); ++i) {
    const Element element = file.tree().at(i);
    if (element.space() != Space::Bpmn) continue;
    const std::string_view name = element.name();
    if (const auto kind = artifact_kind_of(element)) read_artifact(file, element, *kind);
    if (name == "participant" && !element.parent().is("participantAssociation")) {
      read_participant(file, element);
    }
    if (name == "messageFlow") read_message_flow(file, element);
  }
}

void read_root_element(FileContext& file, const Element& element) {
  if (element.space() == Space::Diagram && element.name() == "BPMNDiagram") {
    file.document().diagrams.push_back(read_diagram(file, element));
  }
  if (element.space() != Space::Bpmn || read_named(file, element)) return;
  if (element.is("itemDefinition")) read_item(file, element);
  if (element.is("dataStore")) read_data_store(file, element);
  if (element.is("process")) file.document().processes.push_back(read_process(file, element));
  if (!task_of_global(element).empty()) {
    file.document().processes.push_back(read_global_task(file, element));
  }
}

}  // namespace

void read_definitions(FileContext& file, const Element& definitions) {
  model::Document& document = file.document();
  document.id = std::string(definitions["id"]);
  document.name = std::string(definitions["name"]);
  document.target_namespace = std::string(definitions["targetNamespace"]);
  for (const Element element : definitions.children()) read_root_element(file, element);
  read_everywhere(file);
}

}  // namespace rondo::bpmn
