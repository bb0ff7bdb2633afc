// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::cli {

/// The flows of a store, as FnF sees processes.
class FlowBook {
 public:
  explicit FlowBook(Engine& engine) : engine_(engine) {}

  /// Makes a flow of a definition. Throws DeploymentError, and Error (InvalidState) when there is one of that
  /// name.
  [[nodiscard]] Object create(const std::string& name, const std::string& definition,
                              const std::string& description);
  /// The next version of a flow; executions that run stay in theirs. An empty definition or description stays
  /// as it is.
  [[nodiscard]] Object update(const std::string& name, const std::string& definition,
                              const std::string& description);
  /// No execution of it is started any more; those that run go on.
  void remove(const std::string& name);
  [[nodiscard]] Object describe(const std::string& name) const;
  [[nodiscard]] List list() const;
  /// The text of a version; empty when the process was not deployed as a flow.
  [[nodiscard]] std::string definition(const std::string& name, std::int32_t version) const;
  /// Throws Error (NotFound).
  void require(const std::string& name) const;

 private:
  Object deploy(const std::string& name, const Object& fields);
  [[nodiscard]] Object describe(const ProcessInfo& process) const;
  [[nodiscard]] Value fields(const std::string& name, std::int32_t version) const;

  Engine& engine_;
};

/// Executions of flows, by the name of the flow and their own.
/// @{
/// Throws Error (NotFound).
[[nodiscard]] InstanceInfo find_execution(Engine& engine, const std::string& flow, const std::string& name);
/// Starts one; an empty name is generated. While one of that name runs, it is that one that is found,
/// whatever the input. `callback`: token of the task that its end is reported to, if any. Throws Error:
/// Argument for an input that is no JSON object, InvalidState for a name that was used.
[[nodiscard]] InstanceInfo start_execution(Engine& engine, const std::string& flow, std::string name,
                                           const std::string& input, const std::string& callback = {});
/// As the service answers.
[[nodiscard]] Object describe_execution(Engine& engine, const InstanceInfo& execution);
/// "Running", "Succeeded" …
[[nodiscard]] std::string_view status_of(InstanceState state);
/// What has happened, made of the ordinary history.
[[nodiscard]] List execution_events(Engine& engine, const InstanceInfo& execution);
/// @}

}  // namespace rondo::cli
