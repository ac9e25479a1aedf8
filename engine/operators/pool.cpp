// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"
#include "engine/operators/windows.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

struct Pool {
  graph::Window window;
  ImageLayout layout;
  size_t rank() const { return window.output.size(); }
};

std::vector<Axis> poolAxes(OpContext& op, const Pool& pool) {
  const Extents x = op.extents(0);
  const auto names = spatialNames("o", pool.rank()), kernelNames = spatialNames("k", pool.rank());
  std::vector<Axis> spatial;
  for (size_t d = 0; d < pool.rank(); ++d) spatial.push_back({names[d], pool.window.output[d]});
  auto axes = pool.layout.axes({"n", x[0]}, {"c", pool.layout.channels(x)}, spatial);
  for (size_t d = 0; d < pool.rank(); ++d) {
    axes.push_back({kernelNames[d], pool.window.kernel[d], IterKind::reduce});
  }
  return axes;
}

// The window's value at the nest's iterators, `outside` where it hangs over the edge.
struct Reading {
  Expr value, isInside;  // isInside null: always
  Indices position;
};

Reading readWindow(OpContext& op, const Pool& pool, const Nest& nest, const Expr& outside) {
  const ImageIters i = imageIters(nest, pool.layout, pool.rank());
  const graph::Window& w = pool.window;
  Reading reading{nullptr, nullptr,
                  windowPositions(w, i.spatial, nest.indices(2 + pool.rank(), pool.rank()))};
  for (size_t d = 0; d < pool.rank(); ++d) {
    Expr& p = reading.position[d];
    p = p - constant(w.padBegin[d]);
    const int64_t last =
        (w.output[d] - 1) * w.strides[d] + (w.kernel[d] - 1) * w.dilations[d] - w.padBegin[d];
    if (w.padBegin[d] > 0) {
      reading.isInside = logicalAnd(reading.isInside, compare(CompareOp::ge, p, constant(0)));
    }
    if (last >= w.input[d])
      reading.isInside = logicalAnd(reading.isInside, lessThan(p, constant(w.input[d])));
  }
  const Expr x = op.load(0, pool.layout.place(i.n, i.c, reading.position));
  reading.value = reading.isInside ? select(reading.isInside, x, outside) : x;
  return reading;
}

// How many elements of the window count, per output position; an i64 expression.
Expr windowCount(OpContext& op, const Pool& pool, const Indices& spatial) {
  const bool includesPads = op.node.intAttribute("count_include_pad") != 0;
  Expr count = constant(1);
  const graph::Window& w = pool.window;
  for (size_t d = 0; d < pool.rank(); ++d) {
    // Positions run over [low, high) of the (padded) input; ceil_mode may reach beyond.
    const int64_t low = includesPads ? -w.padBegin[d] : 0;
    const int64_t high = w.input[d] + (includesPads ? w.padEnd[d] : 0);
    const Expr start = spatial[d] * constant(w.strides[d]) - constant(w.padBegin[d]);
    const Expr dilation = constant(w.dilations[d]);
    // k counts when low <= start + k * dilation < high: ceil((bound - start) / dilation) below each
    // bound.
    const auto below = [&](int64_t bound) {
      const Expr k = floorDiv(constant(bound) - start + dilation - constant(1), dilation);
      return min(max(k, constant(0)), constant(w.kernel[d]));
    };
    count = count * (below(high) - below(low));
  }
  return count;
}

bool windowStaysInside(const graph::Window& w) {
  for (size_t d = 0; d < w.output.size(); ++d) {
    const int64_t last =
        (w.output[d] - 1) * w.strides[d] + (w.kernel[d] - 1) * w.dilations[d] - w.padBegin[d];
    if (w.padBegin[d] > 0 || last >= w.input[d]) return false;
  }
  return true;
}

void emitSum(OpContext& op, const Pool& pool, const Buffer& out,
             const std::function<Expr(const Expr&)>& map) {
  const ElementType t = out->element;
  Nest nest(op, "sum", poolAxes(op, pool));
  const Reading reading = readWindow(op, pool, nest, literal(0, t));
  const Indices o = nest.spatial();
  nest.finish(Store::make(out, o, Load::make(out, o) + map(reading.value)),
              Store::make(out, o, literal(0, t)));
}

void emitAverage(OpContext& op, const Pool& pool, ElementType t) {
  const Buffer sums = op.temp("sum", t, op.outExtents());
  emitSum(op, pool, sums, [](const Expr& x) { return x; });
  int64_t size = 1;
  for (int64_t k : pool.window.kernel) size *= k;
  pointwise(op, "", op.output(), [&](const Indices& o) {
    const Expr sum = Load::make(sums, o);
    if (windowStaysInside(pool.window)) {
      return isFloat(t) ? sum * literal(1.0 / static_cast<double>(size), t)
                        : divide(sum, literal(static_cast<double>(size), t));
    }
    const auto first = o.begin() + (pool.layout.channelsLast ? 1 : 2);
    const Indices spatial(first, first + static_cast<long>(pool.rank()));
    return divide(sum, cast(windowCount(op, pool, spatial), t));
  });
}

