// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/definition.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rondo::model {

/// A message, signal, error or escalation of a file.
struct NamedDefinition {
  enum class Kind : std::uint8_t { Message, Signal, Error, Escalation } kind{};
  std::string id, name;
  std::string code;       ///< errorCode or escalationCode.
  std::string structure;  ///< itemRef or structureRef.
  SourcePosition where;
};

/// An item definition (BPMN 2.0 §8.4.10).
struct ItemDefinition {
  std::string id, structure;
  bool is_collection = false;
  SourcePosition where;
};

/// A pool (BPMN 2.0 §9.3).
struct Participant {
  std::string id, name, process;  ///< `process`: id; empty for a black box.
  SourcePosition where;
};

/// A message flow between pools; ends are element ids (BPMN 2.0 §9.4).
struct MessageFlow {
  std::string id, name, source, target, message;
  SourcePosition where;
};

/// A point or extent in a diagram, in the file's units (points).
struct Bounds {
  double x = 0, y = 0, width = 0, height = 0;
};

/// A drawn shape (BPMN 2.0 §12.3, BPMNShape).
struct Shape {
  std::string id, element;
  Bounds bounds;
  std::optional<Bounds> label;
  bool horizontal = true, expanded = true, marker_visible = false;
};

/// A drawn edge (BPMN 2.0 §12.3, BPMNEdge).
struct Edge {
  std::string id, element;
  std::vector<std::pair<double, double>> waypoints;
  std::optional<Bounds> label;
};

/// One diagram of a file.
struct Diagram {
  std::string id, name, plane_element;
  std::vector<Shape> shapes;
  std::vector<Edge> edges;
};

/// What is drawn but not executed: groups, text annotations and associations (BPMN 2.0 §8.4.1), references
/// to data, inputs and outputs of a process, and data associations (BPMN 2.0 §10.4).
struct Artifact {
  enum class Kind : std::uint8_t {
    Group,
    TextAnnotation,
    Association,
    DataObject,
    DataStore,
    DataInput,
    DataOutput,
    DataAssociation
  } kind{};
  std::string id, text, source, target;  ///< `text`: what a label shows.
  std::string parent;                    ///< Id of the element that it lies in.
  bool collection = false;               ///< Of data.
  /// Of an association: where it has arrowheads.
  enum class Direction : std::uint8_t { None, One, Both } direction = Direction::None;
  SourcePosition where;
};

/// Everything that one source file defines. A callable task outside any process (BPMN 2.0 §10.3.4: global
/// task, global script task …) is read into a process of one task, with the global task's id as key.
struct Document {
  std::string id, name, target_namespace, file;
  Dialect dialect = Dialect::Standard;
  std::vector<std::shared_ptr<const ProcessDefinition>> processes;
  std::vector<NamedDefinition> named;
  std::vector<ItemDefinition> items;
  std::vector<DataItem> data_stores;
  std::vector<Participant> participants;
  std::vector<MessageFlow> message_flows;
  std::vector<Artifact> artifacts;
  std::vector<Diagram> diagrams;
};

}  // namespace rondo::model
