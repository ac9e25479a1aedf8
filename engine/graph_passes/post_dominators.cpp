// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/post_dominators.h"

#include <algorithm>

namespace heddle::graph_passes {
namespace {

using graph::PatternKind;

// A tree that grows from its roots; each node also knows an ancestor further up and the largest
// kind on the way there (skew-binary jump pointers, Myers 1983).
class Tree {
 public:
  explicit Tree(size_t size)
      : m_parent(size, PostDominators::kNone), m_jump(size), m_depth(size, 0),
        m_kind(size, PatternKind::opaque), m_jumpKind(size, PatternKind::elementwise) {}

  void add(uint32_t node, uint32_t parent, PatternKind kind) {
    m_parent[node] = parent;
    m_kind[node] = kind;
    if (parent == PostDominators::kNone) {
      m_depth[node] = 1;
      m_jump[node] = node;
      return;
    }
    m_depth[node] = m_depth[parent] + 1;
    const uint32_t far = m_jump[parent];
    const bool isSymmetric = m_depth[parent] - m_depth[far] == m_depth[far] - m_depth[m_jump[far]];
    m_jump[node] = isSymmetric ? m_jump[far] : parent;
    m_jumpKind[node] = isSymmetric ? std::max({kind, m_jumpKind[parent], m_jumpKind[far]}) : kind;
  }

  // Raises `kind` to the largest on the ways from both to their lowest common ancestor.
  uint32_t commonAncestor(uint32_t a, uint32_t b, PatternKind& kind) const {
    if (a == PostDominators::kNone || b == PostDominators::kNone) return PostDominators::kNone;
    if (m_depth[a] < m_depth[b]) std::swap(a, b);
    while (m_depth[a] > m_depth[b]) climb(a, m_depth[m_jump[a]] >= m_depth[b], kind);
    while (a != b) {
      if (m_parent[a] == PostDominators::kNone) return PostDominators::kNone;
      const bool canJump = m_jump[a] != m_jump[b];
      climb(a, canJump, kind);
      climb(b, canJump, kind);
    }
    return a;
  }

  std::vector<uint32_t>&& parents() && { return std::move(m_parent); }

 private:
  void climb(uint32_t& node, bool isJump, PatternKind& kind) const {
    // A root's jump is itself; the caller stops before.
    kind = std::max(kind, isJump ? m_jumpKind[node] : m_kind[node]);
    node = isJump ? m_jump[node] : m_parent[node];
  }

  std::vector<uint32_t> m_parent, m_jump, m_depth;
  std::vector<PatternKind> m_kind, m_jumpKind;
};

}  // namespace

PostDominators postDominators(const std::vector<FusionNode>& nodes) {
  Tree tree(nodes.size());
  PostDominators result;
  result.kind.assign(nodes.size(), PatternKind::opaque);
  for (size_t i = nodes.size(); i-- > 0;) {
    const FusionNode& node = nodes[i];
    uint32_t parent = PostDominators::kNone;
    PatternKind kind = PatternKind::opaque;
    if (!node.isOutput && !node.consumers.empty()) {
      parent = node.consumers[0].consumer;
      kind = node.consumers[0].kind;
      for (size_t e = 1; e < node.consumers.size(); ++e) {
        parent = tree.commonAncestor(parent, node.consumers[e].consumer, kind);
        kind = std::max(kind, node.consumers[e].kind);
      }
    }
    tree.add(static_cast<uint32_t>(i), parent, kind);
    result.kind[i] = kind;
  }
  result.parent = std::move(tree).parents();
  return result;
}

}  // namespace heddle::graph_passes
