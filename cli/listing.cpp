// SPDX-License-Identifier: Apache-2.0
#include "cli/listing.hpp"

#include "cli/arguments.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace rondo::cli {

namespace {

Value texts(const std::vector<std::string>& all) {
  List list;
  for (const std::string& text : all) list.emplace_back(text);
  return Value(std::move(list));
}

bool is_empty(const Value& value) {
  return value.is_null() || (value.is_string() && value.as_string().empty()) ||
         (value.is_list() && value.as_list().empty());
}

std::string cell(const Object& row, const std::string& column) {
  const Value* value = row.find(column);
  return value == nullptr || value->is_null() ? std::string() : to_text(*value);
}

// Columns are padded to what stands in them; what people read is not measured in bytes.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

void Listing::print(bool json, const std::string& nothing) const {
  if (json) return fmt::print("{}\n", to_json(Value(rows_)));
  if (rows_.empty()) return fmt::print("{}\n", nothing);
  std::vector<std::size_t> widths;
  for (const std::string& column : columns_) {
    std::size_t width = width_of(column);
    for (const Value& row : rows_) width = std::max(width, width_of(cell(row.as_object(), column)));
    widths.push_back(width);
  }
  const auto print_line = [&](const auto& text_of) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string text = text_of(columns_[i]);
      line += text;
      if (i + 1 < columns_.size()) line.append(widths[i] + 2 - width_of(text), ' ');
    }
    return line;
  };
  fmt::print("{}\n", colored(Color::Bold, print_line([](const std::string& column) { return column; })));
  for (const Value& row : rows_) {
    fmt::print("{}\n", print_line([&](const std::string& column) { return cell(row.as_object(), column); }));
  }
}

void print_fields(const Object& fields, bool json) {
  if (json) return fmt::print("{}\n", to_json(Value(fields)));
  for (const auto& [name, value] : fields) {
    if (!is_empty(value)) fmt::print("{:<20}{}\n", name, to_text(value));
  }
}

Object describe_fields(const ProcessInfo& process) {
  return {{"id", process.id},
          {"key", process.key},
          {"version", process.version},
          {"name", process.name},
          {"versionTag", process.version_tag},
          {"deployment", process.deployment_id},
          {"file", process.file}};
}

Object describe_fields(const InstanceInfo& instance) {
  return {{"id", instance.id},
          {"process", instance.process_key},
          {"version", instance.process_version},
          {"state", std::string(name_of(instance.state))},
          {"businessKey", instance.business_key},
          {"name", instance.name},
          {"start", to_iso8601(instance.start_time)},
          {"end", time_or_null(instance.end_time)},
          {"error", instance.error},
          {"cause", instance.cause},
          {"deleteReason", instance.delete_reason},
          {"caller", instance.caller_instance_id},
          {"callerActivity", instance.caller_activity_id}};
}

Object describe_fields(const ExecutionInfo& execution) {
  return {{"id", execution.id},
          {"parent", execution.parent_id},
          {"activity", execution.activity_id},
          {"kind", execution.kind},
          {"active", execution.active},
          {"waiting", execution.waiting},
          {"calledInstance", execution.called_instance_id}};
}

Object describe_fields(const TaskInfo& task) {
  return {{"id", task.id},
          {"task", task.key},
          {"name", task.name},
          {"assignee", task.assignee},
          {"candidateUsers", texts(task.candidate_users)},
          {"candidateGroups", texts(task.candidate_groups)},
          {"priority", task.priority},
          {"due", task.due},
          {"created", to_iso8601(task.create_time)},
          {"process", task.process_key},
          {"instance", task.instance_id},
          {"formKey", task.form_key},
          {"suspended", task.suspended}};
}

Object describe_fields(const SubscriptionInfo& subscription) {
  return {{"type", subscription.type},
          {"name", subscription.name},
          {"activity", subscription.activity_id},
          {"execution", subscription.execution_id},
          {"instance", subscription.instance_id}};
}

Object describe_fields(const JobInfo& job) {
  return {{"id", job.id},
          {"kind", job.kind},
          {"activity", job.activity_id},
          {"due", to_iso8601(job.due)},
          {"retries", job.retries},
          {"error", job.error},
          {"process", job.process_key},
          {"instance", job.instance_id}};
}

Object describe_fields(const IncidentInfo& incident) {
  return {{"id", incident.id},
          {"kind", incident.kind},
          {"activity", incident.activity_id},
          {"time", to_iso8601(incident.time)},
          {"instance", incident.instance_id},
          {"message", incident.message}};
}

}  // namespace rondo::cli
