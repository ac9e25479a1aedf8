// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/follow_layout.h"

#include <algorithm>

namespace heddle::graph_passes {
namespace {

using graph::Attributes;
using graph::Node;
using graph::OpKind;
using graph::PatternKind;
using graph::ValueRef;
using Followed = std::optional<std::vector<Laid>>;

class Follower {
 public:
  Follower(Rewriter& rewriter, LayoutState& state, const Node& node)
      : m_rewriter(rewriter), m_state(state), m_node(node) {}

  Followed run() {
    const PatternKind pattern = graph::opInfo(m_node.kind).pattern;
    switch (m_node.kind) {
      case OpKind::quantize_linear:
      case OpKind::dequantize_linear:
        return withAxis(true);
      case OpKind::softmax:
      case OpKind::log_softmax:
        return withAxis(false);
      case OpKind::split:
        return split();
      case OpKind::concat:
        return concat();
      case OpKind::slice:
        return slice();
      case OpKind::pad:
        return pad();
      case OpKind::tile:
        return tile();
      case OpKind::resize:
        return resize();
      case OpKind::transpose:
        return transpose();
      case OpKind::clip:
        return clip();
      case OpKind::arg_max:
      case OpKind::arg_min:
        return argument();
      case OpKind::max_pool:
      case OpKind::average_pool:
      case OpKind::lp_pool:
      case OpKind::lrn:
        return pool();
      case OpKind::reshape:
      case OpKind::squeeze:
      case OpKind::unsqueeze:
      case OpKind::flatten:
        return list(followReshape(m_rewriter, m_state, m_node));
      default:
        break;
    }
    if (pattern == PatternKind::reduce) return reduce();
    if (pattern == PatternKind::elementwise || pattern == PatternKind::broadcast)
      return broadcast();
    return std::nullopt;
  }

 private:
  static Followed list(std::optional<Laid> laid) {
    if (!laid) return std::nullopt;
    return std::vector<Laid>{std::move(*laid)};
  }

  const Permutation* permutation(size_t input) const {
    const Laid* laid = m_state.find(m_node.inputs[input]);
    return laid && !isIdentity(laid->perm) ? &laid->perm : nullptr;
  }

  bool has(size_t input) const {
    return input < m_node.inputs.size() && m_node.inputs[input].isValid();
  }

  std::vector<Laid> add(std::vector<ValueRef> inputs, Attributes attributes,
                        const Permutation& perm) {
    const ValueRef result = m_rewriter.add(m_node.kind, std::move(inputs), std::move(attributes),
                                           m_node, m_node.outputCount);
    std::vector<Laid> laid;
    for (uint32_t i = 0; i < m_node.outputCount; ++i) laid.push_back({{result.op, i}, perm});
    return laid;
  }

  // The attribute `axis` of x in the permuted order.
  int64_t mappedAxis(int64_t axis, const Permutation& perm) const {
    if (axis < 0) axis += static_cast<int64_t>(perm.size());
    return positionsOf(perm)[static_cast<size_t>(axis)];
  }

  std::optional<std::vector<int64_t>> integers(size_t input) const {
    const auto tensor = m_rewriter.constant(m_node.inputs[input]);
    if (!tensor) return std::nullopt;
    std::vector<int64_t> values;
    for (int64_t i = 0; i < tensor->elementCount(); ++i) values.push_back(tensor->valueAsInt(i));
    return values;
  }

  ValueRef integersOperand(const std::vector<int64_t>& values, const char* what) {
    return m_rewriter.addIntegers(values, m_node.name + "." + what);
  }

  // Elementwise and broadcasting operators: every operand is brought to one permutation.
  Followed broadcast() {
    const auto& type = m_node.types[0];
    if (!type) return std::nullopt;
    const Permutation* perm = nullptr;
    for (size_t i = 0; i < m_node.inputs.size() && !perm; ++i)
      if (has(i) && permutation(i) && permutation(i)->size() == type->rank()) perm = permutation(i);
    if (!perm) return std::nullopt;
    const Permutation chosen = *perm;
    std::vector<ValueRef> inputs;
    for (const ValueRef& input : m_node.inputs) {
      const auto operand = input.isValid() ? m_state.operand(input, chosen) : std::optional(input);
      if (!operand) return std::nullopt;
      inputs.push_back(*operand);
    }
    return add(std::move(inputs), m_node.attributes, chosen);
  }

  // Only x is permuted; the other operands are scalars or lists.
  std::vector<ValueRef> withPlainOperands(const Permutation& perm) {
    std::vector<ValueRef> inputs = {m_state.permuted(m_node.inputs[0], perm)};
    for (size_t i = 1; i < m_node.inputs.size(); ++i)
      inputs.push_back(has(i) ? m_state.plain(m_node.inputs[i]) : ValueRef{});
    return inputs;
  }

