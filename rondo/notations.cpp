// SPDX-License-Identifier: Apache-2.0
#include "rondo/notations.hpp"

#include "bpmn/reader.hpp"
#include "frontends/registry.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace rondo {

namespace {

constexpr std::array<std::string_view, 2> kBpmnSuffixes{".bpmn", ".bpmn20.xml"};

constexpr frontends::Notation kBpmn{"bpmn", "BPMN 2.0", kBpmnSuffixes, &bpmn::looks_like_bpmn,
                                    [](std::string_view content, std::string file_name) {
                                      return bpmn::read(content, std::move(file_name));
                                    }};

}  // namespace

std::span<const frontends::Notation* const> all_notations() {
  static const std::vector<const frontends::Notation*> kAll = [] {
    std::vector<const frontends::Notation*> all = frontends::notations();
    all.insert(all.begin(), &kBpmn);
    return all;
  }();
  return kAll;
}

model::ReadResult read_any(const Resource& resource) {
  const frontends::Notation* notation = frontends::choose(all_notations(), resource.name, resource.content);
  return (notation != nullptr ? *notation : kBpmn).read(resource.content, resource.name);
}

std::vector<NotationInfo> notations() {
  std::vector<NotationInfo> result;
  for (const frontends::Notation* notation : all_notations()) {
    NotationInfo info;
    info.name = notation->name;
    info.caption = notation->caption;
    info.suffixes.assign(notation->suffixes.begin(), notation->suffixes.end());
    result.push_back(std::move(info));
  }
  return result;
}

bool is_process_file(std::string_view name) {
  const auto all = all_notations();
  return std::any_of(all.begin(), all.end(),
                     [name](const auto* notation) { return has_suffix(*notation, name); });
}

}  // namespace rondo
