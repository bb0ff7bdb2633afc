// SPDX-License-Identifier: Apache-2.0
#include "expression/groovy/machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rondo::expression::groovy {

using model::Value;

namespace {

bool declares_names(const Syntax& block) {
  return std::any_of(block.children.begin(), block.children.end(), [](const SyntaxPtr& child) {
    return child->form == Form::Declare || child->form == Form::Declares || child->declares;
  });
}

}  // namespace

Machine::Flow Machine::execute(const Syntax& statement) {
  step(statement.offset);
  const Depth depth(*this, statement.offset);
  switch (statement.form) {
    case Form::Block:
      return execute_block(statement);
    case Form::Declare:
      declare(statement.name, statement.children.empty() ? Datum() : evaluate(*statement.children[0]));
      return Flow::Normal;
    case Form::Declares:
      for (const SyntaxPtr& child : statement.children) execute(*child);
      return Flow::Normal;
    case Form::If: {
      const bool holds = is_true(evaluate(*statement.children[0]));
      result_ = Datum();
      if (holds) return execute(*statement.children[1]);
      return statement.children.size() > 2 ? execute(*statement.children[2]) : Flow::Normal;
    }
    case Form::For:
      return execute_for(statement);
    case Form::ForSteps:
      return execute_for_steps(statement);
    case Form::While:
      return execute_while(statement);
    case Form::Switch:
      return execute_switch(statement);
    case Form::Try:
      return execute_try(statement);
    case Form::Return:
      result_ = statement.children.empty() ? Datum() : evaluate(*statement.children[0]);
      return Flow::Return;
    case Form::Throw:
      throw_value(statement);
    case Form::Assert:
      check_assertion(statement);
      return Flow::Normal;
    case Form::Break:
      return Flow::Break;
    case Form::Continue:
      return Flow::Continue;
    default:
      result_ = evaluate(statement);
      return Flow::Normal;
  }
}

Machine::Flow Machine::execute_block(const Syntax& block) {
  const auto run_all = [&] {
    result_ = Datum();
    for (const SyntaxPtr& child : block.children) {
      const Flow flow = execute(*child);
      if (flow != Flow::Normal) return flow;
    }
    return Flow::Normal;
  };
  if (!declares_names(block) || frame_ == nullptr) return run_all();
  const Inner inner(*this, frame_, block.offset);
  return run_all();
}

// `leave`: the loop is over.
Machine::Flow Machine::execute_loop_body(const Syntax& body, bool& leave) {
  const Flow flow = execute(body);
  leave = flow == Flow::Break || flow == Flow::Return;
  return flow == Flow::Return ? Flow::Return : Flow::Normal;
}

Machine::Flow Machine::execute_for(const Syntax& loop) {
  const std::vector<Datum> items = sequence(evaluate(*loop.children[0]));
  bool leave = false;
  for (const Datum& item : items) {
    const Inner inner(*this, frame_, loop.offset);
    declare(loop.name, item);
    if (execute_loop_body(*loop.children[1], leave) == Flow::Return) return Flow::Return;
    if (leave) break;
  }
  result_ = Datum();
  return Flow::Normal;
}

Machine::Flow Machine::execute_for_steps(const Syntax& loop) {
  const Inner inner(*this, frame_, loop.offset);
  execute(*loop.children[0]);
  bool leave = false;
  while (!leave) {
    const Syntax& condition = *loop.children[1];
    if (condition.form != Form::Block && !is_true(evaluate(condition))) break;
    if (execute_loop_body(*loop.children[3], leave) == Flow::Return) return Flow::Return;
    if (!leave) execute(*loop.children[2]);
  }
  result_ = Datum();
  return Flow::Normal;
}

Machine::Flow Machine::execute_while(const Syntax& loop) {
  bool leave = false;
  bool first = loop.prefix;
  while (!leave && (std::exchange(first, false) || is_true(evaluate(*loop.children[0])))) {
    if (execute_loop_body(*loop.children[1], leave) == Flow::Return) return Flow::Return;
  }
  result_ = Datum();
  return Flow::Normal;
}

