// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/loop_evaluator.h"

#include <algorithm>
#include <array>

#include "engine/loops/fold.h"
#include "engine/loops/operations.h"
#include "engine/loops/visit.h"

namespace heddle::reference {

using namespace loops;

namespace {

// Per-lane index vectors of an access, transposed: out[lane * rank + dimension].
std::vector<int64_t> laneIndices(LoopEvaluator& evaluator, const std::vector<Expr>& indices,
                                 size_t count) {
  const LoopEvaluator::Uncounted uncounted(evaluator);
  std::vector<int64_t> out(count * indices.size());
  for (size_t d = 0; d < indices.size(); ++d) {
    const Lanes values = evaluator.lanes(indices[d]);
    for (size_t l = 0; l < count; ++l) {
      out[l * indices.size() + d] = values[values.size() == 1 ? 0 : l].i;
    }
  }
  return out;
}

Lanes dotProduct(const Lanes& c, const Lanes& a, const Lanes& b) {
  if (a.size() != 4 * c.size() || b.size() != a.size())
    fail("type", "dotU8I8 has operands of wrong lanes");
  Lanes out = c;
  for (size_t i = 0; i < a.size(); ++i) {
    out[i / 4].i = wrapTo(ElementType::i32, out[i / 4].i + a[i].i * b[i].i);
  }
  return out;
}

}  // namespace

void LoopEvaluator::checkAllowed(const Buffer& buffer, const int64_t* indices, bool isWrite) const {
  if (!allowed) return;
  for (const Box& box : *allowed) {
    // What a block writes it may also read: the running value of a reduction.
    if (box.buffer != buffer->id || (isWrite && !box.isWrite)) continue;
    bool isInside = true;
    for (size_t d = 0; d < box.begin.size(); ++d) {
      isInside &= indices[d] >= box.begin[d] && indices[d] < box.end[d];
    }
    if (isInside) return;
  }
  std::string where;
  for (size_t d = 0; d < buffer->shape.size(); ++d)
    where += (d ? ", " : "") + std::to_string(indices[d]);
  fail("region",
       std::string(isWrite ? "writing" : "reading") + " {0}[" + where +
           "] lies outside the regions that the block declares",
       {{"buffer", buffer->id.value, buffer->name}});
}

Lane LoopEvaluator::load(const Load& n) {
  if (n.predicate && scalar(n.predicate).i == 0) {
    return isFloat(n.type.element) ? floatLane(0) : intLane(0);
  }
  std::array<int64_t, 16> indices{};
  if (n.indices.size() > indices.size()) fail("rank", "the buffer has too many dimensions");
  {
    const Uncounted uncounted(*this);
    for (size_t d = 0; d < n.indices.size(); ++d) indices[d] = scalar(n.indices[d]).i;
  }
  checkAllowed(n.buffer, indices.data(), false);
  return m_memory.read(n.buffer, indices.data());
}

Lanes LoopEvaluator::vectorLoad(const Load& n) {
  const auto count = static_cast<size_t>(n.type.lanes);
  const std::vector<int64_t> indices = laneIndices(*this, n.indices, count);
  const Lanes mask = n.predicate ? lanes(n.predicate) : Lanes(count, intLane(1));
  Lanes out(count, isFloat(n.type.element) ? floatLane(0) : intLane(0));
  for (size_t l = 0; l < count; ++l) {
    if (mask[l].i == 0) continue;
    const int64_t* at = indices.data() + l * n.indices.size();
    checkAllowed(n.buffer, at, false);
    out[l] = m_memory.read(n.buffer, at);
  }
  return out;
}

void LoopEvaluator::store(const Store& n) {
  const auto count = static_cast<size_t>(n.value->type.lanes);
  const Lanes mask = n.predicate ? lanes(n.predicate) : Lanes(count, intLane(1));
  if (std::all_of(mask.begin(), mask.end(), [](Lane l) { return l.i == 0; })) return;
  const Lanes values = lanes(n.value);
  const std::vector<int64_t> indices = laneIndices(*this, n.indices, count);
  for (size_t l = 0; l < count; ++l) {
    if (mask[l].i == 0) continue;
    const int64_t* at = indices.data() + l * n.indices.size();
    checkAllowed(n.buffer, at, true);
    m_memory.write(n.buffer, at, values[l]);
  }
}

Lane LoopEvaluator::call(const Call& n) {
  if (n.intrinsic == Intrinsic::prefetch) return intLane(0);
  if (n.intrinsic == Intrinsic::reduceAdd || n.intrinsic == Intrinsic::reduceMax) {
    const Lanes values = lanes(n.args[0]);
    const BinaryOp op = n.intrinsic == Intrinsic::reduceAdd ? BinaryOp::add : BinaryOp::max;
    Lane total = values[0];
    for (size_t i = 1; i < values.size(); ++i)
      total = binaryLane(op, n.type.element, total, values[i]);
    return total;
  }
  if (n.intrinsic == Intrinsic::dotU8I8) return vectorCall(n)[0];
  std::array<Lane, 3> args{};
  for (size_t i = 0; i < n.args.size() && i < args.size(); ++i) args[i] = scalar(n.args[i]);
  return callLane(n.intrinsic, n.args[0]->type.element, n.type.element, args.data());
}

Lanes LoopEvaluator::vectorCall(const Call& n) {
  if (n.intrinsic == Intrinsic::dotU8I8) {
    return dotProduct(lanes(n.args[0]), lanes(n.args[1]), lanes(n.args[2]));
  }
  std::vector<Lanes> args;
  for (const Expr& a : n.args) args.push_back(lanes(a));
  Lanes out;
  for (size_t l = 0; l < static_cast<size_t>(n.type.lanes); ++l) {
    std::array<Lane, 3> one{};
    for (size_t i = 0; i < args.size() && i < one.size(); ++i)
      one[i] = args[i].at(args[i].size() == 1 ? 0 : l);
    out.push_back(callLane(n.intrinsic, n.args[0]->type.element, n.type.element, one.data()));
  }
  return out;
}

Lane LoopEvaluator::scalar(const Expr& e) {
  struct Visitor {
    LoopEvaluator& self;
    Lane operator()(const IntImm& n) const { return intLane(n.value); }
    Lane operator()(const FloatImm& n) const { return floatLane(n.value); }
    Lane operator()(const Var& n) const {
      auto it = self.m_values.find(n.id);
      if (it == self.m_values.end())
        fail("variable", "variable {0} has no value here", {{"loop", 0, n.name}});
      return intLane(it->second);
    }
    Lane operator()(const Binary& n) const {
      const Lane a = self.scalar(n.a);
      return binaryLane(n.op, n.type.element, a, self.scalar(n.b));
    }
    Lane operator()(const Compare& n) const {
      const Lane a = self.scalar(n.a);
      return intLane(compareLane(n.op, n.a->type.element, a, self.scalar(n.b)));
    }
    Lane operator()(const Not& n) const { return intLane(self.scalar(n.value).i == 0); }
    Lane operator()(const Select& n) const {
      return self.scalar(self.scalar(n.condition).i != 0 ? n.whenTrue : n.whenFalse);
    }
    Lane operator()(const Cast& n) const {
      return castLane(n.value->type.element, n.type.element, self.scalar(n.value));
    }
    Lane operator()(const Load& n) const { return self.load(n); }
    Lane operator()(const Call& n) const { return self.call(n); }
    Lane operator()(const Ramp&) const {
      return fail("type", "a vector stands where a scalar is needed"), Lane{};
    }
    Lane operator()(const Broadcast&) const {
      return fail("type", "a vector stands where a scalar is needed"), Lane{};
    }
    Lane operator()(const Shuffle& n) const {
      Lanes all;
      for (const Expr& v : n.vectors) {
        const Lanes part = self.lanes(v);
        all.insert(all.end(), part.begin(), part.end());
      }
      return all.at(static_cast<size_t>(n.indices[0]));
    }
  };
  if (operations != nullptr) *operations += operationsOf(e);
  return dispatch(e, Visitor{*this});
}

Lanes LoopEvaluator::lanes(const Expr& e) {
  if (e->type.isScalar()) return {scalar(e)};
  if (operations != nullptr) *operations += operationsOf(e);
  const auto count = static_cast<size_t>(e->type.lanes);
  const auto element = e->type.element;
  Lanes out(count);
  if (const auto* n = as<Binary>(e)) {
    const Lanes a = lanes(n->a), b = lanes(n->b);
    for (size_t l = 0; l < count; ++l) out[l] = binaryLane(n->op, element, a[l], b[l]);
  } else if (const auto* n = as<Compare>(e)) {
    const Lanes a = lanes(n->a), b = lanes(n->b);
    for (size_t l = 0; l < count; ++l) {
      out[l] = intLane(compareLane(n->op, n->a->type.element, a[l], b[l]));
    }
  } else if (const auto* n = as<Not>(e)) {
    out = lanes(n->value);
    for (Lane& l : out) l = intLane(l.i == 0);
  } else if (const auto* n = as<Select>(e)) {
    if (n->condition->type.isScalar())
      return lanes(scalar(n->condition).i != 0 ? n->whenTrue : n->whenFalse);
    // Both sides of a vector select are computed, as the machine does.
    const Lanes c = lanes(n->condition), a = lanes(n->whenTrue), b = lanes(n->whenFalse);
    for (size_t l = 0; l < count; ++l) out[l] = c[l].i != 0 ? a[l] : b[l];
  } else if (const auto* n = as<Cast>(e)) {
    out = lanes(n->value);
    for (Lane& l : out) l = castLane(n->value->type.element, element, l);
  } else if (const auto* n = as<Load>(e)) {
    return vectorLoad(*n);
  } else if (const auto* n = as<Call>(e)) {
    return vectorCall(*n);
  } else if (const auto* n = as<Ramp>(e)) {
    const Lane base = scalar(n->base), stride = scalar(n->stride);
    for (size_t l = 0; l < count; ++l) {
      const Lane offset =
          binaryLane(BinaryOp::mul, element, stride, intLane(static_cast<int64_t>(l)));
      out[l] = binaryLane(BinaryOp::add, element, base, offset);
    }
  } else if (const auto* n = as<Broadcast>(e)) {
    out.assign(count, scalar(n->value));
  } else if (const auto* n = as<Shuffle>(e)) {
    Lanes all;
    for (const Expr& v : n->vectors) {
      const Lanes part = lanes(v);
      all.insert(all.end(), part.begin(), part.end());
    }
    for (size_t l = 0; l < count; ++l) out[l] = all.at(static_cast<size_t>(n->indices[l]));
  } else {
    fail("type", "a scalar node has lanes");
  }
  return out;
}

}  // namespace heddle::reference
