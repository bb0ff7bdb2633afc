// SPDX-License-Identifier: Apache-2.0
#include "persistence/sealed_state.hpp"

#include "model/error.hpp"
#include "model/stored_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

namespace rondo::persistence {

namespace {

// A state begins with the version of its form and a checksum of its root and the rest.
constexpr char kStateForm = 1;
constexpr std::size_t kStateHead = 5;

std::uint32_t checksum_of(std::int64_t root, std::string_view state) noexcept {
  std::array<char, sizeof root> key{};
  std::memcpy(key.data(), &root, sizeof root);
  return model::checksum(state, model::checksum({key.data(), key.size()}));
}

}  // namespace

void seal(std::string& sealed, std::int64_t root, std::string_view state) {
  const std::uint32_t sum = checksum_of(root, state);
  sealed.assign(1, kStateForm);
  for (unsigned shift = 0; shift < 32; shift += 8) sealed.push_back(static_cast<char>(sum >> shift));
  sealed.append(state);
}

std::string_view unseal(std::string_view sealed, std::int64_t root) {
  if (sealed.empty() || sealed.front() != kStateForm) {
    throw Error(ErrorKind::Store, fmt::format("the state of process instance {} has an unknown form", root));
  }
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < 4 && i + 1 < sealed.size(); ++i) {
    sum |= std::uint32_t{static_cast<unsigned char>(sealed[i + 1])} << (8 * i);
  }
  const std::string_view state = sealed.substr(std::min(kStateHead, sealed.size()));
  if (sealed.size() < kStateHead || sum != checksum_of(root, state)) {
    throw Error(ErrorKind::Store, fmt::format("the state of process instance {} is damaged", root));
  }
  return state;
}

}  // namespace rondo::persistence
