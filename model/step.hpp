// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/implementation.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rondo::model {

/// A member of an object that is made of parts of others.
struct StepMapping {
  std::string target;  ///< Name of the member.
  ExpressionId source = kNoExpression;
};

/// The data of a step: what it gets is an object `input`, what it has given an object `local`.
/// docs/elements.md
/// ("Data of steps") states the rules. A process or sub-process with it is a series of steps, whose `local`
/// its steps fill.
struct StepData {
  bool maps_input = false;  ///< `input` is what `inputs` make, else the scope's `input` and `local` together.
  bool maps_output = false;   ///< The scope gets what `outputs` make, else `local` itself.
  bool drops_local = false;   ///< Without `outputs` the scope gets nothing.
  bool gives_result = false;  ///< Its code, or what it calls, gives `local`, which must be an object.
  std::int32_t place = -1;    ///< Its `local` becomes this item of the scope's `local`, a list.
  std::vector<StepMapping> inputs, outputs;
  std::vector<StepMapping> error_outputs;  ///< What the scope gets when an error of the step is caught.
  std::string item, index;                 ///< Members that a loop adds to `input` of each instance.
};

/// On an error with one of these names an activity is begun anew, after a pause.
struct RetryRule {
  std::vector<std::string> errors;  ///< Empty: any.
  double interval = 1;              ///< Seconds before the first repeat.
  double multiplier = 2;            ///< Of each further pause.
  double max_interval = 86400;      ///< Seconds.
  std::int64_t max_attempts = 3;    ///< Repeats; the first run is not counted.
};

/// What failures are called that processes of a notation can catch, and how its instances end.
struct Outcomes {
  /// An error that nothing in the instance catches ends it as failed, and its caller sees the error. An
  /// instance that is withdrawn with its caller is stopped, and of several handlers the first one counts.
  bool own = false;
  std::string code_failed;        ///< A delegate has failed with an exception.
  std::string expression_failed;  ///< An expression or anything else has failed.
  std::string invalid_result;     ///< What a step has given is no object.
  std::string stopped;            ///< For the caller: the instance was stopped without an error.
  std::string timed_out;          ///< For the caller: the instance has timed out.
  std::string not_found;          ///< There is no such process.
  std::string key_taken;          ///< An instance of that business key has existed already.
  std::string too_large;  ///< The data of a step exceed the engine's limit. Nothing inside catches it.
};

/// The message by which a process is started that says it can be: its message start event has this name.
[[nodiscard]] inline std::string start_message(const std::string& key) { return "start process " + key; }

}  // namespace rondo::model
