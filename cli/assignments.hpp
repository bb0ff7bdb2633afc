// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/value.hpp"

#include <string>
#include <string_view>

namespace rondo::cli {

/// Reads `name=value`, the value being JSON when it reads as such, else a text. Throws Error (Argument).
void read_assignment(std::string_view text, Variables& variables);

/// Reads `a=1,b=[1,2],c=text`; commas inside brackets and quotes belong to a value. Throws Error (Argument).
[[nodiscard]] Variables read_assignments(std::string_view text);

/// The variables in a JSON file that holds one object. Throws Error (Argument or NotFound).
[[nodiscard]] Variables read_variables_file(const std::string& path);

/// What `--complete` gives: the answer to one user task.
struct TaskAnswer {
  std::string task;  ///< BPMN id or name.
  Variables variables;
  bool used = false;
};

/// Reads `TASK` or `TASK:a=1,b=2`. Throws Error (Argument).
[[nodiscard]] TaskAnswer read_task_answer(std::string_view text);

}  // namespace rondo::cli
