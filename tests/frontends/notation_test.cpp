// SPDX-License-Identifier: Apache-2.0
#include "frontends/notation.hpp"

#include "frontends/registry.hpp"
#include "rondo/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>

namespace rondo::frontends {
namespace {

model::ReadResult read_nothing(std::string_view, std::string file_name) {
  return {{}, model::Diagnostics(std::move(file_name))};
}

constexpr std::array<std::string_view, 1> kJson{".json"};
constexpr std::array<std::string_view, 2> kBoxes{".boxes.json", ".boxes"};
constexpr std::array<std::string_view, 1> kLines{".lines"};

constexpr Notation kJsonFiles{"json", "JSON", kJson, [](std::string_view) { return false; }, &read_nothing};
constexpr Notation kBoxFiles{"boxes", "Boxes", kBoxes,
                             [](std::string_view text) { return text.starts_with("[]"); }, &read_nothing};
constexpr Notation kLineFiles{"lines", "Lines", kLines,
                              [](std::string_view text) { return text.starts_with("-"); }, &read_nothing};
constexpr std::array<const Notation*, 3> kAll{&kJsonFiles, &kBoxFiles, &kLineFiles};

TEST(Notation, IsToldByTheContentWhateverTheName) {
  EXPECT_EQ(choose(kAll, "a.txt", "[] []"), &kBoxFiles);
  EXPECT_EQ(choose(kAll, "a.lines", "[] []"), &kBoxFiles);
}

TEST(Notation, IsToldByTheNameWhenNoneRecognizesTheContent) {
  EXPECT_EQ(choose(kAll, "a.lines", "?"), &kLineFiles);
  EXPECT_EQ(choose(kAll, "a.txt", "?"), nullptr);
}

TEST(Notation, OfTwoThatTheNameFitsIsTheOneWithTheLongerSuffix) {
  EXPECT_EQ(choose(kAll, "a.boxes.json", "?"), &kBoxFiles);
  EXPECT_EQ(choose(kAll, "a.json", "?"), &kJsonFiles);
}

TEST(Notations, HaveNamesAndSuffixesOfTheirOwn) {
  std::set<std::string> names, suffixes;
  for (const NotationInfo& notation : rondo::notations()) {
    EXPECT_TRUE(names.insert(notation.name).second) << notation.name;
    EXPECT_FALSE(notation.suffixes.empty()) << notation.name;
    for (const std::string& suffix : notation.suffixes) {
      EXPECT_TRUE(suffix.starts_with(".")) << suffix;
      EXPECT_TRUE(suffixes.insert(suffix).second) << suffix;
      EXPECT_TRUE(is_process_file("dir/file" + suffix)) << suffix;
    }
  }
  EXPECT_EQ(names.size(), frontends::notations().size() + 1) << "BPMN and the registry";
  EXPECT_TRUE(names.contains("bpmn"));
  EXPECT_FALSE(is_process_file("notes.txt"));
}

TEST(Notations, LeaveAFileThatNobodyClaimsToTheDiagnosticsOfBpmn) {
  const auto engine = Engine::open();
  const auto findings = engine->repository().validate({{"notes.txt", "Dear diary"}});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].severity, Severity::Error);
  EXPECT_EQ(findings[0].file, "notes.txt");
}

}  // namespace
}  // namespace rondo::frontends