bool Machine::matches_case(const Datum& subject, const Datum& label) {
  if (label.list() != nullptr && label.list()->role != ListData::Role::Builder) {
    const auto& items = label.list()->items;
    return equal(subject, label) ||
           std::any_of(items.begin(), items.end(), [&](const Datum& item) { return equal(subject, item); });
  }
  if (MapData* map = label.map(); map != nullptr && subject.map() == nullptr) {
    const Datum* found = map->find(text(subject));
    return found != nullptr && is_true(*found);
  }
  if (label.is_pattern()) return !subject.is_null() && matches_whole(*this, text(subject), text(label), 0);
  if (label.kind() == Datum::Kind::Class) return is_instance(subject, label.scalar().as_string());
  if (label.closure() != nullptr) return is_true(call(label, {&subject, 1}, 0));
  return equal(subject, label);
}

// From the first case that fits on, through to a `break`.
Machine::Flow Machine::execute_switch(const Syntax& statement) {
  const Datum subject = evaluate(*statement.children[0]);
  result_ = Datum();
  bool found = false;
  const auto run_from = [&](std::size_t first) {
    found = true;
    for (std::size_t i = first; i < statement.children.size(); ++i) {
      const Flow flow = execute(*statement.children[i]->children.back());
      if (flow == Flow::Break) return Flow::Normal;
      if (flow != Flow::Normal) return flow;
    }
    return Flow::Normal;
  };
  std::size_t otherwise = 0;
  for (std::size_t i = 1; i < statement.children.size(); ++i) {
    const Syntax& branch = *statement.children[i];
    if (branch.form == Form::Default) {
      otherwise = i;
      continue;
    }
    if (matches_case(subject, evaluate(*branch.children[0]))) return run_from(i);
  }
  return otherwise == 0 ? Flow::Normal : run_from(otherwise);
}

void Machine::throw_value(const Syntax& statement) {
  const Datum value = evaluate(*statement.children[0]);
  MapData* map = value.map();
  if (map == nullptr || map->find("class") == nullptr || map->find("message") == nullptr) {
    raise("GroovyCastException", fmt::format("{} is no exception and cannot be thrown", text(value)),
          statement.offset);
  }
  throw Thrown{value, statement.offset};
}

void Machine::check_assertion(const Syntax& statement) {
  if (is_true(evaluate(*statement.children[0]))) return;
  std::string message = "assertion failed: " + statement.text;
  if (statement.children.size() > 1) message = text(evaluate(*statement.children[1]));
  raise("AssertionError", std::move(message), statement.offset);
}

Machine::Flow Machine::handle(const Syntax& statement, const Thrown& thrown) {
  MapData& exception = *thrown.exception.map();
  const std::string name = text(exception["class"]);
  for (const SyntaxPtr& handler : statement.children) {
    if (handler->form != Form::Catch) continue;
    const auto& classes = handler->parameters;
    const bool caught = classes.empty() ||
                        std::any_of(classes.begin(), classes.end(),
                                    [&](const Parameter& type) { return is_exception_of(name, type.text); });
    if (!caught || (classes.empty() && !is_exception_of(name, "Exception"))) continue;
    const Inner inner(*this, frame_, statement.offset);
    declare(handler->name, thrown.exception);
    return execute(*handler->children[0]);
  }
  throw thrown;
}

Machine::Flow Machine::execute_try(const Syntax& statement) {
  const Syntax* last =
      statement.children.back()->form == Form::Finally ? statement.children.back().get() : nullptr;
  const auto guarded = [&] {
    try {
      return execute(*statement.children[0]);
    } catch (const Thrown& thrown) {
      return handle(statement, thrown);
    }
  };
  if (last == nullptr) return guarded();
  Flow flow = Flow::Normal;
  try {
    flow = guarded();
  } catch (const Thrown&) {
    if (execute(*last->children[0]) == Flow::Return) return Flow::Return;
    throw;
  }
  const Datum result = result_;
  const Flow finally = execute(*last->children[0]);
  if (finally != Flow::Normal) return finally;
  result_ = result;
  return flow;
}

}  // namespace rondo::expression::groovy
