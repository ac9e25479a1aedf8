// From a scheduled program to kernels that code generation translates statement by statement.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/loops/program.h"
#include "engine/support/result.h"
#include "engine/support/target.h"

namespace heddle::loop_passes {

// One loop nest whose outermost loop may be divided among threads. The body holds no blocks and no
// vectorized or unrolled loops; global buffers are flat (one dimension); a buffer in scope
// `registers` stands for one SSA value: its extent is the value's lanes and it is accessed whole.
struct Kernel {
  std::string name;  // unique within the program: "<program>_k<i>"
  // Parameters, then program allocs, that it touches, flat, in the order of the call.
  std::vector<loops::Buffer> args;
  std::vector<loops::Buffer> locals;     // scopes local and registers
  std::vector<loops::VarRef> shapeVars;  // values of the call's shape_values, in order
  // The range of the parallel loop, over which the body loops. Null when the kernel is not divided:
  // begin and end are then ignored.
  loops::VarRef begin, end;
  int64_t parallelExtent = 1;  // 1: not divided
  loops::Stmt body;
  // Opaque kernels have no body: the runtime function to call.
  std::string opaqueFunction;
};

// What a line of the scheduled program's text is about; StmtNode::span - 1 indexes a list of these.
struct SourceLine {
  LoopId loop;
  BlockId block;
};

struct LoweredProgram {
  std::string name;
  std::vector<SourceLine> source;  // of the scheduled program's text
  std::vector<Kernel> kernels;     // run in order, with a barrier between
  // Program allocs in global memory, flat, with constant sizes.
  std::vector<loops::Buffer> workspace;
};

// Called with the program's text before the first and after each pass.
using PassListener = std::function<void(std::string_view pass, const loops::Program& program)>;

// Runs the pipeline of pipeline.cpp. Errors: "lower.<pass>.<reason>".
Result<LoweredProgram> lower(const loops::Program& program, const Target& target,
                             const PassListener& listener = {});

// The lowered kernels as one text; code generation writes its line numbers as debug lines.
struct PrintedKernels {
  std::string text;
  struct Line {
    LoopId loop;  // of the scheduled program, invalid where the line stands for none
    BlockId block;
    const loops::StmtNode* stmt = nullptr;
    size_t kernel = 0;
  };
  std::vector<Line> lines;
};
PrintedKernels print(const LoweredProgram& lowered);

}  // namespace heddle::loop_passes
