// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine.hpp"

namespace rondo::cli {

/// What the commands tell about what is remembered; names of fields as in the library.
/// @{
[[nodiscard]] Object describe_fields(const HistoricActivity& activity);
[[nodiscard]] Object describe_fields(const HistoricVariable& variable);
[[nodiscard]] Object describe_fields(const HistoricTask& task);
[[nodiscard]] Object describe_fields(const HistoricIncident& incident);
[[nodiscard]] Object describe_fields(const HistoricUpdate& update);
[[nodiscard]] Object describe_fields(const HistoricOperation& operation);
/// @}

}  // namespace rondo::cli
