// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/history_lanes.h"

#include <algorithm>

namespace heddle::views {

// 1. The path from the root to the current state is lane 0, and so is what continues it.
// 2. Every other state continues its parent's lane when it is the parent's first child there, else opens the lane
//    to the right of all that are open.
std::vector<HistoryRow> layOutHistory(const session::ScheduleHistoryView& history) {
  const int count = static_cast<int>(history.states.size());
  std::vector<bool> isOnPath(history.states.size());
  for (int at = history.current; at >= 0 && at < count && !isOnPath[static_cast<size_t>(at)];
       at = history.states[static_cast<size_t>(at)].parent)
    isOnPath[static_cast<size_t>(at)] = true;
  std::vector<int> lanes(history.states.size());
  std::vector<bool> isContinued(history.states.size());
  int lastLane = 0;
  for (int i = 0; i < count; ++i) {
    const int parent = history.states[static_cast<size_t>(i)].parent;
    if (parent < 0 || parent >= i) continue;
    const auto p = static_cast<size_t>(parent);
    const bool isPathGoingOn = isOnPath[p] && parent != history.current;  // keeps its lane for the path
    const bool mayContinue = !isContinued[p] && (!isPathGoingOn || isOnPath[static_cast<size_t>(i)]);
    lanes[static_cast<size_t>(i)] = mayContinue ? lanes[p] : ++lastLane;
    if (mayContinue) isContinued[p] = true;
  }
  std::vector<HistoryRow> rows;
  for (int i = count - 1; i >= 0; --i) {
    const int parent = history.states[static_cast<size_t>(i)].parent;
    HistoryRow row{i, lanes[static_cast<size_t>(i)], -1, 0, isOnPath[static_cast<size_t>(i)]};
    if (parent >= 0 && parent < i) {
      row.parentRow = count - 1 - parent;
      row.parentLane = lanes[static_cast<size_t>(parent)];
    }
    rows.push_back(row);
  }
  return rows;
}

int laneCount(const std::vector<HistoryRow>& rows) {
  int most = 0;
  for (const HistoryRow& row : rows) most = std::max(most, row.lane);
  return most + 1;
}

}  // namespace heddle::views
