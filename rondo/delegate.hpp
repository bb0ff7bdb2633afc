// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"
#include "model/instance_state.hpp"
#include "rondo/error.hpp"
#include "rondo/value.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rondo {

/// What a delegate or listener sees of the execution that runs it (Activiti: DelegateExecution).
/// Lives for the duration of the call; used by the calling thread only. Everything that it changes is
/// rolled back when the command fails.
class RONDO_API DelegateExecution {
 public:
  virtual ~DelegateExecution() = default;

  /// Id of the execution, of its process instance and of the process; key of the instance.
  /// @{
  [[nodiscard]] virtual std::string id() const = 0;
  [[nodiscard]] virtual std::string process_instance_id() const = 0;
  [[nodiscard]] virtual std::string process_definition_key() const = 0;
  [[nodiscard]] virtual std::string business_key() const = 0;
  /// @}
  /// BPMN id and name of the element that runs; of the flow in a `take` listener.
  /// @{
  [[nodiscard]] virtual std::string activity_id() const = 0;
  [[nodiscard]] virtual std::string activity_name() const = 0;
  /// @}
  /// In a listener: `start`, `end`, `take`, `create`, `assignment`, `complete`, `delete` …; else empty.
  [[nodiscard]] virtual std::string event_name() const = 0;
  /// The time of the engine's clock.
  [[nodiscard]] virtual Instant now() const = 0;

  /// The variable visible here, looked up scope by scope; nullopt when there is none.
  [[nodiscard]] virtual std::optional<Value> variable(std::string_view name) const = 0;
  /// The variable of this execution itself; nullopt when it has none of that name.
  [[nodiscard]] virtual std::optional<Value> local_variable(std::string_view name) const = 0;
  /// All variables visible here.
  [[nodiscard]] virtual Variables variables() const = 0;
  /// Writes where the variable is found on the way up, else at the process instance.
  virtual void set_variable(std::string_view name, Value value) = 0;
  /// Writes a variable of this execution itself.
  virtual void set_local_variable(std::string_view name, Value value) = 0;
  /// Removes the variable where it is found on the way up; of this execution itself only.
  /// @{
  virtual void remove_variable(std::string_view name) = 0;
  virtual void remove_local_variable(std::string_view name) = 0;
  /// @}

  /// At a step, whose data are two objects (docs/fdl.md): the result as a whole. There `variable` reads the
  /// members of what the step gets, and `set_variable` sets members of the result. Elsewhere it does nothing.
  virtual void set_result(Value result) = 0;

  /// An injected field (`field` extension element), evaluated now; nullopt when there is none.
  [[nodiscard]] virtual std::optional<Value> field(std::string_view name) const = 0;
  /// Evaluates an expression such as `${amount * 2}` here. Code of a task listener reads and changes the task
  /// in this way: `${task.assignee}`, `${task.setAssignee('kim')}`. Throws ExpressionError.
  [[nodiscard]] virtual Value evaluate(std::string_view expression) const = 0;
  /// The text of the script, in a script language's handler; else empty.
  [[nodiscard]] virtual std::string_view script() const = 0;

  /// Called by a delegate of a task: the task becomes a wait state when the delegate returns, until it
  /// is triggered or completed from outside (Activiti: SignallableActivityBehavior).
  virtual void wait_for_trigger() = 0;
  /// Throws an escalation at this activity, once the delegate has returned. What catches it without
  /// interrupting runs beside; the activity goes on. One that nothing catches is nothing. To throw an error,
  /// throw BpmnError.
  virtual void throw_escalation(std::string_view code) = 0;
};

/// Code of a task or listener. May throw BpmnError (travels to a catching event); any other exception
/// fails the command, which is rolled back to the last wait state and rethrown as an Error of kind
/// Delegate.
using Delegate = std::function<void(DelegateExecution&)>;

/// Finishes the work of an asynchronous delegate, once, from any thread. Copies share one completion.
class RONDO_API Completion {
 public:
  /// @cond The inside; made by the engine.
  class State;
  explicit Completion(std::shared_ptr<State> state) : state_(std::move(state)) {}
  /// @endcond

