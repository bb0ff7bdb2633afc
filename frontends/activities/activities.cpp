// SPDX-License-Identifier: Apache-2.0
#include "frontends/activities/lowering.hpp"
#include "frontends/activities/markup.hpp"
#include "frontends/activities/reader.hpp"
#include "frontends/registry.hpp"

#include <array>
#include <utility>

namespace rondo::frontends {

namespace {

constexpr std::size_t kMaxXamlBytes = 16u << 20;

// The name of the file without folders and suffixes.
std::string xaml_key(std::string_view file) {
  const std::size_t slash = file.find_last_of("/\\");
  if (slash != std::string_view::npos) file.remove_prefix(slash + 1);
  std::string key(file.substr(0, file.find('.')));
  for (char& c : key) {
    if (c == ' ' || c == ':') c = '_';
  }
  return key.empty() ? "workflow" : key;
}

bool looks_like_xaml(std::string_view content) {
  return content.substr(0, 16384).find(activities::kActivitySpace) != std::string_view::npos;
}

model::ReadResult read_xaml(std::string_view content, std::string file_name) {
  model::ReadResult result{{}, model::Diagnostics(file_name)};
  result.document.file = file_name;
  if (content.size() > kMaxXamlBytes) {
    result.diagnostics.error({1, 1}, "too-large", "the file is larger than 16 MiB");
    return result;
  }
  if (const auto markup = activities::read_markup(content, result.diagnostics)) {
    const activities::Workflow workflow = activities::Reader(result.diagnostics).run(*markup);
    const std::string key = workflow.name.empty() ? xaml_key(file_name) : workflow.name;
    result.document.id = key;
    if (!result.diagnostics.refuses()) {
      result.document.processes.push_back(
          activities::Lowering(workflow, result.diagnostics).run(key, file_name));
    }
  }
  result.diagnostics.sort();
  return result;
}

}  // namespace

const Notation& notation_activities() {
  static constexpr std::array<std::string_view, 1> kSuffixes{".xaml"};
  static constexpr Notation kActivities{"activities", "Workflow Foundation activities", kSuffixes,
                                        &looks_like_xaml, &read_xaml};
  return kActivities;
}

}  // namespace rondo::frontends
