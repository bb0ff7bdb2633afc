// SPDX-License-Identifier: Apache-2.0
// What a store remembers.
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/history_fields.hpp"
#include "cli/instant.hpp"
#include "cli/listing.hpp"
#include "cli/progress.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rondo::cli {

namespace {

struct HistoryArguments {
  DatabaseOptions database;
  model::HistoryScope of;
  model::HistoryPage page;
  std::string what = "instances", activity, user, name, since, until;
  bool finished = false, running = false, newest = false, count = false, clean = false;
};

constexpr const char* kHistoryFooter = R"(
WHAT is instances, activities, variables, tasks, incidents, updates or operations. How much is remembered
depends on the history level of the process; updates and operations are for the level full.

Examples:
  rondo history --finished --since 2026-05-01
  rondo history activities --instance 12.1
  rondo history tasks --user kermit --json
  rondo history --process order --count
  rondo history --clean      # forgets what has been remembered for long enough

Exit codes:
  0  listed
  2  unusable arguments or store
)";

Instant instant_of(const std::string& text) {
  const auto instant = parse_instant(text);
  if (!instant) throw Error(ErrorKind::Argument, fmt::format("'{}' is no time", text));
  return *instant;
}

model::TimeSpan span_of(const HistoryArguments& arguments) {
  model::TimeSpan span;
  if (!arguments.since.empty()) span.after = instant_of(arguments.since);
  if (!arguments.until.empty()) span.before = instant_of(arguments.until);
  return span;
}

std::optional<bool> finished(const HistoryArguments& arguments) {
  if (arguments.finished == arguments.running) return std::nullopt;
  return arguments.finished;
}

// What all queries have.
template <typename Query>
Query query_of(const HistoryArguments& arguments, typename Query::Field time) {
  Query query;
  query.of = arguments.of;
  query.page = arguments.page;
  if (arguments.newest) query.order = {{time, true}};
  return query;
}

template <typename Query, typename Read>
int answer(const HistoryArguments& arguments, const HistoryService& history, const Query& query,
           std::vector<std::string> columns, Read read) {
  if (arguments.count) {
    fmt::print("{}\n", history.count(query));
    return kDone;
  }
  Listing listing(std::move(columns));
  for (const auto& found : read(query)) listing.add(describe_fields(found));
  listing.print(arguments.database.json, "nothing is remembered of that");
  return kDone;
}

int list_instances(const HistoryArguments& arguments, const HistoryService& history) {
  auto query = query_of<HistoricInstanceQuery>(arguments, HistoricInstanceQuery::Field::Start);
  query.finished = finished(arguments);
  query.started = span_of(arguments);
  query.involved_user = arguments.user;
  query.activity_id = arguments.activity;
  return answer(arguments, history, query,
                {"id", "process", "version", "businessKey", "state", "start", "end"},
                [&](const auto& wanted) { return history.instances(wanted); });
}

int list_activities(const HistoryArguments& arguments, const HistoryService& history) {
  auto query = query_of<HistoricActivityQuery>(arguments, HistoricActivityQuery::Field::Start);
  query.finished = finished(arguments);
  query.started = span_of(arguments);
  query.activity_id = arguments.activity;
  query.assignee = arguments.user;
  return answer(arguments, history, query, {"instance", "activity", "type", "start", "end", "canceled"},
                [&](const auto& wanted) { return history.activities(wanted); });
}

int list_variables(const HistoryArguments& arguments, const HistoryService& history) {
  auto query = query_of<HistoricVariableQuery>(arguments, HistoricVariableQuery::Field::Updated);
  query.name = arguments.name;
  return answer(arguments, history, query, {"instance", "name", "value", "revision", "updated"},
                [&](const auto& wanted) { return history.variables(wanted); });
}

int list_tasks(const HistoryArguments& arguments, const HistoryService& history) {
  auto query = query_of<HistoricTaskQuery>(arguments, HistoricTaskQuery::Field::Created);
  query.finished = finished(arguments);
  query.created = span_of(arguments);
  query.key = arguments.activity;
  query.name = arguments.name;
  query.involved_user = arguments.user;
  return answer(arguments, history, query, {"id", "task", "name", "assignee", "created", "ended", "instance"},
                [&](const auto& wanted) { return history.tasks(wanted); });
}

