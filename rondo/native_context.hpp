// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agenda/conducting.hpp"
#include "agenda/host.hpp"
#include "rondo/execution_facade.hpp"
#include "rondo/native_activity.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// A NativeContext over the body that code conducts in the running command.
class NativeFacade final : public NativeContext {
 public:
  explicit NativeFacade(agenda::Conducting& body);

  DelegateExecution& execution() override { return execution_; }
  std::vector<std::string> children() const override;
  std::vector<ChildEnd> running() const override;
  std::string schedule(std::string_view child, const Value& argument,
                       const ChildCallbacks& callbacks) override;
  std::string create_bookmark(std::string_view name, std::string_view on_resumed) override;
  void remove_bookmark(std::string_view name) override;
  void remove_bookmarks() override { remove_bookmark({}); }
  bool cancel_child(std::string_view run) override { return body_.cancel_run(run); }
  void cancel_children() override { body_.cancel_runs(); }
  void mark_canceled() override { body_.mark_canceled(); }
  void base_cancel() override { body_.cancel_by_default(); }
  bool is_cancellation_requested() const override { return body_.is_cancellation_requested(); }
  void abort(std::string_view reason) override { body_.abort(std::string(reason)); }

 private:
  agenda::Conducting& body_;
  agenda::Invocation invocation_;
  ExecutionFacade execution_;
};

/// Calls what the activity has for that; false when it has nothing.
bool call_native(const NativeActivity& activity, agenda::Conducting& body, agenda::ConductorCall& call);

}  // namespace rondo
