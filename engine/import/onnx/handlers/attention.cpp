// Attention and RotaryEmbedding in parts: products, a bias, a softmax.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

using graph::OpKind;
using graph::ValueRef;

namespace {

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();
constexpr int64_t kMaxTokens = 4096;

ValueRef transposed(NodeContext& n, ValueRef x, const std::vector<int64_t>& perm) {
  return n.emit(OpKind::transpose, {x}, {{"perm", perm}});
}

ValueRef reshaped(NodeContext& n, ValueRef x, const std::vector<int64_t>& shape) {
  return n.emit(OpKind::reshape, {x, n.intsConstant(shape)});
}

// Refuses the node where the extent is not a number yet.
int64_t extent(NodeContext& n, ValueRef x, size_t axis, const char* what) {
  const auto type = n.type(x);
  if (type && axis < type->rank() && type->shape[axis].isConstant())
    return type->shape[axis].constant();
  const Phrase why("its {0} must be known before the model runs", {Phrase(what)});
  if (type)
    n.refuse(why);
  else
    n.refuseUnknown(why);
  return 1;
}

class AttentionBuilder {
 public:
  explicit AttentionBuilder(NodeContext& context) : n(context) {}

  void build() {
    readInputs();
    if (n.isRefused()) return;
    const double scale =
        std::sqrt(n.floatAttribute("scale", 1 / std::sqrt(static_cast<double>(m_headSize))));
    const ValueRef factor = n.scalar(m_element, scale);
    const ValueRef keys = transposed(n, m_keys, {0, 1, 3, 2});
    const ValueRef scores = n.emit(OpKind::matmul, {n.emit(OpKind::mul, {m_queries, factor}),
                                                    n.emit(OpKind::mul, {keys, factor})});
    const double cap = n.floatAttribute("softcap", 0);
    const ValueRef capped = cap > 0 ? softcapped(scores, cap) : scores;
    const ValueRef biased = withBias(capped);
    const auto precision =
        n.hasAttribute("softmax_precision") ? n.elementType("softmax_precision") : m_element;
    if (n.isRefused()) return;
    const ValueRef shares =
        n.emit(OpKind::softmax, {n.cast(biased, *precision)}, {{"axis", int64_t{-1}}});
    const ValueRef mixed =
        n.cast(n.emit(OpKind::matmul, {shares, n.cast(m_values, *precision)}), m_element);
    n.setOutput(0, m_isFlat ? reshaped(n, transposed(n, mixed, {0, 2, 1, 3}), {0, 0, -1}) : mixed);
    setScores(cap, scores, capped, biased, shares);
  }

 private:
  // [batch, tokens, heads * size] -> [batch, heads, tokens, size]
  ValueRef heads(ValueRef x, int64_t count) {
    return m_isFlat ? transposed(n, reshaped(n, x, {0, 0, count, -1}), {0, 2, 1, 3}) : x;
  }

  void readInputs() {
    const int64_t rank = n.rank(n.need(0));
    if (!n.isRefused() && rank != 3 && rank != 4)
      n.refuse("its inputs have neither 3 nor 4 dimensions");
    m_isFlat = rank == 3;
    m_element = n.element(n.need(0));
    const int64_t queryHeads = n.intAttribute("q_num_heads", 0),
                  keyHeads = n.intAttribute("kv_num_heads", 0);
    if (m_isFlat && (queryHeads <= 0 || keyHeads <= 0))
      n.refuse("it does not say its numbers of heads");
    if (n.isRefused()) return;
    m_queries = heads(n.need(0), queryHeads);
    m_keys = heads(n.need(1), keyHeads);
    m_values = heads(n.need(2), keyHeads);
    if (n.hasInput(4)) {
      m_past = extent(n, n.input(4), 2, "number of past tokens");
      m_keys = n.emit(OpKind::concat, {n.input(4), m_keys}, {{"axis", int64_t{2}}});
    }
    if (n.hasInput(5))
      m_values = n.emit(OpKind::concat, {n.input(5), m_values}, {{"axis", int64_t{2}}});
    n.setOutput(1, m_keys);
    n.setOutput(2, m_values);
    m_headSize = extent(n, m_queries, 3, "head size");
    m_queryCount = extent(n, m_queries, 2, "number of tokens");
    m_keyCount = extent(n, m_keys, 2, "number of tokens");
    repeatHeads();
    if (m_queryCount > kMaxTokens || m_keyCount > kMaxTokens)
      n.refuse("it has more than 4096 tokens");
  }

