// SPDX-License-Identifier: Apache-2.0
#include "rondo/history_export.hpp"

#include "model/iso8601.hpp"
#include "rondo/error.hpp"
#include "rondo/value.hpp"
#include "rondo/xes_writer.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace rondo {

namespace {

using model::to_iso8601;

constexpr std::size_t kStep = 1024;  // instances, or lines of one instance, in memory at a time

std::string text_of(const std::optional<Instant>& time) { return time ? to_iso8601(*time) : std::string(); }

// --- reading in steps

using Report = std::function<void(std::size_t)>;

/// Gives the instances of a query, in order of start where it has no order of its own.
void for_each_instance(const HistoryService& history, const HistoricInstanceQuery& query,
                       const Report& progress, const std::function<void(const InstanceInfo&)>& each) {
  std::size_t count = 0;
  const auto take = [&](const InstanceInfo& instance) {
    each(instance);
    ++count;
    if (progress) progress(count);
  };
  if (!query.order.empty()) {
    for (const InstanceInfo& instance : history.instances(query)) take(instance);
    return;
  }
  HistoricInstanceQuery next = query;
  std::size_t left = query.page.max;
  while (left > 0) {
    next.page.max = std::min(kStep, left);
    const auto some = history.instances(next);
    for (const InstanceInfo& instance : some) take(instance);
    if (some.size() < next.page.max) return;
    left -= some.size();
    next.newer_than = some.back().number;
    next.page.first = 0;
  }
}

/// Gives the lines of one kind of one instance.
template <typename Query, typename Read, typename Take>
void for_each_line(const InstanceInfo& instance, Read read, Take take) {
  Query query;
  query.of.instance_id = instance.id;
  query.page.max = kStep;
  for (;;) {
    const auto some = read(query);
    for (const auto& line : some) take(line);
    if (some.size() < kStep) return;
    query.page.first += kStep;
  }
}

// --- JSON lines

/// One object on one line; what is empty is left out.
class Line {
 public:
  explicit Line(std::string_view type) { object_.set("type", Value(type)); }

  void text(std::string_view name, std::string_view text) {
    if (!text.empty()) object_.set(name, Value(text));
  }
  void texts(std::string_view name, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    model::List list;
    for (const std::string& each : texts) list.emplace_back(each);
    object_.set(name, Value(std::move(list)));
  }
  void time(std::string_view name, const std::optional<Instant>& time) { text(name, text_of(time)); }
  void value(std::string_view name, Value value) { object_.set(name, std::move(value)); }
  void flag(std::string_view name, bool set) {
    if (set) object_.set(name, Value(true));
  }
  void write(std::ostream& out) const { out << to_json(Value(object_)) << '\n'; }

