// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/diagnostics.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::frontends::activities {

/// An attribute of markup, with its namespace resolved.
struct MarkupAttribute {
  std::string space;  ///< Namespace; empty without prefix.
  std::string name;   ///< Local name, perhaps with the owner's (`TryCatch.Try`).
  std::string value;
  model::SourcePosition where;  ///< Of the value.
};

/// An element of markup, with what it holds.
struct MarkupElement {
  std::string space, name;
  model::SourcePosition where;
  std::vector<MarkupAttribute> attributes;
  std::vector<MarkupElement> children;
  std::string text;  ///< Own character data, trimmed.
  model::SourcePosition text_where;

  /// The attribute of that local name and namespace; nullptr when there is none.
  [[nodiscard]] const MarkupAttribute* find(std::string_view attribute, std::string_view of = {}) const;
};

/// The namespace of the activities of .NET, and that of XAML itself.
inline constexpr std::string_view kActivitySpace = "http://schemas.microsoft.com/netfx/2009/xaml/activities";
inline constexpr std::string_view kXamlSpace = "http://schemas.microsoft.com/winfx/2006/xaml";

/// Reads XML; nullopt when it is not well formed or larger or deeper than the reader bears, which is
/// reported.
[[nodiscard]] std::optional<MarkupElement> read_markup(std::string_view content,
                                                       model::Diagnostics& diagnostics);

}  // namespace rondo::frontends::activities
