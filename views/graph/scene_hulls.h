// Groups in stages where they are not boxes: which op belongs to which, and the outlines.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>

#include "views/graph/graph_scene.h"

namespace heddle::views {

// Sets SceneNode::ofGroup of an earlier stage; skipped where it would take long.
void assignGroups(GraphScene& scene);

// Around the members of groups of two and more: expanded ones of the fused stage, coming ones of
// the stage before it.
void addHulls(GraphScene& scene);

// Slow enough (0.1 ms) to be asked only for what is seen.
QPainterPath hullOutline(const GraphScene& scene, const SceneHull& hull);

}  // namespace heddle::views