 private:
  Variables object_;
};

void write_line(std::ostream& out, const InstanceInfo& instance) {
  Line line("instance");
  line.text("id", instance.id);
  line.text("process", instance.process_key);
  line.value("version", instance.process_version);
  line.text("business_key", instance.business_key);
  line.text("name", instance.name);
  line.text("state", name_of(instance.state));
  line.text("starter", instance.starter);
  line.text("caller_instance", instance.caller_instance_id);
  line.text("caller_activity", instance.caller_activity_id);
  line.time("start", instance.start_time);
  line.time("end", instance.end_time);
  line.text("error", instance.error);
  line.text("cause", instance.cause);
  line.text("delete_reason", instance.delete_reason);
  line.write(out);
}

void write_line(std::ostream& out, const HistoricActivity& activity) {
  Line line("activity");
  line.text("instance", activity.instance_id);
  line.text("activity", activity.activity_id);
  line.text("name", activity.activity_name);
  line.text("kind", activity.activity_type);
  line.text("execution", activity.execution_id);
  line.text("called_instance", activity.called_instance_id);
  line.text("task", activity.task_id);
  line.text("assignee", activity.assignee);
  line.time("start", activity.start_time);
  line.time("end", activity.end_time);
  line.flag("canceled", activity.canceled);
  line.text("delete_reason", activity.delete_reason);
  line.write(out);
}

void write_line(std::ostream& out, const HistoricVariable& variable) {
  Line line("variable");
  line.text("instance", variable.instance_id);
  line.text("execution", variable.execution_id);
  line.text("name", variable.name);
  line.value("value", variable.value);
  line.value("revision", variable.revision);
  line.time("created", variable.create_time);
  line.time("updated", variable.update_time);
  line.flag("removed", variable.removed);
  line.write(out);
}

void write_line(std::ostream& out, const HistoricTask& task) {
  Line line("task");
  line.text("instance", task.instance_id);
  line.text("id", task.id);
  line.text("key", task.key);
  line.text("name", task.name);
  line.text("assignee", task.assignee);
  line.text("owner", task.owner);
  line.texts("candidate_users", task.candidate_users);
  line.texts("candidate_groups", task.candidate_groups);
  line.value("priority", task.priority);
  line.text("due", task.due);
  line.time("created", task.create_time);
  line.time("claimed", task.claim_time);
  line.time("ended", task.end_time);
  line.flag("completed", task.completed);
  line.text("completed_by", task.completed_by);
  line.text("delete_reason", task.delete_reason);
  line.write(out);
}

void write_line(std::ostream& out, const HistoricIncident& incident) {
  Line line("incident");
  line.text("instance", incident.instance_id);
  line.text("id", incident.id);
  line.text("kind", incident.kind);
  line.text("activity", incident.activity_id);
  line.text("message", incident.message);
  line.time("created", incident.create_time);
  line.time("ended", incident.end_time);
  line.write(out);
}

void write_line(std::ostream& out, const HistoricUpdate& update) {
  Line line("update");
  line.text("instance", update.instance_id);
  line.text("execution", update.execution_id);
  line.text("name", update.name);
  line.value("value", update.value);
  line.value("old_revision", update.old_revision);
  line.value("revision", update.revision);
  line.time("time", update.time);
  line.text("user", update.user);
  line.write(out);
}

void write_line(std::ostream& out, const HistoricOperation& operation) {
  Line line("operation");
  line.text("instance", operation.instance_id);
  line.text("operation", operation.operation);
  line.text("user", operation.user);
  line.text("activity", operation.activity_id);
  line.text("subject", operation.subject_id);
  line.text("property", operation.property);
  line.text("old_value", operation.old_value);
  line.text("new_value", operation.new_value);
  line.time("time", operation.time);
  line.write(out);
}

void write_json_lines(const HistoryService& history, std::ostream& out, const HistoricInstanceQuery& query,
                      const Report& progress) {
  const auto write = [&](const auto& line) { write_line(out, line); };
  for_each_instance(history, query, progress, [&](const InstanceInfo& instance) {
    write_line(out, instance);
    for_each_line<HistoricActivityQuery>(
        instance, [&](const auto& lines) { return history.activities(lines); }, write);
    for_each_line<HistoricVariableQuery>(
        instance, [&](const auto& lines) { return history.variables(lines); }, write);
    for_each_line<HistoricTaskQuery>(
        instance, [&](const auto& lines) { return history.tasks(lines); }, write);
    for_each_line<HistoricIncidentQuery>(
        instance, [&](const auto& lines) { return history.incidents(lines); }, write);
    for_each_line<HistoricUpdateQuery>(
        instance, [&](const auto& lines) { return history.updates(lines); }, write);
    for_each_line<HistoricOperationQuery>(
        instance, [&](const auto& lines) { return history.operations(lines); }, write);
  });
}

// --- CSV

// RFC 4180: fields with commas, quotes or line ends are quoted, quotes in them are doubled.
void write_row(std::ostream& out, std::initializer_list<std::string_view> fields) {
  std::string row;
  for (const std::string_view& field : fields) {
    if (&field != fields.begin()) row += ',';
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
      row += field;
      continue;
    }
    row += '"';
    for (const char c : field) row.append(c == '"' ? 2 : 1, c);
    row += '"';
  }
  out << row << "\r\n";
}

void write_csv(const HistoryService& history, std::ostream& out, const HistoricInstanceQuery& query,
               const Report& progress) {
  write_row(
      out, {"instance", "process", "version", "business_key", "instance_state", "activity", "name", "kind",
            "execution", "called_instance", "task", "assignee", "start", "end", "canceled", "delete_reason"});
  for_each_instance(history, query, progress, [&](const InstanceInfo& instance) {
    const std::string version = std::to_string(instance.process_version);
    for_each_line<HistoricActivityQuery>(
        instance, [&](const auto& lines) { return history.activities(lines); },
        [&](const HistoricActivity& visit) {
          write_row(out, {instance.id, instance.process_key, version, instance.business_key,
                          name_of(instance.state), visit.activity_id, visit.activity_name,
                          visit.activity_type, visit.execution_id, visit.called_instance_id, visit.task_id,
                          visit.assignee, to_iso8601(visit.start_time), text_of(visit.end_time),
                          visit.canceled ? "true" : "false", visit.delete_reason});
        });
  });
}

// --- XES

void write_xes(const HistoryService& history, std::ostream& out, const HistoricInstanceQuery& query,
               const Report& progress) {
  XesWriter writer(out);
  for_each_instance(history, query, progress, [&](const InstanceInfo& instance) {
    writer.begin_trace(instance, history.variables(instance.id));
    for_each_line<HistoricActivityQuery>(
        instance, [&](const auto& lines) { return history.activities(lines); },
        [&](const HistoricActivity& visit) { writer.add(visit); });
    writer.end_trace();
  });
  writer.finish();
}

}  // namespace

void export_history(const HistoryService& history, std::ostream& out, ExportFormat format,
                    const HistoricInstanceQuery& query, const Report& progress) {
  if (format == ExportFormat::JsonLines) write_json_lines(history, out, query, progress);
  if (format == ExportFormat::Csv) write_csv(history, out, query, progress);
  if (format == ExportFormat::Xes) write_xes(history, out, query, progress);
  out.flush();
  if (!out) throw Error(ErrorKind::Argument, "the history cannot be written");
}

}  // namespace rondo
