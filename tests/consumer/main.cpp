// SPDX-License-Identifier: Apache-2.0
// Runs a process of one service task with the installed library.
#include <rondo/engine.hpp>

#include <iostream>

namespace {

constexpr const char* kGreeting = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:activiti="http://activiti.org/bpmn" targetNamespace="stranger">
  <process id="greeting" isExecutable="true">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="greet"/>
    <serviceTask id="greet" activiti:class="com.acme.Greet"/>
    <sequenceFlow id="f2" sourceRef="greet" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>
)";

}  // namespace

int main() {
  bool greeted = false;
  const auto engine = rondo::Engine::open("memory:");
  engine->delegates().add("com.acme.Greet", [&greeted](rondo::DelegateExecution&) { greeted = true; });
  engine->repository().deploy({{"greeting.bpmn", kGreeting}});
  const auto instance = engine->runtime().start("greeting", {{"name", "Ada"}});
  std::cout << (greeted && instance.ended ? "greeted\n" : "nothing happened\n");
  return greeted && instance.ended ? 0 : 1;
}
