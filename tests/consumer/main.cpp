// SPDX-License-Identifier: Apache-2.0
// Runs processes of one service task with the installed library. Errors cross its border both ways.
#include <rondo/engine.hpp>

#include <iostream>
#include <stdexcept>
#include <string>

namespace {

constexpr const char* kGreeting = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:activiti="http://activiti.org/bpmn" targetNamespace="stranger">
  <error id="shy" errorCode="SHY"/>
  <process id="greeting" isExecutable="true">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="greet"/>
    <serviceTask id="greet" activiti:class="com.acme.Greet"/>
    <boundaryEvent id="caught" attachedToRef="greet"><errorEventDefinition errorRef="shy"/></boundaryEvent>
    <sequenceFlow id="f2" sourceRef="greet" targetRef="end"/>
    <sequenceFlow id="f3" sourceRef="caught" targetRef="silence"/>
    <endEvent id="end"/>
    <endEvent id="silence"/>
  </process>
</definitions>
)";

/// Where a greeting of somebody ended, or the error that the engine threw.
std::string greet(rondo::Engine& engine, const char* name) {
  try {
    const auto instance = engine.runtime().start("greeting", {{"name", name}});
    return engine.history().activities(instance.id).back().activity_id;
  } catch (const rondo::BpmnError& error) {
    return "BPMN error " + error.code();
  } catch (const rondo::Error& error) {
    return std::string(rondo::name_of(error.kind()));
  }
}

bool is_refused(rondo::Engine& engine) {
  try {
    engine.repository().deploy({{"nothing.bpmn", "<definitions/>"}});
  } catch (const rondo::DeploymentError& error) {
    return !error.findings().empty();
  }
  return false;
}

}  // namespace

int main() {
  const auto engine = rondo::Engine::open("memory:");
  engine->delegates().add("com.acme.Greet", [](rondo::DelegateExecution& execution) {
    const rondo::Value name = execution.variable("name").value_or("");
    if (name == "Bob") throw rondo::BpmnError("SHY");
    if (name == "Cyd") throw rondo::BpmnError("ABSENT");
    if (name == "Dan") throw std::runtime_error("no voice");
  });
  engine->repository().deploy({{"greeting.bpmn", kGreeting}});
  const bool ok = greet(*engine, "Ada") == "end" && greet(*engine, "Bob") == "silence" &&
                  greet(*engine, "Cyd") == "BPMN error ABSENT" && greet(*engine, "Dan") == "delegate" &&
                  is_refused(*engine);
  std::cout << (ok ? "greeted\n" : "something else happened\n");
  return ok ? 0 : 1;
}
