// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;

namespace {

// x: [N, C, spatial...], grid: [N, out spatial..., rank] with coordinates in [-1, 1], the last
// spatial axis of x first.
class Sampler {
 public:
  explicit Sampler(OpContext& op) : m_op(op), m_x(op.extents(0)) {
    m_type = computeElement(op.element(1));
    m_padding = op.node.stringAttribute("padding_mode");
    m_mode = op.node.stringAttribute("mode");
    m_aligned = op.node.intAttribute("align_corners") != 0;
  }

  // Where every output position lies in x, in pixels: [rank, N, out spatial...].
  void emitCoordinates() {
    const size_t rank = m_x.size() - 2;
    Extents extents = m_op.extents(1);
    extents.pop_back();
    for (size_t d = 0; d < rank; ++d) {
      m_coordinates.push_back(m_op.temp("coordinate", m_type, extents));
      pointwise(m_op, "coordinate", m_coordinates[d], [&](const Indices& i) {
        Indices at = i;
        at.push_back(constant(static_cast<int64_t>(rank - 1 - d)));
        return coordinate(cast(m_op.load(1, at), m_type), d);
      });
    }
  }

  Expr value(const Indices& o) {
    m_o = o;
    Indices at{o[0]};
    at.insert(at.end(), o.begin() + 2, o.end());
    std::vector<Expr> coordinates;
    for (const Buffer& buffer : m_coordinates) coordinates.push_back(Load::make(buffer, at));
    if (m_mode == "nearest") return pixel(coordinates);
    return blend(coordinates, 0, m_mode == "cubic" ? 4 : 2, {});
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

  Expr coordinate(const Expr& g, size_t d) {
    const double extent = static_cast<double>(m_x[d + 2]);
    Expr x =
        m_aligned ? (g + c(1)) * c(0.5 * (extent - 1)) : ((g + c(1)) * c(extent) - c(1)) * c(0.5);
    x = select(call(Intrinsic::isNan, x), c(-10), x);
    if (m_mode == "nearest") x = call(Intrinsic::roundEven, x);
    const Expr isOut = logicalOr(lessThan(x, c(low())), compare(CompareOp::gt, x, c(high(d))));
    // Of a cubic every tap goes to the border by itself, as PyTorch and ONNX Runtime have it.
    if (m_padding == "border" && m_mode != "cubic")
      x = select(isOut, max(c(0), min(x, c(extent - 1))), x);
    if (m_padding == "reflection") x = select(isOut, reflect(x, d), x);
    // Far outside is all the same; this keeps infinities out of the weights.
    x = max(c(-10), min(x, c(extent + 10)));
    return m_mode == "nearest" ? call(Intrinsic::roundEven, x) : x;
  }

  // The element at whole-numbered coordinates, as the padding mode sees it.
  Expr pixel(const std::vector<Expr>& at) {
    Indices index{m_o[0], m_o[1]};
    Expr isInside = nullptr;
    for (size_t d = 0; d < at.size(); ++d) {
      Expr x = at[d];
      if (m_padding == "reflection") {
        const Expr isOut = logicalOr(lessThan(x, c(0)),
                                     compare(CompareOp::ge, x, c(static_cast<double>(m_x[d + 2]))));
        x = select(isOut, call(Intrinsic::trunc, reflect(x, d)), x);
      }
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
    const auto outer = [&](const Expr& d) {
      return ((c(a) * d - c(5 * a)) * d + c(8 * a)) * d - c(4 * a);
    };
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
  std::string m_padding, m_mode;
  std::vector<Buffer> m_coordinates;
  bool m_aligned;
};

}  // namespace

Status emitGridSample(OpContext& op) {
  if (!isFloat(op.element(1))) return op.unsupported("an integer grid");
  if (elementCount(op.extents(0)).value_or(0) == 0) return op.unsupported("an empty input");
  if (op.extents(0).size() > 5) return op.unsupported("more than three spatial axes");
  Sampler sampler(op);
  sampler.emitCoordinates();
  pointwise(op, "", op.output(), [&](const Indices& o) { return sampler.value(o); });
  return {};
}

}  // namespace heddle::operators
