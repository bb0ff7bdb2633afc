// SPDX-License-Identifier: Apache-2.0
#include "tests/render/picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace rondo::render {
namespace {

using tests::flows;
using tests::Placed;
using tests::process_text;

bool overlap(const Box& a, const Box& b) {
  return a.x < right_of(b) && b.x < right_of(a) && a.y < bottom_of(b) && b.y < bottom_of(a);
}

// Nodes of one scope that overlap, boundary events left out.
std::vector<std::string> overlaps(const Placed& placed) {
  std::vector<std::string> found;
  for (const auto& process : placed.document.processes) {
    for (const model::Scope& scope : process->scopes()) {
      for (const auto a : scope.nodes) {
        for (const auto b : scope.nodes) {
          const model::FlowNode& first = process->node(a);
          const model::FlowNode& second = process->node(b);
          if (a >= b || first.attached_to != model::kNoNode || second.attached_to != model::kNoNode) continue;
          if (overlap(placed.boxes.at(first.id), placed.boxes.at(second.id)))
            found.push_back(first.id + " " + second.id);
        }
      }
    }
  }
  return found;
}

double distance_to_border(const Box& box, const Point& point) {
  const double dx = std::max({box.x - point.first, 0.0, point.first - right_of(box)});
  const double dy = std::max({box.y - point.second, 0.0, point.second - bottom_of(box)});
  const double inside = std::min({point.first - box.x, right_of(box) - point.first, point.second - box.y,
                                  bottom_of(box) - point.second});
  return dx > 0 || dy > 0 ? std::hypot(dx, dy) : inside;
}

void expect_edges_to_join_shapes(const Placed& placed) {
  for (const auto& process : placed.document.processes) {
    for (const model::SequenceFlow& flow : process->flows()) {
      const Line& line = placed.lines.at(flow.id);
      EXPECT_LT(distance_to_border(placed.boxes.at(process->node(flow.source).id), line.front()), 1)
          << flow.id;
      EXPECT_LT(distance_to_border(placed.boxes.at(process->node(flow.target).id), line.back()), 1)
          << flow.id;
      for (std::size_t i = 1; i < line.size(); ++i) {
        EXPECT_TRUE(line[i].first == line[i - 1].first || line[i].second == line[i - 1].second) << flow.id;
      }
    }
  }
}

std::string tasks(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "<task id=\"t" + std::to_string(i) + "\" name=\"Task\"/>";
  return text;
}

std::string flow(int from, int to) { return flows("t" + std::to_string(from) + " t" + std::to_string(to)); }

TEST(Layout, GoesFromLeftToRight) {
  const Placed placed(
      process_text("p", "<startEvent id=\"s\"/><task id=\"t\"/><endEvent id=\"e\"/>" + flows("s t e")));

  EXPECT_LT(right_of(placed.boxes.at("s")), placed.boxes.at("t").x);
  EXPECT_LT(right_of(placed.boxes.at("t")), placed.boxes.at("e").x);
  EXPECT_EQ(placed.lines.at("s_t").size(), 2u);
  expect_edges_to_join_shapes(placed);
}

TEST(Layout, LeadsBranchesLoopsAndShortcutsAroundNodes) {
  std::string edges;
  for (int i = 0; i + 1 < 12; ++i) edges += flow(i, i + 1);
  edges += flow(9, 2) + flow(5, 5) + flow(0, 11) + flow(3, 7) + flow(3, 9) + flow(11, 0);
  const Placed placed(process_text("p", tasks(12) + edges));

  EXPECT_THAT(overlaps(placed), testing::IsEmpty());
  expect_edges_to_join_shapes(placed);
  for (const auto& [id, line] : placed.lines) {
    for (const auto& [node, box] : placed.boxes) {
      const Box inner{box.x + 1, box.y + 1, box.width - 2, box.height - 2};
      for (std::size_t i = 1; i < line.size(); ++i) {
        Extent piece;
        piece.add(line[i - 1]);
        piece.add(line[i]);
        EXPECT_FALSE(overlap(piece.box(), inner)) << id << " runs through " << node;
      }
    }
  }
}

TEST(Layout, HoldsSubProcessesWithTheirInside) {
  const Placed placed(
      process_text("p",
                   "<task id=\"a\"/><subProcess id=\"outer\"><startEvent id=\"os\"/><subProcess id=\"inner\">"
                   "<task id=\"x\"/><task id=\"y\"/>" +
                       flows("x y") + "</subProcess>" + flows("os inner") + "</subProcess><task id=\"b\"/>" +
                       flows("a outer b")));

  EXPECT_TRUE(contains(placed.boxes.at("outer"), placed.boxes.at("inner")));
  EXPECT_TRUE(contains(placed.boxes.at("inner"), placed.boxes.at("y")));
  EXPECT_THAT(overlaps(placed), testing::IsEmpty());
  expect_edges_to_join_shapes(placed);
}

TEST(Layout, PutsBoundaryEventsOnTheLowerBorder) {
  std::string process = "<task id=\"t\"/><task id=\"u\"/>" + flows("t u");
  for (const std::string id : {"b1", "b2", "b3"}) {
    process += "<boundaryEvent id=\"" + id + "\" name=\"" + id +
               "\" attachedToRef=\"t\"><timerEventDefinition>"
               "<timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent><task id=\"after_" +
               id + "\"/>" + flows(id + " after_" + id);
  }
  const Placed placed(process_text("p", process));

  const Box host = placed.boxes.at("t");
  for (const std::string id : {"b1", "b2", "b3"}) {
    EXPECT_EQ(center_of(placed.boxes.at(id)).second, bottom_of(host));
    EXPECT_TRUE(placed.boxes.at(id).x > host.x && right_of(placed.boxes.at(id)) < right_of(host));
  }
  EXPECT_FALSE(overlap(placed.boxes.at("b1"), placed.boxes.at("b2")));
  EXPECT_FALSE(overlap(placed.boxes.at("b2"), placed.boxes.at("b3")));
  EXPECT_THAT(overlaps(placed), testing::IsEmpty());
  expect_edges_to_join_shapes(placed);
}

TEST(Layout, KeepsNodesInTheirLanes) {
  const Placed placed(process_text(
      "p",
      "<laneSet id=\"ls\"><lane id=\"l1\" "
      "name=\"One\"><flowNodeRef>t0</flowNodeRef><flowNodeRef>t2</flowNodeRef></lane>"
      "<lane id=\"l2\" "
      "name=\"Two\"><flowNodeRef>t1</flowNodeRef><flowNodeRef>t3</flowNodeRef></lane></laneSet>" +
          tasks(4) + flow(0, 1) + flow(1, 2) + flow(2, 3) + flow(3, 0)));

  for (const auto& [node, lane] : {std::pair("t0", "l1"), {"t2", "l1"}, {"t1", "l2"}, {"t3", "l2"}}) {
    EXPECT_TRUE(contains(placed.boxes.at(lane), placed.boxes.at(node))) << node;
  }
  EXPECT_EQ(bottom_of(placed.boxes.at("l1")), placed.boxes.at("l2").y);
  expect_edges_to_join_shapes(placed);
}

TEST(Layout, StacksPoolsAndJoinsThemByMessages) {
  const Placed placed(
      process_text("p", "<task id=\"t\"/>",
                   "<collaboration id=\"c\"><participant id=\"buyer\" name=\"Buyer\"/>"
                   "<participant id=\"seller\" name=\"Seller\" processRef=\"p\"/>"
                   "<messageFlow id=\"m\" sourceRef=\"buyer\" targetRef=\"t\"/></collaboration>"));

  EXPECT_LT(bottom_of(placed.boxes.at("buyer")), placed.boxes.at("seller").y);
  EXPECT_EQ(placed.boxes.at("buyer").width, placed.boxes.at("seller").width);
  EXPECT_TRUE(contains(placed.boxes.at("seller"), placed.boxes.at("t")));
  EXPECT_EQ(placed.lines.at("m").front().second, bottom_of(placed.boxes.at("buyer")));
  EXPECT_EQ(placed.lines.at("m").back().second, placed.boxes.at("t").y);
}

TEST(Layout, PlacesAnnotationsAndDataAsideOfNodes) {
  const Placed placed(
      process_text("p",
                   "<task id=\"t\"/><textAnnotation id=\"note\"><text>Mind this</text></textAnnotation>"
                   "<association id=\"as\" sourceRef=\"t\" targetRef=\"note\"/><dataObject id=\"o\"/>"
                   "<dataObjectReference id=\"data\" name=\"Order\" dataObjectRef=\"o\"/>"));

  EXPECT_LT(bottom_of(placed.boxes.at("note")), placed.boxes.at("t").y);
  EXPECT_GT(placed.boxes.at("data").y, bottom_of(placed.boxes.at("t")));
  EXPECT_EQ(placed.lines.count("as"), 1u);
}

TEST(Layout, TakesLargeModels) {
  constexpr int kCount = 10'000;
  std::string edges;
  for (int i = 0; i + 1 < kCount; ++i) edges += flow(i, i + 1);
  for (int i = 0; i + 500 < kCount; i += 100) edges += flow(i + 500, i) + flow(i, i + 450);
  const Placed placed(process_text("p", tasks(kCount) + edges));

  EXPECT_EQ(placed.boxes.size(), static_cast<std::size_t>(kCount));
  expect_edges_to_join_shapes(placed);
}

TEST(Layout, TakesManyNestedSubProcesses) {
  constexpr int kDepth = 100;
  std::string process = "<task id=\"core\"/>";
  for (int i = 0; i < kDepth; ++i) {
    process = "<subProcess id=\"s" + std::to_string(i) + "\">" + process + "</subProcess>";
  }
  const Placed placed(process_text("p", process));

  EXPECT_TRUE(contains(placed.boxes.at("s99"), placed.boxes.at("core")));
}

}  // namespace
}  // namespace rondo::render
