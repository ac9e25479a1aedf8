// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

// Row-major reshape. Runs of dimensions with equal products are mapped by themselves, so that a
// dimension which survives keeps its plain index.
Indices reshapeIndices(const Indices& out, const Extents& to, const Extents& from) {
  Indices in(from.size());
  size_t i = 0, o = 0;
  while (i < from.size() || o < to.size()) {
    const size_t i0 = i, o0 = o;
    int64_t inProduct = i < from.size() ? from[i++] : 1;
    int64_t outProduct = o < to.size() ? to[o++] : 1;
    while (inProduct != outProduct) {
      if (inProduct < outProduct) {
        inProduct *= from[i++];
      } else {
        outProduct *= to[o++];
      }
    }
    Expr flat = constant(0);
    for (size_t d = o0; d < o; ++d)
      flat = flat * constant(to[d]) + (to[d] == 1 ? constant(0) : out[d]);
    int64_t stride = 1;
    for (size_t d = i; d-- > i0;) {
      Expr index = floorDiv(flat, constant(stride));
      stride *= from[d];
      if (stride < inProduct) index = floorMod(index, constant(from[d]));
      in[d] = from[d] == 1 ? constant(0) : index;
    }
  }
  return in;
}

Indices depthToSpace(const graph::Node& node, const Indices& o, const Extents& x) {
  const int64_t b = node.intAttribute("blocksize");
  const Expr block = constant(b);
  const Expr i = floorMod(o[2], block), j = floorMod(o[3], block);
  const Expr channels = constant(x[1] / (b * b));
  const Expr c = node.stringAttribute("mode") == "CRD" ? (o[1] * block + i) * block + j
                                                       : (i * block + j) * channels + o[1];
  return {o[0], c, floorDiv(o[2], block), floorDiv(o[3], block)};
}

Indices spaceToDepth(const graph::Node& node, const Indices& o, const Extents& x) {
  const Expr block = constant(node.intAttribute("blocksize"));
  const Expr channels = constant(x[1]);
  const Expr offset = floorDiv(o[1], channels);
  return {o[0], floorMod(o[1], channels), o[2] * block + floorDiv(offset, block),
          o[3] * block + floorMod(offset, block)};
}

Indices sourceIndices(const graph::Node& node, const Indices& o, const Extents& to,
                      const Extents& from) {
  switch (node.kind) {
    case OpKind::transpose: {
      const auto perm = node.intsAttribute("perm");
      Indices in(o.size());
      for (size_t d = 0; d < o.size(); ++d) in[static_cast<size_t>(perm[d])] = o[d];
      return in;
    }
    case OpKind::expand:
      return broadcastIndices(o, from);
    case OpKind::tile: {
      Indices in;
      for (size_t d = 0; d < o.size(); ++d) {
        in.push_back(from[d] == to[d] ? o[d]
                                      : floorMod(o[d], constant(std::max<int64_t>(from[d], 1))));
      }
      return in;
    }
    case OpKind::depth_to_space:
      return depthToSpace(node, o, from);
    case OpKind::space_to_depth:
      return spaceToDepth(node, o, from);
    default:
      return reshapeIndices(o, to, from);
  }
}

}  // namespace

Status emitReindex(OpContext& op) {
  const Extents from = op.extents(0), to = op.outExtents();
  const bool isEmpty = elementCount(to).value_or(0) == 0;
  pointwise(op, "", op.output(), [&](const Indices& o) {
    // A reshape of nothing to nothing may pair extents that never multiply up.
    if (isEmpty) return op.loadRaw(0, Indices(from.size(), constant(0)));
    return op.loadRaw(0, sourceIndices(op.node, o, to, from));
  });
  return {};
}

}  // namespace heddle::operators
