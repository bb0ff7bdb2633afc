// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bpmn/context.hpp"
#include "model/definition.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::bpmn {

/// The `in` or `out` elements (`tag`) of a call activity or event definition.
std::vector<model::VariableMapping> read_variable_mappings(ProcessContext& context, const Element& owner,
                                                           const Element& element, std::string_view tag);

/// Input and output parameters of a node: camunda `inputOutput` and zeebe `ioMapping`.
model::InputOutput read_input_output(ProcessContext& context, const Element& owner);

/// Adds the data associations of a node that copy between variables (BPMN 2.0 §10.4.2): inputs into the
/// node's own scope under the names of its data inputs, outputs from the names of its data outputs.
void read_data_associations(ProcessContext& context, const Element& owner, model::InputOutput& io);

/// The rarely needed parts of a node; null when it has none of them.
std::unique_ptr<model::ActivityExtras> read_extras(ProcessContext& context, const Element& owner);

/// The variable that a data input, data output, data object, property or reference to one stands for; empty
/// when there is no such element.
[[nodiscard]] std::string_view variable_of(const FileContext& context, std::string_view reference);

/// The data store that a reference leads to, by its id; empty when it is none.
[[nodiscard]] std::string store_of(const FileContext& file, std::string_view reference);

}  // namespace rondo::bpmn
