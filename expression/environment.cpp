// SPDX-License-Identifier: Apache-2.0
#include "expression/environment.hpp"

namespace rondo::expression {

bool HostObject::assign(std::string_view, const model::Value&) { return false; }

}  // namespace rondo::expression
