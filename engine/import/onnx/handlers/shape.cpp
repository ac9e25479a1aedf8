// Constants and operators that move elements; old versions keep in attributes what are inputs
// today.
// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

using graph::Attributes;
using graph::OpKind;
using graph::ValueRef;

namespace {

template <class T>
Tensor vectorOf(ElementType element, const std::vector<T>& values) {
  return Tensor::fromValues<T>(element, {static_cast<int64_t>(values.size())}, values);
}

// The attribute as an input; absent when the node has no such attribute.
ValueRef intsInput(NodeContext& n, const char* attribute) {
  const auto values = n.ints(attribute);
  return values ? n.intsConstant(*values) : ValueRef{};
}

ValueRef needIntsInput(NodeContext& n, const char* attribute) {
  if (!n.hasAttribute(attribute))
    n.refuse({"its attribute '{0}' is missing", {std::string(attribute)}});
  return intsInput(n, attribute);
}

}  // namespace

void constant1(NodeContext& n) {
  std::optional<Tensor> value = n.tensor("value");
  if (n.hasAttribute("value_int"))
    value = Tensor::fromValues<int64_t>(ElementType::i64, {},
                                        std::array{n.intAttribute("value_int", 0)});
  if (n.hasAttribute("value_float"))
    value = Tensor::scalar(ElementType::f32, n.floatAttribute("value_float", 0));
  if (const auto ints = n.ints("value_ints")) value = vectorOf<int64_t>(ElementType::i64, *ints);
  if (const auto floats = n.floats("value_floats"))
    value = vectorOf<float>(ElementType::f32, std::vector<float>(floats->begin(), floats->end()));
  if (n.hasAttribute("value_string") || n.hasAttribute("value_strings"))
    return n.refuse("strings are not supported");
  if (n.hasAttribute("sparse_value")) return n.refuse("sparse tensors are not supported");
  if (n.isRefused()) return;
  if (!value) return n.refuse("it has no value");
  n.setOutput(0, n.constant(std::move(*value)));
}

void constantOfShape(NodeContext& n) {
  auto value = n.tensor("value");
  if (n.isRefused()) return;
  if (!value) value = Tensor::fromValues<float>(ElementType::f32, {1}, std::array{0.0f});
  if (value->elementCount() != 1 || !isComputable(value->element()))
    return n.refuse("its attribute 'value' is not one number");
  n.setOutput(0, n.emit(OpKind::full, {n.need(0)}, {{"value", n.addToPool(*value)}}));
}

void reshape1(NodeContext& n) {
  n.setOutput(0, n.emit(OpKind::reshape, {n.need(0), needIntsInput(n, "shape")}));
}

// Squeeze and Unsqueeze.
void axes1(NodeContext& n) {
  const ValueRef axes =
      n.kind() == OpKind::unsqueeze ? needIntsInput(n, "axes") : intsInput(n, "axes");
  n.setOutput(0, n.emit(n.kind(), {n.need(0), axes}));
}

void transpose(NodeContext& n) {
  const ValueRef x = n.need(0);
  auto perm = n.ints("perm");
  if (!perm) {
    perm.emplace();
    for (int64_t axis = n.rank(x) - 1; axis >= 0; --axis) perm->push_back(axis);
  }
  n.setOutput(0, n.emit(OpKind::transpose, {x}, {{"perm", *perm}}));
}

void tile1(NodeContext& n) {
  const ValueRef x = n.need(0);
  const auto tiles = n.intsOf(n.need(1)), axis = n.intsOf(n.need(2));
  const int64_t rank = n.rank(x);
  if (n.isRefused()) return;
  if (!tiles || !axis || tiles->size() != 1 || axis->size() != 1)
    return n.refuse("its inputs 'tiles' and 'axis' are not constant integers");
  if (axis->front() < 0 || axis->front() >= rank)
    return n.refuse("its axis is outside its input's shape");
  std::vector<int64_t> repeats(static_cast<size_t>(rank), 1);
  repeats[static_cast<size_t>(axis->front())] = tiles->front();
  n.setOutput(0, n.emit(OpKind::tile, {x, n.intsConstant(repeats)}));
}

void concat1(NodeContext& n) {
  std::vector<ValueRef> inputs;
  for (size_t i = 0; i < n.inputCount(); ++i) inputs.push_back(n.need(i));
  if (inputs.empty()) return n.refuse("it has no inputs");
  n.setOutput(0, n.emit(OpKind::concat, inputs, {{"axis", n.intAttribute("axis", 1)}}));
}

namespace {

void emitSplit(NodeContext& n, ValueRef sizes) {
  Attributes attributes{{"axis", n.intAttribute("axis", 0)}};
  const size_t outputs = n.outputCount();
  if (outputs == 0) return n.refuse("it has no outputs");
  if (n.hasAttribute("num_outputs") &&
      n.intAttribute("num_outputs", 0) != static_cast<int64_t>(outputs))
    return n.refuse("its attribute 'num_outputs' is not its number of outputs");
  if (!sizes.isValid()) attributes["num_outputs"] = static_cast<int64_t>(outputs);
  n.setOutputs(
      n.emit(OpKind::split, {n.need(0), sizes}, attributes, static_cast<uint32_t>(outputs)),
      outputs);
}

}  // namespace

