// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/implementation.hpp"

#include <memory>
#include <string>
#include <vector>

namespace rondo::model {

/// A type of exceptions and the type that it is derived from.
struct ErrorType {
  std::string name, base;
};

/// Which exceptions of a body a sub-process takes: those of a type and of types derived from it.
struct CatchRule {
  std::string type;
  NodeId handler = kNoNode;  ///< Runs when the body has ended; kNoNode: nothing.
  std::string variable;      ///< Receives `{type, message}` in the handler; empty: none.
};

/// An activity in the body of a sub-process that begins when its conductor says so.
struct ConductedActivity {
  std::string name;       ///< How the conductor calls it.
  NodeId node = kNoNode;  ///< Lies in the body.
  std::string argument;   ///< Variable of each run of it that receives what the conductor gives; empty: none.
  bool bookmark = false;  ///< Waits to be resumed; the conductor is told of that, not of its end.
};

/// What a sub-process does besides running its body: when it is canceled, when something in it fails, and
/// when what it has completed is undone or confirmed (docs/cancellation.md). The activities named here lie in
/// its body and begin only when they are asked for. Of processes that end gracefully.
struct Guard {
  NodeId cancellation_handler = kNoNode;  ///< Runs when the body was canceled before it was complete.
  std::vector<CatchRule> catches;         ///< Exceptions that are taken; the nearest type counts.
  NodeId last = kNoNode;                  ///< Runs behind body and handler, however they ended.

  bool compensable = false;  ///< What it has completed is remembered until it is undone or confirmed.
  NodeId compensation_handler = kNoNode;  ///< Undoes what was completed; kNoNode: what it holds is undone.
  NodeId confirmation_handler = kNoNode;  ///< Told that it will not be undone any more.
  std::string token;                      ///< Variable that receives the name of what was completed.

  /// Looked at whenever a token of the body has ended: when it holds, the others are canceled.
  ExpressionId completion_condition = kNoExpression;
  bool race = false;  ///< The first to reach an event that cancels the others wins.

  /// Code that begins the activities of the body and is told how each has ended; nullptr: none.
  std::unique_ptr<Implementation> conductor;
  std::vector<ConductedActivity> conducted;  ///< What the conductor may begin, as often as it likes.
};

}  // namespace rondo::model
