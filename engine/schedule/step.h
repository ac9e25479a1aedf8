// A schedule is a trace of steps over a loop program.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/loops/program.h"
#include "engine/support/result.h"

namespace heddle::schedule {

// Names in a trace, not ids: a trace replays on another program of the same operator. A step's
// results are named by the step ("oc_o", "oc_i") and later steps refer to them. Blocks are named by
// their block name; a loop by "block.iterator" at first (the loop that the iterator is bound to) or
// by the name that the step which made it gave; a buffer by its buffer name.
struct LoopName {
  std::string value;
  friend bool operator==(const LoopName&, const LoopName&) = default;
};
struct BlockName {
  std::string value;
  friend bool operator==(const BlockName&, const BlockName&) = default;
};
struct BufferName {
  std::string value;
  friend bool operator==(const BufferName&, const BufferName&) = default;
};

// What a sampling step drew, named by its result: stands for an integer, a list or a value.
struct ValueName {
  std::string value;
  friend bool operator==(const ValueName&, const ValueName&) = default;
};

using Argument =
    std::variant<int64_t, double, std::string, LoopName, BlockName, BufferName,
                 std::vector<int64_t>, std::vector<LoopName>, std::vector<std::string>, ValueName>;

struct Step {
  std::string primitive;                      // a row of primitives.def
  std::map<std::string, Argument> arguments;  // by the row's argument names
  std::vector<std::string> results;           // names given to what the step makes
};

// What is known about names while a trace is applied.
struct State {
  loops::Program program;
  std::map<std::string, LoopId> loops;
  std::map<std::string, BlockId> blocks;
  std::map<std::string, BufferId> buffers;
  std::map<std::string, std::vector<int64_t>> values;  // drawn by sampling steps
  std::vector<int64_t> lastDecision;                   // of the last sampling step, as its argument
  std::set<BufferId> windows;  // buffers that hold no more than a loop's window: rolling_buffer
  // How a constant parameter's bytes must be rearranged before the program runs, in order.
  struct LayoutRewrite {
    std::string buffer;
    // New index i is given by newIndices[i], expressions over oldVars; padded with zero.
    std::vector<loops::VarRef> oldVars;
    std::vector<loops::Expr> newIndices;
    std::vector<int64_t> newExtents;
  };
  std::vector<LayoutRewrite> layoutRewrites;
};

// Names every block, its loops ("block.iterator") and every buffer of the program.
State initialState(loops::Program program);

// Checks the step's requirements and applies it. On error the state is what it was; the
// diagnostic's code is "schedule.<primitive>.<requirement>", its subjects the loops, blocks and
// buffers at fault.
Result<State> applyStep(const State& state, const Step& step);

struct Trace {
  std::vector<Step> steps;
};

// All or nothing; the error's `where` names the step ("step 3, split").
Result<State> replay(loops::Program program, const Trace& trace);

// One step a line: oc_o, oc_i = split(loop=conv.oc, factors=[-1, 16]).
std::string toText(const Trace& trace);
std::string toText(const Step& step);
std::string toText(const Argument& argument);
Result<Trace> parseTrace(std::string_view text);
std::string toJson(const Trace& trace);
Result<Trace> traceFromJson(std::string_view json);

}  // namespace heddle::schedule
