// What the difference between two builds is made of.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace heddle::profiler {

// One group of one build. `members` are the positions of the source model's nodes that it stands
// for: groups of two builds are matched by what they share, since fusion may cut differently.
struct WaterfallInput {
  std::string name;
  std::vector<uint32_t> members;  // sorted
  double nanoseconds = 0;
};

// Groups of A and B that cover the same nodes between them.
struct WaterfallRow {
  std::string name;
  std::vector<size_t> groupsA, groupsB;  // positions in the inputs; one side may be empty
  double nanosecondsA = 0, nanosecondsB = 0;
  double delta() const { return nanosecondsB - nanosecondsA; }
};

// endToEndB - endToEndA = sum of the rows' deltas + residual, always.
struct Waterfall {
  std::vector<WaterfallRow> rows;  // largest change first
  double totalDelta = 0;           // end to end
  double residual = 0;             // not explained by any group
};

// Groups that share a node, directly or through others, become one row; a group without members is
// matched by name.
Waterfall explainDifference(std::span<const WaterfallInput> a, std::span<const WaterfallInput> b,
                            double endToEndA, double endToEndB);

}  // namespace heddle::profiler