int list_incidents(const HistoryArguments& arguments, const HistoryService& history) {
  auto query = query_of<HistoricIncidentQuery>(arguments, HistoricIncidentQuery::Field::Raised);
  if (const auto over = finished(arguments)) query.open = !*over;
  query.raised = span_of(arguments);
  query.activity_id = arguments.activity;
  return answer(arguments, history, query,
                {"id", "kind", "activity", "created", "ended", "instance", "message"},
                [&](const auto& wanted) { return history.incidents(wanted); });
}

int list_updates(const HistoryArguments& arguments, const HistoryService& history) {
  auto query = query_of<HistoricUpdateQuery>(arguments, HistoricUpdateQuery::Field::Time);
  query.time = span_of(arguments);
  query.name = arguments.name;
  query.user = arguments.user;
  return answer(arguments, history, query,
                {"time", "instance", "name", "change", "value", "revision", "user"},
                [&](const auto& wanted) { return history.updates(wanted); });
}

int list_operations(const HistoryArguments& arguments, const HistoryService& history) {
  auto query = query_of<HistoricOperationQuery>(arguments, HistoricOperationQuery::Field::Time);
  query.time = span_of(arguments);
  query.operation = arguments.name;
  query.user = arguments.user;
  return answer(arguments, history, query,
                {"time", "user", "operation", "instance", "subject", "property", "oldValue", "newValue"},
                [&](const auto& wanted) { return history.operations(wanted); });
}

std::size_t clean(ManagementService& management) {
  constexpr std::size_t kAtOnce = 256;
  Progress progress("instances forgotten");
  std::size_t count = 0;
  for (std::size_t some = kAtOnce; some >= kAtOnce; count += some) {
    some = management.clean_history(kAtOnce);
    progress.show(count + some, 0);
  }
  return count;
}

int run(const HistoryArguments& arguments) {
  const auto engine = open_database(arguments.database);
  if (arguments.clean) {
    const std::size_t count = clean(engine->management());
    fmt::print("{} {} forgotten\n", count, count == 1 ? "instance is" : "instances are");
    return kDone;
  }
  const HistoryService& history = engine->history();
  const std::string& what = arguments.what;
  if (what == "activities") return list_activities(arguments, history);
  if (what == "variables") return list_variables(arguments, history);
  if (what == "tasks") return list_tasks(arguments, history);
  if (what == "incidents") return list_incidents(arguments, history);
  if (what == "updates") return list_updates(arguments, history);
  if (what == "operations") return list_operations(arguments, history);
  return list_instances(arguments, history);
}

}  // namespace

void add_history_command(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<HistoryArguments>();
  HistoryArguments& given = *arguments;
  CLI::App* command = app.add_subcommand("history", "List what is remembered of instances");
  command->add_option("WHAT", given.what, "What is listed; else instances")
      ->check(CLI::IsMember(
          {"instances", "activities", "variables", "tasks", "incidents", "updates", "operations"}))
      ->type_name("");
  command->add_option("--instance", given.of.instance_id, "Of this instance")->type_name("ID");
  command->add_option("--process", given.of.process_key, "Of instances of this process")->type_name("KEY");
  command->add_option("--version", given.of.process_version, "In this version of it")->type_name("N");
  command->add_option("--business-key", given.of.business_key, "With this business key")->type_name("KEY");
  auto* ended = command->add_flag("--finished", given.finished, "Only what is over");
  command->add_flag("--running", given.running, "Only what is not over")->excludes(ended);
  command->add_option("--activity", given.activity, "At this element")->type_name("ID");
  command->add_option("--user", given.user, "Of this user")->type_name("USER");
  command->add_option("--name", given.name, "With this name: variables, tasks, operations")
      ->type_name("NAME");
  command->add_option("--since", given.since, "Not before this time")->type_name("TIME");
  command->add_option("--until", given.until, "Not after this time")->type_name("TIME");
  command->add_flag("--newest", given.newest, "The newest first");
  command->add_option("--first", given.page.first, "Leave out so many")->type_name("N");
  command->add_option("--max", given.page.max, "List so many at most")->type_name("N");
  command->add_flag("--count", given.count, "Tell only how many there are");
  command->add_flag("--clean", given.clean, "Forget what has been remembered for long enough");
  add_database_options(*command, given.database);
  command->footer(kHistoryFooter);
  command->callback([arguments, &action] { action = [arguments] { return run(*arguments); }; });
}

}  // namespace rondo::cli
