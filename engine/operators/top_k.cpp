// The best k of each row, best first: n log k steps at most. Few are kept in order, many in a heap,
// while the row is read once.
// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;

namespace {

constexpr int64_t mostInOrder = 16;  // a new best moves all of these

// Whether a is better than b: NaN counts as larger than every number.
Expr isBetter(const Expr& a, const Expr& b, bool isLargest) {
  const Expr better = compare(isLargest ? CompareOp::gt : CompareOp::lt, a, b);
  if (!isFloat(a->type.element)) return better;
  const Expr aNan = call(Intrinsic::isNan, a), bNan = call(Intrinsic::isNan, b);
  return logicalOr(
      better, isLargest ? logicalAnd(aNan, Not::make(bNan)) : logicalAnd(bNan, Not::make(aNan)));
}

class TopK {
 public:
  TopK(OpContext& op, size_t axis)
      : m_op(op),
        m_axis(axis),
        m_extent(op.extents(0)[axis]),
        m_k(op.outExtents()[axis]),
        m_isLargest(op.node.intAttribute("largest") != 0),
        m_values(op.output(0)),
        m_indices(op.output(1)) {}

  void emit() {
    if (m_k == 0) return;
    std::vector<Axis> rows = plainAxes(m_op.extents(0));
    rows[m_axis].extent = 1;
    Nest nest(m_op, "", rows);
    m_row = nest.indices(0, rows.size());
    nest.finish(m_k <= mostInOrder ? insertions() : heap());
  }

 private:
  OpContext& m_op;
  size_t m_axis;
  int64_t m_extent, m_k;
  bool m_isLargest;
  Buffer m_values, m_indices, m_carry, m_state;
  Indices m_row;

  Indices at(const Expr& position) const {
    Indices i = m_row;
    i[m_axis] = position;
    return i;
  }
  Stmt loop(const std::string& name, int64_t extent,
            const std::function<Stmt(const Expr&)>& body) const {
    Program& program = m_op.builder().program();
    const VarRef var = Var::make(program.freshId<VarId>(), name);
    const LoopId id = program.freshId<LoopId>();
    return For::make({id, var, constant(0), constant(extent), ForKind::serial, {}, {}, body(var)});
  }

  Expr kept(const Expr& place) const { return loadWide(m_values, at(place)); }

  // The first k in order; then what is better than the worst of them.
  Stmt insertions() {
    return Seq::make({loop("i", m_k, [&](const Expr& i) { return insertion(i, i); }),
                      loop("i", m_extent - m_k, [&](const Expr& i) {
                        const Expr from = i + constant(m_k), last = constant(m_k - 1);
                        return If::make(isBetter(m_op.load(0, at(from)), kept(last), m_isLargest),
                                        insertion(from, last));
                      })});
  }

  // x[from] goes to its place and moves those that it is better than by one, the one at `last` out.
  // Of equals the first stays before.
  Stmt insertion(const Expr& from, const Expr& last) {
    return loop("j", m_k, [&](const Expr& j) {
      const Expr place = constant(m_k - 1) - j, before = max(place - constant(1), constant(0));
      const auto passes = [&](const Expr& other) {
        return isBetter(m_op.load(0, at(from)), kept(other), m_isLargest);
      };
      const Stmt move =
          Seq::make({Store::make(m_values, at(place), Load::make(m_values, at(before))),
                     Store::make(m_indices, at(place), Load::make(m_indices, at(before)))});
      const Stmt put = Seq::make({Store::make(m_values, at(place), m_op.loadRaw(0, at(from))),
                                  Store::make(m_indices, at(place), from)});
      const Stmt rest =
          If::make(compare(CompareOp::eq, place, last), put, If::make(passes(place), put));
      const Stmt step =
          If::make(lessThan(constant(0), place), If::make(passes(before), move, rest), rest);
      return If::make(compare(CompareOp::le, place, last), step);
    });
  }

