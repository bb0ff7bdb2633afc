// SPDX-License-Identifier: Apache-2.0
#include "rondo/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace rondo::frontends {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Diagnostic> diagnose(const std::string& text) {
  static const auto engine = Engine::open();
  return engine->repository().validate({{"flow.xaml", text}});
}

/// The findings about a workflow: "line:column: severity: message [rule]".
std::vector<std::string> findings(const std::string& text) {
  std::vector<std::string> result;
  for (Diagnostic finding : diagnose(text)) {
    finding.element_id.clear();
    result.push_back(finding.to_string().substr(std::string("flow.xaml:").size()));
  }
  return result;
}

std::string with_root(const std::string& activity) {
  return "<Activity xmlns=\"http://schemas.microsoft.com/netfx/2009/xaml/activities\" "
         "xmlns:x=\"http://schemas.microsoft.com/winfx/2006/xaml\">\n" +
         activity + "\n</Activity>";
}

TEST(ActivityReading, NamesWhatItDoesNotUnderstand) {
  EXPECT_THAT(findings(with_root("<Flowchart/>")),
              ElementsAre("2:1: error: there is no activity 'Flowchart' [not-understood]"));
  EXPECT_THAT(findings(with_root("<Sequence>\n  <WriteLine Txt=\"a\"/>\n  <Delay/>\n</Sequence>")),
              ElementsAre("3:19: error: 'WriteLine' has no 'Txt' [not-understood]",
                          "4:3: error: 'Delay' needs its Duration [missing-argument]"));
  EXPECT_THAT(
      findings(with_root("<Sequence/><Sequence/>")),
      ElementsAre("2:12: error: a workflow has one activity; put several into a Sequence [not-understood]"));
  EXPECT_THAT(findings(with_root("")),
              ElementsAre("1:1: error: the workflow has no activity [not-understood]"));
  EXPECT_THAT(
      findings(with_root("<PickBranch><PickBranch.Trigger><Persist/></PickBranch.Trigger></PickBranch>")),
      ElementsAre("2:1: error: a PickBranch stands in a Pick only [not-understood]"));
}

TEST(ActivityReading, LocatesWrongLiteralsAndExpressions) {
  EXPECT_THAT(findings(with_root("<Delay Duration=\"soon\"/>")),
              ElementsAre("2:18: error: 'soon' is no TimeSpan [literal]"));
  EXPECT_THAT(findings(with_root("<WriteLine Text=\"[a + ]\"/>")),
              ElementsAre("2:23: error: the expression ends too early [expression]"));
  EXPECT_THAT(findings(with_root("<WriteLine Text=\"[TimeSpan.FromWeeks(1)]\"/>")),
              ElementsAre("2:28: error: TimeSpan.FromWeeks is not understood [expression]"));
  EXPECT_THAT(findings(with_root("<Throw Exception=\"[e]\"/>")),
              ElementsAre("2:20: error: what is thrown must be made here: New TYPE(\"text\") [expression]"));
  EXPECT_THAT(findings(with_root("<Assign To=\"[a + 1]\" Value=\"1\"/>")),
              ElementsAre("2:14: error: To of 'Assign' must be the name of a variable [expression]"));
}

TEST(ActivityReading, KnowsWhatATryNeeds) {
  EXPECT_THAT(findings(with_root("<TryCatch><TryCatch.Try><Persist/></TryCatch.Try></TryCatch>")),
              ElementsAre("2:1: error: a TryCatch needs a Catch or a Finally [empty-try]"));
  const std::string caught = "<Catch x:TypeArguments=\"Exception\"/>";
  EXPECT_THAT(findings(with_root("<TryCatch><TryCatch.Catches>" + caught + caught +
                                 "</TryCatch.Catches></TryCatch>")),
              ElementsAre("2:65: error: 'Exception' is caught already [duplicate-catch]"));
}

