// Scatters: a block that fills, then a sequential block that writes where the data says.
// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

std::vector<Axis> sequentialAxes(const Extents& extents) {
  auto axes = plainAxes(extents);
  for (Axis& axis : axes) axis.kind = IterKind::opaque;
  return axes;
}

// The index with negatives counted from the end; `isValid` collects the bounds checks.
Expr checkedIndex(const Expr& raw, int64_t extent, Expr& isValid) {
  const Expr index = cast(raw, ElementType::i64);
  const Expr wrapped = select(lessThan(index, constant(0)), index + constant(extent), index);
  isValid = logicalAnd(isValid, inRange(wrapped, 0, extent));
  return wrapped;
}

Expr combined(const std::string& reduction, const Expr& old, const Expr& update) {
  if (reduction == "add") return old + update;
  if (reduction == "mul") return old * update;
  if (reduction == "max") return max(old, update);
  if (reduction == "min") return min(old, update);
  return update;
}

// out[to] = combined(out[to], update), nothing where an index is out of range.
Stmt scatterStore(OpContext& op, const Buffer& out, const Indices& to, const Expr& isValid,
                  const Expr& update) {
  const std::string reduction = op.node.stringAttribute("reduction");
  const Expr value = reduction == "none" ? update : combined(reduction, loadWide(out, to), update);
  const Stmt store = storeNarrow(out, to, value);
  return isValid && !constantInt(isValid) ? If::make(isValid, store) : store;
}

void emitScatterElements(OpContext& op, const Buffer& out) {
  const Extents x = op.extents(0);
  const int64_t given = op.node.intAttribute("axis");
  const auto axis = static_cast<size_t>(given < 0 ? given + static_cast<int64_t>(x.size()) : given);
  Nest nest(op, "update", sequentialAxes(op.extents(1)));
  const Indices i = nest.indices(0, x.size());
  Indices to = i;
  Expr isValid = nullptr;
  to[axis] = checkedIndex(op.loadRaw(1, i), x[axis], isValid);
  nest.finish(scatterStore(op, out, to, isValid, op.load(2, i)));
}

void emitScatterNd(OpContext& op, const Buffer& out) {
  const Extents x = op.extents(0), indices = op.extents(1), updates = op.extents(2);
  Nest nest(op, "update", sequentialAxes(updates));
  const Indices i = nest.indices(0, updates.size());
  const auto outer = static_cast<long>(indices.size() - 1);
  Indices at(i.begin(), i.begin() + outer), to;
  at.push_back(constant(0));
  Expr isValid = nullptr;
  for (int64_t k = 0; k < indices.back(); ++k) {
    at.back() = constant(k);
    to.push_back(checkedIndex(op.loadRaw(1, at), x[static_cast<size_t>(k)], isValid));
  }
  to.insert(to.end(), i.begin() + outer, i.end());
  nest.finish(scatterStore(op, out, to, isValid, op.load(2, i)));
}

// What max pooling with the node's windows came from, where output_shape does not say otherwise.
std::optional<Extents> unpooledExtents(OpContext& op) {
  Extents out = op.extents(0);
  const size_t rank = out.size() - 2;
  const auto kernel = op.node.intsAttribute("kernel_shape");
  auto strides = op.node.intsAttribute("strides"), pads = op.node.intsAttribute("pads");
  strides.resize(strides.empty() ? rank : strides.size(), 1);
  pads.resize(pads.empty() ? 2 * rank : pads.size(), 0);
  if (kernel.size() != rank || strides.size() != rank || pads.size() != 2 * rank)
    return std::nullopt;
  for (size_t i = 0; i < rank; ++i)
    out[i + 2] = (out[i + 2] - 1) * strides[i] + kernel[i] - pads[i] - pads[i + rank];
  if (!elementCount(out)) return std::nullopt;
  return out;
}

// Indices are flat positions in the unpooled shape; a larger output_shape holds that in its first
// corner.
Status emitMaxUnpool(OpContext& op, const Buffer& out) {
  const auto unpooled = unpooledExtents(op);
  if (!unpooled) return op.unsupported("kernel_shape, strides or pads that do not fit its input");
  const Extents o = op.outExtents(), inner = *unpooled;
  pointwise(op, "fill", out, [&](const Indices&) { return literal(0, op.outElement()); });
  Nest nest(op, "", sequentialAxes(op.extents(0)));
  const Indices i = nest.indices(0, op.extents(0).size());
  Expr isValid = nullptr;
  Expr flat = checkedIndex(op.loadRaw(1, i), *elementCount(inner), isValid);
  Indices to(o.size());
  for (size_t d = o.size(); d-- > 0;) {
    to[d] = d == 0 ? flat : floorMod(flat, constant(std::max<int64_t>(inner[d], 1)));
    flat = floorDiv(flat, constant(std::max<int64_t>(inner[d], 1)));
    if (o[d] < inner[d]) isValid = logicalAnd(isValid, inRange(to[d], 0, o[d]));
  }
  const Stmt store = Store::make(out, to, op.loadRaw(0, i));
  nest.finish(isValid && !constantInt(isValid) ? If::make(isValid, store) : store);
  return {};
}

}  // namespace

Status emitScatter(OpContext& op) {
  const Buffer out = op.output();
  if (op.node.kind == OpKind::max_unpool) return emitMaxUnpool(op, out);
  const std::string reduction = op.node.stringAttribute("reduction");
  if (op.outElement() == ElementType::boolean && reduction != "none") {
    return op.unsupported("a reduction of booleans");
  }
  pointwise(op, "copy", out, [&](const Indices& i) { return op.loadRaw(0, i); });
  if (op.node.kind == OpKind::scatter_elements) {
    emitScatterElements(op, out);
  } else {
    emitScatterNd(op, out);
  }
  return {};
}

}  // namespace heddle::operators
