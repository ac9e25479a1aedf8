// Convolution and transposed convolution.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/reference/evaluators.h"
#include "engine/reference/volume.h"

namespace heddle::reference {
namespace {

struct Channels {
  int64_t batch = 0, in = 0, out = 0, group = 1;
  int64_t inPerGroup() const { return in / group; }
  int64_t outPerGroup() const { return out / group; }
};

// plane[o] += weight * x[at(o, k)] for every output whose coordinate lies inside.
template <class A>
void addTap(const Volume& v, const A* x, A weight, const Volume::Triple& k, A* plane) {
  const Inside d = insideOf(v, 0, k[0]), h = insideOf(v, 1, k[1]), w = insideOf(v, 2, k[2]);
  const int64_t stride = v.stride[2];
  for (int64_t od = d.begin; od < d.end; ++od)
    for (int64_t oh = h.begin; oh < h.end; ++oh) {
      const A* row =
          x + (v.at(0, od, k[0]) * v.input[1] + v.at(1, oh, k[1])) * v.input[2] + v.at(2, 0, k[2]);
      A* to = plane + (od * v.output[1] + oh) * v.output[2];
      if (stride == 1)
        for (int64_t ow = w.begin; ow < w.end; ++ow) to[ow] += weight * row[ow];
      else
        for (int64_t ow = w.begin; ow < w.end; ++ow) to[ow] += weight * row[ow * stride];
    }
}

// The transposed map: plane[at(i, k)] += weight * x[i], where `v.output` is the grid of x and
// `v.input` the grid of the result.
template <class A>
void scatterTap(const Volume& v, const A* x, A weight, const Volume::Triple& k, A* plane) {
  const Inside d = insideOf(v, 0, k[0]), h = insideOf(v, 1, k[1]), w = insideOf(v, 2, k[2]);
  for (int64_t id = d.begin; id < d.end; ++id)
    for (int64_t ih = h.begin; ih < h.end; ++ih) {
      A* row = plane + (v.at(0, id, k[0]) * v.input[1] + v.at(1, ih, k[1])) * v.input[2] +
               v.at(2, 0, k[2]);
      const A* from = x + (id * v.output[1] + ih) * v.output[2];
      for (int64_t iw = w.begin; iw < w.end; ++iw) row[iw * v.stride[2]] += weight * from[iw];
    }
}

template <class F>
void forEachTap(const Volume& v, F&& f) {
  int64_t position = 0;
  for (int64_t kd = 0; kd < v.kernel[0]; ++kd)
    for (int64_t kh = 0; kh < v.kernel[1]; ++kh)
      for (int64_t kw = 0; kw < v.kernel[2]; ++kw) f(position++, Volume::Triple{kd, kh, kw});
}

template <class A>
Result<std::vector<A>> biasOf(const Call& call, int64_t channels) {
  if (!call.has(2)) return std::vector<A>(static_cast<size_t>(channels), A(0));
  if (call.in(2).rank() != 1 || call.in(2).elementCount() != channels)
    return call.inputError("the bias is not one number per output channel");
  return widen<A>(call.in(2));
}

// Around x stands `pad`, not zero: sum of w*x = sum of w*(x - pad) + pad * sum of w.
template <class A>
void moveToZero(A pad, std::vector<A>& x, const std::vector<A>& w, int64_t perChannel,
                std::vector<A>& bias) {
  for (A& value : x) value -= pad;
  for (size_t o = 0; o < bias.size(); ++o)
    for (int64_t i = 0; i < perChannel; ++i)
      bias[o] += pad * w[o * static_cast<size_t>(perChannel) + static_cast<size_t>(i)];
}

bool isNarrow(ElementType x, ElementType w) {
  return x == ElementType::u8 && w == ElementType::i8;
}
ElementType sumElement(ElementType x, ElementType w) {
  return isNarrow(x, w) ? ElementType::i32 : x;
}

// y[n,o] = b[o] + sum over c, k of w[o,c,k] * x[n, group(o)*C/group + c, at(., k)]
template <class A>
Outputs convolve(const Call& call, const Windowed& in, const Channels& ch) {
  const Volume& v = in.volume;
  std::vector<A> x = widen<A>(in.x);
  const std::vector<A> w = widen<A>(call.in(1));
  HEDDLE_TRY(std::vector<A> bias, biasOf<A>(call, ch.out));
  const int64_t area = v.outputSize(), taps = v.kernelSize(), per = ch.inPerGroup();
  if (const int64_t pad = call.integer("pad_value"); pad != 0)
    moveToZero(static_cast<A>(pad), x, w, taps * per, bias);
  HEDDLE_TRY(Tensor checked, Tensor::allocate(ElementType::f64, resultExtents(in, ch.out)));
  std::vector<A> y(static_cast<size_t>(checked.elementCount()));
  parallelFor(ch.batch * ch.out, area * taps * per * ch.batch * ch.out, [&](int64_t job) {
    const int64_t n = job / ch.out, o = job % ch.out, first = o / ch.outPerGroup() * per;
    A* plane = y.data() + job * area;
    std::fill_n(plane, area, bias[o]);
    for (int64_t c = 0; c < per; ++c) {
      const A* source = x.data() + (n * ch.in + first + c) * v.inputSize();
      const A* weights = w.data() + (o * per + c) * taps;
      forEachTap(
          v, [&](int64_t p, const Volume::Triple& k) { addTap(v, source, weights[p], k, plane); });
    }
  });
  HEDDLE_TRY(Tensor out, narrow(y, sumElement(in.x.element(), call.in(1).element()),
                                resultExtents(in, ch.out)));
  return inLayout(in, std::move(out));
}

// y[n,o][at(i, k)] += w[c, o in group, k] * x[n,c,i] for the channels c of o's group
template <class A>
Outputs convolveTransposed(const Call& call, const Windowed& in, const Channels& ch) {
  Volume v = in.volume;
  std::swap(v.input, v.output);
  const std::vector<A> x = widen<A>(in.x), w = widen<A>(call.in(1));
  HEDDLE_TRY(const std::vector<A> bias, biasOf<A>(call, ch.out));
  const int64_t area = v.inputSize(), taps = v.kernelSize(), per = ch.inPerGroup();
  HEDDLE_TRY(Tensor checked, Tensor::allocate(ElementType::f64, resultExtents(in, ch.out)));
  std::vector<A> y(static_cast<size_t>(checked.elementCount()));
  const int64_t work = v.outputSize() * taps * per * ch.batch * ch.out;
  parallelFor(ch.batch * ch.out, work, [&](int64_t job) {
    const int64_t n = job / ch.out, o = job % ch.out, first = o / ch.outPerGroup() * per;
    A* plane = y.data() + job * area;
    std::fill_n(plane, area, bias[o]);
    for (int64_t c = first; c < first + per; ++c) {
      const A* source = x.data() + (n * ch.in + c) * v.outputSize();
      const A* weights = w.data() + (c * ch.outPerGroup() + o % ch.outPerGroup()) * taps;
      forEachTap(v, [&](int64_t p, const Volume::Triple& k) {
        scatterTap(v, source, weights[p], k, plane);
      });
    }
  });
  HEDDLE_TRY(Tensor out, narrow(y, in.x.element(), resultExtents(in, ch.out)));
  return inLayout(in, std::move(out));
}

Status checkWeight(const Call& call, const Windowed& in) {
  const bool isConv = call.node.kind == graph::OpKind::conv;
  const ElementType x = in.x.element(), w = call.in(1).element();
  if (!isConv || !isNarrow(x, w)) HEDDLE_CHECK(requireSameType(call, 0, 1));
  if (call.has(2) && call.in(2).element() != (isConv ? sumElement(x, w) : x))
    return call.inputError("the bias has another type than the sums");
  if (call.in(1).rank() != in.x.rank()) return call.inputError("x and w differ in rank");
  for (size_t i = 2; i < in.x.rank(); ++i)
    if (call.in(1).extents()[i] != in.window.kernel[i - 2])
      return call.inputError("kernel_shape differs from w " + text(call.in(1).extents()));
  return {};
}

}  // namespace

Outputs evaluateConv(const Call& call) {
  HEDDLE_TRY(const Windowed in, windowedInput(call));
  HEDDLE_CHECK(checkWeight(call, in));
  const Extents& w = call.in(1).extents();  // [O,C/group,spatial...]
  const Channels ch{in.x.extents()[0], in.x.extents()[1], w[0], call.integer("group")};
  if (ch.group < 1 || ch.in % ch.group != 0 || ch.out % ch.group != 0 || w[1] != ch.inPerGroup())
    return call.inputError("x " + text(in.x.extents()) + ", w " + text(w) + " and group " +
                           std::to_string(ch.group) + " do not fit");
  return onAccumulator<Outputs>(
      in.x.element(), [&]<class A>() { return convolve<A>(call, in, ch); }, call.badType(0));
}

Outputs evaluateConvTranspose(const Call& call) {
  HEDDLE_TRY(const Windowed in, windowedInput(call));
  HEDDLE_CHECK(checkWeight(call, in));
  const Extents& w = call.in(1).extents();  // [C,O/group,spatial...]
  Channels ch{in.x.extents()[0], in.x.extents()[1], 0, call.integer("group")};
  if (ch.group < 1 || ch.in % ch.group != 0 || w[0] != ch.in ||
      __builtin_mul_overflow(w[1], ch.group, &ch.out))
    return call.inputError("x " + text(in.x.extents()) + ", w " + text(w) + " and group " +
                           std::to_string(ch.group) + " do not fit");
  return onAccumulator<Outputs>(
      in.x.element(), [&]<class A>() { return convolveTransposed<A>(call, in, ch); },
      call.badType(0));
}

}  // namespace heddle::reference
