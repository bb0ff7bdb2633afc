// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/elements.hpp"

namespace rondo::render {

/// All diagrams of the document as one, the later ones below, together with what none of them places:
/// processes without shapes are laid out, single missing nodes and flows are added.
[[nodiscard]] model::Diagram complete_diagram(const Elements& elements);

}  // namespace rondo::render
