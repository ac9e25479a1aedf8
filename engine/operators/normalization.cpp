// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

// Statistics over some axes of x. `row` takes an index of x to the statistic's index.
struct Statistics {
  std::vector<Axis> axes;  // of x, reduced ones marked
  Extents rows;
  double count = 1;
  std::function<Indices(const Indices&)> row;
  std::function<Indices(const Indices&)> source;  // iterators of `axes` to an index of x
};

// Axes of x kept up to `first`, reduced from there.
Statistics trailing(const Extents& x, size_t first) {
  Statistics s;
  s.axes = plainAxes(x);
  for (size_t d = 0; d < x.size(); ++d) {
    if (d < first) {
      s.rows.push_back(x[d]);
    } else {
      s.axes[d] = {"k" + std::to_string(d), x[d], IterKind::reduce};
      s.count *= static_cast<double>(x[d]);
    }
  }
  s.row = [first](const Indices& i) {
    return Indices(i.begin(), i.begin() + static_cast<long>(first));
  };
  s.source = [](const Indices& i) { return i; };
  return s;
}

// x: [N, C, ...] with C split into groups.
Statistics grouped(const Extents& x, int64_t groups) {
  const int64_t size = x[1] / groups;
  Statistics s;
  s.axes = {{"n", x[0]}, {"g", groups}, {"c", size, IterKind::reduce}};
  s.rows = {x[0], groups};
  s.count = static_cast<double>(size);
  for (size_t d = 2; d < x.size(); ++d) {
    s.axes.push_back({"k" + std::to_string(d), x[d], IterKind::reduce});
    s.count *= static_cast<double>(x[d]);
  }
  s.row = [size](const Indices& i) { return Indices{i[0], floorDiv(i[1], constant(size))}; };
  s.source = [size](const Indices& i) {
    Indices at{i[0], i[1] * constant(size) + i[2]};
    at.insert(at.end(), i.begin() + 3, i.end());
    return at;
  };
  return s;
}

Buffer emitSum(OpContext& op, const Statistics& s, const std::string& suffix, ElementType t,
               const std::function<Expr(const Indices& x, const Indices& row)>& term) {
  const Buffer out = op.temp(suffix, t, s.rows);
  const auto rowOfIters = [&](const Indices& iters) {
    Indices row;
    for (size_t d = 0; d < iters.size(); ++d) {
      if (s.axes[d].kind == IterKind::spatial) row.push_back(iters[d]);
    }
    return row;
  };
  reduce(op, {suffix, out, s.axes, literal(0, t),
              [&](const Expr& sum, const Indices& iters) {
                return sum + term(s.source(iters), rowOfIters(iters));
              },
              rowOfIters});
  return out;
}

// inv = 1 / sqrt(sum / count + epsilon)
Buffer emitInverse(OpContext& op, const Statistics& s, const Buffer& sums, ElementType t) {
  const Buffer out = op.temp("inv", t, s.rows);
  pointwise(op, "inv", out, [&](const Indices& row) {
    const Expr mean = Load::make(sums, row) * literal(1 / s.count, t);
    return divide(literal(1, t),
                  call(Intrinsic::sqrt, mean + literal(op.node.floatAttribute("epsilon"), t)));
  });
  return out;
}

// How scale and bias are indexed from an index of x.
using ParameterIndex = std::function<Expr(size_t input, const Indices& x)>;

void emitCentred(OpContext& op, const Statistics& s, ElementType t,
                 const ParameterIndex& parameter) {
  const Buffer sum = emitSum(
      op, s, "sum", t, [&](const Indices& x, const Indices&) { return cast(op.load(0, x), t); });
  const Buffer mean = op.temp("mean", t, s.rows);
  pointwise(op, "mean", mean,
            [&](const Indices& row) { return Load::make(sum, row) * literal(1 / s.count, t); });
  const Buffer squares = emitSum(op, s, "variance", t, [&](const Indices& x, const Indices& row) {
    const Expr d = cast(op.load(0, x), t) - Load::make(mean, row);
    return d * d;
  });
  const Buffer inverse = emitInverse(op, s, squares, t);
  pointwise(op, "", op.output(), [&](const Indices& x) {
    const Indices row = s.row(x);
    const Expr centred = cast(op.load(0, x), t) - Load::make(mean, row);
    const Expr scaled = centred * Load::make(inverse, row) * cast(parameter(1, x), t);
    return op.hasInput(2) ? scaled + cast(parameter(2, x), t) : scaled;
  });
}

