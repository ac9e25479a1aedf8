// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"

namespace heddle::operators {

using namespace loops;
using graph::OpKind;

namespace {

// C[batch..., m, n] = sum over k of A[..., m, k] * B[..., k, n].
struct Product {
  Extents batch;
  int64_t m, n, k;
  bool dropM = false, dropN = false;  // a one-dimensional operand's axis is not in the result
  std::function<Expr(const Indices& batch, const Expr& m, const Expr& k)> a;
  std::function<Expr(const Indices& batch, const Expr& k, const Expr& n)> b;
};

void emitProduct(OpContext& op, const Product& p, const std::string& suffix, const Buffer& out) {
  std::vector<Axis> axes;
  for (size_t d = 0; d < p.batch.size(); ++d) axes.push_back({"b" + std::to_string(d), p.batch[d]});
  axes.push_back({"m", p.m});
  axes.push_back({"n", p.n});
  axes.push_back({"k", p.k, IterKind::reduce});
  Nest nest(op, suffix, axes);
  const size_t rank = p.batch.size();
  const Indices batch = nest.indices(0, rank);
  const Expr m = nest[rank], n = nest[rank + 1], k = nest[rank + 2];
  Indices o = batch;
  if (!p.dropM) o.push_back(m);
  if (!p.dropN) o.push_back(n);
  const ElementType t = out->element;
  const Expr a = cast(p.a(batch, m, k), t);
  const Expr term = a * cast(p.b(batch, k, n), t);
  nest.finish(Store::make(out, o, Load::make(out, o) + term), Store::make(out, o, literal(0, t)));
}

Product matmulProduct(OpContext& op) {
  const Extents a = op.extents(0), b = op.extents(1), out = op.outExtents();
  const bool dropM = a.size() == 1, dropN = b.size() == 1;
  const size_t rank = out.size() - (dropM ? 0 : 1) - (dropN ? 0 : 1);
  Product p{Extents(out.begin(), out.begin() + static_cast<long>(rank)),
            dropM ? 1 : a[a.size() - 2],
            dropN ? 1 : b.back(),
            a.back(),
            dropM,
            dropN,
            {},
            {}};
  const auto batchOf = [](const Indices& batch, const Extents& extents) {
    if (extents.size() <= 2) return Indices{};
    return broadcastIndices(batch, Extents(extents.begin(), extents.end() - 2));
  };
  p.a = [&op, a, dropM, batchOf](const Indices& batch, const Expr& m, const Expr& k) {
    Indices at = batchOf(batch, a);
    if (!dropM) at.push_back(m);
    at.push_back(k);
    return op.load(0, at);
  };
  p.b = [&op, b, dropN, batchOf](const Indices& batch, const Expr& k, const Expr& n) {
    Indices at = batchOf(batch, b);
    at.push_back(k);
    if (!dropN) at.push_back(n);
    return op.load(1, at);
  };
  return p;
}

Product gemmProduct(OpContext& op) {
  const bool transA = op.node.intAttribute("transA") != 0,
             transB = op.node.intAttribute("transB") != 0;
  const Extents a = op.extents(0), out = op.outExtents();
  Product p{{}, out[0], out[1], transA ? a[0] : a[1], false, false, {}, {}};
  p.a = [&op, transA](const Indices&, const Expr& m, const Expr& k) {
    return op.load(0, transA ? Indices{k, m} : Indices{m, k});
  };
  p.b = [&op, transB](const Indices&, const Expr& k, const Expr& n) {
    return op.load(1, transB ? Indices{n, k} : Indices{k, n});
  };
  return p;
}

// alpha * sum + beta * C in f64 for integers with fractional factors, else in the type itself.
Expr gemmEpilogue(OpContext& op, const Expr& sum, const Indices& o) {
  const double alpha = op.node.floatAttribute("alpha"), beta = op.node.floatAttribute("beta");
  const bool isPlain = alpha == 1 && beta == 1;
  const ElementType t =
      isFloat(sum->type.element) || isPlain ? sum->type.element : ElementType::f64;
  Expr value = cast(sum, t);
  if (alpha != 1) value = literal(alpha, t) * value;
  if (op.hasInput(2) && beta != 0) {
    const Expr c = cast(op.loadBroadcast(2, o), t);
    value = value + (beta == 1 ? c : literal(beta, t) * c);
  }
  return value;
}

}  // namespace

Status emitMatmul(OpContext& op) {
  const bool isNarrow = op.node.kind == OpKind::matmul && op.element(0) == ElementType::u8 &&
                        op.element(1) == ElementType::i8;
  if (op.element(0) != op.element(1) && !isNarrow) return op.unsupported("the inputs differ in element type");
  if (op.outElement() == ElementType::boolean) return op.unsupported("booleans");
  const bool isGemm = op.node.kind == OpKind::gemm;
  const Product product = isGemm ? gemmProduct(op) : matmulProduct(op);
  const ElementType t = computeElement(op.outElement());
  const bool hasEpilogue = isGemm && (op.hasInput(2) || op.node.floatAttribute("alpha") != 1);
  const bool isDirect = !hasEpilogue && t == op.outElement();
  const Buffer sums = isDirect ? op.output() : op.temp("sum", t, op.outExtents());
  emitProduct(op, product, "", sums);
  if (isDirect) return {};
  pointwise(op, hasEpilogue ? "bias" : "cast", op.output(), [&](const Indices& o) {
    const Expr sum = Load::make(sums, o);
    return hasEpilogue ? gemmEpilogue(op, sum, o) : sum;
  });
  return {};
}

}  // namespace heddle::operators
