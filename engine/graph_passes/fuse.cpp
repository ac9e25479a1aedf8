// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/fuse.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "engine/graph_passes/explain_fusion.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::PatternKind;
using graph::ValueRef;
using Edge = std::pair<uint32_t, uint32_t>;

bool isLeaf(const Node& node) {
  return node.kind == OpKind::input || node.kind == OpKind::constant;
}

// An operator whose outputs are several tensors joins nobody, except split, which only moves
// elements; shape and size read no element of their input.
PatternKind fusionPattern(const Node& node) {
  if (node.kind == OpKind::shape || node.kind == OpKind::size) return PatternKind::opaque;
  if (node.outputCount > 1 && node.kind != OpKind::split) return PatternKind::opaque;
  return graph::opInfo(node.kind).pattern;
}

class Fuser {
 public:
  Fuser(const graph::Graph& graph, const FusionOptions& options)
      : m_graph(graph), m_options(options) {}

  Result<FusedGraph> run() {
    collectNodes();
    collectEdges();
    readOverrides();
    Partitioner partitioner(
        m_nodes, m_options,
        [this](uint32_t p, uint32_t c) {
          return m_forbidden.contains({p, c});
        },
        [&](const std::vector<uint32_t>& nodes) { return countArguments(partitioner, nodes); });
    partitioner.run();
    FusedGraph fused{m_graph, {}, {}, std::move(m_refused)};
    for (const Edge& edge : m_forced) force(partitioner, edge, fused.refusedOverrides);
    for (uint32_t i = 0; i < m_nodes.size(); ++i)
      for (const FusionEdge& edge : m_nodes[i].consumers)
        fused.decisions.push_back(explainEdge(m_graph, m_nodes, partitioner, m_options, i, edge,
                                              m_granted.contains({i, edge.consumer})));
    fused.groups = makeGroups(partitioner);
    return fused;
  }

 private:
  // Post-order of a depth-first walk from the outputs, then whatever they do not reach.
  void collectNodes() {
    std::vector<std::pair<OpId, size_t>> stack;
    const auto visit = [&](OpId root) {
      if (isLeaf(m_graph.node(root)) || !m_index.emplace(root, 0).second) return;
      stack.emplace_back(root, 0);
      while (!stack.empty()) {
        const Node& node = m_graph.node(stack.back().first);
        if (stack.back().second == node.inputs.size()) {
          m_index[node.id] = static_cast<uint32_t>(m_nodes.size());
          m_nodes.push_back({node.id, fusionPattern(node)});
          stack.pop_back();
          continue;
        }
        const ValueRef input = node.inputs[stack.back().second++];
        if (input.isValid() && !isLeaf(m_graph.node(input.op)) &&
            m_index.emplace(input.op, 0).second)
          stack.emplace_back(input.op, 0);
      }
    };
    for (const graph::Output& output : m_graph.outputs()) visit(output.value.op);
    for (const OpId id : m_graph.order()) visit(id);
  }

  void collectEdges() {
    for (uint32_t i = 0; i < m_nodes.size(); ++i) {
      const Node& node = m_graph.node(m_nodes[i].id);
      for (const ValueRef& input : node.inputs) {
        if (!input.isValid() || isLeaf(m_graph.node(input.op))) continue;
        PatternKind kind = m_nodes[i].pattern;
        const auto &from = m_graph.type(input), &to = m_graph.type({node.id, 0});
        if (kind == PatternKind::broadcast && from && to && from->shape == to->shape)
          kind = PatternKind::elementwise;
        auto& consumers = m_nodes[m_index.at(input.op)].consumers;
        if (!consumers.empty() && consumers.back().consumer == i)
          consumers.back().kind = std::max(consumers.back().kind, kind);
        else
          consumers.push_back({i, kind});
      }
    }
    for (const graph::Output& output : m_graph.outputs())
      if (const auto it = m_index.find(output.value.op); it != m_index.end())
        m_nodes[it->second].isOutput = true;
  }

  void readOverrides() {
    if (m_options.overrides.empty()) return;
    std::unordered_multimap<std::string, uint32_t> byName;
    for (uint32_t i = 0; i < m_nodes.size(); ++i)
      byName.emplace(displayName(m_graph.node(m_nodes[i].id)), i);
    for (const FusionOverride& wanted : m_options.overrides) {
      bool isFound = false;
      const auto [begin, end] = byName.equal_range(wanted.producer);
      for (auto it = begin; it != end; ++it) {
        for (const FusionEdge& edge : m_nodes[it->second].consumers) {
          if (displayName(m_graph.node(m_nodes[edge.consumer].id)) != wanted.consumer) continue;
          isFound = true;
          if (wanted.action == FusionOverride::Action::forbid)
            m_forbidden.insert({it->second, edge.consumer});
          else
            m_forced.push_back({it->second, edge.consumer});
        }
      }
      if (!isFound)
        m_refused.push_back({"fusion.no_such_edge",
                             "{1} does not read {0}",
                             {{"node", 0, wanted.producer}, {"node", 0, wanted.consumer}}});
    }
  }