  /// Ends the task with these variables. Throws Error (NotFound) when the task was withdrawn meanwhile,
  /// InvalidState when it was completed before.
  void complete(Variables variables = {}) const;
  /// Ends the task with a BPMN error.
  void bpmn_error(std::string code, std::string message = {}, Variables variables = {}) const;
  /// Whether nobody waits for the work any more: it is completed, or was withdrawn with its instance, by a
  /// stop or a time limit. Work that takes long asks this to end early.
  [[nodiscard]] bool withdrawn() const;

 private:
  std::shared_ptr<State> state_;
};

/// Starts work and returns; the task stays a wait state until the completion is used.
using AsyncDelegate = std::function<void(DelegateExecution&, Completion)>;

/// Argument of a bean's method: data, or the execution (`${bean.run(execution)}`), which is that of the task
/// for `task`.
struct Argument {
  Value value;                             ///< Null for the execution.
  DelegateExecution* execution = nullptr;  ///< Null for data.
};

/// A host object that expressions use by name, such as `orders` in `${orders.total(execution)}`.
class RONDO_API Bean {
 public:
  using Method = std::function<Value(std::span<const Argument>)>;  ///< Gets all arguments.
  using Getter = std::function<Value()>;                           ///< Gives the value of a property.

  /// Adds a method for that many arguments; `arity` < 0: any number.
  Bean& method(std::string name, int arity, Method method);
  /// Adds a property, `${bean.name}`.
  Bean& property(std::string name, Getter getter);
  /// What runs when a delegate expression such as `${orders}` gives this bean.
  Bean& delegate(Delegate delegate);

  /// The inside of a bean; for the engine.
  /// @cond
  struct Content;
  [[nodiscard]] const Content& content() const noexcept { return *content_; }
  /// @endcond

  /// Makes a bean without methods.
  Bean();

 private:
  std::shared_ptr<Content> content_;
};

using model::UnhandledAction;

/// An exception that nothing in an instance takes.
struct UnhandledException {
  std::string instance_id;                              ///< Of the process instance.
  std::string process_key;                              ///< Id of its process.
  std::string type;                                     ///< Type of the exception.
  std::string message;                                  ///< What it says.
  UnhandledAction action = UnhandledAction::Terminate;  ///< What was said at the start.
};

struct NativeActivity;

/// Registers the code that processes run. Register before starting instances; registering is
/// thread-safe, a later registration of a name replaces the earlier one.
class RONDO_API Delegates {
 public:
  virtual ~Delegates() = default;

  /// `name`: a Java class name, a bean name of a delegate expression (`sendMail` for `${sendMail}`), the
  /// whole delegate expression, an external topic or job type, a service `type`, or an element id.
  virtual void add(std::string name, Delegate delegate) = 0;
  /// Code whose work ends later, by its completion. `cancel` stops the work when its task is canceled in a
  /// process that ends gracefully (docs/cancellation.md); without it the task goes on to its end there. In a
  /// FnF flow `cancel` is told that nobody waits for the work any more (docs/fdl.md).
  virtual void add_async(std::string name, AsyncDelegate delegate, Delegate cancel = {}) = 0;
  /// Code that decides which activities in the body of a sub-process run (docs/activities.md).
  virtual void add_native(std::string name, NativeActivity activity) = 0;
  /// A host object of expressions.
  virtual void add_bean(std::string name, Bean bean) = 0;
  /// A function `prefix:name(…)` of expressions; the prefix may be empty.
  virtual void add_function(std::string prefix, std::string name, Bean::Method function) = 0;
  /// Runs scripts of that format (lower case, e.g. "groovy"); "*" runs those of any unknown format.
  /// The script's value is what the handler returns.
  virtual void add_script_language(std::string format, std::function<Value(DelegateExecution&)> handler) = 0;
  /// Runs in place of every delegate, listener or script that nobody registered; an empty function
  /// removes it. The name that was looked for is given.
  virtual void set_fallback(std::function<void(std::string_view name, DelegateExecution&)> fallback) = 0;
  /// Decides about exceptions that nothing in an instance takes, in processes that end gracefully; without it
  /// the start options do. An empty function removes it.
  virtual void set_unhandled_handler(std::function<UnhandledAction(const UnhandledException&)> decides) = 0;
};

}  // namespace rondo
