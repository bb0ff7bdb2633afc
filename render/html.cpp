// SPDX-License-Identifier: Apache-2.0
#include "render/diagram.hpp"
#include "render/text.hpp"

namespace rondo::render {

namespace {

constexpr const char* kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>)";

constexpr const char* kBody = R"(</title>
<style>
html, body { margin: 0; height: 100%; overflow: hidden; background: #f6f7f9 }
#stage { width: 100%; height: 100%; cursor: grab; touch-action: none }
#stage.dragging { cursor: grabbing }
#stage > svg { transform-origin: 0 0; background: #fff; box-shadow: 0 1px 6px #0003 }
.node:hover .shape { stroke: #1668c7 }
</style>
</head>
<body>
<div id="stage">
)";

// The wheel scales around the pointer, dragging moves, a double click shows the whole again.
constexpr const char* kScript = R"(</div>
<script>
const stage = document.getElementById("stage"), picture = stage.firstElementChild;
const width = picture.width.baseVal.value, height = picture.height.baseVal.value;
let scale = 1, x = 0, y = 0, held = null;
const show = () => { picture.style.transform = `translate(${x}px,${y}px) scale(${scale})`; };
const fit = () => {
  scale = Math.min(1, (stage.clientWidth - 40) / width, (stage.clientHeight - 40) / height);
  x = (stage.clientWidth - width * scale) / 2;
  y = (stage.clientHeight - height * scale) / 2;
  show();
};
stage.addEventListener("wheel", event => {
  event.preventDefault();
  const next = Math.min(8, Math.max(0.02, scale * Math.exp(-event.deltaY / 500)));
  x = event.clientX - (event.clientX - x) * next / scale;
  y = event.clientY - (event.clientY - y) * next / scale;
  scale = next;
  show();
}, { passive: false });
stage.addEventListener("pointerdown", event => {
  held = [event.clientX - x, event.clientY - y];
  stage.setPointerCapture(event.pointerId);
  stage.classList.add("dragging");
});
stage.addEventListener("pointermove", event => {
  if (!held) return;
  x = event.clientX - held[0];
  y = event.clientY - held[1];
  show();
});
stage.addEventListener("pointerup", () => { held = null; stage.classList.remove("dragging"); });
stage.addEventListener("dblclick", fit);
window.addEventListener("resize", fit);
fit();
</script>
</body>
</html>
)";

std::string title_of(const model::Document& document) {
  if (!document.name.empty()) return document.name;
  for (const auto& process : document.processes) {
    if (!process->name.empty()) return process->name;
  }
  return document.processes.empty() ? document.file : document.processes.front()->id;
}

}  // namespace

std::string draw_html(const model::Document& document, const Marks& marks) {
  return kHead + escaped(title_of(document)) + kBody + draw_svg(document, marks) + kScript;
}

}  // namespace rondo::render
