// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

#include <chrono>

namespace rondo::bpmn {
namespace {

struct XmlCase {
  const char* name;
  const char* rule;
  std::string content;
  model::SourcePosition where;
};

void PrintTo(const XmlCase& xml_case, std::ostream* out) { *out << xml_case.name; }

class HostileXml : public ::testing::TestWithParam<XmlCase> {};

TEST_P(HostileXml, IsRefusedWithItsPlace) {
  const ReadResult result = read(GetParam().content, "f");
  ASSERT_TRUE(result.diagnostics.refuses());
  const model::Diagnostic* const finding = find_rule(result, GetParam().rule);
  ASSERT_NE(finding, nullptr) << all_findings(result);
  EXPECT_EQ(finding->where, GetParam().where) << finding->to_string();
}

std::string name_of_file(const ::testing::TestParamInfo<XmlCase>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Files, HostileXml,
    ::testing::Values(XmlCase{"Empty", "not-well-formed", "", {1, 1}},
                      XmlCase{"NoXml", "not-well-formed", "{\"a\": 1}", {1, 1}},
                      XmlCase{"TextAfterRoot", "not-well-formed", "<a/>\nb", {2, 1}},
                      XmlCase{"SecondRoot", "not-well-formed", "<a/>\n <b/>", {2, 2}},
                      XmlCase{"WrongEndTag", "not-well-formed", "<a>\n</b>", {2, 1}},
                      XmlCase{"UnclosedElement", "not-well-formed", "<a>\n<b/>", {2, 5}},
                      XmlCase{"UnclosedComment", "not-well-formed", "<a>\n<!-- ", {2, 1}},
                      XmlCase{"UnclosedCData", "not-well-formed", "<a><![CDATA[ ]]", {1, 4}},
                      XmlCase{"UnclosedAttribute", "not-well-formed", "<a b='", {1, 7}},
                      XmlCase{"AttributeTwice", "not-well-formed", "<a b='1' b='2'/>", {1, 10}},
                      XmlCase{"UnquotedAttribute", "not-well-formed", "<a b=1/>", {1, 6}},
                      XmlCase{"LessThanInAttribute", "not-well-formed", "<a b='<'/>", {1, 7}},
                      XmlCase{"BareAmpersand", "unknown-entity", "<a>x & y</a>", {1, 6}},
                      XmlCase{"UnknownEntity", "unknown-entity", "<a b='&foo;'/>", {1, 7}},
                      XmlCase{"ReferenceToNull", "unknown-entity", "<a>&#0;</a>", {1, 4}},
                      XmlCase{"ReferenceToSurrogate", "unknown-entity", "<a>&#xD800;</a>", {1, 4}},
                      XmlCase{"ReferenceBeyondUnicode", "unknown-entity", "<a>&#99999999999;</a>", {1, 4}},
                      XmlCase{"ControlCharacter", "control-character", std::string("<a>\n\x01</a>"), {2, 1}},
                      XmlCase{"EntityDefinitions",
                              "doctype",
                              "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"&c;&c;\">]><a>&b;</a>",
                              {2, 1}},
                      XmlCase{"LateDeclaration", "not-well-formed", "<a/>\n<?xml version=\"1.0\"?>", {2, 1}},
                      XmlCase{"UnboundElementPrefix", "unbound-prefix", "<x:a/>", {1, 2}},
                      XmlCase{"UnboundAttributePrefix", "unbound-prefix", "<a x:b='1'/>", {1, 4}},
                      XmlCase{"OtherRoot", "not-bpmn", "<html/>", {1, 1}}),
    name_of_file);

TEST(HostileFiles, OfADeepNestingAreRefusedWhereTheyGetTooDeep) {
  std::string content;
  for (int i = 0; i < 100000; ++i) content += "<a>";
  const ReadResult result = read(content, "f");
  const model::Diagnostic* const finding = find_rule(result, "too-deep");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->where, (model::SourcePosition{1, 256 * 3 + 1}));
}

TEST(HostileFiles, MayNestAsDeepAsTheLimit) {
  std::string open, close;
  for (int i = 0; i < 250; ++i) {
    open += "<subProcess id=\"s" + std::to_string(i) + "\">";
    close += "</subProcess>";
  }
  const ReadResult result = read(plain_file(open + "<task id=\"t\"/>" + close), "f");
  ASSERT_FALSE(result.diagnostics.refuses()) << all_findings(result);
  EXPECT_EQ(result.document.processes.at(0)->scopes().size(), 251u);
}

TEST(HostileFiles, OfMoreElementsOrBytesThanTheLimitAreRefused) {
  ReadOptions options;
  options.max_elements = 3;
  EXPECT_EQ(count_of(read("<a><b/><b/></a>", "f", options), "too-many-elements"), 0u);
  const ReadResult result = read("<a><b/><b/><b/></a>", "f", options);
  const model::Diagnostic* const finding = find_rule(result, "too-many-elements");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->where, (model::SourcePosition{1, 12}));
  options.max_bytes = 10;
  EXPECT_EQ(count_of(read("<a><b/><b/></a>", "f", options), "too-large"), 1u);
}

TEST(HostileFiles, WithManyNamespacesAreRefused) {
  std::string attributes;
  for (int i = 0; i < 100000; ++i) attributes += " xmlns:p" + std::to_string(i) + "='u'";
  EXPECT_TRUE(read("<a" + attributes + "/>", "f").diagnostics.refuses());
}

TEST(HostileFiles, WithThousandsOfErrorsReportAllOfThem) {
  std::string flows;
  for (int i = 0; i < 5000; ++i)
    flows += "<sequenceFlow id=\"f" + std::to_string(i) + "\" sourceRef=\"x\" targetRef=\"y\"/>\n";
  EXPECT_EQ(count_of(read(plain_file(flows), "f"), "dangling-reference"), 10000u);
}

/// Sizes at which a quadratic reader would take minutes.
TEST(HostileFiles, OfManyNodesOnOneLineAreReadInTimeThatGrowsWithTheirSize) {
  std::string nodes;
  for (int i = 0; i < 30000; ++i) {
    const std::string id = std::to_string(i);
    nodes += "<task id=\"t" + id + "\"/><sequenceFlow id=\"f" + id + "\" sourceRef=\"t" + id +
             "\" targetRef=\"g\"/>";
  }
  const auto before = std::chrono::steady_clock::now();
  const ReadResult result = read(plain_file("<exclusiveGateway id=\"g\"/>" + nodes), "f");
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(20));
  EXPECT_FALSE(result.diagnostics.refuses()) << all_findings(result).substr(0, 1000);
  EXPECT_EQ(result.document.processes.at(0)->flows().size(), 30000u);
}

TEST(Entities, OfXmlAndCharacterReferencesAreReplaced) {
  const ReadResult result = read(plain_file("<task id=\"t\" name=\"a&lt;&#65;&#x42;&amp;&quot;\"/>"), "f");
  ASSERT_FALSE(result.diagnostics.refuses()) << all_findings(result);
  EXPECT_EQ(result.document.processes.at(0)->nodes()[0].name, "a<AB&\"");
}

}  // namespace
}  // namespace rondo::bpmn
