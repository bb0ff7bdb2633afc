// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process_text.hpp"
#include "tests/support/test_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <sstream>
#include <string>
#include <vector>

namespace rondo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
using tests::flows;
using tests::process_text;
using tests::TestEngine;

class Export : public testing::Test {
 protected:
  Export() {
    test.deploy(process_text("p",
                             "<startEvent id=\"start\"/><userTask id=\"task\" name=\"Check &quot;a, b&quot; "
                             "&lt;now&gt;\"/><endEvent id=\"end\"/>" +
                                 flows("start task end")));
    StartOptions options;
    options.business_key = "case 1";
    instance =
        test.engine->runtime().start("p", {{"note", "a < b & \"c\"\x01"}, {"odd name", 1.5}}, options).id;
    test.clock->advance(std::chrono::minutes(5));
    test.complete("task");
  }

  std::string exported(ExportFormat format) {
    std::ostringstream out;
    test.engine->history().export_to(out, format);
    return out.str();
  }

  static std::vector<std::string> lines_of(const std::string& text, const std::string& end) {
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t to = text.find(end, from);
      lines.push_back(text.substr(from, to - from));
      from = to + end.size();
    }
    return lines;
  }

  TestEngine test;
  std::string instance;
};

TEST_F(Export, AsJsonLinesIsOneObjectPerLine) {
  std::vector<std::string> types;
  for (const std::string& line : lines_of(exported(ExportFormat::JsonLines), "\n")) {
    std::string error;
    const Value value = parse_json(line, error);
    ASSERT_EQ(error, "");
    types.emplace_back(value.as_object().find("type")->as_string());
  }
  EXPECT_THAT(types,
              ElementsAre("instance", "activity", "activity", "activity", "variable", "variable", "task"));
}

TEST_F(Export, AsCsvQuotesWhatNeedsIt) {
  const auto rows = lines_of(exported(ExportFormat::Csv), "\r\n");
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_THAT(rows[0],
              StartsWith("instance,process,version,business_key,instance_state,activity,name,kind,"));
  EXPECT_THAT(rows[2],
              StartsWith(instance + ",p,1,case 1,completed,task,\"Check \"\"a, b\"\" <now>\",userTask,"));
}

TEST_F(Export, AsXesTellsStartAndEndOfEachVisitInOrderOfTime) {
  const std::string log = exported(ExportFormat::Xes);
  EXPECT_THAT(log, StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log "));
  EXPECT_THAT(log, HasSubstr("<string key=\"concept:name\" value=\"case 1\"/>"));
  EXPECT_THAT(
      log, HasSubstr("<string key=\"variable.note\" value=\"a &lt; b &amp; &quot;c&quot;\xEF\xBF\xBD\"/>"));
  EXPECT_THAT(log, HasSubstr("<float key=\"variable.odd_name\" value=\"1.5\"/>"));
  std::vector<std::string> steps;
  for (const std::string& line : lines_of(log, "\n")) {
    for (const char* key : {"activity", "lifecycle:transition"}) {
      const std::string before = std::string("      <string key=\"") + key + "\" value=\"";
      if (line.starts_with(before))
        steps.push_back(line.substr(before.size(), line.size() - before.size() - 3));
    }
  }
  EXPECT_THAT(steps, ElementsAre("start", "start", "task", "start", "start", "complete", "end", "start",
                                 "task", "complete", "end", "complete"));
}

TEST_F(Export, OfManyInstancesGoesThroughAllOfThemOnce) {
  for (int number = 0; number < 2100; ++number) test.start("p");
  const auto rows = lines_of(exported(ExportFormat::Csv), "\r\n");
  EXPECT_EQ(rows.size(), 1u + 3u + 2u * 2100u);
}

TEST_F(Export, ToAStreamThatFailsIsAnError) {
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  EXPECT_THROW(test.engine->history().export_to(out, ExportFormat::Csv), Error);
}

}  // namespace
}  // namespace rondo
