// SPDX-License-Identifier: Apache-2.0
#include "tests/bpmn/bpmn_text.hpp"

#include <gmock/gmock.h>

namespace rondo::bpmn {
namespace {

using model::MessageTarget;

/// Two pools, "a" with the thrower "send" and "b" with the catcher "get", and message flows between them.
std::string pools(const std::string& send, const std::string& get, const std::string& flows,
                  const std::string& root = {}) {
  return "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\""
         " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" targetNamespace=\"t\">"
         "<message id=\"m\" name=\"hello\"/><message id=\"n\" name=\"bye\"/>" +
         root +
         "<collaboration id=\"c\"><participant id=\"poolA\" processRef=\"a\"/>"
         "<participant id=\"poolB\" processRef=\"b\"/><participant id=\"outside\"/>" +
         flows + "</collaboration><process id=\"a\" isExecutable=\"true\">" + send +
         "</process><process id=\"b\" isExecutable=\"true\">" + get + "</process></definitions>";
}

std::string throws(const std::string& message = {}) {
  return "<endEvent id=\"send\"><messageEventDefinition " + message + "/></endEvent>";
}
std::string catches(const std::string& message = {}) {
  return "<startEvent id=\"get\"><messageEventDefinition " + message + "/></startEvent>";
}
std::string flow(const std::string& target, const std::string& more = {}) {
  return "<messageFlow id=\"f-" + target + "\" sourceRef=\"send\" targetRef=\"" + target + "\" " + more +
         "/>";
}

class MessageFlows : public ::testing::Test {
 protected:
  const model::EventDefinition& event(const std::string& file, std::size_t process) {
    result_ = read(file, "f.bpmn");
    EXPECT_FALSE(result_.diagnostics.refuses()) << all_findings(result_);
    return result_.document.processes.at(process)->nodes().front().events.at(0);
  }
  const std::vector<MessageTarget>& targets(const std::string& file) { return event(file, 0).targets; }

  ReadResult result_{{}, model::Diagnostics("")};
};

TEST_F(MessageFlows, LeadToTheElementAtTheirEnd) {
  const auto& found = targets(pools(throws("messageRef=\"m\""), catches("messageRef=\"m\""), flow("get")));

  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].process, "b");
  EXPECT_EQ(found[0].element, "get");
  EXPECT_EQ(found[0].name, "hello");
}

TEST_F(MessageFlows, LeadToAWholePool) {
  const auto& found = targets(pools(throws(), catches("messageRef=\"m\""), flow("poolB")));

  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].process, "b");
  EXPECT_EQ(found[0].element, "");
  EXPECT_EQ(found[0].name, "hello");
}

TEST_F(MessageFlows, LeadNowhereInPoolsWithoutAProcess) {
  EXPECT_TRUE(targets(pools(throws("messageRef=\"m\""), catches(), flow("outside"))).empty());
}

TEST_F(MessageFlows, NameWhatIsCaughtWithoutAName) {
  EXPECT_EQ(event(pools(throws(), catches(), flow("get", "messageRef=\"n\"")), 1).name, "bye");
  EXPECT_EQ(event(pools(throws("messageRef=\"m\""), catches(), flow("get")), 1).name, "hello");
  EXPECT_EQ(event(pools(throws(), catches(), flow("get")), 1).name, "f-get");
  EXPECT_EQ(event(pools(throws(), catches("messageRef=\"n\""), flow("get")), 0).name, "bye");
}

TEST_F(MessageFlows, MakeSendAndReceiveTasksSendAndReceive) {
  const std::string file = pools("<sendTask id=\"send\"/>", "<receiveTask id=\"get\"/>", flow("get"));

  EXPECT_EQ(event(file, 1).name, "f-get");
  ASSERT_EQ(targets(file).size(), 1u);
}

