// SPDX-License-Identifier: Apache-2.0
#include "rondo/acting_user.hpp"

#include <utility>

namespace rondo {

namespace {

thread_local const ActingUser* innermost = nullptr;

}  // namespace

ActingUser::ActingUser(std::string user) noexcept
    : user_(std::move(user)), outer_(std::exchange(innermost, this)) {}

ActingUser::~ActingUser() { innermost = outer_; }

std::string_view ActingUser::current() noexcept {
  return innermost == nullptr ? std::string_view{} : innermost->user_;
}

}  // namespace rondo
