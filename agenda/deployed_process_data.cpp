// SPDX-License-Identifier: Apache-2.0
#include "agenda/deployed_process.hpp"

#include <algorithm>

namespace rondo::agenda {

// What instances would otherwise look up by name: the data of scopes, and where results are kept.
void DeployedProcess::compile_data() {
  for (const model::Scope& scope : definition_->scopes()) {
    std::vector<Variable>& data = initial_data_.emplace_back();
    for (const model::DataItem& item : scope.data) {
      if (item.kind == model::DataItem::Kind::DataStore) continue;
      const std::string& text = item.name.empty() ? item.id : item.name;
      const model::NameId name = names_->intern(text);
      const auto same = [name](const Variable& each) { return each.name == name; };
      if (text == definition_->input_variable || std::any_of(data.begin(), data.end(), same)) continue;
      data.push_back({name, item.initial.value_or(model::Value())});
    }
  }
  if (!definition_->thread_result.empty()) thread_result_ = place_of(definition_->thread_result);
  for (const CompiledNode& node : nodes_) {
    const model::ActivityExtras* extras = node.element->extras.get();
    if (extras == nullptr || extras->outcome_variable.empty()) continue;
    outcomes_.resize(nodes_.size());
    outcomes_[model::index(node.id)] = place_of(extras->outcome_variable);
  }
}

// Variables of an instance are its input, if it has one, then its data.
Place DeployedProcess::place_of(std::string_view variable) const {
  const model::NameId name = names_->intern(variable);
  const std::vector<Variable>& data = initial_data_.front();
  const auto found =
      std::find_if(data.begin(), data.end(), [&](const Variable& each) { return each.name == name; });
  const std::size_t before = definition_->input_variable.empty() ? 0 : 1;
  return {name, static_cast<std::uint32_t>(before) + static_cast<std::uint32_t>(found - data.begin())};
}

}  // namespace rondo::agenda
