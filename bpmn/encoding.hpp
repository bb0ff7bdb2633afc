// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rondo::bpmn {

/// The outcome of decoding: UTF-8 without byte order mark, or an error.
struct DecodedText {
  std::string text;      ///< On failure, what was decoded before the bad place.
  std::string error;     ///< Empty on success.
  bool located = false;  ///< The error lies at the end of `text`, rather than in the file as a whole.
};

/// Decodes an XML file by its byte order mark, else by the encoding that its XML declaration names (XML 1.0
/// appendix F), else as UTF-8. Line ends become line feeds (XML 1.0 §2.11).
[[nodiscard]] DecodedText decode_xml(std::string_view content);

}  // namespace rondo::bpmn
