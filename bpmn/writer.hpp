// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/document.hpp"

#include <string>

namespace rondo::bpmn {

/// Writes what a document holds, whatever notation it was read from, as a BPMN 2.0 file that runs alike:
/// read() makes the same nodes, flows and expressions of it. What BPMN and the extensions that the reader
/// knows have no words for is reported in `diagnostics` (rule `not-expressible`), each at its place in the
/// document, and left out; the text is of use only when there is no such finding. Pictures are not written.
[[nodiscard]] std::string write(const model::Document& document, model::Diagnostics& diagnostics);

}  // namespace rondo::bpmn
