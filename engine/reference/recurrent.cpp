// LSTM, GRU and plain recurrent layers, one direction and one batch entry at a time.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>
#include <sstream>

#include "engine/reference/evaluators.h"
#include "engine/reference/wide.h"

namespace heddle::reference {
namespace {

using Activation = std::function<double(double)>;

// Every name in lower case; parameters have ONNX's defaults.
Result<Activation> activationOf(const Call& call, std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (name == "sigmoid") return Activation([](double v) { return 1 / (1 + std::exp(-v)); });
  if (name == "tanh") return Activation([](double v) { return std::tanh(v); });
  if (name == "relu") return Activation([](double v) { return std::max(v, 0.0); });
  if (name == "softsign") return Activation([](double v) { return v / (1 + std::fabs(v)); });
  if (name == "softplus") return Activation([](double v) { return std::log1p(std::exp(v)); });
  if (name == "elu") return Activation([](double v) { return v < 0 ? std::expm1(v) : v; });
  if (name == "leakyrelu") return Activation([](double v) { return v < 0 ? 0.01 * v : v; });
  if (name == "hardsigmoid")
    return Activation([](double v) { return std::clamp(0.2 * v + 0.5, 0.0, 1.0); });
  return call.unsupported("activation \"" + name + "\"");
}

// Sizes and arguments that the three layers share. All in double.
struct Layer {
  int64_t steps = 0, batch = 0, input = 0, hidden = 0, directions = 1, gates = 1;
  bool isBatchFirst = false, isReversed = false;
  double clip = 0;  // 0: none
  std::vector<double> x, w, r, bias, initialH, initialC, peepholes;
  std::vector<int64_t> lengths;
  std::vector<Activation> activations;  // per direction, all of its functions

