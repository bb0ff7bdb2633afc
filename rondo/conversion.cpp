// SPDX-License-Identifier: Apache-2.0
#include "rondo/conversion.hpp"

#include "bpmn/reader.hpp"
#include "bpmn/writer.hpp"
#include "rondo/engine.hpp"
#include "rondo/notations.hpp"

namespace rondo {

namespace {

SourcePosition place_of(const model::Document& document, const std::string& element) {
  for (const auto& process : document.processes) {
    const model::NodeId node = process->find(element);
    if (node != model::kNoNode) return process->node(node).where;
  }
  return {1, 1};
}

// BPMN has rules that other notations have not.
void report_broken_rules(const std::string& text, const model::Document& document,
                         model::Diagnostics& findings) {
  const bpmn::ReadResult again = bpmn::read(text, findings.file());
  for (const Diagnostic& finding : again.diagnostics.findings()) {
    if (finding.severity != Severity::Error) continue;
    findings.error(place_of(document, finding.element_id), "not-expressible",
                   "BPMN does not allow this: " + finding.message, finding.element_id);
  }
}

}  // namespace

std::string convert_to_bpmn(const Resource& resource) {
  const model::ReadResult read = read_any(resource);
  if (read.diagnostics.refuses()) throw DeploymentError(read.diagnostics.findings());
  model::Diagnostics unsaid(resource.name);
  std::string text = bpmn::write(read.document, unsaid);
  if (!unsaid.refuses()) report_broken_rules(text, read.document, unsaid);
  unsaid.sort();
  if (unsaid.refuses()) throw DeploymentError(unsaid.findings());
  return text;
}

}  // namespace rondo
