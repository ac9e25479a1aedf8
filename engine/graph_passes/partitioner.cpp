// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/partitioner.h"

#include <algorithm>

namespace heddle::graph_passes {

using graph::PatternKind;
using Rule = Verdict::Rule;

// 1. Nodes are opaque, dominated by nothing, or have a post-dominator, the sink.
// 2. Phase 0 gives anchors their elementwise epilogues and joins elementwise and broadcast nodes to
//    what follows; phase 1 does the same for injective nodes; phase 2 is for tuples, of which the
//    graph IR has none, so it finds nothing to do.
// 3. A node joins its sink when every node on every path between them obeys the phase's rule; then
//    all of them join.
Partitioner::Partitioner(const std::vector<FusionNode>& nodes, const FusionOptions& options,
                         IsForbidden isForbidden, CountArguments countArguments)
    : m_nodes(nodes),
      m_options(options),
      m_isForbidden(std::move(isForbidden)),
      m_countArguments(std::move(countArguments)),
      m_tree(postDominators(nodes)),
      m_verdicts(nodes.size()),
      m_marks(nodes.size(), 0) {
  for (uint32_t i = 0; i < nodes.size(); ++i) {
    const bool isAnchor = nodes[i].pattern == PatternKind::anchor;
    m_groups.push_back({i, nodes[i].pattern, isAnchor ? i : PostDominators::kNone, 1});
  }
}

void Partitioner::run() {
  decideBefore();
  if (!m_options.enabled) return;
  for (int phase = 0; phase < 3; ++phase) runPhase(phase);
}

void Partitioner::decideBefore() {
  for (uint32_t i = 0; i < m_nodes.size(); ++i) {
    if (!m_options.enabled)
      refuse(i, Rule::disabled, -1, PostDominators::kNone);
    else if (m_nodes[i].pattern == PatternKind::opaque)
      refuse(i, Rule::opaque, -1, i);
    else if (m_nodes[i].isOutput)
      refuse(i, Rule::graphOutput, -1, i);
    else if (m_tree.parent[i] == PostDominators::kNone)
      refuse(i, Rule::noCommonConsumer, -1, i);
    else if (m_nodes[i].pattern == PatternKind::reduce)
      refuse(i, Rule::reductionStart, -1, i);
  }
}

void Partitioner::runPhase(int phase) {
  for (uint32_t i = 0; i < m_nodes.size(); ++i)
    if (m_nodes[i].pattern != PatternKind::opaque && m_tree.parent[i] != PostDominators::kNone)
      tryNode(i, phase);
}

void Partitioner::tryNode(uint32_t node, int phase) {
  const uint32_t sink = m_tree.parent[node];
  if (phase == 2 || groupOf(node) == groupOf(sink)) return;
  // The pattern of what was merged into this node so far, not of the group that it is in.
  const PatternKind pattern = m_groups[node].pattern, edge = m_tree.kind[node];
  if (pattern == PatternKind::anchor) {
    if (phase != 0) return;
    if (edge == PatternKind::elementwise) return tryPath(node, phase, PathRule::broadcast);
    const bool isOpaque = edge == PatternKind::opaque;
    return refuse(node, isOpaque ? Rule::opaqueConsumer : Rule::epilogueNotElementwise, phase,
                  sink);
  }
  if (pattern <= PatternKind::broadcast) {
    if (edge <= PatternKind::reduce) return tryPath(node, phase, PathRule::injectiveThenAny);
    const bool isAnchor = edge == PatternKind::anchor;
    return refuse(node, isAnchor ? Rule::injectiveIntoAnchor : Rule::opaqueConsumer, phase, sink);
  }
  if (pattern == PatternKind::injective && phase == 1) tryPath(node, phase, PathRule::injective);
  if (pattern == PatternKind::reduce) refuse(node, Rule::reductionStart, phase, node);
}

void Partitioner::tryPath(uint32_t node, int phase, PathRule rule) {
  const uint32_t sink = m_tree.parent[node];
  if (!isWithinDepth(node, sink)) return refuse(node, Rule::maxDepth, phase, sink);
  Verdict failure{Rule::undecided, phase, sink};
  ++m_walk;
  if (!checkPath(node, sink, rule, failure)) {
    m_verdicts[node] = failure;
    return;
  }
  std::vector<uint32_t> path = {node};
  ++m_walk;
  collectPath(node, sink, path);
  if (m_options.maxArguments > 0) {
    path.push_back(sink);
    if (m_countArguments(path) > static_cast<size_t>(m_options.maxArguments))
      return refuse(node, Rule::maxArguments, phase, sink);
    path.pop_back();
  }
  for (const uint32_t member : path) {
    merge(member, sink);
    m_verdicts[member] = {Rule::fused, phase, sink};
  }
}

bool Partitioner::isWithinDepth(uint32_t node, uint32_t sink) {
  // Counts with what each node already absorbed; stops as soon as the limit is passed.
  size_t count = m_groups[groupOf(sink)].size;
  const auto limit = static_cast<size_t>(std::max(m_options.maxDepth, 1));
  std::vector<uint32_t> stack = {node};
  ++m_walk;
  mark(node);
  while (!stack.empty()) {
    const uint32_t next = stack.back();
    stack.pop_back();
    count += m_groups[next].size;
    if (count > limit) return false;
    for (const FusionEdge& edge : m_nodes[next].consumers)
      if (edge.consumer != sink && mark(edge.consumer)) stack.push_back(edge.consumer);
  }
  return true;
}

bool Partitioner::checkPath(uint32_t node, uint32_t sink, PathRule rule, Verdict& failure) {
  std::vector<uint32_t> stack = {node};
  mark(node);
  while (!stack.empty()) {
    const uint32_t next = stack.back();
    stack.pop_back();
    for (const FusionEdge& edge : m_nodes[next].consumers) {
      if (m_isForbidden(next, edge.consumer)) {
        failure.rule = Rule::forbidden;
        failure.blocker = edge.consumer;
        return false;
      }
      if (!mark(edge.consumer)) continue;
      const bool isSink = edge.consumer == sink;
      if (!accepts(edge.consumer, isSink, rule, failure)) return false;
      if (!isSink) stack.push_back(edge.consumer);
    }
  }
  return true;
}

bool Partitioner::accepts(uint32_t node, bool isSink, PathRule rule, Verdict& failure) {
  const PatternKind kind = m_groups[groupOf(node)].pattern;
  failure.blocker = node;
  switch (rule) {
    case PathRule::broadcast:
      if (kind <= PatternKind::broadcast) return true;
      failure.rule = kind == PatternKind::anchor ? Rule::twoAnchors : Rule::pathNotBroadcast;
      break;
    case PathRule::injectiveThenAny:
      if (kind <= PatternKind::injective) return true;
      if (isSink && (kind == PatternKind::reduce || kind == PatternKind::anchor)) return true;
      failure.rule = kind == PatternKind::opaque ? Rule::opaqueConsumer : Rule::pathNotInjective;
      break;
    case PathRule::injective:
      if (kind <= PatternKind::injective) return true;
      failure.rule = kind == PatternKind::opaque   ? Rule::opaqueConsumer
                     : kind == PatternKind::anchor ? Rule::injectiveIntoAnchor
                                                   : Rule::pathNotInjective;
      break;
  }
  return false;
}

void Partitioner::collectPath(uint32_t node, uint32_t sink, std::vector<uint32_t>& path) {
  mark(node);
  for (size_t at = 0; at < path.size(); ++at)
    for (const FusionEdge& edge : m_nodes[path[at]].consumers)
      if (edge.consumer != sink && mark(edge.consumer)) path.push_back(edge.consumer);
}

void Partitioner::refuse(uint32_t node, Rule rule, int phase, uint32_t blocker) {
  m_verdicts[node] = {rule, phase, blocker};
}

bool Partitioner::mark(uint32_t node) {
  if (m_marks[node] == m_walk) return false;
  m_marks[node] = m_walk;
  return true;
}

uint32_t Partitioner::groupOf(uint32_t node) {
  while (m_groups[node].parent != node) {
    m_groups[node].parent = m_groups[m_groups[node].parent].parent;
    node = m_groups[node].parent;
  }
  return node;
}

void Partitioner::merge(uint32_t child, uint32_t parent) {
  child = groupOf(child);
  parent = groupOf(parent);
  if (child == parent) return;
  Group &from = m_groups[child], &to = m_groups[parent];
  to.size += from.size;
  from.parent = parent;
  if (from.anchor != PostDominators::kNone) to.anchor = from.anchor;
  to.pattern = std::max(to.pattern, from.pattern);
}

}  // namespace heddle::graph_passes
