// Products of matrices, einsum and determinants.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/reference/evaluators.h"
#include "engine/reference/wide.h"

namespace heddle::reference {
namespace {

// c: [m,n] += a: [m,k] times b: [k,n], rows in parallel.
template <class A>
void multiply(const A* a, const A* b, A* c, int64_t m, int64_t k, int64_t n) {
  parallelFor(m, m * k * n, [&](int64_t row) {
    for (int64_t inner = 0; inner < k; ++inner) {
      const A value = a[row * k + inner];
      for (int64_t column = 0; column < n; ++column)
        c[row * n + column] += value * b[inner * n + column];
    }
  });
}

template <class A>
std::vector<A> transposed(const std::vector<A>& x, int64_t rows, int64_t columns) {
  std::vector<A> out(x.size());
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < columns; ++j) out[j * rows + i] = x[i * columns + j];
  return out;
}

struct BatchedShapes {
  Extents a, b, batch, result;  // a and b with at least two axes
};

Result<BatchedShapes> batchedShapes(const Call& call) {
  BatchedShapes s{call.in(0).extents(), call.in(1).extents(), {}, {}};
  if (s.a.empty() || s.b.empty()) return call.inputError("a scalar is no matrix");
  const bool aIsVector = s.a.size() == 1, bIsVector = s.b.size() == 1;
  if (aIsVector) s.a.insert(s.a.begin(), 1);
  if (bIsVector) s.b.push_back(1);
  if (s.a.back() != s.b[s.b.size() - 2])
    return call.inputError(text(call.in(0).extents()) + " and " + text(call.in(1).extents()) +
                           " do not share their inner extent");
  const auto batch = broadcastExtents({s.a.begin(), s.a.end() - 2}, {s.b.begin(), s.b.end() - 2});
  if (!batch) return call.inputError("the batch axes do not broadcast");
  s.batch = s.result = *batch;
  if (!aIsVector) s.result.push_back(s.a[s.a.size() - 2]);
  if (!bIsVector) s.result.push_back(s.b.back());
  return s;
}

// Products of 8 bits are summed in 32.
ElementType sumElement(const Call& call) {
  const ElementType a = call.in(0).element(), b = call.in(1).element();
  return a == ElementType::u8 && b == ElementType::i8 ? ElementType::i32 : a;
}

template <class A>
Outputs multiplyBatches(const Call& call, const BatchedShapes& s) {
  const std::vector<A> a = widen<A>(call.in(0)), b = widen<A>(call.in(1));
  HEDDLE_TRY(Tensor checked, Tensor::allocate(ElementType::f64, s.result));
  std::vector<A> c(static_cast<size_t>(checked.elementCount()), A(0));
  const int64_t m = s.a[s.a.size() - 2], k = s.a.back(), n = s.b.back();
  const Extents batchA(s.a.begin(), s.a.end() - 2), batchB(s.b.begin(), s.b.end() - 2);
  walk<2>(s.batch, {broadcastStrides(batchA, s.batch), broadcastStrides(batchB, s.batch)},
          [&](int64_t i, const std::array<int64_t, 2>& at) {
            multiply(a.data() + at[0] * m * k, b.data() + at[1] * k * n, c.data() + i * m * n, m, k,
                     n);
          });
  return single(narrow(c, sumElement(call), s.result));
}

struct GemmShape {
  int64_t m, k, n;
  bool isTransposedA, isTransposedB;
};

// c is the bias broadcast to [m,n], or zeros.
Result<std::vector<double>> gemmBias(const Call& call, const GemmShape& s) {
  std::vector<double> c(static_cast<size_t>(s.m * s.n), 0.0);
  if (!call.has(2)) return c;
  const Extents extents = {s.m, s.n};
  if (broadcastExtents(call.in(2).extents(), extents) != extents)
    return call.inputError("c " + text(call.in(2).extents()) + " does not broadcast to " +
                           text(extents));
  const std::vector<double> values = widen<double>(call.in(2));
  walk<1>(extents, {broadcastStrides(call.in(2).extents(), extents)},
          [&](int64_t i, const std::array<int64_t, 1>& at) { c[i] = values[at[0]]; });
  return c;
}

Outputs gemmFloat(const Call& call, const GemmShape& s) {
  HEDDLE_TRY(const auto bias, gemmBias(call, s));
  auto a = widen<double>(call.in(0)), b = widen<double>(call.in(1));
  if (s.isTransposedA) a = transposed(a, s.k, s.m);
  if (s.isTransposedB) b = transposed(b, s.n, s.k);
  std::vector<double> y(static_cast<size_t>(s.m * s.n), 0.0);
  multiply(a.data(), b.data(), y.data(), s.m, s.k, s.n);
  const double alpha = call.number("alpha"), beta = call.number("beta");
  for (size_t i = 0; i < y.size(); ++i) y[i] = alpha * y[i] + (call.has(2) ? beta * bias[i] : 0);
  return single(narrow(y, call.in(0).element(), {s.m, s.n}));
}

Outputs gemmInteger(const Call& call, const GemmShape& s) {
  const double alpha = call.number("alpha"), beta = call.number("beta");
  if (alpha != std::nearbyint(alpha) || beta != std::nearbyint(beta))
    return call.unsupported("fractional alpha or beta of integers");
  HEDDLE_TRY(const auto bias, gemmBias(call, s));  // at most 2^53 per element is exact
  auto a = widen<uint64_t>(call.in(0)), b = widen<uint64_t>(call.in(1));
  if (s.isTransposedA) a = transposed(a, s.k, s.m);
  if (s.isTransposedB) b = transposed(b, s.n, s.k);
  std::vector<uint64_t> y(static_cast<size_t>(s.m * s.n), 0);
  multiply(a.data(), b.data(), y.data(), s.m, s.k, s.n);
  for (size_t i = 0; i < y.size(); ++i)
    y[i] = store<uint64_t>(static_cast<int64_t>(alpha)) * y[i] +
           static_cast<uint64_t>(static_cast<int64_t>(beta)) *
               static_cast<uint64_t>(store<int64_t>(bias[i]));
  return single(narrow(y, call.in(0).element(), {s.m, s.n}));
}

double determinant(std::vector<double> a, int64_t n) {
  double det = 1;
  for (int64_t column = 0; column < n; ++column) {
    int64_t pivot = column;
    for (int64_t row = column + 1; row < n; ++row)
      if (std::fabs(a[row * n + column]) > std::fabs(a[pivot * n + column])) pivot = row;
    if (a[pivot * n + column] == 0) return 0;
    if (pivot != column) {
      std::swap_ranges(a.begin() + pivot * n, a.begin() + (pivot + 1) * n, a.begin() + column * n);
      det = -det;
    }
    det *= a[column * n + column];
    for (int64_t row = column + 1; row < n; ++row) {
      const double factor = a[row * n + column] / a[column * n + column];
      for (int64_t i = column; i < n; ++i) a[row * n + i] -= factor * a[column * n + i];
    }
  }
  return det;
}

}  // namespace

