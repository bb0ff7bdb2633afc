// SPDX-License-Identifier: Apache-2.0
#include "model/definition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace rondo::model {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr ScopeId kRoot{0};

/// Shortens the building of small processes.
class Draft {
 public:
  NodeId add(ElementKind kind, std::string id, ScopeId scope = kRoot) {
    FlowNode node;
    node.kind = kind;
    node.id = std::move(id);
    node.scope = scope;
    return builder.add_node(std::move(node));
  }

  NodeId add_start(EventKind event, std::string id, ScopeId scope = kRoot) {
    const NodeId start = add(ElementKind::StartEvent, std::move(id), scope);
    builder.node(start).event = event;
    return start;
  }

  FlowId connect(NodeId source, NodeId target) {
    SequenceFlow flow;
    flow.source = source;
    flow.target = target;
    return builder.add_flow(std::move(flow));
  }

  ProcessBuilder builder;
};

TEST(ProcessDefinition, ListsFlowsOfANodeInDocumentOrder) {
  Draft draft;
  const NodeId split = draft.add(ElementKind::ParallelGateway, "split");
  const NodeId task = draft.add(ElementKind::Task, "task");
  const NodeId join = draft.add(ElementKind::ParallelGateway, "join");
  const FlowId direct = draft.connect(split, join);
  const FlowId leaving = draft.connect(task, join);
  const FlowId entering = draft.connect(split, task);

  const auto process = draft.builder.build();

  EXPECT_THAT(process->outgoing(split), ElementsAre(direct, entering));
  EXPECT_THAT(process->incoming(join), ElementsAre(direct, leaving));
  EXPECT_THAT(process->incoming(split), IsEmpty());
  EXPECT_THAT(process->outgoing(join), IsEmpty());
}

TEST(ProcessDefinition, ListsAFlowFromANodeToItselfOnBothSides) {
  Draft draft;
  const NodeId task = draft.add(ElementKind::Task, "task");
  const FlowId loop = draft.connect(task, task);

  const auto process = draft.builder.build();

  EXPECT_THAT(process->outgoing(task), ElementsAre(loop));
  EXPECT_THAT(process->incoming(task), ElementsAre(loop));
}

TEST(ProcessDefinition, ListsBoundaryEventsOfANodeInDocumentOrder) {
  Draft draft;
  const NodeId first = draft.add(ElementKind::BoundaryEvent, "first");
  const NodeId task = draft.add(ElementKind::UserTask, "task");
  const NodeId second = draft.add(ElementKind::BoundaryEvent, "second");
  draft.builder.node(first).attached_to = task;
  draft.builder.node(second).attached_to = task;

  const auto process = draft.builder.build();

  EXPECT_THAT(process->boundary_events(task), ElementsAre(first, second));
  EXPECT_THAT(process->boundary_events(first), IsEmpty());
}

TEST(ProcessDefinition, FindsNodesByTheirId) {
  Draft draft;
  const NodeId second = draft.add(ElementKind::Task, "b");
  const NodeId first = draft.add(ElementKind::Task, "a");

  const auto process = draft.builder.build();

  EXPECT_EQ(process->find("a"), first);
  EXPECT_EQ(process->find("b"), second);
  EXPECT_EQ(process->find("c"), kNoNode);
  EXPECT_EQ(process->find(""), kNoNode);
}

TEST(ProcessDefinition, StartsAtEveryNoneStartEvent) {
  Draft draft;
  const NodeId one = draft.add_start(EventKind::None, "one");
  draft.add_start(EventKind::Message, "by message");
  const NodeId two = draft.add_start(EventKind::None, "two");
  draft.add(ElementKind::Task, "without incoming flow");

  const auto process = draft.builder.build();

  EXPECT_THAT(process->root().starts, ElementsAre(one, two));
}

TEST(ProcessDefinition, HasNoStartWhenAllStartEventsWaitForSomething) {
  Draft draft;
  draft.add_start(EventKind::Timer, "by timer");
  draft.add(ElementKind::Task, "without incoming flow");

  const auto process = draft.builder.build();

  EXPECT_THAT(process->root().starts, IsEmpty());
}

