// SPDX-License-Identifier: Apache-2.0
#include "bench/generated.hpp"

#include <fmt/format.h>

namespace rondo::bench {

namespace {

std::string file_of(const std::string& process, const std::string& content) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" targetNamespace=\"bench\">\n"
      "<process id=\"{}\" isExecutable=\"true\">\n{}</process>\n</definitions>\n",
      process, content);
}

// Adds elements and the flows between them to a process.
class Writer {
 public:
  void element(const std::string& tag, const std::string& id) {
    text_ += fmt::format("<{} id=\"{}\"/>\n", tag, id);
  }
  void flow(const std::string& source, const std::string& target, const std::string& condition = {}) {
    const std::uint64_t number = ++flows_;
    if (condition.empty()) {
      text_ += fmt::format("<sequenceFlow id=\"f{}\" sourceRef=\"{}\" targetRef=\"{}\"/>\n", number, source,
                           target);
    } else {
      text_ += fmt::format(
          "<sequenceFlow id=\"f{}\" sourceRef=\"{}\" targetRef=\"{}\"><conditionExpression "
          "xsi:type=\"tFormalExpression\">{}</conditionExpression></sequenceFlow>\n",
          number, source, target, condition);
    }
  }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  std::string text_;
  std::uint64_t flows_ = 0;
};

}  // namespace

std::string multi_instance_text() {
  return file_of("items",
                 "<startEvent id=\"start\"/>\n"
                 "<subProcess id=\"each\"><multiInstanceLoopCharacteristics><loopCardinality>${count}"
                 "</loopCardinality></multiInstanceLoopCharacteristics>\n"
                 "<startEvent id=\"s\"/><task id=\"t\"/><endEvent id=\"e\"/>\n"
                 "<sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"t\"/>"
                 "<sequenceFlow id=\"f2\" sourceRef=\"t\" targetRef=\"e\"/></subProcess>\n"
                 "<endEvent id=\"end\"/>\n"
                 "<sequenceFlow id=\"f3\" sourceRef=\"start\" targetRef=\"each\"/>"
                 "<sequenceFlow id=\"f4\" sourceRef=\"each\" targetRef=\"end\"/>\n");
}

std::string inclusive_join_text(std::uint64_t tokens) {
  Writer writer;
  writer.element("startEvent", "start");
  writer.element("inclusiveGateway", "split");
  writer.element("inclusiveGateway", "join");
  writer.element("endEvent", "end");
  writer.flow("start", "split");
  writer.flow("join", "end");
  for (std::uint64_t i = 0; i < tokens; ++i) {
    const std::string task = fmt::format("t{}", i);
    writer.element("task", task);
    writer.flow("split", task);
    writer.flow(task, "join");
  }
  return file_of("joined", writer.text());
}

std::string large_model_text(std::uint64_t nodes) {
  constexpr std::uint64_t kBlock = 10;
  Writer writer;
  writer.element("startEvent", "start");
  std::string last = "start";
  for (std::uint64_t block = 0; block * kBlock + kBlock <= nodes; ++block) {
    const auto id = [&](const char* name) { return fmt::format("{}{}", name, block); };
    for (const char* gateway : {"choose", "merge"}) writer.element("exclusiveGateway", id(gateway));
    for (const char* gateway : {"fork", "join"}) writer.element("parallelGateway", id(gateway));
    for (const char* task : {"a", "b", "c", "d", "e", "g"}) writer.element("task", id(task));
    writer.flow(last, id("a"));
    writer.flow(id("a"), id("choose"));
    writer.flow(id("choose"), id("b"), "${amount &gt; 10}");
    writer.flow(id("choose"), id("c"), "${amount &lt;= 10}");
    for (const char* task : {"b", "c"}) writer.flow(id(task), id("merge"));
    writer.flow(id("merge"), id("fork"));
    for (const char* task : {"d", "e"}) {
      writer.flow(id("fork"), id(task));
      writer.flow(id(task), id("join"));
    }
    writer.flow(id("join"), id("g"));
    last = id("g");
  }
  writer.element("endEvent", "end");
  writer.flow(last, "end");
  return file_of("large", writer.text());
}

}  // namespace rondo::bench
