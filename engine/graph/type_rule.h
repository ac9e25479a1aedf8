// What the type rules share; for the infer_*.cpp files only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/graph/infer.h"

namespace heddle::graph {

using Types = std::vector<std::optional<TensorType>>;

inline constexpr size_t kLargestRank = 32;

// A rule's view of its context. Every input that is given has a type: the dispatcher answers
// "unknown" by itself otherwise.
class RuleInput {
 public:
  explicit RuleInput(const InferContext& context) : m_context(context) {}

  const Node& node() const { return m_context.node; }
  const ConstantPool& constants() const { return m_context.constants; }
  size_t inputCount() const { return m_context.node.inputs.size(); }
  bool has(size_t input) const;
  const TensorType& type(size_t input) const { return *m_context.inputTypes[input]; }
  const Shape& shape(size_t input) const { return type(input).shape; }
  size_t rank(size_t input) const { return shape(input).size(); }
  const Tensor* value(size_t input) const;
  Dim fresh() const { return m_context.freshSymbol(); }
  Shape freshShape(size_t rank) const;

  Diagnostic error(std::string message) const;
  // The integers of an input whose value is known, at most 4096 of them.
  Result<std::vector<int64_t>> integers(size_t input) const;
  // Resolves a negative axis; requires -rank <= axis < rank.
  Result<size_t> axis(int64_t axis, size_t rank) const;
  Result<std::vector<size_t>> axes(const std::vector<int64_t>& axes, size_t rank) const;
  // The number of entries of a rank-1 input of static length, at most kLargestRank.
  std::optional<size_t> staticLength(size_t input) const;
  Status requireRank(size_t input, size_t smallest, size_t largest = kLargestRank) const;
  Status requireSameElement(size_t a, size_t b) const;
  Status requireInteger(size_t input) const;
  Status requireFloat(size_t input) const;

 private:
  const InferContext& m_context;
};

using TypeRule = Result<Types> (*)(const RuleInput&);

// False only when both are constants and differ.
bool mayBeEqual(const Dim& a, const Dim& b);
// The better known of two dims that must be equal.
const Dim& better(const Dim& a, const Dim& b);
Dim product(std::span<const Dim> dims);
// Numpy's rule; a symbolic extent beside a constant other than 1 is taken to equal it or be 1.
Result<Shape> broadcastShapes(const RuleInput& in, const Shape& a, const Shape& b);

inline Types oneType(ElementType element, Shape shape) {
  return {TensorType{element, std::move(shape)}};
}

// infer_elementwise.cpp
Result<Types> inferSame(const RuleInput& in);
Result<Types> inferFloatSame(const RuleInput& in);
Result<Types> inferFloatTest(const RuleInput& in);
Result<Types> inferLogicalNot(const RuleInput& in);
Result<Types> inferBitwiseNot(const RuleInput& in);
Result<Types> inferCast(const RuleInput& in);
Result<Types> inferBinary(const RuleInput& in);
Result<Types> inferPow(const RuleInput& in);
Result<Types> inferLogical(const RuleInput& in);
Result<Types> inferBitwise(const RuleInput& in);
Result<Types> inferComparison(const RuleInput& in);
Result<Types> inferPrelu(const RuleInput& in);
Result<Types> inferWhere(const RuleInput& in);
Result<Types> inferClip(const RuleInput& in);
Result<Types> inferQuantize(const RuleInput& in);
Result<Types> inferDequantize(const RuleInput& in);
// infer_shape_ops.cpp
Result<Types> inferReshape(const RuleInput& in);
Result<Types> inferSqueeze(const RuleInput& in);
Result<Types> inferUnsqueeze(const RuleInput& in);
Result<Types> inferFlatten(const RuleInput& in);
Result<Types> inferTranspose(const RuleInput& in);
Result<Types> inferExpand(const RuleInput& in);
Result<Types> inferTile(const RuleInput& in);
Result<Types> inferConcat(const RuleInput& in);
Result<Types> inferSplit(const RuleInput& in);
Result<Types> inferDepthToSpace(const RuleInput& in);
Result<Types> inferSpaceToDepth(const RuleInput& in);
// infer_slice.cpp
Result<Types> inferSlice(const RuleInput& in);
Result<Types> inferPad(const RuleInput& in);
Result<Types> inferResize(const RuleInput& in);
// infer_index.cpp
Result<Types> inferGather(const RuleInput& in);
Result<Types> inferGatherElements(const RuleInput& in);
Result<Types> inferGatherNd(const RuleInput& in);
Result<Types> inferScatterElements(const RuleInput& in);
Result<Types> inferScatterNd(const RuleInput& in);
Result<Types> inferOneHot(const RuleInput& in);
Result<Types> inferReverseSequence(const RuleInput& in);
Result<Types> inferGridSample(const RuleInput& in);
Result<Types> inferCumulative(const RuleInput& in);
Result<Types> inferTopK(const RuleInput& in);
Result<Types> inferNonZero(const RuleInput& in);
Result<Types> inferUnique(const RuleInput& in);
Result<Types> inferCompress(const RuleInput& in);
Result<Types> inferNonMaxSuppression(const RuleInput& in);
Result<Types> inferRoiAlign(const RuleInput& in);
Result<Types> inferMaxRoiPool(const RuleInput& in);
Result<Types> inferDet(const RuleInput& in);
// infer_generate.cpp
Result<Types> inferConstant(const RuleInput& in);
Result<Types> inferFull(const RuleInput& in);
Result<Types> inferRange(const RuleInput& in);
Result<Types> inferEyeLike(const RuleInput& in);
Result<Types> inferTrilu(const RuleInput& in);
Result<Types> inferShape(const RuleInput& in);
Result<Types> inferSize(const RuleInput& in);
// infer_reduce.cpp
Result<Types> inferReduce(const RuleInput& in);
Result<Types> inferArg(const RuleInput& in);
Result<Types> inferAxisSame(const RuleInput& in);
// infer_window.cpp
Result<Types> inferConv(const RuleInput& in);
Result<Types> inferPool(const RuleInput& in);
Result<Types> inferMaxUnpool(const RuleInput& in);
// infer_contraction.cpp
Result<Types> inferMatmul(const RuleInput& in);
Result<Types> inferGemm(const RuleInput& in);
Result<Types> inferEinsum(const RuleInput& in);
Result<Types> inferRecurrent(const RuleInput& in);
Result<Types> inferNormalization(const RuleInput& in);

}  // namespace heddle::graph