void split1(NodeContext& n) {
  emitSplit(n, n.hasInput(1) ? n.input(1) : intsInput(n, "split"));
}
void split2(NodeContext& n) {
  emitSplit(n, intsInput(n, "split"));
}
void split13(NodeContext& n) {
  emitSplit(n, n.input(1));
}

void slice1(NodeContext& n) {
  const ValueRef starts = needIntsInput(n, "starts"), ends = needIntsInput(n, "ends");
  n.setOutput(0, n.emit(OpKind::slice, {n.need(0), starts, ends, intsInput(n, "axes")}));
}

namespace {

void padFromAttributes(NodeContext& n, const char* pads) {
  const ValueRef x = n.need(0), amounts = needIntsInput(n, pads);
  const double value = n.floatAttribute("value", 0);
  const std::string mode = n.stringAttribute("mode", "constant");
  const ValueRef fill =
      mode == "constant" && value != 0 ? n.scalar(n.element(x), value) : ValueRef{};
  n.setOutput(0, n.emit(OpKind::pad, {x, amounts, fill}, {{"mode", mode}}));
}

}  // namespace

void pad1(NodeContext& n) {
  padFromAttributes(n, "paddings");
}
void pad2(NodeContext& n) {
  padFromAttributes(n, "pads");
}

// slice(pad(x)), both about the middle: what is odd goes to the end of the padding and comes off the
// end of the crop.
void centerCropPad(NodeContext& n) {
  const ValueRef x = n.need(0), wanted = n.cast(n.need(1), ElementType::i64);
  ValueRef axes, extents = n.emit(OpKind::shape, {x});
  if (const auto given = n.ints("axes")) {
    axes = n.intsConstant(*given);
    extents = n.emit(OpKind::gather, {extents, axes});
  } else {
    std::vector<int64_t> all(static_cast<size_t>(n.rank(x)));
    std::iota(all.begin(), all.end(), 0);
    axes = n.intsConstant(all);
  }
  const ValueRef two = n.intsConstant({2});
  const ValueRef most = n.emit(OpKind::maximum, {extents, wanted});
  const ValueRef padding = n.emit(OpKind::sub, {most, extents});
  const ValueRef before = n.emit(OpKind::div, {padding, two});
  const ValueRef after = n.emit(OpKind::sub, {padding, before});
  const ValueRef pads = n.emit(OpKind::concat, {before, after}, {{"axis", int64_t{0}}});
  const ValueRef padded = n.emit(OpKind::pad, {x, pads, {}, axes});
  const ValueRef start =
      n.emit(OpKind::div, {n.emit(OpKind::sub, {most, wanted}), two});
  const ValueRef end = n.emit(OpKind::add, {start, wanted});
  n.setOutput(0, n.emit(OpKind::slice, {padded, start, end, axes}));
}

namespace {

// The centres (or, aligned, the corners included) of `count` cells of [-1, 1], as floats.
ValueRef gridLine(NodeContext& n, ValueRef count, bool alignsCorners) {
  const auto number = [&](double value) { return n.scalar(ElementType::f32, value); };
  const auto whole = [&](double value) { return n.scalar(ElementType::i64, value); };
  const ValueRef index =
      n.cast(n.emit(OpKind::range, {whole(0), count, whole(1)}), ElementType::f32);
  const ValueRef twice = n.emit(OpKind::mul, {index, number(2)});
  const ValueRef steps =
      alignsCorners
          ? n.emit(OpKind::maximum, {n.emit(OpKind::sub, {count, whole(1)}), whole(1)})
          : count;
  const ValueRef place = alignsCorners ? twice : n.emit(OpKind::add, {twice, number(1)});
  const ValueRef share = n.emit(OpKind::div, {place, n.cast(steps, ElementType::f32)});
  return n.emit(OpKind::sub, {share, number(1)});
}

}  // namespace

