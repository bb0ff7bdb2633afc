// SPDX-License-Identifier: Apache-2.0
#include "bpmn/message_flows.hpp"

#include "bpmn/expressions.hpp"

#include <algorithm>

namespace rondo::bpmn {
namespace {

/// The process that an element lies in, when it can run.
Element executable_process(Element element) {
  while (element && !element.is("process")) element = element.parent();
  return element && element.flag("isExecutable", true) ? element : Element();
}

bool is_start(const Element& element) { return element.is("startEvent") && element.parent().is("process"); }

/// What an element catches: the message that the sender names if it is among them, else the first.
std::string name_at(const FileContext& file, const Element& receiver, std::string_view wanted) {
  const std::vector<std::string_view> names = own_messages(file, receiver);
  if (std::find(names.begin(), names.end(), wanted) != names.end()) return std::string(wanted);
  return names.empty() ? caught_message(file, receiver) : std::string(names.front());
}

/// A pool without a name for the message: what starts its process.
std::string name_at_pool(const FileContext& file, const Element& process, std::string_view wanted) {
  if (!wanted.empty()) return std::string(wanted);
  for (const Element child : process.children()) {
    if (!is_start(child)) continue;
    if (std::string name = name_at(file, child, {}); !name.empty()) return name;
  }
  return {};
}

}  // namespace

std::string_view message_name(const FileContext& file, const Element& element) {
  const std::string_view reference = trim(element["messageRef"]);
  if (reference.empty()) return {};
  const Element message = file.find(reference, "message");
  if (!message) return reference;
  const std::string_view name = trim(message["name"]);
  return name.empty() ? message["id"] : name;
}

std::vector<std::string_view> own_messages(const FileContext& file, const Element& element) {
  std::vector<std::string_view> names;
  const auto add = [&](const Element& with) {
    if (const std::string_view name = message_name(file, with); !name.empty()) names.push_back(name);
  };
  add(element);
  for (const Element child : element.children()) {
    if (child.is("messageEventDefinition")) add(child);
    if (child.is("eventDefinitionRef")) {
      if (const Element other = file.find(child.text(), "messageEventDefinition")) add(other);
    }
  }
  return names;
}

std::string caught_message(const FileContext& file, const Element& receiver) {
  std::string found;
  for (const Element& flow : file.message_flows(receiver, "targetRef")) {
    if (const std::string_view name = message_name(file, flow); !name.empty()) return std::string(name);
    const Element source = file.find(flow["sourceRef"]);
    if (!executable_process(source)) continue;
    const std::vector<std::string_view> names = own_messages(file, source);
    if (names.size() == 1) return std::string(names.front());
    if (found.empty()) found = std::string(flow["id"]);
  }
  return found;
}

std::vector<model::MessageTarget> message_targets(const FileContext& file, const Element& sender,
                                                  std::string_view name) {
  std::vector<model::MessageTarget> targets;
  const bool one_message = own_messages(file, sender).size() < 2;
  for (const Element& flow : file.message_flows(sender, "sourceRef")) {
    const std::string_view carried = message_name(file, flow);
    if (!one_message && !carried.empty() && carried != name) continue;
    const std::string_view wanted = name.empty() ? carried : name;
    const Element end = file.find(flow["targetRef"]);
    const bool is_pool = end.is("participant");
    const Element process = executable_process(is_pool ? file.find(end["processRef"], "process") : end);
    if (!process) continue;
    model::MessageTarget target;
    target.process = std::string(key_of(process));
    if (!is_pool) target.element = std::string(end["id"]);
    target.name = is_pool ? name_at_pool(file, process, wanted) : name_at(file, end, wanted);
    // One whose name is computed can only be found by that name.
    if (!target.name.empty() && !has_expression(target.name)) targets.push_back(std::move(target));
  }
  return targets;
}

}  // namespace rondo::bpmn
