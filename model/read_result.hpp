// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/diagnostics.hpp"
#include "model/document.hpp"

namespace rondo::model {

/// What a file holds, and all that was found wrong with it.
struct ReadResult {
  Document document;  ///< Usable only when the diagnostics do not refuse the file.
  Diagnostics diagnostics;
};

}  // namespace rondo::model
