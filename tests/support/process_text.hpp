// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace rondo::tests {

/// A BPMN file around the content of one process, with the prefixes that tests use.
[[nodiscard]] inline std::string process_text(std::string_view key, std::string_view content,
                                              std::string_view definitions = {}) {
  std::string text =
      R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:activiti="http://activiti.org/bpmn" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
)";
  text.append(definitions).append("<process id=\"").append(key).append("\" isExecutable=\"true\">\n");
  return text.append(content).append("\n</process>\n</definitions>\n");
}

/// Sequence flows along a chain of nodes: flows("a b c") joins a to b and b to c.
[[nodiscard]] inline std::string flows(std::string_view chain) {
  std::string text, before;
  while (!chain.empty()) {
    const std::size_t space = chain.find(' ');
    const std::string node(chain.substr(0, space));
    if (!before.empty()) {
      text += "<sequenceFlow id=\"" + before + "_" + node + "\" sourceRef=\"" + before + "\" targetRef=\"" +
              node + "\"/>\n";
    }
    before = node;
    chain = space == std::string_view::npos ? std::string_view{} : chain.substr(space + 1);
  }
  return text;
}

}  // namespace rondo::tests
