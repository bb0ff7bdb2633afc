// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/oracle.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace rondo::tests {

using Kind = Graph::Kind;
using Event = Graph::Event;

std::optional<std::string> Oracle::follow(std::string_view step, std::string_view element,
                                          const std::string& execution, const std::string& scope) {
  if (step == "continue-multi-instance" && loops_.count(scope) != 0) open_instance(scope, execution);
  const bool moves =
      step == "continue" || step == "take-outgoing" || step == "end-execution" || step == "execute-inactive";
  if (!moves || scope.empty()) return std::nullopt;
  if (!begun_) open(scope, 0, {});
  begun_ = true;
  const std::size_t node = Graph::number(element);
  if (step == "continue" && scopes_.count(scope) == 0) open_handler(scope, node);
  if (scopes_.count(scope) == 0) return std::string(step) + " in a scope that is gone";
  if (step == "continue") return enter(node, execution, scope);
  if (step == "take-outgoing") return leave(node, scope);
  if (step == "end-execution") return end(node, scope);
  Scope& at = scopes_.find(scope)->second;
  if (graph_->nodes[node].kind == Kind::Complex) {
    if (!may_reset(at, node)) return "it was reset too early";
    reset(node, at);
    return std::nullopt;
  }
  if (!enabled(at, node)) return "it went on too early";
  take(node, at);
  ++at.ready[node];
  return std::nullopt;
}

void Oracle::open(const std::string& id, std::size_t number, const std::string& parent) {
  Scope scope;
  scope.number = number;
  scope.parent = parent;
  clear(scope);
  scope.moving.push_back({graph_->start_of(number), std::nullopt});
  scopes_.insert_or_assign(id, std::move(scope));
}

// Without any token.
void Oracle::clear(Scope& scope) {
  scope.moving.clear();
  scope.active.assign(graph_->nodes.size(), 0);
  scope.ready = scope.ending = scope.active;
  scope.activated.assign(graph_->nodes.size(), false);
  scope.waiting.assign(graph_->edges.size(), 0);
  scope.taken.assign(graph_->edges.size(), false);
}

// --- loops

void Oracle::open_loop(const std::string& id, std::size_t node, const std::string& scope) {
  const Graph::Node& drawn = graph_->nodes[node];
  Loop loop;
  loop.scope = scope;
  loop.node = node;
  loop.beginning = drawn.sequential ? 1 : drawn.instances;
  loop.left = drawn.instances - loop.beginning;
  loops_.insert_or_assign(id, loop);
}

void Oracle::open_instance(const std::string& loop, const std::string& id) {
  Loop& at = loops_.find(loop)->second;
  --at.beginning;
  ++at.begun;
  if (graph_->nodes[at.node].kind != Kind::Sub) return;
  open(id, graph_->nodes[at.node].body, at.scope);
  scopes_.find(id)->second.loop = loop;
}

// With the last one the loop is done.
void Oracle::instance_done(const std::string& loop) {
  Loop& at = loops_.find(loop)->second;
  --at.begun;
  if (at.left > 0) {
    --at.left;
    ++at.beginning;
  }
  if (at.begun + at.beginning > 0) return;
  Scope& around = scopes_.find(at.scope)->second;
  --around.active[at.node];
  ++around.ready[at.node];
  loops_.erase(loop);
}

void Oracle::drop_loop(const std::string& id) {
  std::vector<std::string> instances;
  for (const auto& [inner, scope] : scopes_) {
    if (scope.loop == id) instances.push_back(inner);
  }
  for (const std::string& instance : instances) kill(instance);
  loops_.erase(id);
}

void Oracle::open_handler(const std::string& id, std::size_t start) {
  const auto handler = graph_->started_by(start);
  const auto found = std::find_if(started_.begin(), started_.end(),
                                  [&](const Started& started) { return started.handler == handler; });
  if (!handler || found == started_.end()) return;
  open(id, graph_->nodes[*handler].body, found->scope);
  scopes_.find(id)->second.handles = true;
  started_.erase(found);
}

// --- the steps

std::optional<std::string> Oracle::enter(std::size_t node, const std::string& execution,
                                         const std::string& id) {
  Scope& scope = scopes_.find(id)->second;
  const auto token = std::find_if(scope.moving.begin(), scope.moving.end(),
                                  [node](const Moving& moving) { return moving.to == node; });
  if (token == scope.moving.end()) return "it was entered without a token";
  const Moving moved = *token;
  scope.moving.erase(token);
  arrive(moved, execution, id);
  return std::nullopt;
}

