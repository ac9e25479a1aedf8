// Pooling windows and the inverse of max pooling.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/reference/evaluators.h"
#include "engine/reference/volume.h"

namespace heddle::reference {
namespace {

using graph::OpKind;

// Calls f(offset into the plane of x) for every position of the window of output `o` that lies
// inside the input; returns how many positions lie inside the padded input.
template <class F>
int64_t forEachInWindow(const Volume& v, const Volume::Triple& o, F&& f) {
  int64_t padded = 0;
  Volume::Triple i;
  for (int64_t kd = 0; kd < v.kernel[0]; ++kd)
    for (int64_t kh = 0; kh < v.kernel[1]; ++kh)
      for (int64_t kw = 0; kw < v.kernel[2]; ++kw) {
        i = {v.at(0, o[0], kd), v.at(1, o[1], kh), v.at(2, o[2], kw)};
        bool isInside = true, isPadded = true;
        for (size_t axis = 0; axis < 3; ++axis) {
          isInside = isInside && i[axis] >= 0 && i[axis] < v.input[axis];
          isPadded = isPadded && i[axis] < v.input[axis] + v.padEnd[axis];
        }
        padded += isPadded;
        if (isInside) f((i[0] * v.input[1] + i[1]) * v.input[2] + i[2]);
      }
  return padded;
}

// Calls f(plane, offset in plane, output coordinate) for every output, planes in parallel.
template <class F>
void forEachOutput(const Volume& v, int64_t planes, F&& f) {
  parallelFor(planes, planes * v.outputSize() * v.kernelSize() * 4, [&](int64_t plane) {
    for (int64_t i = 0; i < v.outputSize(); ++i)
      f(plane, i,
        Volume::Triple{i / (v.output[1] * v.output[2]), i / v.output[2] % v.output[1],
                       i % v.output[2]});
  });
}

// Where an element stands when the spatial axes are counted first axis fastest.
int64_t columnMajor(const Volume& v, int64_t offset) {
  const int64_t d = offset / (v.input[1] * v.input[2]), h = offset / v.input[2] % v.input[1];
  return d + v.input[0] * (h + v.input[1] * (offset % v.input[2]));
}

template <class T>
Outputs maxPool(const Call& call, const Windowed& in) {
  using C = Compute<T>;
  const Extents extents = resultExtents(in, in.x.extents()[1]);
  HEDDLE_TRY(Tensor out, Tensor::allocate(in.x.element(), extents));
  HEDDLE_TRY(Tensor places, Tensor::allocate(ElementType::i64, extents));
  const auto x = valuesOf<T>(in.x);
  const auto y = valuesOf<T>(out);
  const auto p = valuesOf<int64_t>(places);
  const Volume& v = in.volume;
  const bool isColumnMajor = call.integer("storage_order") != 0;
  const int64_t planes = in.x.extents()[0] * in.x.extents()[1];
  forEachOutput(v, planes, [&](int64_t plane, int64_t i, const Volume::Triple& o) {
    C best = lowestOf<C>();
    int64_t where = -1;
    forEachInWindow(v, o, [&](int64_t at) {
      const C value = load(x[plane * v.inputSize() + at]);
      if (where < 0 || value > best || (value != value && best == best)) {
        best = value;
        where = at;
      }
    });
    y[plane * v.outputSize() + i] = store<T>(best);
    const int64_t place = isColumnMajor && where >= 0 ? columnMajor(v, where) : where;
    p[plane * v.outputSize() + i] = plane * v.inputSize() + std::max<int64_t>(place, 0);
  });
  if (call.node.outputCount == 1) return inLayout(in, std::move(out));
  if (in.isChannelsLast) return call.unsupported("indices of a channels-last input");
  return std::vector<Tensor>{std::move(out), std::move(places)};
}

// `sum` takes one value; `finish` gets the sum, the count inside and the count inside the padding.
template <class Sum, class Finish>
Outputs sumPool(const Windowed& in, Sum&& sum, Finish&& finish) {
  const Volume& v = in.volume;
  const Extents extents = resultExtents(in, in.x.extents()[1]);
  HEDDLE_TRY(Tensor checked, Tensor::allocate(ElementType::f64, extents));
  const auto y = valuesOf<double>(checked);
  const std::vector<double> x = widen<double>(in.x);
  const int64_t planes = in.x.extents()[0] * in.x.extents()[1];
  forEachOutput(v, planes, [&](int64_t plane, int64_t i, const Volume::Triple& o) {
    double total = 0;
    int64_t inside = 0;
    const int64_t padded = forEachInWindow(v, o, [&](int64_t at) {
      total += sum(x[plane * v.inputSize() + at]);
      ++inside;
    });
    y[plane * v.outputSize() + i] = finish(total, inside, padded);
  });
  HEDDLE_TRY(Tensor out, narrow(std::span<const double>(y), in.x.element(), extents));
  return inLayout(in, std::move(out));
}

Outputs averagePool(const Call& call, const Windowed& in) {
  const bool countsPad = call.integer("count_include_pad") != 0;
  return sumPool(
      in, [](double value) { return value; },
      [=](double total, int64_t inside, int64_t padded) {
        const int64_t count = countsPad ? padded : inside;
        return count == 0 ? 0.0 : total / static_cast<double>(count);
      });
}

Outputs lpPool(const Call& call, const Windowed& in) {
  const auto p = static_cast<double>(call.integer("p"));
  if (p < 1) return call.inputError("p must be positive");
  return sumPool(
      in, [=](double value) { return std::pow(std::fabs(value), p); },
      [=](double total, int64_t, int64_t) { return std::pow(total, 1 / p); });
}

// [N,C,...] that max pooling with these windows came from, unless the caller says otherwise.
Result<Extents> unpooledExtents(const Call& call) {
  const Extents& x = call.in(0).extents();
  const size_t rank = x.size() - 2;
  const auto kernel = call.node.intsAttribute("kernel_shape");
  auto strides = call.node.intsAttribute("strides"), pads = call.node.intsAttribute("pads");
  if (strides.empty()) strides.assign(rank, 1);
  if (pads.empty()) pads.assign(2 * rank, 0);
  if (kernel.size() != rank || strides.size() != rank || pads.size() != 2 * rank)
    return call.inputError("kernel_shape, strides or pads do not fit " + text(x));
  Extents out = {x[0], x[1]};
  for (size_t i = 0; i < rank; ++i) {
    int64_t extent = 0;
    if (__builtin_mul_overflow(x[i + 2] - 1, strides[i], &extent) ||
        __builtin_add_overflow(extent, kernel[i], &extent) ||
        __builtin_sub_overflow(extent, pads[i], &extent) ||
        __builtin_sub_overflow(extent, pads[i + rank], &extent) || extent < 0)
      return call.inputError("the result's extents are out of range");
    out.push_back(extent);
  }
  return out;
}

}  // namespace

Outputs evaluatePool(const Call& call) {
  HEDDLE_TRY(const Windowed in, windowedInput(call));
  if (call.node.kind == OpKind::max_pool)
    return onNumber<Outputs>(
        in.x.element(), [&]<class T>() { return maxPool<T>(call, in); }, call.badType(0));
  if (!isFloat(in.x.element())) return call.badType(0);
  return call.node.kind == OpKind::average_pool ? averagePool(call, in) : lpPool(call, in);
}

Outputs evaluateMaxUnpool(const Call& call) {
  HEDDLE_CHECK(requireRank(call, 0, 3, SIZE_MAX));
  const Tensor &x = call.in(0), &indices = call.in(1);
  if (indices.element() != ElementType::i64 || indices.extents() != x.extents())
    return call.inputError("indices do not match x");
  HEDDLE_TRY(const Extents inner, unpooledExtents(call));
  Extents extents = inner;
  if (call.has(2)) {
    HEDDLE_TRY(extents, integers(call, 2));
    if (extents.size() != inner.size()) return call.inputError("output_shape has another rank");
  }
  // Indices count in `inner`; a larger result holds it in its first corner.
  const auto count = elementCount(inner);
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), extents));
  const Extents from = stridesOf(inner), to = stridesOf(extents);
  std::vector<int64_t> targets;
  for (const int64_t index : valuesOf<int64_t>(indices)) {
    if (!count || index < 0 || index >= *count) return call.inputError("an index is out of range");
    int64_t target = 0;
    for (size_t i = 0; i < inner.size(); ++i) {
      const int64_t place = index / from[i] % inner[i];
      if (place >= extents[i]) return call.inputError("an index is outside output_shape");
      target += place * to[i];
    }
    targets.push_back(target);
  }
  onWidth(x.element(), [&]<class T>() {
    const auto source = valuesOf<T>(x);
    const auto y = valuesOf<T>(out);
    for (size_t i = 0; i < targets.size(); ++i) y[targets[i]] = source[i];
  });
  return single(std::move(out));
}

}  // namespace heddle::reference
