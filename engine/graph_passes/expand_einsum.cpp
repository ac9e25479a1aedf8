// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/expand_einsum.h"

#include <algorithm>

#include "engine/graph/einsum.h"
#include "engine/graph_passes/node_builder.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using Ref = graph::ValueRef;

// A value whose axes carry labels, none of them twice.
struct Labelled {
  Ref value;
  std::string labels;
};

bool holds(const std::string& labels, char label) {
  return labels.find(label) != std::string::npos;
}

// 1. Sum out of each operand what no other operand and not the output names.
// 2. Contract operands pairwise from the left: labels are batch (in both and still needed), summed
//    (in both and not needed), or free; permute to [batch, free, summed], merge, matmul, unmerge.
// 3. Permute to the output's order.
class Expansion {
 public:
  Expansion(Rewriter& rewriter, const Node& node)
      : m_rewriter(rewriter), m_node(node), m_build(rewriter, node) {}

  Result<Ref> run() {
    std::vector<size_t> ranks;
    for (const Ref& input : m_node.inputs) {
      const auto& type = m_rewriter.type(input);
      if (!type || !type->isStatic()) return error("the extents of its inputs must be known");
      ranks.push_back(type->rank());
    }
    HEDDLE_TRY(const graph::EinsumEquation equation,
               graph::parseEinsum(m_node.stringAttribute("equation"), ranks));
    std::vector<Labelled> operands;
    for (size_t i = 0; i < ranks.size(); ++i)
      operands.push_back({m_node.inputs[i], equation.inputs[i]});
    for (Labelled& operand : operands) HEDDLE_CHECK(takeDiagonals(operand));
    Labelled result = operands[0];
    for (size_t i = 0; i < operands.size(); ++i) {
      std::string later = equation.output;
      for (size_t k = i + 1; k < operands.size(); ++k) later += operands[k].labels;
      result = i == 0 ? summed(operands[0], later)
                      : contracted(result, summed(operands[i], later + result.labels), later);
    }
    return permuted(result, equation.output);
  }

 private:
  Diagnostic error(std::string message) const {
    return {"graph.expand",
            "{0} (einsum): " + std::move(message),
            {{"node", m_node.id.value, m_node.name}}};
  }

  Extents extentsOf(Ref value) const {
    const auto& type = m_rewriter.type(value);
    return type && type->isStatic() ? type->extents() : Extents();
  }

  // "ii" -> "i": times the identity matrix, then summed over one of the two axes.
  Status takeDiagonals(Labelled& operand) {
    for (size_t a = 0; a < operand.labels.size(); ++a) {
      const size_t b = operand.labels.find(operand.labels[a], a + 1);
      if (b == std::string::npos) continue;
      const Extents extents = extentsOf(operand.value);
      if (extents[a] != extents[b]) return error("a diagonal of unequal extents");
      Extents mask(extents.size(), 1);
      mask[a] = mask[b] = extents[a];
      if (extents[a] > 4096) return error("a diagonal of more than 4096 entries");
      auto tensor = Tensor::allocate(m_rewriter.type(operand.value)->element, mask);
      if (tensor.isError()) return error("a diagonal that is too large");
      for (int64_t i = 0; i < extents[a]; ++i) tensor.value().setFromDouble(i * extents[a] + i, 1);
      const Ref eye = m_rewriter.addConstant(tensor.value(), m_node.name + ".eye", "eye");
      operand.value =
          sum(m_build.op(OpKind::where, {isOne(eye), operand.value, zero(operand.value)}),
              {static_cast<int64_t>(b)});
      operand.labels.erase(b, 1);
      --a;
    }
    return {};
  }

  Ref zero(Ref like) { return m_build.scalar(m_rewriter.type(like)->element, 0); }
  Ref isOne(Ref mask) { return m_build.op(OpKind::cast, {mask}, {{"to", ElementType::boolean}}); }
  Ref sum(Ref x, const std::vector<int64_t>& axes) {
    return m_build.op(OpKind::reduce_sum, {x, m_build.integers(axes)}, {{"keepdims", int64_t{0}}});
  }

  Labelled summed(const Labelled& x, const std::string& needed) {
    std::vector<int64_t> axes;
    Labelled result{x.value, {}};
    for (size_t i = 0; i < x.labels.size(); ++i) {
      if (holds(needed, x.labels[i]))
        result.labels += x.labels[i];
      else
        axes.push_back(static_cast<int64_t>(i));
    }
    if (!axes.empty()) result.value = sum(x.value, axes);
    return result;
  }

  Ref permuted(const Labelled& x, const std::string& order) {
    std::vector<int64_t> perm;
    for (const char label : order) perm.push_back(static_cast<int64_t>(x.labels.find(label)));
    return std::is_sorted(perm.begin(), perm.end()) ? x.value : m_build.transpose(x.value, perm);
  }

  int64_t extent(const Labelled& x, char label) const {
    return extentsOf(x.value)[x.labels.find(label)];
  }

  // Permuted to `order`, then merged so that each of the three parts is one axis, batch aside.
  Ref merged(const Labelled& x, const std::string& batch, const std::string& first,
             const std::string& second) {
    std::vector<int64_t> shape;
    int64_t firstExtent = 1, secondExtent = 1;
    for (const char label : batch) shape.push_back(extent(x, label));
    for (const char label : first) firstExtent *= extent(x, label);
    for (const char label : second) secondExtent *= extent(x, label);
    shape.push_back(firstExtent);
    shape.push_back(secondExtent);
    return m_build.reshape(permuted(x, batch + first + second), shape);
  }

  // A label with extent 1 in one operand only broadcasts: it is dropped from that one.
  Labelled withoutOnes(const Labelled& x, const Labelled& other) {
    std::vector<int64_t> shape;
    Labelled result{x.value, {}};
    for (const char label : x.labels) {
      if (extent(x, label) == 1 && holds(other.labels, label) && extent(other, label) != 1)
        continue;
      result.labels += label;
      shape.push_back(extent(x, label));
    }
    if (result.labels != x.labels) result.value = m_build.reshape(x.value, shape);
    return result;
  }

  Labelled contracted(const Labelled& left, const Labelled& right, const std::string& needed) {
    const Labelled a = withoutOnes(left, right), b = withoutOnes(right, left);
    std::string batch, inner, freeA, freeB;
    for (const char label : a.labels) {
      if (!holds(b.labels, label))
        freeA += label;
      else
        (holds(needed, label) ? batch : inner) += label;
    }
    for (const char label : b.labels)
      if (!holds(a.labels, label)) freeB += label;
    // What only one side names and nobody needs any more was broadcast against 1; sum it here.
    Labelled result{m_build.matmul(merged(a, batch, freeA, inner), merged(b, batch, inner, freeB)),
                    batch + freeA + freeB};
    std::vector<int64_t> shape;
    for (const char label : result.labels)
      shape.push_back(holds(a.labels, label) ? extent(a, label) : extent(b, label));
    result.value = m_build.reshape(result.value, shape);
    return summed(result, needed);
  }

  Rewriter& m_rewriter;
  const Node& m_node;
  NodeBuilder m_build;
};

}  // namespace

Result<Ref> expandEinsum(Rewriter& rewriter, const Node& node) {
  return Expansion(rewriter, node).run();
}

}  // namespace heddle::graph_passes
