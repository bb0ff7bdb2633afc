// SPDX-License-Identifier: Apache-2.0
#include "rondo/conversion.hpp"

#include "bpmn/writer.hpp"
#include "rondo/engine.hpp"
#include "rondo/notations.hpp"

namespace rondo {

std::string convert_to_bpmn(const Resource& resource) {
  const model::ReadResult read = read_any(resource);
  if (read.diagnostics.refuses()) throw DeploymentError(read.diagnostics.findings());
  model::Diagnostics unsaid(resource.name);
  std::string text = bpmn::write(read.document, unsaid);
  unsaid.sort();
  if (unsaid.refuses()) throw DeploymentError(unsaid.findings());
  return text;
}

}  // namespace rondo