  // 1. an edge that nothing forbids, 2. neither end opaque, 3. at most one anchor,
  // 4. the producer's group holds no reduction, 5. no way between the groups leads outside.
  // Over the names of producer and consumer.
  std::optional<std::string> whyIllegal(Partitioner& p, const Edge& edge) {
    const auto [from, to] = edge;
    if (m_forbidden.contains(edge))
      return "{0} cannot be fused into {1}: the same edge is forbidden by another override";
    if (m_nodes[from].pattern == PatternKind::opaque)
      return "{0} cannot be fused into {1}: {0} is opaque";
    if (m_nodes[to].pattern == PatternKind::opaque)
      return "{0} cannot be fused into {1}: {1} is opaque";
    if (p.anchor(from) != PostDominators::kNone && p.anchor(to) != PostDominators::kNone)
      return "{0} cannot be fused into {1}: the kernel would have two anchors";
    if (p.pattern(from) == PatternKind::reduce || m_nodes[from].pattern == PatternKind::reduce)
      return "{0} cannot be fused into {1}: a reduction cannot start a fusion";
    if (makesCycle(p, p.groupOf(from), p.groupOf(to)))
      return "{0} cannot be fused into {1}: another kernel would both need the fused one and be "
             "needed by it";
    return std::nullopt;
  }

  bool makesCycle(Partitioner& p, uint32_t from, uint32_t to) {
    std::vector<uint32_t> stack;
    std::vector<bool> seen(m_nodes.size(), false);
    // Groups are walked as wholes: reaching one member reaches what any member feeds.
    std::unordered_map<uint32_t, std::vector<uint32_t>> members;
    for (uint32_t i = 0; i < m_nodes.size(); ++i) members[p.groupOf(i)].push_back(i);
    const auto enter = [&](uint32_t group) {
      if (seen[group]) return;
      seen[group] = true;
      stack.push_back(group);
    };
    for (const uint32_t member : members[from])
      for (const FusionEdge& edge : m_nodes[member].consumers) {
        const uint32_t next = p.groupOf(edge.consumer);
        if (next != from && next != to) enter(next);
      }
    while (!stack.empty()) {
      const uint32_t group = stack.back();
      stack.pop_back();
      for (const uint32_t member : members[group])
        for (const FusionEdge& edge : m_nodes[member].consumers) {
          const uint32_t next = p.groupOf(edge.consumer);
          if (next == to || next == from) return true;
          enter(next);
        }
    }
    return false;
  }

  void force(Partitioner& p, const Edge& edge, std::vector<Diagnostic>& refused) {
    const Node& from = m_graph.node(m_nodes[edge.first].id);
    const Node& to = m_graph.node(m_nodes[edge.second].id);
    if (p.groupOf(edge.first) == p.groupOf(edge.second)) return;
    if (const auto reason = whyIllegal(p, edge)) {
      refused.push_back(
          {"fusion.illegal",
           *reason,
           {{"node", from.id.value, displayName(from)}, {"node", to.id.value, displayName(to)}}});
      return;
    }
    p.merge(edge.first, edge.second);
    m_granted.insert(edge);
  }

  size_t countArguments(Partitioner& p, const std::vector<uint32_t>& nodes) {
    std::set<uint32_t> groups;
    for (const uint32_t node : nodes) groups.insert(p.groupOf(node));
    std::set<ValueRef> values;
    for (uint32_t i = 0; i < m_nodes.size(); ++i) {
      if (!groups.contains(p.groupOf(i))) continue;
      for (const ValueRef& input : m_graph.node(m_nodes[i].id).inputs) {
        if (!input.isValid()) continue;
        const auto it = m_index.find(input.op);
        if (it == m_index.end() || !groups.contains(p.groupOf(it->second))) values.insert(input);
      }
    }
    return values.size() + 1;
  }

