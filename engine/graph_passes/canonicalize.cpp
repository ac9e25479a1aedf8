// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/canonicalize.h"

#include <set>

#include "engine/graph/window.h"
#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;

bool slidesWindow(OpKind kind) {
  return kind == OpKind::conv || kind == OpKind::conv_transpose || kind == OpKind::max_pool ||
         kind == OpKind::average_pool || kind == OpKind::lp_pool;
}

// Kinds whose `axis` counts the axes of input 0.
bool hasAxisOfInput(OpKind kind) {
  switch (kind) {
    case OpKind::concat: case OpKind::split: case OpKind::gather: case OpKind::gather_elements:
    case OpKind::softmax: case OpKind::log_softmax: case OpKind::arg_max: case OpKind::arg_min:
    case OpKind::layer_normalization: case OpKind::rms_normalization: case OpKind::top_k:
    case OpKind::scatter_elements:
      return true;
    default:
      return false;
  }
}

Status writeOutWindow(Rewriter& rewriter, const Node& node) {
  const auto& x = rewriter.type(node.inputs[0]);
  const bool isConvolution = node.kind == OpKind::conv || node.kind == OpKind::conv_transpose;
  const auto& w = isConvolution ? rewriter.type(node.inputs[1]) : x;
  if (!x || !w || !x->isStatic() || !w->isStatic()) return {};
  HEDDLE_TRY(const graph::Window window,
             windowOf(node, x->extents(), isConvolution ? w->extents() : Extents{}));
  Node changed = node;
  changed.attributes["kernel_shape"] = window.kernel;
  changed.attributes["strides"] = window.strides;
  changed.attributes["dilations"] = window.dilations;
  std::vector<int64_t> pads = window.padBegin;
  pads.insert(pads.end(), window.padEnd.begin(), window.padEnd.end());
  changed.attributes["pads"] = std::move(pads);
  changed.attributes.erase("auto_pad");
  if (node.kind == OpKind::conv_transpose) {
    changed.attributes.erase("output_shape");
    changed.attributes["output_padding"] = window.outputPadding;
  }
  if (changed.attributes != node.attributes)
    rewriter.update(std::move(changed), "window written out");
  return {};
}

void makeAxisPositive(Rewriter& rewriter, const Node& node) {
  const int64_t axis = node.intAttribute("axis");
  const auto& x = rewriter.type(node.inputs[0]);
  if (axis >= 0 || !x) return;
  Node changed = node;
  changed.attributes["axis"] = axis + static_cast<int64_t>(x->rank());
  rewriter.update(std::move(changed), "axis counted from the front");
}

// Every output of the model is made by a node of its own, so that each has a buffer of its own.
Result<graph::Graph> separateOutputs(const graph::Graph& graph) {
  std::vector<graph::Output> outputs = graph.outputs();
  std::set<graph::ValueRef> seen;
  graph::GraphEditor editor(graph);
  bool isChanged = false;
  for (graph::Output& output : outputs) {
    const Node& producer = graph.node(output.value.op);
    const bool isLeaf = producer.kind == OpKind::input || producer.kind == OpKind::constant;
    if (seen.insert(output.value).second && !isLeaf) continue;
    Node copy;
    copy.kind = OpKind::identity;
    copy.name = output.name;
    copy.inputs = {output.value};
    copy.types = {graph.type(output.value)};
    copy.origins = producer.origins;
    output.value = {editor.add(std::move(copy)), 0};
    isChanged = true;
  }
  if (!isChanged) return graph;
  editor.setOutputs(std::move(outputs));
  return std::move(editor).finish();
}

}  // namespace

Result<PassResult> canonicalize(const graph::Graph& graph, const PassContext& context) {
  HEDDLE_TRY(const graph::Graph separated, separateOutputs(graph));
  Rewriter rewriter(separated, context, "canonicalize");
  for (const OpId id : rewriter.order()) {
    const Node& node = rewriter.node(id);
    if (slidesWindow(node.kind)) HEDDLE_CHECK(writeOutWindow(rewriter, node));
    else if (hasAxisOfInput(node.kind)) makeAxisPositive(rewriter, node);
  }
  return std::move(rewriter).finish();
}

}  // namespace heddle::graph_passes
