// SPDX-License-Identifier: Apache-2.0
#include "tests/frontends/drawn_flowchart.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace rondo::tests {

namespace {

using Kind = DrawnFlowchart::Kind;
using Mode = DrawnFlowchart::Mode;

constexpr const char* kModes[] = {"classic", "counter", "token"};
constexpr const char* kJoins[] = {"WaitAny", "WaitAll", "WaitAllActive"};
constexpr const char* kTypes[] = {"Elsa.FlowNode", "Test.Wait",   "Test.Drawn",   "Elsa.FlowJoin",
                                  "Elsa.End",      "Elsa.Finish", "Elsa.Complete"};

template <typename Name>
std::size_t place(Name name) {
  return static_cast<std::size_t>(name);
}

std::size_t below(std::mt19937_64& random, std::size_t limit) { return random() % limit; }

// Of a hundred, so many times.
bool often(std::mt19937_64& random, unsigned percent) { return random() % 100 < percent; }

std::string activity_json(const DrawnFlowchart::Activity& activity, std::size_t number) {
  std::string text = fmt::format(R"({{"id": "{}", "type": "{}")", DrawnFlowchart::name(number),
                                 kTypes[place(activity.kind)]);
  if (activity.kind == Kind::Join) text += fmt::format(R"(, "mode": "{}")", kJoins[place(activity.join)]);
  if (activity.kind == Kind::Drawn) text += fmt::format(R"(, "number": {})", number);
  if (!activity.merge.empty())
    text += fmt::format(R"(, "customProperties": {{"mergeMode": "{}"}})", activity.merge);
  return text + "}";
}

DrawnFlowchart::Activity draw_activity(std::mt19937_64& random, Mode mode) {
  DrawnFlowchart::Activity activity;
  const std::size_t kind = below(random, 100);
  activity.kind = kind < 34   ? Kind::Plain
                  : kind < 50 ? Kind::Waits
                  : kind < 74 ? Kind::Drawn
                  : kind < 91 ? Kind::Join
                  : kind < 96 ? Kind::End
                  : kind < 98 ? Kind::Finish
                              : Kind::Complete;
  activity.join = static_cast<DrawnFlowchart::Join>(below(random, mode == Mode::Counter ? 3 : 2));
  if (mode == Mode::Token && activity.kind != Kind::Join && often(random, 35)) {
    static constexpr const char* kMerges[] = {"None", "Stream", "Merge", "Converge", "Cascade", "Race"};
    activity.merge = kMerges[below(random, 6)];
  }
  if (activity.kind != Kind::Drawn) return activity;
  static const std::vector<std::vector<std::string>> kOutcomes{{"Done"},   {"X"},         {"Y"},
                                                               {"X", "Y"}, {"Done", "X"}, {"Other"}};
  for (std::size_t left = 1 + below(random, 3); left > 0; --left) {
    activity.outcomes.push_back(often(random, 6) ? std::vector<std::string>{}
                                                 : kOutcomes[below(random, kOutcomes.size())]);
  }
  return activity;
}

}  // namespace

std::string DrawnFlowchart::json() const {
  std::vector<std::string> nodes, ways;
  for (std::size_t i = 0; i < activities.size(); ++i) nodes.push_back(activity_json(activities[i], i));
  for (const Connection& way : connections) {
    ways.push_back(fmt::format(R"({{"source": "{}", "sourcePort": "{}", "target": "{}"}})", name(way.source),
                               way.port, name(way.target)));
  }
  return fmt::format(
      "{{\"definitionId\": \"drawn\", \"options\": {{\"flowchartMode\": \"{}\"{}}}, \"root\": {{\"type\": "
      "\"Elsa.Flowchart\", \"start\": \"a0\", \"activities\": [\n{}\n], \"connections\": [\n{}\n]}}}}\n",
      kModes[place(mode)], goes_on ? ", \"incidentStrategyType\": \"ContinueWithIncidents\"" : "",
      fmt::join(nodes, ",\n"), fmt::join(ways, ",\n"));
}

std::string DrawnFlowchart::shown() const {
  std::string text = kModes[place(mode)];
  for (std::size_t i = 0; i < activities.size(); ++i) {
    const Activity& activity = activities[i];
    text += fmt::format(" {}:{}", name(i), kTypes[place(activity.kind)] + 5);
    if (activity.kind == Kind::Join) text += fmt::format("({})", kJoins[place(activity.join)]);
    if (activity.kind == Kind::Drawn) text += fmt::format("{}", activity.outcomes);
    if (!activity.merge.empty()) text += "/" + activity.merge;
  }
  text += " |";
  for (const Connection& way : connections) {
    text +=
        fmt::format(" {}{}>{}", name(way.source), way.port == "Done" ? "" : ":" + way.port, name(way.target));
  }
  return text + (goes_on ? " | goes on" : "");
}

DrawnFlowchart DrawnFlowchart::without_activity(std::size_t activity) const {
  DrawnFlowchart less = *this;
  less.activities.erase(less.activities.begin() + static_cast<std::ptrdiff_t>(activity));
  std::erase_if(less.connections,
                [&](const Connection& way) { return way.source == activity || way.target == activity; });
  for (Connection& way : less.connections) {
    if (way.source > activity) --way.source;
    if (way.target > activity) --way.target;
  }
  return less;
}

DrawnFlowchart DrawnFlowchart::without_connection(std::size_t connection) const {
  DrawnFlowchart less = *this;
  less.connections.erase(less.connections.begin() + static_cast<std::ptrdiff_t>(connection));
  return less;
}

// Every activity but the first has a way in from one before it, mostly; the rest is chance, circles too.
DrawnFlowchart draw_flowchart(std::mt19937_64& random, Mode mode) {
  DrawnFlowchart flowchart;
  flowchart.mode = mode;
  flowchart.goes_on = often(random, 25);
  const std::size_t size = 3 + below(random, 8);
  for (std::size_t i = 0; i < size; ++i) flowchart.activities.push_back(draw_activity(random, mode));
  flowchart.activities[0].kind = often(random, 70) ? Kind::Plain : Kind::Drawn;
  if (flowchart.activities[0].outcomes.empty()) flowchart.activities[0].outcomes = {{"Done"}, {"X", "Y"}};
  const auto connect = [&](std::size_t source, std::size_t target) {
    static constexpr const char* kPorts[] = {"Done", "Done", "X", "Y"};
    const bool drawn = flowchart.activities[source].kind == Kind::Drawn;
    flowchart.connections.push_back({source, drawn ? kPorts[below(random, 4)] : "Done", target});
  };
  for (std::size_t i = 1; i < size; ++i) {
    if (!often(random, 4)) connect(often(random, 40) ? i - 1 : below(random, i), i);
  }
  for (std::size_t more = below(random, size + 1); more > 0; --more) {
    const std::size_t source = below(random, size), target = below(random, size);
    if (source < target || often(random, 25)) connect(source, target);
  }
  if (often(random, 5)) flowchart.connections.push_back(flowchart.connections.front());
  std::shuffle(flowchart.connections.begin(), flowchart.connections.end(), random);
  return flowchart;
}

}  // namespace rondo::tests
