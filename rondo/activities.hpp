// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "rondo/delegate.hpp"
#include "rondo/native_activity.hpp"
#include "rondo/repository.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rondo {
class Engine;
}  // namespace rondo

/// Workflows of activities, as in Windows Workflow Foundation, written in C++ (docs/activities.md).
///
///     using namespace rondo::activities;
///     Workflow workflow{"order", cancellation_scope(
///         sequence({write_line("working"), delay(std::chrono::seconds(5)), write_line("done")}),
///         write_line("canceled"))};
///     deploy(*engine, workflow);
///     engine->runtime().start("order");
namespace rondo::activities {

/// What an argument is given: a text or number, or an expression that is evaluated when it is needed.
class RONDO_API Input {
 public:
  /// A text.
  /// @{
  Input(const char* text);  // NOLINT(google-explicit-constructor): literals are meant to be given as they are
  Input(const std::string& text);  // NOLINT(google-explicit-constructor)
  /// @}
  /// A number or boolean.
  /// @{
  Input(int number);    // NOLINT(google-explicit-constructor)
  Input(bool boolean);  // NOLINT(google-explicit-constructor)
  /// @}
  /// Nothing is given.
  Input() = default;

  /// @cond The inside; for the builder.
  [[nodiscard]] const std::string& markup() const noexcept { return markup_; }
  [[nodiscard]] bool given() const noexcept { return given_; }
  /// @endcond

 private:
  friend RONDO_API Input expression(const std::string& text);
  std::string markup_;
  bool given_ = false;
};

/// An expression of docs/activities.md, such as `amount > 100 And Not paid`.
[[nodiscard]] RONDO_API Input expression(const std::string& text);

/// A variable of an activity; `type` is `String`, `Int32`, `Double`, `Boolean`, `TimeSpan` or `Object`.
struct Variable {
  std::string name;             ///< How expressions call it.
  std::string type = "Object";  ///< Decides what it holds at first.
  Input initial{};              ///< What it holds at first, if given.
};

/// An activity with all that it holds: a value that is cheap to copy. One that was default constructed is
/// none.
class RONDO_API Activity {
 public:
  /// No activity.
  Activity() = default;
  /// Whether it is one.
  [[nodiscard]] explicit operator bool() const noexcept { return node_ != nullptr; }
  /// The same with a name, by which histories and pictures call it.
  [[nodiscard]] Activity named(std::string name) const;
  /// The same with one more variable, which all that it holds can see.
  [[nodiscard]] Activity with(Variable variable) const;

