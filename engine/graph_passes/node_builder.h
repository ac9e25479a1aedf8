// Short spellings for the nodes that an expansion adds.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {

// Every node takes name and origins from the node that is expanded.
class NodeBuilder {
 public:
  NodeBuilder(Rewriter& rewriter, const graph::Node& like) : m_rewriter(rewriter), m_like(like) {}

  using Ref = graph::ValueRef;
  Ref op(graph::OpKind kind, std::vector<Ref> inputs, graph::Attributes attributes = {}) {
    return m_rewriter.add(kind, std::move(inputs), std::move(attributes), m_like);
  }
  Ref add(Ref a, Ref b) { return op(graph::OpKind::add, {a, b}); }
  Ref mul(Ref a, Ref b) { return op(graph::OpKind::mul, {a, b}); }
  Ref matmul(Ref a, Ref b) { return op(graph::OpKind::matmul, {a, b}); }
  Ref transpose(Ref x, std::vector<int64_t> perm) {
    return op(graph::OpKind::transpose, {x}, {{"perm", std::move(perm)}});
  }
  Ref integers(const std::vector<int64_t>& values) {
    return m_rewriter.addIntegers(values, m_like.name + ".list");
  }
  Ref reshape(Ref x, const std::vector<int64_t>& shape) {
    graph::Attributes attributes;
    for (const int64_t extent : shape)
      if (extent == 0) attributes["allowzero"] = int64_t{1};
    return op(graph::OpKind::reshape, {x, integers(shape)}, std::move(attributes));
  }
  // Rows [begin, end) of an axis.
  Ref slice(Ref x, int64_t axis, int64_t begin, int64_t end) {
    return op(graph::OpKind::slice, {x, integers({begin}), integers({end}), integers({axis})});
  }
  Ref concat(std::vector<Ref> parts, int64_t axis) {
    return parts.size() == 1 ? parts[0]
                             : op(graph::OpKind::concat, std::move(parts), {{"axis", axis}});
  }
  Ref scalar(ElementType element, double value) {
    return m_rewriter.addConstant(Tensor::scalar(element, value), m_like.name + ".scalar",
                                  "scalar");
  }
  Ref zeros(ElementType element, Extents extents) {
    auto tensor = Tensor::allocate(element, std::move(extents));
    if (tensor.isOk())
      return m_rewriter.addConstant(tensor.value(), m_like.name + ".zeros", "zeros");
    m_rewriter.fail(tensor.error());
    return scalar(element, 0);
  }
  // One equal part per entry, along an axis.
  std::vector<Ref> split(Ref x, int64_t axis, size_t parts) {
    const Ref first = m_rewriter.add(graph::OpKind::split, {x}, {{"axis", axis}}, m_like,
                                     static_cast<uint32_t>(parts));
    std::vector<Ref> refs;
    for (uint32_t i = 0; i < parts; ++i) refs.push_back({first.op, i});
    return refs;
  }

 private:
  Rewriter& m_rewriter;
  const graph::Node& m_like;
};

}  // namespace heddle::graph_passes
