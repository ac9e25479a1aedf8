// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/expand_recurrent.h"

#include <algorithm>
#include <sstream>

#include "engine/graph_passes/node_builder.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using Ref = graph::ValueRef;

constexpr int64_t kMostSteps = 4096;

// The operands of one direction. Gates lie side by side on the last axis: w [I, G*H], r [H, G*H].
struct Direction {
  Ref w, r, inputBias, stateBias;  // [G*H] each bias; invalid where there is none
  std::vector<Ref> peepholes;      // i, o, f: [H]
  Ref h, c;                        // [B, H]
  std::vector<OpKind> activations;
  bool isReverse = false;
};

struct Sequence {
  std::vector<Ref> states;  // h of each step, in the order of time
  Ref lastH, lastC;
};

class Expansion {
 public:
  Expansion(Rewriter& rewriter, const Node& node)
      : m_rewriter(rewriter), m_node(node), m_build(rewriter, node) {}

  Result<std::vector<Ref>> run() {
    HEDDLE_CHECK(readSizes());
    HEDDLE_CHECK(readLengths());
    std::vector<Sequence> sequences;
    Ref x = m_node.inputs[0];
    if (m_isBatchFirst) x = m_build.transpose(x, {1, 0, 2});
    const Ref flat = m_build.reshape(x, {m_steps * m_batch, m_input});
    for (int64_t d = 0; d < m_directions; ++d) {
      HEDDLE_TRY(const Direction direction, readDirection(d));
      sequences.push_back(unroll(direction, flat));
    }
    return assemble(sequences);
  }

 private:
  Diagnostic error(std::string message) const {
    return {"graph.expand",
            "{0} (" + std::string(graph::name(m_node.kind)) + "): " + std::move(message),
            {{"node", m_node.id.value, m_node.name}}};
  }

  bool has(size_t input) const {
    return input < m_node.inputs.size() && m_node.inputs[input].isValid();
  }
  Result<Extents> extentsOf(size_t input) const {
    const auto& type = m_rewriter.type(m_node.inputs[input]);
    if (type && type->isStatic()) return type->extents();
    return error("the extents of input " + std::to_string(input) + " must be known to unroll it");
  }

  Status readSizes() {
    m_gates = m_node.kind == OpKind::lstm ? 4 : m_node.kind == OpKind::gru ? 3 : 1;
    m_hidden = m_node.intAttribute("hidden_size");
    m_isBatchFirst = m_node.intAttribute("layout") == 1;
    m_directions = m_node.stringAttribute("direction") == "bidirectional" ? 2 : 1;
    HEDDLE_TRY(const Extents x, extentsOf(0));
    HEDDLE_TRY(const Extents w, extentsOf(1));
    HEDDLE_TRY(const Extents r, extentsOf(2));
    m_steps = x[m_isBatchFirst ? 1 : 0];
    m_batch = x[m_isBatchFirst ? 0 : 1];
    m_input = x[2];
    m_element = m_rewriter.type(m_node.inputs[0])->element;
    if (m_steps < 1) return error("the sequence is empty");
    if (m_steps * m_directions > kMostSteps)
      return error("unrolling " + std::to_string(m_steps) + " steps is refused; at most " +
                   std::to_string(kMostSteps) + " over all directions");
    const Extents state = m_isBatchFirst ? Extents{m_batch, m_directions, m_hidden}
                                         : Extents{m_directions, m_batch, m_hidden};
    HEDDLE_CHECK(checkOperand(3, {m_directions, 2 * m_gates * m_hidden}));
    HEDDLE_CHECK(checkOperand(5, state));
    if (m_node.kind != OpKind::lstm) return {};
    HEDDLE_CHECK(checkOperand(6, state));
    return checkOperand(7, {m_directions, 3 * m_hidden});
  }

  Status checkOperand(size_t input, const Extents& expected) const {
    if (!has(input)) return {};
    HEDDLE_TRY(const Extents extents, extentsOf(input));
    if (extents == expected) return {};
    return error("input " + std::to_string(input) + " has shape " + text(extents) + ", not " +
                 text(expected));
  }

  // Lengths that all are the sequence's need no masks.
  Status readLengths() {
    if (!has(4)) return {};
    HEDDLE_CHECK(checkOperand(4, {m_batch}));
    const auto lengths = m_rewriter.constant(m_node.inputs[4]);
    bool isFull = lengths.has_value();
    for (int64_t i = 0; lengths && i < lengths->elementCount(); ++i)
      isFull = isFull && lengths->valueAsInt(i) == m_steps;
    if (isFull) return {};
    m_lengths = m_build.reshape(m_node.inputs[4], {m_batch, 1});
    m_zero = m_build.scalar(m_element, 0);
    return {};
  }

  // Whether each entry of the batch still has a step t: [B, 1].
  Ref stillRuns(int64_t t) {
    const ElementType element = m_rewriter.type(m_lengths)->element;
    return m_build.op(OpKind::less, {m_build.scalar(element, static_cast<double>(t)), m_lengths});
  }

