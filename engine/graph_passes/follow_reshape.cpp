// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/graph_passes/follow_layout.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;

// Axes of the input that together become axes of the output, both in order.
struct AxisGroup {
  std::vector<int64_t> from, to;
};

// The finest grouping with equal products; nothing where an extent is 0.
std::optional<std::vector<AxisGroup>> groupAxes(const Extents& from, const Extents& to) {
  std::vector<AxisGroup> groups;
  size_t i = 0, o = 0;
  for (const Extents* extents : {&from, &to})
    for (const int64_t extent : *extents)
      if (extent == 0) return std::nullopt;
  while (i < from.size() || o < to.size()) {
    AxisGroup group;
    int64_t in = 1, out = 1;
    do {
      // Axes of one entry join whatever group is open.
      if (i < from.size() && (in <= out || o == to.size())) {
        in *= from[i];
        group.from.push_back(static_cast<int64_t>(i++));
      } else if (o < to.size()) {
        out *= to[o];
        group.to.push_back(static_cast<int64_t>(o++));
      } else {
        return std::nullopt;
      }
    } while (in != out || group.from.empty());
    while (i == from.size() && o < to.size() && to[o] == 1)
      group.to.push_back(static_cast<int64_t>(o++));
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace

// 1. Match input axes with output axes. 2. The axes of a group must follow each other in order,
// axes of one entry aside; where they do not, x is permuted so that they do, groups staying in the
// order in which they are stored. 3. The groups in that order, each with its output axes, are the
// new shape.
std::optional<Laid> followReshape(Rewriter& rewriter, LayoutState& state, const Node& node) {
  const Laid laid = *state.find(node.inputs[0]);
  const auto& stored = rewriter.type(laid.ref);
  if (!stored || !stored->isStatic() || !node.types[0] || !node.types[0]->isStatic())
    return std::nullopt;
  const Extents storedExtents = stored->extents(), to = node.types[0]->extents();
  Extents from(storedExtents.size());
  for (size_t i = 0; i < from.size(); ++i)
    from[static_cast<size_t>(laid.perm[i])] = storedExtents[i];
  const auto groups = groupAxes(from, to);
  if (!groups) return std::nullopt;

  std::vector<size_t> groupOf(from.size());
  for (size_t g = 0; g < groups->size(); ++g)
    for (const int64_t axis : (*groups)[g].from) groupOf[static_cast<size_t>(axis)] = g;
  std::vector<size_t> order;
  std::vector<bool> isPlaced(groups->size(), false);
  bool isMergeable = true;
  int64_t lastAxis = -1;
  for (const int64_t axis : laid.perm) {
    if (from[static_cast<size_t>(axis)] == 1) continue;
    const size_t group = groupOf[static_cast<size_t>(axis)];
    if (!isPlaced[group])
      order.push_back(group);
    else if (order.back() != group || axis < lastAxis)
      isMergeable = false;
    isPlaced[group] = true;
    lastAxis = axis;
  }
  for (size_t g = 0; g < groups->size(); ++g)
    if (!isPlaced[g]) order.push_back(g);

  Permutation wanted, perm;
  Extents extents;
  for (const size_t group : order) {
    const AxisGroup& axes = (*groups)[group];
    wanted.insert(wanted.end(), axes.from.begin(), axes.from.end());
    for (const int64_t axis : axes.to) {
      perm.push_back(axis);
      extents.push_back(to[static_cast<size_t>(axis)]);
    }
  }
  if (perm.size() != to.size()) return std::nullopt;
  const graph::ValueRef x = isMergeable ? laid.ref : state.permuted(node.inputs[0], wanted);
  const auto shape = rewriter.addIntegers(extents, node.name + ".shape");
  return Laid{rewriter.add(OpKind::reshape, {x, shape}, {}, node), perm};
}

}  // namespace heddle::graph_passes
