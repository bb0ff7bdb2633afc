// SPDX-License-Identifier: Apache-2.0
#include "bpmn/reader.hpp"

#include <gtest/gtest.h>
#include <string>

namespace rondo::bpmn {
namespace {

constexpr const char* kHead = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">";

std::string small_file(const std::string& process) {
  return std::string(kHead) + "\n<process id=\"p\">\n" + process + "\n</process></definitions>";
}

/// The first finding with that rule, as text; empty when there is none.
std::string finding(const std::string& content, const std::string& rule, ReadOptions options = {}) {
  const ReadResult result = read(content, "f", options);
  for (const model::Diagnostic& diagnostic : result.diagnostics.findings()) {
    if (diagnostic.rule == rule) return diagnostic.to_string();
  }
  return {};
}

bool is_error(const std::string& text) { return text.find(" error: ") != std::string::npos; }

TEST(Diagnostics, LocateDanglingReferences) {
  const std::string text = finding(
      small_file("<startEvent id=\"a\"/>\n  <sequenceFlow id=\"x\" sourceRef=\"a\" targetRef=\"b\"/>"),
      "dangling-reference");
  EXPECT_EQ(text.substr(0, 12), "f:4:3: error") << text;
}

TEST(Diagnostics, CountColumnsInCharacters) {
  const std::string text =
      finding(small_file("<task name=\"\xC3\xA4\xC3\xB6\" id=\"a\"/><task id=\"a\"/>"), "duplicate-id");
  EXPECT_EQ(text.substr(0, 13), "f:3:25: error") << text;
}

TEST(Diagnostics, RefuseNestingBeyondTheLimit) {
  std::string content;
  for (int i = 0; i < 100000; ++i) content += "<a>";
  EXPECT_TRUE(is_error(finding(content, "too-deep")));
}

TEST(Diagnostics, RefuseFilesBeyondTheLimit) {
  EXPECT_TRUE(is_error(finding(small_file(""), "too-large", {10, 256})));
}

TEST(Diagnostics, RefuseDocumentTypesAndUnknownEntities) {
  EXPECT_TRUE(is_error(finding("<!DOCTYPE a []><a/>", "doctype")));
  EXPECT_TRUE(is_error(finding("<a>&b;</a>", "unknown-entity")));
}

TEST(Diagnostics, RefuseMalformedXml) {
  for (const char* content :
       {"", "<a", "<a>", "<a></b>", "<a/><b/>", "<a/>text", "<a b='1' b='2'/>", "<a b=1/>"}) {
    EXPECT_TRUE(is_error(finding(content, "not-well-formed"))) << content;
  }
}

TEST(Diagnostics, RefuseUnboundPrefixes) {
  EXPECT_TRUE(is_error(finding("<b:definitions/>", "unbound-prefix")));
}

TEST(Diagnostics, RefuseEveryTruncation) {
  const std::string content =
      small_file("<task id=\"a\" name='x &amp; y'/><!-- c --><task id=\"b\"><![CDATA[z]]></task>");
  for (std::size_t length = 0; length < content.size(); ++length) {
    EXPECT_TRUE(read(std::string_view(content).substr(0, length), "f").diagnostics.refuses()) << length;
  }
}

TEST(Diagnostics, ReadUtf16AndLatin1) {
  const std::string content = small_file("<task id=\"a\"/>");
  std::string wide = "\xFF\xFE";
  for (const char c : content) wide += std::string{c, '\0'};
  EXPECT_FALSE(read(wide, "f").diagnostics.refuses());
  const ReadResult latin = read(
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + small_file("<task id=\"a\" name=\"\xE4\"/>"), "f");
  ASSERT_FALSE(latin.diagnostics.refuses());
  EXPECT_EQ(latin.document.processes[0]->nodes()[0].name, "\xC3\xA4");
}

TEST(Diagnostics, LocateInvalidUtf8) {
  EXPECT_EQ(finding("<a>\n\xFF</a>", "encoding").substr(0, 12), "f:2:1: error");
}

TEST(Diagnostics, ReportFlowsAcrossScopes) {
  EXPECT_TRUE(is_error(finding(small_file(R"(<task id="a"/><subProcess id="s"><task id="b"/></subProcess>
      <sequenceFlow id="x" sourceRef="a" targetRef="b"/>)"),
                               "flow-scope")));
}

TEST(Diagnostics, ReportEventDefinitionsInForbiddenPlaces) {
  EXPECT_TRUE(
      is_error(finding(small_file(R"(<endEvent id="e"><timerEventDefinition><timeDuration>PT1S</timeDuration>
      </timerEventDefinition></endEvent>)"),
                       "event-definition-place")));
}

TEST(Diagnostics, ReportBoundaryEventsOnGateways) {
  EXPECT_TRUE(
      is_error(finding(small_file(R"(<exclusiveGateway id="g"/><boundaryEvent id="b" attachedToRef="g">
      <errorEventDefinition/></boundaryEvent>)"),
                       "boundary-attachment")));
}

TEST(Diagnostics, ReportTimersWithoutOneTime) {
  EXPECT_TRUE(is_error(finding(
      small_file(R"(<intermediateCatchEvent id="e"><timerEventDefinition/></intermediateCatchEvent>)"),
      "timer")));
}

TEST(Diagnostics, ReportUnknownAndMisplacedElements) {
  EXPECT_TRUE(is_error(finding(small_file("<tusk id=\"a\"/>"), "unknown-element")));
  EXPECT_TRUE(is_error(finding(small_file("<task id=\"a\"><task id=\"b\"/></task>"), "misplaced-element")));
}

TEST(Diagnostics, ReportAFileWithoutProcess) {
  EXPECT_TRUE(is_error(finding(std::string(kHead) + "</definitions>", "no-process")));
}

TEST(Diagnostics, RefuseViolationsUnderStrictOnly) {
  const ReadResult result = read(
      small_file(R"(<startEvent id="a"/><task id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/>)"),
      "f");
  EXPECT_FALSE(result.diagnostics.refuses());
  EXPECT_TRUE(result.diagnostics.refuses(true));
}

}  // namespace
}  // namespace rondo::bpmn
