// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace rondo::render {

/// What a run did, to be marked in a diagram. Keys are the ids of flow nodes.
struct Marks {
  /// By id of the flow node.
  using Counts = std::map<std::string, std::size_t, std::less<>>;

  /// A token left a node, or came to one. Which flows were taken follows from the order of these.
  struct Step {
    std::string instance;  ///< The process instance.
    std::string node;      ///< The node.
    bool leaves = false;   ///< Whether it left.
  };

  Counts visits;            ///< How often a node was entered.
  Counts tokens;            ///< How many executions wait at a node.
  std::vector<Step> steps;  ///< In order.
};

}  // namespace rondo::render
