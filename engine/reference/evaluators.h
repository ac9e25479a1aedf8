// One evaluator per family of operators; interpret_graph.cpp says which operator belongs to which.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/reference/call.h"

namespace heddle::reference {

Outputs evaluateUnary(const Call& call);
Outputs evaluateCast(const Call& call);
Outputs evaluateBinary(const Call& call);
Outputs evaluateWhere(const Call& call);
Outputs evaluateClip(const Call& call);
Outputs evaluateQuantize(const Call& call);
Outputs evaluateDequantize(const Call& call);

Outputs evaluateReshape(const Call& call);  // reshape, squeeze, unsqueeze, flatten
Outputs evaluateTranspose(const Call& call);
Outputs evaluateExpand(const Call& call);
Outputs evaluateTile(const Call& call);
Outputs evaluateConcat(const Call& call);
Outputs evaluateSplit(const Call& call);
Outputs evaluateSlice(const Call& call);
Outputs evaluateGather(const Call& call);
Outputs evaluateGatherElements(const Call& call);
Outputs evaluateGatherNd(const Call& call);
Outputs evaluatePad(const Call& call);
Outputs evaluateDepthToSpace(const Call& call);
Outputs evaluateSpaceToDepth(const Call& call);
Outputs evaluateOneHot(const Call& call);
Outputs evaluateTrilu(const Call& call);
Outputs evaluateFull(const Call& call);
Outputs evaluateRange(const Call& call);
Outputs evaluateEyeLike(const Call& call);
Outputs evaluateShape(const Call& call);  // shape, size
Outputs evaluateReverseSequence(const Call& call);
Outputs evaluateResize(const Call& call);
Outputs evaluateGridSample(const Call& call);

Outputs evaluateReduce(const Call& call);
Outputs evaluateArg(const Call& call);
Outputs evaluateCumulative(const Call& call);

Outputs evaluateConv(const Call& call);
Outputs evaluateConvTranspose(const Call& call);
Outputs evaluatePool(const Call& call);  // max, average, lp
Outputs evaluateMaxUnpool(const Call& call);
Outputs evaluateMatmul(const Call& call);
Outputs evaluateGemm(const Call& call);
Outputs evaluateEinsum(const Call& call);
Outputs evaluateDet(const Call& call);

Outputs evaluateSoftmax(const Call& call);
Outputs evaluateLrn(const Call& call);
Outputs evaluateLayerNormalization(const Call& call);  // layer and rms
Outputs evaluateGroupNormalization(const Call& call);  // instance and group
Outputs evaluateBatchNormalization(const Call& call);

Outputs evaluateLstm(const Call& call);
Outputs evaluateGru(const Call& call);
Outputs evaluateRnn(const Call& call);

Outputs evaluateScatterElements(const Call& call);
Outputs evaluateScatterNd(const Call& call);
Outputs evaluateTopK(const Call& call);
Outputs evaluateNonZero(const Call& call);
Outputs evaluateUnique(const Call& call);
Outputs evaluateCompress(const Call& call);
Outputs evaluateNonMaxSuppression(const Call& call);
Outputs evaluateRoiAlign(const Call& call);
Outputs evaluateMaxRoiPool(const Call& call);

}  // namespace heddle::reference