  // A heap with the worst on top: what is better than that replaces it. At the end the worst goes
  // behind the others, again and again.
  Stmt heap() {
    Extents rows = m_op.extents(0);
    rows[m_axis] = 1;
    m_carry = m_op.temp("carry", m_op.outElement(0), rows);
    rows[m_axis] = 3;
    m_state = m_op.temp("state", ElementType::i64, rows);
    const auto fill = loop("i", m_k, [&](const Expr& i) {
      return Seq::make(
          {Store::make(m_values, at(i), m_op.loadRaw(0, at(i))), Store::make(m_indices, at(i), i)});
    });
    const auto order = loop("i", m_k / 2, [&](const Expr& i) {
      const Expr top = constant(m_k / 2 - 1) - i;
      return Seq::make({carryKept(top), sift(top, constant(m_k))});
    });
    const auto scan = loop("i", m_extent - m_k, [&](const Expr& i) {
      const Expr from = i + constant(m_k), top = constant(0);
      return If::make(
          isBetter(m_op.load(0, at(from)), kept(top), m_isLargest),
          Seq::make({Store::make(m_carry, at(top), m_op.loadRaw(0, at(from))),
                     Store::make(m_state, at(carried), from), sift(top, constant(m_k))}));
    });
    const auto sort = loop("i", m_k - 1, [&](const Expr& i) {
      const Expr last = constant(m_k - 1) - i, top = constant(0);
      return Seq::make({carryKept(last), copy(top, last), sift(top, last)});
    });
    return Seq::make({fill, order, scan, sort});
  }

  Expr state(const Expr& which) const { return Load::make(m_state, at(which)); }
  Stmt copy(const Expr& from, const Expr& to) const {
    return Seq::make({Store::make(m_values, at(to), Load::make(m_values, at(from))),
                      Store::make(m_indices, at(to), Load::make(m_indices, at(from)))});
  }
  Stmt carryKept(const Expr& place) const {
    return Seq::make({Store::make(m_carry, at(constant(0)), Load::make(m_values, at(place))),
                      Store::make(m_state, at(carried), Load::make(m_indices, at(place)))});
  }

  // a comes after b in the result.
  Expr isAfter(const Expr& a, const Expr& aIndex, const Expr& b, const Expr& bIndex) const {
    return logicalOr(isBetter(b, a, m_isLargest),
                     logicalAnd(Not::make(isBetter(a, b, m_isLargest)), lessThan(bIndex, aIndex)));
  }

  // The hole at `top` sinks below every worse element of the first `size`; what is carried fills
  // it.
  Stmt sift(const Expr& top, const Expr& size) {
    int64_t depth = 0;
    while (m_k >> (depth + 1) != 0) ++depth;
    const Expr zero = constant(0), one = constant(1);
    const Stmt sink = loop("d", depth, [&](const Expr&) {
      const Expr left = state(hole) * constant(2) + one;
      const auto index = [&](const Expr& place) { return Load::make(m_indices, at(place)); };
      const Expr right = min(left + one, size - one);
      const Expr child =
          select(isAfter(kept(right), index(right), kept(left), index(left)), right, left);
      const Expr sinks = isAfter(kept(state(below)), index(state(below)),
                                 loadWide(m_carry, at(zero)), state(carried));
      const Stmt move = Seq::make(
          {copy(state(below), state(hole)), Store::make(m_state, at(hole), state(below))});
      // Below nothing, `below` is the end, and the loop does nothing more.
      const Stmt step = Seq::make({Store::make(m_state, at(below), child),
                                   If::make(sinks, move, Store::make(m_state, at(below), size))});
      return If::make(logicalAnd(lessThan(state(below), size), lessThan(left, size)), step);
    });
    return Seq::make({Store::make(m_state, at(hole), top), Store::make(m_state, at(below), top),
                      sink, Store::make(m_values, at(state(hole)), Load::make(m_carry, at(zero))),
                      Store::make(m_indices, at(state(hole)), state(carried))});
  }

  const Expr carried = constant(0), hole = constant(1), below = constant(2);  // in m_state
};

}  // namespace

Status emitTopK(OpContext& op) {
  const Extents x = op.extents(0);
  const int64_t given = op.node.intAttribute("axis"), rank = static_cast<int64_t>(x.size());
  if (rank == 0) return op.unsupported("a scalar has no axis");
  TopK(op, static_cast<size_t>(given < 0 ? given + rank : given)).emit();
  return {};
}

}  // namespace heddle::operators