  /// @cond The inside; for the builder.
  struct Node;
  explicit Activity(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  [[nodiscard]] const Node& node() const noexcept { return *node_; }
  /// @endcond

 private:
  std::shared_ptr<const Node> node_;
};

/// A list of activities.
using Activities = std::vector<Activity>;

/// One after the other.
[[nodiscard]] RONDO_API Activity sequence(Activities activities);
/// At once, the first as far as it can before the second; `until` is looked at whenever one has ended: when
/// it holds, the others are canceled.
[[nodiscard]] RONDO_API Activity parallel(Activities branches, const Input& until = {});
/// The body once for each of `values`, at once, the last value first. `item` is the variable that holds it.
[[nodiscard]] RONDO_API Activity parallel_for_each(const Input& values, const std::string& item,
                                                   Activity body, const Input& until = {});
/// The body once for each of `values`, one after the other.
[[nodiscard]] RONDO_API Activity for_each(const Input& values, const std::string& item, Activity body);

/// A branch of a pick.
struct PickBranch {
  Activity trigger;   ///< What is waited for.
  Activity action{};  ///< Runs when this trigger was the first to complete.
};
/// All triggers begin; the first to complete wins, the others are canceled.
[[nodiscard]] RONDO_API Activity pick(std::vector<PickBranch> branches);

/// One or the other; either may be none.
[[nodiscard]] RONDO_API Activity if_else(const Input& condition, Activity then, Activity otherwise = {});
/// As long as the condition holds; do_while looks behind each round.
/// @{
[[nodiscard]] RONDO_API Activity while_do(const Input& condition, Activity body);
[[nodiscard]] RONDO_API Activity do_while(const Input& condition, Activity body);
/// @}
/// The case that is equal to the expression; of texts (`type` is `String`) or numbers (`Int32`).
[[nodiscard]] RONDO_API Activity switch_on(const Input& expression, const std::string& type,
                                           const std::vector<std::pair<std::string, Activity>>& cases,
                                           Activity otherwise = {});

/// Rests; of nothing passes at once, of less throws ArgumentOutOfRangeException.
/// @{
[[nodiscard]] RONDO_API Activity delay(std::chrono::milliseconds duration);
[[nodiscard]] RONDO_API Activity delay(const Input& duration);
/// @}
/// Writes a variable.
[[nodiscard]] RONDO_API Activity assign(const std::string& variable, const Input& value);
/// Writes a line where EngineOptions::console says.
[[nodiscard]] RONDO_API Activity write_line(const Input& text);
/// Does nothing: every step of an instance is kept anyway.
[[nodiscard]] RONDO_API Activity persist();

/// Throws an exception, by the name of its type.
[[nodiscard]] RONDO_API Activity throw_exception(const std::string& type, const Input& message = {});
/// Throws the exception once more that a catch handles.
[[nodiscard]] RONDO_API Activity rethrow();
/// Ends the workflow as faulted; no handler runs.
[[nodiscard]] RONDO_API Activity terminate_workflow(const Input& reason = {});

/// What takes exceptions of a type, and of types derived from it.
struct Catch {
  std::string type;        ///< `ApplicationException`, `Exception` …
  std::string variable{};  ///< Holds the exception in the action: `e.Message`; may be empty.
  Activity action{};       ///< Runs when what was tried has ended.
};
/// Runs `tried`; an exception that is caught cancels it first, and then runs the action. `last` runs behind.
[[nodiscard]] RONDO_API Activity try_catch(Activity tried, std::vector<Catch> catches, Activity last = {});
/// Runs the handler when the body was canceled before it was complete.
[[nodiscard]] RONDO_API Activity cancellation_scope(Activity body, Activity cancellation_handler = {});
/// Runs the body; an exception or a request to cancel inside is as around it. A name for what belongs
/// together.
[[nodiscard]] RONDO_API Activity transaction_scope(Activity body);

/// What belongs to a piece of work that can be undone.
struct Compensable {
  Activity body;                    ///< The work.
  Activity compensation_handler{};  ///< Undoes it once it is complete.
  Activity confirmation_handler{};  ///< Told that it will not be undone any more.
  Activity cancellation_handler{};  ///< Runs when the work was canceled before it was complete.
  std::string result{};             ///< Variable that receives its token; may be empty.
};
/// Work that can be undone, by request or when the workflow is canceled; otherwise confirmed at the end.
[[nodiscard]] RONDO_API Activity compensable(Compensable work);
/// Undoes or confirms the work that a token names; without one, in a handler, all that it is about.
/// @{
[[nodiscard]] RONDO_API Activity compensate(const std::string& token = {});
[[nodiscard]] RONDO_API Activity confirm(const std::string& token = {});
/// @}

/// Code of the host by its name, with arguments that it reads by DelegateExecution::field. `Result` names the
/// variable that receives what the code writes to its variable `Result`.
[[nodiscard]] RONDO_API Activity code(std::string name, const std::map<std::string, Input>& arguments = {});
/// The same, registered by deploy(). Code that calls wait_for_trigger() is a bookmark: it rests until
/// RuntimeService::trigger.
[[nodiscard]] RONDO_API Activity code(std::string name, Delegate run,
                                      const std::map<std::string, Input>& arguments = {});
/// Work that ends later. Asked to cancel it goes on to its end, unless `cancel` stops it.
[[nodiscard]] RONDO_API Activity async_code(std::string name, AsyncDelegate begin, Delegate cancel = {},
                                            const std::map<std::string, Input>& arguments = {});

/// A child of a native activity.
struct NativeChild {
  std::string name;        ///< For NativeContext::schedule.
  Activity activity;       ///< What runs.
  std::string argument{};  ///< Variable of each run that receives what schedule() gives; may be empty.
};
/// What a native activity has besides its code.
struct NativeParts {
  std::vector<NativeChild> children{};       ///< What it runs.
  std::vector<std::string> bookmarks{};      ///< What it may wait for.
  std::map<std::string, Input> arguments{};  ///< As of code().
};
/// An activity whose code runs its children (native_activity.hpp). Variables (Activity::with) hold what it
/// remembers. The second registers the code by that name in deploy().
/// @{
[[nodiscard]] RONDO_API Activity native(std::string name, NativeParts parts);
[[nodiscard]] RONDO_API Activity native(std::string name, NativeActivity code, NativeParts parts);
/// @}

/// A workflow: what deploy() makes a process of.
struct Workflow {
  std::string name;                   ///< Key of the process.
  Activity root;                      ///< What it does.
  std::vector<std::string> inputs{};  ///< Variables that it may be started with.
  /// Types of exceptions and their bases: `{"OrderException", "ApplicationException"}`.
  std::vector<std::pair<std::string, std::string>> exceptions{};
};

/// The workflow as a XAML file, without the code of its activities.
[[nodiscard]] RONDO_API std::string to_xaml(const Workflow& workflow);
/// Registers the code of its activities, by their names.
RONDO_API void register_code(Delegates& delegates, const Workflow& workflow);
/// Registers the code and deploys the workflow. What is wrong with it is thrown as DeploymentError, with
/// places in its XAML.
RONDO_API Deployment deploy(Engine& engine, const Workflow& workflow);

}  // namespace rondo::activities
