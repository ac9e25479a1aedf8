// Where the states of a history stand: rows from the newest down, one lane for each branch. Pure functions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/session/schedule_views.h"

namespace heddle::views {

struct HistoryRow {
  int state = 0;       // position in the list of states
  int lane = 0;        // from the left; the branch of the current state is lane 0
  int parentRow = -1;  // below; -1: none
  int parentLane = 0;
  bool isOnPath = false;  // of the current state
};

// Rows from top (newest) to bottom (the unscheduled program). Requires parents before children.
std::vector<HistoryRow> layOutHistory(const session::ScheduleHistoryView& history);
int laneCount(const std::vector<HistoryRow>& rows);

}  // namespace heddle::views
