// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

size_t axisOf(OpContext& op, const char* attribute) {
  const int64_t axis = op.node.intAttribute(attribute);
  return static_cast<size_t>(axis < 0 ? axis + static_cast<int64_t>(op.extents(0).size()) : axis);
}

Indices gatherIndices(OpContext& op, const Indices& o) {
  const size_t axis = axisOf(op, "axis"), indexRank = op.extents(1).size();
  const Extents x = op.extents(0);
  Indices in(o.begin(), o.begin() + static_cast<long>(axis));
  const Indices at(o.begin() + static_cast<long>(axis),
                   o.begin() + static_cast<long>(axis + indexRank));
  in.push_back(safeIndex(op.loadRaw(1, at), x[axis]));
  in.insert(in.end(), o.begin() + static_cast<long>(axis + indexRank), o.end());
  return in;
}

Indices gatherElementsIndices(OpContext& op, const Indices& o) {
  const size_t axis = axisOf(op, "axis");
  Indices in = o;
  in[axis] = safeIndex(op.loadRaw(1, o), op.extents(0)[axis]);
  return in;
}

// Output axes: batch, the indices' other axes but the last, then what a tuple leaves of x.
Indices gatherNdIndices(OpContext& op, const Indices& o) {
  const Extents x = op.extents(0), indices = op.extents(1);
  const size_t batch = static_cast<size_t>(op.node.intAttribute("batch_dims"));
  Indices in(o.begin(), o.begin() + static_cast<long>(batch));
  Indices at(o.begin(), o.begin() + static_cast<long>(indices.size() - 1));
  at.push_back(constant(0));
  for (int64_t k = 0; k < indices.back(); ++k) {
    at.back() = constant(k);
    in.push_back(safeIndex(op.loadRaw(1, at), x[batch + static_cast<size_t>(k)]));
  }
  in.insert(in.end(), o.begin() + static_cast<long>(indices.size() - 1), o.end());
  return in;
}

Indices reverseIndices(OpContext& op, const Indices& o) {
  const size_t time = axisOf(op, "time_axis"), batch = axisOf(op, "batch_axis");
  const Expr length = cast(op.loadRaw(1, {o[batch]}), ElementType::i64);
  Indices in = o;
  in[time] = clampIndex(select(lessThan(o[time], length), length - constant(1) - o[time], o[time]),
                        op.extents(0)[time]);
  return in;
}

// Constant indices are checked here. Those that only a run knows are clamped into their axis, so
// that no kernel reads outside its buffers; ONNX calls them an error, and so does the interpreter.
Status checkIndices(OpContext& op) {
  if (op.node.kind == OpKind::reverse_sequence || !op.constantInput(1)) return {};
  const Extents x = op.extents(0);
  const bool isNd = op.node.kind == OpKind::gather_nd;
  const auto tuple = static_cast<size_t>(isNd ? op.extents(1).back() : 1);
  const size_t first =
      isNd ? static_cast<size_t>(op.node.intAttribute("batch_dims")) : axisOf(op, "axis");
  const auto indices = op.intsInput(1);
  for (size_t i = 0; i < indices.size(); ++i) {
    const int64_t extent = x[first + i % tuple];
    if (indices[i] < -extent || indices[i] >= extent)
      return op.unsupported("index " + std::to_string(indices[i]) + " is outside an axis of " +
                            std::to_string(extent));
  }
  return {};
}

}  // namespace

Status emitGather(OpContext& op) {
  HEDDLE_CHECK(checkIndices(op));
  if (elementCount(op.extents(0)).value_or(0) == 0 &&
      elementCount(op.outExtents()).value_or(0) != 0) {
    return op.unsupported("it would read from an empty input");
  }
  pointwise(op, "", op.output(), [&](const Indices& o) {
    switch (op.node.kind) {
      case OpKind::gather:
        return op.loadRaw(0, gatherIndices(op, o));
      case OpKind::gather_elements:
        return op.loadRaw(0, gatherElementsIndices(op, o));
      case OpKind::gather_nd:
        return op.loadRaw(0, gatherNdIndices(op, o));
      default:
        return op.loadRaw(0, reverseIndices(op, o));
    }
  });
  return {};
}

}  // namespace heddle::operators
