// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rondo/engine_core.hpp"

#include <string>
#include <string_view>

namespace rondo {

/// What a snapshot begins with; a version is raised when earlier engines would misread it.
inline constexpr std::string_view kSnapshotFormat = "rondo-snapshot";
inline constexpr std::int64_t kSnapshotVersion = 1;

/// See RuntimeService::export_instance.
[[nodiscard]] std::string export_snapshot(EngineCore& core, std::string_view id,
                                          const SnapshotOptions& options);
/// See RuntimeService::import_instance.
[[nodiscard]] std::string import_snapshot(EngineCore& core, std::string_view document,
                                          const ImportOptions& options);

/// Checksum of a document without its member `checksum`, as text.
[[nodiscard]] std::string snapshot_checksum(Object document);
/// Checksum of a file, as text.
[[nodiscard]] std::string file_checksum(std::string_view content);

}  // namespace rondo
