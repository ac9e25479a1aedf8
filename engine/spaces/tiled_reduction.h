// The schedule of everything that sums products (or takes maxima) into a tile of registers:
// convolutions, matrix products, pools, reductions over outer axes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/spaces/trace_builder.h"

namespace heddle::spaces {

struct TiledAxis {
  std::string loop;  // of the reduction block
  int64_t tile = 1;  // iterations kept in registers; 1: none, 0: all
};

struct TiledReduction {
  std::string block;
  // Blocks after it that read its result elementwise, in order; each is computed on the tile.
  std::vector<std::string> epilogues;
  std::vector<TiledAxis> axes;  // spatial loops, outermost first, in the order that outer parts run
  std::string vectorLoop;       // one of axes; its tile becomes vectors
  std::vector<std::string> reduceLoops;  // outermost first
  std::vector<std::string> unrolled;     // of the reduce loops
  size_t parallelAxes = 1;      // this many outermost outer loops are fused and run in parallel
  int64_t unrollInnermost = 1;  // factor for the innermost reduce loop
  std::vector<std::string> clipped = {};  // of the reduce loops: only steps inside the input
  int64_t dot = 1;  // steps of the innermost reduce loop that stand inside the vectors
  // The lanes are parts of a sum (rfactor), in registers already; the first epilogue adds them up.
  bool sumsLanes = false;
  // The vector is this many innermost axes together; the sums are then arranged as the map says, so
  // that they lie side by side.
  size_t fusedLanes = 1;
  int64_t shortAxis =
      1;  // extent of the result's last axis where epilogues fuse it with the last but one
  std::string lanesMap = {};
};

// False when a step is refused; the builder is then as before.
bool scheduleTiledReduction(TraceBuilder& trace, const TiledReduction& plan);

}  // namespace heddle::spaces
