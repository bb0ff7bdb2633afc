// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

namespace rondo::bpmn {
namespace {

using model::Dialect;
using Kind = model::Implementation::Kind;

class Dialects : public ReadingTest {
 protected:
  const model::ProcessDefinition& read_engine(const std::string& engine, const std::string& process,
                                              const std::string& root = {}) {
    return read_file(engine_file(engine, process, root));
  }
};

TEST_F(Dialects, AreToldByTheirNamespaceWhateverThePrefix) {
  EXPECT_EQ(read_file(plain_file("<task id=\"t\"/>")).dialect, Dialect::Standard);
  EXPECT_EQ(read_engine("activiti", "<bpmn:task id=\"t\"/>").dialect, Dialect::Activiti);
  EXPECT_EQ(read_engine("flowable", "<bpmn:task id=\"t\"/>").dialect, Dialect::Flowable);
  EXPECT_EQ(read_engine("camunda", "<bpmn:task id=\"t\"/>").dialect, Dialect::Camunda);
  EXPECT_EQ(read_engine("zeebe", "<bpmn:task id=\"t\"/>").dialect, Dialect::Zeebe);
  for (const std::string uri : {"http://www.camunda.com/fox", "http://operaton.org/schema/1.0/bpmn"}) {
    const auto& process =
        read_file("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:x=\"" + uri +
                  "\" targetNamespace=\"t\"><process id=\"p\"><serviceTask id=\"t\" "
                  "x:class=\"a.B\"/></process></definitions>");
    EXPECT_EQ(process.dialect, Dialect::Camunda);
    EXPECT_EQ(process.nodes()[0].implementation->name, "a.B");
  }
}

TEST_F(Dialects, NameCodeInTheirOwnWays) {
  const auto& process = read_engine("activiti", R"(
    <bpmn:serviceTask id="a" activiti:class="com.acme.Charge" activiti:resultVariableName="r"/>
    <bpmn:serviceTask id="b" activiti:expression="#{bean.call(x)}" activiti:resultVariable="s"/>
    <bpmn:serviceTask id="c" activiti:delegateExpression="${bean}"/>
    <bpmn:serviceTask id="d" activiti:type="mail"/>
    <bpmn:sendTask id="e" activiti:class="com.acme.Send"/>
    <bpmn:businessRuleTask id="f" activiti:class="com.acme.Rule"/>)");
  EXPECT_EQ(node(process, "a").implementation->kind, Kind::Class);
  EXPECT_EQ(node(process, "a").implementation->name, "com.acme.Charge");
  EXPECT_EQ(node(process, "a").implementation->result_variable, "r");
  EXPECT_EQ(node(process, "b").implementation->kind, Kind::Expression);
  EXPECT_EQ(text(process, node(process, "b").implementation->expression), "#{bean.call(x)}");
  EXPECT_EQ(node(process, "b").implementation->result_variable, "s");
  EXPECT_EQ(node(process, "c").implementation->kind, Kind::DelegateExpression);
  EXPECT_EQ(node(process, "d").implementation->kind, Kind::Type);
  EXPECT_EQ(node(process, "d").implementation->name, "mail");
  EXPECT_EQ(node(process, "e").implementation->name, "com.acme.Send");
  EXPECT_EQ(node(process, "f").implementation->name, "com.acme.Rule");
}

TEST_F(Dialects, ReadOperationsAsClasses) {
  const auto& process = read_file(
      plain_file("<serviceTask id=\"t\" operationRef=\"o\"/><serviceTask id=\"u\" operationRef=\"q\"/>",
                 R"(<interface id="i" name="i" implementationRef="com.acme.Shop">
      <operation id="o" name="o" implementationRef="com.acme.Shop.sell"/><operation id="q" name="q"/></interface>)"));
  EXPECT_EQ(node(process, "t").implementation->kind, Kind::Class);
  EXPECT_EQ(node(process, "t").implementation->name, "com.acme.Shop.sell");
  EXPECT_EQ(node(process, "u").implementation->name, "com.acme.Shop");
}

TEST_F(Dialects, InjectFields) {
  const auto& process =
      read_engine("flowable", R"(<bpmn:serviceTask id="t" flowable:class="a.B"><bpmn:extensionElements>
      <flowable:field name="a" stringValue="x"/><flowable:field name="b" expression="${y}"/>
      <flowable:field name="c"><flowable:string>z</flowable:string></flowable:field>
      <flowable:field name="d"><flowable:expression>${w}</flowable:expression></flowable:field>
      </bpmn:extensionElements></bpmn:serviceTask>)");
  const auto& fields = node(process, "t").implementation->fields;
  ASSERT_EQ(fields.size(), 4u);
  EXPECT_EQ(text(process, fields[0].value), "x");
  EXPECT_EQ(text(process, fields[1].value), "${y}");
  EXPECT_EQ(text(process, fields[2].value), "z");
  EXPECT_EQ(text(process, fields[3].value), "${w}");
}

TEST_F(Dialects, PassJobBoundaries) {
  const auto& process =
      read_engine("camunda", R"(<bpmn:task id="a" camunda:asyncBefore="true" camunda:exclusive="false"/>
      <bpmn:task id="b" camunda:asyncAfter="true" camunda:jobPriority="7"><bpmn:extensionElements>
      <camunda:failedJobRetryTimeCycle>R5/PT5M</camunda:failedJobRetryTimeCycle></bpmn:extensionElements></bpmn:task>)");
  EXPECT_TRUE(node(process, "a").async_before);
  EXPECT_FALSE(node(process, "a").exclusive);
  EXPECT_TRUE(node(process, "b").async_after);
  EXPECT_EQ(text(process, node(process, "b").extras->retry.text), "R5/PT5M");
  EXPECT_EQ(text(process, node(process, "b").extras->job_priority), "7");
}

TEST_F(Dialects, TellUserTasksWhoseTheyAre) {
  const auto& process =
      read_engine("activiti", R"(<bpmn:userTask id="t" name="Sign ${what}" activiti:assignee="${boss}"
      activiti:candidateUsers="a, b" activiti:dueDate="${due}" activiti:priority="50" activiti:formKey="f" activiti:category="c"
      activiti:businessCalendarName="cal" activiti:skipExpression="${skip}"><bpmn:documentation>Read it.</bpmn:documentation></bpmn:userTask>
      <bpmn:userTask id="u"><bpmn:potentialOwner><bpmn:resourceAssignmentExpression><bpmn:formalExpression>user(kermit), group(management), sales
      </bpmn:formalExpression></bpmn:resourceAssignmentExpression></bpmn:potentialOwner></bpmn:userTask>)");
  const auto& user = *node(process, "t").user_task;
  EXPECT_EQ(text(process, user.assignee), "${boss}");
  EXPECT_EQ(user.candidate_users.size(), 2u);
  EXPECT_EQ(text(process, user.due_date), "${due}");
  EXPECT_EQ(text(process, user.priority), "50");
  EXPECT_EQ(text(process, user.form_key), "f");
  EXPECT_EQ(text(process, user.category), "c");
  EXPECT_EQ(text(process, user.name), "Sign ${what}");
  EXPECT_EQ(text(process, user.documentation), "Read it.");
  EXPECT_EQ(user.business_calendar, "cal");
  EXPECT_EQ(text(process, node(process, "t").extras->skip_expression), "${skip}");
  const auto& potential = *node(process, "u").user_task;
  ASSERT_EQ(potential.candidate_users.size(), 1u);
  EXPECT_EQ(text(process, potential.candidate_users[0]), "kermit");
  EXPECT_EQ(potential.candidate_groups.size(), 2u);
}

TEST_F(Dialects, CallListenersOfTasksAfterATime) {
  const auto file = [](const std::string& timer) {
    return engine_file(
        "camunda",
        R"(<bpmn:userTask id="t"><bpmn:extensionElements><camunda:taskListener event="timeout" class="a.B">)" +
            timer + "</camunda:taskListener></bpmn:extensionElements></bpmn:userTask>");
  };
  const auto& process = read_file(file(
      "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>"));
  const auto& listener = node(process, "t").task_listeners.front();
  EXPECT_EQ(listener.event, model::Listener::Event::Timeout);
  EXPECT_EQ(listener.timer, model::TimerKind::Duration);
  EXPECT_EQ(text(process, listener.timer_value), "PT1H");
  EXPECT_EQ(count_of(read(file({}), "t.bpmn"), "listener"), 1u);
}

TEST_F(Dialects, CallListeners) {
  const auto& process = read_engine("flowable", R"(<bpmn:userTask id="t"><bpmn:extensionElements>
      <flowable:executionListener event="start" class="a.B"/><flowable:executionListener event="end" expression="${x}"/>
      <flowable:taskListener event="create" delegateExpression="${y}"/><flowable:taskListener event="all" class="a.C"/>
      </bpmn:extensionElements></bpmn:userTask><bpmn:task id="u"/><bpmn:sequenceFlow id="f" sourceRef="t" targetRef="u">
      <bpmn:extensionElements><flowable:executionListener class="a.D"/></bpmn:extensionElements></bpmn:sequenceFlow>)");
  using Event = model::Listener::Event;
  ASSERT_EQ(node(process, "t").listeners.size(), 2u);
  EXPECT_EQ(node(process, "t").listeners[1].event, Event::End);
  ASSERT_EQ(node(process, "t").task_listeners.size(), 2u);
  EXPECT_EQ(node(process, "t").task_listeners[0].event, Event::Create);
  EXPECT_TRUE(node(process, "t").task_listeners[1].all_events);
  ASSERT_EQ(process.flows()[0].listeners.size(), 1u);
  EXPECT_EQ(process.flows()[0].listeners[0].event, Event::Take);
}

TEST_F(Dialects, MapExceptionsToErrors) {
  const auto& process =
      read_engine("activiti", R"(<bpmn:serviceTask id="t" activiti:class="a.B"><bpmn:extensionElements>
      <activiti:mapException errorCode="E" includeChildExceptions="true">java.io.IOException</activiti:mapException>
      </bpmn:extensionElements></bpmn:serviceTask>)");
  const auto& mapping = node(process, "t").extras->exceptions.at(0);
  EXPECT_EQ(mapping.exception, "java.io.IOException");
  EXPECT_EQ(mapping.error_code, "E");
  EXPECT_TRUE(mapping.include_children);
}

TEST_F(Dialects, KeepFreeProperties) {
  const auto& camunda =
      read_engine("camunda", R"(<bpmn:task id="t"><bpmn:extensionElements><camunda:properties>
      <camunda:property name="a" value="1"/></camunda:properties></bpmn:extensionElements></bpmn:task>)");
  EXPECT_EQ(node(camunda, "t").extras->properties.at(0), (std::pair<std::string, std::string>("a", "1")));
  const auto& zeebe = read_engine(
      "zeebe",
      R"(<bpmn:serviceTask id="t"><bpmn:extensionElements><zeebe:taskDefinition type="x" retries="5"/>
      <zeebe:taskHeaders><zeebe:header key="b" value="2"/></zeebe:taskHeaders></bpmn:extensionElements></bpmn:serviceTask>)");
  EXPECT_EQ(node(zeebe, "t").extras->properties.at(0), (std::pair<std::string, std::string>("b", "2")));
  EXPECT_NE(node(zeebe, "t").extras->retry.text, model::kNoExpression);
}

TEST_F(Dialects, OfZeebeKeepTheEqualsSignOfExpressions) {
  const auto& process = read_engine("zeebe", R"(<bpmn:scriptTask id="s"><bpmn:extensionElements>
      <zeebe:script expression="=a + 1" resultVariable="r"/></bpmn:extensionElements></bpmn:scriptTask>
      <bpmn:userTask id="u"><bpmn:extensionElements><zeebe:assignmentDefinition assignee="=who" candidateGroups="x,y"/>
      <zeebe:formDefinition formId="f"/></bpmn:extensionElements></bpmn:userTask>)");
  EXPECT_EQ(text(process, node(process, "s").implementation->expression), "=a + 1");
  EXPECT_EQ(node(process, "s").implementation->result_variable, "r");
  EXPECT_EQ(text(process, node(process, "u").user_task->assignee), "=who");
  EXPECT_EQ(node(process, "u").user_task->candidate_groups.size(), 2u);
}

TEST_F(Dialects, SetTheHeaderOfTheProcess) {
  const auto& process =
      read_file(R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"
      xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p" name="P" isExecutable="false" camunda:versionTag="v2"
      camunda:historyTimeToLive="30" camunda:candidateStarterGroups="a,b"><documentation>Doc</documentation>
      <extensionElements><camunda:executionListener event="end" class="a.B"/></extensionElements><task id="t"/></process></definitions>)");
  EXPECT_EQ(process.id, "p");
  EXPECT_EQ(process.name, "P");
  EXPECT_EQ(process.documentation, "Doc");
  EXPECT_FALSE(process.executable);
  EXPECT_EQ(process.version_tag, "v2");
  EXPECT_EQ(process.history_time_to_live, (model::Duration{0, 30 * 86'400'000LL}));
  EXPECT_EQ(process.candidate_starters.size(), 2u);
  EXPECT_EQ(process.listeners.size(), 1u);
  EXPECT_EQ(process.file, "test.bpmn");
}

}  // namespace
}  // namespace rondo::bpmn