// grid[n, p] = theta[n] * [x, y, (z,) 1] of each place p; size is [N, C, (D,) H, W].
void affineGrid(NodeContext& n) {
  const ValueRef theta = n.need(0), size = n.cast(n.need(1), ElementType::i64);
  const bool alignsCorners = n.intAttribute("align_corners", 0) != 0;
  const auto type = n.type(size);
  if (!type || type->rank() != 1 || !type->isStatic())
    return n.refuse("the length of its input 'size' is not known");
  const int64_t dims = type->extents()[0] - 2;
  if (dims != 2 && dims != 3) return n.refuse("its input 'size' has neither 4 nor 5 entries");
  if (n.element(theta) != ElementType::f32) return n.refuse("its theta is not float");
  std::vector<int64_t> spatial(static_cast<size_t>(dims));
  std::iota(spatial.begin(), spatial.end(), 2);
  const ValueRef extents = n.emit(OpKind::gather, {size, n.intsConstant(spatial)});
  const ValueRef last = n.intsConstant({dims});
  std::vector<ValueRef> parts;
  for (int64_t d = dims - 1; d >= 0; --d) {
    const ValueRef at = n.scalar(ElementType::i64, static_cast<double>(d));
    ValueRef line = gridLine(n, n.emit(OpKind::gather, {extents, at}), alignsCorners);
    std::vector<int64_t> shape(static_cast<size_t>(dims), 1);
    shape[static_cast<size_t>(d)] = -1;
    line = n.emit(OpKind::reshape, {line, n.intsConstant(shape)});
    parts.push_back(n.emit(OpKind::unsqueeze, {n.emit(OpKind::expand, {line, extents}), last}));
  }
  const ValueRef one = n.scalar(ElementType::f32, 1);
  parts.push_back(n.emit(OpKind::unsqueeze, {n.emit(OpKind::expand, {one, extents}), last}));
  const ValueRef places = n.emit(OpKind::concat, parts, {{"axis", dims}});
  const ValueRef rows =
      n.emit(OpKind::reshape, {places, n.intsConstant({-1, dims + 1})});
  const ValueRef turned =
      n.emit(OpKind::transpose, {theta}, {{"perm", std::vector<int64_t>{0, 2, 1}}});
  const ValueRef batch = n.emit(OpKind::gather, {size, n.intsConstant({0})});
  const ValueRef shape = n.emit(OpKind::concat, {batch, extents, n.intsConstant({dims})},
                                {{"axis", int64_t{0}}});
  n.setOutput(0, n.emit(OpKind::reshape, {n.emit(OpKind::matmul, {rows, turned}), shape}));
}

void topK1(NodeContext& n) {
  if (!n.hasAttribute("k")) return n.refuse("its attribute 'k' is missing");
  const ValueRef k = n.intsConstant({n.intAttribute("k", 0)});
  const ValueRef result =
      n.emit(OpKind::top_k, {n.need(0), k}, {{"axis", n.intAttribute("axis", -1)}}, 2);
  n.setOutputs(result, 2);
}

// Opset 10 sampled at pixel corners, which is "output_half_pixel" since opset 16.
void roiAlign10(NodeContext& n) {
  Attributes attributes = n.attributesOf(OpKind::roi_align);
  attributes["coordinate_transformation_mode"] = std::string("output_half_pixel");
  n.setOutput(0, n.emit(OpKind::roi_align, {n.need(0), n.need(1), n.need(2)}, attributes));
}

// Opset 16 said bilinear and bicubic where opset 20 says linear and cubic.
void gridSample(NodeContext& n) {
  Attributes attributes = n.attributesOf(OpKind::grid_sample);
  const std::string mode = n.stringAttribute("mode", "linear");
  attributes["mode"] = mode == "bilinear" ? "linear" : mode == "bicubic" ? "cubic" : mode;
  n.setOutput(0, n.emit(OpKind::grid_sample, {n.need(0), n.need(1)}, attributes));
}

// 1 at the first largest element along the axis, 0 elsewhere.
void hardmax13(NodeContext& n) {
  const ValueRef x = n.need(0);
  const int64_t axis = n.intAttribute("axis", -1);
  if (axis < -64 || axis > 64) return n.refuse("its axis is outside its input's shape");
  const ValueRef index = n.emit(OpKind::arg_max, {x}, {{"axis", axis}, {"keepdims", int64_t{0}}});
  Attributes one{{"start", axis}};
  if (axis != -1) one["end"] = axis + 1;
  const ValueRef depth = n.emit(OpKind::shape, {x}, one);
  const ElementType element = n.element(x);
  Tensor values = Tensor::allocate(element, {2}).value();
  values.setFromDouble(1, 1);
  n.setOutput(0, n.emit(OpKind::one_hot, {index, depth, n.constant(values)}, {{"axis", axis}}));
}

// Before opset 13 the input was taken as a matrix.
void hardmax1(NodeContext& n) {
  const ValueRef x = n.need(0);
  const int64_t axis = n.intAttribute("axis", 1);
  const ValueRef flat = n.emit(OpKind::flatten, {x}, {{"axis", axis}});
  const ValueRef index =
      n.emit(OpKind::arg_max, {flat}, {{"axis", int64_t{1}}, {"keepdims", int64_t{0}}});
  const ValueRef depth = n.emit(OpKind::shape, {flat}, {{"start", int64_t{1}}});
  Tensor values = Tensor::allocate(n.element(x), {2}).value();
  values.setFromDouble(1, 1);
  const ValueRef hot =
      n.emit(OpKind::one_hot, {index, depth, n.constant(values)}, {{"axis", int64_t{1}}});
  n.setOutput(0, n.emit(OpKind::reshape, {hot, n.emit(OpKind::shape, {x})}));
}

}  // namespace heddle::import::handlers
