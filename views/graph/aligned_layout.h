// One layout for all stages of a snapshot, so that a node which did not change stays where it was:
// the union of all stages is laid out once, and every stage shows its part.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <unordered_map>

#include "engine/session/session.h"
#include "views/graph/layered_layout.h"

namespace heddle::views {

// A slot is a place; at each stage at most one node stands in it. A node that a rewrite put in
// place of another takes over its slot.
struct AlignedLayout {
  std::unordered_map<OpId, int> slotOf;                   // of every op of every stage
  GraphLayout layout;                                    // nodes by slot
  std::unordered_map<uint64_t, int> routes;              // by edgeKey of slots
  static uint64_t edgeKey(int from, int to) {
    return static_cast<uint64_t>(from) << 32 | static_cast<uint32_t>(to);
  }
};

bool isLeaf(session::NodeClass nodeClass);   // input, constant, output: drawn as pills
QSizeF nodeSize(session::NodeClass nodeClass);

// Safe on any thread; the stages are immutable.
using LayoutEngine = std::function<GraphLayout(const LayoutInput&)>;
AlignedLayout alignStages(
    const std::vector<std::shared_ptr<const session::GraphStageView>>& stages, bool withConstants,
    const LayoutEngine& engine);

}  // namespace heddle::views
