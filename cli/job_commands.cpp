// SPDX-License-Identifier: Apache-2.0
// Jobs and incidents by hand.
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/listing.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

namespace rondo::cli {

namespace {

struct JobArguments {
  DatabaseOptions database;
  JobQuery query;
  bool run = false;
};

struct RetryArguments {
  DatabaseOptions database;
  std::vector<std::string> jobs;
  std::int32_t retries = 1;
  bool run = false;
};

struct IncidentArguments {
  DatabaseOptions database;
  std::string instance;
};

constexpr const char* kJobsFooter = R"(
Examples:
  rondo jobs
  rondo jobs --run          # does what is due, and lists what is left
  rondo jobs --kind timer --json

Exit codes:
  0  listed
  2  unusable arguments or store
)";

constexpr const char* kRetryFooter = R"(
Examples:
  rondo retry 12.1.w4.1
  rondo retry 12.1.w4.1 --run

Exit codes:
  0  they may be tried again, or with --run: they are done
  1  some could not be done
  2  unusable arguments or store
)";

constexpr const char* kIncidentsFooter = R"(
Examples:
  rondo incidents
  rondo incidents --instance 12.1 --json

Exit codes:
  0  listed
  2  unusable arguments or store
)";

int list_jobs(const JobArguments& arguments) {
  const auto engine = open_database(arguments.database);
  if (arguments.run) {
    const std::size_t count = engine->management().run_due();
    if (!arguments.database.json) fmt::print("{} {} done\n", count, count == 1 ? "job" : "jobs");
  }
  Listing listing({"id", "kind", "activity", "due", "retries", "instance", "error"});
  for (const JobInfo& job : engine->management().jobs(arguments.query)) listing.add(describe_fields(job));
  listing.print(arguments.database.json, "there is no job");
  return kDone;
}

int retry(const RetryArguments& arguments) {
  const auto engine = open_database(arguments.database);
  int code = kDone;
  Listing listing({"id", "result"});
  for (const std::string& id : arguments.jobs) {
    try {
      engine->management().set_retries(id, arguments.retries);
      if (arguments.run) engine->management().execute(id);
      listing.add({{"id", id}, {"result", arguments.run ? "done" : "to be tried"}});
    } catch (const Error& failure) {
      listing.add({{"id", id}, {"result", "failed"}, {"error", failure.what()}});
      fmt::print(stderr, "rondo: error: {}: {}\n", id, failure.what());
      code = kFailed;
    }
  }
  listing.print(arguments.database.json, {});
  return code;
}

int list_incidents(const IncidentArguments& arguments) {
  const auto engine = open_database(arguments.database);
  Listing listing({"id", "kind", "activity", "instance", "time", "message"});
  for (const IncidentInfo& incident : engine->management().incidents(arguments.instance)) {
    listing.add(describe_fields(incident));
  }
  listing.print(arguments.database.json, "there is no incident");
  return kDone;
}

}  // namespace

void add_job_commands(CLI::App& app, Action& action) {
  auto jobs = std::make_shared<JobArguments>();
  CLI::App* command = app.add_subcommand("jobs", "List timers and asynchronous work, or do what is due");
  command->add_option("--instance", jobs->query.instance_id, "Of this instance")->type_name("ID");
  command->add_option("--kind", jobs->query.kind, "timer or async")
      ->check(CLI::IsMember({"timer", "async"}))
      ->type_name("NAME");
  command->add_flag("--run", jobs->run, "Do what is due first");
  add_database_options(*command, jobs->database);
  add_simulate_option(*command, jobs->database);
  command->footer(kJobsFooter);
  command->callback([jobs, &action] { action = [jobs] { return list_jobs(*jobs); }; });

  auto retried = std::make_shared<RetryArguments>();
  command = app.add_subcommand("retry", "Let failed jobs be tried again");
  command->add_option("JOB", retried->jobs, "Ids of jobs")->required()->type_name("");
  command->add_option("--retries", retried->retries, "How many attempts (1)")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
  command->add_flag("--run", retried->run, "Try them now");
  add_database_options(*command, retried->database);
  add_simulate_option(*command, retried->database);
  command->footer(kRetryFooter);
  command->callback([retried, &action] { action = [retried] { return retry(*retried); }; });

  auto incidents = std::make_shared<IncidentArguments>();
  command = app.add_subcommand("incidents", "List what needs a person");
  command->add_option("--instance", incidents->instance, "Of this instance")->type_name("ID");
  add_database_options(*command, incidents->database);
  command->footer(kIncidentsFooter);
  command->callback([incidents, &action] { action = [incidents] { return list_incidents(*incidents); }; });
}

}  // namespace rondo::cli
