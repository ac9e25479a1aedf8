// What a canvas draws: nodes, edges and hulls with their places. Immutable, built on any thread.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <memory>
#include <set>

#include "engine/session/session.h"
#include "views/context/selection.h"
#include "views/graph/aligned_layout.h"

namespace heddle::views {

struct SceneNode {
  enum class Change : uint8_t { none, added, changed };
  Thing thing;                                   // an op of this stage, or a group
  const session::GraphNodeView* op = nullptr;    // of a group: its anchor, or its first member
  const session::GroupView* group = nullptr;     // set when the node is a collapsed group
  GroupId ofGroup;                               // the group it is in, if any
  session::NodeClass nodeClass = session::NodeClass::opaque;
  Change change = Change::none;
  QRectF rect;
  double share = -1;                             // of the measured time; negative: not known
};

struct SceneEdge {
  int from = 0, to = 0;
  const session::GraphEdgeView* view = nullptr;
  const session::FusionEdgeView* fusion = nullptr;  // set where "why not fused?" has an answer
  std::vector<QPointF> route;
  QRectF bounds;
};

struct SceneHull {
  GroupId group;
  std::vector<int> members;                      // nodes; hullOutline() draws around them
  bool isExpanded = false;                       // of the fused stage; else a preview of the fusion
  QRectF bounds;
};

struct GraphScene {
  session::SnapshotRef snapshot;                 // keeps what the pointers point to
  int stage = 0;
  bool hasGroups = false;
  std::vector<SceneNode> nodes;
  std::vector<SceneEdge> edges;
  std::vector<SceneHull> hulls;
  std::vector<QRectF> ghosts;                    // of what this stage took away
  std::vector<std::vector<int>> outgoing, incoming;  // edges by node
  QRectF bounds;

  int nodeOf(const Thing& thing) const;          // -1: not here; an op in a collapsed group is it
  QString titleOf(int node) const;
  QString detailOf(int node) const;
  QString nameOf(int node) const;
  QString copyNameOf(int node) const;            // of a collapsed group: its own

 private:
  friend class SceneBuilder;
  std::unordered_map<uint64_t, int> m_byOp, m_byGroup;
};

struct SceneRequest {
  session::SnapshotRef snapshot;
  int stage = 0;
  bool withConstants = false;
  bool isAligned = true;                         // stages share places; else this stage alone
  bool areGroupsCollapsed = true;                // of the fused stage
  std::set<GroupId> exceptions;                  // groups that are the other way round
  LayoutEngine engine = [](const LayoutInput& input) { return layeredLayout(input); };
};

// `aligned` may be null: then it is made, and handed back through it for the next stage.
std::shared_ptr<const GraphScene> buildScene(const SceneRequest& request,
                                             std::shared_ptr<const AlignedLayout>& aligned);

}  // namespace heddle::views
