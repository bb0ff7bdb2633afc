// SPDX-License-Identifier: Apache-2.0
#include "agenda/operation.hpp"

#include <array>

namespace rondo::agenda {

std::string_view name_of(OperationKind kind) noexcept {
  static constexpr std::array<std::string_view, 13> kNames = {"continue",
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
                                                              "compensate"};
  return kNames[static_cast<std::size_t>(kind)];
}

void Agenda::grow() {
  std::vector<Operation> larger(ring_.size() * 2);
  for (std::size_t i = 0; i < count_; ++i) larger[i] = ring_[(first_ + i) & (ring_.size() - 1)];
  ring_ = std::move(larger);
  first_ = 0;
}

}  // namespace rondo::agenda
