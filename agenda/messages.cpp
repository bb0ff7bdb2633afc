// SPDX-License-Identifier: Apache-2.0
#include "agenda/command.hpp"

#include <memory>
#include <string_view>
#include <utility>

namespace rondo::agenda {

// Those that belong together are told by the instance that began: of a called instance, by the outermost
// one that called it.
std::uint64_t Command::conversation_of(ExecutionId id) {
  const std::uint32_t process = tree_.at(outermost(id)).process;
  if (tree_.process(process).conversation != 0) return tree_.process(process).conversation;
  if (tree_.process(process).sequence == 0) date(tree_.edit_process(process));
  return tree_.process(process).sequence;
}

void Command::throw_message(ExecutionId thrower, model::MessageRecord message) {
  if (!host_.may_receive(message)) return;
  message.sequence = host_.next_sequence();
  if (message.business_key.empty()) message.business_key = tree_.process_of(thrower).business_key;
  message.conversation = conversation_of(thrower);
  note_correlation(thrower, message.name, message.variables);
  message.sent = now();
  message.expiry = message.sent + settings_.message_life;
  auto record = std::make_shared<const model::MessageRecord>(std::move(message));
  changes_.messages.push_back(record);
  thrown_.push_back({{}, std::move(record)});
}

// What the messages of its conversation have given the instance, and what its own variables give (BPMN 2.0
// §8.4.2: key-based and context-based correlation).
model::Value Command::expected_correlation(ExecutionId id) {
  const ProcessInstance& instance = tree_.process_of(id);
  const auto& keys = instance.process->definition().correlation_keys;
  if (keys.empty()) return {};
  model::Value expected = instance.correlation;
  for (const model::CorrelationKey& key : keys) {
    model::List values;
    for (const model::CorrelationKey::Property& property : key.properties) {
      if (property.data_path != model::kNoExpression) values.push_back(evaluate(id, property.data_path));
    }
    if (values.empty() || values.size() != key.properties.size()) continue;
    if (expected.is_null()) expected = model::Object();
    expected.edit_object().set(key.id, std::move(values));
  }
  return expected;
}

// The first message of a conversation gives a key its values; others must have the same ones from then on.
void Command::note_correlation(ExecutionId id, std::string_view message, const model::Object& variables) {
  const std::uint32_t process = tree_.at(id).process;
  const DeployedProcess& definition = *tree_.process(process).process;
  if (definition.definition().correlation_keys.empty()) return;
  model::Object known;
  if (!tree_.process(process).correlation.is_null()) known = tree_.process(process).correlation.as_object();
  const std::size_t before = known.size();
  for (const auto& [key, values] : host_.correlation_of(definition, message, variables)) {
    if (!known.contains(key)) known.set(key, values);
  }
  if (known.size() == before) return;
  tree_.edit_process(process).correlation = model::Value(std::move(known));
  for (std::uint32_t wait = 0; wait < tree_.waits().bound(); ++wait) {
    if (!tree_.waits().live(wait) || tree_.wait(wait).subscription == nullptr) continue;
    const model::SubscriptionRecord& waits = *tree_.wait(wait).subscription;
    if (waits.kind != model::EventKind::Message || tree_.at(tree_.wait(wait).execution).process != process) {
      continue;
    }
    auto record = std::make_shared<model::SubscriptionRecord>(waits);
    record->correlation = expected_correlation(tree_.wait(wait).execution);
    changes_.subscriptions.push_back(record);
    tree_.edit_wait(wait).subscription = std::move(record);
  }
}

}  // namespace rondo::agenda