  Result<std::vector<OpKind>> activationsOf(int64_t direction) const {
    const size_t count = m_node.kind == OpKind::lstm ? 3 : m_node.kind == OpKind::gru ? 2 : 1;
    if (!m_node.hasAttribute("activations")) {
      if (count == 1) return std::vector<OpKind>{OpKind::tanh};
      std::vector<OpKind> usual = {OpKind::sigmoid, OpKind::tanh, OpKind::tanh};
      usual.resize(count);
      return usual;
    }
    std::vector<OpKind> all;
    std::stringstream list(m_node.stringAttribute("activations"));
    for (std::string name; std::getline(list, name, ',');) {
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char ch) { return static_cast<char>(std::tolower(ch)); });
      if (name == "sigmoid")
        all.push_back(OpKind::sigmoid);
      else if (name == "tanh")
        all.push_back(OpKind::tanh);
      else if (name == "relu")
        all.push_back(OpKind::relu);
      else if (name == "softsign")
        all.push_back(OpKind::softsign);
      else if (name == "softplus")
        all.push_back(OpKind::softplus);
      else
        return error("activation '" + name + "' is not supported");
    }
    if (all.size() != count * static_cast<size_t>(m_directions))
      return error("it has a wrong number of activations");
    const auto begin = all.begin() + direction * static_cast<ptrdiff_t>(count);
    return std::vector<OpKind>(begin, begin + static_cast<ptrdiff_t>(count));
  }

  // Row `d` of an operand whose first axis counts directions, without that axis.
  Ref row(size_t input, int64_t d, const std::vector<int64_t>& shape) {
    const Ref x = m_node.inputs[input];
    return m_build.reshape(m_directions == 1 ? x : m_build.slice(x, 0, d, d + 1), shape);
  }

  Ref initialState(size_t input, int64_t d) {
    if (!has(input)) return m_build.zeros(m_element, {m_batch, m_hidden});
    Ref x = m_node.inputs[input];
    const int64_t axis = m_isBatchFirst ? 1 : 0;
    if (m_directions > 1) x = m_build.slice(x, axis, d, d + 1);
    return m_build.reshape(x, {m_batch, m_hidden});
  }

  Result<Direction> readDirection(int64_t d) {
    Direction direction;
    const int64_t wide = m_gates * m_hidden;
    direction.w = m_build.transpose(row(1, d, {wide, m_input}), {1, 0});
    direction.r = m_build.transpose(row(2, d, {wide, m_hidden}), {1, 0});
    if (has(3)) {
      const Ref both = row(3, d, {2 * wide});
      direction.inputBias = m_build.slice(both, 0, 0, wide);
      direction.stateBias = m_build.slice(both, 0, wide, 2 * wide);
    }
    direction.h = initialState(5, d);
    if (m_node.kind == OpKind::lstm) {
      direction.c = initialState(6, d);
      if (has(7)) direction.peepholes = m_build.split(row(7, d, {3 * m_hidden}), 0, 3);
    }
    HEDDLE_TRY(direction.activations, activationsOf(d));
    direction.isReverse = d == 1 || m_node.stringAttribute("direction") == "reverse";
    return direction;
  }

  Ref activate(OpKind kind, Ref x) {
    if (m_node.hasAttribute("clip") && m_node.floatAttribute("clip") > 0) {
      const double bound = m_node.floatAttribute("clip");
      x = m_build.op(OpKind::clip,
                     {x, m_build.scalar(m_element, -bound), m_build.scalar(m_element, bound)});
    }
    return m_build.op(kind, {x});
  }

  Ref plus(Ref x, Ref bias) { return bias.isValid() ? m_build.add(x, bias) : x; }

  // The input's share of all gates and steps at once: [T*B, G*H].
  Sequence unroll(const Direction& d, Ref flat) {
    // A gru that resets after the product needs the two biases apart.
    const bool isApart = m_node.kind == OpKind::gru;
    Ref shares = plus(m_build.matmul(flat, d.w), d.inputBias);
    if (!isApart) shares = plus(shares, d.stateBias);
    Sequence sequence;
    sequence.states.resize(static_cast<size_t>(m_steps));
    Ref h = d.h, c = d.c;
    for (int64_t step = 0; step < m_steps; ++step) {
      const Ref oldH = h, oldC = c;
      const int64_t t = d.isReverse ? m_steps - 1 - step : step;
      const Ref share =
          m_steps == 1 ? shares : m_build.slice(shares, 0, t * m_batch, (t + 1) * m_batch);
      if (m_node.kind == OpKind::lstm)
        stepLstm(d, share, h, c);
      else if (m_node.kind == OpKind::gru)
        stepGru(d, share, h);
      else
        h = activate(d.activations[0], m_build.add(share, m_build.matmul(h, d.r)));
      Ref& output = sequence.states[static_cast<size_t>(t)];
      output = h;
      if (!m_lengths.isValid()) continue;
      // Past its end an entry keeps its state and yields zero.
      const Ref mask = stillRuns(t);
      output = m_build.op(OpKind::where, {mask, h, m_zero});
      h = m_build.op(OpKind::where, {mask, h, oldH});
      if (c.isValid()) c = m_build.op(OpKind::where, {mask, c, oldC});
    }
    sequence.lastH = h;
    sequence.lastC = c;
    return sequence;
  }

  // Gates i, o, f, c.
  void stepLstm(const Direction& d, Ref share, Ref& h, Ref& c) {
    const auto gates = m_build.split(m_build.add(share, m_build.matmul(h, d.r)), 1, 4);
    const auto peep = [&](size_t which, Ref gate, Ref cell) {
      return d.peepholes.empty() ? gate : m_build.add(gate, m_build.mul(d.peepholes[which], cell));
    };
    const Ref i = activate(d.activations[0], peep(0, gates[0], c));
    const Ref f = m_node.intAttribute("input_forget") != 0
                      ? m_build.op(OpKind::sub, {m_build.scalar(m_element, 1), i})
                      : activate(d.activations[0], peep(2, gates[2], c));
    const Ref candidate = activate(d.activations[1], gates[3]);
    c = m_build.add(m_build.mul(f, c), m_build.mul(i, candidate));
    const Ref o = activate(d.activations[0], peep(1, gates[1], c));
    // The output's activation is not an input of a gate; clip does not touch it.
    h = m_build.mul(o, m_build.op(d.activations[2], {c}));
  }

  // Gates z, r, h.
  void stepGru(const Direction& d, Ref share, Ref& h) {
    const auto inputs = m_build.split(share, 1, 3);
    const bool isResetLast = m_node.intAttribute("linear_before_reset") != 0;
    const Ref rzr = isResetLast ? d.r : m_build.slice(d.r, 1, 0, 2 * m_hidden);
    Ref bias = d.stateBias;
    if (!isResetLast && bias.isValid()) bias = m_build.slice(bias, 0, 0, 2 * m_hidden);
    const auto states = m_build.split(plus(m_build.matmul(h, rzr), bias), 1, isResetLast ? 3 : 2);
    const Ref z = activate(d.activations[0], m_build.add(inputs[0], states[0]));
    const Ref r = activate(d.activations[0], m_build.add(inputs[1], states[1]));
    Ref candidate;
    if (isResetLast) {
      candidate = m_build.mul(r, states[2]);
    } else {
      const Ref rh = m_build.slice(d.r, 1, 2 * m_hidden, 3 * m_hidden);
      candidate = m_build.matmul(m_build.mul(r, h), rh);
      if (d.stateBias.isValid())
        candidate =
            m_build.add(candidate, m_build.slice(d.stateBias, 0, 2 * m_hidden, 3 * m_hidden));
    }
    const Ref n = activate(d.activations[1], m_build.add(inputs[2], candidate));
    const Ref rest = m_build.op(OpKind::sub, {m_build.scalar(m_element, 1), z});
    h = m_build.add(m_build.mul(rest, n), m_build.mul(z, h));
  }

  Ref lastState(const std::vector<Sequence>& sequences, Ref Sequence::*which) {
    std::vector<Ref> rows;
    for (const Sequence& sequence : sequences)
      rows.push_back(m_build.reshape(sequence.*which,
                                     m_isBatchFirst ? std::vector<int64_t>{m_batch, 1, m_hidden}
                                                    : std::vector<int64_t>{1, m_batch, m_hidden}));
    return m_build.concat(rows, m_isBatchFirst ? 1 : 0);
  }

  std::vector<Ref> assemble(const std::vector<Sequence>& sequences) {
    std::vector<Ref> directions;
    for (const Sequence& sequence : sequences) {
      std::vector<Ref> steps;
      for (const Ref state : sequence.states)
        steps.push_back(m_build.reshape(state, {1, 1, m_batch, m_hidden}));
      directions.push_back(m_build.concat(steps, 0));
    }
    Ref all = m_build.concat(directions, 1);
    if (m_isBatchFirst) all = m_build.transpose(all, {2, 0, 1, 3});
    std::vector<Ref> outputs = {all, lastState(sequences, &Sequence::lastH)};
    if (m_node.kind == OpKind::lstm) outputs.push_back(lastState(sequences, &Sequence::lastC));
    return outputs;
  }

  Rewriter& m_rewriter;
  const Node& m_node;
  NodeBuilder m_build;
  int64_t m_steps = 0, m_batch = 0, m_input = 0, m_hidden = 0, m_gates = 0, m_directions = 1;
  bool m_isBatchFirst = false;
  ElementType m_element = ElementType::f32;
  Ref m_lengths, m_zero;  // [B, 1]; invalid where every entry has full length
};

}  // namespace

Result<std::vector<Ref>> expandRecurrent(Rewriter& rewriter, const Node& node) {
  return Expansion(rewriter, node).run();
}

}  // namespace heddle::graph_passes
