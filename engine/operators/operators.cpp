// SPDX-License-Identifier: Apache-2.0
#include "engine/operators/operators.h"

#include "engine/operators/emitters.h"

namespace heddle::operators {

using graph::OpKind;

namespace {

Status emitSpecial(OpContext& op) {
  switch (op.node.kind) {
    case OpKind::where:
      return emitWhere(op);
    case OpKind::clip:
      return emitClip(op);
    case OpKind::quantize_linear:
    case OpKind::dequantize_linear:
      return emitQuantize(op);
    case OpKind::batch_normalization:
      return emitBatchNormalization(op);
    case OpKind::concat:
      return emitConcat(op);
    case OpKind::split:
      return emitSplit(op);
    case OpKind::slice:
      return emitSlice(op);
    case OpKind::pad:
      return emitPad(op);
    case OpKind::gather:
    case OpKind::gather_elements:
    case OpKind::gather_nd:
    case OpKind::reverse_sequence:
      return emitGather(op);
    case OpKind::resize:
      return emitResize(op);
    case OpKind::grid_sample:
      return emitGridSample(op);
    case OpKind::one_hot:
    case OpKind::trilu:
    case OpKind::full:
    case OpKind::range:
    case OpKind::eye_like:
    case OpKind::shape:
    case OpKind::size:
      return emitGenerate(op);
    case OpKind::arg_max:
    case OpKind::arg_min:
      return emitArgReduce(op);
    case OpKind::conv:
      return emitConv(op);
    case OpKind::conv_transpose:
      return emitConvTranspose(op);
    case OpKind::max_pool:
    case OpKind::average_pool:
    case OpKind::lp_pool:
      return emitPool(op);
    case OpKind::matmul:
    case OpKind::gemm:
      return emitMatmul(op);
    case OpKind::softmax:
    case OpKind::log_softmax:
      return emitSoftmax(op);
    case OpKind::lrn:
      return emitLrn(op);
    case OpKind::layer_normalization:
    case OpKind::rms_normalization:
    case OpKind::instance_normalization:
    case OpKind::group_normalization:
      return emitNormalization(op);
    case OpKind::cumsum:
    case OpKind::cumprod:
      return emitScan(op);
    case OpKind::top_k:
      return emitTopK(op);
    case OpKind::compress:
      return emitCompress(op);
    case OpKind::scatter_elements:
    case OpKind::scatter_nd:
    case OpKind::max_unpool:
      return emitScatter(op);
    default:
      return op.unsupported("the operator is not a loop nest");
  }
}

Status emit(OpContext& op) {
  using graph::PatternKind;
  HEDDLE_CHECK(op.check());
  op.registerInputs();
  switch (graph::opInfo(op.node.kind).pattern) {
    case PatternKind::elementwise:
      return emitUnary(op);
    case PatternKind::broadcast:
      if (op.node.inputs.size() == 2 && op.node.kind != OpKind::clip &&
          op.node.kind != OpKind::quantize_linear && op.node.kind != OpKind::dequantize_linear) {
        return emitBinary(op);
      }
      return emitSpecial(op);
    case PatternKind::reduce:
      if (op.node.kind != OpKind::arg_max && op.node.kind != OpKind::arg_min) return emitReduce(op);
      return emitSpecial(op);
    default:
      break;
  }
  switch (op.node.kind) {
    case OpKind::reshape:
    case OpKind::squeeze:
    case OpKind::unsqueeze:
    case OpKind::flatten:
    case OpKind::transpose:
    case OpKind::expand:
    case OpKind::tile:
    case OpKind::depth_to_space:
    case OpKind::space_to_depth:
      return emitReindex(op);
    default:
      return emitSpecial(op);
  }
}

}  // namespace

Result<GroupProgram> buildProgram(const GroupSource& group) {
  GroupBuilder builder(group);
  for (OpId id : group.members) {
    OpContext op(builder, group.graph.node(id));
    HEDDLE_CHECK(emit(op));
  }
  return std::move(builder).finish();
}

}  // namespace heddle::operators
