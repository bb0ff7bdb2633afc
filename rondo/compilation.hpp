// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/definitions.hpp"
#include "rondo/repository.hpp"

#include <vector>

namespace rondo {

/// What reading and compiling a set of files gave.
struct Compilation {
  Definitions::Processes processes;  ///< In the order of the files, and in document order.
  std::vector<Diagnostic> findings;
  bool refused = false;  ///< The processes must not be run.
};

/// Reads and compiles files that are deployed together. `strict`: violations refuse them.
[[nodiscard]] Compilation compile(const std::vector<Resource>& resources, bool strict,
                                  const agenda::BehaviorTable& behaviors, model::NameTable& names);

}  // namespace rondo