  const double* inputAt(int64_t step, int64_t entry) const {
    return x.data() + (isBatchFirst ? entry * steps + step : step * batch + entry) * input;
  }
  int64_t stateAt(int64_t direction, int64_t entry) const {
    return (isBatchFirst ? entry * directions + direction : direction * batch + entry) * hidden;
  }
  int64_t outputAt(int64_t step, int64_t direction, int64_t entry) const {
    return (isBatchFirst ? (entry * steps + step) * directions + direction
                         : (step * directions + direction) * batch + entry) *
           hidden;
  }
  double clipped(double v) const { return clip > 0 ? std::clamp(v, -clip, clip) : v; }
  // Row `gate * hidden + unit` of w times x, plus its bias.
  double fromInput(int64_t direction, int64_t row, const double* in) const {
    const double* weights = w.data() + (direction * gates * hidden + row) * input;
    double sum = bias.empty() ? 0 : bias[direction * 2 * gates * hidden + row];
    for (int64_t i = 0; i < input; ++i) sum += weights[i] * in[i];
    return sum;
  }
  double recurrentBias(int64_t direction, int64_t row) const {
    return bias.empty() ? 0 : bias[direction * 2 * gates * hidden + gates * hidden + row];
  }
  double fromState(int64_t direction, int64_t row, const std::vector<double>& h) const {
    const double* weights = r.data() + (direction * gates * hidden + row) * hidden;
    double sum = 0;
    for (int64_t i = 0; i < hidden; ++i) sum += weights[i] * h[i];
    return sum;
  }
};

Result<std::vector<double>> operand(const Call& call, size_t input, const Extents& expected) {
  if (!call.has(input)) return std::vector<double>();
  if (call.in(input).extents() != expected)
    return call.inputError("input " + std::to_string(input) + " has shape " +
                           text(call.in(input).extents()) + ", expected " + text(expected));
  if (call.in(input).element() != call.in(0).element()) return call.badType(input);
  return widen<double>(call.in(input));
}

Status readActivations(const Call& call, Layer& layer, std::vector<std::string> defaults) {
  std::vector<std::string> names;
  if (call.node.hasAttribute("activations")) {
    std::stringstream list(call.node.stringAttribute("activations"));
    for (std::string name; std::getline(list, name, ',');) names.push_back(name);
  }
  if (names.empty())
    for (int64_t d = 0; d < layer.directions; ++d)
      names.insert(names.end(), defaults.begin(), defaults.end());
  if (names.size() != defaults.size() * static_cast<size_t>(layer.directions))
    return call.inputError("there are not enough activations");
  for (const std::string& name : names) {
    HEDDLE_TRY(Activation activation, activationOf(call, name));
    layer.activations.push_back(std::move(activation));
  }
  return {};
}

Status readLengths(const Call& call, Layer& layer) {
  layer.lengths.assign(static_cast<size_t>(layer.batch), layer.steps);
  if (!call.has(4)) return {};
  HEDDLE_TRY(layer.lengths, integers(call, 4));
  if (static_cast<int64_t>(layer.lengths.size()) != layer.batch)
    return call.inputError("one sequence length per batch entry is needed");
  for (const int64_t length : layer.lengths)
    if (length < 0 || length > layer.steps)
      return call.inputError("a sequence length is out of range");
  return {};
}

Result<Layer> layerOf(const Call& call, int64_t gates, std::vector<std::string> defaults) {
  HEDDLE_CHECK(requireRank(call, 0, 3, 3));
  HEDDLE_CHECK(requireRank(call, 1, 3, 3));
  if (!isFloat(call.in(0).element())) return call.badType(0);
  Layer l;
  l.isBatchFirst = call.integer("layout") != 0;
  const std::string direction = call.node.stringAttribute("direction");
  if (direction != "forward" && direction != "reverse" && direction != "bidirectional")
    return call.unsupported("direction \"" + direction + "\"");
  l.isReversed = direction == "reverse";
  l.directions = direction == "bidirectional" ? 2 : 1;
  const Extents& x = call.in(0).extents();
  l.steps = x[l.isBatchFirst ? 1 : 0];
  l.batch = x[l.isBatchFirst ? 0 : 1];
  l.input = x[2];
  l.hidden = call.integer("hidden_size");
  l.gates = gates;
  if (l.hidden < 1 || l.hidden > (1 << 24)) return call.inputError("hidden_size is out of range");
  if (call.node.hasAttribute("clip")) l.clip = call.number("clip");
  const int64_t rows = gates * l.hidden;
  const Extents state = l.isBatchFirst ? Extents{l.batch, l.directions, l.hidden}
                                       : Extents{l.directions, l.batch, l.hidden};
  HEDDLE_TRY(l.x, operand(call, 0, x));
  HEDDLE_TRY(l.w, operand(call, 1, {l.directions, rows, l.input}));
  HEDDLE_TRY(l.r, operand(call, 2, {l.directions, rows, l.hidden}));
  HEDDLE_TRY(l.bias, operand(call, 3, {l.directions, 2 * rows}));
  HEDDLE_TRY(l.initialH, operand(call, 5, state));
  HEDDLE_TRY(l.initialC, operand(call, 6, state));
  HEDDLE_TRY(l.peepholes, operand(call, 7, {l.directions, 3 * l.hidden}));
  HEDDLE_CHECK(readLengths(call, l));
  HEDDLE_CHECK(readActivations(call, l, std::move(defaults)));
  return l;
}

using State = std::vector<double>;
// Advances h (and c) by one step of one batch entry: (direction, x, h, c).
using Step = std::function<void(int64_t, const double*, State&, State&)>;

Outputs unroll(const Call& call, const Layer& l, const Step& step) {
  const Extents outputs = l.isBatchFirst ? Extents{l.batch, l.steps, l.directions, l.hidden}
                                         : Extents{l.steps, l.directions, l.batch, l.hidden};
  const Extents states = l.isBatchFirst ? Extents{l.batch, l.directions, l.hidden}
                                        : Extents{l.directions, l.batch, l.hidden};
  HEDDLE_TRY(Tensor checked, Tensor::allocate(ElementType::f64, outputs));
  State y(static_cast<size_t>(checked.elementCount()), 0.0);
  State lastH(static_cast<size_t>(l.batch * l.directions * l.hidden), 0.0), lastC = lastH;
  for (int64_t d = 0; d < l.directions; ++d)
    for (int64_t b = 0; b < l.batch; ++b) {
      const int64_t at = l.stateAt(d, b), length = l.lengths[b];
      State h(static_cast<size_t>(l.hidden), 0.0), c = h;
      if (!l.initialH.empty()) std::copy_n(l.initialH.begin() + at, l.hidden, h.begin());
      if (!l.initialC.empty()) std::copy_n(l.initialC.begin() + at, l.hidden, c.begin());
      for (int64_t t = 0; t < length; ++t) {
        const int64_t time = d == 1 || l.isReversed ? length - 1 - t : t;
        step(d, l.inputAt(time, b), h, c);
        std::copy(h.begin(), h.end(), y.begin() + l.outputAt(time, d, b));
      }
      std::copy(h.begin(), h.end(), lastH.begin() + at);
      std::copy(c.begin(), c.end(), lastC.begin() + at);
    }
  const ElementType element = call.in(0).element();
  std::vector<Tensor> out;
  HEDDLE_TRY(Tensor sequence, narrow(y, element, outputs));
  HEDDLE_TRY(Tensor finalH, narrow(lastH, element, states));
  HEDDLE_TRY(Tensor finalC, narrow(lastC, element, states));
  for (Tensor* tensor : {&sequence, &finalH, &finalC}) out.push_back(std::move(*tensor));
  if (call.node.outputCount > (call.node.kind == graph::OpKind::lstm ? 3u : 2u))
    return call.inputError("the node has too many outputs");
  out.resize(call.node.outputCount);
  return out;
}

}  // namespace

// Gates i, o, f, c; peepholes i, o, f.
Outputs evaluateLstm(const Call& call) {
  HEDDLE_TRY(const Layer l, layerOf(call, 4, {"Sigmoid", "Tanh", "Tanh"}));
  const bool isCoupled = call.integer("input_forget") != 0;
  return unroll(call, l, [&](int64_t d, const double* x, State& h, State& c) {
    const Activation *f = &l.activations[d * 3], *g = f + 1, *last = f + 2;
    const State before = h;
    for (int64_t u = 0; u < l.hidden; ++u) {
      const auto gate = [&](int64_t k) {
        const int64_t row = k * l.hidden + u;
        return l.fromInput(d, row, x) + l.fromState(d, row, before) + l.recurrentBias(d, row);
      };
      const auto peephole = [&](int64_t k, double cell) {
        return l.peepholes.empty() ? 0.0 : l.peepholes[(d * 3 + k) * l.hidden + u] * cell;
      };
      const double in = (*f)(l.clipped(gate(0) + peephole(0, c[u])));
      const double forget = isCoupled ? 1 - in : (*f)(l.clipped(gate(2) + peephole(2, c[u])));
      c[u] = forget * c[u] + in * (*g)(l.clipped(gate(3)));
      h[u] = (*f)(l.clipped(gate(1) + peephole(1, c[u]))) * (*last)(c[u]);
    }
  });
}

// Gates z, r, h.
Outputs evaluateGru(const Call& call) {
  HEDDLE_TRY(const Layer l, layerOf(call, 3, {"Sigmoid", "Tanh"}));
  const bool isLinearFirst = call.integer("linear_before_reset") != 0;
  return unroll(call, l, [&](int64_t d, const double* x, State& h, State&) {
    const Activation *f = &l.activations[d * 2], *g = f + 1;
    const State before = h;
    State reset(before.size()), update(before.size()), scaled(before.size());
    for (int64_t u = 0; u < l.hidden; ++u) {
      const auto gate = [&](int64_t k) {
        const int64_t row = k * l.hidden + u;
        return l.clipped(l.fromInput(d, row, x) + l.fromState(d, row, before) +
                         l.recurrentBias(d, row));
      };
      update[u] = (*f)(gate(0));
      reset[u] = (*f)(gate(1));
      scaled[u] = reset[u] * before[u];
    }
    for (int64_t u = 0; u < l.hidden; ++u) {
      const int64_t row = 2 * l.hidden + u;
      const double state = isLinearFirst
                               ? reset[u] * (l.fromState(d, row, before) + l.recurrentBias(d, row))
                               : l.fromState(d, row, scaled) + l.recurrentBias(d, row);
      const double candidate = (*g)(l.clipped(l.fromInput(d, row, x) + state));
      h[u] = (1 - update[u]) * candidate + update[u] * before[u];
    }
  });
}

Outputs evaluateRnn(const Call& call) {
  HEDDLE_TRY(const Layer l, layerOf(call, 1, {"Tanh"}));
  return unroll(call, l, [&](int64_t d, const double* x, State& h, State&) {
    const State before = h;
    for (int64_t u = 0; u < l.hidden; ++u)
      h[u] = l.activations[d](
          l.clipped(l.fromInput(d, u, x) + l.fromState(d, u, before) + l.recurrentBias(d, u)));
  });
}

}  // namespace heddle::reference