  // Several queries share a head of keys and values: [h0, h1] -> [h0, h0, h1, h1].
  void repeatHeads() {
    const int64_t queryHeads = extent(n, m_queries, 1, "number of heads"),
                  keyHeads = extent(n, m_keys, 1, "number of heads");
    if (n.isRefused() || queryHeads == keyHeads) return;
    if (keyHeads <= 0 || queryHeads % keyHeads != 0)
      return n.refuse("its heads do not divide into groups");
    for (ValueRef* x : {&m_keys, &m_values}) {
      const int64_t size = extent(n, *x, 3, "head size");
      const ValueRef column = n.emit(OpKind::unsqueeze, {*x, n.intsConstant({2})});
      const ValueRef wide =
          n.emit(OpKind::expand, {column, n.intsConstant({1, 1, queryHeads / keyHeads, 1, 1})});
      *x = reshaped(n, wide, {0, queryHeads, -1, size});
    }
  }

  ValueRef softcapped(ValueRef scores, double cap) {
    if (n.since() < 24 && (n.hasInput(3) || n.intAttribute("is_causal", 0) != 0))
      n.refuse("opset 23 does not say whether its softcap comes before its mask");
    const ValueRef limit = n.scalar(m_element, cap);
    return n.emit(OpKind::mul,
                  {n.emit(OpKind::tanh, {n.emit(OpKind::div, {scores, limit})}), limit});
  }

  ValueRef biasWhere(ValueRef isAllowed) {
    return n.emit(OpKind::where,
                  {isAllowed, n.scalar(m_element, 0), n.scalar(m_element, kMinusInfinity)});
  }

  ValueRef withBias(ValueRef scores) {
    if (n.hasInput(3)) scores = n.emit(OpKind::add, {scores, mask()});
    if (n.intAttribute("is_causal", 0) != 0) scores = n.emit(OpKind::add, {scores, causal()});
    if (n.hasInput(6)) {
      std::vector<int64_t> places;
      for (int64_t j = 0; j < m_keyCount; ++j) places.push_back(j);
      const ValueRef isToken = n.emit(OpKind::less, {n.intsConstant(places), tokenCounts()});
      scores = n.emit(OpKind::add, {scores, biasWhere(isToken)});
    }
    return scores;
  }

  // Flags become 0 and minus infinity; missing columns at the end are masked.
  ValueRef mask() {
    const ValueRef given = n.input(3);
    const int64_t rank = n.rank(given),
                  columns =
                      extent(n, given, static_cast<size_t>(std::max<int64_t>(rank, 1) - 1), "mask");
    const ValueRef bias =
        n.element(given) == ElementType::boolean ? biasWhere(given) : n.cast(given, m_element);
    if (n.isRefused() || columns >= m_keyCount) return bias;
    std::vector<int64_t> pads(static_cast<size_t>(2 * rank), 0);
    pads.back() = m_keyCount - columns;
    return n.emit(OpKind::pad, {bias, n.intsConstant(pads), n.scalar(m_element, kMinusInfinity)},
                  {{"mode", std::string("constant")}});
  }

  ValueRef tokenCounts() {
    return n.emit(OpKind::unsqueeze, {n.input(6), n.intsConstant({1, 2, 3})});
  }  // [batch,1,1,1]

  // Query i sees key j when j <= i + past; with counts of tokens per batch when j <= i + count -
  // queries.
  ValueRef causal() {
    const bool isCounted = n.hasInput(6) && !n.hasInput(4);
    Tensor distance = Tensor::allocate(ElementType::i64, {m_queryCount, m_keyCount}).value();
    for (int64_t i = 0; i < m_queryCount; ++i)
      for (int64_t j = 0; j < m_keyCount; ++j)
        distance.mutableValues<int64_t>()[static_cast<size_t>(i * m_keyCount + j)] =
            isCounted ? j - i + m_queryCount : j - i - m_past;
    const ValueRef limit = isCounted ? tokenCounts() : n.scalar(ElementType::i64, 0);
    return biasWhere(n.emit(OpKind::less_equal, {n.constant(distance), limit}));
  }

