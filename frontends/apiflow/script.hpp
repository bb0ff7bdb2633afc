// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/diagnostics.hpp"
#include "model/step.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::frontends::apiflow {

/// A stretch of the file that is an expression or the inside of a closure.
struct Code {
  std::string text;
  model::SourcePosition where;
};

/// `NAME = TYPE { … }`, or a template `def NAME(a, b) { … }`, which has the type CODE.
struct Task {
  std::string name, type;
  Code body;
  std::vector<std::string> parameters;
  bool is_template = false;
  std::optional<model::RetryRule> retry;  ///< Of a delegate; what its closure sets as `retry`.
  model::SourcePosition where;
};

/// Whether tasks of that type are closures, not delegates.
[[nodiscard]] inline bool is_closure(std::string_view type) noexcept {
  return type == "CODE" || type == "BOOLE" || type == "CASE" || type == "EACH" || type == "ABORT";
}

/// `NAME = expression`.
struct Data {
  std::string name;
  Code value;
  model::SourcePosition where;
};

struct Instruction;

/// What an instruction runs: a task by its name, a template with arguments, or a group of instructions.
struct Reference {
  std::string name;             ///< Empty for a group.
  std::vector<Code> arguments;  ///< Of a template.
  bool called = false;          ///< Parentheses stand behind the name.
  std::vector<Instruction> group;
  model::SourcePosition where;
};

enum class Verb : std::uint8_t { Run, When, Async, Exit };
enum class Test : std::uint8_t { IsTrue, IsFalse, IsNull, NotNull, IsError, To };

/// One instruction of `start { }` or of a group.
struct Instruction {
  Verb verb = Verb::Run;
  Test test = Test::IsTrue;
  Reference subject;                ///< Of run and when.
  std::vector<Reference> branches;  ///< Of when; what async starts.
  Code value;                       ///< Of exit.
  model::SourcePosition where;
};

/// `listen NAME on expression`.
struct Listener {
  std::string name;
  Code value;
  model::SourcePosition where;
};

/// A whole file.
struct Script {
  std::vector<Listener> listeners;
  std::vector<Data> data;
  std::vector<Task> tasks;
  std::vector<Instruction> start;
  model::SourcePosition where;  ///< Of `start`.
};

}  // namespace rondo::frontends::apiflow
