// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/diagnostics.hpp"
#include "model/value.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace rondo::model {

// Dense ids inside one process definition.
enum class NodeId : std::uint32_t {};
enum class FlowId : std::uint32_t {};
enum class ScopeId : std::uint32_t {};
enum class ExpressionId : std::uint32_t {};

inline constexpr NodeId kNoNode{0xFFFFFFFFu};
inline constexpr FlowId kNoFlow{0xFFFFFFFFu};
inline constexpr ScopeId kNoScope{0xFFFFFFFFu};
inline constexpr ExpressionId kNoExpression{0xFFFFFFFFu};

/// Position of an id in its array.
template <typename Id>
requires std::is_enum_v<Id>
[[nodiscard]] constexpr std::size_t index(Id id) noexcept { return static_cast<std::size_t>(id); }

/// An expression, composite text or script as written; compiled at deployment.
struct ExpressionSource {
  enum class Kind : std::uint8_t {
    Text,       ///< Text with `${…}` or `#{…}` parts; without any it is a constant text.
    Condition,  ///< Gives a boolean; without `${…}` it is one expression as a whole.
    Value,      ///< Gives a value; without `${…}` it is one expression as a whole.
    Script      ///< A script in `language`.
  };
  Kind kind = Kind::Text;
  std::string text;
  /// Script format or expression language in lower case ("juel", "groovy", "feel"); empty = default.
  std::string language;
  SourcePosition where;    ///< Of the first character of the text.
  std::string element_id;  ///< The BPMN element it belongs to, for messages.
};

/// One field injected into a delegate (`field` extension element).
struct Field {
  std::string name;
  ExpressionId value = kNoExpression;
};

/// Which code a task, listener or throw event runs.
struct Implementation {
  enum class Kind : std::uint8_t {
    None,                ///< Nothing is named: found by the element's id.
    Class,               ///< A class name (`class`, `implementation`, BPMN operations).
    DelegateExpression,  ///< Gives a bean.
    Expression,          ///< Is evaluated for its effect and value.
    Topic,               ///< Work for an external worker; `name` is the topic or job type.
    Type,                ///< A built-in of the dialect such as "mail" or "http".
    Script               ///< An inline script.
  };
  Kind kind = Kind::None;
  std::string name;                         ///< Class name, topic or type.
  ExpressionId expression = kNoExpression;  ///< Delegate expression, expression, script or topic text.
  std::string result_variable;
  bool local_result = false;  ///< `useLocalScopeForResultVariable`.
  std::vector<Field> fields;
  SourcePosition where;
};

/// How a timer says its time (BPMN 2.0 §10.5.5.13).
enum class TimerKind : std::uint8_t { None, Date, Duration, Cycle };

/// Code that is told when an execution, a flow or a task passes a point in its life.
struct Listener {
  enum class Event : std::uint8_t { Start, End, Take, Create, Assignment, Update, Complete, Delete, Timeout };
  Event event = Event::Start;
  bool all_events = false;  ///< Task listener for `all`.
  Implementation implementation;
  TimerKind timer = TimerKind::None;  ///< When a `timeout` listener is told (Camunda).
  ExpressionId timer_value = kNoExpression;
  SourcePosition where;
};

/// One variable passed to a called instance or back (`in` / `out`), or collected from an instance.
struct VariableMapping {
  enum class What : std::uint8_t {
    Variable,
    All,
    BusinessKey,
    Members  ///< Each member of the object that the source expression gives.
  };
  What what = What::Variable;
  std::string source;  ///< Variable name, unless there is an expression.
  ExpressionId source_expression = kNoExpression;
  std::string target;  ///< Variable name, unless there is an expression.
  ExpressionId target_expression = kNoExpression;
  bool local = false;  ///< Source read in the local scope only.
  SourcePosition where;
};

/// The value of an input or output parameter (camunda `inputOutput`): a text, list, map or script, or what a
/// data store holds.
struct ParameterValue {
  enum class Kind : std::uint8_t { Null, Expression, List, Map, DataStore };
  Kind kind = Kind::Null;
  ExpressionId expression = kNoExpression;
  std::vector<ParameterValue> items;  ///< Of a list or map.
  std::vector<std::string> keys;      ///< Of a map, beside items.
  std::string store;                  ///< Id of a data store.
};

/// One assignment of an input or output mapping.
struct Parameter {
  std::string target;  ///< Variable name; for zeebe a path `a.b`.
  std::string store;   ///< Id of the data store that is written instead of a variable.
  ParameterValue value;
  SourcePosition where;
};

/// Local mappings of an activity or event (camunda `inputOutput`, zeebe `ioMapping`, BPMN data
/// associations): inputs before it runs, into its own scope; outputs when it ends, into the scope above.
struct InputOutput {
  std::vector<Parameter> inputs, outputs;
  [[nodiscard]] bool empty() const noexcept { return inputs.empty() && outputs.empty(); }
};

}  // namespace rondo::model