  Followed clip() {
    if (!permutation(0)) return std::nullopt;
    const Permutation perm = *permutation(0);
    return add(withPlainOperands(perm), m_node.attributes, perm);
  }

  // `isOptional`: the axis matters only where the scale is a list.
  Followed withAxis(bool isOptional) {
    if (!permutation(0)) return std::nullopt;
    const Permutation perm = *permutation(0);
    Attributes attributes = m_node.attributes;
    const auto rank = static_cast<int64_t>(perm.size());
    const int64_t axis = m_node.intAttribute("axis");
    const bool isInside = axis >= -rank && axis < rank;
    if (!isInside && !isOptional) return std::nullopt;
    if (isInside) attributes["axis"] = mappedAxis(axis, perm);
    return add(withPlainOperands(perm), std::move(attributes), perm);
  }

  Followed split() { return withAxis(false); }

  Followed concat() {
    const Permutation* perm = nullptr;
    for (size_t i = 0; i < m_node.inputs.size() && !perm; ++i) perm = permutation(i);
    const Permutation chosen = *perm;
    std::vector<ValueRef> inputs;
    for (const ValueRef& input : m_node.inputs) inputs.push_back(m_state.permuted(input, chosen));
    Attributes attributes = m_node.attributes;
    attributes["axis"] = mappedAxis(m_node.intAttribute("axis"), chosen);
    return add(std::move(inputs), std::move(attributes), chosen);
  }

  // The axes of an optional operand, or the first `count`, in the permuted order.
  std::optional<std::vector<int64_t>> mappedAxes(size_t input, size_t count,
                                                 const Permutation& perm) {
    std::vector<int64_t> axes = identityPermutation(count);
    if (has(input)) {
      const auto given = integers(input);
      if (!given) return std::nullopt;
      axes = *given;
    }
    for (int64_t& axis : axes) axis = mappedAxis(axis, perm);
    return axes;
  }

  Followed slice() {
    if (!permutation(0)) return std::nullopt;
    const Permutation perm = *permutation(0);
    const auto starts = integers(1);
    const auto axes = starts ? mappedAxes(3, starts->size(), perm) : std::nullopt;
    if (!axes) return std::nullopt;
    std::vector<ValueRef> inputs = withPlainOperands(perm);
    if (inputs.size() < 4) inputs.resize(4);
    inputs[3] = integersOperand(*axes, "axes");
    return add(std::move(inputs), m_node.attributes, perm);
  }

  Followed pad() {
    if (!permutation(0)) return std::nullopt;
    const Permutation perm = *permutation(0);
    const auto pads = integers(1);
    const auto axes = pads ? mappedAxes(3, pads->size() / 2, perm) : std::nullopt;
    if (!axes) return std::nullopt;
    // Written over all axes: begins, then ends.
    std::vector<int64_t> all(2 * perm.size(), 0);
    for (size_t i = 0; i < axes->size(); ++i) {
      const auto axis = static_cast<size_t>((*axes)[i]);
      all[axis] = (*pads)[i];
      all[perm.size() + axis] = (*pads)[axes->size() + i];
    }
    std::vector<ValueRef> inputs = {m_state.permuted(m_node.inputs[0], perm),
                                    integersOperand(all, "pads")};
    if (has(2)) inputs.push_back(m_state.plain(m_node.inputs[2]));
    return add(std::move(inputs), m_node.attributes, perm);
  }

  // A list with one entry per axis, in the permuted order.
  std::optional<ValueRef> permutedList(size_t input, const Permutation& perm, const char* what) {
    const auto tensor = m_rewriter.constant(m_node.inputs[input]);
    if (!tensor || tensor->elementCount() % static_cast<int64_t>(perm.size()) != 0)
      return std::nullopt;
    Tensor result = Tensor::allocate(tensor->element(), tensor->extents()).value();
    const auto rank = static_cast<int64_t>(perm.size());
    for (int64_t i = 0; i < tensor->elementCount(); ++i)
      result.setFromDouble(
          i, tensor->valueAsDouble(i / rank * rank + perm[static_cast<size_t>(i % rank)]));
    return m_rewriter.addConstant(std::move(result), m_node.name + "." + what,
                                  "permute:" + m_node.name);
  }

  Followed tile() {
    if (!permutation(0)) return std::nullopt;
    const Permutation perm = *permutation(0);
    const auto repeats = permutedList(1, perm, "repeats");
    if (!repeats) return std::nullopt;
    return add({m_state.permuted(m_node.inputs[0], perm), *repeats}, m_node.attributes, perm);
  }

