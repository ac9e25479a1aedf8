// SPDX-License-Identifier: Apache-2.0
#include "engine/session/check_group.h"

#include <algorithm>
#include <cmath>

#include "engine/reference/interpret_graph.h"

namespace heddle::session {
namespace {

using graph::Node;
using graph::OpKind;
using graph::PatternKind;
using graph::ValueRef;
using Values = std::map<ValueRef, Tensor>;

constexpr int kMostChoices = 6;  // nodes at a border at once: 64 interpretations

class GroupChecker {
 public:
  GroupChecker(const graph::Graph& graph, const graph_passes::Group& group,
               const ActualValue& actual, double rtol, double atol)
      : m_graph(graph), m_group(group), m_actual(actual), m_rtol(rtol), m_atol(atol) {}

  Result<GroupCheck> run() {
    for (const ValueRef value : m_group.outputs) {
      std::optional<Tensor> got = m_actual(value);
      if (!got)
        return Diagnostic{"session.verify",
                          "the build does not expose the output of {0}",
                          {{"value", 0, m_group.name}}};
      m_got.push_back(std::move(*got));
    }
    m_mayChoose = findChoosers();
    HEDDLE_CHECK(interpret(0, {}, 0));
    GroupCheck out;
    for (size_t i = 0; i < m_got.size(); ++i)
      out.values.push_back({m_group.outputs[i],
                            difference(m_got[i], m_expected[i], m_rtol, m_atol),
                            m_got[i].elementCount(), m_atBorder[i]});
    out.quantised = std::move(m_quantised);
    return out;
  }

 private:
  // The quantize_linear nodes after which all is element by element, up to outputs of one shape.
  std::set<OpId> findChoosers() const {
    std::set<OpId> choosers;
    const auto extentsOf = [&](OpId id) { return m_graph.type({id, 0}); };
    for (const OpId id : m_group.members) {
      const Node& start = m_graph.node(id);
      const auto& type = extentsOf(id);
      if (start.kind != OpKind::quantize_linear || !type || !type->isStatic()) continue;
      std::set<OpId> after = {id};
      bool isEach = true;
      for (const OpId member : m_group.members) {
        const Node& node = m_graph.node(member);
        if (!std::ranges::any_of(node.inputs, [&](auto v) { return after.contains(v.op); }))
          continue;
        after.insert(member);
        const PatternKind pattern = graph::opInfo(node.kind).pattern;
        const auto& own = extentsOf(member);
        isEach = isEach && node.outputCount == 1 && own && own->isStatic() &&
                 own->extents() == type->extents() &&
                 (pattern == PatternKind::elementwise || pattern == PatternKind::broadcast);
      }
      isEach = isEach && std::ranges::all_of(m_got, [&](const Tensor& got) {
                 return got.extents() == type->extents();
               });
      if (isEach) choosers.insert(id);
    }
    return choosers;
  }

  // Depth first, nominal values before others, until nothing is left to explain.
  Status interpret(size_t position, Values inside, int choices) {
    for (; position < m_group.members.size(); ++position) {
      const Node& node = m_graph.node(m_group.members[position]);
      std::vector<std::optional<Tensor>> inputs;
      for (const ValueRef value : node.inputs) {
        const auto it = inside.find(value);
        inputs.push_back(!value.isValid()     ? std::nullopt
                         : it != inside.end() ? std::optional(it->second)
                                              : m_actual(value));
      }
      if (m_mayChoose.contains(node.id) && choices < kMostChoices &&
          !m_exactness.isExact(node.inputs[0]))
        return choose(position, std::move(inside), choices, node, inputs);
      HEDDLE_TRY(std::vector<Tensor> outputs,
                 reference::evaluate(node, inputs, *m_graph.constants()));
      m_exactness.add(node, outputs);
      for (uint32_t i = 0; i < outputs.size(); ++i) inside[{node.id, i}] = std::move(outputs[i]);
    }
    m_isNominalDone ? explain(inside) : compareNominal(inside);
    return {};
  }