void Oracle::arrive(const Moving& token, const std::string& execution, const std::string& id) {
  Scope& scope = scopes_.find(id)->second;
  const std::size_t node = token.to;
  const Kind kind = graph_->nodes[node].kind;
  const bool joins = graph_->incoming(node).size() > 1;
  switch (kind) {
    case Kind::Task:
    case Kind::Choice:
    case Kind::Sub:
      ++scope.active[node];
      if (graph_->nodes[node].loops) return open_loop(execution, node, id);
      if (kind != Kind::Sub) return;
      return open(execution, graph_->nodes[node].body, id);
    case Kind::Complex:
      ++scope.waiting[*token.edge];
      return arrive_at_complex(node, scope);
    case Kind::And:
    case Kind::Or: {
      if (!joins) break;
      ++scope.waiting[*token.edge];
      // With a token on each flow an inclusive join waits for nothing either.
      const auto incoming = graph_->incoming(node);
      const auto has_token = [&](std::size_t edge) { return scope.waiting[edge] > 0; };
      if (!std::all_of(incoming.begin(), incoming.end(), has_token)) return;
      take(node, scope);
      break;
    }
    case Kind::Terminate:
      return terminate(id);
    case Kind::ErrorEnd:
      return raise(id);
    case Kind::Throw:
    case Kind::EscalationEnd:
      ++scope.ready[node];
      return escalate(id);
    default:
      break;
  }
  ++scope.ready[node];
}

std::optional<std::string> Oracle::leave(std::size_t node, const std::string& id) {
  Scope& scope = scopes_.find(id)->second;
  if (scope.ready[node] == 0) return "it was left before it was done";
  --scope.ready[node];
  go(node, scope);
  return std::nullopt;
}

void Oracle::go(std::size_t node, Scope& scope) {
  const auto chosen = graph_->chosen(node, value_);
  for (const std::size_t edge : chosen) scope.moving.push_back({graph_->edges[edge].to, edge});
  if (chosen.empty()) ++scope.ending[node];
}

std::optional<std::string> Oracle::end(std::size_t node, const std::string& id) {
  Scope& scope = scopes_.find(id)->second;
  if (scope.ending[node] == 0) return "it ended without a token";
  --scope.ending[node];
  look_whether_done(id);
  return std::nullopt;
}

// A scope without tokens is done; its sub-process then is. While event sub-processes are all that is left it
// waits for them, and no other can start (§13.3.2, Completing).
void Oracle::look_whether_done(const std::string& id) {
  Scope& scope = scopes_.find(id)->second;
  const auto any = [](const std::vector<std::size_t>& counts) {
    return std::any_of(counts.begin(), counts.end(), [](std::size_t count) { return count > 0; });
  };
  if (!scope.moving.empty() || any(scope.ready) || any(scope.ending) || any(scope.waiting)) return;
  for (std::size_t node = 0; node < graph_->nodes.size(); ++node) {
    if (scope.active[node] > 0 && graph_->nodes[node].kind != Kind::EventSub) return;
  }
  scope.closed = true;
  if (!any(scope.active)) terminate(id);
}

void Oracle::kill(const std::string& id) {
  std::vector<std::string> below;
  for (const auto& [inner, scope] : scopes_) {
    if (scope.parent == id) below.push_back(inner);
  }
  for (const std::string& inner : below) kill(inner);
  for (auto loop = loops_.begin(); loop != loops_.end();) {
    loop = loop->second.scope == id ? loops_.erase(loop) : std::next(loop);
  }
  started_.erase(std::remove_if(started_.begin(), started_.end(),
                                [&](const Started& started) { return started.scope == id; }),
                 started_.end());
  scopes_.erase(id);
}

void Oracle::terminate(const std::string& id) {
  const Scope gone = scopes_.find(id)->second;
  kill(id);
  if (gone.parent.empty()) return;
  if (!gone.loop.empty()) return instance_done(gone.loop);
  Scope& around = scopes_.find(gone.parent)->second;
  for (std::size_t node = 0; node < graph_->nodes.size(); ++node) {
    const bool opens = graph_->nodes[node].kind == Kind::Sub || graph_->nodes[node].kind == Kind::EventSub;
    if (!opens || graph_->nodes[node].body != gone.number) continue;
    --around.active[node];
    ++around.ready[node];
  }
}

// --- events

void Oracle::complete(const std::string& scope, std::size_t task) {
  if (loops_.count(scope) != 0) return instance_done(scope);
  Scope& at = scopes_.find(scope)->second;
  --at.active[task];
  ++at.ready[task];
}

void Oracle::happen(const std::string& scope, std::size_t event) {
  Scope& at = scopes_.find(scope)->second;
  const Graph::Node& node = graph_->nodes[event];
  if (node.kind == Kind::Catch) --at.active[graph_->edges[graph_->incoming(event).front()].from];
  if (node.kind == Kind::Boundary && node.interrupting) --at.active[node.attached];
  ++at.ready[event];
}

