// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/interpret_graph.h"

#include <algorithm>

#include "engine/reference/evaluators.h"

namespace heddle::reference {
namespace {

using graph::OpKind;
using Evaluator = Outputs (*)(const Call&);

Evaluator evaluatorOf(OpKind kind) {
  switch (kind) {
    case OpKind::input:
    case OpKind::constant:
      return nullptr;  // values of the graph, not computed
    case OpKind::cast:
      return evaluateCast;
    case OpKind::where:
      return evaluateWhere;
    case OpKind::clip:
      return evaluateClip;
    case OpKind::quantize_linear:
      return evaluateQuantize;
    case OpKind::dequantize_linear:
      return evaluateDequantize;
    case OpKind::reshape:
    case OpKind::squeeze:
    case OpKind::unsqueeze:
    case OpKind::flatten:
      return evaluateReshape;
    case OpKind::transpose:
      return evaluateTranspose;
    case OpKind::expand:
      return evaluateExpand;
    case OpKind::tile:
      return evaluateTile;
    case OpKind::concat:
      return evaluateConcat;
    case OpKind::split:
      return evaluateSplit;
    case OpKind::slice:
      return evaluateSlice;
    case OpKind::gather:
      return evaluateGather;
    case OpKind::gather_elements:
      return evaluateGatherElements;
    case OpKind::gather_nd:
      return evaluateGatherNd;
    case OpKind::pad:
      return evaluatePad;
    case OpKind::depth_to_space:
      return evaluateDepthToSpace;
    case OpKind::space_to_depth:
      return evaluateSpaceToDepth;
    case OpKind::resize:
      return evaluateResize;
    case OpKind::one_hot:
      return evaluateOneHot;
    case OpKind::trilu:
      return evaluateTrilu;
    case OpKind::full:
      return evaluateFull;
    case OpKind::range:
      return evaluateRange;
    case OpKind::eye_like:
      return evaluateEyeLike;
    case OpKind::shape:
    case OpKind::size:
      return evaluateShape;
    case OpKind::reverse_sequence:
      return evaluateReverseSequence;
    case OpKind::grid_sample:
      return evaluateGridSample;
    case OpKind::arg_max:
    case OpKind::arg_min:
      return evaluateArg;
    case OpKind::conv:
      return evaluateConv;
    case OpKind::conv_transpose:
      return evaluateConvTranspose;
    case OpKind::max_pool:
    case OpKind::average_pool:
    case OpKind::lp_pool:
      return evaluatePool;
    case OpKind::matmul:
      return evaluateMatmul;
    case OpKind::gemm:
      return evaluateGemm;
    case OpKind::softmax:
    case OpKind::log_softmax:
      return evaluateSoftmax;
    case OpKind::lrn:
      return evaluateLrn;
    case OpKind::layer_normalization:
    case OpKind::rms_normalization:
      return evaluateLayerNormalization;
    case OpKind::instance_normalization:
    case OpKind::group_normalization:
      return evaluateGroupNormalization;
    case OpKind::batch_normalization:
      return evaluateBatchNormalization;
    case OpKind::lstm:
      return evaluateLstm;
    case OpKind::gru:
      return evaluateGru;
    case OpKind::rnn:
      return evaluateRnn;
    case OpKind::einsum:
      return evaluateEinsum;
    case OpKind::cumsum:
    case OpKind::cumprod:
      return evaluateCumulative;
    case OpKind::scatter_elements:
      return evaluateScatterElements;
    case OpKind::scatter_nd:
      return evaluateScatterNd;
    case OpKind::top_k:
      return evaluateTopK;
    case OpKind::non_zero:
      return evaluateNonZero;
    case OpKind::unique:
      return evaluateUnique;
    case OpKind::compress:
      return evaluateCompress;
    case OpKind::non_max_suppression:
      return evaluateNonMaxSuppression;
    case OpKind::roi_align:
      return evaluateRoiAlign;
    case OpKind::max_roi_pool:
      return evaluateMaxRoiPool;
    case OpKind::max_unpool:
      return evaluateMaxUnpool;
    case OpKind::det:
      return evaluateDet;
    default:
      break;
  }
  // The rest of op.def are long runs of one family.
  if (kind >= OpKind::identity && kind <= OpKind::bitwise_not) return evaluateUnary;
  if (kind >= OpKind::add && kind <= OpKind::prelu) return evaluateBinary;
  if (kind >= OpKind::reduce_sum && kind <= OpKind::reduce_sum_square) return evaluateReduce;
  return nullptr;
}

// The bytes of foreign tensors may stand anywhere; evaluators read whole elements.
Result<Tensor> aligned(const Tensor& tensor) {
  const auto address = reinterpret_cast<uintptr_t>(tensor.bytes().data());
  if (address % sizeBytes(tensor.element()) == 0) return tensor;
  HEDDLE_TRY(Tensor copy, Tensor::allocate(tensor.element(), tensor.extents()));
  std::copy(tensor.bytes().begin(), tensor.bytes().end(), copy.mutableBytes().begin());
  return copy;
}

// With empty axes counted as 1 the extents must still multiply without overflow, so that strides
// do.
bool hasSaneExtents(const Tensor& tensor) {
  Extents extents = tensor.extents();
  for (int64_t& extent : extents) extent = std::max<int64_t>(extent, 1);
  const auto count = elementCount(extents);
  return count && *count <= (int64_t{1} << 56);
}

bool isOfType(const graph::Attribute& value, const std::string& type) {
  if (type == "int") return std::holds_alternative<int64_t>(value);
  if (type == "float") return std::holds_alternative<double>(value);
  if (type == "string") return std::holds_alternative<std::string>(value);
  if (type == "ints") return std::holds_alternative<std::vector<int64_t>>(value);
  if (type == "floats") return std::holds_alternative<std::vector<double>>(value);
  if (type == "type") return std::holds_alternative<ElementType>(value);
  if (type == "tensor") return std::holds_alternative<ConstantId>(value);
  return type == "graph";
}

Status checkAttributes(const Call& call, const graph::OpInfo& info) {
  for (const graph::AttributeInfo& attribute : info.attributes) {
    const auto it = call.node.attributes.find(attribute.name);
    if (it == call.node.attributes.end()) {
      if (!attribute.isOptional && attribute.defaultText.empty())
        return call.inputError("attribute " + attribute.name + " is missing");
    } else if (!isOfType(it->second, attribute.type)) {
      return call.inputError("attribute " + attribute.name + " is not of type " + attribute.type);
    }
  }
  return {};
}

Status checkCall(Call& call) {
  const graph::OpInfo& info = graph::opInfo(call.node.kind);
  const auto given = static_cast<int>(call.inputs.size());
  if (given < info.minInputs || (info.maxInputs >= 0 && given > info.maxInputs))
    return call.inputError(std::to_string(given) + " inputs are given");
  for (size_t i = 0; i < call.inputs.size(); ++i) {
    const bool isRequired = info.maxInputs < 0 || i < static_cast<size_t>(info.minInputs);
    if (!call.has(i)) {
      if (isRequired) return call.inputError("input " + std::to_string(i) + " is missing");
      continue;
    }
    if (!isComputable(call.in(i).element())) return call.badType(i);
    if (!hasSaneExtents(call.in(i)))
      return call.inputError("input " + std::to_string(i) + " has absurd extents");
    HEDDLE_TRY(call.inputs[i], aligned(call.in(i)));
  }
  return checkAttributes(call, info);
}

}  // namespace

bool canEvaluate(OpKind kind) {
  return evaluatorOf(kind) != nullptr;
}

Result<std::vector<Tensor>> evaluate(const graph::Node& node,
                                     const std::vector<std::optional<Tensor>>& inputs,
                                     const ConstantPool& constants) {
  Call call{node, inputs, constants};
  const Evaluator evaluator = evaluatorOf(node.kind);
  if (evaluator == nullptr) return call.unsupported("cannot be interpreted");
  HEDDLE_CHECK(checkCall(call));
  HEDDLE_TRY(auto outputs, evaluator(call));
  if (outputs.size() < node.outputCount) return call.inputError("the node has too many outputs");
  outputs.resize(node.outputCount);
  return outputs;
}

}  // namespace heddle::reference
