// SPDX-License-Identifier: Apache-2.0
#include "engine/session/follow.h"

#include <algorithm>
#include <numeric>

#include "engine/reference/interpret_graph.h"

namespace heddle::session {
namespace {

using graph::Node;
using graph::OpKind;
using Tensors = std::map<std::string, Tensor>;

Extents permuted(const Extents& extents, const std::vector<int64_t>& perm) {
  Extents out;
  for (const int64_t axis : perm) out.push_back(extents[static_cast<size_t>(axis)]);
  return out;
}

Result<Tensor> transposed(const Tensor& tensor, const std::vector<int64_t>& perm) {
  Node node;
  node.kind = OpKind::transpose;
  node.attributes["perm"] = perm;
  const ConstantPool none;
  HEDDLE_TRY(std::vector<Tensor> out, reference::evaluate(node, {tensor}, none));
  return std::move(out[0]);
}

// The given value in the reference's order of axes, with how it compares.
struct Fitted {
  Tensor value;
  StepCount steps;
};

class Follower {
 public:
  Follower(const graph::Graph& graph, const QuantisedValues& values, double tolerance)
      : m_graph(graph), m_values(values), m_tolerance(tolerance),
        m_unique(uniqueQuantisers(graph)) {}

  Status replace(const Node& node, const std::vector<std::optional<Tensor>>& inputs,
                 std::vector<Tensor>& outputs) {
    const bool isExact = node.kind == OpKind::quantize_linear && m_exactness.isExact(node.inputs[0]);
    m_exactness.add(node, outputs);
    if (node.kind != OpKind::quantize_linear || !m_unique.contains(node.name)) return {};
    const auto given = m_values.find(node.name);
    if (given == m_values.end()) return {};
    HEDDLE_TRY(const Roundings roundings,
               roundingsOf(node, inputs, *m_graph.constants(), isExact ? 0 : m_tolerance));
    HEDDLE_TRY(const std::optional<Fitted> fitted, fit(given->second, roundings));
    if (!fitted) return {};  // of another shape: judged by what follows
    m_followed.nodes.push_back({node.id, node.name, fitted->steps});
    outputs[0] = fitted->value;
    m_exactness.setGiven(node.id);
    return {};
  }

  Followed take() { return std::move(m_followed); }

 private:
  // The order of axes is not recorded: of those that give the right extents the best is taken. A
  // wrong one cannot make wrong values right, because every element is compared.
  static Result<std::optional<Fitted>> fit(const Tensor& given, const Roundings& expected) {
    const Tensor& like = expected.nominal;
    std::optional<Fitted> best;
    if (given.element() != like.element() || given.rank() != like.rank() || given.rank() > 6)
      return best;
    std::vector<int64_t> perm(given.rank());
    std::iota(perm.begin(), perm.end(), 0);
    do {
      if (permuted(given.extents(), perm) != like.extents()) continue;
      HEDDLE_TRY(Tensor value, std::ranges::is_sorted(perm) ? Result<Tensor>(given)
                                                            : transposed(given, perm));
      const StepCount steps = countSteps(value, expected);
      if (!best || steps.wrong < best->steps.wrong) best = Fitted{std::move(value), steps};
    } while ((!best || best->steps.wrong > 0) && std::next_permutation(perm.begin(), perm.end()));
    return best;
  }

  const graph::Graph& m_graph;
  const QuantisedValues& m_values;
  const double m_tolerance;
  Exactness m_exactness;
  const std::set<std::string> m_unique;
  Followed m_followed;
};

Tensors named(const graph::Graph& graph, std::vector<Tensor> values) {
  Tensors out;
  for (size_t i = 0; i < values.size(); ++i) out[graph.outputs()[i].name] = std::move(values[i]);
  return out;
}

}  // namespace

bool Followed::isWrong() const {
  return std::ranges::any_of(nodes, [](const FollowedNode& node) { return node.steps.wrong > 0; });
}

int64_t Followed::atBorder() const {
  int64_t sum = 0;
  for (const FollowedNode& node : nodes) sum += node.steps.atBorder;
  return sum;
}

int64_t Followed::elements() const {
  int64_t sum = 0;
  for (const FollowedNode& node : nodes) sum += node.steps.elements;
  return sum;
}

Result<Followed> interpretFollowing(const graph::Graph& graph, const Tensors& inputs,
                                    const QuantisedValues& values, double tolerance,
                                    const CancelToken& cancel) {
  Follower follower(graph, values, tolerance);
  reference::InterpretOptions options;
  options.cancel = cancel;
  if (!values.empty())
    options.replace = [&](const Node& node, const auto& arguments, std::vector<Tensor>& outputs) {
      return follower.replace(node, arguments, outputs);
    };
  HEDDLE_TRY(std::vector<Tensor> outputs, reference::interpret(graph, inputs, options));
  Followed followed = follower.take();
  followed.outputs = named(graph, std::move(outputs));
  return followed;
}

Result<Tensors> interpretRecording(const graph::Graph& graph, const Tensors& inputs,
                                   QuantisedValues& values, const CancelToken& cancel) {
  const std::set<std::string> unique = uniqueQuantisers(graph);
  reference::InterpretOptions options;
  options.cancel = cancel;
  options.onNode = [&](OpId id, const std::vector<Tensor>& outputs) {
    const Node& node = graph.node(id);
    if (node.kind == OpKind::quantize_linear && unique.contains(node.name))
      values[node.name] = outputs[0];
  };
  HEDDLE_TRY(std::vector<Tensor> outputs, reference::interpret(graph, inputs, options));
  return named(graph, std::move(outputs));
}

std::set<std::string> uniqueQuantisers(const graph::Graph& graph) {
  std::map<std::string, int> count;
  for (const OpId id : graph.order())
    if (const Node& node = graph.node(id); node.kind == OpKind::quantize_linear) ++count[node.name];
  std::set<std::string> unique;
  for (const auto& [name, times] : count)
    if (times == 1) unique.insert(name);
  return unique;
}

}  // namespace heddle::session
