// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/api.hpp"

#include <string>
#include <string_view>

namespace rondo {

/// Says who acts: while it lives, whatever its thread asks of an engine is done in that user's name
/// (Activiti: `IdentityService.setAuthenticatedUserId`). The user becomes the initiator of instances that are
/// started, is `authenticatedUserId` in expressions, and is named in the history of operations. Lives in a
/// scope of one thread; an inner one takes the place of the outer one until it is gone.
///
///     const rondo::ActingUser user("kermit");
///     engine->tasks().complete(task);
class RONDO_API ActingUser {
 public:
  /// Begins to act as that user, in this thread.
  explicit ActingUser(std::string user) noexcept;
  ActingUser(const ActingUser&) = delete;
  ActingUser& operator=(const ActingUser&) = delete;
  ~ActingUser();

  /// Who acts in this thread; empty when nobody was named. Valid until that changes.
  [[nodiscard]] static std::string_view current() noexcept;

 private:
  std::string user_;
  const ActingUser* outer_;
};

}  // namespace rondo
