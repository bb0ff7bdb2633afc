// SPDX-License-Identifier: Apache-2.0
#include "rondo/native_context.hpp"

#include "rondo/error.hpp"

#include <fmt/format.h>

#include <utility>

namespace rondo {

namespace {

using agenda::ConductorCall;
using agenda::RunEnd;
using Kind = ConductorCall::Kind;

ChildState state_of(RunEnd end) {
  switch (end) {
    case RunEnd::Canceled:
      return ChildState::Canceled;
    case RunEnd::Faulted:
      return ChildState::Faulted;
    default:
      return ChildState::Completed;
  }
}

// One that is named must be there: it was, when the workflow was kept.
const NativeActivity::Callback* named(const NativeActivity& activity, const agenda::Conducting& body,
                                      const std::string& name) {
  if (name.empty()) return nullptr;
  const auto found = activity.callbacks.find(name);
  if (found != activity.callbacks.end()) return &found->second;
  throw Error(ErrorKind::Delegate, fmt::format("the native activity has no callback '{}'", name),
              body.context().node().id, body.context().node().where);
}

template <typename Function, typename Argument>
bool call_one(const Function& usual, const Function* own, NativeContext& context, Argument&& argument) {
  const Function& function = own == nullptr ? usual : *own;
  if (!function) return false;
  function(context, std::forward<Argument>(argument));
  return true;
}

bool call_ended(const NativeActivity& activity, const NativeActivity::Callback* own, NativeContext& context,
                const ConductorCall& call) {
  if (call.activity->bookmark) {
    return call_one(activity.on_resumed, own == nullptr ? nullptr : &own->on_resumed, context,
                    std::string_view(call.activity->name));
  }
  const ChildEnd end{call.activity->name, call.run, state_of(call.end)};
  return call_one(activity.on_completed, own == nullptr ? nullptr : &own->on_completed, context, end);
}

bool call_failed(const NativeActivity& activity, const NativeActivity::Callback* own, NativeContext& context,
                 ConductorCall& call) {
  ChildFault fault{call.activity->name, call.run, call.error->code, call.error->message, false};
  const bool told =
      call_one(activity.on_faulted, own == nullptr ? nullptr : &own->on_faulted, context, fault);
  call.handled = fault.handled;
  return told;
}

}  // namespace

NativeFacade::NativeFacade(agenda::Conducting& body)
    : body_(body),
      invocation_{*body.guard().conductor, body.context().node().id, {}},
      execution_(body.context(), &invocation_) {}

std::vector<std::string> NativeFacade::children() const {
  std::vector<std::string> names;
  for (const model::ConductedActivity& activity : body_.guard().conducted) {
    if (!activity.bookmark) names.push_back(activity.name);
  }
  return names;
}

std::vector<ChildEnd> NativeFacade::running() const {
  std::vector<ChildEnd> runs;
  for (auto& [activity, run] : body_.runs()) runs.push_back({activity->name, std::move(run)});
  return runs;
}

std::string NativeFacade::schedule(std::string_view child, const Value& argument,
                                   const ChildCallbacks& callbacks) {
  return body_.begin(child, false, argument, callbacks.on_completed, callbacks.on_faulted);
}

std::string NativeFacade::create_bookmark(std::string_view name, std::string_view on_resumed) {
  return body_.begin(name, true, {}, on_resumed, {});
}

void NativeFacade::remove_bookmark(std::string_view name) {
  for (const auto& [activity, run] : body_.runs()) {
    if (activity->bookmark && (name.empty() || activity->name == name)) body_.remove_bookmark(run);
  }
}

bool call_native(const NativeActivity& activity, agenda::Conducting& body, ConductorCall& call) {
  NativeFacade context(body);
  const auto run = [&](const std::function<void(NativeContext&)>& function) {
    if (function) function(context);
    return static_cast<bool>(function);
  };
  switch (call.kind) {
    case Kind::Begins:
      return run(activity.execute);
    case Kind::Canceled:
      return run(activity.on_cancel);
    case Kind::Ended:
      return call_ended(activity, named(activity, body, call.callback), context, call);
    case Kind::Failed:
      return call_failed(activity, named(activity, body, call.callback), context, call);
  }
  return false;
}

}  // namespace rondo
