// SPDX-License-Identifier: Apache-2.0
// A run is cut before each of its commits, as if the machine had stopped there: whoever goes on with what is
// on disk comes to the same end.
#include "rondo/engine.hpp"
#include "tests/support/process_text.hpp"
#include "tests/support/temporary_file.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace rondo {
namespace {

using tests::flows;

// --- random processes

/// Makes processes of nested blocks that all come to an end.
class RandomProcess {
 public:
  explicit RandomProcess(unsigned seed) : random_(seed) {}

  std::string text() {
    const std::string content = body(2);
    return tests::process_text("random", content, definitions_);
  }

 private:
  [[nodiscard]] int below(int bound) { return std::uniform_int_distribution(0, bound - 1)(random_); }
  std::string name(const std::string& kind) { return kind + std::to_string(++last_); }

  /// From a start event to an end event.
  std::string body(int depth) {
    const std::string start = name("start"), end = name("end");
    std::string content = "<startEvent id=\"" + start + "\"/><endEvent id=\"" + end + "\"/>\n";
    std::string chain = start;
    for (int blocks = 3 + below(2); blocks > 0; --blocks) content += block(depth, chain);
    return content + flows(chain + " " + end);
  }

  /// Adds what begins behind the last node of the chain, and the chain's continuation.
  std::string block(int depth, std::string& chain) {
    switch (below(depth > 0 ? 9 : 6)) {
      case 0:
        return element(chain, "userTask", "");
      case 1:
        return script(chain, "");
      case 2:
        return script(chain, " activiti:async=\"true\"");
      case 3:
        return timer(chain);
      case 4:
        return element(chain, "callActivity", " calledElement=\"called\"");
      case 5:
        return message(chain);
      case 6:
        return parallel(depth, chain);
      case 7:
        return sub_process(depth, chain);
      default:
        return repeated(chain);
    }
  }

  std::string element(std::string& chain, const std::string& tag, const std::string& attributes,
                      const std::string& inner = {}) {
    const std::string id = name(tag);
    chain += " " + id;
    return "<" + tag + " id=\"" + id + "\"" + attributes + ">" + inner + "</" + tag + ">\n";
  }
  std::string script(std::string& chain, const std::string& attributes) {
    return element(chain, "scriptTask", " scriptFormat=\"juel\" activiti:resultVariable=\"n\"" + attributes,
                   "<script>${n + 1}</script>");
  }
  std::string timer(std::string& chain) {
    return element(chain, "intermediateCatchEvent", "",
                   "<timerEventDefinition><timeDuration>PT" + std::to_string(1 + below(3)) +
                       "H</timeDuration></timerEventDefinition>");
  }
  std::string repeated(std::string& chain) {
    return element(chain, "userTask", "",
                   "<multiInstanceLoopCharacteristics isSequential=\"" +
                       std::string(below(2) == 0 ? "true" : "false") +
                       "\"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>");
  }
  // Thrown before somebody waits for it: it is kept in between.
  std::string message(std::string& chain) {
    const std::string id = name("message");
    definitions_ += "<message id=\"" + id + "\" name=\"" + id + "\"/>\n";
    const std::string event = "<messageEventDefinition messageRef=\"" + id + "\"/>";
    std::string content = element(chain, "intermediateThrowEvent", "", event);
    content += element(chain, "userTask", "");
    return content + element(chain, "intermediateCatchEvent", "", event);
  }
  std::string parallel(int depth, std::string& chain) {
    const std::string fork = name("fork"), join = name("join");
    std::string content = "<parallelGateway id=\"" + fork + "\"/><parallelGateway id=\"" + join + "\"/>\n";
    for (int branch = 0; branch < 2; ++branch) {
      std::string own = fork;
      content += block(depth - 1, own);
      content += flows(own + " " + join);
    }
    // What is behind it begins at the join.
    content += flows(chain + " " + fork);
    chain = join;
    return content;
  }
  std::string sub_process(int depth, std::string& chain) {
    return element(chain, "subProcess", "", "\n" + body(depth - 1));
  }

  std::mt19937 random_;
  int last_ = 0;
  std::string definitions_;
};

constexpr const char* kCalled = R"(<startEvent id="begin"/><userTask id="work"/>
    <scriptTask id="count" scriptFormat="juel" activiti:resultVariable="counted"><script>${1 + 1}</script>
    </scriptTask><endEvent id="over"/>)";

// --- a run

/// What is to be done is seen from the store alone, so that anybody can go on with it.
class RandomRun {
 public:
  RandomRun(const std::string& file, const std::string& process, Instant now)
      : process_(process), clock(std::make_shared<ManualClock>(now)) {
    EngineOptions options;
    options.clock = clock;
    options.history = HistoryLevel::Full;
    options.durability = Durability::Relaxed;
    engine_ = Engine::open("sqlite:" + file, options);
  }

  void finish() {
    if (!engine_->repository().latest("random")) {
      engine_->repository().deploy(
          {{"random.bpmn", process_},
           {"called.bpmn", tests::process_text("called", kCalled + flows("begin work count over"))}});
    }
    for (int number = 0; number < 2; ++number) start("case-" + std::to_string(number));
    while (step()) {
    }
    EXPECT_EQ(engine_->runtime().count_running(), 0U) << process_;
    EXPECT_TRUE(engine_->runtime().messages().empty());
    EXPECT_TRUE(engine_->management().incidents().empty());
  }

