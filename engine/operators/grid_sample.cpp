// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;

namespace {

// x: [N, C, spatial...], grid: [N, out spatial..., rank] with coordinates in [-1, 1], the last spatial
// axis of x first.
class Sampler {
 public:
  Sampler(OpContext& op, Indices o) : m_op(op), m_o(std::move(o)), m_x(op.extents(0)) {
    m_type = isFloat(computeElement(op.element(1))) ? computeElement(op.element(1)) : ElementType::f32;
    m_padding = op.node.stringAttribute("padding_mode");
    m_aligned = op.node.intAttribute("align_corners") != 0;
  }

  Expr value() {
    const size_t rank = m_x.size() - 2;
    std::vector<Expr> coordinates;
    for (size_t d = 0; d < rank; ++d) coordinates.push_back(coordinate(d));
    const std::string mode = m_op.node.stringAttribute("mode");
    if (mode == "nearest") {
      for (Expr& x : coordinates) x = call(Intrinsic::roundEven, x);
      return pixel(coordinates);
    }
    return blend(coordinates, 0, mode == "cubic" ? 4 : 2, {});
  }

 private:
  Expr c(double v) const { return literal(v, m_type); }
  double low() const { return m_aligned ? 0 : -0.5; }
  double high(size_t d) const { return static_cast<double>(m_x[d + 2]) - (m_aligned ? 1 : 0.5); }

  Expr reflect(const Expr& x, size_t d) const {
    const double range = high(d) - low();
    if (range <= 0) return c(0);
    const Expr shifted = x - c(low());
    const Expr m = shifted - call(Intrinsic::floor, divide(shifted, c(2 * range))) * c(2 * range);
    return select(compare(CompareOp::gt, m, c(range)), c(2 * range) - m, m) + c(low());
  }

  Expr coordinate(size_t d) {
    const size_t rank = m_x.size() - 2;
    Indices at{m_o[0]};
    at.insert(at.end(), m_o.begin() + 2, m_o.end());
    at.push_back(constant(static_cast<int64_t>(rank - 1 - d)));
    const Expr g = cast(m_op.load(1, at), m_type);
    const double extent = static_cast<double>(m_x[d + 2]);
    Expr x = m_aligned ? (g + c(1)) * c(0.5 * (extent - 1)) : ((g + c(1)) * c(extent) - c(1)) * c(0.5);
    if (m_padding == "border") x = max(c(0), min(x, c(extent - 1)));
    if (m_padding == "reflection") {
      const Expr isOut = logicalOr(lessThan(x, c(low())), compare(CompareOp::gt, x, c(high(d))));
      x = select(isOut, reflect(x, d), x);
    }
    return x;
  }

  // The element at whole-numbered coordinates, as the padding mode sees it.
  Expr pixel(const std::vector<Expr>& at) {
    Indices index{m_o[0], m_o[1]};
    Expr isInside = nullptr;
    for (size_t d = 0; d < at.size(); ++d) {
      const Expr x = m_padding == "reflection" ? call(Intrinsic::trunc, reflect(at[d], d)) : at[d];
      const Expr i = cast(x, ElementType::i64);
      if (m_padding == "zeros") isInside = logicalAnd(isInside, inRange(i, 0, m_x[d + 2]));
      index.push_back(clampIndex(i, m_x[d + 2]));
    }
    const Expr value = m_op.load(0, index);
    return isInside ? select(isInside, value, literal(0, value->type.element)) : value;
  }

  std::vector<Expr> weights(const Expr& r, int taps) const {
    if (taps == 2) return {c(1) - r, r};
    const double a = -0.75;
    const auto inner = [&](const Expr& d) { return (c(a + 2) * d - c(a + 3)) * d * d + c(1); };
    const auto outer = [&](const Expr& d) { return ((c(a) * d - c(5 * a)) * d + c(8 * a)) * d - c(4 * a); };
    return {outer(r + c(1)), inner(r), inner(c(1) - r), outer(c(2) - r)};
  }

  Expr blend(const std::vector<Expr>& coordinates, size_t d, int taps, std::vector<Expr> at) {
    if (d == coordinates.size()) return cast(pixel(at), m_type);
    const Expr base = call(Intrinsic::floor, coordinates[d]);
    const auto w = weights(coordinates[d] - base, taps);
    Expr sum = nullptr;
    for (int k = 0; k < taps; ++k) {
      auto next = at;
      next.push_back(base + c(k - (taps == 4 ? 1 : 0)));
      const Expr term = blend(coordinates, d + 1, taps, next) * w[static_cast<size_t>(k)];
      sum = sum ? sum + term : term;
    }
    return sum;
  }

  OpContext& m_op;
  Indices m_o;
  Extents m_x;
  ElementType m_type;
  std::string m_padding;
  bool m_aligned;
};

}  // namespace

Status emitGridSample(OpContext& op) {
  if (!isFloat(op.element(1))) return op.unsupported("an integer grid");
  if (elementCount(op.extents(0)).value_or(0) == 0) return op.unsupported("an empty input");
  if (op.extents(0).size() > 5) return op.unsupported("more than three spatial axes");
  pointwise(op, "", op.output(), [&](const Indices& o) { return Sampler(op, o).value(); });
  return {};
}

}  // namespace heddle::operators
