// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/diagnostics.hpp"
#include "model/read_result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rondo::bpmn {

/// Bounds for files from untrusted sources.
struct ReadOptions {
  std::size_t max_bytes = 256u << 20;    ///< Larger files are refused before they are looked at.
  std::uint32_t max_depth = 256;         ///< Of nested elements.
  std::size_t max_elements = 5'000'000;  ///< Each takes up to 200 bytes while the file is read.
};

using ReadResult = model::ReadResult;

/// Reads a BPMN 2.0 XML file (UTF-8, UTF-16, Latin-1, Windows-1252 or US-ASCII). Dialects are normalized
/// away here. Never throws on bad input: everything wrong is in the diagnostics, sorted by place.
/// Takes time linear in the size of the content. Thread-safe.
[[nodiscard]] ReadResult read(std::string_view content, std::string file_name, ReadOptions options = {});

/// Whether `content` seems to be a BPMN 2.0 file: XML in whose head the BPMN namespace is named.
[[nodiscard]] bool looks_like_bpmn(std::string_view content);

}  // namespace rondo::bpmn
