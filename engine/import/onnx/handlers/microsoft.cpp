// Operators of ONNX Runtime's own domain, com.microsoft.
// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/handlers/quantize.h"

namespace heddle::import::handlers {

using graph::Attributes;
using graph::OpKind;
using graph::ValueRef;

// a, a_scale, a_zero, b, b_scale, b_zero, y_scale, y_zero?
void qlinearBinary(NodeContext& n) {
  const auto in = n.inputs(7, 8);
  if (n.isRefused()) return;
  const ValueRef a = dequantised(n, in[0], in[1], in[2]), b = dequantised(n, in[3], in[4], in[5]);
  n.setOutput(0, quantised(n, n.emit(n.kind(), {a, b}), in[6], n.input(7), in[0]));
}

// x, x_scale, x_zero, y_scale, y_zero?
void qlinearUnary(NodeContext& n) {
  const auto in = n.inputs(4, 5);
  const Attributes attributes = n.attributesOf(n.kind());
  if (n.isRefused()) return;
  const ValueRef y = n.emit(n.kind(), {dequantised(n, in[0], in[1], n.input(2))}, attributes);
  n.setOutput(0, quantised(n, y, in[3], n.input(4), in[0]));
}

void qlinearGlobalAveragePool(NodeContext& n) {
  const auto in = n.inputs(5, 5);
  const bool isChannelsLast = n.intAttribute("channels_last", 0) != 0;
  const int64_t rank = n.rank(in[0]);
  if (n.isRefused()) return;
  if (rank < 3) return n.refuse("its input has no spatial axes");
  std::vector<int64_t> axes;
  for (int64_t axis = isChannelsLast ? 1 : 2; axis < (isChannelsLast ? rank - 1 : rank); ++axis)
    axes.push_back(axis);
  const ValueRef mean =
      n.emit(OpKind::reduce_mean, {dequantised(n, in[0], in[1], in[2]), n.intsConstant(axes)});
  n.setOutput(0, quantised(n, mean, in[3], in[4], in[0]));
}

// y_scale, y_zero, then (x, x_scale, x_zero) for each part
void qlinearConcat(NodeContext& n) {
  if (n.inputCount() < 5 || (n.inputCount() - 2) % 3 != 0)
    return n.refuse("its inputs do not come in threes");
  if (!n.hasAttribute("axis")) return n.refuse("its attribute 'axis' is missing");
  std::vector<ValueRef> parts;
  for (size_t i = 2; i < n.inputCount(); i += 3)
    parts.push_back(dequantised(n, n.need(i), n.need(i + 1), n.need(i + 2)));
  const ValueRef whole = n.emit(OpKind::concat, parts, {{"axis", n.intAttribute("axis", 0)}});
  n.setOutput(0, quantised(n, whole, n.need(0), n.need(1), n.need(2)));
}

namespace {

const Attributes kTanhForm{{"approximate", std::string("tanh")}};

}  // namespace

void fastGelu(NodeContext& n) {
  ValueRef x = n.need(0);
  if (n.hasInput(1)) x = n.emit(OpKind::add, {x, n.input(1)});
  n.setOutput(0, n.emit(OpKind::gelu, {x}, kTanhForm));
}

void biasGelu(NodeContext& n) {
  n.setOutput(0, n.emit(OpKind::gelu, {n.emit(OpKind::add, {n.need(0), n.need(1)})}));
}

void quickGelu(NodeContext& n) {
  const double alpha = n.floatAttribute("alpha", 1.702f);
  n.setOutput(0, n.emit(OpKind::swish, {n.need(0)}, {{"alpha", alpha}}));
}

namespace {

ValueRef transposedLastTwo(NodeContext& n, ValueRef x) {
  const int64_t rank = n.rank(x);
  if (!n.isRefused() && rank < 2) n.refuse("an input to transpose has fewer than two axes");
  if (n.isRefused()) return x;
  std::vector<int64_t> perm;
  for (int64_t i = 0; i < rank; ++i) perm.push_back(i);
  std::swap(perm[perm.size() - 1], perm[perm.size() - 2]);
  return n.emit(OpKind::transpose, {x}, {{"perm", perm}});
}

}  // namespace

void fusedMatMul(NodeContext& n) {
  ValueRef a = n.need(0), b = n.need(1);
  if (n.intAttribute("transBatchA", 0) != 0 || n.intAttribute("transBatchB", 0) != 0)
    return n.refuse("transposed batches are not supported");
  if (n.intAttribute("transA", 0) != 0) a = transposedLastTwo(n, a);
  if (n.intAttribute("transB", 0) != 0) b = transposedLastTwo(n, b);
  const double alpha = n.floatAttribute("alpha", 1);
  ValueRef product = n.emit(OpKind::matmul, {a, b});
  if (alpha != 1) product = n.emit(OpKind::mul, {product, n.scalar(n.element(a), alpha)});
  n.setOutput(0, product);
}

namespace {

// What the optimiser fused behind a product; its parameters are the activation's own, in ONNX's order.
ValueRef activated(NodeContext& n, ValueRef y, const std::string& name,
                   const std::vector<double>& parameters) {
  if (name.empty()) return y;
  if (name == "Relu") return n.emit(OpKind::relu, {y});
  if (name == "Sigmoid") return n.emit(OpKind::sigmoid, {y});
  if (name == "Tanh") return n.emit(OpKind::tanh, {y});
  if (name == "LeakyRelu" && parameters.size() == 1)
    return n.emit(OpKind::leaky_relu, {y}, {{"alpha", parameters[0]}});
  if (name == "HardSigmoid" && parameters.size() == 2)
    return n.emit(OpKind::hard_sigmoid, {y}, {{"alpha", parameters[0]}, {"beta", parameters[1]}});
  if (name == "Clip" && parameters.size() == 2)
    return n.emit(OpKind::clip, {y, n.scalar(n.element(y), parameters[0]),
                                 n.scalar(n.element(y), parameters[1])});
  n.refuse({"its activation '{0}' is not supported", {name.substr(0, 32)}});
  return y;
}

}  // namespace

// A convolution, a sum with z where there is one, then the named activation
void fusedConv(NodeContext& n) {
  const Attributes attributes = n.attributesOf(OpKind::conv);
  const std::string activation = n.stringAttribute("activation", "");
  const auto parameters = n.floats("activation_params").value_or(std::vector<double>{});
  ValueRef y = n.emit(OpKind::conv, {n.need(0), n.need(1), n.input(2)}, attributes);
  if (n.hasInput(3)) y = n.emit(OpKind::add, {y, n.input(3)});
  n.setOutput(0, activated(n, y, activation, parameters));
}

void fusedGemm(NodeContext& n) {
  const Attributes attributes = n.attributesOf(OpKind::gemm);
  const std::string activation = n.stringAttribute("activation", "");
  std::vector<double> parameters;
  for (const char* name : {"activation_alpha", "activation_beta", "activation_gamma"})
    if (n.hasAttribute(name)) parameters.push_back(n.floatAttribute(name, 0));
  n.setOutput(0, activated(n, n.emit(OpKind::gemm, n.inputs(2, 3), attributes), activation, parameters));
}

// normalization(x + skip + bias) * gamma + beta; x, skip, gamma, beta?, bias?; the simplified one has no beta
void skipLayerNormalization(NodeContext& n) {
  const bool isSimplified = n.kind() == OpKind::rms_normalization;
  const size_t bias = isSimplified ? 3 : 4;
  ValueRef sum = n.emit(OpKind::add, {n.need(0), n.need(1)});
  if (n.hasInput(bias)) sum = n.emit(OpKind::add, {sum, n.input(bias)});
  const Attributes attributes{{"epsilon", n.floatAttribute("epsilon", 1e-12f)},
                              {"axis", int64_t{-1}}};
  std::vector<ValueRef> inputs = {sum, n.need(2)};
  if (!isSimplified) inputs.push_back(n.input(3));
  n.setOutput(0, n.emit(n.kind(), inputs, attributes));
  n.setOutput(3, sum);
}

// ids, segments?, words, positions, segment_table?, gamma, beta, mask?, position_ids?
//   -> normalised, lengths of the masks, sum
void embedLayerNormalization(NodeContext& n) {
  const ValueRef ids = n.need(0), words = n.need(2), positions = n.need(3);
  const auto row = [&](ValueRef table, ValueRef at) {
    return n.emit(OpKind::gather, {table, at}, {{"axis", int64_t{0}}});
  };
  if (n.intAttribute("mask_index_type", 0) != 0 || n.isOutputUsed(1))
    return n.refuse("the lengths of its masks are not supported");
  ValueRef places;
  if (n.hasInput(8)) {
    places = row(positions, n.input(8));
  } else {
    const ValueRef length = n.emit(OpKind::gather, {n.emit(OpKind::shape, {ids}),
                                                    n.scalar(ElementType::i64, 1)},
                                   {{"axis", int64_t{0}}});
    const ValueRef count = n.emit(OpKind::range, {n.scalar(ElementType::i64, 0), length,
                                                  n.scalar(ElementType::i64, 1)});
    places = row(positions, count);
  }
  ValueRef sum = n.emit(OpKind::add, {row(words, ids), places});
  if (n.hasInput(1) && n.hasInput(4))
    sum = n.emit(OpKind::add, {sum, row(n.input(4), n.input(1))});
  const Attributes attributes{{"epsilon", n.floatAttribute("epsilon", 1e-12f)},
                              {"axis", int64_t{-1}}};
  n.setOutput(0, n.emit(OpKind::layer_normalization, {sum, n.need(5), n.need(6)}, attributes));
  n.setOutput(2, sum);
}

}  // namespace heddle::import::handlers
