// SPDX-License-Identifier: Apache-2.0
#include "cli/process_run.hpp"

#include "cli/commands.hpp"
#include "cli/diagram_file.hpp"
#include "cli/task_dialog.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iostream>
#include <utility>

namespace rondo::cli {

namespace {

constexpr int kMostJumps = 1000;  // a timer that repeats without end must not keep a simulation running

std::string titled(const std::string& id, const std::string& name) {
  return name.empty() ? id : fmt::format("{} \"{}\"", id, name);
}

}  // namespace

ProcessRun::ProcessRun(const RunOptions& options) : options_(options), text_(options.format == "text") {
  for (const std::string& answer : options.answers) answers_.push_back(read_task_answer(answer));
}

int ProcessRun::run() {
  // An unusable name is told before anything runs.
  if (!options_.picture.empty()) static_cast<void>(diagram_format(options_.picture));
  for (const std::string& file : options_.files) resources_.push_back(read_resource(file));
  const Variables variables = initial_variables();
  open_engine();
  const Deployment deployment = engine_->repository().deploy(resources_);
  for (const Diagnostic& finding : deployment.findings) fmt::print(stderr, "{}\n", finding.to_string());
  process_ = choose_process();
  if (!has_all_code()) return kFailed;
  account_->note(fmt::format("{} {}", colored(Color::Bold, titled(process_.key, process_.name)),
                             to_json(Value(variables))));
  try {
    StartOptions how;
    how.business_key = options_.business_key;
    instance_ = engine_->runtime().start(process_.key, variables, how).id;
    drive();
  } catch (const Error& failure) {
    failure_ = failure.what();
    account_->tell_rolled_back();
  }
  account_->tell();
  if (recorder_ != nullptr) draw();
  return finish();
}

void ProcessRun::open_engine() {
  EngineOptions options;
  options.history = HistoryLevel::Full;
  options.step_limit = kStepLimit;
  if (options_.simulate) {
    clock_ = std::make_shared<ManualClock>(SystemClock().now());
    options.clock = clock_;
  }
  engine_ = Engine::open(options_.store, std::move(options));
  account_ = std::make_unique<RunAccount>(*engine_, text_, options_.trace);
  if (!options_.picture.empty()) recorder_ = std::make_unique<DiagramRecorder>(*engine_);
  if (!options_.simulate) return;
  engine_->delegates().set_fallback(
      [account = account_.get()](std::string_view name, DelegateExecution& execution) {
        account->did_nothing(std::string(name), execution);
      });
}

// Of the file that holds the process; called processes of other files are not shown.
void ProcessRun::draw() const {
  for (const Resource& resource : resources_) {
    if (resource.name != process_.file) continue;
    return write_diagram(options_.picture,
                         draw_diagram(resource, diagram_format(options_.picture), recorder_->marks()));
  }
}

bool ProcessRun::has_all_code() {
  bool complete = true;
  for (const RequiredDelegate& code : engine_->repository().required_delegates(resources_)) {
    if (code.registered) continue;
    complete = false;
    fmt::print(stderr, "{}:{}:{}: no delegate for {} '{}' (element {})\n", code.file, code.where.line,
               code.where.column, code.kind, code.name, code.element_id);
  }
  if (!complete) {
    fmt::print(stderr,
               "rondo: error: the process needs code that this command does not have; "
               "--simulate lets it do nothing\n");
  }
  return complete;
}

// The first executable process of the first file that has one.
ProcessInfo ProcessRun::choose_process() const {
  std::vector<std::string> keys;
  for (const Resource& resource : resources_) {
    const auto found = engine_->repository().executable_keys(resource);
    keys.insert(keys.end(), found.begin(), found.end());
  }
  if (keys.empty()) {
    throw Error(ErrorKind::Argument,
                fmt::format("{} holds no executable process", fmt::join(options_.files, ", ")));
  }
  if (options_.process.empty()) {
    if (keys.size() > 1) {
      account_->note(fmt::format("{} is run; --process chooses another of: {}", keys.front(),
                                 fmt::join(keys.begin() + 1, keys.end(), ", ")));
    }
    return engine_->repository().latest(keys.front()).value();
  }
  if (const auto process = engine_->repository().latest(options_.process)) return *process;
  throw Error(ErrorKind::Argument,
              fmt::format("there is no process '{}'; there is {}", options_.process, fmt::join(keys, ", ")));
}

Variables ProcessRun::initial_variables() const {
  Variables variables;
  if (!options_.variables_file.empty()) variables = read_variables_file(options_.variables_file);
  for (const std::string& assignment : options_.assignments) read_assignment(assignment, variables);
  return variables;
}

bool ProcessRun::has_ended() const {
  const auto info = engine_->runtime().instance(instance_);
  return !info || (info->state != InstanceState::Active && info->state != InstanceState::Suspended);
}

void ProcessRun::drive() {
  do {
    account_->tell();
  } while (!has_ended() && (run_jobs() || answer_task() || jump_to_next_timer()));
}

bool ProcessRun::run_jobs() { return engine_->management().run_due() > 0; }

bool ProcessRun::answer_task() {
  const auto tasks = engine_->tasks().list();
  for (const TaskInfo& task : tasks) {
    if (complete_by_option(task)) return true;
  }
  if (tasks.empty() || !text_ || !is_terminal(stdin)) return false;
  return ask_for(tasks.front());
}

bool ProcessRun::complete_by_option(const TaskInfo& task) {
  for (TaskAnswer& answer : answers_) {
    if (answer.used || (answer.task != task.key && answer.task != task.name)) continue;
    answer.used = true;
    complete(task, answer.variables);
    return true;
  }
  return false;
}

bool ProcessRun::ask_for(const TaskInfo& task) {
  const auto variables = ask_for_variables(task, std::cin);
  if (!variables) {
    fmt::print("\n");
    stopped_ = true;
    return false;
  }
  try {
    complete(task, *variables);
  } catch (const Error& failure) {
    // Nothing has happened: the task is asked for again, perhaps a variable is missing.
    account_->tell_rolled_back();
    fmt::print("{}\n", failure.what());
  }
  return true;
}

void ProcessRun::complete(const TaskInfo& task, const Variables& variables) {
  account_->note(fmt::format("> {} is completed{}", task.key,
                             variables.empty() ? "" : " with " + to_json(Value(variables))));
  engine_->tasks().complete(task.id, variables);
}

// Nothing is left to happen but the time limit of FnF flows that do not say one: what is missing must come
// from outside.
bool ProcessRun::waits_for_others() const {
  const auto jobs = engine_->management().jobs();
  return !jobs.empty() && std::all_of(jobs.begin(), jobs.end(), [](const JobInfo& job) {
    return job.activity_id.starts_with("_year");
  });
}

bool ProcessRun::jump_to_next_timer() {
  if (clock_ == nullptr || !engine_->tasks().list().empty() || jumps_ >= kMostJumps) return false;
  const auto due = engine_->management().next_due();
  if (!due || waits_for_others()) return false;
  ++jumps_;
  clock_->set(std::max(clock_->now(), *due));
  account_->note(fmt::format("> the clock jumps to {}", to_iso8601(clock_->now())));
  return true;
}

}  // namespace rondo::cli