TEST(ProcessDefinition, StartsAtNodesWithoutIncomingFlowWhenThereIsNoStartEvent) {
  Draft draft;
  const NodeId task = draft.add(ElementKind::Task, "task");
  const NodeId gateway = draft.add(ElementKind::ExclusiveGateway, "gateway");
  const NodeId next = draft.add(ElementKind::Task, "next");
  const NodeId event = draft.add(ElementKind::IntermediateCatchEvent, "event");
  draft.connect(task, next);

  const auto process = draft.builder.build();

  EXPECT_THAT(process->root().starts, ElementsAre(task, gateway, event));
}

TEST(ProcessDefinition, DoesNotStartAtWhatWaitsForSomethingElseThanAToken) {
  Draft draft;
  const NodeId task = draft.add(ElementKind::Task, "task");
  const NodeId boundary = draft.add(ElementKind::BoundaryEvent, "boundary");
  draft.builder.node(boundary).attached_to = task;
  const NodeId handler = draft.add(ElementKind::Task, "handler");
  draft.builder.node(handler).is_for_compensation = true;
  const NodeId link = draft.add(ElementKind::IntermediateCatchEvent, "link target");
  draft.builder.node(link).event = EventKind::Link;
  const NodeId event_subprocess = draft.add(ElementKind::SubProcess, "event sub-process");
  draft.builder.node(event_subprocess).triggered_by_event = true;

  const auto process = draft.builder.build();

  EXPECT_THAT(process->root().starts, ElementsAre(task));
  EXPECT_THAT(process->root().event_subprocesses, ElementsAre(event_subprocess));
}

TEST(ProcessDefinition, KeepsScopesApart) {
  Draft draft;
  const NodeId outer_start = draft.add_start(EventKind::None, "outer start");
  const NodeId subprocess = draft.add(ElementKind::SubProcess, "sub-process");
  const ScopeId body = draft.builder.add_scope(subprocess, kRoot);
  draft.builder.node(subprocess).body = body;
  const NodeId inner = draft.add(ElementKind::Task, "inner", body);
  const NodeId end = draft.add(ElementKind::EndEvent, "end");

  const auto process = draft.builder.build();

  EXPECT_THAT(process->root().nodes, ElementsAre(outer_start, subprocess, end));
  EXPECT_THAT(process->scope(body).nodes, ElementsAre(inner));
  EXPECT_THAT(process->scope(body).starts, ElementsAre(inner));
  EXPECT_EQ(process->scope(body).owner, subprocess);
  EXPECT_EQ(process->scope(body).parent, kRoot);
}

TEST(ProcessDefinition, KeepsWhatTheBuilderWasGiven) {
  ProcessBuilder builder;
  builder.process().id = "order";
  ExpressionSource source;
  source.text = "${amount}";
  const ExpressionId expression = builder.add_expression(std::move(source));

  const auto process = builder.build();

  EXPECT_EQ(process->id, "order");
  EXPECT_EQ(process->expression(expression).text, "${amount}");
  EXPECT_EQ(process->scopes().size(), 1U);
  EXPECT_THAT(process->nodes(), IsEmpty());
  EXPECT_THAT(process->root().starts, IsEmpty());
}

TEST(ProcessDefinition, IsBuiltInLinearTimeForManyNodes) {
  constexpr int kNodes = 200'000;
  Draft draft;
  NodeId last = draft.add_start(EventKind::None, "start");
  for (int i = 0; i < kNodes; ++i) {
    const NodeId next = draft.add(ElementKind::Task, "task" + std::to_string(i));
    draft.connect(last, next);
    last = next;
  }

  const auto process = draft.builder.build();

  EXPECT_EQ(process->find("task" + std::to_string(kNodes - 1)), last);
  EXPECT_EQ(process->incoming(last).size(), 1U);
}

}  // namespace
}  // namespace rondo::model
