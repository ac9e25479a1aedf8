// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/emitters.h"
#include "engine/operators/windows.h"

namespace heddle::operators {

using namespace loops;

namespace {

constexpr int64_t maxGuardedWidth = 3;

// How output and input channels are iterated. Dense: oc, ic. Depthwise: oc reads its own channel.
// Grouped: g and the channels within it.
enum class ChannelForm { dense, depthwise, grouped };

struct Conv {
  graph::Window window;
  ImageLayout layout;
  int64_t groups, inPerGroup, outPerGroup;
  ChannelForm form;
  size_t rank() const { return window.output.size(); }
};

Conv convOf(OpContext& op, graph::Window window) {
  const Extents w = op.extents(1);
  Conv conv{std::move(window), {op.isChannelsLast()}, op.node.intAttribute("group"), w[1], 0,
            ChannelForm::dense};
  conv.outPerGroup = w[0] / conv.groups;
  if (conv.groups > 1) {
    const bool isDepthwise = conv.inPerGroup == 1 && conv.outPerGroup == 1;
    conv.form = isDepthwise ? ChannelForm::depthwise : ChannelForm::grouped;
  }
  return conv;
}

std::vector<Axis> spatialAxes(const std::string& prefix, const std::vector<int64_t>& extents,
                              IterKind kind) {
  const auto names = spatialNames(prefix, extents.size());
  std::vector<Axis> axes;
  for (size_t d = 0; d < extents.size(); ++d) axes.push_back({names[d], extents[d], kind});
  return axes;
}

// Output axes, then reduce axes in the order of memory: channels-last reads ic innermost.
std::vector<Axis> convAxes(const Conv& conv, int64_t batch) {
  const auto o = spatialAxes("o", conv.window.output, IterKind::spatial);
  const auto k = spatialAxes("k", conv.window.kernel, IterKind::reduce);
  const Axis ic{"ic", conv.inPerGroup, IterKind::reduce};
  std::vector<Axis> axes{{"n", batch}};
  const auto add = [&](const std::vector<Axis>& more) {
    axes.insert(axes.end(), more.begin(), more.end());
  };
  const std::vector<Axis> channels =
      conv.form == ChannelForm::grouped
          ? std::vector<Axis>{{"g", conv.groups}, {"oc", conv.outPerGroup}}
          : std::vector<Axis>{{"oc", conv.groups * conv.outPerGroup}};
  if (conv.layout.channelsLast) {
    add(o), add(channels), add(k);
    if (conv.form != ChannelForm::depthwise) add({ic});
  } else {
    add(channels), add(o);
    if (conv.form != ChannelForm::depthwise) add({ic});
    add(k);
  }
  return axes;
}

struct ConvIters {
  Expr n, outChannel, inChannel, weightIn;
  Indices o, k;
};

ConvIters convIters(const Nest& nest, const Conv& conv) {
  const size_t rank = conv.rank(), channelAxes = conv.form == ChannelForm::grouped ? 2 : 1;
  const size_t icAxes = conv.form == ChannelForm::depthwise ? 0 : 1;
  const bool last = conv.layout.channelsLast;
  const size_t c0 = last ? 1 + rank : 1, o0 = last ? 1 : 1 + channelAxes;
  const size_t reduce0 = 1 + rank + channelAxes;
  ConvIters it{nest[0],
               nest[c0],
               nullptr,
               constant(0),
               nest.indices(o0, rank),
               nest.indices(last ? reduce0 : reduce0 + icAxes, rank)};
  if (conv.form == ChannelForm::depthwise) {
    it.inChannel = it.outChannel;
    return it;
  }
  it.weightIn = it.inChannel = nest[last ? reduce0 + rank : reduce0];
  if (conv.form == ChannelForm::grouped) {
    it.outChannel = nest[c0] * constant(conv.outPerGroup) + nest[c0 + 1];
    it.inChannel = nest[c0] * constant(conv.inPerGroup) + it.inChannel;
  }
  return it;
}

const char* formName(ChannelForm form) {
  if (form == ChannelForm::dense) return "dense";
  return form == ChannelForm::depthwise ? "depthwise" : "grouped";
}

void emitProducts(OpContext& op, const Conv& conv, const std::optional<Buffer>& padded,
                  const Buffer& out) {
  Nest nest(op, "", convAxes(conv, op.extents(0)[0]));
  nest.annotate("form", std::string(formName(conv.form)));
  const ConvIters it = convIters(nest, conv);
  Indices weight{it.outChannel, it.weightIn};
  weight.insert(weight.end(), it.k.begin(), it.k.end());
  Indices positions = windowPositions(conv.window, it.o, it.k);
  const ElementType t = out->element;
  const Expr w = cast(op.load(1, weight), t);
  Expr product;
  if (padded) {
    product = cast(loadWide(*padded, conv.layout.place(it.n, it.inChannel, positions)), t) * w;
  } else {
    const Expr inside = isInside(conv.window, positions);
    for (size_t d = 0; d < positions.size(); ++d)
      positions[d] = positions[d] - constant(conv.window.padBegin[d]);
    product = cast(op.load(0, conv.layout.place(it.n, it.inChannel, positions)), t) * w;
    if (inside) product = select(inside, product, literal(0, t));
  }
  const Indices o = conv.layout.place(it.n, it.outChannel, it.o);
  nest.finish(Store::make(out, o, Load::make(out, o) + product),
              Store::make(out, o, literal(0, t)));
}

// Whether products with the border are left out, instead of a copy of x with a border. A copy costs
// as much as the few products of a depthwise window; of others, narrow windows have few cases.
bool maySkipBorder(const Conv& conv) {
  if (!conv.layout.channelsLast || conv.form == ChannelForm::grouped) return false;
  return conv.form == ChannelForm::depthwise ||
         (conv.rank() == 2 && conv.window.kernel.back() <= maxGuardedWidth);
}

}  // namespace

Status emitConv(OpContext& op) {
  HEDDLE_TRY(auto window, graph::windowOf(op.node, op.extents(0), op.extents(1)));
  const Conv conv = convOf(op, std::move(window));
  Padding padding = paddingOf(conv.window);
  padding.value = static_cast<double>(op.node.intAttribute("pad_value"));
  const bool skipsBorder = padding.value == 0 && maySkipBorder(conv);
  const auto padded = skipsBorder ? std::nullopt : padInput(op, padding, conv.layout);
  const ElementType t = computeElement(op.outElement());
  const bool isDirect = !op.hasInput(2) && t == op.outElement();
  const Buffer sums = isDirect ? op.output() : op.temp("sum", t, op.outExtents());
  emitProducts(op, conv, padded, sums);
  if (isDirect) return {};
  const size_t channel = conv.layout.channelsLast ? op.outExtents().size() - 1 : 1;
  pointwise(op, op.hasInput(2) ? "bias" : "cast", op.output(), [&](const Indices& o) {
    const Expr sum = Load::make(sums, o);
    return op.hasInput(2) ? sum + op.load(2, {o[channel]}) : sum;
  });
  return {};
}

}  // namespace heddle::operators
