// SPDX-License-Identifier: Apache-2.0
#include "frontends/registry.hpp"

namespace rondo::frontends {

std::vector<const Notation*> notations() {
  std::vector<const Notation*> all;
#define RONDO_NOTATION(name) all.push_back(&notation_##name());
#include "frontends/registry.inc"
#undef RONDO_NOTATION
  return all;
}

}  // namespace rondo::frontends
