// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "engine/operators/operators.h"

namespace heddle::operators {

using graph::OpKind;
using graph::PatternKind;

namespace {

int64_t countOf(const std::optional<TensorType>& type) {
  if (!type || !type->isStatic()) return 0;
  return elementCount(type->extents()).value_or(0);
}

int64_t bytesOf(const std::optional<TensorType>& type) {
  return type ? countOf(type) * static_cast<int64_t>(sizeBytes(type->element)) : 0;
}

// Steps of reduction behind each output element of a pool.
int64_t windowSize(const graph::Node& node) {
  int64_t size = 1;
  for (int64_t k : node.intsAttribute("kernel_shape")) size *= k;
  return size;
}

Extents extentsOf(const graph::Graph& graph, const graph::Node& node, size_t input) {
  if (input >= node.inputs.size() || !node.inputs[input].isValid()) return {};
  const auto& type = graph.type(node.inputs[input]);
  return type && type->isStatic() ? type->extents() : Extents{};
}

bool movesOnly(OpKind kind) {
  return kind == OpKind::identity || graph::opInfo(kind).pattern == PatternKind::opaque ||
         (graph::opInfo(kind).pattern == PatternKind::injective && kind != OpKind::resize &&
          kind != OpKind::grid_sample);
}

int64_t flopsOf(const graph::Graph& graph, const graph::Node& node, int64_t in, int64_t out) {
  const Extents a = extentsOf(graph, node, 0), w = extentsOf(graph, node, 1);
  const auto weightsPerOutput = [&] {
    return w.empty() || w[0] == 0 ? 0 : *elementCount(w) / w[0];
  };
  switch (node.kind) {
    case OpKind::conv:
      return 2 * out * weightsPerOutput() + (node.inputs.size() > 2 ? out : 0);
    case OpKind::conv_transpose:
      return 2 * in * weightsPerOutput() + (node.inputs.size() > 2 ? out : 0);
    case OpKind::matmul:
      return a.empty() ? 0 : 2 * out * a.back();
    case OpKind::gemm: {
      if (a.size() != 2) return 0;
      const int64_t k = node.intAttribute("transA") != 0 ? a[0] : a[1];
      return 2 * out * k + (node.inputs.size() > 2 ? out : 0);
    }
    case OpKind::max_pool:
    case OpKind::average_pool:
    case OpKind::lp_pool:
      return out * windowSize(node);
    case OpKind::softmax:
    case OpKind::log_softmax:
      return 5 * out;
    case OpKind::layer_normalization:
    case OpKind::instance_normalization:
    case OpKind::group_normalization:
      return 8 * out;
    case OpKind::rms_normalization:
      return 4 * out;
    case OpKind::lrn:
      return out * (2 * node.intAttribute("size") + 4);
    case OpKind::batch_normalization:
      return 4 * out;
    case OpKind::resize:
    case OpKind::grid_sample:
      return node.stringAttribute("mode") == "nearest" ? 0 : 8 * out;
    case OpKind::cumsum:
    case OpKind::cumprod:
      return out;
    default:
      break;
  }
  if (movesOnly(node.kind)) return 0;
  return graph::opInfo(node.kind).pattern == PatternKind::reduce ? in : out;
}

}  // namespace

Cost costOf(const graph::Graph& graph, OpId id) {
  const graph::Node& node = graph.node(id);
  Cost cost;
  std::set<graph::ValueRef> seen;
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    if (!node.inputs[i].isValid() || !seen.insert(node.inputs[i]).second) continue;
    if (graph::opInfo(node.kind).needsValue(i)) continue;
    cost.bytes += bytesOf(graph.type(node.inputs[i]));
  }
  int64_t out = 0;
  for (const auto& type : node.types) {
    cost.bytes += bytesOf(type);
    out += countOf(type);
  }
  const int64_t in =
      node.inputs.empty() || !node.inputs[0].isValid() ? 0 : countOf(graph.type(node.inputs[0]));
  if (node.kind == OpKind::max_pool) out = node.types.empty() ? 0 : countOf(node.types[0]);
  cost.flops = flopsOf(graph, node, in, out);
  return cost;
}

}  // namespace heddle::operators
