// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/fold_constants.h"

#include <algorithm>
#include <cstring>

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::PatternKind;

constexpr int64_t kLargestResult = 64 << 20;  // bytes
constexpr int64_t kLargestGrowth = 1 << 20;   // bytes that may come from much smaller inputs
constexpr int64_t kLargestFill = 512
                                 << 20;  // bytes of a weight that the model fills with one value
constexpr int64_t kAllFills = int64_t{1} << 30;
constexpr int64_t kLargestWork = int64_t{1} << 25;  // element operations; the evaluator is slow

int64_t bytesOf(const TensorType& type) {
  if (!type.isStatic()) return INT64_MAX;
  const auto count = elementCount(type.extents());
  if (!count || *count > INT64_MAX / 16) return INT64_MAX;
  return *count * static_cast<int64_t>(std::max<size_t>(sizeBytes(type.element), 1));
}

bool isWorthFolding(const Node& node, const std::vector<std::optional<Tensor>>& values) {
  int64_t inputBytes = 0, largestInput = 1, resultBytes = 0, elements = 0;
  for (const auto& value : values) {
    if (!value) continue;
    inputBytes += static_cast<int64_t>(value->sizeBytes());
    largestInput = std::max(largestInput, value->elementCount());
  }
  for (const auto& type : node.types) {
    if (!type || !isComputable(type->element)) return false;
    const int64_t bytes = bytesOf(*type);
    if (bytes > kLargestResult && bytes > inputBytes) return false;
    resultBytes += bytes;
    elements += bytes / static_cast<int64_t>(sizeBytes(type->element));
  }
  if (resultBytes > kLargestGrowth && resultBytes / 16 > inputBytes) return false;
  const PatternKind pattern = graph::opInfo(node.kind).pattern;
  const bool isContraction = pattern == PatternKind::anchor || pattern == PatternKind::opaque;
  // An upper bound: each result reads at most the whole of an input.
  const double work = isContraction
                          ? static_cast<double>(elements) * static_cast<double>(largestInput)
                          : static_cast<double>(std::max(elements, largestInput));
  return work <= static_cast<double>(kLargestWork);
}

std::optional<Tensor> shapeValue(const Rewriter& rewriter, const Node& node) {
  const auto& x = rewriter.type(node.inputs[0]);
  if (!x || !x->isStatic()) return std::nullopt;
  const Extents extents = x->extents();
  if (node.kind == OpKind::size) {
    const auto count = elementCount(extents);
    if (!count) return std::nullopt;
    return Tensor::fromValues<int64_t>(ElementType::i64, {}, std::span(&*count, 1));
  }
  const auto rank = static_cast<int64_t>(extents.size());
  const auto clamp = [&](int64_t at) {
    return std::clamp<int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const int64_t start = clamp(node.intAttribute("start"));
  const int64_t end = node.hasAttribute("end") ? clamp(node.intAttribute("end")) : rank;
  const int64_t length = std::max<int64_t>(0, end - start);
  return Tensor::fromValues<int64_t>(
      ElementType::i64, {length},
      std::span(extents).subspan(static_cast<size_t>(start), static_cast<size_t>(length)));
}

// Models without trained weights fill them; a weight is worth its bytes however it is made.
std::optional<Tensor> filled(const Rewriter& rewriter, const Node& node, int64_t& budget) {
  const ConstantId id = node.tensorAttribute("value");
  if (!node.types[0] || !rewriter.constant(node.inputs[0]) || !id.isValid()) return std::nullopt;
  const int64_t bytes = bytesOf(*node.types[0]);
  if (bytes > kLargestFill || bytes > budget) return std::nullopt;
  auto result = Tensor::allocate(node.types[0]->element, node.types[0]->extents());
  if (result.isError()) return std::nullopt;
  budget -= bytes;
  const Tensor value = rewriter.pool().tensor(id);
  const auto from = value.bytes();
  const auto to = result.value().mutableBytes();
  if (to.empty()) return result.value();
  // Doubling copies: the filled front is the pattern of the rest.
  std::memcpy(to.data(), from.data(), from.size());
  for (size_t done = from.size(); done < to.size(); done *= 2)
    std::memcpy(to.data() + done, to.data(), std::min(done, to.size() - done));
  return result.value();
}

Result<std::vector<Tensor>> evaluate(const Rewriter& rewriter, const Node& node,
                                     const ConstantPool& pool, int64_t& fillBudget) {
  const Diagnostic refused{"fold.refused", "not folded"};
  if (node.kind == OpKind::shape || node.kind == OpKind::size) {
    const auto value = shapeValue(rewriter, node);
    if (!value) return refused;
    return std::vector<Tensor>{*value};
  }
  if (node.kind == OpKind::full) {
    const auto value = filled(rewriter, node, fillBudget);
    if (!value) return refused;
    return std::vector<Tensor>{*value};
  }
  if (!rewriter.context().evaluate || node.inputs.empty()) return refused;
  std::vector<std::optional<Tensor>> values;
  for (const graph::ValueRef& input : node.inputs) {
    values.push_back(rewriter.constant(input));
    if (input.isValid() && !values.back()) return refused;
  }
  if (!isWorthFolding(node, values)) return refused;
  return rewriter.context().evaluate(node, values, pool);
}

}  // namespace

Result<PassResult> foldConstants(const graph::Graph& graph, const PassContext& context) {
  std::vector<OpId> outputs;
  for (const graph::Output& output : graph.outputs()) outputs.push_back(output.value.op);
  std::sort(outputs.begin(), outputs.end());
  Rewriter rewriter(graph, context, "fold_constants");
  int64_t fillBudget = kAllFills;
  for (const OpId id : rewriter.order()) {
    if (!rewriter.contains(id) || rewriter.isCancelled()) continue;
    if (std::binary_search(outputs.begin(), outputs.end(), id)) continue;  // outputs stay nodes
    const Node node = rewriter.node(id);
    if (node.kind == OpKind::constant || node.kind == OpKind::input) continue;
    auto results = evaluate(rewriter, node, *graph.constants(), fillBudget);
    if (results.isError() || results.value().size() < node.outputCount) continue;
    for (uint32_t i = 0; i < node.outputCount; ++i) {
      const Tensor& value = results.value()[i];
      if (!node.types[i] || value.type() != *node.types[i]) continue;
      const std::string suffix = node.outputCount == 1 ? "" : "." + std::to_string(i);
      const auto constant =
          rewriter.addConstant(value, node.name + suffix, "fold:" + node.name + suffix);
      rewriter.replace({id, i}, constant, "folded to a constant");
    }
  }
  return std::move(rewriter).finish();
}

}  // namespace heddle::graph_passes
