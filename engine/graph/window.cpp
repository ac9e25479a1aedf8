// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/window.h"

#include "engine/graph/window_axis.h"

namespace heddle::graph {
namespace {

Diagnostic windowError(const Node& node, std::string message) {
  return {"graph.window", "{0}: " + std::move(message), {{"node", node.id.value, node.name}}};
}

}  // namespace

Result<Window> windowOf(const Node& node, const Extents& x, const Extents& w) {
  if (!isConvolution(node.kind) && !isPool(node.kind))
    return windowError(node, "slides no window");
  if (x.size() < 3) return windowError(node, "x needs a batch, channels and a spatial axis");
  if (isConvolution(node.kind) && w.size() != x.size())
    return windowError(node, "x and w have different ranks");
  const size_t spatialRank = x.size() - 2, first = firstSpatialAxis(node);
  std::vector<int64_t> kernel;
  if (isConvolution(node.kind)) kernel.assign(w.begin() + 2, w.end());
  HEDDLE_TRY(const WindowAttributes attributes, windowAttributes(node, spatialRank, kernel));

  Window window;
  window.kernel = attributes.kernel;
  window.strides = attributes.strides;
  window.dilations = attributes.dilations;
  window.input.assign(x.begin() + static_cast<ptrdiff_t>(first),
                      x.begin() + static_cast<ptrdiff_t>(first + spatialRank));
  for (size_t i = 0; i < spatialRank; ++i) {
    const AxisWindow axis = resolveAxis(attributes, i, window.input[i]);
    for (const Dim* dim : {&axis.padBegin, &axis.padEnd, &axis.output, &axis.outputPadding})
      if (!dim->isConstant()) return windowError(node, "the window overflows");
    if (axis.output.constant() < 0) return windowError(node, "the window is larger than its input");
    window.padBegin.push_back(axis.padBegin.constant());
    window.padEnd.push_back(axis.padEnd.constant());
    window.output.push_back(axis.output.constant());
    window.outputPadding.push_back(axis.outputPadding.constant());
  }
  return window;
}

}  // namespace heddle::graph
