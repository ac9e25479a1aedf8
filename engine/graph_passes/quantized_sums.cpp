// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/quantized_sums.h"

#include "engine/graph_passes/node_builder.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

constexpr int64_t largestSum = (int64_t{1} << 31) / (255 * 128);  // products that fit in 32 bits

// value == (q - zero) * scale
struct Activation {
  ValueRef q;
  double scale;
  int64_t zero;
};

// value == whole * scale, one scale for all or one for each output channel.
struct Weight {
  Tensor whole;  // i32, each value in i8
  std::vector<float> scales;
};

class Summer {
 public:
  Summer(const graph::Graph& graph, const PassContext& context)
      : m_rewriter(graph, context, "quantized_sums") {}

  Result<PassResult> run() && {
    for (const OpId id : m_rewriter.order()) {
      if (!m_rewriter.contains(id) || !m_rewriter.context().target.hasVnni) continue;
      const Node node = m_rewriter.node(id);
      if (node.kind == OpKind::conv) convolution(node);
      if (node.kind == OpKind::matmul) product(node);
      if (node.kind == OpKind::gemm) affineProduct(node);
    }
    return std::move(m_rewriter).finish();
  }

 private:
  std::optional<Activation> activation(ValueRef value) const {
    const Node* node = m_rewriter.producer(value, OpKind::dequantize_linear);
    if (!node) return {};
    const auto& type = m_rewriter.type(node->inputs[0]);
    const auto scale = m_rewriter.constant(node->inputs[1]);
    if (!type || (type->element != ElementType::u8 && type->element != ElementType::i8)) return {};
    if (!scale || scale->element() != ElementType::f32 || scale->elementCount() != 1) return {};
    Activation out{node->inputs[0], scale->valueAsDouble(0), 0};
    if (node->inputs.size() > 2 && node->inputs[2].isValid()) {
      const auto zero = m_rewriter.constant(node->inputs[2]);
      if (!zero || zero->elementCount() != 1) return {};
      out.zero = zero->valueAsInt(0);
    }
    return out;
  }

  // `axis` is that of the output channels.
  std::optional<Weight> weight(ValueRef value, int64_t axis) const {
    const Node* node = m_rewriter.producer(value, OpKind::dequantize_linear);
    const auto q = node ? m_rewriter.constant(node->inputs[0]) : std::nullopt;
    const auto scale = node ? m_rewriter.constant(node->inputs[1]) : std::nullopt;
    if (!q || !scale || scale->element() != ElementType::f32 || scale->rank() > 1) return {};
    if (q->element() != ElementType::i8 && q->element() != ElementType::u8) return {};
    const int64_t rank = static_cast<int64_t>(q->rank()), own = node->intAttribute("axis");
    const int64_t channels = q->extents()[static_cast<size_t>(axis)], count = scale->elementCount();
    const bool isEach = count > 1;
    if (isEach && (count != channels || (own < 0 ? own + rank : own) != axis)) return {};
    if (count == 0 || q->elementCount() == 0) return {};
    std::optional<Tensor> zero;
    if (node->inputs.size() > 2 && node->inputs[2].isValid()) {
      zero = m_rewriter.constant(node->inputs[2]);
      if (!zero || zero->elementCount() != count) return {};
    }
    auto whole = Tensor::allocate(ElementType::i32, q->extents());
    if (whole.isError()) return {};
    Weight out{std::move(whole).value(), {}};
    int64_t inner = 1;
    for (size_t d = static_cast<size_t>(axis) + 1; d < q->rank(); ++d) inner *= q->extents()[d];
    const auto values = out.whole.mutableValues<int32_t>();
    for (int64_t i = 0; i < q->elementCount(); ++i) {
      const int64_t channel = isEach ? i / inner % channels : 0;
      const int64_t w = q->valueAsInt(i) - (zero ? zero->valueAsInt(channel) : 0);
      if (w < -128 || w > 127) return {};
      values[static_cast<size_t>(i)] = static_cast<int32_t>(w);
    }
    for (int64_t i = 0; i < count; ++i)
      out.scales.push_back(static_cast<float>(scale->valueAsDouble(i)));
    return out;
  }

  // The bias as one float for each channel; nothing when it is no such constant.
  std::optional<Tensor> biasOf(ValueRef value, int64_t channels) const {
    std::optional<Tensor> q = m_rewriter.constant(value);
    double scaleOfAll = 1;
    std::optional<Tensor> scale;
    if (const Node* node = m_rewriter.producer(value, OpKind::dequantize_linear)) {
      q = m_rewriter.constant(node->inputs[0]);
      scale = m_rewriter.constant(node->inputs[1]);
      if (!scale || scale->elementCount() == 0) return {};
      if (scale->elementCount() == 1) scaleOfAll = scale->valueAsDouble(0), scale.reset();
      if (node->inputs.size() > 2 && node->inputs[2].isValid()) {
        const auto zero = m_rewriter.constant(node->inputs[2]);
        if (!zero) return {};
        for (int64_t i = 0; i < zero->elementCount(); ++i)
          if (zero->valueAsInt(i) != 0) return {};
      }
    }
    if (!q || q->rank() == 0 || q->elementCount() != channels) return {};
    if (q->extents().back() != channels) return {};
    if (scale && scale->elementCount() != channels) return {};
    Tensor out = Tensor::allocate(ElementType::f32, {channels}).value();
    for (int64_t i = 0; i < channels; ++i)
      out.setFromDouble(i, static_cast<float>(q->valueAsDouble(i)) *
                               (scale ? scale->valueAsDouble(i) : scaleOfAll));
    return out;
  }