void emitLp(OpContext& op, const Pool& pool, ElementType t) {
  const Buffer sums = op.temp("sum", t, op.outExtents());
  const int64_t p = op.node.intAttribute("p");
  emitSum(op, pool, sums, [&](const Expr& x) {
    if (p == 1) return call(Intrinsic::abs, x);
    if (p == 2) return x * x;
    return call(Intrinsic::pow, call(Intrinsic::abs, x), literal(static_cast<double>(p), t));
  });
  pointwise(op, "", op.output(), [&](const Indices& o) {
    const Expr sum = Load::make(sums, o);
    if (p == 1) return sum;
    if (p == 2) return call(Intrinsic::sqrt, sum);
    return call(Intrinsic::pow, sum, literal(1.0 / static_cast<double>(p), t));
  });
}

// The flat index of the maximum within x: [N, C, spatial...]; column-major over the spatial axes
// when storage_order says so.
Expr flatIndex(OpContext& op, const Pool& pool, const Nest& nest, const Indices& position) {
  const ImageIters i = imageIters(nest, pool.layout, pool.rank());
  const Extents x = op.extents(0);
  Expr spatial = constant(0);
  int64_t size = 1;
  const bool isColumnMajor = op.node.intAttribute("storage_order") != 0;
  for (size_t k = 0; k < pool.rank(); ++k) {
    const size_t d = isColumnMajor ? pool.rank() - 1 - k : k;
    spatial = spatial * constant(pool.window.input[d]) + position[d];
    size *= pool.window.input[d];
  }
  return (i.n * constant(pool.layout.channels(x)) + i.c) * constant(size) + spatial;
}

void emitMaxWithIndices(OpContext& op, const Pool& pool) {
  const ElementType t = computeElement(op.outElement());
  const bool isDirect = t == op.outElement();
  const Buffer best = isDirect ? op.output(0) : op.temp("best", t, op.outExtents());
  const Buffer where = op.output(1);
  Nest nest(op, "", poolAxes(op, pool));
  const Reading reading = readWindow(op, pool, nest, lowest(t));
  const Indices o = nest.spatial();
  const Expr value = Load::make(best, o);
  Expr isBetter = compare(CompareOp::gt, reading.value, value);
  const Expr flat = flatIndex(op, pool, nest, reading.position);
  nest.finish(Seq::make({Store::make(where, o, select(isBetter, flat, Load::make(where, o))),
                         Store::make(best, o, select(isBetter, reading.value, value))}),
              Seq::make({Store::make(where, o, constant(0)), Store::make(best, o, lowest(t))}));
  if (!isDirect)
    pointwise(op, "cast", op.output(0), [&](const Indices& i) { return Load::make(best, i); });
}

void emitMax(OpContext& op, const Pool& pool) {
  // Taking a maximum never rounds, so the stored type is good enough for accumulating.
  const ElementType t = computeElement(op.outElement());
  const bool isDirect = t == op.outElement();
  const Buffer out = isDirect ? op.output() : op.temp("best", t, op.outExtents());
  Nest nest(op, "", poolAxes(op, pool));
  const Reading reading = readWindow(op, pool, nest, lowest(t));
  const Indices o = nest.spatial();
  nest.finish(Store::make(out, o, max(Load::make(out, o), reading.value)),
              Store::make(out, o, lowest(t)));
  if (!isDirect)
    pointwise(op, "cast", op.output(), [&](const Indices& i) { return Load::make(out, i); });
}

}  // namespace

Status emitPool(OpContext& op) {
  HEDDLE_TRY(auto window, graph::windowOf(op.node, op.extents(0), {}));
  const Pool pool{std::move(window), {op.isChannelsLast()}};
  const ElementType t = computeElement(op.outElement());
  if (op.node.kind == OpKind::max_pool) {
    if (op.node.outputCount > 1 && pool.layout.channelsLast) {
      return op.unsupported("indices of a channels-last input");
    }
    op.node.outputCount > 1 ? emitMaxWithIndices(op, pool) : emitMax(op, pool);
  } else if (op.node.kind == OpKind::average_pool) {
    emitAverage(op, pool, t);
  } else {
    if (!isFloat(t)) return op.unsupported("lp_pool of integers");
    emitLp(op, pool, t);
  }
  return {};
}

}  // namespace heddle::operators