  Followed resize() {
    if (!permutation(0)) return std::nullopt;
    const Permutation perm = *permutation(0);
    std::vector<ValueRef> inputs = withPlainOperands(perm);
    Attributes attributes = m_node.attributes;
    if (m_node.hasAttribute("axes")) {
      std::vector<int64_t> axes = m_node.intsAttribute("axes");
      for (int64_t& axis : axes) axis = mappedAxis(axis, perm);
      attributes["axes"] = axes;
      return add(std::move(inputs), std::move(attributes), perm);
    }
    for (size_t i = 1; i < inputs.size(); ++i) {
      if (!has(i)) continue;
      const auto list = permutedList(i, perm, i == 1 ? "roi" : i == 2 ? "scales" : "sizes");
      if (!list) return std::nullopt;
      inputs[i] = *list;
    }
    return add(std::move(inputs), std::move(attributes), perm);
  }

  // No work: the same stored value under another permutation.
  Followed transpose() {
    const Laid* laid = m_state.find(m_node.inputs[0]);
    const Permutation undo = positionsOf(m_node.intsAttribute("perm"));
    Permutation perm;
    for (const int64_t axis : laid->perm) perm.push_back(undo[static_cast<size_t>(axis)]);
    return std::vector<Laid>{{laid->ref, std::move(perm)}};
  }

  // What remains of a permutation when axes go.
  static Permutation without(const Permutation& perm, const std::vector<int64_t>& axes) {
    Permutation rest;
    for (const int64_t axis : perm) {
      if (std::find(axes.begin(), axes.end(), axis) != axes.end()) continue;
      int64_t lower = 0;
      for (const int64_t gone : axes) lower += gone < axis;
      rest.push_back(axis - lower);
    }
    return rest;
  }

  Followed reduce() {
    if (!permutation(0) || !m_node.types[0]) return std::nullopt;
    const Permutation perm = *permutation(0);
    const bool keeps = m_node.intAttribute("keepdims") != 0;
    std::vector<int64_t> axes;
    if (has(1)) {
      const auto given = integers(1);
      if (!given) return std::nullopt;
      axes = *given;
    }
    if (axes.empty()) {
      // All axes, or none when the attribute says so: the rank tells.
      if (m_node.intAttribute("noop_with_empty_axes") != 0) return std::nullopt;
      return add(withPlainOperands(perm), m_node.attributes, keeps ? perm : Permutation());
    }
    std::vector<int64_t> mapped;
    for (int64_t& axis : axes) {
      if (axis < 0) axis += static_cast<int64_t>(perm.size());
      mapped.push_back(mappedAxis(axis, perm));
    }
    std::sort(mapped.begin(), mapped.end());
    return add({m_state.permuted(m_node.inputs[0], perm), integersOperand(mapped, "axes")},
               m_node.attributes, keeps ? perm : without(perm, axes));
  }

  Followed argument() {
    if (!permutation(0)) return std::nullopt;
    const Permutation perm = *permutation(0);
    int64_t axis = m_node.intAttribute("axis");
    if (axis < 0) axis += static_cast<int64_t>(perm.size());
    Attributes attributes = m_node.attributes;
    attributes["axis"] = mappedAxis(axis, perm);
    const bool keeps = m_node.intAttribute("keepdims") != 0;
    return add({m_state.permuted(m_node.inputs[0], perm)}, std::move(attributes),
               keeps ? perm : without(perm, {axis}));
  }

  Followed pool() {
    if (!permutation(0) || m_node.outputCount != 1) return std::nullopt;
    if (m_node.stringAttribute("data_layout") == "channels_last" || permutation(0)->size() < 3)
      return std::nullopt;
    return std::vector<Laid>{windowChannelsLast(m_rewriter, m_state, m_node)};
  }

  Rewriter& m_rewriter;
  LayoutState& m_state;
  const Node& m_node;
};

}  // namespace

std::optional<std::vector<Laid>> followLayout(Rewriter& rewriter, LayoutState& state,
                                              const Node& node) {
  return Follower(rewriter, state, node).run();
}

Laid windowChannelsLast(Rewriter& rewriter, LayoutState& state, const Node& node) {
  const Laid* laid = state.find(node.inputs[0]);
  const size_t rank = rewriter.type(laid ? laid->ref : node.inputs[0])->rank();
  const Permutation perm = channelsLastPermutation(rank);
  std::vector<ValueRef> inputs = {state.permuted(node.inputs[0], perm)};
  for (size_t i = 1; i < node.inputs.size(); ++i)
    inputs.push_back(node.inputs[i].isValid() ? state.plain(node.inputs[i]) : ValueRef{});
  Attributes attributes = node.attributes;
  attributes["data_layout"] = std::string("channels_last");
  return {rewriter.add(node.kind, std::move(inputs), std::move(attributes), node), perm};
}

}  // namespace heddle::graph_passes
