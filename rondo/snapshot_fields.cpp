// SPDX-License-Identifier: Apache-2.0
#include "rondo/snapshot_fields.hpp"

#include "model/iso8601.hpp"
#include "rondo/error.hpp"
#include "rondo/snapshot_value.hpp"

#include <fmt/format.h>

namespace rondo {

namespace {

constexpr std::int64_t kNowhere = -1;

std::int64_t number_of(model::NodeId node) noexcept {
  return node == model::kNoNode ? kNowhere : static_cast<std::int64_t>(node);
}

}  // namespace

void damaged_snapshot(std::string_view what) {
  throw Error(ErrorKind::Argument, fmt::format("the snapshot is damaged: {}", what));
}

// --- processes

std::uint64_t SnapshotProcesses::number(const model::ProcessDefinition& definition) const {
  const auto [known, is_new] = numbers_.try_emplace(&definition, used_.size() + 1);
  if (is_new) used_.push_back(&definition);
  return known->second;
}

const agenda::DeployedProcess& SnapshotProcesses::process(std::uint64_t number) const {
  if (number == 0 || number > by_number_.size()) {
    damaged_snapshot(fmt::format("it has no process number {}", number));
  }
  return *by_number_[number - 1];
}

// --- writing

void SnapshotWriter::texts(std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  List list;
  for (const std::string& text : texts) list.emplace_back(text);
  object_.set(name, Value(std::move(list)));
}

void SnapshotWriter::value(std::string_view name, const Value& value) {
  if (!value.is_null()) object_.set(name, to_snapshot_value(value));
}

// Elements without an id, or with one that several have, go by their number.
void SnapshotWriter::place(std::string_view name, const model::ProcessDefinition* definition,
                           model::NodeId node) {
  if (definition == nullptr) return;
  object_.set("process", Value(static_cast<std::int64_t>(processes_.number(*definition))));
  if (node == model::kNoNode) return;
  const std::string& id = definition->node(node).id;
  const bool is_named = !id.empty() && definition->find(id) == node;
  object_.set(name, is_named ? Value(id) : Value(number_of(node)));
}

// --- reading

SnapshotReader::SnapshotReader(const Value& record, const SnapshotProcesses& processes,
                               const Renumbering& renumber)
    : object_(record.is_object() ? &record.as_object() : nullptr),
      processes_(processes),
      renumber_(renumber) {
  if (object_ == nullptr) damaged_snapshot("a record is missing");
}

std::optional<std::int64_t> SnapshotReader::integer(std::string_view name) const {
  const Value* member = find(name);
  if (member == nullptr) return std::nullopt;
  if (!member->is_integer()) damaged_snapshot(fmt::format("'{}' is no number", name));
  return member->as_integer();
}

void SnapshotReader::text(std::string_view name, std::string& text) {
  const Value* member = find(name);
  if (member == nullptr) return;
  if (!member->is_string()) damaged_snapshot(fmt::format("'{}' is no text", name));
  text = member->as_string();
}

void SnapshotReader::texts(std::string_view name, std::vector<std::string>& texts) {
  const Value* member = find(name);
  if (member == nullptr) return;
  if (!member->is_list()) damaged_snapshot(fmt::format("'{}' is no list", name));
  for (const Value& text : member->as_list()) {
    if (!text.is_string()) damaged_snapshot(fmt::format("'{}' holds what is no text", name));
    texts.emplace_back(text.as_string());
  }
}

void SnapshotReader::flag(std::string_view name, bool& flag, bool absent) {
  const Value* member = find(name);
  if (member != nullptr && !member->is_boolean()) damaged_snapshot(fmt::format("'{}' is no flag", name));
  flag = member == nullptr ? absent : member->as_boolean();
}

void SnapshotReader::time(std::string_view name, std::optional<Instant>& time) {
  std::string text;
  this->text(name, text);
  if (text.empty()) return;
  time = model::parse_instant(text);
  if (!time) damaged_snapshot(fmt::format("'{}' is no time", name));
}

void SnapshotReader::time(std::string_view name, Instant& time) {
  std::optional<Instant> given;
  this->time(name, given);
  if (!given) damaged_snapshot(fmt::format("'{}' is missing", name));
  time = *given;
}

void SnapshotReader::value(std::string_view name, Value& value) {
  if (const Value* member = find(name)) value = from_snapshot_value(*member);
}

void SnapshotReader::subject(std::string_view name,
                             std::optional<std::pair<model::Handle, model::HandleKind>>& subject) {
  std::string text;
  this->text(name, text);
  if (text.empty()) return;
  subject = model::parse_handle(text);
  if (!subject) damaged_snapshot(fmt::format("'{}' is no id", name));
  renumber_(subject->first);
}

void SnapshotReader::handle(std::string_view name, std::optional<model::Handle>& handle,
                            model::HandleKind kind) {
  std::optional<std::pair<model::Handle, model::HandleKind>> given;
  subject(name, given);
  if (!given) return;
  if (given->second != kind) damaged_snapshot(fmt::format("'{}' is an id of something else", name));
  handle = given->first;
}

void SnapshotReader::handle(std::string_view name, model::Handle& handle, model::HandleKind kind) {
  std::optional<model::Handle> given;
  this->handle(name, given, kind);
  if (given) handle = *given;
}

void SnapshotReader::place(std::string_view name, const model::ProcessDefinition*& definition,
                           model::NodeId& node) {
  const auto number = integer("process");
  if (!number) return;
  definition = &processes_.definition(static_cast<std::uint64_t>(*number));
  const Value* element = find(name);
  if (element == nullptr) return;
  if (element->is_string()) {
    node = definition->find(element->as_string());
  } else if (element->is_integer() && element->as_integer() >= 0 &&
             static_cast<std::size_t>(element->as_integer()) < definition->nodes().size()) {
    node = model::NodeId{static_cast<std::uint32_t>(element->as_integer())};
  }
  if (node == model::kNoNode) {
    damaged_snapshot(fmt::format("process '{}' has no element {}", definition->id, to_json(*element)));
  }
}

}  // namespace rondo
