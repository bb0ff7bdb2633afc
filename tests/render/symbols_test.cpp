// SPDX-License-Identifier: Apache-2.0
#include "render/symbols.hpp"
#include "render/paint.hpp"
#include "tests/render/picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace rondo::render {
namespace {

using model::ElementKind;
using model::EventKind;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::part_of;
using tests::picture_of;

std::string event_symbol(EventKind kind, bool filled) {
  Svg svg;
  paint_event_symbol(svg, kind, {0, 0}, 18, filled);
  return svg.content();
}

TEST(Symbols, OfEventKindsDiffer) {
  std::set<std::string> seen;
  for (std::size_t kind = 0; kind < model::kEventKinds; ++kind) {
    EXPECT_TRUE(seen.insert(event_symbol(static_cast<EventKind>(kind), false)).second) << kind;
  }
  EXPECT_THAT(event_symbol(EventKind::None, false), IsEmpty());
}

TEST(Symbols, OfThrownEventsAreFilled) {
  for (const EventKind kind : {EventKind::Message, EventKind::Signal, EventKind::Error, EventKind::Escalation,
                               EventKind::Compensation, EventKind::Link, EventKind::Multiple}) {
    EXPECT_THAT(event_symbol(kind, true), HasSubstr("solid"));
    EXPECT_THAT(event_symbol(kind, false), Not(HasSubstr("solid")));
  }
}

TEST(Symbols, OfGatewaysDiffer) {
  std::set<std::string> seen;
  for (const ElementKind kind :
       {ElementKind::ExclusiveGateway, ElementKind::ParallelGateway, ElementKind::InclusiveGateway,
        ElementKind::ComplexGateway, ElementKind::EventBasedGateway}) {
    model::FlowNode gateway;
    gateway.kind = kind;
    Svg svg;
    paint_gateway_symbol(svg, gateway, {0, 0, 50, 50});
    EXPECT_TRUE(seen.insert(svg.content()).second) << tag_of(kind);
  }
  model::FlowNode starting;
  starting.kind = ElementKind::EventBasedGateway;
  starting.instantiate = true;
  Svg once, all;
  paint_gateway_symbol(once, starting, {0, 0, 50, 50});
  starting.parallel_event_gateway = true;
  paint_gateway_symbol(all, starting, {0, 0, 50, 50});
  EXPECT_TRUE(seen.insert(once.content()).second);
  EXPECT_TRUE(seen.insert(all.content()).second);
}

TEST(Symbols, OfTaskKindsDiffer) {
  std::set<std::string> seen;
  for (const ElementKind kind : {ElementKind::Task, ElementKind::UserTask, ElementKind::ServiceTask,
                                 ElementKind::SendTask, ElementKind::ReceiveTask, ElementKind::ManualTask,
                                 ElementKind::ScriptTask, ElementKind::BusinessRuleTask}) {
    model::FlowNode task;
    task.kind = kind;
    Svg svg;
    paint_task_icon(svg, task, {0, 0, 100, 80});
    EXPECT_TRUE(seen.insert(svg.content()).second) << tag_of(kind);
  }
}

TEST(Symbols, MarkersStandBesideEachOther) {
  model::FlowNode activity;
  activity.kind = ElementKind::AdHocSubProcess;
  activity.multi_instance = std::make_unique<model::MultiInstance>();
  activity.is_for_compensation = true;
  Svg svg;
  EXPECT_EQ(paint_markers(svg, activity, {0, 0, 100, 80}, true), 4u);
  EXPECT_EQ(paint_markers(svg, activity, {0, 0, 100, 80}, false), 3u);
}

TEST(Symbols, SequentialAndParallelInstancesAndLoopsDiffer) {
  const auto markers = [](bool loop, bool sequential) {
    model::FlowNode task;
    task.kind = ElementKind::Task;
    if (loop) task.standard_loop = std::make_unique<model::StandardLoop>();
    if (!loop) task.multi_instance = std::make_unique<model::MultiInstance>();
    if (!loop) task.multi_instance->sequential = sequential;
    Svg svg;
    paint_markers(svg, task, {0, 0, 100, 80}, false);
    return svg.content();
  };
  EXPECT_EQ((std::set<std::string>{markers(true, false), markers(false, true), markers(false, false)}.size()),
            3u);
}

TEST(Shapes, BordersTellCallsTransactionsAndEventSubProcesses) {
  const std::string picture = picture_of(
      "<callActivity id=\"call\" calledElement=\"p\"/><transaction id=\"tx\"><task id=\"t\"/></transaction>"
      "<subProcess id=\"event\" triggeredByEvent=\"true\"><startEvent id=\"s\" isInterrupting=\"false\">"
      "<signalEventDefinition signalRef=\"sig\"/></startEvent></subProcess>",
      "<signal id=\"sig\" name=\"sig\"/>");

  EXPECT_THAT(part_of(picture, "call"), HasSubstr("shape call"));
  EXPECT_THAT(part_of(picture, "tx"), HasSubstr("ring-thin"));
  EXPECT_THAT(part_of(picture, "event"), HasSubstr("dotted"));
  EXPECT_THAT(part_of(picture, "s"), HasSubstr("dashed"));
  EXPECT_THAT(part_of(picture, "t"), Not(HasSubstr("dashed")));
}

TEST(Shapes, EventsAreThinDoubledOrThick) {
  const std::string picture = picture_of(
      "<startEvent id=\"s\"/><task id=\"t\"/><boundaryEvent id=\"b\" attachedToRef=\"t\" "
      "cancelActivity=\"false\">"
      "<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent>"
      "<endEvent id=\"e\"/>" +
      tests::flows("s t e"));

  EXPECT_THAT(part_of(picture, "s"), HasSubstr("shape fine"));
  EXPECT_THAT(part_of(picture, "b"), HasSubstr("ring-thin dashed"));
  EXPECT_THAT(part_of(picture, "e"), HasSubstr("shape thick"));
}

TEST(Edges, MarkDefaultsAndConditions) {
  const std::string picture = picture_of(
      "<task id=\"a\" default=\"d\"/><task id=\"b\"/><task id=\"c\"/>"
      "<sequenceFlow id=\"d\" sourceRef=\"a\" targetRef=\"b\"/>"
      "<sequenceFlow id=\"e\" sourceRef=\"a\" targetRef=\"c\"><conditionExpression>${x}</conditionExpression>"
      "</sequenceFlow><sequenceFlow id=\"f\" sourceRef=\"b\" targetRef=\"c\"/>");

  EXPECT_THAT(part_of(picture, "d"), HasSubstr("<polyline class=\"flow\""));
  EXPECT_THAT(part_of(picture, "e"), HasSubstr("<polygon class=\"mark\""));
  EXPECT_THAT(part_of(picture, "f"), Not(HasSubstr("polyline")));
  EXPECT_THAT(part_of(picture, "f"), HasSubstr("<polygon class=\"head\""));
}

}  // namespace
}  // namespace rondo::render
