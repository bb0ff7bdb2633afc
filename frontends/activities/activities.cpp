// SPDX-License-Identifier: Apache-2.0
#include "frontends/activities/lowering.hpp"
#include "frontends/activities/markup.hpp"
#include "frontends/activities/reader.hpp"
#include "frontends/naming.hpp"
#include "frontends/registry.hpp"

#include <array>
#include <utility>

namespace rondo::frontends {

namespace {

bool looks_like_xaml(std::string_view content) {
  return content.substr(0, 16384).find(activities::kActivitySpace) != std::string_view::npos;
}

model::ReadResult read_xaml(std::string_view content, std::string file_name) {
  model::ReadResult result{{}, model::Diagnostics(file_name)};
  result.document.file = std::move(file_name);
  if (!fits(content, result.diagnostics)) return result;
  if (const auto markup = activities::read_markup(content, result.diagnostics)) {
    const activities::Workflow workflow = activities::Reader(result.diagnostics).run(*markup);
    const std::string& file = result.document.file;
    const std::string key = workflow.name.empty() ? key_of_file(file, "workflow") : workflow.name;
    result.document.id = key;
    if (!result.diagnostics.refuses()) {
      result.document.processes.push_back(activities::Lowering(workflow, result.diagnostics).run(key, file));
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