  std::vector<Group> makeGroups(Partitioner& p) {
    // Members in the graph's order, groups in the order of a depth-first walk over their inputs.
    std::unordered_map<uint32_t, uint32_t> dense;
    std::vector<Group> groups;
    std::vector<uint32_t> groupOfNode(m_nodes.size());
    for (const OpId id : m_graph.order()) {
      const auto it = m_index.find(id);
      if (it == m_index.end()) continue;
      const auto [slot, isNew] =
          dense.emplace(p.groupOf(it->second), static_cast<uint32_t>(groups.size()));
      if (isNew) {
        groups.emplace_back();
        groups.back().pattern = p.pattern(it->second);
        const uint32_t anchor = p.anchor(it->second);
        if (anchor != PostDominators::kNone) groups.back().anchor = m_nodes[anchor].id;
      }
      groups[slot->second].members.push_back(id);
      groupOfNode[it->second] = slot->second;
    }
    for (uint32_t g = 0; g < groups.size(); ++g) findBoundary(groups[g], g, groupOfNode);
    std::vector<Group> ordered = sorted(std::move(groups), groupOfNode);
    for (size_t i = 0; i < ordered.size(); ++i) {
      ordered[i].id = GroupId{i + 1};
      ordered[i].name = groupName(ordered[i], i + 1);
    }
    return ordered;
  }

  void findBoundary(Group& group, uint32_t index, const std::vector<uint32_t>& groupOfNode) {
    std::set<ValueRef> seen, exported;
    for (const OpId id : group.members) {
      const Node& node = m_graph.node(id);
      for (const ValueRef& input : node.inputs) {
        if (!input.isValid()) continue;
        const auto it = m_index.find(input.op);
        const bool isOutside = it == m_index.end() || groupOfNode[it->second] != index;
        if (isOutside && seen.insert(input).second) group.inputs.push_back(input);
      }
      const FusionNode& fusion = m_nodes[m_index.at(id)];
      for (const FusionEdge& edge : fusion.consumers) {
        if (groupOfNode[edge.consumer] == index) continue;
        for (const ValueRef& input : m_graph.node(m_nodes[edge.consumer].id).inputs)
          if (input.op == id) exported.insert(input);
      }
      if (fusion.isOutput)
        for (const graph::Output& output : m_graph.outputs())
          if (output.value.op == id) exported.insert(output.value);
      // What nobody reads is still computed.
      if (fusion.consumers.empty() && !fusion.isOutput) exported.insert({id, 0});
    }
    for (const OpId id : group.members)
      for (uint32_t i = 0; i < m_graph.node(id).outputCount; ++i)
        if (exported.contains({id, i})) group.outputs.push_back({id, i});
  }

  std::vector<Group> sorted(std::vector<Group> groups, const std::vector<uint32_t>& groupOfNode) {
    std::vector<Group> ordered;
    std::vector<bool> seen(groups.size(), false);
    std::vector<std::pair<uint32_t, size_t>> stack;
    for (uint32_t root = 0; root < groups.size(); ++root) {
      if (seen[root]) continue;
      seen[root] = true;
      stack.emplace_back(root, 0);
      while (!stack.empty()) {
        const uint32_t group = stack.back().first;
        if (stack.back().second == groups[group].inputs.size()) {
          ordered.push_back(std::move(groups[group]));
          stack.pop_back();
          continue;
        }
        const ValueRef input = groups[group].inputs[stack.back().second++];
        const auto it = m_index.find(input.op);
        if (it == m_index.end() || seen[groupOfNode[it->second]]) continue;
        seen[groupOfNode[it->second]] = true;
        stack.emplace_back(groupOfNode[it->second], 0);
      }
    }
    return ordered;
  }

  std::string groupName(const Group& group, size_t number) const {
    constexpr size_t kNamed = 5;
    std::string name;
    for (size_t i = 0; i < group.members.size() && i < kNamed; ++i)
      name += std::string(graph::name(m_graph.node(group.members[i]).kind)) + "_";
    if (group.members.size() > kNamed)
      name += "and_" + std::to_string(group.members.size() - kNamed) + "_more_";
    return name + std::to_string(number);
  }

  const graph::Graph& m_graph;
  const FusionOptions& m_options;
  std::vector<FusionNode> m_nodes;
  std::unordered_map<OpId, uint32_t> m_index;
  std::set<Edge> m_forbidden, m_granted;
  std::vector<Edge> m_forced;
  std::vector<Diagnostic> m_refused;
};

}  // namespace

Result<FusedGraph> fuse(const graph::Graph& graph, const FusionOptions& options) {
  return Fuser(graph, options).run();
}

}  // namespace heddle::graph_passes
