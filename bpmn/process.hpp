// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"
#include "model/definition.hpp"

#include <memory>

namespace rondo::bpmn {

/// Reads a `process` element.
std::shared_ptr<const model::ProcessDefinition> read_process(FileContext& file, const Element& element);

/// Reads a global task into a process of that one task.
std::shared_ptr<const model::ProcessDefinition> read_global_task(FileContext& file, const Element& element);

/// The tag of the task that a global task stands for, such as "userTask"; empty when `element` is none.
[[nodiscard]] std::string_view task_of_global(const Element& element);

/// The tag of the global task that is like the task with that tag; empty when there is none.
[[nodiscard]] std::string_view global_of_task(std::string_view task) noexcept;

}  // namespace rondo::bpmn
