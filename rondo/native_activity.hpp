// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/delegate.hpp"
#include "rondo/value.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// How a child of a native activity has ended.
enum class ChildState : std::uint8_t {
  Completed,  ///< It has done its work.
  Canceled,   ///< It was canceled before it was complete.
  Faulted     ///< An exception came from it, which was handled.
};

/// A run of a child that has ended.
struct ChildEnd {
  std::string name;                          ///< Of the child.
  std::string run;                           ///< As NativeContext::schedule has named it.
  ChildState state = ChildState::Completed;  ///< How it has ended.
};

/// An exception on its way out of a run of a child.
struct ChildFault {
  std::string name;      ///< Of the child.
  std::string run;       ///< As NativeContext::schedule has named it.
  std::string type;      ///< Of the exception: `ApplicationException` …
  std::string message;   ///< Of the exception.
  bool handled = false;  ///< To be set: it goes no further. What is left of the child goes on.
};

/// What is called for a child in place of ChildEnd and ChildFault functions of the activity: names of
/// NativeActivity::callbacks.
struct ChildCallbacks {
  std::string on_completed{};  ///< Empty: NativeActivity::on_completed.
  std::string on_faulted{};    ///< Empty: NativeActivity::on_faulted.
};

/// What the code of a native activity may do while it is called (WF: NativeActivityContext). Used by the
/// calling thread only. Everything that it changes is rolled back when the command fails.
class RONDO_API NativeContext {
 public:
  virtual ~NativeContext() = default;

  /// Names, arguments (DelegateExecution::field) and variables. Local variables are those of this run of the
  /// activity: all that it has to remember from call to call; its children see them.
  [[nodiscard]] virtual DelegateExecution& execution() = 0;
  /// The names of its children, in the order of the workflow, without bookmarks.
  [[nodiscard]] virtual std::vector<std::string> children() const = 0;
  /// Those that have begun and not ended, in that order, with bookmarks.
  [[nodiscard]] virtual std::vector<ChildEnd> running() const = 0;

  /// Begins a child, before all that was scheduled earlier; it may be begun any number of times. `argument`
  /// is for the variable that the child has as its argument. Gives the name of this run; empty when nothing
  /// begins any more since the activity is canceled by default. Throws Error (NotFound) for an unknown name.
  virtual std::string schedule(std::string_view child, const Value& argument = {},
                               const ChildCallbacks& callbacks = {}) = 0;
  /// Waits for WorkflowHost::resume_bookmark (RuntimeService::trigger) with that name. It must be one of the
  /// activity's bookmarks: throws Error (NotFound) otherwise. `on_resumed`: a name of
  /// NativeActivity::callbacks; empty: NativeActivity::on_resumed. Gives the name of this run.
  virtual std::string create_bookmark(std::string_view name, std::string_view on_resumed = {}) = 0;
  /// Takes away the bookmarks of that name, or all.
  /// @{
  virtual void remove_bookmark(std::string_view name) = 0;
  virtual void remove_bookmarks() = 0;
  /// @}
  /// Asks a run to cancel; its end is told as that of any other. False when it has ended.
  virtual bool cancel_child(std::string_view run) = 0;
  /// Asks all that runs in it to cancel, bookmarks too.
  virtual void cancel_children() = 0;
  /// The activity will end as canceled.
  virtual void mark_canceled() = 0;
  /// What an activity without on_cancel does: cancels its children, begins none any more, and ends as
  /// canceled if one of them was canceled or would have had to begin.
  virtual void base_cancel() = 0;
  /// Whether the activity was asked to cancel.
  [[nodiscard]] virtual bool is_cancellation_requested() const = 0;
  /// Gives up the whole workflow once the call has returned.
  virtual void abort(std::string_view reason) = 0;
};

/// An activity that decides itself which of its children run, and when (WF: NativeActivity). It has ended
/// when none of them runs and no bookmark waits. An exception that leaves one of its functions is one of the
/// activity. It has no state of its own: it may go on in another engine, so whatever it remembers is in
/// variables. Any function may be empty.
struct NativeActivity {
  std::function<void(NativeContext&)> execute{};                        ///< It begins.
  std::function<void(NativeContext&, const ChildEnd&)> on_completed{};  ///< A child has ended.
  std::function<void(NativeContext&, ChildFault&)> on_faulted{};        ///< A child has failed.
  std::function<void(NativeContext&, std::string_view)> on_resumed{};   ///< A bookmark, by its name.
  /// It is asked to cancel. Who does nothing ignores the request. Empty: NativeContext::base_cancel.
  std::function<void(NativeContext&)> on_cancel{};

  /// Called for one child in place of the above; one of the three.
  struct Callback {
    std::function<void(NativeContext&, const ChildEnd&)> on_completed{};  ///< The child has ended.
    std::function<void(NativeContext&, ChildFault&)> on_faulted{};        ///< The child has failed.
    std::function<void(NativeContext&, std::string_view)> on_resumed{};   ///< The bookmark was resumed.
  };
  std::map<std::string, Callback> callbacks{};  ///< By the names that schedule and create_bookmark are given.
};

}  // namespace rondo
