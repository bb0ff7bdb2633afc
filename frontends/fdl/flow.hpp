// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/diagnostics.hpp"
#include "model/step.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rondo::frontends::fdl {

/// A text of the file that is a path, a condition or a JSON value, as the language `path` writes it.
struct Source {
  std::string text;
  model::SourcePosition where;
};

/// `{ target, source }`.
struct Mapping {
  std::string target;
  Source source;
};

/// `inputMappings`, `outputMappings`, `errorMappings`; absent or not.
struct Mappings {
  bool given = false;
  std::vector<Mapping> members;
};

struct Step;

/// `catch: [ { errors, goto } ]`.
struct Catch {
  std::vector<std::string> errors;
  std::string target;
  model::SourcePosition where;
};

/// A branch of a choice or parallel step; of a choice with its condition and where it goes on.
struct Branch {
  Source condition;
  std::vector<Step> steps;
  std::string target;  ///< Empty: at the next step.
  model::SourcePosition where;
};

enum class StepKind : std::uint8_t { Task, Pass, Wait, Choice, Parallel, Foreach, Succeed, Fail };
enum class Pattern : std::uint8_t { RequestResponse, Sync, WaitForCallback };

/// A named value of `serviceParams`.
struct Parameter {
  std::string name;
  Source value;
};

/// One step; which members count depends on its kind.
struct Step {
  StepKind kind = StepKind::Pass;
  std::string name;
  model::SourcePosition where;
  bool ends = false;
  Mappings inputs, outputs, errors;

  // task
  std::string resource;  ///< What is run: the delegate, or the key of the flow.
  bool runs_flow = false;
  Pattern pattern = Pattern::RequestResponse;
  std::int64_t timeout = 0;  ///< Seconds; 0: none.
  std::vector<Parameter> parameters;
  std::vector<model::RetryRule> retries;
  std::vector<Catch> catches;

  std::vector<Branch> branches;  ///< Of choice and parallel.
  bool has_default = false;      ///< The last branch is the default.

  Source collection;        ///< Of foreach.
  std::string item, index;  ///< Of foreach; the index may be empty.
  std::vector<Step> steps;  ///< Of foreach.

  Source time;              ///< Of wait.
  bool is_instant = false;  ///< Of wait: `timestamp`, not `duration`.

  std::string error, cause;  ///< Of fail.
};

/// A whole file.
struct Flow {
  std::vector<Step> steps;
  Mappings inputs, outputs;
  std::int64_t timeout = 0;
  std::string description;
  model::SourcePosition where;
};

}  // namespace rondo::frontends::fdl
