// SPDX-License-Identifier: Apache-2.0
#include "agenda/operation.hpp"

#include <array>
#include <utility>

namespace rondo::agenda {

std::string_view name_of(OperationKind kind) noexcept {
  static constexpr std::array<std::string_view, 17> kNames = {"continue",
                                                              "continue-multi-instance",
                                                              "take-outgoing",
                                                              "end-execution",
                                                              "trigger",
                                                              "destroy-scope",
                                                              "execute-inactive",
                                                              "call-activity-completing",
                                                              "call-activity-completed",
                                                              "throw-error",
                                                              "throw-escalation",
                                                              "continue-async",
                                                              "evaluate-conditions",
                                                              "throw-signal",
                                                              "compensate",
                                                              "cancel",
                                                              "end-canceled"};
  return kNames[static_cast<std::size_t>(kind)];
}

void Agenda::plan_growing(const Operation& operation) {
  grow();
  plan(operation);
}

void Agenda::grow() {
  std::vector<Operation> larger(ring_.size() * 2);
  std::size_t count = 0;
  while (!empty()) larger[count++] = take();
  ring_ = std::move(larger);
  mask_ = ring_.size() - 1;
  first_ = 0;
  last_ = count;
}

}  // namespace rondo::agenda
