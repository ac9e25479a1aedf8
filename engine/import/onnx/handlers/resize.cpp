// Resize and its forerunners.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

using graph::Attributes;
using graph::OpKind;
using graph::ValueRef;

namespace {

// Upsample and Resize-10 map output i to input i / scale. The nearest pixel is the one below when
// an axis grows and the one above when it shrinks, as ONNX Runtime does it.
void emitAsymmetric(NodeContext& n, ValueRef scales) {
  const std::string mode = n.stringAttribute("mode", "nearest");
  if (mode != "nearest" && mode != "linear" && mode != "bilinear")
    return n.refuse({"its attribute '{0}' is '{1}'", {std::string("mode"), mode.substr(0, 32)}});
  Attributes attributes{{"mode", std::string(mode == "nearest" ? "nearest" : "linear")},
                        {"coordinate_transformation_mode", std::string("asymmetric")},
                        {"nearest_mode", std::string("floor")}};
  const auto values = n.value(scales);
  if (mode == "nearest" && values) {
    bool isGrowing = false, isShrinking = false;
    for (int64_t i = 0; i < values->elementCount(); ++i) {
      isGrowing |= values->valueAsDouble(i) > 1;
      isShrinking |= values->valueAsDouble(i) < 1;
    }
    if (isGrowing && isShrinking)
      return n.refuse("it grows one axis and shrinks another to the nearest pixel");
    if (isShrinking) attributes["nearest_mode"] = std::string("ceil");
  }
  n.setOutput(0, n.emit(OpKind::resize, {n.need(0), {}, scales}, attributes));
}

ValueRef floatsConstant(NodeContext& n, const std::vector<double>& values) {
  const std::vector<float> singles(values.begin(), values.end());
  return n.constant(
      Tensor::fromValues<float>(ElementType::f32, {static_cast<int64_t>(singles.size())}, singles));
}

bool isEmpty(NodeContext& n, size_t input) {
  if (!n.hasInput(input)) return true;
  const auto value = n.value(n.input(input));
  if (value) return value->elementCount() == 0;
  const auto type = n.type(n.input(input));
  return type && type->rank() == 1 && type->shape[0] == Dim(0);
}

// tf_half_pixel_for_nn is half_pixel without the last subtraction of a half, which another rounding
// makes good: floor(v) = floor((v - 0.5) + 0.5) and ceil(v - 0.5) = ceil((v - 0.5)).
void mapHalfPixelForNearest(NodeContext& n, Attributes& attributes) {
  const std::string nearest = n.stringAttribute("nearest_mode", "round_prefer_floor");
  attributes["coordinate_transformation_mode"] = std::string("half_pixel");
  if (nearest == "round_prefer_floor")
    attributes["nearest_mode"] = std::string("ceil");
  else if (nearest == "floor")
    attributes["nearest_mode"] = std::string("round_prefer_ceil");
  else
    n.refuse({"tf_half_pixel_for_nn with the rounding '{0}' is not supported", {nearest.substr(0, 32)}});
  if (n.stringAttribute("mode", "nearest") != "nearest")
    n.refuse("tf_half_pixel_for_nn is for the nearest pixel only");
}

}  // namespace

// x: [N,C,H,W]
void upsample1(NodeContext& n) {
  const double height = n.floatAttribute("height_scale", 0),
               width = n.floatAttribute("width_scale", 0);
  if (height < 1 || width < 1) return n.refuse("its scales are missing or below 1");
  emitAsymmetric(n, floatsConstant(n, {1, 1, height, width}));
}

void upsample7(NodeContext& n) {
  const auto scales = n.floats("scales");
  if (!scales) return n.refuse("its attribute 'scales' is missing");
  emitAsymmetric(n, floatsConstant(n, *scales));
}

void upsample9(NodeContext& n) {
  emitAsymmetric(n, n.need(1));
}

// An empty scales or sizes means absent; a region of interest counts in one mode only.
void resize11(NodeContext& n) {
  Attributes attributes = n.attributesOf(OpKind::resize);
  const std::string mode = n.stringAttribute("coordinate_transformation_mode", "half_pixel");
  if (mode == "tf_half_pixel_for_nn") mapHalfPixelForNearest(n, attributes);
  const ValueRef roi = mode == "tf_crop_and_resize" && !isEmpty(n, 1) ? n.input(1) : ValueRef{};
  const bool hasSizes = !isEmpty(n, 3);
  const ValueRef scales = !hasSizes && !isEmpty(n, 2) ? n.input(2) : ValueRef{};
  const ValueRef sizes = hasSizes ? n.input(3) : ValueRef{};
  if (!scales.isValid() && !sizes.isValid()) return n.refuse("it has neither scales nor sizes");
  n.setOutput(0, n.emit(OpKind::resize, {n.need(0), roi, scales, sizes}, attributes));
}

}  // namespace heddle::import::handlers
