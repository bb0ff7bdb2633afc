// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/marks.hpp"
#include "rondo/engine.hpp"
#include "rondo/repository.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace rondo {

/// What a run did, to be marked in a diagram: visits and waiting tokens of the nodes, the flows taken.
using DiagramMarks = render::Marks;

enum class DiagramFormat : std::uint8_t { Svg, Html };

/// Draws a process file: its diagrams, and in an automatic layout what they do not place. The result is one
/// SVG image, or a web page that holds it; it refers to nothing else. Throws DeploymentError with the
/// findings when the file is refused. Thread-safe.
[[nodiscard]] std::string draw_diagram(const Resource& resource, DiagramFormat format,
                                       const DiagramMarks& marks = {});

/// Watches an engine from its construction on, and gives the marks of all that its instances did. What was
/// rolled back does not count. The engine must outlive it; used by one thread while no command runs.
class DiagramRecorder {
 public:
  /// Records what the engine does from now on. The engine must outlive this.
  explicit DiagramRecorder(Engine& engine);
  DiagramRecorder(const DiagramRecorder&) = delete;
  DiagramRecorder& operator=(const DiagramRecorder&) = delete;
  ~DiagramRecorder();

  /// What was done so far.
  [[nodiscard]] DiagramMarks marks() const;

 private:
  struct State;
  Engine& engine_;
  std::shared_ptr<State> state_;
  Subscription trace_, events_;
};

}  // namespace rondo