Outputs evaluateMatmul(const Call& call) {
  if (sumElement(call) == call.in(0).element()) HEDDLE_CHECK(requireSameType(call, 0, 1));
  HEDDLE_TRY(const BatchedShapes shapes, batchedShapes(call));
  return onAccumulator<Outputs>(
      call.in(0).element(), [&]<class A>() { return multiplyBatches<A>(call, shapes); },
      call.badType(0));
}

Outputs evaluateGemm(const Call& call) {
  HEDDLE_CHECK(requireRank(call, 0, 2, 2));
  HEDDLE_CHECK(requireRank(call, 1, 2, 2));
  HEDDLE_CHECK(requireSameType(call, 0, 1));
  if (call.has(2)) HEDDLE_CHECK(requireSameType(call, 0, 2));
  const Extents &a = call.in(0).extents(), &b = call.in(1).extents();
  const bool ta = call.integer("transA") != 0, tb = call.integer("transB") != 0;
  const GemmShape s{a[ta ? 1 : 0], a[ta ? 0 : 1], b[tb ? 0 : 1], ta, tb};
  if (b[tb ? 1 : 0] != s.k)
    return call.inputError(text(a) + " and " + text(b) + " do not share their inner extent");
  HEDDLE_TRY(Tensor checked, Tensor::allocate(ElementType::f64, {s.m, s.n}));
  if (isFloat(call.in(0).element())) return gemmFloat(call, s);
  return isInteger(call.in(0).element()) ? gemmInteger(call, s) : Outputs(call.badType(0));
}

Outputs evaluateDet(const Call& call) {
  const Tensor& x = call.in(0);
  HEDDLE_CHECK(requireRank(call, 0, 2, SIZE_MAX));
  if (!isFloat(x.element())) return call.badType(0);
  const int64_t n = x.extents().back();
  if (x.extents()[x.rank() - 2] != n) return call.inputError("the matrices are not square");
  const Extents batch(x.extents().begin(), x.extents().end() - 2);
  const std::vector<double> values = widen<double>(x);
  std::vector<double> out(static_cast<size_t>(*elementCount(batch)));
  for (size_t i = 0; i < out.size(); ++i)
    out[i] = determinant({values.begin() + i * n * n, values.begin() + (i + 1) * n * n}, n);
  return single(narrow(out, x.element(), batch));
}

}  // namespace heddle::reference