TEST_F(MessageFlows, FromOutsideNameNothing) {
  const std::string incoming = "<messageFlow id=\"f\" sourceRef=\"outside\" targetRef=\"get\"/>";
  EXPECT_EQ(event(pools(throws(), catches(), incoming), 1).name, "");
}

TEST_F(MessageFlows, OfDifferentMessagesAreFound) {
  const auto differing =
      read(pools(throws("messageRef=\"m\""), catches("messageRef=\"n\""), flow("get")), "f.bpmn");
  const auto alike =
      read(pools(throws("messageRef=\"m\""), catches(), flow("get", "messageRef=\"m\"")), "f.bpmn");

  EXPECT_EQ(count_of(differing, "message-flow-message"), 1u);
  EXPECT_EQ(count_of(alike, "message-flow-message"), 0u);
}

const std::string kProperty =
    "<correlationProperty id=\"number\"><correlationPropertyRetrievalExpression messageRef=\"m\">"
    "<messagePath xsi:type=\"tFormalExpression\">order.number</messagePath>"
    "</correlationPropertyRetrievalExpression></correlationProperty>";
const std::string kKey =
    "<correlationKey id=\"key\"><correlationPropertyRef>number</correlationPropertyRef></correlationKey>";

std::vector<std::size_t> keys_of(const std::string& file) {
  const auto result = read(file, "f.bpmn");
  EXPECT_FALSE(result.diagnostics.refuses()) << all_findings(result);
  std::vector<std::size_t> counts;
  for (const auto& process : result.document.processes) counts.push_back(process->correlation_keys.size());
  return counts;
}

std::string conversation(const std::string& content) {
  return pools(throws(), catches(),
               flow("get") + "<conversation id=\"v\">" + content + kKey + "</conversation>", kProperty);
}

TEST_F(MessageFlows, CorrelationKeysCountForWhoTakesPart) {
  using testing::ElementsAre;
  EXPECT_THAT(keys_of(conversation("<participantRef>poolA</participantRef>")), ElementsAre(1, 0));
  EXPECT_THAT(keys_of(conversation("<messageFlowRef>f-get</messageFlowRef>")), ElementsAre(1, 1));
  EXPECT_THAT(keys_of(conversation({})), ElementsAre(1, 1));
  EXPECT_THAT(keys_of(pools(throws(), catches(), flow("get") + kKey, kProperty)), ElementsAre(1, 1));
}

TEST_F(MessageFlows, CorrelationPropertiesKnowWhereMessagesHoldThem) {
  const auto result = read(conversation({}), "f.bpmn");

  const auto& process = *result.document.processes.at(0);
  const auto& key = process.correlation_keys.at(0);
  EXPECT_EQ(key.id, "key");
  ASSERT_EQ(key.properties.size(), 1u);
  EXPECT_EQ(key.properties[0].id, "number");
  ASSERT_EQ(key.properties[0].message_paths.size(), 1u);
  EXPECT_EQ(key.properties[0].message_paths[0].first, "hello");
  EXPECT_EQ(process.expression(key.properties[0].message_paths[0].second).text, "order.number");
}

TEST_F(MessageFlows, CorrelationSubscriptionsTakeValuesFromTheProcess) {
  const std::string subscription =
      "<correlationSubscription id=\"s\" correlationKeyRef=\"key\"><correlationPropertyBinding "
      "correlationPropertyRef=\"number\"><dataPath xsi:type=\"tFormalExpression\">mine</dataPath>"
      "</correlationPropertyBinding></correlationSubscription>";
  const auto result =
      read(pools(throws() + subscription, catches(), flow("get") + kKey, kProperty), "f.bpmn");

  const auto& process = *result.document.processes.at(0);
  const auto& property = process.correlation_keys.at(0).properties.at(0);
  ASSERT_NE(property.data_path, model::kNoExpression);
  EXPECT_EQ(process.expression(property.data_path).text, "mine");
}

}  // namespace
}  // namespace rondo::bpmn
