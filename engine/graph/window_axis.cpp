// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/window_axis.h"

namespace heddle::graph {
namespace {

// No window of a real network comes near; within it no product of two attributes overflows.
constexpr int64_t kLargest = int64_t{1} << 30;

Diagnostic windowError(const Node& node, std::string message) {
  return {"graph.window", "{0}: " + std::move(message), {{"node", node.id.value, node.name}}};
}

// The attribute, `fallback` for each of `size` axes when absent.
Result<std::vector<int64_t>> perAxis(const Node& node, std::string_view name, size_t size,
                                     int64_t fallback, int64_t smallest) {
  if (!node.hasAttribute(name)) return std::vector<int64_t>(size, fallback);
  std::vector<int64_t> values = node.intsAttribute(name);
  if (values.empty()) return std::vector<int64_t>(size, fallback);
  if (values.size() != size)
    return windowError(node, std::string(name) + " has " + std::to_string(values.size()) +
                                 " entries where " + std::to_string(size) + " are needed");
  for (const int64_t value : values)
    if (value < smallest || value > kLargest)
      return windowError(node, std::string(name) + " holds " + std::to_string(value));
  return values;
}

Result<AutoPad> autoPadOf(const Node& node) {
  const std::string text = node.stringAttribute("auto_pad");
  if (text == "NOTSET" || text.empty()) return AutoPad::none;
  if (text == "SAME_UPPER") return AutoPad::sameUpper;
  if (text == "SAME_LOWER") return AutoPad::sameLower;
  if (text == "VALID") return AutoPad::valid;
  return windowError(node, "auto_pad is '" + text + "'");
}

Status readKernel(const Node& node, const std::vector<int64_t>& fromWeight, size_t spatialRank,
                  WindowAttributes& out) {
  HEDDLE_TRY(out.kernel, perAxis(node, "kernel_shape", spatialRank, 0, 1));
  if (fromWeight.empty()) {
    for (const int64_t extent : out.kernel)
      if (extent < 1) return windowError(node, "kernel_shape is missing");
    return {};
  }
  if (fromWeight.size() != spatialRank)
    return windowError(node, "x and w have different numbers of spatial axes");
  for (size_t i = 0; i < spatialRank; ++i) {
    if (out.kernel[i] != 0 && out.kernel[i] != fromWeight[i])
      return windowError(node, "kernel_shape does not match the weight");
    if (fromWeight[i] < 1 || fromWeight[i] > kLargest)
      return windowError(node, "the weight has an empty or absurd spatial axis");
  }
  out.kernel = fromWeight;
  return {};
}

Status readTransposed(const Node& node, size_t spatialRank, WindowAttributes& out) {
  HEDDLE_TRY(out.outputPadding, perAxis(node, "output_padding", spatialRank, 0, 0));
  if (!node.intsAttribute("output_shape").empty()) {
    // The attribute may carry batch and channels in front.
    std::vector<int64_t> shape = node.intsAttribute("output_shape");
    if (shape.size() == spatialRank + 2) shape.erase(shape.begin(), shape.begin() + 2);
    if (shape.size() != spatialRank) return windowError(node, "output_shape has a wrong length");
    for (const int64_t extent : shape)
      if (extent < 0 || extent > kLargest) return windowError(node, "output_shape is absurd");
    out.outputShape = std::move(shape);
  }
  return {};
}

AxisWindow resolveForward(const WindowAttributes& w, size_t i, const Dim& in) {
  const int64_t reach = (w.kernel[i] - 1) * w.dilations[i] + 1, stride = w.strides[i];
  if (w.autoPad == AutoPad::sameUpper || w.autoPad == AutoPad::sameLower) {
    const Dim out = Dim::ceilDiv(in, stride);
    const Dim total = Dim::max((out - Dim(1)) * Dim(stride) + Dim(reach) - in, 0);
    const Dim half = Dim::floorDiv(total, 2), rest = total - half;
    return w.autoPad == AutoPad::sameUpper ? AxisWindow{half, rest, out, 0}
                                           : AxisWindow{rest, half, out, 0};
  }
  const bool isValid = w.autoPad == AutoPad::valid;
  const int64_t begin = isValid ? 0 : w.padBegin[i], end = isValid ? 0 : w.padEnd[i];
  const Dim slack = in + Dim(begin + end - reach);
  if (!w.isCeilMode || isValid)
    return {begin, end, Dim::floorDiv(in + Dim(begin + end - reach + stride), stride), 0};
  // A last window that starts in the padding at the end is dropped.
  const Dim last =
      Dim::min(Dim::ceilDiv(slack, stride), Dim::floorDiv(in + Dim(begin - 1), stride));
  return {begin, end, last + Dim(1), 0};
}

AxisWindow resolveTransposed(const WindowAttributes& w, size_t i, const Dim& in) {
  const int64_t reach = (w.kernel[i] - 1) * w.dilations[i] + 1, stride = w.strides[i];
  const Dim extra = w.outputPadding[i];
  const Dim full = (in - Dim(1)) * Dim(stride) + Dim(reach) + extra;
  const bool isSame = w.autoPad == AutoPad::sameUpper || w.autoPad == AutoPad::sameLower;
  if (w.outputShape.empty() && !isSame) {
    const bool isValid = w.autoPad == AutoPad::valid;
    const Dim begin = isValid ? 0 : w.padBegin[i], end = isValid ? 0 : w.padEnd[i];
    return {begin, end, full - begin - end, extra};
  }
  const Dim out = w.outputShape.empty() ? in * Dim(stride) : Dim(w.outputShape[i]);
  const Dim total = Dim::max(full - out, 0);
  const Dim half = Dim::floorDiv(total, 2), rest = total - half;
  // A shape larger than the windows cover gets its missing rows at the end.
  const Dim missing = extra + Dim::max(out - full, 0);
  return w.autoPad == AutoPad::sameUpper ? AxisWindow{half, rest, out, missing}
                                         : AxisWindow{rest, half, out, missing};
}

}  // namespace

bool isConvolution(OpKind kind) {
  return kind == OpKind::conv || kind == OpKind::conv_transpose;
}

bool isPool(OpKind kind) {
  return kind == OpKind::max_pool || kind == OpKind::average_pool || kind == OpKind::lp_pool;
}

bool isChannelsLast(const Node& node) {
  return node.stringAttribute("data_layout") == "channels_last";
}

size_t channelAxis(const Node& node, size_t rank) {
  return isChannelsLast(node) ? rank - 1 : 1;
}
size_t firstSpatialAxis(const Node& node) {
  return isChannelsLast(node) ? 1 : 2;
}

Result<WindowAttributes> windowAttributes(const Node& node, size_t spatialRank,
                                          const std::vector<int64_t>& kernel) {
  WindowAttributes out;
  out.isTransposed = node.kind == OpKind::conv_transpose;
  HEDDLE_CHECK(readKernel(node, kernel, spatialRank, out));
  HEDDLE_TRY(out.strides, perAxis(node, "strides", spatialRank, 1, 1));
  HEDDLE_TRY(out.dilations, perAxis(node, "dilations", spatialRank, 1, 1));
  HEDDLE_TRY(const std::vector<int64_t> pads, perAxis(node, "pads", 2 * spatialRank, 0, -kLargest));
  out.padBegin.assign(pads.begin(), pads.begin() + static_cast<ptrdiff_t>(spatialRank));
  out.padEnd.assign(pads.begin() + static_cast<ptrdiff_t>(spatialRank), pads.end());
  HEDDLE_TRY(out.autoPad, autoPadOf(node));
  out.outputPadding.assign(spatialRank, 0);
  if (out.isTransposed) HEDDLE_CHECK(readTransposed(node, spatialRank, out));
  if (isPool(node.kind)) out.isCeilMode = node.intAttribute("ceil_mode") != 0;
  return out;
}

AxisWindow resolveAxis(const WindowAttributes& window, size_t axis, const Dim& input) {
  return window.isTransposed ? resolveTransposed(window, axis, input)
                             : resolveForward(window, axis, input);
}

}  // namespace heddle::graph
