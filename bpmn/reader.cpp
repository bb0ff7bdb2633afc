// SPDX-License-Identifier: Apache-2.0
#include "bpmn/reader.hpp"

#include "bpmn/context.hpp"
#include "bpmn/definitions.hpp"
#include "bpmn/encoding.hpp"
#include "bpmn/line_index.hpp"
#include "bpmn/prescan.hpp"
#include "bpmn/rules.hpp"
#include "bpmn/xml_tree.hpp"

#include <exception>
#include <utility>

namespace rondo::bpmn {
namespace {

constexpr std::size_t kHead = 8192;  // bytes of a file in which its root element is looked for

void read_tree(const XmlTree& tree, ReadResult& result) {
  const Element root = tree.root();
  if (!root) return;
  if (!root.is("definitions")) {
    result.diagnostics.error(root.where(), "not-bpmn",
                             "the root element is not <definitions> in the namespace of BPMN 2.0");
    return;
  }
  FileContext file(tree, result.document, result.diagnostics);
  read_definitions(file, root);
  check_rules(file);
  if (result.document.processes.empty() && !result.diagnostics.refuses()) {
    file.error(root, "no-process", "the file defines no process");
  }
}

/// Decodes and scans; false when the text is no acceptable XML.
bool prepare(std::string_view content, const ReadOptions& options, std::string& text,
             model::Diagnostics& diagnostics) {
  if (content.size() > options.max_bytes) {
    diagnostics.error({1, 1}, "too-large",
                      "the file is larger than " + std::to_string(options.max_bytes) + " bytes");
    return false;
  }
  DecodedText decoded = decode_xml(content);
  if (!decoded.error.empty()) {
    const std::size_t end = decoded.text.size();
    const model::SourcePosition where =
        decoded.located ? LineIndex(decoded.text).at(end) : model::SourcePosition{1, 1};
    diagnostics.error(where, "encoding", std::move(decoded.error));
    return false;
  }
  text = std::move(decoded.text);
  if (std::optional<XmlProblem> problem = find_xml_problem(text, options.max_depth, options.max_elements)) {
    diagnostics.error(LineIndex(text).at(problem->offset), std::move(problem->rule),
                      std::move(problem->message));
    return false;
  }
  return true;
}

}  // namespace

ReadResult read(std::string_view content, std::string file_name, ReadOptions options) {
  ReadResult result{{}, model::Diagnostics(file_name)};
  result.document.file = std::move(file_name);
  std::string text;
  if (!prepare(content, options, text, result.diagnostics)) return result;
  const XmlTree tree(std::move(text), result.diagnostics);
  read_tree(tree, result);
  result.diagnostics.sort();
  return result;
}

bool looks_like_bpmn(std::string_view content) {
  DecodedText decoded = decode_xml(content.substr(0, kHead - kHead % 4));
  const std::string_view text = decoded.text;
  return trim(text).substr(0, 1) == "<" &&
         (text.find("//www.omg.org/spec/BPMN/20100524/MODEL") != std::string_view::npos ||
          text.find("//schema.omg.org/spec/BPMN/2.0") != std::string_view::npos);
}

}  // namespace rondo::bpmn
