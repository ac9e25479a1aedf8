// 1. Match x = i32(q) or i32(q) - z, q of 8 bits and z one number, and weights in [-128, 127].
// 2. Signed q becomes u8(i32(q) + 128), and z becomes z + 128.
// 3. The constant part -z * (sum of weights) of each sum goes to the bias; z stands around x. A z that the
//    range of the values decides stays a factor of that part, in products of matrices.
// 4. Where the machine sums products by fours, input channels are rounded up to fours, with weights
//    of zero.
// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/narrow_integers.h"

#include <algorithm>

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

// value == i32(q) - zero
struct Centred {
  ValueRef q;
  int64_t zero = 0;
  bool isSigned = false;
  ValueRef foundAtRun = {};  // the zero instead, where a range decides it: one i32
};

class Narrower {
 public:
  Narrower(const graph::Graph& graph, const PassContext& context)
      : m_rewriter(graph, context, "narrow_integers") {}

  Result<PassResult> run() && {
    for (const OpId id : m_rewriter.order()) {
      if (!m_rewriter.contains(id)) continue;
      const Node node = m_rewriter.node(id);
      if (node.kind == OpKind::conv) convolution(node);
      if (node.kind == OpKind::matmul) product(node);
    }
    return std::move(m_rewriter).finish();
  }

 private:
  bool isOne(ValueRef value) const {
    const auto& type = m_rewriter.type(value);
    return type && type->isStatic() && elementCount(type->extents()) == 1 && type->rank() <= 1;
  }

  std::optional<Centred> centred(ValueRef value) const {
    Centred out;
    if (const Node* difference = m_rewriter.producer(value, OpKind::sub)) {
      const auto zero = m_rewriter.scalar(difference->inputs[1]);
      if (m_rewriter.type(difference->inputs[0]) != m_rewriter.type(value)) return {};
      if (!zero && !isOne(difference->inputs[1])) return {};
      if (zero)
        out.zero = static_cast<int64_t>(*zero);
      else
        out.foundAtRun = difference->inputs[1];
      value = difference->inputs[0];
    }
    const Node* cast = m_rewriter.producer(value, OpKind::cast);
    const auto& wide = m_rewriter.type(value);
    if (!cast || !wide || wide->element != ElementType::i32) return {};
    out.q = cast->inputs[0];
    const auto& narrow = m_rewriter.type(out.q);
    if (!narrow) return {};
    out.isSigned = narrow->element == ElementType::i8;
    if (!out.isSigned && narrow->element != ElementType::u8) return {};
    const int64_t least = out.isSigned ? -128 : 0;
    if (out.zero < least || out.zero > least + 255) return {};
    return out;
  }

  // u8, with what the zero becomes.
  Centred asUnsigned(Centred c, const Node& like) {
    if (!c.isSigned) return c;
    const ValueRef wide = m_rewriter.add(OpKind::cast, {c.q}, {{"to", ElementType::i32}}, like);
    const ValueRef shift = m_rewriter.addConstant(Tensor::scalar(ElementType::i32, 128),
                                                  like.name + ".shift", "made by narrow_integers");
    const ValueRef sum = m_rewriter.add(OpKind::add, {wide, shift}, {}, like);
    if (c.foundAtRun.isValid())
      c.foundAtRun = m_rewriter.add(OpKind::add, {c.foundAtRun, shift}, {}, like);
    return {m_rewriter.add(OpKind::cast, {sum}, {{"to", ElementType::u8}}, like), c.zero + 128,
            false, c.foundAtRun};
  }

  static std::optional<Tensor> narrowed(const Tensor& weight) {
    if (weight.element() != ElementType::i32) return {};
    auto out = Tensor::allocate(ElementType::i8, weight.extents());
    if (out.isError()) return {};
    const auto from = weight.values<int32_t>();
    const auto to = out.value().mutableValues<int8_t>();
    for (size_t i = 0; i < from.size(); ++i) {
      if (from[i] < -128 || from[i] > 127) return {};
      to[i] = static_cast<int8_t>(from[i]);
    }
    return std::move(out).value();
  }

  // bias - zero * (sum of each channel's weights)
  static Tensor shiftedBias(const Tensor& weight, const std::optional<Tensor>& bias, int64_t zero) {
    const int64_t channels = weight.extents()[0], each = weight.elementCount() / channels;
    Tensor out = Tensor::allocate(ElementType::i32, {channels}).value();
    const auto w = weight.values<int32_t>();
    for (int64_t o = 0; o < channels; ++o) {
      int64_t sum = 0;
      for (int64_t i = 0; i < each; ++i) sum += w[static_cast<size_t>(o * each + i)];
      const int64_t b = bias ? bias->valueAsInt(o) : 0;
      out.mutableValues<int32_t>()[static_cast<size_t>(o)] = static_cast<int32_t>(b - zero * sum);
    }
    return out;
  }

