// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"
#include "engine/operators/windows.h"

namespace heddle::operators {

using namespace loops;

namespace {

// Gather form: output position o gets x[i] * w[k] for every (i, k) with i * stride + k * dilation ==
// o + padBegin. For each k there is at most one i.
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
      source.exists = logicalAnd(source.exists, compare(CompareOp::eq, floorMod(reach, stride), constant(0)));
    }
  }
  return source;
}

}  // namespace

Status emitConvTranspose(OpContext& op) {
  HEDDLE_TRY(const auto window, graph::windowOf(op.node, op.extents(0), op.extents(1)));
  const Extents w = op.extents(1);  // [C, O/group, spatial...]
  const ImageLayout layout{op.isChannelsLast()};
  const size_t rank = window.output.size();
  const int64_t groups = op.node.intAttribute("group"), outPerGroup = w[1], inPerGroup = w[0] / groups;
  const ElementType t = computeElement(op.outElement());
  const bool isDirect = !op.hasInput(2) && t == op.outElement();
  const Buffer sums = isDirect ? op.output() : op.temp("sum", t, op.outExtents());

  std::vector<Axis> spatial, axes;
  const auto names = spatialNames("o", rank), kernelNames = spatialNames("k", rank);
  for (size_t d = 0; d < rank; ++d) spatial.push_back({names[d], window.output[d]});
  axes = layout.axes({"n", op.extents(0)[0]}, {"oc", groups * outPerGroup}, spatial);
  const size_t reduce0 = axes.size();
  for (size_t d = 0; d < rank; ++d) axes.push_back({kernelNames[d], window.kernel[d], IterKind::reduce});
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
  nest.finish(Store::make(sums, o, Load::make(sums, o) + term), Store::make(sums, o, literal(0, t)));
  if (isDirect) return {};
  const size_t channelAxis = layout.channelsLast ? op.outExtents().size() - 1 : 1;
  pointwise(op, op.hasInput(2) ? "bias" : "cast", op.output(), [&](const Indices& at) {
    const Expr sum = Load::make(sums, at);
    return op.hasInput(2) ? sum + op.load(2, {at[channelAxis]}) : sum;
  });
  return {};
}

}  // namespace heddle::operators
