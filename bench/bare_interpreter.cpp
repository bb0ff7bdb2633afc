// SPDX-License-Identifier: Apache-2.0
#include "bench/bare_interpreter.hpp"
#include "bench/workload.hpp"

#include <array>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace rondo::bench {

namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFFu;

struct Variable {
  std::uint32_t name = 0;
  std::array<char, 16> content{};
};

struct Execution {
  std::uint32_t parent = kNone, node = 0, children = 0, arrived = 0, next_free = kNone, count = 0;
  std::array<Variable, 4> variables;
};

enum class Step : std::uint32_t { Enter, Leave, Take, End };

struct Operation {
  Step step{};
  std::uint32_t execution = kNone;
};

class Machine;

class Node {
 public:
  virtual ~Node() = default;
  virtual void enter(Machine& machine, std::uint32_t execution) const = 0;
  virtual void body_ended(Machine& machine, std::uint32_t execution) const;
  std::vector<std::uint32_t> targets;
};

constexpr std::uint32_t kCounter = 3;

class Machine final : public BareInterpreter {
 public:
  explicit Machine(std::vector<std::unique_ptr<Node>> nodes) : nodes_(std::move(nodes)), ring_(64) {}

  void run_instance(std::uint64_t k) override {
    const std::uint32_t root = allocate(kNone, 0);
    set(root, 0, k);
    set(root, 1, 42);
    set(root, 2, 1);
    spawn(root, 0);
    while (first_ != last_) perform(ring_[first_++ & (ring_.size() - 1)]);
  }
  [[nodiscard]] std::uint64_t ended() const noexcept override { return ended_; }

  void plan(Step step, std::uint32_t execution) { ring_[last_++ & (ring_.size() - 1)] = {step, execution}; }
  std::uint32_t spawn(std::uint32_t parent, std::uint32_t node) {
    const std::uint32_t child = allocate(parent, node);
    ++slab_[parent].children;
    plan(Step::Enter, child);
    return child;
  }
  [[nodiscard]] Execution& at(std::uint32_t execution) { return slab_[execution]; }

  // The variable of the nearest scope that has it.
  [[nodiscard]] std::uint64_t get(std::uint32_t execution, std::uint32_t name) const {
    std::uint64_t value = 0;
    for (std::uint32_t scope = execution; scope != kNone; scope = slab_[scope].parent) {
      const Execution& holder = slab_[scope];
      for (std::uint32_t i = 0; i < holder.count; ++i) {
        if (holder.variables[i].name != name) continue;
        std::memcpy(&value, holder.variables[i].content.data(), sizeof value);
        return value;
      }
    }
    return value;
  }
  void set(std::uint32_t scope, std::uint32_t name, std::uint64_t value) {
    Execution& holder = slab_[scope];
    std::uint32_t at = 0;
    while (at < holder.count && holder.variables[at].name != name) ++at;
    if (at == holder.count) ++holder.count;
    holder.variables[at].name = name;
    std::memcpy(holder.variables[at].content.data(), &value, sizeof value);
  }
  void release(std::uint32_t execution) {
    slab_[execution].next_free = free_;
    free_ = execution;
  }

 private:
  std::uint32_t allocate(std::uint32_t parent, std::uint32_t node) {
    std::uint32_t slot = free_;
    if (slot == kNone) {
      slot = static_cast<std::uint32_t>(slab_.size());
      slab_.emplace_back();
    } else {
      free_ = slab_[slot].next_free;
    }
    Execution& taken = slab_[slot];
    taken.parent = parent;
    taken.node = node;
    taken.children = taken.arrived = taken.count = 0;
    return slot;
  }

  void perform(const Operation& operation) {
    const std::uint32_t id = operation.execution;
    switch (operation.step) {
      case Step::Enter:
        return nodes_[slab_[id].node]->enter(*this, id);
      case Step::Leave:
        return plan(nodes_[slab_[id].node]->targets.empty() ? Step::End : Step::Take, id);
      case Step::Take:
        return take(id);
      case Step::End:
        return end(id);
    }
  }
  void take(std::uint32_t id) {
    const auto& targets = nodes_[slab_[id].node]->targets;
    const std::uint32_t parent = slab_[id].parent;
    for (std::size_t i = 1; i < targets.size(); ++i) spawn(parent, targets[i]);
    slab_[id].node = targets[0];
    plan(Step::Enter, id);
  }
  void end(std::uint32_t id) {
    const std::uint32_t parent = slab_[id].parent;
    release(id);
    if (--slab_[parent].children != 0) return;
    if (slab_[parent].parent != kNone) return nodes_[slab_[parent].node]->body_ended(*this, parent);
    release(parent);
    ++ended_;
  }

  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<Execution> slab_;
  std::vector<Operation> ring_;  // its size, a power of two, holds every step of these processes
  std::size_t first_ = 0, last_ = 0;
  std::uint32_t free_ = kNone;
  std::uint64_t ended_ = 0;
};

void Node::body_ended(Machine& machine, std::uint32_t execution) const {
  machine.plan(Step::Leave, execution);
}

class Pass final : public Node {
 public:
  void enter(Machine& machine, std::uint32_t execution) const override {
    machine.plan(Step::Leave, execution);
  }
};

// Reads two variables of the instance and writes one, as the cheapest task that does anything would.
class Task final : public Node {
 public:
  void enter(Machine& machine, std::uint32_t execution) const override {
    std::uint32_t root = execution;
    while (machine.at(root).parent != kNone) root = machine.at(root).parent;
    machine.set(root, 2, machine.get(execution, 0) + machine.get(execution, 1));
    machine.plan(Step::Leave, execution);
  }
};

