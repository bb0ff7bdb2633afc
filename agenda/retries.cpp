// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"
#include "model/iso8601.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::agenda {

namespace {

// What `R5/PT5M` or `PT1M,PT5M` says of retries: how many, and the pause before each.
struct RetryPlan {
  std::int32_t attempts = 0;
  std::vector<model::Duration> pauses;  // the last one is used for all later ones
};

RetryPlan parse_retries(std::string_view text) {
  RetryPlan plan;
  if (const auto cycle = model::parse_cycle(text)) {
    plan.attempts = static_cast<std::int32_t>(cycle->repetitions);
    plan.pauses.push_back(cycle->period);
    return plan;
  }
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    if (const auto pause = model::parse_duration(text.substr(0, comma))) plan.pauses.push_back(*pause);
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  // One attempt, then one more after each pause (Camunda).
  if (!plan.pauses.empty()) plan.attempts = static_cast<std::int32_t>(plan.pauses.size()) + 1;
  return plan;
}

}  // namespace

void Command::fail_job(std::uint32_t wait, const std::string& message) {
  const model::JobRecord& failed = *tree_.wait(wait).job;
  const model::FlowNode& node = failed.definition->node(failed.node);
  model::JobRecord job = failed;
  job.due = now() + settings_.job_retry_wait;
  if (node.extras != nullptr && node.extras->retry.text != model::kNoExpression) {
    const RetryPlan plan = parse_retries(retry_text(tree_.wait(wait).execution, node));
    const bool first = failed.error.empty();
    if (first && plan.attempts > 0) job.retries = plan.attempts;
    if (!plan.pauses.empty()) {
      const auto before = static_cast<std::size_t>(std::max(plan.attempts - job.retries, 0));
      job.due = model::add(now(), plan.pauses[std::min(before, plan.pauses.size() - 1)]);
    }
  }
  job.retries = std::max(job.retries - 1, 0);
  job.error = message.empty() ? "failed" : message;
  if (job.retries == 0) {
    changes_.incidents.push_back(
        {job.id, job.instance, job.execution, job.definition, job.node, "failed_job", message, now(),
         tree_.process_of(job.execution.slot).process->history() >= model::HistoryLevel::Audit});
  }
  replace_job(wait, std::move(job));
}

// A plan that cannot be read must not keep the failure from being noted: the default holds.
std::string Command::retry_text(ExecutionId id, const model::FlowNode& node) {
  try {
    return evaluate_text(id, node.extras->retry.text);
  } catch (const Error&) {
    return {};
  }
}

}  // namespace rondo::agenda
