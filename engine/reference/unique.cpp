// The distinct slices of a tensor.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "engine/reference/evaluators.h"
#include "engine/reference/walk.h"

namespace heddle::reference {
namespace {

struct Distinct {
  std::vector<int64_t> first, inverse, counts;  // one per distinct slice, per slice, per distinct
};

// `compare` orders slices: below, equal to or above 0.
template <class Compare>
Distinct distinctSlices(int64_t count, bool isSorted, Compare&& compare) {
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t a, int64_t b) { return compare(a, b) < 0; });
  std::vector<std::vector<int64_t>> groups;
  for (const int64_t slice : order) {
    if (groups.empty() || compare(groups.back()[0], slice) != 0) groups.emplace_back();
    groups.back().push_back(slice);
  }
  if (!isSorted)  // in the order in which they first appear
    std::sort(groups.begin(), groups.end(),
              [](const auto& a, const auto& b) { return a[0] < b[0]; });
  Distinct out;
  out.inverse.resize(static_cast<size_t>(count));
  for (size_t g = 0; g < groups.size(); ++g) {
    out.first.push_back(groups[g][0]);
    out.counts.push_back(static_cast<int64_t>(groups[g].size()));
    for (const int64_t slice : groups[g]) out.inverse[slice] = static_cast<int64_t>(g);
  }
  return out;
}

Tensor list(const std::vector<int64_t>& values) {
  return Tensor::fromValues<int64_t>(ElementType::i64, {static_cast<int64_t>(values.size())},
                                     std::span<const int64_t>(values));
}

template <class T>
Outputs uniqueSlices(const Call& call, const Tensor& x, int64_t axis) {
  const AxisView view = viewAxis(x.extents(), axis);
  const auto values = valuesOf<T>(x);
  const auto at = [&](int64_t slice, int64_t i) {
    return (i / view.inner * view.size + slice) * view.inner + i % view.inner;
  };
  const auto compare = [&](int64_t a, int64_t b) {
    for (int64_t i = 0; i < view.outer * view.inner; ++i) {
      const auto u = load(values[at(a, i)]), v = load(values[at(b, i)]);
      if (u < v || (u == u && v != v)) return -1;
      if (v < u || (v == v && u != u)) return 1;
    }
    return 0;
  };
  const Distinct distinct = distinctSlices(view.size, call.integer("sorted") != 0, compare);
  Extents extents = x.extents();
  extents[axis] = static_cast<int64_t>(distinct.first.size());
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), extents));
  const auto to = valuesOf<T>(out);
  for (size_t g = 0; g < distinct.first.size(); ++g)
    for (int64_t i = 0; i < view.outer * view.inner; ++i)
      to[(i / view.inner * extents[axis] + static_cast<int64_t>(g)) * view.inner + i % view.inner] =
          values[at(distinct.first[g], i)];
  std::vector<Tensor> outputs = {std::move(out), list(distinct.first), list(distinct.inverse),
                                 list(distinct.counts)};
  if (call.node.outputCount > 4) return call.inputError("the node has too many outputs");
  outputs.resize(call.node.outputCount);
  return outputs;
}

}  // namespace

Outputs evaluateUnique(const Call& call) {
  const bool isFlat = !call.node.hasAttribute("axis");
  const Tensor x = isFlat ? call.in(0).reshaped({call.in(0).elementCount()}) : call.in(0);
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, isFlat ? 0 : call.integer("axis"), static_cast<int64_t>(x.rank())));
  return onAny<Outputs>(
      x.element(), [&]<class T>() { return uniqueSlices<T>(call, x, axis); }, call.badType(0));
}

}  // namespace heddle::reference