  ValueRef constant(const Node& like, const char* what, Tensor tensor) {
    return m_rewriter.addConstant(std::move(tensor), like.name + what, "made by quantized_sums");
  }

  // i32(q) - zero
  ValueRef centred(NodeBuilder& b, const Activation& x) {
    const ValueRef wide = b.op(OpKind::cast, {x.q}, {{"to", ElementType::i32}});
    if (x.zero == 0) return wide;
    return b.op(OpKind::sub, {wide, b.scalar(ElementType::i32, static_cast<double>(x.zero))});
  }

  // f32(sums) * scale + bias, both along the channel axis, after which `after` axes follow.
  void finish(const Node& node, NodeBuilder& b, ValueRef sums, const Activation& x, const Weight& w,
              const std::optional<Tensor>& bias, size_t after) {
    const auto shaped = [&](const Tensor& tensor) {
      Extents extents{tensor.elementCount()};
      extents.insert(extents.end(), after, 1);
      return tensor.reshaped(extents);
    };
    Tensor scale =
        Tensor::allocate(ElementType::f32, {static_cast<int64_t>(w.scales.size())}).value();
    for (size_t i = 0; i < w.scales.size(); ++i)
      scale.mutableValues<float>()[i] = static_cast<float>(x.scale) * w.scales[i];
    const ValueRef real = b.op(OpKind::cast, {sums}, {{"to", ElementType::f32}});
    ValueRef result = b.mul(real, constant(node, ".scale", shaped(scale)));
    if (bias) result = b.add(result, constant(node, ".bias", shaped(*bias)));
    m_rewriter.replace({node.id, 0}, result, "sums integers");
  }

  void convolution(const Node& node) {
    const auto x = activation(node.inputs[0]);
    const auto w = x ? weight(node.inputs[1], 0) : std::nullopt;
    if (!w || w->whole.rank() < 3) return;
    const int64_t channels = w->whole.extents()[0];
    if (w->whole.elementCount() / channels > largestSum) return;
    std::optional<Tensor> bias;
    if (node.inputs.size() > 2 && node.inputs[2].isValid() &&
        !(bias = biasOf(node.inputs[2], channels)))
      return;
    NodeBuilder b(m_rewriter, node);
    const ValueRef sums =
        b.op(OpKind::conv, {centred(b, *x), constant(node, ".weight", w->whole)}, node.attributes);
    finish(node, b, sums, *x, *w, bias, w->whole.rank() - 2);
  }

  void product(const Node& node) {
    const auto x = activation(node.inputs[0]);
    const auto& type = m_rewriter.type(node.inputs[1]);
    if (!x || !type || type->rank() != 2) return;
    const auto w = weight(node.inputs[1], 1);
    if (!w || w->whole.extents()[0] > largestSum) return;
    NodeBuilder b(m_rewriter, node);
    finish(node, b, b.matmul(centred(b, *x), constant(node, ".weight", w->whole)), *x, *w, {}, 0);
  }

  void affineProduct(const Node& node) {
    const bool isPlain = node.intAttribute("transA") == 0 && node.floatAttribute("alpha") == 1 &&
                         node.floatAttribute("beta") == 1;
    const bool isTransposed = node.intAttribute("transB") != 0;
    const auto x = isPlain ? activation(node.inputs[0]) : std::nullopt;
    auto w = x ? weight(node.inputs[1], isTransposed ? 0 : 1) : std::nullopt;
    if (!w || w->whole.rank() != 2) return;
    const Extents e = w->whole.extents();
    const int64_t rows = e[isTransposed ? 1 : 0], columns = e[isTransposed ? 0 : 1];
    if (rows > largestSum) return;
    std::optional<Tensor> bias;
    if (node.inputs.size() > 2 && node.inputs[2].isValid() &&
        !(bias = biasOf(node.inputs[2], columns)))
      return;
    if (isTransposed) {
      Tensor turned = Tensor::allocate(ElementType::i32, {rows, columns}).value();
      const auto from = w->whole.values<int32_t>();
      for (int64_t k = 0; k < rows; ++k)
        for (int64_t n = 0; n < columns; ++n)
          turned.mutableValues<int32_t>()[static_cast<size_t>(k * columns + n)] =
              from[static_cast<size_t>(n * rows + k)];
      w->whole = std::move(turned);
    }
    NodeBuilder b(m_rewriter, node);
    finish(node, b, b.matmul(centred(b, *x), constant(node, ".weight", w->whole)), *x, *w, bias, 0);
  }

  Rewriter m_rewriter;
};

}  // namespace

Result<PassResult> quantizedSums(const graph::Graph& graph, const PassContext& context) {
  return Summer(graph, context).run();
}

}  // namespace heddle::graph_passes
