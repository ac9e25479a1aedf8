// One function per family of operators; each appends the blocks of one node.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/operators/builder.h"

namespace heddle::operators {

Status emitUnary(OpContext& op);   // elementwise with one input
Status emitBinary(OpContext& op);  // broadcasting with two inputs
Status emitWhere(OpContext& op);
Status emitClip(OpContext& op);
Status emitQuantize(OpContext& op);  // quantize_linear, dequantize_linear
Status emitReindex(OpContext& op);   // out[i] = x[f(i)], f known: reshape to space_to_depth
Status emitConcat(OpContext& op);
Status emitSplit(OpContext& op);
Status emitSlice(OpContext& op);
Status emitPad(OpContext& op);
Status emitGather(OpContext& op);  // gather, gather_elements, gather_nd, reverse_sequence
Status emitResize(OpContext& op);
Status emitGridSample(OpContext& op);
Status emitGenerate(OpContext& op);  // one_hot, trilu, full, range, eye_like, shape, size
Status emitReduce(OpContext& op);
Status emitArgReduce(OpContext& op);
Status emitConv(OpContext& op);
Status emitConvTranspose(OpContext& op);
Status emitPool(OpContext& op);
Status emitMatmul(OpContext& op);  // matmul, gemm
Status emitSoftmax(OpContext& op);
Status emitLrn(OpContext& op);
Status emitNormalization(OpContext& op);  // layer, rms, instance, group
Status emitBatchNormalization(OpContext& op);
Status emitScan(OpContext& op);  // cumsum, cumprod
Status emitTopK(OpContext& op);
Status emitCompress(OpContext& op);
Status emitScatter(OpContext& op);  // scatter_elements, scatter_nd, max_unpool

}  // namespace heddle::operators
