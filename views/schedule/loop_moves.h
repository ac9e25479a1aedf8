// Which steps a drag in the loop tree stands for. Pure functions over plain values.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "engine/session/schedule_views.h"

namespace heddle::views {

using ScheduleTree = std::vector<session::ScheduleTreeItem>;

enum class DropPlace { above, onto, below };

// Positions of the loops around an item, outermost first, without the item itself.
std::vector<int> loopsAround(const ScheduleTree& tree, int position);

// The steps to try for `dragged` let go at `target`, best first; empty when the drag means nothing.
//   loop  -> loop of the same nest: reorder(loops=[...]); `above`: just outside of it, else just inside
//   block -> loop: compute_at, then reverse_compute_at
QStringList stepsForDrop(const ScheduleTree& tree, int dragged, int target, DropPlace place);

}  // namespace heddle::views
