// SPDX-License-Identifier: Apache-2.0
#include "bpmn/activities.hpp"
#include "bpmn/expressions.hpp"
#include "bpmn/mappings.hpp"
#include "model/iso8601.hpp"

#include <cstdlib>
#include <string>
#include <utility>

namespace rondo::bpmn {
namespace {

using model::DataItem;

/// The structure that an item's itemSubjectRef stands for: a type by name or that of an item definition.
void read_type(const FileContext& file, const Element& element, DataItem& item) {
  const std::string_view reference = trim(element["itemSubjectRef"]);
  if (reference.empty()) return;
  const Element definition = file.find(reference, "itemDefinition");
  if (!definition) {
    item.type = std::string(without_prefix(reference));
    return;
  }
  item.type = std::string(without_prefix(definition["structureRef"]));
  if (definition.flag("isCollection", false)) item.is_collection = true;
}

std::optional<double> real_number(std::string_view text) {
  const std::string copy(trim(text));
  char* end = nullptr;
  const double number = std::strtod(copy.c_str(), &end);
  if (copy.empty() || end != copy.c_str() + copy.size()) return std::nullopt;
  return number;
}

std::optional<model::Value> convert(std::string_view type, std::string_view text) {
  const std::string kind = to_lower(type);
  if (kind == "int" || kind == "integer" || kind == "long" || kind == "short") {
    const std::optional<std::int64_t> number = whole_number(text);
    return number ? std::optional<model::Value>(*number) : std::nullopt;
  }
  if (kind == "double" || kind == "float" || kind == "decimal") {
    const std::optional<double> number = real_number(text);
    return number ? std::optional<model::Value>(*number) : std::nullopt;
  }
  if (kind == "boolean") {
    const std::string word = to_lower(trim(text));
    if (word != "true" && word != "false") return std::nullopt;
    return model::Value(word == "true");
  }
  if (kind == "datetime" || kind == "date") {
    const std::optional<model::Instant> instant = model::parse_instant(text);
    return instant ? std::optional<model::Value>(*instant) : std::nullopt;
  }
  if (kind == "json") {
    std::string failure;
    model::Value value = model::parse_json(text, failure);
    return failure.empty() ? std::optional(std::move(value)) : std::nullopt;
  }
  return model::Value(text);
}

void read_initial(FileContext& file, const Element& element, DataItem& item) {
  const Element value = element.ext_child("value");
  if (value.trimmed_text().empty()) return;
  item.initial = convert(item.type, value.trimmed_text());
  if (item.initial) return;
  file.error(value, "data-value",
             "\"" + std::string(value.trimmed_text()) + "\" is not a value of type " + item.type);
}

std::optional<DataItem::Kind> kind_of(const Element& element) {
  if (element.is("dataObject")) return DataItem::Kind::DataObject;
  if (element.is("dataStoreReference")) return DataItem::Kind::DataStore;
  if (element.is("property")) return DataItem::Kind::Property;
  return std::nullopt;
}

}  // namespace

std::vector<DataItem> read_data_items(FileContext& file, const Element& element, bool properties) {
  std::vector<DataItem> items;
  for (const Element child : element.children()) {
    const std::optional<DataItem::Kind> kind = kind_of(child);
    if (!kind || (properties && *kind != DataItem::Kind::Property)) continue;
    DataItem item;
    item.kind = *kind;
    item.id = std::string(child["id"]);
    item.name = std::string(child["name"].empty() ? child["id"] : child["name"]);
    item.where = child.where();
    item.is_collection = child.flag("isCollection", false);
    if (item.kind == DataItem::Kind::DataStore) item.store = store_of(file, child["id"]);
    read_type(file, child, item);
    read_initial(file, child, item);
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace rondo::bpmn
