// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "frontends/notation.hpp"
#include "rondo/repository.hpp"

#include <span>

namespace rondo {

/// BPMN first, then those of frontends/registry.inc.
[[nodiscard]] std::span<const frontends::Notation* const> all_notations();

/// Reads a file in whatever notation it is. One that no notation claims is read as BPMN, which says what is
/// wrong with it. Never throws on bad input. Thread-safe.
[[nodiscard]] model::ReadResult read_any(const Resource& resource);

}  // namespace rondo
