// SPDX-License-Identifier: Apache-2.0
#include "tests/render/picture.hpp"
#include "render/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rondo::render {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using tests::document_of;
using tests::flows;
using tests::part_of;
using tests::picture_of;
using tests::process_text;

// A task of a given place, as modelers write it.
std::string with_diagram(std::string_view process, std::string_view shapes) {
  std::string text = process_text("p", process);
  const std::string diagram =
      "<di:BPMNDiagram xmlns:di=\"http://www.omg.org/spec/BPMN/20100524/DI\" "
      "xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" "
      "xmlns:dd=\"http://www.omg.org/spec/DD/20100524/DI\">"
      "<di:BPMNPlane bpmnElement=\"p\">" +
      std::string(shapes) + "</di:BPMNPlane></di:BPMNDiagram>";
  return text.insert(text.find("</definitions>"), diagram);
}

std::string shape(const std::string& id, int x, int y, const std::string& inside = {}) {
  return "<di:BPMNShape bpmnElement=\"" + id + "\"><dc:Bounds x=\"" + std::to_string(x) + "\" y=\"" +
         std::to_string(y) + "\" width=\"100\" height=\"80\"/>" + inside + "</di:BPMNShape>";
}

TEST(Text, EscapesMarkupAndReplacesWhatXmlForbids) {
  EXPECT_EQ(escaped("<a & \"b'>"), "&lt;a &amp; &quot;b&#39;&gt;");
  EXPECT_EQ(escaped(std::string("x\x01\xFFy")), "x\xEF\xBF\xBD\xEF\xBF\xBDy");
  EXPECT_EQ(escaped("\xC3\xA4\xE2\x82\xAC"), "\xC3\xA4\xE2\x82\xAC");
}

TEST(Text, BreaksLinesAtSpacesAndWithinLongWords) {
  EXPECT_THAT(wrap("check the order", 70), ElementsAre("check the", "order"));
  EXPECT_THAT(wrap("Donaudampfschifffahrt", 60), Each(testing::ResultOf(text_width, testing::Le(60))));
  EXPECT_THAT(wrap("one two three four five", 40, 2), testing::SizeIs(2));
  EXPECT_THAT(wrap("one two three four five", 40, 2).back(), testing::EndsWith("\xE2\x80\xA6"));
}

TEST(Picture, KeepsThePlacesOfTheFile) {
  const std::string picture = draw_svg(document_of(with_diagram("<task id=\"t\"/>", shape("t", 300, 200))));

  EXPECT_THAT(picture, HasSubstr("x=\"300\" y=\"200\" width=\"100\" height=\"80\""));
  EXPECT_THAT(picture, HasSubstr("viewBox=\"290 190 120 100\""));
}

TEST(Picture, EscapesNamesAndIsFreeOfOutsideReferences) {
  const std::string picture = picture_of("<task id=\"t\" name=\"a &lt;b&gt; &amp; c\"/>");

  EXPECT_THAT(picture, StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_THAT(part_of(picture, "t"), HasSubstr("a &lt;b&gt; &amp; c"));
  EXPECT_THAT(picture, Not(HasSubstr("href")));
}

TEST(Picture, OfAnEmptyProcessIsStillOne) {
  EXPECT_THAT(picture_of(""), HasSubstr("viewBox=\"-10 -10 20 20\""));
}

TEST(Picture, EndsEdgesAtTheBordersOfShapes) {
  const std::string edge =
      "<di:BPMNEdge bpmnElement=\"a_b\"><dd:waypoint x=\"50\" y=\"40\"/><dd:waypoint x=\"350\" y=\"40\"/>"
      "</di:BPMNEdge>";
  const std::string picture = draw_svg(document_of(with_diagram(
      "<task id=\"a\"/><task id=\"b\"/>" + flows("a b"), shape("a", 0, 0) + shape("b", 300, 0) + edge)));

  EXPECT_THAT(part_of(picture, "a_b"), HasSubstr("d=\"M100 40L300 40\""));
}

TEST(Picture, PutsLabelsWhereTheFileSays) {
  const std::string picture = draw_svg(document_of(with_diagram(
      "<startEvent id=\"s\" name=\"Go\"/>",
      shape("s", 0, 0,
            "<di:BPMNLabel><dc:Bounds x=\"200\" y=\"300\" width=\"40\" height=\"14\"/></di:BPMNLabel>"))));

  EXPECT_THAT(picture, HasSubstr("<tspan x=\"220\" y=\"311.52\">Go</tspan>"));
}

TEST(Picture, AddsWhatTheDiagramLeavesOut) {
  const std::string picture =
      draw_svg(document_of(with_diagram("<task id=\"a\"/><task id=\"b\"/><task id=\"c\"/>" + flows("a b c"),
                                        shape("a", 0, 0) + shape("b", 300, 0))));

  EXPECT_THAT(part_of(picture, "a_b"), HasSubstr("d=\"M100 40L300 40\""));
  EXPECT_THAT(part_of(picture, "c"), HasSubstr("<rect"));
  EXPECT_THAT(part_of(picture, "b_c"), HasSubstr("<path"));
}

TEST(Picture, ShowsASubProcessAsCollapsedWhenNothingInsideIsDrawn) {
  const std::string process = "<subProcess id=\"sub\"><task id=\"inner\"/></subProcess>";
  const std::string closed = draw_svg(document_of(with_diagram(process, shape("sub", 0, 0))));
  const std::string open = picture_of(process);

  EXPECT_THAT(part_of(closed, "sub"), HasSubstr("V11.5M2.5 7"));
  EXPECT_THAT(part_of(closed, "inner"), testing::IsEmpty());
  EXPECT_THAT(part_of(open, "sub"), Not(HasSubstr("V11.5M2.5 7")));
  EXPECT_THAT(part_of(open, "inner"), HasSubstr("<rect"));
}

TEST(Picture, MarksTheWayThatWasTaken) {
  Marks marks;
  marks.visits = {{"s", 1}, {"t", 2}};
  marks.tokens = {{"t", 1}};
  marks.steps = {{"1", "s", false}, {"1", "s", true}, {"1", "t", false}};
  const std::string picture =
      picture_of("<startEvent id=\"s\"/><task id=\"t\"/><task id=\"u\"/>" + flows("s t u"), {}, marks);

  EXPECT_THAT(part_of(picture, "s_t"), HasSubstr("edge taken"));
  EXPECT_THAT(part_of(picture, "t_u"), Not(HasSubstr("taken")));
  EXPECT_THAT(part_of(picture, "t"), HasSubstr("node taken waiting"));
  EXPECT_THAT(part_of(picture, "u"), Not(HasSubstr("taken")));
  EXPECT_THAT(picture, HasSubstr(">2</tspan>"));
}

TEST(Picture, AsAPageHoldsTheImageAndItsTitle) {
  model::Document document = document_of(process_text("p", "<task id=\"t\"/>"));
  document.name = "Orders & more";
  const std::string page = draw_html(document);

  EXPECT_THAT(page, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(page, HasSubstr("<title>Orders &amp; more</title>"));
  EXPECT_THAT(page, HasSubstr("<svg xmlns"));
}

}  // namespace
}  // namespace rondo::render
