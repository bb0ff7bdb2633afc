// SPDX-License-Identifier: Apache-2.0
#include "model/element_kind.hpp"

#include <algorithm>

namespace rondo::model {
namespace {

struct Row {
  std::string_view tag;
  ElementFamily family;
};

constexpr std::array<Row, kElementKinds> kCatalog{{
#define ELEMENT(kind, tag, family) {tag, ElementFamily::family},
#include "model/element_catalog.inc"
#undef ELEMENT
}};

constexpr std::array<std::string_view, kEventKinds> kEventNames{
    "none",         "message", "timer",     "signal", "error",    "escalation",        "conditional",
    "compensation", "cancel",  "terminate", "link",   "multiple", "parallel multiple", "detach"};

}  // namespace

std::string_view tag_of(ElementKind kind) noexcept { return kCatalog.at(static_cast<std::size_t>(kind)).tag; }

ElementFamily family_of(ElementKind kind) noexcept {
  return kCatalog.at(static_cast<std::size_t>(kind)).family;
}

std::optional<ElementKind> element_kind_of(std::string_view tag) noexcept {
  const auto* const row =
      std::find_if(kCatalog.begin(), kCatalog.end(), [tag](const Row& other) { return other.tag == tag; });
  if (row == kCatalog.end()) return std::nullopt;
  return static_cast<ElementKind>(row - kCatalog.begin());
}

std::string_view name_of(EventKind kind) noexcept { return kEventNames.at(static_cast<std::size_t>(kind)); }

}  // namespace rondo::model
