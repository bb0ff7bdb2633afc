// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/error.hpp"
#include "rondo/value.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace rondo::cli {

/// One step of a scenario, as written.
struct Step {
  std::string name;
  Value arguments;  ///< An object, for most steps; a list for `deploy`; null when nothing was given.
  SourcePosition where;
};

/// What a trace scenario expects of one set of inputs.
struct TraceExpectation {
  std::vector<std::vector<std::string>> one_of;  ///< Allowed token lists; empty: tokens do not matter.
  bool sequence = false;                         ///< Their order matters.
  std::string error;                             ///< Kind of the error that must happen; empty: none.
};

/// The parts that only trace scenarios have.
struct TraceCase {
  std::string process_id;
  std::vector<std::string> also_start;
  std::vector<Variables> inputs;
  std::vector<TraceExpectation> expectations;  ///< One for each of the inputs.
};

/// One scenario of a file; see docs/scenarios.md.
struct Scenario {
  enum class Kind { Steps, Trace, Constraint };

  std::string id;
  std::string group;
  Kind kind = Kind::Steps;
  std::vector<std::string> files;
  std::filesystem::path root;  ///< What `files` are relative to.
  Object delegates;
  std::vector<Step> steps;
  TraceCase trace;
  bool expect_rejected = false;
  bool unscored = false;
  bool abort_rolls_back = false;    ///< See EngineOptions.
  std::size_t step_data_limit = 0;  ///< See EngineOptions.
  std::string source;               ///< The scenario file.
  SourcePosition where;
};

/// How a scenario went.
struct Outcome {
  std::optional<std::string> failure;   ///< Why it fails; nullopt when it holds.
  std::vector<std::string> operations;  ///< What the agenda ran, when it was asked for.
  double seconds = 0;
};

}  // namespace rondo::cli
