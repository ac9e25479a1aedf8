// Schedules by kind of operator. Each answers whether it applied; if not, the builder is as before.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "engine/spaces/trace_builder.h"
#include "engine/support/target.h"

namespace heddle::spaces {

// A reduction with the elementwise blocks that follow it.
struct Anchor {
  std::string block;
  std::vector<std::string> epilogues;
};

// A convolution, or each phase of a transposed one, as scheduleFewChannels sees it.
struct FewChannels {
  std::string weight;                                   // the buffer, constant
  std::function<std::string(int64_t lanes)> packedMap;  // its layout, for lanes of input channels
  std::vector<std::string> outer;                       // loops around a row
  std::string column, phase, channel, inChannel;        // loops; no phase: empty
  int64_t columns, phases, channels, inChannels;        // their extents
  int64_t steps;                                        // of the reduction, all of its loops
  std::vector<std::string> window, unrolled, clipped;   // of the reduce loops
};

bool scheduleConv(TraceBuilder& trace, const Anchor& anchor, const Target& target);
bool scheduleConvTranspose(TraceBuilder& trace, const Anchor& anchor, const Target& target);
// Lanes over input channels, where that is quicker than lanes over the few output channels.
bool scheduleFewChannels(TraceBuilder& trace, const Anchor& anchor, const FewChannels& conv,
                         const Target& target);
bool scheduleMatmul(TraceBuilder& trace, const Anchor& anchor, const Target& target);
// Reductions whose result has a contiguous axis of its own: pools, sums over outer axes.
bool scheduleOuterReduction(TraceBuilder& trace, const Anchor& anchor, const Target& target);
// Reductions that keep several values, along an axis that is not contiguous.
bool scheduleArgReduction(TraceBuilder& trace, const std::string& block, const Target& target);
// Blocks over the same rows, at least one a reduction (softmax, normalisations, sums of rows): one
// parallel loop over rows.
bool scheduleRows(TraceBuilder& trace, const std::vector<std::string>& blocks,
                  const Target& target);
// A reduction of everything to one element, over lanes of its innermost loop.
bool scheduleWholeReduction(TraceBuilder& trace, const std::string& block, const Target& target);
// Elementwise and data movement: outer loops in parallel, the contiguous one in vectors.
bool schedulePointwise(TraceBuilder& trace, const std::string& block, const Target& target);
// Data movement that reads along one axis and writes along another: tiles turned in registers.
bool scheduleInterleaved(TraceBuilder& trace, const std::string& block, const Target& target);
// Vectors of at most 256 lanes; a tail is masked only where no divisor of the extent is of use.
bool vectorizeLong(TraceBuilder& trace, const std::string& loop, int64_t extent, int64_t lanes);
// The last resort: the outermost loop in parallel if that is legal.
void scheduleOutermost(TraceBuilder& trace, const std::string& block);

}  // namespace heddle::spaces