  /// What is remembered, without what differs between runs.
  [[nodiscard]] std::string history() const {
    std::string text;
    for (int number = 0; number < 2; ++number) {
      HistoricInstanceQuery query;
      query.of.business_key = "case-" + std::to_string(number);
      for (const InstanceInfo& instance : engine_->history().instances(query)) describe(instance, text);
    }
    return text;
  }

 private:
  void start(const std::string& business_key) {
    HistoricInstanceQuery query;
    query.of.business_key = business_key;
    if (engine_->history().count(query) != 0) return;
    StartOptions options;
    options.business_key = business_key;
    (void)engine_->runtime().start("random", {{"n", 0}}, options);
  }

  bool step() {
    engine_->runtime().deliver_messages();
    if (engine_->management().run_due() > 0) return true;
    const auto tasks = engine_->tasks().list();
    if (!tasks.empty()) {
      engine_->tasks().complete(tasks.front().id, {{"done_" + tasks.front().key, true}});
      return true;
    }
    const auto due = engine_->management().next_due();
    if (!due) return false;
    clock->set(std::max(*due, clock->now()));
    return true;
  }

  void describe(const InstanceInfo& instance, std::string& text) const {
    text += instance.process_key + " " + std::string(name_of(instance.state)) + "\n";
    std::vector<std::string> lines;
    for (const HistoricActivity& activity : engine_->history().activities(instance.id))
      lines.push_back(activity.activity_id + (activity.end_time ? " over" : " open"));
    HistoricVariableQuery variables;
    variables.of.instance_id = instance.id;
    for (const HistoricVariable& variable : engine_->history().variables(variables))
      lines.push_back(variable.name + " = " + to_json(variable.value) + " #" +
                      std::to_string(variable.revision));
    std::sort(lines.begin(), lines.end());
    for (const std::string& line : lines) text += "  " + line + "\n";
    HistoricInstanceQuery called;
    called.caller_instance_id = instance.id;
    for (const InstanceInfo& each : engine_->history().instances(called)) describe(each, text);
  }

  std::string process_;

 public:
  std::shared_ptr<ManualClock> clock;

 private:
  std::unique_ptr<Engine> engine_;
};

// --- cutting

struct Cut {
  std::string file;
  Instant time;
};

/// While it lives, the file is copied as it is on disk before each commit. One at a time.
class Cutting {
 public:
  Cutting(std::string file, const tests::TemporaryFolder& folder) : file_(std::move(file)), folder_(folder) {
    current_ = this;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(&Cutting::on_open));
  }
  Cutting(const Cutting&) = delete;
  Cutting& operator=(const Cutting&) = delete;
  ~Cutting() {
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&Cutting::on_open));
    current_ = nullptr;
  }

  std::shared_ptr<ManualClock> clock;
  std::vector<Cut> cuts;

 private:
  static int on_open(sqlite3* database, char**, const void*) {
    sqlite3_commit_hook(database, &Cutting::on_commit, database);
    return SQLITE_OK;
  }
  static int on_commit(void* database) {
    const char* name = sqlite3_db_filename(static_cast<sqlite3*>(database), "main");
    if (current_ != nullptr && current_->clock != nullptr && current_->file_ == name) current_->cut();
    return 0;
  }
  void cut() {
    const std::string copy = folder_.file("cut-" + std::to_string(cuts.size()));
    std::filesystem::copy_file(file_, copy);
    if (std::filesystem::exists(file_ + "-wal")) std::filesystem::copy_file(file_ + "-wal", copy + "-wal");
    cuts.push_back({copy, clock->now()});
  }

  static inline Cutting* current_ = nullptr;
  std::string file_;
  const tests::TemporaryFolder& folder_;
};

// How many processes: RONDO_CRASH_PROCESSES, a few otherwise.
unsigned processes() {
  constexpr unsigned kFew = 3;
  const char* wanted = std::getenv("RONDO_CRASH_PROCESSES");
  return wanted == nullptr ? kFew : static_cast<unsigned>(std::atoi(wanted));
}

TEST(CrashPoints, EachRunComesToTheSameEndWhereverItIsCut) {
  const Instant begin{std::chrono::hours(500'000)};
  for (unsigned seed = 1; seed <= processes(); ++seed) {
    const tests::TemporaryFolder folder;
    const std::string file = folder.file("store"), process = RandomProcess(seed).text();
    Cutting cutting(file, folder);
    std::string expected;
    {
      RandomRun run(file, process, begin);
      cutting.clock = run.clock;
      run.finish();
      expected = run.history();
      cutting.clock = nullptr;
    }
    EXPECT_GT(cutting.cuts.size(), 5U);
    for (std::size_t at = 0; at < cutting.cuts.size(); ++at) {
      RandomRun run(cutting.cuts[at].file, process, cutting.cuts[at].time);
      run.finish();
      ASSERT_EQ(run.history(), expected) << "seed " << seed << ", before commit " << at << "\n" << process;
    }
  }
}

}  // namespace
}  // namespace rondo
