// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/diagnostics.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::frontends::activities {

/// What an argument is given: an expression of the process model, a text, or the members of an exception.
struct Argument {
  std::string expression;  ///< In the engine's expression language; empty: not given.
  model::SourcePosition where;
  bool constant = false;  ///< Was a literal.
  std::string type;       ///< Of `New TYPE(message)`: the type; `expression` is the message, perhaps empty.
};

/// A variable of an activity.
struct Variable {
  std::string name;
  model::SourcePosition where;
  Argument initial;
};

/// The kinds of activities that the lowering knows.
enum class ActivityKind : std::uint8_t {
  Sequence,
  Parallel,
  ParallelForEach,
  ForEach,
  Pick,
  PickBranch,
  If,
  While,
  DoWhile,
  Switch,
  Delay,
  Assign,
  WriteLine,
  Throw,
  Rethrow,
  TerminateWorkflow,
  TryCatch,
  CancellationScope,
  CompensableActivity,
  Compensate,
  Confirm,
  Persist,
  TransactionScope,
  Custom,
  Native  ///< Code of the host that runs what it holds.
};

struct Activity;

/// Activities in one place of another: its body, a branch, a handler, a case.
struct Slot {
  std::string name;      ///< As the property is called: "Body", "Try" …
  std::string key;       ///< Type of a Catch; value of a case, as an expression.
  std::string variable;  ///< Argument of a delegate: item, exception.
  model::SourcePosition where;
  std::vector<Activity> content;
};

/// One activity of a workflow, as read. docs/activities.md says what each does.
struct Activity {
  ActivityKind kind = ActivityKind::Sequence;
  std::string type;          ///< Name of its type.
  std::string display_name;  ///< As given, else empty.
  std::string id;            ///< `x:Name`, else empty.
  std::string item_type;     ///< `x:TypeArguments`, else empty.
  model::SourcePosition where;
  std::map<std::string, Argument, std::less<>> arguments;
  std::vector<Variable> variables;
  std::vector<Slot> slots;
  std::vector<std::string> bookmarks;  ///< Of Native: what it may wait for.

  /// The argument of that name; nullptr when it is not given.
  [[nodiscard]] const Argument* argument(std::string_view name) const;
  /// The activities of that slot; nullptr when there are none.
  [[nodiscard]] const Slot* slot(std::string_view name) const;
};

/// A whole file.
struct Workflow {
  std::string name;  ///< `x:Class` without namespaces; else empty.
  model::SourcePosition where;
  std::vector<Variable> arguments;                              ///< Of the workflow, with defaults.
  std::vector<std::pair<std::string, std::string>> exceptions;  ///< Declared types and their bases.
  std::vector<Activity> root;                                   ///< One, unless the file is wrong.
};

}  // namespace rondo::frontends::activities
