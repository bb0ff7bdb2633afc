// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

#include <utility>

namespace rondo::bpmn {
namespace {

const std::string kAccented = "caf\xC3\xA9 \xE2\x82\xAC";  // "café €"

std::string declared(const std::string& encoding, const std::string& name) {
  return "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>" +
         plain_file("<task id=\"t\" name=\"" + name + "\"/>");
}

/// ASCII and Latin-1 text as UTF-16.
std::string utf16(const std::string& text, bool big, bool mark) {
  std::string out;
  if (mark) out = big ? std::string("\xFE\xFF") : std::string("\xFF\xFE");
  for (const char c : text) out += big ? std::string{'\0', c} : std::string{c, '\0'};
  return out;
}

std::string name_of_task(const std::string& content) {
  const ReadResult result = read(content, "f");
  if (result.diagnostics.refuses()) return all_findings(result);
  return result.document.processes.at(0)->nodes()[0].name;
}

TEST(Encodings, Utf8IsReadWithAndWithoutMarkAndDeclaration) {
  EXPECT_EQ(name_of_task(plain_file("<task id=\"t\" name=\"" + kAccented + "\"/>")), kAccented);
  EXPECT_EQ(name_of_task("\xEF\xBB\xBF" + declared("utf-8", kAccented)), kAccented);
}

TEST(Encodings, Utf16IsReadInBothOrdersWithAndWithoutMark) {
  for (const bool big : {false, true}) {
    for (const bool mark : {false, true}) {
      EXPECT_EQ(name_of_task(utf16(declared("UTF-16", "caf\xE9"), big, mark)), "caf\xC3\xA9") << big << mark;
    }
  }
}

TEST(Encodings, Utf16SurrogatePairsBecomeOneCharacter) {
  const std::string content = declared("UTF-16", "@");
  std::string wide = utf16(content, false, true);
  const std::size_t at = 2 + 2 * content.find("\"@\"") + 2;
  wide.replace(at, 2, std::string("\x3D\xD8\x00\xDE", 4));  // U+1F600
  EXPECT_EQ(name_of_task(wide), "\xF0\x9F\x98\x80");
}

TEST(Encodings, SingleByteEncodingsAreReadAsDeclared) {
  EXPECT_EQ(name_of_task(declared("ISO-8859-1", "caf\xE9")), "caf\xC3\xA9");
  EXPECT_EQ(name_of_task(declared("windows-1252", "caf\xE9 \x80")), kAccented);
  EXPECT_EQ(name_of_task(declared("US-ASCII", "cafe")), "cafe");
}

TEST(Encodings, LyingDeclarationsAreErrorsWithAPlace) {
  for (const std::string& content :
       {declared("utf-8", "caf\xE9"), declared("us-ascii", kAccented), declared("windows-1252", "\x81"),
        plain_file("<task id=\"t\" name=\"\xC0\x80\"/>"),
        plain_file("<task id=\"t\" name=\"\xED\xA0\x80\"/>"),
        plain_file("<task id=\"t\" name=\"\xF5\x80\x80\x80\"/>")}) {
    const ReadResult result = read(content, "f");
    const model::Diagnostic* const finding = find_rule(result, "encoding");
    ASSERT_NE(finding, nullptr) << content;
    EXPECT_EQ(finding->where.line, 3u) << finding->to_string();
  }
}

TEST(Encodings, UnknownOnesAreErrors) {
  EXPECT_NE(find_rule(read(declared("EBCDIC-FR", "x"), "f"), "encoding"), nullptr);
}

TEST(Encodings, HalfCharactersOfUtf16AreErrors) {
  std::string wide = utf16(declared("UTF-16", "x"), false, true);
  wide.pop_back();
  EXPECT_NE(find_rule(read(wide, "f"), "encoding"), nullptr);
  EXPECT_NE(find_rule(read(std::string("\xFF\xFE<\0\x00\xDC", 6), "f"), "encoding"), nullptr);
}

TEST(Positions, CountCharactersNotBytes) {
  const ReadResult result =
      read(plain_file("<task id=\"a\" name=\"" + kAccented + "\"/><task id=\"a\"/>"), "f");
  const model::Diagnostic* const finding = find_rule(result, "duplicate-id");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->where, (model::SourcePosition{3, 29}));
}

TEST(Positions, TakeEveryKindOfLineEndAsOne) {
  for (const std::string& end : {std::string("\n"), std::string("\r\n"), std::string("\r")}) {
    const ReadResult result = read("<a>" + end + end + "</b>", "f");
    EXPECT_EQ(result.diagnostics.findings().at(0).where, (model::SourcePosition{3, 1}));
  }
}

TEST(Positions, BelongToTheFirstCharacterOfExpressions) {
  const ReadResult result =
      read(plain_file("<scriptTask id=\"t\">\n<script>\n  x = 1</script></scriptTask>"), "f");
  ASSERT_FALSE(result.diagnostics.refuses()) << all_findings(result);
  const auto& process = *result.document.processes.at(0);
  EXPECT_EQ(process.expressions()[0].where, (model::SourcePosition{5, 3}));
  EXPECT_EQ(process.expressions()[0].element_id, "t");
}

}  // namespace
}  // namespace rondo::bpmn