size_t normAxis(OpContext& op) {
  const int64_t rank = static_cast<int64_t>(op.extents(0).size()),
                axis = op.node.intAttribute("axis");
  return static_cast<size_t>(axis < 0 ? axis + rank : axis);
}

}  // namespace

Status emitNormalization(OpContext& op) {
  const Extents x = op.extents(0);
  const ElementType t = computeElement(op.outElement());
  const ParameterIndex byBroadcast = [&](size_t input, const Indices& i) {
    return op.loadBroadcast(input, i);
  };
  switch (op.node.kind) {
    case OpKind::layer_normalization:
      emitCentred(op, trailing(x, normAxis(op)), t, byBroadcast);
      return {};
    case OpKind::instance_normalization:
      emitCentred(op, trailing(x, 2), t,
                  [&](size_t input, const Indices& i) { return op.load(input, {i[1]}); });
      return {};
    case OpKind::group_normalization:
      emitCentred(op, grouped(x, op.node.intAttribute("num_groups")), t,
                  [&](size_t input, const Indices& i) { return op.load(input, {i[1]}); });
      return {};
    default:
      break;
  }
  const Statistics s = trailing(x, normAxis(op));
  const Buffer squares = emitSum(op, s, "square_sum", t, [&](const Indices& i, const Indices&) {
    const Expr v = cast(op.load(0, i), t);
    return v * v;
  });
  const Buffer inverse = emitInverse(op, s, squares, t);
  pointwise(op, "", op.output(), [&](const Indices& i) {
    return cast(op.load(0, i), t) * Load::make(inverse, s.row(i)) * cast(byBroadcast(1, i), t);
  });
  return {};
}

Status emitBatchNormalization(OpContext& op) {
  const ElementType t = computeElement(op.outElement());
  const size_t rank = op.extents(0).size();
  const size_t channel = op.isChannelsLast() ? rank - 1 : std::min<size_t>(1, rank - 1);
  pointwise(op, "", op.output(), [&](const Indices& i) {
    const auto parameter = [&](size_t input) { return cast(op.load(input, {i[channel]}), t); };
    const Expr centred = cast(op.load(0, i), t) - parameter(3);
    const Expr deviation =
        call(Intrinsic::sqrt, parameter(4) + literal(op.node.floatAttribute("epsilon"), t));
    return divide(centred * parameter(1), deviation) + parameter(2);
  });
  return {};
}

// y = x / (bias + alpha / size * sum over a window of channels of x^2) ^ beta
Status emitLrn(OpContext& op) {
  const Extents x = op.extents(0);
  const ElementType t = computeElement(op.outElement());
  const size_t channel = op.isChannelsLast() ? x.size() - 1 : 1;
  const int64_t size = op.node.intAttribute("size");
  const Buffer squares = op.temp("square_sum", t, x);
  auto axes = plainAxes(x);
  axes.push_back({"k", size, IterKind::reduce});
  reduce(op, {"square_sum",
              squares,
              axes,
              literal(0, t),
              [&](const Expr& sum, const Indices& i) {
                Indices at(i.begin(), i.end() - 1);
                at[channel] = at[channel] + i.back() - constant((size - 1) / 2);
                const Expr v = op.load(0, at);
                return sum + select(inRange(at[channel], 0, x[channel]), v * v, literal(0, t));
              },
              {}});
  pointwise(op, "", op.output(), [&](const Indices& i) {
    const double alpha = op.node.floatAttribute("alpha") / static_cast<double>(size);
    const Expr base =
        literal(op.node.floatAttribute("bias"), t) + literal(alpha, t) * Load::make(squares, i);
    return divide(op.load(0, i),
                  call(Intrinsic::pow, base, literal(op.node.floatAttribute("beta"), t)));
  });
  return {};
}

}  // namespace heddle::operators