  // [oc, ic, window...] with more input channels.
  static Tensor widened(const Tensor& weight, int64_t channels) {
    Extents extents = weight.extents();
    const int64_t outputs = extents[0], old = extents[1];
    extents[1] = channels;
    Tensor out = Tensor::allocate(ElementType::i8, extents).value();
    const auto from = weight.values<int8_t>();
    const auto to = out.mutableValues<int8_t>();
    std::fill(to.begin(), to.end(), int8_t{0});
    const int64_t window = weight.elementCount() / (outputs * old);
    for (int64_t o = 0; o < outputs; ++o)
      std::copy_n(from.begin() + o * old * window, old * window,
                  to.begin() + o * channels * window);
    return out;
  }

  // Channels of zeros behind the last one.
  ValueRef padded(ValueRef x, size_t rank, int64_t count, const Node& like) {
    std::vector<int64_t> pads(2 * rank, 0);
    pads[rank + 1] = count;
    return m_rewriter.add(OpKind::pad, {x, m_rewriter.addIntegers(pads, like.name + ".pads")}, {},
                          like);
  }

  void convolution(const Node& node) {
    const auto found = centred(node.inputs[0]);
    const auto weight = m_rewriter.constant(node.inputs[1]);
    if (!found || found->foundAtRun.isValid() || !weight || weight->elementCount() == 0) return;
    const auto narrow = narrowed(*weight);
    const bool hasBias = node.inputs.size() > 2 && node.inputs[2].isValid();
    const auto bias = hasBias ? m_rewriter.constant(node.inputs[2]) : std::nullopt;
    if (!narrow || (hasBias && !bias)) return;
    const Centred x = asUnsigned(*found, node);
    const auto constant = [&](Tensor tensor, const char* what) {
      return m_rewriter.addConstant(std::move(tensor), node.name + what, "made by narrow_integers");
    };
    Node changed = node;
    const int64_t channels = weight->extents()[1], missing = (4 - channels % 4) % 4;
    if (missing != 0 && m_rewriter.context().target.hasVnni && node.intAttribute("group") == 1) {
      changed.inputs = {padded(x.q, weight->extents().size(), missing, node),
                        constant(widened(*narrow, channels + missing), ".weight")};
    } else {
      changed.inputs = {x.q, constant(*narrow, ".weight")};
    }
    if (hasBias || x.zero != 0)
      changed.inputs.push_back(constant(shiftedBias(*weight, bias, x.zero), ".bias"));
    if (x.zero != 0) changed.attributes["pad_value"] = x.zero;
    m_rewriter.update(std::move(changed), "sums products of 8 bits");
  }

  // The sum of each column times the factor.
  static Tensor columnSums(const Tensor& weight, int64_t factor) {
    const int64_t rows = weight.extents()[0], columns = weight.extents()[1];
    Tensor out = Tensor::allocate(ElementType::i32, {columns}).value();
    const auto w = weight.values<int32_t>();
    for (int64_t n = 0; n < columns; ++n) {
      int64_t sum = 0;
      for (int64_t k = 0; k < rows; ++k) sum += w[static_cast<size_t>(k * columns + n)];
      out.mutableValues<int32_t>()[static_cast<size_t>(n)] = static_cast<int32_t>(factor * sum);
    }
    return out;
  }

  // b: [k, n]. The constant part of column n is -zero * (sum of the column).
  void product(const Node& node) {
    const auto found = centred(node.inputs[0]);
    const auto weight = m_rewriter.constant(node.inputs[1]);
    if (!found || !weight || weight->rank() != 2 || weight->elementCount() == 0) return;
    const auto narrow = narrowed(*weight);
    if (!narrow) return;
    const Centred a = asUnsigned(*found, node);
    const auto constant = [&](Tensor tensor, const char* what) {
      return m_rewriter.addConstant(std::move(tensor), node.name + what, "made by narrow_integers");
    };
    ValueRef sums =
        m_rewriter.add(OpKind::matmul, {a.q, constant(*narrow, ".weight")}, node.attributes, node);
    if (a.foundAtRun.isValid()) {
      const ValueRef columns = constant(columnSums(*weight, 1), ".columns");
      const ValueRef shift = m_rewriter.add(OpKind::mul, {columns, a.foundAtRun}, {}, node);
      sums = m_rewriter.add(OpKind::sub, {sums, shift}, {}, node);
    } else if (a.zero != 0) {
      const ValueRef shift = constant(columnSums(*weight, -a.zero), ".shift");
      sums = m_rewriter.add(OpKind::add, {sums, shift}, {}, node);
    }
    m_rewriter.replace({node.id, 0}, sums, "sums products of 8 bits");
  }

  Rewriter m_rewriter;
};

}  // namespace

Result<PassResult> narrowIntegers(const graph::Graph& graph, const PassContext& context) {
  return Narrower(graph, context).run();
}

}  // namespace heddle::graph_passes