void Oracle::happen_around(const std::string& activity, std::size_t boundary) {
  const auto loop = loops_.find(activity);
  if (loop == loops_.end()) return interrupt_around(activity, boundary);
  const std::string scope = loop->second.scope;
  if (graph_->nodes[boundary].interrupting) drop_loop(activity);
  happen(scope, boundary);
}

void Oracle::interrupt_around(const std::string& id, std::size_t boundary) {
  const std::string around = scopes_.find(id)->second.parent;
  const Graph::Node& node = graph_->nodes[boundary];
  if (const std::string loop = scopes_.find(id)->second.loop; !loop.empty())
    return happen_around(loop, boundary);
  if (node.interrupting) kill(id);
  Scope& scope = scopes_.find(around)->second;
  if (node.interrupting) --scope.active[node.attached];
  ++scope.ready[boundary];
}

void Oracle::raise_at(const std::string& scope, std::size_t task) {
  const auto boundary = graph_->boundary(task, Event::Error);
  const auto loop = loops_.find(scope);
  const std::string around = loop == loops_.end() ? scope : loop->second.scope;
  if (boundary && loop != loops_.end()) return happen_around(scope, *boundary);
  if (boundary) return happen(scope, *boundary);
  raise(around);
}

namespace {

// The sub-process, or event sub-process, around a scope.
std::size_t owner_of(const Graph& graph, std::size_t scope, Kind kind = Kind::Sub) {
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].kind == kind && graph.nodes[i].body == scope) return i;
  }
  return graph.nodes.size();
}

}  // namespace

void Oracle::raise(const std::string& id) { failed_ = !caught(id, Event::Error) || failed_; }

// One that nobody catches is nothing.
void Oracle::escalate(const std::string& id) { (void)caught(id, Event::Escalation); }

// From the inside out: the event sub-processes of each scope, then the boundary events around it. What an
// event sub-process throws is not caught by itself; when it has interrupted its scope, by no other one there.
bool Oracle::caught(const std::string& id, Event event) {
  const std::size_t none = graph_->nodes.size();
  std::size_t from = none;
  for (std::string at = id;;) {
    const Scope& scope = scopes_.find(at)->second;
    const auto handler = graph_->handler(scope.number, event);
    const bool open = from == none || (handler != from && !graph_->nodes[from].interrupting);
    if (handler && open) {
      start(at, *handler);
      return true;
    }
    if (scope.parent.empty()) return false;
    from = scope.handles ? owner_of(*graph_, scope.number, Kind::EventSub) : none;
    const auto boundary = graph_->boundary(owner_of(*graph_, scope.number), event);
    if (boundary && !scope.handles) {
      interrupt_around(at, *boundary);
      return true;
    }
    at = scope.parent;
  }
}

// One that interrupts takes the place of all that is in its scope, and no other can start any more.
void Oracle::start(const std::string& id, std::size_t handler) {
  if (graph_->nodes[handler].interrupting) {
    Scope scope = scopes_.find(id)->second;
    kill(id);
    clear(scope);
    scope.closed = true;
    scopes_.insert_or_assign(id, std::move(scope));
  }
  ++scopes_.find(id)->second.active[handler];
  started_.push_back({id, handler});
}

// --- what is seen from outside

std::vector<std::string> Oracle::waiting() const {
  std::vector<std::string> found;
  const auto add = [&](std::size_t node, std::size_t times, const std::string& scope) {
    found.insert(found.end(), times, Graph::id(node) + "@" + scope);
  };
  for (const auto& [id, scope] : scopes_) {
    for (std::size_t node = 0; node < graph_->nodes.size(); ++node) {
      const std::size_t active = scope.active[node];
      if (active == 0) continue;
      if (graph_->nodes[node].kind == Kind::Task && !graph_->nodes[node].loops) add(node, active, id);
      if (graph_->nodes[node].kind == Kind::Choice) {
        for (const std::size_t edge : graph_->outgoing(node)) add(graph_->edges[edge].to, active, id);
      }
      for (const std::size_t boundary : graph_->boundaries(node)) {
        if (graph_->nodes[boundary].event == Event::Signal) add(boundary, active, id);
      }
    }
    const auto handler = graph_->handler(scope.number, Event::Signal);
    const std::string& around = scope.loop.empty() ? scope.parent : scope.loop;
    if (handler && !scope.closed) add(graph_->start_of(graph_->nodes[*handler].body), 1, around);
  }
  for (const auto& [id, loop] : loops_) {
    if (graph_->nodes[loop.node].kind == Kind::Task) add(loop.node, loop.begun, id);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::size_t Oracle::tokens() const {
  std::size_t all = 0;
  for (const auto& [id, loop] : loops_) all += loop.begun;
  for (const auto& [id, scope] : scopes_) {
    all = std::accumulate(scope.active.begin(), scope.active.end(), all);
    all = std::accumulate(scope.waiting.begin(), scope.waiting.end(), all);
  }
  return all;
}

}  // namespace rondo::tests
