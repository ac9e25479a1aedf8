// The table from operator to type rule, and what holds for every rule.
// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/infer.h"

#include "engine/graph/type_rule.h"

namespace heddle::graph {
namespace {

// An input's type is a fact of the model.
Result<Types> inferInput(const RuleInput& in) {
  Types types = in.node().types;
  types.resize(1);
  return types;
}

// Without a default, so that a new operator does not compile cleanly before it has a rule.
TypeRule ruleOf(OpKind kind) {
  switch (kind) {
    case OpKind::input: return inferInput;
    case OpKind::constant: return inferConstant;
    case OpKind::identity: case OpKind::abs: case OpKind::ceil: case OpKind::floor:
    case OpKind::neg: case OpKind::round: case OpKind::sign: case OpKind::relu:
    case OpKind::leaky_relu: case OpKind::thresholded_relu: case OpKind::shrink: return inferSame;
    case OpKind::acos: case OpKind::acosh: case OpKind::asin: case OpKind::asinh:
    case OpKind::atan: case OpKind::atanh: case OpKind::cos: case OpKind::cosh:
    case OpKind::erf: case OpKind::exp: case OpKind::log: case OpKind::reciprocal:
    case OpKind::rsqrt: case OpKind::sin: case OpKind::sinh: case OpKind::sqrt:
    case OpKind::tan: case OpKind::tanh: case OpKind::sigmoid: case OpKind::softplus:
    case OpKind::softsign: case OpKind::hard_swish: case OpKind::mish: case OpKind::elu:
    case OpKind::celu: case OpKind::selu: case OpKind::hard_sigmoid: case OpKind::swish:
    case OpKind::gelu: case OpKind::lrn: return inferFloatSame;
    case OpKind::is_nan: case OpKind::is_inf: return inferFloatTest;
    case OpKind::logical_not: return inferLogicalNot;
    case OpKind::bitwise_not: return inferBitwiseNot;
    case OpKind::cast: return inferCast;
    case OpKind::add: case OpKind::sub: case OpKind::mul: case OpKind::div: case OpKind::mod:
    case OpKind::minimum: case OpKind::maximum: return inferBinary;
    case OpKind::pow: return inferPow;
    case OpKind::logical_and: case OpKind::logical_or: case OpKind::logical_xor:
      return inferLogical;
    case OpKind::bitwise_and: case OpKind::bitwise_or: case OpKind::bitwise_xor:
    case OpKind::shift_left: case OpKind::shift_right: return inferBitwise;
    case OpKind::equal: case OpKind::less: case OpKind::less_equal: case OpKind::greater:
    case OpKind::greater_equal: return inferComparison;
    case OpKind::prelu: return inferPrelu;
    case OpKind::where: return inferWhere;
    case OpKind::clip: return inferClip;
    case OpKind::quantize_linear: return inferQuantize;
    case OpKind::dequantize_linear: return inferDequantize;
    case OpKind::reshape: return inferReshape;
    case OpKind::squeeze: return inferSqueeze;
    case OpKind::unsqueeze: return inferUnsqueeze;
    case OpKind::flatten: return inferFlatten;
    case OpKind::transpose: return inferTranspose;
    case OpKind::expand: return inferExpand;
    case OpKind::tile: return inferTile;
    case OpKind::concat: return inferConcat;
    case OpKind::split: return inferSplit;
    case OpKind::slice: return inferSlice;
    case OpKind::gather: return inferGather;
    case OpKind::gather_elements: return inferGatherElements;
    case OpKind::gather_nd: return inferGatherNd;
    case OpKind::pad: return inferPad;
    case OpKind::depth_to_space: return inferDepthToSpace;
    case OpKind::space_to_depth: return inferSpaceToDepth;
    case OpKind::resize: return inferResize;
    case OpKind::one_hot: return inferOneHot;
    case OpKind::trilu: return inferTrilu;
    case OpKind::full: return inferFull;
    case OpKind::range: return inferRange;
    case OpKind::eye_like: return inferEyeLike;
    case OpKind::shape: return inferShape;
    case OpKind::size: return inferSize;
    case OpKind::reverse_sequence: return inferReverseSequence;
    case OpKind::grid_sample: return inferGridSample;
    case OpKind::reduce_sum: case OpKind::reduce_mean: case OpKind::reduce_max:
    case OpKind::reduce_min: case OpKind::reduce_prod: case OpKind::reduce_l1:
    case OpKind::reduce_l2: case OpKind::reduce_log_sum: case OpKind::reduce_log_sum_exp:
    case OpKind::reduce_sum_square: return inferReduce;
    case OpKind::arg_max: case OpKind::arg_min: return inferArg;
    case OpKind::conv: case OpKind::conv_transpose: return inferConv;
    case OpKind::max_pool: case OpKind::average_pool: case OpKind::lp_pool: return inferPool;
    case OpKind::matmul: return inferMatmul;
    case OpKind::gemm: return inferGemm;
    case OpKind::softmax: case OpKind::log_softmax: return inferAxisSame;
    case OpKind::layer_normalization: case OpKind::rms_normalization:
    case OpKind::instance_normalization: case OpKind::group_normalization:
    case OpKind::batch_normalization: return inferNormalization;
    case OpKind::lstm: case OpKind::gru: case OpKind::rnn: return inferRecurrent;
    case OpKind::einsum: return inferEinsum;
    case OpKind::cumsum: case OpKind::cumprod: return inferCumulative;
    case OpKind::scatter_elements: return inferScatterElements;
    case OpKind::scatter_nd: return inferScatterNd;
    case OpKind::top_k: return inferTopK;
    case OpKind::non_zero: return inferNonZero;
    case OpKind::unique: return inferUnique;
    case OpKind::compress: return inferCompress;
    case OpKind::non_max_suppression: return inferNonMaxSuppression;
    case OpKind::roi_align: return inferRoiAlign;
    case OpKind::max_roi_pool: return inferMaxRoiPool;
    case OpKind::max_unpool: return inferMaxUnpool;
    case OpKind::det: return inferDet;
  }
  return inferInput;
}

Status checkArity(const RuleInput& in) {
  const Node& node = in.node();
  const OpInfo& info = opInfo(node.kind);
  const auto given = static_cast<int>(node.inputs.size());
  if (given < info.minInputs || (info.maxInputs >= 0 && given > info.maxInputs))
    return in.error("it has " + std::to_string(given) + " inputs");
  for (int i = 0; i < info.minInputs; ++i)
    if (!node.inputs[static_cast<size_t>(i)].isValid())
      return in.error("input " + std::to_string(i) + " is absent");
  if (info.outputs >= 0 && node.outputCount != static_cast<uint32_t>(info.outputs))
    return in.error("it has " + std::to_string(node.outputCount) + " outputs");
  return {};
}

// Extents are not negative, and bytes can be counted.
Status checkType(const RuleInput& in, const TensorType& type) {
  if (type.rank() > kLargestRank) return in.error("the result has too many axes");
  int64_t count = 1;
  bool hasSymbols = false;
  for (const Dim& dim : type.shape) {
    std::vector<std::string> symbols;
    dim.collectSymbols(symbols);
    if (!dim.isConstant() && symbols.empty()) return in.error("an extent overflows");
    hasSymbols = hasSymbols || !dim.isConstant();
    if (!dim.isConstant()) continue;
    if (dim.constant() < 0) return in.error("an extent of " + text(type) + " is negative");
    if (dim.constant() != 0 && __builtin_mul_overflow(count, dim.constant(), &count))
      return in.error("the result " + text(type) + " is too large to address");
  }
  int64_t bytes = 0;
  if (__builtin_mul_overflow(count, int64_t{8}, &bytes))
    return in.error("the result " + text(type) + " is too large to address");
  return {};
}

}  // namespace

Result<Types> inferTypes(const InferContext& context) {
  const RuleInput in(context);
  HEDDLE_CHECK(checkArity(in));
  for (size_t i = 0; i < context.node.inputs.size(); ++i)
    if (context.node.inputs[i].isValid() && !in.has(i))
      return Types(context.node.outputCount, std::nullopt);
  HEDDLE_TRY(Types types, ruleOf(context.node.kind)(in));
  for (const auto& type : types)
    if (type) HEDDLE_CHECK(checkType(in, *type));
  types.resize(context.node.outputCount);
  return types;
}

}  // namespace heddle::graph