TEST(ActivityReading, RefusesWhatMeansNothing) {
  EXPECT_THAT(findings(with_root("<Rethrow/>")),
              ElementsAre("2:1: error: a Rethrow stands in a Catch only [rethrow-outside]"));
  EXPECT_THAT(findings(with_root("<WriteLine Text=\"[Shout(a, b)]\"/>")),
              ElementsAre("2:19: error: there is no function 'Shout' [expression]"));
  EXPECT_THAT(
      findings(with_root("<CancellationScope><CancellationScope.CancellationHandler>stray"
                         "</CancellationScope.CancellationHandler></CancellationScope>")),
      ElementsAre("2:59: error: 'CancellationScope.CancellationHandler' holds no text [not-understood]"));
  EXPECT_THAT(findings(with_root("<TryCatch><TryCatch.Catches><Catch x:TypeArguments=\"[a b]\"/>"
                                 "</TryCatch.Catches></TryCatch>")),
              ElementsAre("2:53: error: '[a b]' is no name of a type of exceptions [not-understood]"));
  EXPECT_THAT(
      findings(with_root("<c:Own xmlns:c=\"clr-namespace:Code\"><Persist/><Persist/></c:Own>")),
      ElementsAre("2:47: error: 'Own' holds a 'Persist' already; give this one an x:Name [duplicate-child]"));
  EXPECT_THAT(
      findings(with_root("<Switch x:TypeArguments=\"x:Int32\" Expression=\"[n]\"><Persist x:Key=\"two\"/>"
                         "</Switch>")),
      ElementsAre("2:68: error: 'two' is no Int32 [literal]"));
}

TEST(ActivityReading, RejectsNamesThatStandTwice) {
  const std::string variable = "<Variable x:TypeArguments=\"x:Int32\" Name=\"n\"/>";
  EXPECT_THAT(findings(with_root("<Sequence><Sequence.Variables>" + variable + variable +
                                 "</Sequence.Variables></Sequence>")),
              ElementsAre("2:77: error: 'Sequence' has a variable 'n' already [duplicate-name]"));
  const std::string one = "<Persist x:Key=\"1\"/>";
  EXPECT_THAT(findings(with_root("<Switch x:TypeArguments=\"x:Int32\" Expression=\"[n]\">" + one + one +
                                 "</Switch>")),
              ElementsAre("2:88: error: 'Switch' has a case for '1' already [duplicate-name]"));
}

TEST(ActivityReading, RefusesFunctionsThatItDoesNotKnow) {
  const auto finding = [](const std::string& expression) {
    return findings(with_root("<WriteLine Text='[" + expression + "]'/>"));
  };
  EXPECT_THAT(finding("Math.Sqrt(n)"), ElementsAre("2:23: error: Math.Sqrt is not understood [expression]"));
  EXPECT_THAT(finding("1 + DateTime.Now.Year"),
              ElementsAre("2:31: error: DateTime.Now is not understood [expression]"));
  for (const std::string format : {"{1}", "{0:N2}", "{", "}", "{}"}) {
    EXPECT_THAT(finding("String.Format(\"" + format + "\", n)"),
                ElementsAre("2:33: error: the format may hold {0}, {1} … as far as there are values "
                            "[expression]"))
        << format;
  }
  EXPECT_THAT(finding("String.Format(n)"),
              ElementsAre("2:33: error: the format must be a text [expression]"));
  EXPECT_THAT(finding("String.Format(\"{{{0}}}\", n)"), IsEmpty());
}

TEST(ActivityReading, RejectsWhatCanBeUndoneInAHandler) {
  const std::string inside = "<CompensableActivity><Persist/></CompensableActivity>";
  for (const std::string handler : {"Compensation", "Confirmation", "Cancellation"}) {
    const std::string name = "CompensableActivity." + handler + "Handler>";
    EXPECT_THAT(
        findings(with_root("<CompensableActivity>" + inside + "<" + name + "<Sequence>" + inside +
                           "</Sequence></" + name + "</CompensableActivity>")),
        ElementsAre(testing::HasSubstr(
            "error: a CompensableActivity cannot be in a handler of another one [compensable-in-handler]")));
  }
}