class Script final : public Node {
 public:
  explicit Script(std::function<void(Machine&, std::uint32_t)> code) : code_(std::move(code)) {}
  void enter(Machine& machine, std::uint32_t execution) const override {
    code_(machine, execution);
    machine.plan(Step::Leave, execution);
  }

 private:
  std::function<void(Machine&, std::uint32_t)> code_;
};

// Goes to the second target while the condition holds, else to the first.
class Choice final : public Node {
 public:
  Choice(std::function<bool(Machine&, std::uint32_t)> condition, std::array<std::uint32_t, 2> ways)
      : condition_(std::move(condition)), ways_(ways) {}
  void enter(Machine& machine, std::uint32_t execution) const override {
    machine.at(execution).node = ways_[condition_(machine, execution) ? 1 : 0];
    machine.plan(Step::Enter, execution);
  }

 private:
  std::function<bool(Machine&, std::uint32_t)> condition_;
  std::array<std::uint32_t, 2> ways_;
};

class Join final : public Node {
 public:
  explicit Join(std::uint32_t tokens) : tokens_(tokens) {}
  void enter(Machine& machine, std::uint32_t execution) const override {
    Execution& scope = machine.at(machine.at(execution).parent);
    if (++scope.arrived < tokens_) {
      --scope.children;
      return machine.release(execution);
    }
    machine.plan(Step::Leave, execution);
  }

 private:
  std::uint32_t tokens_;
};

// Runs `times` bodies that begin at a node; each a scope of its own where there is more than one.
class Scope final : public Node {
 public:
  Scope(std::uint32_t body, std::uint32_t times) : body_(body), times_(times) {}
  void enter(Machine& machine, std::uint32_t execution) const override {
    for (std::uint32_t i = 0; i < times_; ++i) {
      const std::uint32_t token = machine.spawn(execution, body_);
      if (times_ > 1) machine.set(token, kCounter, i);
    }
  }

 private:
  std::uint32_t body_, times_;
};

template <typename Kind, typename... Arguments>
void add(std::vector<std::unique_ptr<Node>>& nodes, std::vector<std::uint32_t> targets,
         Arguments&&... arguments) {
  nodes.push_back(std::make_unique<Kind>(std::forward<Arguments>(arguments)...));
  nodes.back()->targets = std::move(targets);
}

template <typename Kind>
void add_chain(std::vector<std::unique_ptr<Node>>& nodes, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    add<Kind>(nodes, {static_cast<std::uint32_t>(nodes.size()) + 1});
  }
}

std::vector<std::unique_ptr<Node>> nodes_of(std::string_view workload) {
  std::vector<std::unique_ptr<Node>> nodes;
  const auto outer = [](auto read) {
    return [read](Machine& machine, std::uint32_t id) { return read(machine, machine.at(id).parent); };
  };
  const bool is_seq = workload == "seq" || bench::workload(workload).is_seq_elsewhere();
  if (is_seq || workload == "wait") {
    add_chain<Pass>(nodes, 1);
    add_chain<Task>(nodes, workload == "wait" ? 1 : 5);
    add<Pass>(nodes, {});
  } else if (workload == "exc") {
    add_chain<Pass>(nodes, 1);
    add<Choice>(
        nodes, {}, [](Machine& m, std::uint32_t id) { return m.get(id, 0) % 10 > 5; },
        std::array<std::uint32_t, 2>{2, 3});
    add<Task>(nodes, {4});
    add<Task>(nodes, {4});
    add_chain<Pass>(nodes, 1);
    add<Pass>(nodes, {});
  } else if (workload == "par") {
    add_chain<Pass>(nodes, 1);
    add<Pass>(nodes, {2, 3, 4});
    for (int i = 0; i < 3; ++i) add<Task>(nodes, {5});
    add<Join>(nodes, {6}, 3u);
    add<Pass>(nodes, {});
  } else if (workload == "cyc") {
    add_chain<Pass>(nodes, 1);
    add<Script>(nodes, {2}, outer([](Machine& m, std::uint32_t scope) { m.set(scope, kCounter, 0); }));
    add_chain<Pass>(nodes, 1);
    add<Script>(nodes, {4}, outer([](Machine& m, std::uint32_t scope) {
                  m.set(scope, kCounter, m.get(scope, kCounter) + 1);
                }));
    add<Choice>(
        nodes, {}, [](Machine& m, std::uint32_t id) { return m.get(id, kCounter) < 10; },
        std::array<std::uint32_t, 2>{5, 2});
    add<Pass>(nodes, {});
  } else if (workload == "sub" || workload == "mi") {
    add_chain<Pass>(nodes, 1);
    add<Scope>(nodes, {2}, 3u, workload == "mi" ? 10u : 1u);
    add<Pass>(nodes, {});
    add_chain<Pass>(nodes, 1);
    add_chain<Task>(nodes, workload == "mi" ? 1 : 2);
    add<Pass>(nodes, {});
  } else if (workload == "call") {
    add_chain<Pass>(nodes, 1);
    add<Scope>(nodes, {2}, 3u, 1u);
    add<Pass>(nodes, {});
    add_chain<Pass>(nodes, 1);
    add<Script>(nodes, {5},
                outer([](Machine& m, std::uint32_t scope) { m.set(scope, kCounter, m.get(scope, 0) * 2); }));
    add<Pass>(nodes, {});
  } else {
    throw std::out_of_range("there is no workload '" + std::string(workload) + "'");
  }
  return nodes;
}

}  // namespace

std::unique_ptr<BareInterpreter> make_bare_interpreter(std::string_view workload) {
  return std::make_unique<Machine>(nodes_of(workload));
}

}  // namespace rondo::bench