  Status choose(size_t position, Values inside, int choices, const Node& node,
                const std::vector<std::optional<Tensor>>& inputs) {
    HEDDLE_TRY(const Roundings roundings,
               roundingsOf(node, inputs, *m_graph.constants(), m_atol));
    m_exactness.add(node, {roundings.nominal});
    inside[{node.id, 0}] = roundings.nominal;
    HEDDLE_CHECK(interpret(position + 1, inside, choices + !roundings.areEqual));
    if (roundings.areEqual || m_open.empty()) return {};
    HEDDLE_TRY(Tensor other,
               Tensor::allocate(roundings.nominal.element(), roundings.nominal.extents()));
    for (int64_t i = 0; i < other.elementCount(); ++i)
      other.setFromDouble(i, static_cast<double>(roundings.other(i).valueAsInt(i)));
    inside[{node.id, 0}] = std::move(other);
    return interpret(position + 1, std::move(inside), choices + 1);
  }

  bool agrees(size_t output, int64_t i, const Tensor& expected) const {
    const double a = m_got[output].valueAsDouble(i), e = expected.valueAsDouble(i);
    if (a == e || (std::isnan(a) && std::isnan(e))) return true;
    return std::fabs(a - e) <= toleranceOf(expected.element(), e, m_scale[output], m_rtol, m_atol);
  }

  void compareNominal(const Values& inside) {
    m_isNominalDone = true;
    for (const OpId member : m_group.members)
      if (m_graph.node(member).kind == OpKind::quantize_linear)
        m_quantised[member] = copyOf(inside.at({member, 0}));
    std::set<int64_t> open;
    for (size_t k = 0; k < m_got.size(); ++k) {
      const Tensor& expected = inside.at(m_group.outputs[k]);
      m_expected.push_back(copyOf(expected));
      m_scale.push_back(scaleOf(expected));
      m_atBorder.push_back(0);
      const bool isAlike = m_got[k].extents() == expected.extents() &&
                           m_got[k].element() == expected.element();
      for (int64_t i = 0; isAlike && i < expected.elementCount(); ++i)
        if (!agrees(k, i, expected)) open.insert(i);
    }
    if (!m_mayChoose.empty()) m_open = std::move(open);
  }

  void explain(const Values& inside) {
    std::erase_if(m_open, [&](int64_t i) {
      for (size_t k = 0; k < m_got.size(); ++k)
        if (!agrees(k, i, inside.at(m_group.outputs[k]))) return false;
      for (size_t k = 0; k < m_got.size(); ++k) {
        m_atBorder[k] += !agrees(k, i, m_expected[k]);
        m_expected[k].setFromDouble(i, inside.at(m_group.outputs[k]).valueAsDouble(i));
      }
      for (const OpId id : m_mayChoose)
        m_quantised[id].setFromDouble(i, inside.at({id, 0}).valueAsDouble(i));
      return true;
    });
  }

  static Tensor copyOf(const Tensor& tensor) {
    Tensor out = Tensor::allocate(tensor.element(), tensor.extents()).value();
    std::ranges::copy(tensor.bytes(), out.mutableBytes().begin());
    return out;
  }

  const graph::Graph& m_graph;
  const graph_passes::Group& m_group;
  const ActualValue& m_actual;
  const double m_rtol, m_atol;
  std::set<OpId> m_mayChoose;
  Exactness m_exactness;
  std::vector<Tensor> m_got, m_expected;
  std::vector<double> m_scale;
  std::vector<int64_t> m_atBorder;
  std::set<int64_t> m_open;  // elements that nothing explains yet
  std::map<OpId, Tensor> m_quantised;
  bool m_isNominalDone = false;
};

}  // namespace

Result<GroupCheck> checkGroup(const graph::Graph& graph, const graph_passes::Group& group,
                              const ActualValue& actual, double rtol, double atol) {
  return GroupChecker(graph, group, actual, rtol, atol).run();
}

}  // namespace heddle::session