TEST(ActivityReading, UnderstandsExpressionsOfVisualBasic) {
  for (const std::string text :
       {"a = 1 AndAlso Not (b <> 2 Or c)", "list(0)", "e.Message.ToUpper()", "-n * 2 Mod 3",
        "New List(Of Integer) From {1, 2}", "New TimeSpan(1, 2, n)", "name.Length > 3"}) {
    std::string escaped;
    for (const char c : text) escaped += c == '<' ? "&lt;" : std::string(1, c);
    EXPECT_THAT(findings(with_root("<Assign To=\"[x]\" Value=\"[" + escaped + "]\"/>")), IsEmpty()) << text;
  }
}

std::vector<std::string> workflow_files() {
  std::vector<std::string> texts;
  for (const char* folder : {"tests/scenarios/activities", "samples/activities"}) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".xaml") continue;
      std::ifstream file(entry.path());
      texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
  }
  return texts;
}

// Whatever stands in a file, its findings have places.
void expect_places(const std::string& text, const std::vector<Diagnostic>& found) {
  for (const Diagnostic& finding : found) {
    EXPECT_GT(finding.where.line, 0u) << finding.to_string() << "\n" << text;
    EXPECT_GT(finding.where.column, 0u) << finding.to_string() << "\n" << text;
  }
}

TEST(ActivityReading, SaysWhereMutatedFilesAreWrong) {
  std::mt19937 random(4711);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same mutants each time
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  for (const std::string& text : workflow_files()) {
    EXPECT_THAT(diagnose(text), IsEmpty());
    for (int i = 0; i < 8; ++i) {
      // Cut off: never well formed.
      const std::string cut = text.substr(0, 1 + below(text.size() - 3));
      const auto found = diagnose(cut);
      EXPECT_THAT(found, testing::Not(IsEmpty())) << cut;
      expect_places(cut, found);
      // One character changed: perhaps still a workflow.
      std::string changed = text;
      changed[below(changed.size())] = static_cast<char>("<>\"&[]()/ =aZ0"[below(14)]);
      expect_places(changed, diagnose(changed));
      // A piece repeated elsewhere.
      const std::size_t from = below(text.size());
      std::string repeated = text;
      repeated.insert(below(text.size()), text.substr(from, 1 + below(60)));
      expect_places(repeated, diagnose(repeated));
    }
  }
}

TEST(ActivityReading, RefusesActivitiesThatAreMisspelled) {
  std::size_t mutants = 0;
  for (const std::string& text : workflow_files()) {
    for (const std::string name : {"Sequence", "WriteLine", "Delay", "CancellationScope", "TryCatch",
                                   "Parallel", "CompensableActivity", "Throw", "Catch", "ActivityAction"}) {
      for (const std::string& broken : {name + "X", name.substr(1)}) {
        std::string changed = text;
        bool any = false;
        for (const std::string& opening : {"<" + name, "</" + name}) {
          const std::string with = opening.substr(0, opening.size() - name.size()) + broken;
          for (std::size_t at = changed.find(opening); at != std::string::npos;
               at = changed.find(opening, at + 1)) {
            const char behind = changed[at + opening.size()];
            if (behind != ' ' && behind != '>' && behind != '/') continue;
            changed.replace(at, opening.size(), with);
            any = true;
          }
        }
        if (!any) continue;
        ++mutants;
        const auto found = diagnose(changed);
        EXPECT_THAT(found, testing::Not(IsEmpty())) << changed;
        expect_places(changed, found);
      }
    }
  }
  EXPECT_GT(mutants, 200u);
}

TEST(ActivityReading, BearsDeepNesting) {
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<Sequence>";
  const auto found = diagnose(with_root(deep));
  ASSERT_THAT(found, testing::SizeIs(1));
  EXPECT_EQ(found.front().rule, "too-deep");
  const std::string brackets = "<WriteLine Text=\"[" + std::string(5000, '(') + "]\"/>";
  EXPECT_THAT(findings(with_root(brackets)),
              ElementsAre(testing::HasSubstr("the expression is nested too deeply [expression]")));
}

}  // namespace
}  // namespace rondo::frontends
