// 1. Translate every condition to postfix instructions over numbered axes.
// 2. Join axes that meet in a condition.
// 3. Try every point of each joined set; the other axes count whole.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/count_points.h"

#include <algorithm>
#include <numeric>

#include "engine/loops/fold.h"
#include "engine/loops/visit.h"

namespace heddle::loops {
namespace {

constexpr int64_t kMostPoints = int64_t{1} << 20;

int64_t times(int64_t a, int64_t b) {
  int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? INT64_MAX : product;
}

struct Instruction {
  enum class Kind : uint8_t { literal, axis, binary, compare, negate, choose } kind;
  uint8_t op = 0;
  int64_t value = 0;  // of a literal; the position of an axis
};

// An integer expression over the axes, or none.
class Condition {
 public:
  Condition(const Expr& e, const std::vector<BoxAxis>& box) : m_box(box) { add(e); }
  bool isKnown() const { return m_isKnown; }
  const std::vector<size_t>& axes() const { return m_axes; }

  bool holds(const std::vector<int64_t>& point) const {
    std::vector<int64_t>& s = m_stack;
    s.clear();
    for (const Instruction& i : m_code) step(i, point, s);
    return s.back() != 0;
  }

 private:
  using Kind = Instruction::Kind;

  static void step(const Instruction& i, const std::vector<int64_t>& point,
                   std::vector<int64_t>& s) {
    const auto pop = [&] {
      const int64_t top = s.back();
      s.pop_back();
      return top;
    };
    if (i.kind == Kind::literal) return s.push_back(i.value);
    if (i.kind == Kind::axis) return s.push_back(point[static_cast<size_t>(i.value)]);
    const int64_t b = pop();
    if (i.kind == Kind::negate) return s.push_back(b == 0);
    const int64_t a = pop();
    if (i.kind == Kind::choose) return s.push_back(pop() != 0 ? a : b);
    if (i.kind == Kind::compare)
      return s.push_back(foldCompare(static_cast<CompareOp>(i.op), ElementType::i64, a, b));
    s.push_back(foldBinary(static_cast<BinaryOp>(i.op), ElementType::i64, a, b).value_or(0));
  }

  void add(const Expr& e) {
    const ElementType element = e->type.element;
    const bool isIndex = element == ElementType::i64 || element == ElementType::boolean;
    m_isKnown &= isIndex && e->type.isScalar();
    if (!m_isKnown) return;
    if (const auto* n = as<IntImm>(e)) return m_code.push_back({Kind::literal, 0, n->value});
    if (const auto* n = as<Var>(e)) return addAxis(n->id);
    if (const auto* n = as<Binary>(e)) return addAll({n->a, n->b}, Kind::binary, int(n->op));
    if (const auto* n = as<Compare>(e)) return addAll({n->a, n->b}, Kind::compare, int(n->op));
    if (const auto* n = as<Not>(e)) return addAll({n->value}, Kind::negate, 0);
    if (const auto* n = as<Select>(e))
      return addAll({n->condition, n->whenTrue, n->whenFalse}, Kind::choose, 0);
    m_isKnown = false;
  }
  void addAll(const std::vector<Expr>& operands, Kind kind, int op) {
    for (const Expr& operand : operands) add(operand);
    m_code.push_back({kind, static_cast<uint8_t>(op), 0});
  }
  void addAxis(VarId var) {
    const auto it = std::find_if(m_box.begin(), m_box.end(),
                                 [&](const BoxAxis& axis) { return axis.var == var; });
    m_isKnown &= it != m_box.end();
    if (!m_isKnown) return;
    const auto position = static_cast<size_t>(it - m_box.begin());
    m_code.push_back({Kind::axis, 0, static_cast<int64_t>(position)});
    if (std::find(m_axes.begin(), m_axes.end(), position) == m_axes.end())
      m_axes.push_back(position);
  }

  const std::vector<BoxAxis>& m_box;
  std::vector<Instruction> m_code;
  std::vector<size_t> m_axes;
  bool m_isKnown = true;
  mutable std::vector<int64_t> m_stack;
};

// Points of some axes where all of some conditions hold.
int64_t tried(const std::vector<BoxAxis>& box, const std::vector<size_t>& axes,
              const std::vector<const Condition*>& conditions) {
  std::vector<int64_t> point(box.size());
  for (const size_t a : axes) point[a] = box[a].min;
  for (int64_t count = 0;;) {
    count += std::all_of(conditions.begin(), conditions.end(),
                         [&](const Condition* c) { return c->holds(point); });
    size_t i = 0;
    for (; i < axes.size(); ++i) {
      const BoxAxis& axis = box[axes[i]];
      if (++point[axes[i]] < axis.min + axis.extent) break;
      point[axes[i]] = axis.min;
    }
    if (i == axes.size()) return count;
  }
}

// Which axes meet in conditions: equal numbers.
std::vector<size_t> joinedAxes(size_t axes, const std::vector<Condition>& conditions) {
  std::vector<size_t> set(axes);
  std::iota(set.begin(), set.end(), size_t{0});
  for (const Condition& c : conditions) {
    if (!c.isKnown()) continue;
    for (const size_t axis : c.axes()) {
      const size_t from = set[axis], to = set[c.axes().front()];
      std::replace(set.begin(), set.end(), from, to);
    }
  }
  return set;
}

}  // namespace

PointCount countPoints(const std::vector<BoxAxis>& box, const std::vector<Expr>& conditions) {
  PointCount out{1, true};
  for (const BoxAxis& axis : box)
    if (axis.extent <= 0) return {0, true};
  std::vector<Condition> known;
  for (const Expr& e : conditions) known.emplace_back(e, box);
  const std::vector<size_t> sets = joinedAxes(box.size(), known);
  for (const Condition& c : known) {
    out.isExact &= c.isKnown();
    if (c.isKnown() && c.axes().empty() && !c.holds({})) return {0, true};
  }
  for (size_t set = 0; set < box.size(); ++set) {
    std::vector<size_t> axes;
    int64_t size = 1;
    for (size_t a = 0; a < box.size(); ++a) {
      if (sets[a] != set) continue;
      axes.push_back(a);
      size = times(size, box[a].extent);
    }
    std::vector<const Condition*> here;
    for (const Condition& c : known)
      if (c.isKnown() && !c.axes().empty() && sets[c.axes().front()] == set) here.push_back(&c);
    const bool isTried = !here.empty() && size <= kMostPoints;
    out.isExact &= here.empty() || isTried;
    out.points = times(out.points, isTried ? tried(box, axes, here) : size);
  }
  return out;
}

}  // namespace heddle::loops
