// The three phases of fusion over dense indices; fuse.cpp translates to and from the graph.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/graph_passes/fuse.h"
#include "engine/graph_passes/post_dominators.h"

namespace heddle::graph_passes {

// Why a node did not join its post-dominator, or that it did.
struct Verdict {
  enum class Rule : uint8_t {
    undecided, fused, opaque, graphOutput, noCommonConsumer, reductionStart, epilogueNotElementwise,
    maxDepth, maxArguments, pathNotBroadcast, pathNotInjective, twoAnchors, injectiveIntoAnchor,
    opaqueConsumer, forbidden, disabled,
  };
  Rule rule = Rule::undecided;
  int phase = -1;
  uint32_t blocker = PostDominators::kNone;
};

// Union-find over the nodes. After run(), groupOf() names the representative.
class Partitioner {
 public:
  using IsForbidden = std::function<bool(uint32_t producer, uint32_t consumer)>;
  // How many distinct values the union of the groups of these nodes would read and write.
  using CountArguments = std::function<size_t(const std::vector<uint32_t>& nodes)>;

  Partitioner(const std::vector<FusionNode>& nodes, const FusionOptions& options,
              IsForbidden isForbidden, CountArguments countArguments);
  void run();

  uint32_t groupOf(uint32_t node);
  // Why `node` did not join its post-dominator.
  const Verdict& verdict(uint32_t node) const { return m_verdicts[node]; }
  const PostDominators& tree() const { return m_tree; }
  // What a whole group is: its pattern, and its anchor or kNone.
  graph::PatternKind pattern(uint32_t node) { return m_groups[groupOf(node)].pattern; }
  uint32_t anchor(uint32_t node) { return m_groups[groupOf(node)].anchor; }
  // Puts both into one group without asking.
  void merge(uint32_t child, uint32_t parent);

 private:
  struct Group {
    uint32_t parent;
    graph::PatternKind pattern;
    uint32_t anchor = PostDominators::kNone;
    uint32_t size = 1;
  };
  enum class PathRule : uint8_t { broadcast, injectiveThenAny, injective };

  void runPhase(int phase);
  void tryNode(uint32_t node, int phase);
  void decideBefore();
  void tryPath(uint32_t node, int phase, PathRule rule);
  bool isWithinDepth(uint32_t node, uint32_t sink);
  bool checkPath(uint32_t node, uint32_t sink, PathRule rule, Verdict& failure);
  bool accepts(uint32_t node, bool isSink, PathRule rule, Verdict& failure);
  void collectPath(uint32_t node, uint32_t sink, std::vector<uint32_t>& path);
  void refuse(uint32_t node, Verdict::Rule rule, int phase, uint32_t blocker);
  bool mark(uint32_t node);

  const std::vector<FusionNode>& m_nodes;
  const FusionOptions& m_options;
  IsForbidden m_isForbidden;
  CountArguments m_countArguments;
  PostDominators m_tree;
  std::vector<Group> m_groups;
  std::vector<Verdict> m_verdicts;
  std::vector<uint32_t> m_marks;  // the number of the walk that saw the node last
  uint32_t m_walk = 0;
};

}  // namespace heddle::graph_passes
