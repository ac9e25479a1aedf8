// Type rules of convolutions and pools.
// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/type_rule.h"
#include "engine/graph/window_axis.h"

namespace heddle::graph {
namespace {

Status checkLayout(const RuleInput& in) {
  const std::string layout = in.node().stringAttribute("data_layout");
  if (layout == "channels_first" || layout == "channels_last") return {};
  return in.error("data_layout is '" + layout + "'");
}

// x's shape with its spatial axes replaced by the window's outputs.
Result<Shape> slide(const RuleInput& in, const std::vector<int64_t>& kernel) {
  const size_t spatialRank = in.rank(0) - 2, first = firstSpatialAxis(in.node());
  auto window = windowAttributes(in.node(), spatialRank, kernel);
  if (window.isError()) return in.error(messageText(window.error()));
  Shape shape = in.shape(0);
  for (size_t i = 0; i < spatialRank; ++i) {
    const Dim input = shape[first + i];
    shape[first + i] = resolveAxis(window.value(), i, input).output;
    if (shape[first + i].isConstant() && shape[first + i].constant() < 0)
      return in.error("the window is larger than axis " + std::to_string(first + i) + " of x");
  }
  return shape;
}

struct Channels {
  Dim input, output;
};

Result<Channels> channelsOf(const RuleInput& in, int64_t group) {
  const Shape& w = in.shape(1);
  const bool isTransposed = in.node().kind == OpKind::conv_transpose;
  const Dim grouped = w[1] * Dim(group);
  if (!isTransposed) {
    if (w[0].isConstant() && w[0].constant() % group != 0)
      return in.error("group does not divide the output channels");
    return Channels{grouped, w[0]};
  }
  if (w[0].isConstant() && w[0].constant() % group != 0)
    return in.error("group does not divide the input channels");
  return Channels{w[0], grouped};
}

// Products of 8 bits are summed in 32.
Result<ElementType> sumElement(const RuleInput& in) {
  const ElementType x = in.type(0).element, w = in.type(1).element;
  const bool isNarrow =
      in.node().kind == OpKind::conv && x == ElementType::u8 && w == ElementType::i8;
  if (!isNarrow) {
    HEDDLE_CHECK(in.requireSameElement(0, 1));
    if (in.node().kind == OpKind::conv && in.node().intAttribute("pad_value") != 0)
      return in.error("only 8-bit sums have a pad_value");
    return x;
  }
  const int64_t pad = in.node().intAttribute("pad_value");
  if (pad < 0 || pad > 255) return in.error("pad_value is " + std::to_string(pad));
  return ElementType::i32;
}

}  // namespace

Result<Types> inferConv(const RuleInput& in) {
  HEDDLE_CHECK(checkLayout(in));
  HEDDLE_CHECK(in.requireRank(0, 3));
  HEDDLE_CHECK(in.requireRank(1, in.rank(0), in.rank(0)));
  HEDDLE_TRY(const ElementType sums, sumElement(in));
  const int64_t group = in.node().intAttribute("group");
  if (group < 1 || group > (1 << 30)) return in.error("group is " + std::to_string(group));
  HEDDLE_TRY(const Channels channels, channelsOf(in, group));
  const size_t channel = channelAxis(in.node(), in.rank(0));
  if (!mayBeEqual(in.shape(0)[channel], channels.input))
    return in.error("x has " + in.shape(0)[channel].text() + " channels, w expects " +
                    channels.input.text());
  if (in.has(2)) {
    if (in.type(2).element != sums)
      return in.error("the bias has element type " + std::string(name(in.type(2).element)) +
                      ", the sums " + std::string(name(sums)));
    HEDDLE_CHECK(in.requireRank(2, 1, 1));
    if (!mayBeEqual(in.shape(2)[0], channels.output))
      return in.error("the bias needs one entry per output channel");
  }
  std::vector<int64_t> kernel;
  for (size_t i = 2; i < in.rank(1); ++i) {
    if (!in.shape(1)[i].isConstant()) return in.error("the extents of the weight must be known");
    kernel.push_back(in.shape(1)[i].constant());
  }
  HEDDLE_TRY(Shape shape, slide(in, kernel));
  shape[channel] = channels.output;
  return oneType(sums, std::move(shape));
}

Result<Types> inferPool(const RuleInput& in) {
  HEDDLE_CHECK(checkLayout(in));
  HEDDLE_CHECK(in.requireRank(0, 3));
  HEDDLE_TRY(const Shape shape, slide(in, {}));
  Types types = oneType(in.type(0).element, shape);
  if (in.node().kind != OpKind::max_pool) return types;
  if (in.node().outputCount < 1 || in.node().outputCount > 2)
    return in.error("max_pool has one or two outputs");
  if (in.node().outputCount == 2) types.push_back(TensorType{ElementType::i64, shape});
  return types;
}

Result<Types> inferMaxUnpool(const RuleInput& in) {
  HEDDLE_CHECK(in.requireRank(0, 3));
  HEDDLE_CHECK(in.requireRank(1, in.rank(0), in.rank(0)));
  HEDDLE_CHECK(in.requireInteger(1));
  const ElementType element = in.type(0).element;
  if (in.has(2)) {
    if (!in.value(2)) return oneType(element, in.freshShape(in.rank(0)));
    HEDDLE_TRY(const std::vector<int64_t> extents, in.integers(2));
    if (extents.size() != in.rank(0)) return in.error("output_shape needs one entry per axis");
    return oneType(element, toShape(extents));
  }
  const size_t spatialRank = in.rank(0) - 2;
  auto window = windowAttributes(in.node(), spatialRank, {});
  if (window.isError()) return in.error(messageText(window.error()));
  const WindowAttributes& w = window.value();
  Shape shape = in.shape(0);
  for (size_t i = 0; i < spatialRank; ++i)
    shape[2 + i] = (shape[2 + i] - Dim(1)) * Dim(w.strides[i]) +
                   Dim(w.kernel[i] - w.padBegin[i] - w.padEnd[i]);
  return oneType(element, std::move(shape));
}

}  // namespace heddle::graph