  void setScores(double cap, ValueRef scores, ValueRef capped, ValueRef biased, ValueRef shares) {
    const int64_t mode = n.intAttribute("qk_matmul_output_mode", 0);
    if (!n.isOutputUsed(3)) return;
    if (mode < 0 || mode > 3)
      return n.refuse("its attribute 'qk_matmul_output_mode' is not 0 to 3");
    if (mode == 0 && cap > 0) return n.refuse("its scores are wanted from before its softcap");
    const ValueRef stages[] = {scores, capped, biased, shares};
    n.setOutput(3, n.cast(stages[mode], m_element));
  }

  NodeContext& n;
  bool m_isFlat = false;
  ElementType m_element = ElementType::f32;
  ValueRef m_queries, m_keys, m_values;  // [batch, heads, tokens, size]
  int64_t m_headSize = 1, m_queryCount = 1, m_keyCount = 1, m_past = 0;
};

}  // namespace

// q, k, v, mask?, past_key?, past_value?, token_counts? -> y, keys, values, scores
void attention(NodeContext& n) {
  AttentionBuilder(n).build();
}

namespace {

ValueRef sliceLast(NodeContext& n, ValueRef x, int64_t begin, int64_t end, int64_t step) {
  return n.emit(OpKind::slice, {x, n.intsConstant({begin}), n.intsConstant({end}),
                                n.intsConstant({3}), n.intsConstant({step})});
}

}  // namespace

// Pairs (a, b) of a head's leading elements become (a cos - b sin, a sin + b cos).
// x: [batch, heads, tokens, size] or [batch, tokens, heads * size]
void rotaryEmbedding(NodeContext& n) {
  const ValueRef x = n.need(0);
  const int64_t rank = n.rank(x), heads = n.intAttribute("num_heads", 0);
  const bool isPaired = n.intAttribute("interleaved", 0) != 0;
  if (!n.isRefused() && (rank < 3 || rank > 4 || (rank == 3 && heads <= 0)))
    n.refuse("its input's heads are not known");
  if (n.isRefused()) return;
  const ValueRef split =
      rank == 4 ? transposed(n, x, {0, 2, 1, 3}) : reshaped(n, x, {0, 0, heads, -1});
  const int64_t size = extent(n, split, 3, "head size");
  const int64_t given = n.intAttribute("rotary_embedding_dim", 0),
                turned = given == 0 ? size : given;
  if (turned < 2 || turned > size || turned % 2 != 0)
    return n.refuse("its attribute 'rotary_embedding_dim' does not fit its heads");
  const ValueRef a =
      isPaired ? sliceLast(n, split, 0, turned, 2) : sliceLast(n, split, 0, turned / 2, 1);
  const ValueRef b =
      isPaired ? sliceLast(n, split, 1, turned, 2) : sliceLast(n, split, turned / 2, turned, 1);
  const auto angles = [&](size_t cache) {
    const ValueRef at =
        n.hasInput(3) ? n.emit(OpKind::gather, {n.need(cache), n.input(3)}) : n.need(cache);
    return n.emit(OpKind::unsqueeze, {at, n.intsConstant({2})});
  };
  const ValueRef cosine = angles(1), sine = angles(2);
  const auto times = [&](ValueRef p, ValueRef q) { return n.emit(OpKind::mul, {p, q}); };
  const ValueRef real = n.emit(OpKind::sub, {times(cosine, a), times(sine, b)});
  const ValueRef imaginary = n.emit(OpKind::add, {times(sine, a), times(cosine, b)});
  const auto join = [&](ValueRef p, ValueRef q) {
    return n.emit(OpKind::concat, {p, q}, {{"axis", int64_t{-1}}});
  };
  const ValueRef last = n.intsConstant({-1});
  ValueRef y = isPaired ? reshaped(n,
                                   join(n.emit(OpKind::unsqueeze, {real, last}),
                                        n.emit(OpKind::unsqueeze, {imaginary, last})),
                                   {0, 0, 0, turned})
                        : join(real, imaginary);
  if (turned < size) y = join(y, sliceLast(n, split, turned, size, 1));
  n.setOutput(0, rank == 4 ? transposed(n, y, {0, 2, 1, 3}) : reshaped(n, y, {0, 0, -1}));
}

}  // namespace heddle::import::handlers
