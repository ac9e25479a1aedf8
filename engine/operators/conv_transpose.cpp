// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"
#include "engine/operators/windows.h"

namespace heddle::operators {

using namespace loops;

namespace {

// Gather form: output position o gets x[i] * w[k] for every (i, k) with i * stride + k * dilation
// == o + padBegin. For each k there is at most one i.
struct Source {
  Indices position;
  Expr exists;
};

Source sourceOf(const graph::Window& window, const Indices& o, const Indices& k) {
  Source source{{}, nullptr};
  for (size_t d = 0; d < o.size(); ++d) {
    const Expr reach = o[d] + constant(window.padBegin[d]) - k[d] * constant(window.dilations[d]);
    const Expr stride = constant(window.strides[d]);
    const Expr i = floorDiv(reach, stride);
    source.position.push_back(i);
    source.exists = logicalAnd(source.exists, inRange(i, 0, window.input[d]));
    if (window.strides[d] > 1) {
      source.exists =
          logicalAnd(source.exists, compare(CompareOp::eq, floorMod(reach, stride), constant(0)));
    }
  }
  return source;
}

// Output positions o = outer * stride + phase. Kernel positions that meet phase p are tap * stride
// + (p + pad) mod stride, and read input outer + (p + pad) div stride - tap: no position is tested
// in vain.
struct Phases {
  std::vector<int64_t> outer, taps;
  Padding padding;
};

Phases phasesOf(const graph::Window& w) {
  Phases phases;
  for (size_t d = 0; d < w.output.size(); ++d) {
    const int64_t s = w.strides[d], taps = (w.kernel[d] + s - 1) / s,
                  outer = (w.output[d] + s - 1) / s;
    const int64_t least = w.padBegin[d] / s - (taps - 1),
                  most = outer - 1 + (s - 1 + w.padBegin[d]) / s;
    phases.outer.push_back(outer);
    phases.taps.push_back(taps);
    phases.padding.begin.push_back(std::max<int64_t>(0, -least));
    phases.padding.extent.push_back(std::max(w.input[d], most + 1) + phases.padding.begin.back());
  }
  return phases;
}

bool phasesApply(OpContext& op, const graph::Window& w) {
  if (op.node.intAttribute("group") != 1) return false;
  for (size_t d = 0; d < w.output.size(); ++d) {
    if (w.dilations[d] != 1 || w.padBegin[d] < 0 || w.output[d] < 1) return false;
  }
  return true;
}

// Loops: n, then outer and phase of each axis, oc, taps, ic. The result has whole strides and may
// be longer than the output.
Buffer emitPhases(OpContext& op, const graph::Window& w, const ImageLayout& layout, bool isDirect) {
  const size_t rank = w.output.size();
  const Phases phases = phasesOf(w);
  const auto padded = padInput(op, phases.padding, layout);
  const Extents weight = op.extents(1);  // [C, O, spatial...]
  const auto names = spatialNames("o", rank), phaseNames = spatialNames("p", rank),
             tapNames = spatialNames("k", rank);
  std::vector<Axis> axes{{"n", op.extents(0)[0]}};
  Extents whole = op.outExtents();
  bool isWhole = true;
  for (size_t d = 0; d < rank; ++d) {
    axes.push_back({names[d], phases.outer[d]});
    axes.push_back({phaseNames[d], w.strides[d]});
    int64_t& extent = whole[(layout.channelsLast ? 1 : 2) + d];
    isWhole = isWhole && extent == phases.outer[d] * w.strides[d];
    extent = phases.outer[d] * w.strides[d];
  }
  axes.push_back({"oc", weight[1]});
  const size_t reduce0 = axes.size();
  for (size_t d = 0; d < rank; ++d) axes.push_back({tapNames[d], phases.taps[d], IterKind::reduce});
  axes.push_back({"ic", weight[0], IterKind::reduce});
  const Buffer out =
      isDirect && isWhole ? op.output() : op.temp("sum", computeElement(op.outElement()), whole);

  Nest nest(op, "", axes);
  nest.annotate("form", std::string("phases"));
  const Expr oc = nest[reduce0 - 1], ic = nest[reduce0 + rank];
  Indices o, position, kernel{ic, oc};
  Expr isTap = nullptr;
  for (size_t d = 0; d < rank; ++d) {
    const Expr outer = nest[1 + 2 * d], phase = nest[2 + 2 * d], tap = nest[reduce0 + d];
    const Expr stride = constant(w.strides[d]), reach = phase + constant(w.padBegin[d]);
    o.push_back(outer * stride + phase);
    position.push_back(outer + floorDiv(reach, stride) - tap + constant(phases.padding.begin[d]));
    kernel.push_back(tap * stride + floorMod(reach, stride));
    if (phases.taps[d] * w.strides[d] > w.kernel[d]) {
      isTap = logicalAnd(isTap, lessThan(kernel.back(), constant(w.kernel[d])));
    }
  }
  const ElementType t = out->element;
  const Indices at = layout.place(nest[0], ic, position);
  const Expr product =
      cast(padded ? loadWide(*padded, at) : op.load(0, at), t) * cast(op.load(1, kernel), t);
  const Indices to = layout.place(nest[0], oc, o);
  const Expr term = isTap ? select(isTap, product, literal(0, t)) : product;
  nest.finish(Store::make(out, to, Load::make(out, to) + term),
              Store::make(out, to, literal(0, t)));
  return out;
}

Buffer emitGather(OpContext& op, const graph::Window& window, const ImageLayout& layout,
                  bool isDirect) {
  const Extents w = op.extents(1);  // [C, O/group, spatial...]
  const size_t rank = window.output.size();
  const int64_t groups = op.node.intAttribute("group"), outPerGroup = w[1],
                inPerGroup = w[0] / groups;
  const ElementType t = computeElement(op.outElement());
  const Buffer sums = isDirect ? op.output() : op.temp("sum", t, op.outExtents());

  std::vector<Axis> spatial;
  const auto names = spatialNames("o", rank), kernelNames = spatialNames("k", rank);
  for (size_t d = 0; d < rank; ++d) spatial.push_back({names[d], window.output[d]});
  auto axes = layout.axes({"n", op.extents(0)[0]}, {"oc", groups * outPerGroup}, spatial);
  const size_t reduce0 = axes.size();
  for (size_t d = 0; d < rank; ++d)
    axes.push_back({kernelNames[d], window.kernel[d], IterKind::reduce});
  axes.push_back({"ic", inPerGroup, IterKind::reduce});

  Nest nest(op, "", axes);
  const ImageIters i = imageIters(nest, layout, rank);
  const Indices k = nest.indices(reduce0, rank);
  const Expr ic = nest[reduce0 + rank];
  const Source source = sourceOf(window, i.spatial, k);
  Expr channel = ic, outChannel = i.c;
  if (groups > 1) {
    channel = floorDiv(i.c, constant(outPerGroup)) * constant(inPerGroup) + ic;
    outChannel = floorMod(i.c, constant(outPerGroup));
  }
  Indices weight{channel, outChannel};
  weight.insert(weight.end(), k.begin(), k.end());
  const Expr x = cast(op.load(0, layout.place(i.n, channel, source.position)), t);
  const Expr product = x * cast(op.load(1, weight), t);
  const Indices o = layout.place(i.n, i.c, i.spatial);
  const Expr term = select(source.exists, product, literal(0, t));
  nest.finish(Store::make(sums, o, Load::make(sums, o) + term),
              Store::make(sums, o, literal(0, t)));
  return sums;
}

}  // namespace

Status emitConvTranspose(OpContext& op) {
  HEDDLE_TRY(const auto window, graph::windowOf(op.node, op.extents(0), op.extents(1)));
  const ImageLayout layout{op.isChannelsLast()};
  const bool isDirect = !op.hasInput(2) && computeElement(op.outElement()) == op.outElement();
  const Buffer sums = phasesApply(op, window) ? emitPhases(op, window, layout, isDirect)
                                              : emitGather(op, window, layout, isDirect);
  const Buffer out = op.output();
  if (out->id == sums->id) return {};
  const size_t channelAxis = layout.channelsLast ? op.outExtents().size() - 1 : 1;
  pointwise(op, op.hasInput(2) ? "bias" : "crop", out, [&](const Indices& at) {
    const Expr sum = Load::make(sums, at);
    return op.hasInput(2) ? sum + op.load(2, {at[channelAxis]}) : sum;
  });
  return {};
}

}  // namespace heddle::operators
