// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace rondo::model {

/// The name under which a conditional event that reads the data store is subscribed, so that it is found when
/// the data store is written; of one that reads several data stores: with an empty `id`.
[[nodiscard]] inline std::string data_store_event(std::string_view id) {
  return id.empty() ? "data stores" : "data store " + std::string(id);
}

}  // namespace rondo::model
