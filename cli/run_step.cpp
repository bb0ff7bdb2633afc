// SPDX-License-Identifier: Apache-2.0
#include "cli/steps.hpp"

#include <fmt/format.h>

#include <exception>
#include <stdexcept>

namespace rondo::cli {

namespace {

const StepKind* find_step(std::string_view name) {
  for (const auto steps : {acting_steps(), checking_steps(), history_steps()}) {
    for (const StepKind& step : steps) {
      if (step.name == name) return &step;
    }
  }
  return nullptr;
}

// A step that the runner does not have: it never counts as one that fails as expected.
class MissingStep : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

const Object& fields_of(const Step& step) {
  static const Object kNone;
  if (step.arguments.is_null()) return kNone;
  if (!step.arguments.is_object()) throw StepFailure("its fields must be written as {name: value}");
  return step.arguments.as_object();
}

// Tries the instances one after the other; the first for which the step holds is the one that was meant.
void run_for_any(World& world, const StepKind& kind, const Arguments& arguments,
                 const std::vector<std::string>& instances) {
  std::exception_ptr first;
  for (const std::string& id : instances) {
    world.look_at(id);
    try {
      kind.run(world, arguments);
      return;
    } catch (const StepFailure&) {
      if (!first) first = std::current_exception();
    } catch (const Error& failure) {
      if (failure.kind() != ErrorKind::NotFound) throw;
      if (!first) first = std::current_exception();
    }
  }
  if (first) std::rethrow_exception(first);
  throw Error(ErrorKind::NotFound, "no instance has been started");
}

void run_plain(World& world, const Step& step) {
  const StepKind* kind = find_step(step.name);
  if (kind == nullptr) throw MissingStep(fmt::format("there is no step '{}'", step.name));
  const Arguments arguments(fields_of(step));
  const auto instances = world.resolve(arguments.optional_text("of"));
  if (arguments.optional_text("of") == "$any") {
    run_for_any(world, *kind, arguments, instances);
  } else {
    world.look_at(instances.front());
    kind->run(world, arguments);
  }
  world.look_at({});
}

void check_error(const Error& failure, const std::string& kind, const std::string& contains) {
  if (kind != "runtime" && kind != name_of(failure.kind())) {
    throw StepFailure(fmt::format("expected an error of kind {}, got {}: {}", kind, name_of(failure.kind()),
                                  failure.what()));
  }
  if (std::string_view(failure.what()).find(contains) == std::string_view::npos) {
    throw StepFailure(fmt::format("expected an error with '{}', got: {}", contains, failure.what()));
  }
}

Step wrapped_step(const Arguments& arguments) {
  const Value& on = arguments.value("on");
  if (!on.is_object() || on.as_object().size() != 1) throw StepFailure("'on' must be one step");
  const auto& [name, fields] = *on.as_object().begin();
  return {name, fields, {}};
}

void expect_error(World& world, const Arguments& arguments) {
  const Step step = wrapped_step(arguments);
  const std::string kind = arguments.optional_text("kind");
  try {
    run_step(world, step);
  } catch (const Error& failure) {
    world.look_at({});
    check_error(failure, kind.empty() ? "runtime" : kind, arguments.optional_text("contains"));
    return;
  }
  throw StepFailure(fmt::format("expected an error of kind {}, but {} went well", kind, step.name));
}

void deploy_listed(World& world, const Value& names) {
  if (names.is_string()) return deploy(world, {std::string(names.as_string())});
  if (!names.is_list()) throw StepFailure("expected a list of files");
  std::vector<std::string> files;
  for (const Value& name : names.as_list()) files.push_back(to_text(name));
  deploy(world, files);
}

}  // namespace

void run_step(World& world, const Step& step) {
  const ActingUser acting(world.user);
  world.look_at({});
  if (step.name == "deploy") {
    deploy_listed(world, step.arguments);
  } else if (step.name == "expect_error") {
    expect_error(world, Arguments(fields_of(step)));
  } else {
    run_plain(world, step);
  }
}

}  // namespace rondo::cli
