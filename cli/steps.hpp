// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/world.hpp"

#include <span>
#include <string_view>

namespace rondo::cli {

/// What a step does with the instance that the world looks at. Throws StepFailure when a check does not
/// hold, or what the engine throws.
using StepFunction = void (*)(World&, const Arguments&);

/// A step by its name.
struct StepKind {
  std::string_view name;
  StepFunction run = nullptr;
};

/// Steps that change something.
[[nodiscard]] std::span<const StepKind> acting_steps();
/// Steps about where instances stand.
[[nodiscard]] std::span<const StepKind> checking_steps();
/// Steps about what has happened.
[[nodiscard]] std::span<const StepKind> history_steps();

/// Does one step. Throws StepFailure when it does not hold, or what the engine throws.
void run_step(World& world, const Step& step);

/// Deploys files together. Throws DeploymentError.
void deploy(World& world, const std::vector<std::string>& files);

}  // namespace rondo::cli
